"""What lets someone go on: rules as diagrams, and all that holds of whoever comes to a step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..conditions.nodes import AllOf, AnyOf, Condition, DateIs, InRange, NoneOf
from ..spec import Field, Rule
from ..values import ABSENT, UNKNOWN
from .diagrams import ALWAYS, NEVER, Diagrams
from .meanings import Meanings
from .places import Placed
from .spaces import Space

BEFORE_ALL = -1


@dataclass(frozen=True, slots=True)
class Constraint:
    """What must hold to go beyond a step (`BEFORE_ALL`: whatever the answers); of a rule, or of the answers' form."""

    step: int
    holds: int
    placed: Placed | None


class Rules:
    """The rules of a procedure as diagrams."""

    def __init__(self, space: Space) -> None:
        self.space, self.diagrams = space, space.diagrams

    def broken(self, placed: Placed) -> int:
        """Whether a rule is broken: see `engine.rules`; one of a field, when it is shown and answered."""
        if placed.group is not None:
            return self._broken_inside(placed, placed.group)
        made = self._broken(placed.rule, self.space.meanings, self.space.seen)
        return made if placed.field is None else self.diagrams.both(self._answered(placed.field), made)

    def applies(self, placed: Placed) -> int:
        """Whether a rule is looked at, and its `si` holds."""
        alone = placed.field if placed.group is None else None
        asked = ALWAYS if alone is None else self._answered(alone)
        when = placed.rule.when
        if when is None or placed.group is not None:
            return asked
        return self.diagrams.both(asked, self.diagrams.holds(self.space.meanings.truth(when)))

    def _answered(self, field: Field) -> int:
        given = self.diagrams.contrary(self.space.meanings.is_absent(field.id))
        return self.diagrams.both(self.diagrams.holds(self.space.shown(field.id)), given)

    def _broken_inside(self, placed: Placed, group: Field) -> int:
        """Whether some element breaks a rule of a member."""
        member = placed.field
        if member is None:
            return NEVER
        elements = self.space.elements(group.id, "absent")
        seen = self.space.elements(group.id, "unknown")
        count = self.space.count(group.id, "absent")
        found: list[int] = []
        for index, (known, shown) in enumerate(zip(elements, seen, strict=True)):
            there = self.diagrams.beyond(count, index)
            answered = self.diagrams.map(known.value(member.id), _is_answer, "answered")
            broken = self._broken(placed.rule, known, shown)
            found.append(self.diagrams.all([there, answered, broken]))
        return self.diagrams.both(self.diagrams.holds(self.space.shown(group.id)), self.diagrams.any(found))

    def _broken(self, rule: Rule, known: Meanings, seen: Meanings) -> int:
        both = self.diagrams.both(self._breaks(rule, known), self._breaks(rule, seen))
        if rule.then is None:
            return both
        return self.diagrams.both(both, self.diagrams.contrary(self._compares_nothing(rule.then, known)))

    def _breaks(self, rule: Rule, read: Meanings) -> int:
        when = ALWAYS if rule.when is None else self.diagrams.holds(read.truth(rule.when))
        if rule.then is None:
            return when if rule.when is not None else NEVER
        return self.diagrams.both(when, self.diagrams.fails(read.truth(rule.then)))

    def _compares_nothing(self, condition: Condition, read: Meanings) -> int:
        match condition:
            case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
                return self.diagrams.any([self._compares_nothing(part, read) for part in parts])
            case DateIs(reference, _, bound):
                named = [reference, *([bound] if isinstance(bound, str) else [])]
                return self.diagrams.any([read.is_absent(name) for name in named])
            case InRange(reference):
                return read.is_absent(reference)
            case _:
                return NEVER


def _is_answer(value: object) -> bool:
    return value is not ABSENT and value is not UNKNOWN


class Contexts:
    """What holds of whoever comes to a step: no rule of the steps before stops them. Only what has to do with the
    question at hand is put together: answers that nothing links to it don't matter to it."""

    def __init__(self, diagrams: Diagrams, constraints: Sequence[Constraint]) -> None:
        self.diagrams = diagrams
        self.constraints = [c for c in constraints if c.holds != ALWAYS]
        self._supports = [diagrams.support(c.holds) for c in self.constraints]
        self._parts: dict[int, dict[int, tuple[int, ...]]] = {}
        self._joined: dict[tuple[int, ...], int] = {}

    def before(self, step: int, *about: int) -> int:
        """Who comes to a step, as far as the answers that `about` decides on are concerned."""
        parts = self.parts(step)
        levels = frozenset[int]().union(*(self.diagrams.support(one) for one in about))
        met = dict.fromkeys(parts[level] for level in sorted(levels) if level in parts)
        return self.diagrams.all([self.join(part) for part in met])

    def parts(self, step: int) -> dict[int, tuple[int, ...]]:
        """The constraints of the steps before, apart where nothing links them: by level, the ranks of one part."""
        found = self._parts.get(step)
        if found is None:
            found = self._parts[step] = self._linked([c.step < step for c in self.constraints])
        return found

    def join(self, part: tuple[int, ...]) -> int:
        """All constraints of a part together."""
        found = self._joined.get(part)
        if found is None:
            found = self._joined[part] = self.diagrams.all([self.constraints[rank].holds for rank in part])
        return found

    def _linked(self, kept: list[bool]) -> dict[int, tuple[int, ...]]:
        leader: dict[int, int] = {}

        def lead(level: int) -> int:
            while leader[level] != level:
                leader[level] = leader[leader[level]]
                level = leader[level]
            return level

        for levels, keep in zip(self._supports, kept, strict=True):
            first = min(levels, default=None)
            for level in levels if keep else ():
                leader.setdefault(level, level)
                if first is not None:
                    leader.setdefault(first, first)
                    leader[lead(level)] = lead(first)
        ranks: dict[int, list[int]] = {}
        for rank, (levels, keep) in enumerate(zip(self._supports, kept, strict=True)):
            if keep and levels:
                ranks.setdefault(lead(min(levels)), []).append(rank)
        return {level: tuple(ranks[lead(level)]) for level in leader}

    def going_on(self, step: int, level: int) -> int | None:
        """Who gets past the rules of a step, by going on or by being sent elsewhere, as far as those that have to do
        with a level are concerned; None when none has."""
        part = self.parts(step + 1).get(level)
        if part is None:
            return None
        return self.ends(tuple(rank for rank in part if self.constraints[rank].step == step))

    def linked(self, one: int) -> Iterator[Constraint]:
        """Those that have to do with the answers that `one` decides on, if only through others."""
        parts = self.parts(max((c.step for c in self.constraints), default=0) + 1)
        met = dict.fromkeys(parts[level] for level in sorted(self.diagrams.support(one)) if level in parts)
        return (self.constraints[rank] for part in met for rank in part)

    def rules_of(self, step: int, level: int) -> tuple[Constraint, ...]:
        """Those of a step that have to do with a level."""
        part = self.parts(step + 1).get(level, ())
        return tuple(self.constraints[rank] for rank in part if self.constraints[rank].step == step)

    def ends(self, part: tuple[int, ...]) -> int:
        """Who comes to an end of some rules: each step either sends elsewhere, or refuses nothing and goes on."""
        found = ALWAYS
        for step in sorted({self.constraints[rank].step for rank in part}, reverse=True):
            here = [self.constraints[rank] for rank in part if self.constraints[rank].step == step]
            out = self.diagrams.any([self.diagrams.contrary(c.holds) for c in here if is_exit(c)])
            fine = self.diagrams.all([c.holds for c in here if not is_exit(c)])
            found = self.diagrams.either(out, self.diagrams.both(fine, found))
        return found


def is_exit(constraint: Constraint) -> bool:
    """Whether who does not meet a constraint is sent elsewhere, rather than refused."""
    return constraint.placed is not None and constraint.placed.rule.redirect is not None
