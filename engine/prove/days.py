"""Which days are enough to tell dates apart: those that conditions compare to, and enough between them.

A date is only ever compared: to a day, to another date, to its nth birthday. So a few days stand for all: each *mark*
(a day written in a condition, the day of the deposit, and either moved by the years that comparisons add), and between
two marks as many days as dates may have to follow one another there. Which truth each gives is asked of the compiled
conditions themselves, on these days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from ..conditions.nodes import DateIs, InRange
from ..facts import Anniversary, Fact, YearsBetween
from ..kinds.date import FIRST_YEAR, LAST_YEAR
from ..spec import Precision
from ..values import PartialDate
from .scenes import Scene, atoms

DEPOSIT = "date_depot"
STRIDE = 40
"""How many days apart the days between two marks are, where there is room."""
MANY_MARKS = 48
"""Beyond, a date is compared to too much: what depends on it is not proved."""

Day = dt.date | PartialDate


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
    today, later = given.today, given.later
    links = list(_links(scenes, facts))
    names = sorted({*dates, DEPOSIT})
    marks: dict[str, set[dt.date]] = {name: set() for name in names}
    marks[DEPOSIT] = {today} if later is None else {today, later}
    for name, day in given.known.items():
        marks[name].add(day)
    near: dict[str, set[tuple[str, int]]] = {name: set() for name in names}
    for link in links:
        if isinstance(link.other, dt.date):
            marks.get(link.date, set()).update(_moved(link.other, link.years))
        elif link.date in names and link.other in names and link.date != link.other:
            near[link.date].add((link.other, -link.years))
            near[link.other].add((link.date, link.years))
    made = Calendar()
    literal = {link.date for link in links if isinstance(link.other, dt.date)}
    for cluster in _clusters(near):
        if not any(marks[name] for name in cluster):
            marks[_latest(cluster, near)].add(today)
        _spread(cluster, marks, near)
        between = _longest(cluster, near)
        moves = literal.isdisjoint(cluster)
        for name in cluster:
            if len(marks[name]) > MANY_MARKS:
                made.crowded.add(name)
                marks[name] = set(sorted(marks[name])[:MANY_MARKS])
            if name == DEPOSIT and moves:
                made.days[name] = tuple(sorted(marks[name]))  # others move around it: any day of deposit does
                continue
            known = marks[name] or {today}
            days = tuple(_days(sorted(known), between))
            if name == DEPOSIT:
                days = tuple(sorted(days, key=lambda day: day not in marks[DEPOSIT] or (day - today).days != 0))
            made.days[name] = (*days, *_partial(known, dates.get(name, "day")))
    return made


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


def _clusters(near: Mapping[str, set[tuple[str, int]]]) -> Iterator[list[str]]:
    """Dates that are compared with one another, if only through others."""
    seen: set[str] = set()
    for start in near:
        if start in seen:
            continue
        seen.add(start)
        cluster = [start]
        for name in cluster:
            fresh = [other for other, _ in sorted(near[name]) if other not in seen]
            seen.update(fresh)
            cluster += dict.fromkeys(fresh)
        yield cluster


def _latest(cluster: list[str], near: Mapping[str, set[tuple[str, int]]]) -> str:
    """Of dates compared only with one another, the one that the years of comparisons put last: the others are moved
    from it, so in the past."""
    after = {cluster[0]: 0}
    for name in cluster:
        for other, step in sorted(near[name]):
            after.setdefault(other, after[name] + step)
    return max(cluster, key=lambda name: after[name])


def _spread(cluster: list[str], marks: dict[str, set[dt.date]], near: Mapping[str, set[tuple[str, int]]]) -> None:
    """Takes every mark to the dates it is compared to, moved by the years between them, along paths that meet no date
    twice."""
    if not any(marks[name] for name in cluster):
        return
    own = {name: sorted(marks[name]) for name in cluster}
    for start, origins in own.items():
        for origin in origins:
            left: list[tuple[str, int, frozenset[str]]] = [(start, 0, frozenset({start}))]
            told: set[tuple[str, int]] = {(start, 0)}
            while left:
                name, years, path = left.pop()
                for other, step in near[name]:
                    place = (other, years + step)
                    if other in path or place in told or len(marks[other]) > MANY_MARKS:
                        continue
                    told.add(place)
                    marks[other].update(_moved(origin, years + step))
                    left.append((other, years + step, path | {other}))


def _moved(day: dt.date, years: int) -> tuple[dt.date, ...]:
    """The day some years later (or earlier); around 29 February where it is not in the calendar."""
    year = day.year + years
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ()
    try:
        return (day.replace(year=year),)
    except ValueError:
        return dt.date(year, 2, 28), dt.date(year, 3, 1)


def _longest(cluster: list[str], near: Mapping[str, set[tuple[str, int]]]) -> int:
    """How many dates may have to follow one another between two marks: no more than the longest chain of comparisons
    that meets none twice, itself bounded by twice the dates that every comparison involves."""
    covered: set[str] = set()
    for name in sorted(cluster, key=lambda n: -len({other for other, _ in near[n]})):
        if any(other not in covered for other, _ in near[name]) and name not in covered:
            covered.add(name)
    return min(len(cluster), 2 * len(covered) + 1)


def _days(marks: list[dt.date], between: int) -> Iterator[dt.date]:
    """The marks, and days before, between and after them, in order."""
    found = {*marks}
    found.update(_step(marks[0], -STRIDE * n) for n in range(1, between + 1))
    for mark, following in (*pairwise(marks), (marks[-1], dt.date.max)):
        found.update(day for n in range(1, between + 1) if (day := _step(mark, STRIDE * n)) < following)
        if (following - mark).days <= STRIDE * (between + 1):
            found.update(day for n in range(1, between + 1) if (day := _step(mark, n)) < following)
    yield from (day for day in sorted(found) if FIRST_YEAR <= day.year <= LAST_YEAR)


def _step(day: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))


def _partial(marks: Iterable[dt.date], precision: Precision) -> Iterator[PartialDate]:
    """Dates known to the month, and to the year, on the marks and beside them."""
    if precision == "day":
        return
    marks = tuple(marks)
    months = {mark.year * 12 + mark.month - 1 + n for mark in marks for n in (-1, 0, 1)}
    yield from (PartialDate(m // 12, m % 12 + 1) for m in sorted(months) if FIRST_YEAR <= m // 12 <= LAST_YEAR)
    if precision == "year":
        years = {mark.year + n for mark in marks for n in (-1, 0, 1)}
        yield from (PartialDate(year) for year in sorted(years) if FIRST_YEAR <= year <= LAST_YEAR)
