"""What fields, facts and conditions are, for all answers at once: as diagrams.

The same compiled objects that a replay calls with one applicant's answers are called here with the values at the leaves
of diagrams; what combines them (`tous`, `un_de`, `selon`, hidden, unknown) is combined as `engine.run` does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, assert_never

from ..conditions.nodes import AllOf, Answered, AnyOf, Condition, DateIs, InRange, IsOneOf, NoneOf, Undecided
from ..facts import Anniversary, ByCases, Count, Fact, Holds, SomeElement, YearsBetween
from ..scope import doubtful
from ..values import ABSENT, UNKNOWN
from .diagrams import ALWAYS, NEVER, UNSURE, Diagrams, OverBudget


@dataclass(frozen=True, slots=True)
class Values:
    """A scope of a few known values."""

    known: Mapping[str, object]

    def value(self, reference: str) -> object:
        """See `engine.conditions.nodes.Scope`."""
        return self.known.get(reference, UNKNOWN)


class Repeatables(Protocol):
    """What elements of repeatables are."""

    def count(self, reference: str) -> int:
        """How many elements there are: a diagram of numbers, `ABSENT` or `UNKNOWN`."""

    def elements(self, reference: str) -> tuple[Meanings, ...]:
        """A reader for each element that is looked at apart."""


class Meanings:
    """The diagrams of one place: `own` gives those of what is answered, facts are calculated from them.

    `settled` gives whether a field's answer is known once all is answered: what `si_inconnu` waits for.
    """

    def __init__(
        self,
        diagrams: Diagrams,
        facts: Mapping[str, Fact],
        own: Callable[[str], int | None],
        settled: Callable[[str], int],
        repeatables: Repeatables,
    ) -> None:
        self.diagrams, self.facts, self.own, self.settled = diagrams, facts, own, settled
        self.repeatables = repeatables
        self._values: dict[str, int] = {}
        self._truths: dict[int, tuple[Condition, int]] = {}
        self._failed: set[str | int] = set()

    def value(self, reference: str) -> int:
        """What a reference is worth. Raises `OverBudget`, and again at once when it did before."""
        found = self._values.get(reference)
        if found is None:
            found = self._values[reference] = self._kept(reference, lambda: self._value(reference))
        return found

    def truth(self, condition: Condition) -> int:
        """Whether a condition holds: true, false or unknown. Raises as `value`."""
        known = self._truths.get(id(condition))
        if known is None:
            made = self._kept(id(condition), lambda: self._truth(condition))
            known = self._truths[id(condition)] = (condition, made)
        return known[1]

    def test(self, condition: Condition, without: Condition) -> int:
        """Whether a condition holds if one part of it does not."""
        if condition is without:
            return NEVER
        match condition:
            case AllOf(parts):
                return self.diagrams.all([self.test(part, without) for part in parts])
            case AnyOf(parts):
                return self.diagrams.any([self.test(part, without) for part in parts])
            case NoneOf(parts):
                return self.diagrams.contrary(self.diagrams.any([self.test(part, without) for part in parts]))
            case _:
                return self.truth(condition)

    def is_absent(self, reference: str) -> int:
        """Whether a reference is absent: hidden, or left empty."""
        return self.diagrams.map(self.value(reference), _absent, "absent")

    def _kept(self, key: str | int, make: Callable[[], int]) -> int:
        if key in self._failed:
            raise OverBudget
        try:
            return make()
        except OverBudget:
            self._failed.add(key)
            raise

    def _value(self, reference: str) -> int:
        own = self.own(reference)
        if own is not None:
            return own
        fact = self.facts.get(reference)
        return self.diagrams.leaf(UNKNOWN) if fact is None else self._fact(fact)

    # ── Conditions ────────────────────────────────────────────────────────────────────────────────────────────

    def _truth(self, condition: Condition) -> int:
        match condition:
            case AllOf(parts):
                return self.diagrams.all([self.truth(part) for part in parts])
            case AnyOf(parts):
                return self.diagrams.any([self.truth(part) for part in parts])
            case NoneOf(parts):
                return self.diagrams.contrary(self.diagrams.any([self.truth(part) for part in parts]))
            case DateIs(reference, _, str(bound)) if bound != reference:
                return self._asked(condition, (reference, bound))
            case DateIs() | IsOneOf() | InRange() | Answered():
                return self._asked(condition, (condition.reference,))
            case Undecided():
                return UNSURE
            case _:
                assert_never(condition)

    def _asked(self, condition: Condition, references: tuple[str, ...]) -> int:
        """The condition itself, asked about the values of what it reads."""

        def ask(*values: object) -> object:
            return condition(Values(dict(zip(references, values, strict=True))))

        parts = tuple(self.value(reference) for reference in references)
        if len(parts) == 1:
            return self.diagrams.map(parts[0], ask, id(condition))
        return self.diagrams.combine(parts, ask, id(condition))

    # ── Facts ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _fact(self, fact: Fact) -> int:
        value = self.calculated(fact)
        if fact.if_unknown is None:
            return value
        known = self.diagrams.all([self.settled(name) for name in sorted(fact.inputs)])
        default = fact.if_unknown

        def replaced(found: object, told: object) -> object:
            return default if told is True and doubtful(found) else found

        return self.diagrams.combine((value, known), replaced, ("if_unknown", type(default), default))

    def calculated(self, fact: Fact) -> int:
        """A fact's value before `si_inconnu`."""
        calculation = fact.calculation
        match calculation:
            case Holds(condition):
                return self.diagrams.map(self.truth(condition), _known, "known")
            case YearsBetween(start, end):
                parts = (start,) if start == end else (start, end)
                return self._computed(calculation, parts)
            case Anniversary(date):
                return self._computed(calculation, (date,))
            case Count(reference):
                return self.diagrams.map(self.repeatables.count(reference), _counted, "counted")
            case SomeElement():
                return self._some(calculation)
            case ByCases(reference, cases):
                return self._by_cases(reference, cases)
            case _:
                assert_never(calculation)

    def _computed(self, calculation: YearsBetween | Anniversary, references: tuple[str, ...]) -> int:
        def compute(*values: object) -> object:
            return calculation(Values(dict(zip(references, values, strict=True))))

        parts = tuple(self.value(reference) for reference in references)
        return self.diagrams.combine(parts, compute, id(calculation))

    def _some(self, calculation: SomeElement) -> int:
        diagrams = self.diagrams
        count = self.repeatables.count(calculation.reference)
        met: list[int] = []
        for index, element in enumerate(self.repeatables.elements(calculation.reference)):
            there = diagrams.beyond(count, index)
            truth = element.truth(calculation.condition)
            met.append(
                diagrams.either(diagrams.contrary(there), truth) if calculation.every else diagrams.both(there, truth)
            )
        truth = diagrams.all(met) if calculation.every else diagrams.any(met)
        asked = diagrams.map(count, _is_known, "is known")
        return diagrams.map(diagrams.choose(asked, truth, UNSURE, UNSURE), _known, "known")

    def _by_cases(self, reference: str, cases: tuple[tuple[str, Condition], ...]) -> int:
        diagrams = self.diagrams
        found = diagrams.leaf(ABSENT)
        unknown = diagrams.leaf(UNKNOWN)
        for name, condition in reversed(cases):
            found = diagrams.choose(self.truth(condition), diagrams.leaf(name), found, unknown)
        return diagrams.choose(self.is_absent(reference), diagrams.leaf(ABSENT), found, found)


def sequence(diagrams: Diagrams, truths: tuple[int, ...]) -> int:
    """Truths of what stands one inside the other: the first that is not true decides."""
    found = ALWAYS
    for truth in reversed(truths):
        found = diagrams.choose(truth, found, NEVER, UNSURE)
    return found


def _known(truth: object) -> object:
    return UNKNOWN if truth is None else truth


def _absent(value: object) -> bool:
    return value is ABSENT


def _is_known(value: object) -> bool:
    return value is not UNKNOWN


def _counted(count: object) -> object:
    return 0 if count is ABSENT else count
