from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kinds import Form, Reading, display, read_form, read_plain, to_form, to_plain
from engine.messages_answers import message_of
from engine.spec import Field
from engine.values import PartialDate

Make = Callable[..., Field]


def post(day: str, month: str, year: str) -> Form:
    return {"x.jour": (day,), "x.mois": (month,), "x.annee": (year,)}


def said(reading: Reading) -> tuple[str, str]:
    (problem,) = reading.problems
    assert reading.value is None
    return problem.code, problem.part


@pytest.mark.parametrize(
    "month",
    ["2", "02", "février", "Fevrier", "FÉV", "fév.", "févr.", "February", "feb", " 2 ", "٢", "２", "fe\u0301vrier"],
)
def test_a_month_by_number_or_name(make: Make, month: str) -> None:
    assert read_form(make("date"), post("3", month, "2000")).value == dt.date(2000, 2, 3)


@pytest.mark.parametrize(
    ("name", "number"),
    [("mars", 3), ("march", 3), ("mai", 5), ("juin", 6), ("juil.", 7), ("août", 8), ("aout", 8), ("déc", 12)],
)
def test_names_of_months(make: Make, name: str, number: int) -> None:
    assert read_form(make("date"), post("1", name, "2000")).value == dt.date(2000, number, 1)


@pytest.mark.parametrize(
    "digits", [("3", "2000"), ("03", "2000"), ("٠٣", "٢٠٠٠"), ("３", "２０００"), (" 3\u200f", "2000 ")]
)
def test_digits_of_any_script(make: Make, digits: tuple[str, str]) -> None:
    assert read_form(make("date"), post(digits[0], "2", digits[1])).value == dt.date(2000, 2, 3)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("", "2", "2000"), ("A020", "jour")),
        (("3", "", "2000"), ("A021", "mois")),
        (("3", "2", ""), ("A022", "annee")),
        (("", "", "2000"), ("A023", "jour")),
        (("", "2", ""), ("A024", "jour")),
        (("3", "", ""), ("A025", "mois")),
        (("3", "13", "2000"), ("A030", "mois")),
        (("3", "0", "2000"), ("A030", "mois")),
        (("3", "jui", "2000"), ("A030", "mois")),
        (("3", "ma", "2000"), ("A030", "mois")),
        (("3", "brumaire", "2000"), ("A030", "mois")),
        (("3", "2", "00"), ("A031", "annee")),
        (("3", "2", "20000"), ("A031", "annee")),
        (("3", "2", "deux mille"), ("A031", "annee")),
        (("3", "2", "1879"), ("A032", "annee")),
        (("3", "2", "2201"), ("A032", "annee")),
        (("0", "2", "2000"), ("A033", "jour")),
        (("32", "1", "2000"), ("A033", "jour")),
        (("-3", "1", "2000"), ("A033", "jour")),
        (("trois", "1", "2000"), ("A033", "jour")),
        (("3½", "1", "2000"), ("A033", "jour")),
        (("31", "4", "2000"), ("A034", "jour")),
        (("30", "2", "2000"), ("A035", "jour")),
        (("29", "2", "2001"), ("A035", "jour")),
        (("29", "2", "1900"), ("A035", "jour")),
        (("", "", ""), ("A001", "")),
    ],
)
def test_the_part_that_is_wrong_is_named(make: Make, parts: tuple[str, str, str], expected: tuple[str, str]) -> None:
    assert said(read_form(make("date"), post(*parts))) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("32", "13", "97"), [("A033", "jour"), ("A030", "mois"), ("A031", "annee")]),
        (("32", "1", "2201"), [("A033", "jour"), ("A032", "annee")]),
        (("31", "4", "97"), [("A034", "jour"), ("A031", "annee")]),
        (("30", "2", "97"), [("A034", "jour"), ("A031", "annee")]),
        (("29", "2", "97"), [("A031", "annee")]),
        (("32", "", "97"), [("A033", "jour"), ("A021", "mois"), ("A031", "annee")]),
        (("", "13", ""), [("A024", "jour"), ("A030", "mois")]),
    ],
)
def test_all_that_is_wrong_is_said_at_once(
    make: Make, parts: tuple[str, str, str], expected: list[tuple[str, str]]
) -> None:
    assert [(p.code, p.part) for p in read_form(make("date"), post(*parts)).problems] == expected


def test_no_range_of_years_is_told(make: Make) -> None:
    (problem,) = read_form(make("date"), post("1", "1", "2201")).problems
    assert message_of(problem, "Né(e) le", "fr") == "Né(e) le\u00a0: vérifiez l'année, 2201 n'est pas possible."


@pytest.mark.parametrize(
    ("precision", "parts", "value"),
    [
        ("month", ("", "2", "2000"), PartialDate(2000, 2)),
        ("month", ("3", "2", "2000"), dt.date(2000, 2, 3)),
        ("year", ("", "", "2000"), PartialDate(2000)),
        ("year", ("", "2", "2000"), PartialDate(2000, 2)),
        ("year", ("3", "2", "2000"), dt.date(2000, 2, 3)),
    ],
)
def test_a_field_may_take_less_than_a_whole_date(
    make: Make, precision: str, parts: tuple[str, str, str], value: dt.date | PartialDate
) -> None:
    assert read_form(make("date", precision=precision), post(*parts)) == Reading(value)


@pytest.mark.parametrize(
    ("precision", "parts", "code"),
    [
        ("month", ("", "", "2000"), "A021"),
        ("month", ("", "2", ""), "A022"),
        ("year", ("", "2", ""), "A022"),
        ("year", ("3", "", "2000"), "A021"),
    ],
)
def test_but_not_less_than_it_says_nor_a_day_without_its_month(
    make: Make, precision: str, parts: tuple[str, str, str], code: str
) -> None:
    assert said(read_form(make("date", precision=precision), post(*parts)))[0] == code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2000-02-30", "A035"),
        ("2000-13-01", "A030"),
        ("2000-00-01", "A030"),
        ("1700-01-01", "A032"),
        ("2000-02", "A020"),
        ("2000", "A023"),
        ("03/02/2000", "A026"),
        ("2000-2-3", "A026"),
        (20000203, "A026"),
        (True, "A026"),
    ],
)
def test_a_date_of_a_file(make: Make, raw: object, code: str) -> None:
    assert said(read_plain(make("date"), raw))[0] == code


def test_a_date_of_a_file_is_iso(make: Make) -> None:
    assert read_plain(make("date"), "2000-02-03").value == dt.date(2000, 2, 3)
    assert read_plain(make("date"), dt.date(2000, 2, 3)).value == dt.date(2000, 2, 3)
    assert read_plain(make("date", precision="month"), "2000-02").value == PartialDate(2000, 2)
    assert read_plain(make("date", precision="year"), "2000").value == PartialDate(2000)


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (dt.date(2023, 9, 11), "11/09/2023", "11 September 2023"),
        (PartialDate(2000, 3), "mars 2000", "March 2000"),
        (PartialDate(2000), "2000", "2000"),
    ],
)
def test_in_words(make: Make, value: dt.date | PartialDate, french: str, english: str) -> None:
    assert display(make("date"), value) == (french,)
    assert display(make("date"), value, "en") == (english,)


@given(st.integers(-5, 40), st.integers(-5, 20), st.integers(1870, 2210))
def test_only_days_of_the_calendar_are_dates(make: Make, day: int, month: int, year: int) -> None:
    reading = read_form(make("date"), post(str(day), str(month), str(year)))
    exists = 1880 <= year <= 2200 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    assert reading == Reading(dt.date(year, month, day)) if exists else reading.problems


@given(st.text(max_size=8), st.text(max_size=12), st.text(max_size=8))
def test_nothing_typed_breaks_it(make: Make, day: str, month: str, year: str) -> None:
    reading = read_form(make("date"), post(day, month, year))
    assert isinstance(reading.value, dt.date) or reading.problems


@given(
    st.one_of(
        st.dates(dt.date(1880, 1, 1), dt.date(2200, 12, 31)),
        st.builds(PartialDate, st.integers(1880, 2200), st.integers(1, 12)),
        st.builds(PartialDate, st.integers(1880, 2200)),
    )
)
def test_a_date_comes_back_from_the_store_and_from_the_page(make: Make, value: dt.date | PartialDate) -> None:
    field = make("date", precision="year")
    assert read_plain(field, to_plain(field, value)) == Reading(value)
    assert read_form(field, to_form(field, value)) == Reading(value)
