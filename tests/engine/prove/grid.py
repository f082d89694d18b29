"""Days to try: each that something is compared to, moved by the years that comparisons add, with those beside it.

Naive on purpose, and knows nothing of the prover: what a date is compared to is looked for anywhere in a spec, and the
days of a later date are laid around those that earlier ones have been given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from itertools import pairwise

from engine.conditions.nodes import DateIs, InRange
from engine.facts import Anniversary, ByCases, Fact, SomeElement, YearsBetween
from engine.kinds.date import FIRST_YEAR, LAST_YEAR
from engine.spec import Field, Precision
from engine.values import PartialDate

DEPOSIT = "date_depot"
FAR = (dt.date(1900, 5, 17), dt.date(2150, 5, 17))
"""Days on either side of all that is compared."""
BESIDE = (-1, 0, 1)


@dataclass(frozen=True, slots=True)
class Link:
    """`name` is compared to another date, or to a day, moved by some years."""

    name: str
    other: str | dt.date
    years: int


def inside(thing: object, kind: type | tuple[type, ...]) -> Iterator[object]:
    """Everything of a kind that a spec holds, however deep."""
    if isinstance(thing, kind):
        yield thing
    if is_dataclass(thing) and not isinstance(thing, type):
        for one in fields(thing):
            yield from inside(getattr(thing, one.name), kind)
    elif isinstance(thing, Mapping):
        for value in thing.values():
            yield from inside(value, kind)
    elif isinstance(thing, tuple):
        for value in thing:
            yield from inside(value, kind)


class Grid:
    """The days of each date of a procedure and its portal. Members of groups are named as conditions name them: no two
    fields of a generated spec are called alike."""

    def __init__(self, things: Sequence[object], facts: Mapping[str, Fact], today: dt.date) -> None:
        self.facts, self.today = facts, today
        self.links = [*self._links(things)]
        self.links += [Link(link.other, link.name, -link.years) for link in self.links if isinstance(link.other, str)]
        self._marks: dict[str, frozenset[dt.date]] = {}

    def deposits(self) -> tuple[dt.date, ...]:
        """The days of deposit: others than today where a day is written to which it is compared, be it through other
        dates."""
        marks = self.marks(DEPOSIT, frozenset())
        return tuple(sorted({self.today, *_around(marks), *_between(marks), *FAR})) if marks else (self.today,)

    def values(self, asked: Field | None, name: str, known: Mapping[str, dt.date]) -> tuple[dt.date | PartialDate, ...]:
        """The values of a date; `known` are the days given so far, that of the deposit among them."""
        compared = [link for link in self.links if link.name == name]
        if not compared:
            return (FAR[0],)
        marks = set(self.marks(name, frozenset()))
        for link in compared:
            if isinstance(link.other, str) and link.other in known:
                marks.update(moved(known[link.other], link.years))
        precision = asked.precision if asked is not None else "day"
        days = sorted({*_around(marks), *_between(marks), *FAR})
        return (*days, *_partial(marks, precision))

    def marks(self, name: str, met: frozenset[str]) -> frozenset[dt.date]:
        """The days written that a date is compared to, be it through other dates."""
        found: set[dt.date] = set()
        for link in self.links:
            if link.name != name:
                continue
            if isinstance(link.other, dt.date):
                found.update(moved(link.other, link.years))
            elif link.other not in met and len(met) < 2:
                for day in self.marks(link.other, met | {name}):
                    found.update(moved(day, link.years))
        return frozenset(found)

    def _links(self, things: Sequence[object]) -> Iterator[Link]:
        for thing in things:
            for test in inside(thing, DateIs):
                assert isinstance(test, DateIs)
                yield from self._link(test.reference, test.bound, 0)
            for test in inside(thing, InRange):
                assert isinstance(test, InRange)
                fact = self.facts.get(test.reference)
                if fact is not None and isinstance(fact.calculation, YearsBetween):
                    for years in (test.low, test.high):
                        if years is not None and 0 <= years <= 150:
                            yield from self._link(fact.calculation.end, fact.calculation.start, years)

    def _link(self, reference: str, bound: str | dt.date, years: int) -> Iterator[Link]:
        name, own = self._root(reference)
        other, more = self._root(bound) if isinstance(bound, str) else (bound, 0)
        if name != other:
            yield Link(name, other, years + more - own)

    def _root(self, reference: str) -> tuple[str, int]:
        fact = self.facts.get(reference)
        if fact is None or not isinstance(fact.calculation, Anniversary):
            return reference, 0
        root, years = self._root(fact.calculation.date)
        return root, years + fact.calculation.years


def moved(day: dt.date, years: int) -> Iterator[dt.date]:
    """A day moved by some years; both days beside 29 February where it is not in the calendar, and it where it is."""
    year = day.year + years
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return
    if (day.month, day.day) in ((2, 28), (2, 29), (3, 1)) and years:
        yield dt.date(year, 2, 28)
        yield dt.date(year, 3, 1)
    else:
        yield day.replace(year=year)


def _around(days: Iterable[dt.date]) -> set[dt.date]:
    found = {day + dt.timedelta(days=step) for day in days for step in BESIDE}
    return {day for day in found if FIRST_YEAR <= day.year <= LAST_YEAR}


def _between(days: Iterable[dt.date]) -> Iterator[dt.date]:
    """A day in the middle of each pair of neighbours."""
    for one, other in pairwise(sorted(days)):
        yield one + (other - one) / 2


def _partial(marks: Iterable[dt.date], precision: Precision) -> tuple[PartialDate, ...]:
    if precision == "day":
        return ()
    months = {mark.year * 12 + mark.month - 1 + step for mark in (*marks, *FAR) for step in BESIDE}
    found = [PartialDate(month // 12, month % 12 + 1) for month in sorted(months)]
    if precision == "year":
        found += [PartialDate(year) for year in sorted({mark.year + n for mark in (*marks, *FAR) for n in BESIDE})]
    return tuple(found)


def reads(calculation: object) -> tuple[object, ...]:
    """The conditions inside a calculation."""
    match calculation:
        case SomeElement(_, condition):
            return (condition,)
        case ByCases(_, cases):
            return tuple(condition for _, condition in cases)
        case _:
            return (calculation,)
