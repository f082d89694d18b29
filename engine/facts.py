"""Facts: named derived values, defined once by the author and read by conditions everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from .conditions.nodes import Condition, Scope, ends
from .problems import Position
from .spec import LeapDay
from .values import ABSENT, UNKNOWN, DateRange, IntRange, PartialDate


def anniversary(date: dt.date, years: int, leap_day: LeapDay) -> dt.date:
    """The day someone born on `date` completes `years` years.

    For 29 February in a common year the procedure says whether it is 28 February or 1 March. Beyond the calendar it is
    its last day.
    """
    year = date.year + years
    if year > dt.MAXYEAR:
        return dt.date.max
    try:
        return date.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1) if leap_day == "1er_mars" else dt.date(year, 2, 28)


def completed_years(start: dt.date, end: dt.date, leap_day: LeapDay) -> int:
    """Completed years from `start` to `end`; 0 when `end` is before `start`."""
    years = end.year - start.year
    if years > 0 and end < anniversary(start, years, leap_day):
        years -= 1
    return max(years, 0)


@dataclass(frozen=True, slots=True)
class Holds:
    """Yes or no: a condition."""

    condition: Condition

    def __call__(self, scope: Scope) -> object:
        truth = self.condition(scope)
        return UNKNOWN if truth is None else truth


@dataclass(frozen=True, slots=True)
class YearsBetween:
    """Completed years between two dates: a number, or a range of numbers when a date is partial."""

    start: str
    end: str
    leap_day: LeapDay

    def __call__(self, scope: Scope) -> object:
        start, end = scope.value(self.start), scope.value(self.end)
        if ABSENT in (start, end):
            return ABSENT
        if UNKNOWN in (start, end):
            return UNKNOWN
        first, last = ends(start)
        end_first, end_last = ends(end)
        low = completed_years(last, end_first, self.leap_day)
        high = completed_years(first, end_last, self.leap_day)
        return low if low == high else IntRange(low, high)


@dataclass(frozen=True, slots=True)
class Anniversary:
    """The date of an nth birthday; partial when the date is. February ends in March for who was born on the 29th."""

    date: str
    years: int
    leap_day: LeapDay

    def __call__(self, scope: Scope) -> object:
        date = scope.value(self.date)
        if isinstance(date, dt.date):
            return anniversary(date, self.years, self.leap_day)
        if not isinstance(date, PartialDate | DateRange):
            return date
        first, last = (anniversary(end, self.years, self.leap_day) for end in ends(date))
        whole = PartialDate(first.year, date.month if isinstance(date, PartialDate) else None)
        return whole if isinstance(date, PartialDate) and last <= whole.last else DateRange(first, last)


@dataclass(frozen=True, slots=True)
class Count:
    """How many elements a repeatable field or group has; 0 when it is hidden or empty."""

    reference: str

    def __call__(self, scope: Scope) -> object:
        value = scope.value(self.reference)
        if value is ABSENT:
            return 0
        return len(value) if isinstance(value, tuple) else UNKNOWN


@dataclass(frozen=True, slots=True)
class ElementScope:
    """One element of a repeatable, over the scope of the whole."""

    reference: str
    element: object
    outer: Scope

    def value(self, reference: str) -> object:
        """A member of the element, the element itself, or what the whole says."""
        if isinstance(self.element, Mapping) and reference in self.element:
            value = self.element[reference]
            return ABSENT if value is None else value
        return self.element if reference == self.reference else self.outer.value(reference)


@dataclass(frozen=True, slots=True)
class SomeElement:
    """Whether one element (`every` false) or each (`every` true) meets a condition. Of no element: no, and yes."""

    reference: str
    condition: Condition
    every: bool

    def __call__(self, scope: Scope) -> object:
        value = scope.value(self.reference)
        if value is UNKNOWN:
            return UNKNOWN
        elements = value if isinstance(value, tuple) else ()
        truths = [self.condition(ElementScope(self.reference, element, scope)) for element in elements]
        deciding = not self.every
        if deciding in truths:
            return deciding
        return UNKNOWN if None in truths else self.every


@dataclass(frozen=True, slots=True)
class ByCases:
    """The name of the first case that holds; unknown as soon as an earlier one is."""

    reference: str
    cases: tuple[tuple[str, Condition], ...]

    def __call__(self, scope: Scope) -> object:
        if scope.value(self.reference) is ABSENT:
            return ABSENT
        for name, condition in self.cases:
            truth = condition(scope)
            if truth is not False:
                return name if truth else UNKNOWN
        return ABSENT


Calculation = Holds | YearsBetween | Anniversary | Count | SomeElement | ByCases


@dataclass(frozen=True, slots=True)
class Fact:
    """A named calculation.

    `inputs` are the fields it depends on, through other facts too. `if_unknown` is its value when all of them are
    answered and it still can't be known (a partial date).
    """

    id: str
    label: str
    calculation: Calculation
    inputs: frozenset[str]
    position: Position
    if_unknown: str | bool | int | None = None
