"""Calculations of facts, dates above all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.conditions.nodes import InRange, IsOneOf, ends
from engine.facts import Anniversary, ByCases, Count, Holds, SomeElement, YearsBetween, anniversary, completed_years
from engine.problems import Position
from engine.spec import LeapDay
from engine.values import ABSENT, UNKNOWN, DateRange, IntRange, PartialDate

HERE = Position("x", 1, 1)


class Known:
    def __init__(self, values: Mapping[str, object]) -> None:
        self.values = values

    def value(self, reference: str) -> object:
        return self.values.get(reference, UNKNOWN)


D = dt.date
YEARS: list[tuple[dt.date, dt.date, LeapDay, int]] = [
    (D(2008, 3, 10), D(2026, 3, 9), "1er_mars", 17),
    (D(2008, 3, 10), D(2026, 3, 10), "1er_mars", 18),
    (D(2008, 2, 29), D(2026, 2, 28), "1er_mars", 17),
    (D(2008, 2, 29), D(2026, 3, 1), "1er_mars", 18),
    (D(2008, 2, 29), D(2026, 2, 28), "28_fevrier", 18),
    (D(2008, 2, 29), D(2028, 2, 28), "1er_mars", 19),
    (D(2008, 2, 29), D(2028, 2, 28), "28_fevrier", 19),
    (D(2008, 2, 29), D(2028, 2, 29), "1er_mars", 20),
    (D(2026, 3, 10), D(2026, 3, 10), "1er_mars", 0),
    (D(2030, 1, 1), D(2026, 3, 10), "1er_mars", 0),
]


@pytest.mark.parametrize(("start", "end", "leap_day", "years"), YEARS)
def test_completed_years(start: dt.date, end: dt.date, leap_day: LeapDay, years: int) -> None:
    assert completed_years(start, end, leap_day) == years
    found = YearsBetween("start", "end", leap_day)(Known({"start": start, "end": end}))
    assert found == years


@given(st.dates(D(1900, 1, 1), D(2020, 12, 31)), st.dates(D(2021, 1, 1), D(2060, 12, 30)))
def test_age_grows_by_one_exactly_on_the_birthday(birth: dt.date, day: dt.date) -> None:
    before, after = completed_years(birth, day, "1er_mars"), completed_years(birth, day + dt.timedelta(1), "1er_mars")
    birthday = anniversary(birth, after, "1er_mars") == day + dt.timedelta(1)
    assert after - before == (1 if birthday else 0)


@given(st.integers(1950, 2020), st.one_of(st.none(), st.integers(1, 12)), st.dates(D(2021, 1, 1), D(2060, 1, 1)))
def test_a_partial_date_gives_the_range_of_all_its_days(year: int, month: int | None, day: dt.date) -> None:
    partial = PartialDate(year, month)
    found = YearsBetween("start", "end", "1er_mars")(Known({"start": partial, "end": day}))
    low, high = completed_years(partial.last, day, "1er_mars"), completed_years(partial.first, day, "1er_mars")
    assert found == (low if low == high else IntRange(low, high))


@pytest.mark.parametrize("missing", [ABSENT, UNKNOWN])
def test_without_a_date_there_is_no_age(missing: object) -> None:
    assert YearsBetween("a", "b", "1er_mars")(Known({"a": missing, "b": D(2026, 1, 1)})) is missing
    assert Anniversary("a", 18, "1er_mars")(Known({"a": missing})) is missing


def test_anniversary_of_a_leap_day_follows_the_policy() -> None:
    scope = Known({"a": D(2008, 2, 29)})
    assert Anniversary("a", 18, "1er_mars")(scope) == D(2026, 3, 1)
    assert Anniversary("a", 18, "28_fevrier")(scope) == D(2026, 2, 28)
    assert Anniversary("a", 16, "1er_mars")(scope) == D(2024, 2, 29)
    assert Anniversary("a", 10, "1er_mars")(Known({"a": PartialDate(2008)})) == PartialDate(2018)


@pytest.mark.parametrize(
    ("birth", "years", "leap_day", "expected"),
    [
        # Someone born on the 29th has it on 1 March: February alone would be a promise that learning the day breaks.
        (PartialDate(2008, 2), 18, "1er_mars", DateRange(D(2026, 2, 1), D(2026, 3, 1))),
        (PartialDate(2008, 2), 18, "28_fevrier", PartialDate(2026, 2)),
        (PartialDate(2008, 2), 16, "1er_mars", PartialDate(2024, 2)),
        (PartialDate(2007, 2), 18, "1er_mars", PartialDate(2025, 2)),
        (DateRange(D(2026, 2, 1), D(2026, 3, 1)), 2, "1er_mars", DateRange(D(2028, 2, 1), D(2028, 3, 1))),
        (D(9999, 1, 1), 18, "1er_mars", D.max),
        (PartialDate(9990), 150, "1er_mars", PartialDate(9999)),
    ],
)
def test_anniversary_of_a_date_partly_known(birth: object, years: int, leap_day: LeapDay, expected: object) -> None:
    assert Anniversary("a", years, leap_day)(Known({"a": birth})) == expected


@given(st.dates(D(1900, 1, 1), D(2020, 12, 31)), st.integers(0, 150), st.sampled_from(["1er_mars", "28_fevrier"]))
def test_a_partial_date_has_the_anniversary_of_each_of_its_days(birth: dt.date, years: int, leap_day: LeapDay) -> None:
    exact = Anniversary("a", years, leap_day)(Known({"a": birth}))
    assert isinstance(exact, dt.date)
    for partial in (PartialDate(birth.year), PartialDate(birth.year, birth.month)):
        first, last = ends(Anniversary("a", years, leap_day)(Known({"a": partial})))
        assert first <= exact <= last


CHILD = IsOneOf("age_group", frozenset({"child"}), HERE)
CHILDREN = ({"age_group": "child"}, {"age_group": "adult"})


@pytest.mark.parametrize(
    ("value", "some", "every", "count"),
    [
        (CHILDREN, True, False, 2),
        (CHILDREN[:1], True, True, 1),
        (CHILDREN[1:], False, False, 1),
        ((), False, True, 0),
        (ABSENT, False, True, 0),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_quantifiers_over_a_group(value: object, some: object, every: object, count: object) -> None:
    scope = Known({"children": value})
    assert SomeElement("children", CHILD, every=False)(scope) is some
    assert SomeElement("children", CHILD, every=True)(scope) is every
    assert Count("children")(scope) == count


def test_quantifiers_over_a_repeatable_field_read_the_element_itself() -> None:
    french = IsOneOf("nationalities", frozenset({"FR"}), HERE)
    assert SomeElement("nationalities", french, every=False)(Known({"nationalities": ("BR", "FR")})) is True
    assert SomeElement("nationalities", french, every=True)(Known({"nationalities": ("BR", "FR")})) is False


CASES = ByCases("age", (("minor", InRange("age", None, 18, HERE)), ("adult", InRange("age", 18, None, HERE))))


@pytest.mark.parametrize(
    ("age", "case"), [(17, "minor"), (18, "adult"), (IntRange(17, 18), UNKNOWN), (UNKNOWN, UNKNOWN), (ABSENT, ABSENT)]
)
def test_cases_give_the_name_of_the_one_that_holds(age: object, case: object) -> None:
    assert CASES(Known({"age": age})) == case


def test_a_condition_as_a_fact_is_yes_no_or_unknown() -> None:
    fact = Holds(IsOneOf("a", frozenset({True}), HERE))
    assert fact(Known({"a": True})) is True
    assert fact(Known({"a": ABSENT})) is False
    assert fact(Known({})) is UNKNOWN
