"""Multi-valued decision diagrams: every way to answer, as one graph without repetition.

A diagram is a number: a *leaf* holds a value (a truth, a date, an option …), any other has a *level* – the variable it
decides on – and one diagram per value of that variable. Levels grow on every path, equal diagrams are one and the same,
and a variable that decides nothing is passed over. So two conditions mean the same exactly when their diagrams are
equal, and what can never happen is the leaf `NEVER` and nothing else.

Truths have three values, combined as `engine.conditions.nodes` does. The work is counted: a query that costs more than
its budget raises `OverBudget`, and is then said not to be proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

ALWAYS, NEVER, UNSURE = 0, 1, 2
"""The leaves that hold true, false and None."""
LEAF = 1 << 60
"""The level of leaves: below every variable."""
DEEPEST = 250
"""How many variables may be decided in a row: each is a call inside the one before."""


class OverBudget(Exception):
    """A query costs more than it may."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One step of a path: at this level, the value of this rank."""

    level: int
    rank: int


class Diagrams:
    """One family of diagrams, and the budget for the query at hand (`fuel`, in steps)."""

    def __init__(self) -> None:
        self.fuel = 0
        self.levels: list[int] = []
        self.kids: list[tuple[int, ...]] = []
        self._held: list[object] = []
        self._nodes: dict[tuple[int, tuple[int, ...]], int] = {}
        self._leaves: dict[tuple[type, object], int] = {}
        self._done: dict[tuple[object, ...], int] = {}
        self._names: dict[object, int] = {}
        self._reach: dict[tuple[int, int], bool] = {}
        self._supports: dict[int, frozenset[int]] = {}
        for truth in (True, False, None):
            self.leaf(truth)

    # ── Making ────────────────────────────────────────────────────────────────────────────────────────────────

    def leaf(self, value: object) -> int:
        """The diagram that is always this value."""
        key = (type(value), value)
        found = self._leaves.get(key)
        if found is None:
            found = self._leaves[key] = self._add(LEAF, (), value)
        return found

    def value(self, leaf: int) -> object:
        """What a leaf holds."""
        return self._held[leaf]

    def node(self, level: int, kids: tuple[int, ...]) -> int:
        """The diagram that decides on a variable; the only kid where all are the same."""
        first = kids[0]
        if all(kid == first for kid in kids):
            return first
        key = (level, kids)
        found = self._nodes.get(key)
        if found is None:
            self.spend()
            found = self._nodes[key] = self._add(level, kids, None)
        return found

    def beyond(self, count: int, index: int) -> int:
        """Whether a count is a number greater than `index`."""
        return self.map(count, lambda found: isinstance(found, int) and found > index, ("beyond", index))

    def equal(self, one: int, wanted: object) -> int:
        """Whether a value is this one."""
        kind = type(wanted)
        return self.map(one, lambda found: type(found) is kind and found == wanted, ("is", kind, wanted))

    def variable(self, level: int, values: Sequence[object]) -> int:
        """The diagram of a variable's own value."""
        return self.node(level, tuple([self.leaf(value) for value in values]))

    def spend(self) -> None:
        """One step of the budget. Raises `OverBudget` after the last."""
        self.fuel -= 1
        if self.fuel < 0:
            raise OverBudget

    def _descend(self, depth: int) -> None:
        """One step further down."""
        if depth > DEEPEST:
            raise OverBudget
        self.spend()

    def _add(self, level: int, kids: tuple[int, ...], value: object) -> int:
        self.levels.append(level)
        self.kids.append(kids)
        self._held.append(value)
        return len(self.levels) - 1

    # ── Truths ────────────────────────────────────────────────────────────────────────────────────────────────

    def both(self, one: int, other: int) -> int:
        """`and`: false as soon as one is, else unknown when one is."""
        return self._logic(one, other, NEVER, ALWAYS)

    def either(self, one: int, other: int) -> int:
        """`or`: true as soon as one is, else unknown when one is."""
        return self._logic(one, other, ALWAYS, NEVER)

    def contrary(self, one: int) -> int:
        """`not`: unknown stays so."""
        return self.map(one, _contrary, "contrary")

    def all(self, parts: Sequence[int]) -> int:
        """`and` of many."""
        return self._many(self.both, parts, ALWAYS)

    def any(self, parts: Sequence[int]) -> int:
        """`or` of many."""
        return self._many(self.either, parts, NEVER)

    def holds(self, one: int) -> int:
        """Whether a truth is true: unknown becomes false."""
        return self.map(one, _is_true, "holds")

    def fails(self, one: int) -> int:
        """Whether a truth is false: unknown becomes false."""
        return self.map(one, _is_false, "fails")

    def doubts(self, one: int) -> int:
        """Whether a truth is unknown."""
        return self.map(one, _is_none, "doubts")

    def _many(self, combine: Callable[[int, int], int], parts: Sequence[int], empty: int) -> int:
        """From the last decided to the first: each step then only adds in front of what is made."""
        found = empty
        for part in sorted(parts, key=lambda d: self.levels[d], reverse=True):
            found = combine(part, found)
        return found

    def _logic(self, one: int, other: int, absorbing: int, neutral: int, depth: int = 0) -> int:
        if other in (one, neutral):
            return one
        if one == neutral:
            return other
        if absorbing in (one, other):
            return absorbing
        key = (absorbing, one, other) if one < other else (absorbing, other, one)
        found = self._done.get(key)
        if found is not None:
            return found
        self._descend(depth)
        level = min(self.levels[one], self.levels[other])
        left, right = self.kids[one], self.kids[other]
        if self.levels[one] != level:
            kids = [self._logic(one, kid, absorbing, neutral, depth + 1) for kid in right]
        elif self.levels[other] != level:
            kids = [self._logic(kid, other, absorbing, neutral, depth + 1) for kid in left]
        else:
            pairs = zip(left, right, strict=True)
            kids = [self._logic(a, b, absorbing, neutral, depth + 1) for a, b in pairs]
        made = self._done[key] = self.node(level, tuple(kids))
        return made

    # ── Values ────────────────────────────────────────────────────────────────────────────────────────────────

    def map(self, one: int, change: Callable[[object], object], name: object) -> int:
        """Every leaf changed. `name` says which change it is: the same name, the same result."""
        return self._mapped(one, change, self._named(name), 0)

    def _named(self, name: object) -> int:
        """A number for the name of a change: negative, as no diagram is."""
        return self._names.setdefault(name, -1 - len(self._names))

    def _mapped(self, one: int, change: Callable[[object], object], name: int, depth: int) -> int:
        key = (name, one)
        found = self._done.get(key)
        if found is not None:
            return found
        if depth > DEEPEST:
            raise OverBudget
        level = self.levels[one]
        if level == LEAF:
            made = self.leaf(change(self._held[one]))
        else:
            self.spend()
            made = self.node(level, tuple([self._mapped(kid, change, name, depth + 1) for kid in self.kids[one]]))
        self._done[key] = made
        return made

    def combine(self, parts: tuple[int, ...], change: Callable[..., object], name: object) -> int:
        """What `change` makes of a value of each part."""
        return self._combined(parts, change, self._named(name), 0)

    def _combined(self, parts: tuple[int, ...], change: Callable[..., object], name: int, depth: int) -> int:
        key = (name, parts)
        found = self._done.get(key)
        if found is not None:
            return found
        self._descend(depth)
        level = min(self.levels[part] for part in parts)
        if level == LEAF:
            made = self.leaf(change(*[self._held[part] for part in parts]))
        else:
            kids = [self._combined(row, change, name, depth + 1) for row in self._rows(parts, level)]
            made = self.node(level, tuple(kids))
        self._done[key] = made
        return made

    def _rows(self, parts: tuple[int, ...], level: int) -> Iterator[tuple[int, ...]]:
        """What the parts are for each value of a variable."""
        count = next(len(self.kids[part]) for part in parts if self.levels[part] == level)
        return zip(*[self.kids[p] if self.levels[p] == level else (p,) * count for p in parts], strict=True)

    def choose(self, truth: int, yes: int, no: int, unsure: int) -> int:
        """One of three diagrams, by a truth."""
        if truth in (ALWAYS, NEVER, UNSURE):
            return (yes, no, unsure)[truth]
        return self._chosen((truth, yes, no, unsure), 0)

    def _chosen(self, parts: tuple[int, int, int, int], depth: int) -> int:
        truth, *rest = parts
        if self.levels[truth] == LEAF:
            return rest[truth]
        key = ("choose", *parts)
        found = self._done.get(key)
        if found is not None:
            return found
        self._descend(depth)
        level = min(self.levels[part] for part in parts)
        kids = [self._chosen((a, b, c, d), depth + 1) for a, b, c, d in self._rows(parts, level)]
        made = self._done[key] = self.node(level, tuple(kids))
        return made

    def fixed(self, one: int, level: int, rank: int, depth: int = 0) -> int:
        """What is left once a variable has the value of a rank."""
        if self.levels[one] > level:
            return one
        if self.levels[one] == level:
            return self.kids[one][rank]
        key = ("fixed", one, level, rank)
        found = self._done.get(key)
        if found is None:
            self._descend(depth)
            kids = tuple([self.fixed(kid, level, rank, depth + 1) for kid in self.kids[one]])
            found = self._done[key] = self.node(self.levels[one], kids)
        return found

    def some_below(self, one: int, level: int, depth: int = 0) -> int:
        """Whether, once every variable above `level` is decided, what is left can still be true."""
        key = ("some", one, level)
        found = self._done.get(key)
        if found is not None:
            return found
        if self.levels[one] >= level:
            made = ALWAYS if self.can_be(one, ALWAYS) else NEVER
        else:
            self._descend(depth)
            kids = tuple([self.some_below(kid, level, depth + 1) for kid in self.kids[one]])
            made = self.node(self.levels[one], kids)
        self._done[key] = made
        return made

    # ── Questions ─────────────────────────────────────────────────────────────────────────────────────────────

    def can_be(self, one: int, leaf: int) -> bool:
        """Whether some answers lead to a leaf."""
        known = self._reach.get((one, leaf))
        if known is not None:
            return known
        seen: list[int] = []
        for found in self._below(one):
            seen.append(found)
            if found == leaf or self._reach.get((found, leaf)):
                self._reach[one, leaf] = True
                return True
        self._reach.update(((found, leaf), False) for found in seen)
        return False

    def support(self, one: int) -> frozenset[int]:
        """The levels that a diagram decides on."""
        found = self._supports.get(one)
        if found is None:
            found = self._supports[one] = frozenset(self.levels[d] for d in self._below(one)) - {LEAF}
        return found

    def leaves(self, one: int) -> frozenset[int]:
        """The leaves that some answers lead to."""
        return frozenset(d for d in self._below(one) if self.levels[d] == LEAF)

    def _below(self, one: int) -> Iterator[int]:
        seen = {one}
        left = [one]
        while left:
            found = left.pop()
            yield found
            fresh = [kid for kid in set(self.kids[found]) if kid not in seen]
            seen.update(fresh)
            left += fresh

    def path(self, one: int, leaf: int, costs: Mapping[int, Sequence[int]]) -> tuple[Choice, ...] | None:
        """The cheapest way to a leaf; None when there is none. `costs` are those of a level's values, 1 by default.

        The first of equally cheap values is taken: what stands first in a variable is the most ordinary.
        """
        best: dict[int, tuple[float, int]] = {}
        for found in sorted(self._below(one), key=lambda d: self.levels[d], reverse=True):
            if self.levels[found] == LEAF:
                best[found] = (0.0 if found == leaf else float("inf"), -1)
                continue
            prices = costs.get(self.levels[found])
            kids = self.kids[found]
            total = [best[kid][0] + (prices[rank] if prices else 1) for rank, kid in enumerate(kids)]
            lowest = min(total)
            best[found] = (lowest, total.index(lowest))
        if best[one][0] == float("inf"):
            return None
        chosen: list[Choice] = []
        while self.levels[one] != LEAF:
            rank = best[one][1]
            chosen.append(Choice(self.levels[one], rank))
            one = self.kids[one][rank]
        return tuple(chosen)


def _contrary(truth: object) -> object:
    return None if truth is None else not truth


def _is_true(truth: object) -> bool:
    return truth is True


def _is_false(truth: object) -> bool:
    return truth is False


def _is_none(truth: object) -> bool:
    return truth is None
