"""The nodes of a compiled condition. Each is called with a scope and gives true, false or None: unknown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, Protocol

from ..problems import Position
from ..values import ABSENT, UNKNOWN, DateRange, IntRange, PartialDate

Truth = bool | None
DateTest = Literal["before", "after", "not_before", "not_after"]


class Scope(Protocol):
    """What a condition is evaluated against."""

    def value(self, reference: str) -> object:
        """The value of a field, a fact, `motif` or `date_depot`; `ABSENT` when hidden or empty, `UNKNOWN` when not
        answered."""


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """The reference has one of these values."""

    reference: str
    values: frozenset[str | bool]
    position: Position

    def __call__(self, scope: Scope) -> Truth:
        value = scope.value(self.reference)
        if value is UNKNOWN:
            return None
        return value in self.values


@dataclass(frozen=True, slots=True)
class InRange:
    """`low <= reference < high`; a bound that is None is open."""

    reference: str
    low: int | None
    high: int | None
    position: Position

    def __call__(self, scope: Scope) -> Truth:
        value = scope.value(self.reference)
        if isinstance(value, bool) or value is ABSENT:
            return False
        if isinstance(value, int):
            return (self.low is None or value >= self.low) and (self.high is None or value < self.high)
        if isinstance(value, IntRange):
            return self._of_range(value)
        return None

    def _of_range(self, value: IntRange) -> Truth:
        first, last = self._holds(value.low), self._holds(value.high)
        if first and last:
            return True
        disjoint = (self.high is not None and value.low >= self.high) or (
            self.low is not None and value.high < self.low
        )
        return False if disjoint else None

    def _holds(self, value: int) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value < self.high)


@dataclass(frozen=True, slots=True)
class DateIs:
    """A date stands so to a bound: a day, or the reference of another date."""

    reference: str
    test: DateTest
    bound: dt.date | str
    position: Position

    def __call__(self, scope: Scope) -> Truth:
        value = scope.value(self.reference)
        bound = scope.value(self.bound) if isinstance(self.bound, str) else self.bound
        if value is ABSENT or bound is ABSENT:
            return False
        if value is UNKNOWN or bound is UNKNOWN:
            return None
        low, high = ends(value)
        bound_low, bound_high = ends(bound)
        match self.test:
            case "before":
                return _decide(sure=high < bound_low, never=low >= bound_high)
            case "after":
                return _decide(sure=low > bound_high, never=high <= bound_low)
            case "not_before":
                return _decide(sure=low >= bound_high, never=high < bound_low)
            case "not_after":
                return _decide(sure=high <= bound_low, never=low > bound_high)


def _decide(*, sure: bool, never: bool) -> Truth:
    if sure:
        return True
    return False if never else None


def ends(value: object) -> tuple[dt.date, dt.date]:
    """The earliest and latest day a date may be."""
    if isinstance(value, PartialDate | DateRange):
        return value.first, value.last
    if isinstance(value, dt.date):
        return value, value
    raise TypeError(f"not a date: {type(value).__name__}")


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer is given (`expected`), or is not: hidden and left empty count as not given."""

    reference: str
    expected: bool
    position: Position

    def __call__(self, scope: Scope) -> Truth:
        value = scope.value(self.reference)
        if value is UNKNOWN:
            return None
        return (value is not ABSENT) is self.expected


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds: false as soon as one is false, else unknown when one is."""

    parts: tuple[Condition, ...]
    position: Position

    def __call__(self, scope: Scope) -> Truth:
        result: Truth = True
        for part in self.parts:
            truth = part(scope)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part holds: true as soon as one is true, else unknown when one is."""

    parts: tuple[Condition, ...]
    position: Position

    def __call__(self, scope: Scope) -> Truth:
        result: Truth = False
        for part in self.parts:
            truth = part(scope)
            if truth is True:
                return True
            if truth is None:
                result = None
        return result


@dataclass(frozen=True, slots=True)
class NoneOf:
    """No part holds."""

    parts: tuple[Condition, ...]
    position: Position

    def __call__(self, scope: Scope) -> Truth:
        truth = AnyOf(self.parts, self.position)(scope)
        return None if truth is None else not truth


@dataclass(frozen=True, slots=True)
class Undecided:
    """Stands where a condition could not be compiled, so that one fault gives one problem."""

    position: Position

    def __call__(self, scope: Scope) -> Truth:
        del scope
        return None


Condition = IsOneOf | InRange | DateIs | Answered | AllOf | AnyOf | NoneOf | Undecided


def references(condition: Condition) -> frozenset[str]:
    """Everything a condition reads."""
    match condition:
        case AllOf() | AnyOf() | NoneOf():
            return frozenset().union(*(references(part) for part in condition.parts))
        case DateIs():
            bound = {condition.bound} if isinstance(condition.bound, str) else set()
            return frozenset({condition.reference, *bound})
        case Undecided():
            return frozenset()
        case _:
            return frozenset({condition.reference})
