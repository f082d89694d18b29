"""Which days are enough to tell dates apart: those that conditions compare to, and some between them.

A date is only ever compared: to a day, to another date, to its nth birthday. Dates are laid out one after the other, in
the order in which they are asked, the day of the deposit first. A date gets each day it may be compared to – days
written in conditions, every day that an earlier date may have, moved by the years that comparisons add – and one
between any two of these that may be compared to at once: whatever was answered before, each way to stand to it is
there. What a later date is compared to is compared to one another before it is asked, so that an earlier one has the
days that leave room for the later. Which truth each day gives is asked of the compiled conditions themselves.
"""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, pairwise, product

from ..conditions.nodes import DateIs, InRange, ends
from ..facts import Anniversary, Fact, YearsBetween
from ..kinds.date import FIRST_YEAR, LAST_YEAR
from ..spec import Precision
from ..values import PartialDate
from .diagrams import OverBudget
from .scenes import Scene, atoms

DEPOSIT = "date_depot"
STRIDE = 40
"""How far a day between two others is from each, where there is room: no month holds two of them."""
CLOSE = 5
"""Days not farther apart than this have every day between them."""
MANY_DAYS, MANY_LINKS, MANY_SPANS = 600, 24, 50_000
"""Beyond, a date is compared to too much: what depends on it is not proved."""

LEAP_DAY = (2, 29)
AROUND_LEAP_DAY = ((2, 28), LEAP_DAY, (3, 1))

MIN_DAY, MAX_DAY = dt.date.min.toordinal(), dt.date.max.toordinal()

Day = dt.date | PartialDate
Source = tuple[frozenset[dt.date], ...]
"""What a date is compared to through one other: by value of the other, the days that it is compared to at once."""


@dataclass(frozen=True, slots=True)
class _Link:
    """`date` is about `other` and some years; or a day and some years."""

    date: str
    other: str | dt.date
    years: int


@dataclass(slots=True)
class Calendar:
    """The days that stand for every date, by name of the date. `crowded` are the dates compared to too much."""

    days: dict[str, tuple[Day, ...]] = field(default_factory=dict)
    crowded: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Days:
    """The day of the deposit, a second one to reckon with, and the dates that are known."""

    today: dt.date
    later: dt.date | None = None
    known: Mapping[str, dt.date] = field(default_factory=dict)


def calendar_of(
    dates: Mapping[str, Precision], scenes: Iterable[Scene], facts: Mapping[str, Fact], given: Days
) -> Calendar:
    """The days of each date of `dates`, and of the deposit."""
    links = [*_links(scenes, facts)]
    web = _Web((DEPOSIT, *dates))
    moves = DEPOSIT not in _among_days(links, web.ranks)
    for name, day in given.known.items():
        web.marks[name].add(day)
    web.take(links)
    made = Calendar()
    known = {given.today, given.later or given.today}
    for name in web.ranks:
        if name == DEPOSIT and moves:
            made.days[name] = tuple(sorted(known))  # others move around it: any day of deposit does
            continue
        sources = web.sources(name, made.days)
        if name == DEPOSIT:
            sources[0] = (sources[0][0] | known,)
        elif not any(any(source) for source in sources):
            sources = [(frozenset(_moved(given.today, -web.ahead(name))),)]
        crowded = name in web.crowded or sum(map(len, sources)) > MANY_DAYS
        days: tuple[Day, ...] = ()
        if not crowded:
            try:
                days = _laid(sources, dates.get(name, "day"), repeated="." in name)
            except OverBudget:
                crowded = True
        if crowded or len(days) > MANY_DAYS:
            made.crowded.add(name)
            days = days[:MANY_DAYS]
        days = days or (given.today,)
        made.days[name] = tuple(sorted(days, key=lambda day: day not in known)) if name == DEPOSIT else days
    return made


class _Web:
    """What each date is compared to: days, and dates asked before it moved by some years."""

    def __init__(self, names: Iterable[str]) -> None:
        self.ranks = {name: rank for rank, name in enumerate(names)}
        self.marks: dict[str, set[dt.date]] = {name: set() for name in self.ranks}
        self.before: dict[str, set[tuple[str, int]]] = {name: set() for name in self.ranks}
        self.crowded: set[str] = set()

    def take(self, links: Iterable[_Link]) -> None:
        """Takes in comparisons, and those they make between what the last of their dates is compared to."""
        for link in links:
            self._add(link)
        for name in reversed(self.ranks):
            found = sorted(self.before[name])
            if len(found) > MANY_LINKS:
                self.crowded.add(name)
                continue
            for (one, years), (other, more) in combinations(found, 2):
                self._add(_Link(one, other, more - years))
            for one, years in found:
                self.marks[one].update(moved for day in self.marks[name] for moved in _moved(day, -years))

    def _add(self, link: _Link) -> None:
        if isinstance(link.other, dt.date):
            self.marks.get(link.date, set()).update(_moved(link.other, link.years))
        elif link.date in self.ranks and link.other in self.ranks and link.date != link.other:
            if self.ranks[link.other] < self.ranks[link.date]:
                self.before[link.date].add((link.other, link.years))
            else:
                self.before[link.other].add((link.date, -link.years))

    def ahead(self, name: str) -> int:
        """By how many years at most others are later than a date: so long before today it is put, where nothing else
        tells."""
        return max((0, *(n for found in self.before.values() for other, n in found if other == name)))

    def sources(self, name: str, known: Mapping[str, tuple[Day, ...]]) -> list[Source]:
        """What a date may be compared to: the days written, then the days of each date before it."""
        others: dict[str, list[int]] = {}
        for other, years in sorted(self.before[name]):
            others.setdefault(other, []).append(years)
        found: list[Source] = [(frozenset(self.marks[name]),)]
        for other, moves in others.items():
            found.append(
                tuple(frozenset(m for end in ends(day) for n in moves for m in _moved(end, n)) for day in known[other])
            )
        return found


def _among_days(links: Iterable[_Link], names: Iterable[str]) -> set[str]:
    """The dates that are compared to a day of the calendar, if only through others."""
    near: dict[str, set[str]] = {name: set() for name in names}
    found: set[str] = set()
    for link in links:
        if isinstance(link.other, dt.date):
            found.add(link.date)
        elif link.date in near and link.other in near:
            near[link.date].add(link.other)
            near[link.other].add(link.date)
    left = [*found]
    while left:
        fresh = near.get(left.pop(), set()) - found
        found |= fresh
        left += fresh
    return found


def _links(scenes: Iterable[Scene], facts: Mapping[str, Fact]) -> Iterator[_Link]:
    for scene in scenes:
        for atom in atoms(scene.condition):
            if isinstance(atom, DateIs):
                yield from _compared(scene, atom.reference, atom.bound, 0, facts)
            elif isinstance(atom, InRange) and (fact := facts.get(atom.reference)) is not None:
                calculation = fact.calculation
                if isinstance(calculation, YearsBetween):
                    for years in (atom.low, atom.high):
                        if years is not None and years < LAST_YEAR - FIRST_YEAR:
                            yield from _compared(scene, calculation.end, calculation.start, max(years, 0), facts)


def _compared(scene: Scene, date: str, bound: dt.date | str, years: int, facts: Mapping[str, Fact]) -> Iterator[_Link]:
    """A comparison between a date and a bound moved by some years, birthdays reckoned in."""
    name, moved = _root(scene, date, facts)
    if isinstance(bound, dt.date):
        yield _Link(name, bound, years - moved)
        return
    other, also = _root(scene, bound, facts)
    yield _Link(name, other, years + also - moved)


def _root(scene: Scene, reference: str, facts: Mapping[str, Fact]) -> tuple[str, int]:
    """The date that a date is a birthday of, and which."""
    years = 0
    seen: set[str] = set()
    while (fact := facts.get(reference)) is not None and reference not in seen:
        seen.add(reference)
        if not isinstance(fact.calculation, Anniversary):
            break
        years += fact.calculation.years
        reference = fact.calculation.date
    return scene.name(reference), years


def _moved(day: dt.date, years: int) -> tuple[dt.date, ...]:
    """The day some years later (or earlier). Around the end of February, those that birthdays may make one of."""
    year = day.year + years
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ()
    if not years or (day.month, day.day) not in AROUND_LEAP_DAY:
        return (day.replace(year=year),)
    return tuple(dt.date(year, *at) for at in AROUND_LEAP_DAY if at != LEAP_DAY or calendar.isleap(year))


def _laid(sources: list[Source], precision: Precision, *, repeated: bool) -> tuple[Day, ...]:
    """The days of a date, by what it may be compared to. Dates known in part follow, where they are accepted. What is
    `repeated` is given several times, and has room for them."""
    marks = sorted({day for source in sources for at_once in source for day in at_once})
    if not marks:
        return ()
    spans = _spans(sources)
    days = _stabbed([day.toordinal() for day in marks], [(a.toordinal(), b.toordinal()) for a, b in spans], STRIDE)
    days = [days[0] - STRIDE, *days, days[-1] + STRIDE]
    if repeated:
        days = _stabbed(days, [*pairwise(days)], STRIDE)
    whole = (dt.date.fromordinal(n) for n in days if MIN_DAY <= n <= MAX_DAY)
    made: list[Day] = [day for day in whole if FIRST_YEAR <= day.year <= LAST_YEAR]
    if precision != "day":
        months = _stabbed([_month(day) for day in marks], [(_month(a), _month(b)) for a, b in spans], 1)
        months = [months[0] - 1, *months, months[-1] + 1]
        made += [PartialDate(m // 12, m % 12 + 1) for m in months if FIRST_YEAR <= m // 12 <= LAST_YEAR]
    if precision == "year":
        years = _stabbed([day.year for day in marks], [(a.year, b.year) for a, b in spans], 1)
        years = [years[0] - 1, *years, years[-1] + 1]
        made += [PartialDate(year) for year in years if FIRST_YEAR <= year <= LAST_YEAR]
    return tuple(made)


def _spans(sources: list[Source]) -> set[tuple[dt.date, dt.date]]:
    """From each day to the next of those that a date may be compared to at once."""
    found: set[tuple[dt.date, dt.date]] = set()
    for source in sources:
        for at_once in source:
            found.update(pairwise(sorted(at_once)))
    for one, other in combinations(sources, 2):
        if len(one) * len(other) > MANY_SPANS:
            raise OverBudget
        for here, there in product(one, other):
            found.update(pairwise(sorted(here | there)))
    return found


def _stabbed(points: Iterable[int], spans: Iterable[tuple[int, int]], room: int) -> list[int]:
    """Points, with some more: one inside each span, away from its ends where there is room; all where there is
    little."""
    found = sorted(set(points))
    for first, last in sorted(set(spans), reverse=True):
        size = last - first
        if room > 1 and size <= CLOSE:
            missing = [point for point in range(first + 1, last) if point not in found]
        else:
            away = min(room, size // 2)
            at = bisect_left(found, first + away) if size > 1 else len(found)
            met = size <= 1 or (at < len(found) and found[at] <= last - away)
            missing = [] if met else [first + away]
        for point in missing:
            insort(found, point)
    return found


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1
