"""Dates in three parts, as precise as the field asks.

Babel is slow to import, and checking a spec has no use for it: the functions that say a date import it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from ..problems import AnswerProblem
from ..reference.folding import fold
from ..spec import Field, Precision
from ..values import PartialDate, Value
from .characters import ascii_digits, without_hidden
from .reading import EMPTY, Form, Reading, faulty, posted

if TYPE_CHECKING:
    from babel import Locale

PARTS = ("jour", "mois", "annee")
"""What is posted of a date `id`: `id.jour`, `id.mois`, `id.annee`."""

FIRST_YEAR, LAST_YEAR = 1880, 2200

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_MONTHS, _FEBRUARY, _LEAP_YEAR = 12, 2, 2000
_MAX = 40
_NEEDED: Mapping[Precision, tuple[str, ...]] = {"day": PARTS, "month": ("mois", "annee"), "year": ("annee",)}
# Which parts are missing says which message is given.
_MISSING = {
    ("jour",): "A020",
    ("mois",): "A021",
    ("annee",): "A022",
    ("jour", "mois"): "A023",
    ("jour", "annee"): "A024",
    ("mois", "annee"): "A025",
}


def read_form(field: Field, form: Form, name: str) -> Reading:
    """The three parts posted. The month may be a number or a name; digits of any script."""
    texts = [_typed(posted(form, f"{name}.{part}")) for part in PARTS]
    given = [part for part, text in zip(PARTS, texts, strict=True) if text]
    if not given:
        return EMPTY
    needed = _NEEDED[field.precision] if "jour" not in given else PARTS
    return _checked(field, dict(zip(PARTS, texts, strict=True)), needed)


def read_plain(field: Field, raw: object) -> Reading:
    """A date of a file of answers: `AAAA-MM-JJ`, or less where the field accepts less."""
    if isinstance(raw, dt.date):
        raw = raw.strftime("%Y-%m-%d")
    if not isinstance(raw, str):
        return faulty(field, "A026")
    text = _typed(raw)
    if not text:
        return EMPTY
    matched = _ISO.fullmatch(text)
    if matched is None:
        return faulty(field, "A026")
    year, month, day = matched.groups()
    typed = {"jour": day or "", "mois": month or "", "annee": year}
    return _checked(field, typed, _NEEDED[field.precision])


def to_form(field: Field, value: Value, name: str) -> dict[str, tuple[str, ...]]:  # noqa: ARG001
    """The parts known, in digits; the others empty."""
    return {f"{name}.{part}": (text,) for part, text in zip(PARTS, part_texts(value), strict=True)}


def part_texts(value: Value) -> tuple[str, ...]:
    """The day, the month and the year as they are typed, empty where they are not known."""
    day, month, year = _parts(value)
    return f"{day:02d}" if day else "", f"{month:02d}" if month else "", str(year)


def display(field: Field, value: Value, language: str) -> tuple[str, ...]:  # noqa: ARG001
    """11/09/2023, mars 2000 or 2000 in French; 11 September 2023 and so on in other languages."""
    day, month, year = _parts(value)
    if month is None:
        return (str(year),)
    if day and language == "fr":
        return (f"{day:02d}/{month:02d}/{year}",)
    from babel.dates import format_date

    pattern = "d MMMM y" if day else "MMMM y"
    return (format_date(dt.date(year, month, day or 1), pattern, locale=_locale(language)),)


def _checked(field: Field, typed: Mapping[str, str], needed: tuple[str, ...]) -> Reading:
    """The date of these parts, or all that is wrong with them: what is missing, and each part that can't be."""
    day_text, month_text, year_text = (typed[part] for part in PARTS)
    month, year = _month(month_text), _year(year_text)
    problems = _unreadable(field, typed, month, year)
    if missing := tuple(part for part in needed if not typed[part]):
        problems.append(AnswerProblem(field.id, _MISSING[missing], part=missing[0]))
    if day_text and not any(problem.part == "jour" for problem in problems):
        problems += _not_in_month(field, int(day_text), month, year)
    if problems:
        return Reading(None, tuple(sorted(problems, key=lambda problem: PARTS.index(problem.part))))
    assert year is not None  # noqa: S101 - no problem: the year is always needed
    if not day_text or month is None:
        return Reading(PartialDate(year, month))
    return Reading(dt.date(year, month, int(day_text)))


def _unreadable(field: Field, typed: Mapping[str, str], month: int | None, year: int | None) -> list[AnswerProblem]:
    """The parts that are none by themselves."""
    found = []
    if (day := typed["jour"]) and not (re.fullmatch(r"[0-9]{1,2}", day) and 1 <= int(day) <= 31):
        found.append(AnswerProblem(field.id, "A033", part="jour"))
    if typed["mois"] and month is None:
        found.append(AnswerProblem(field.id, "A030", part="mois"))
    if typed["annee"] and year is None:
        found.append(AnswerProblem(field.id, "A031", part="annee"))
    elif year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        found.append(AnswerProblem(field.id, "A032", {"year": str(year)}, "annee"))
    return found


def _not_in_month(field: Field, day: int, month: int | None, year: int | None) -> tuple[AnswerProblem, ...]:
    """Whether the month is shorter; February of an unknown year has 29 days."""
    days = calendar.monthrange(year or _LEAP_YEAR, month)[1] if month is not None else 31
    if month is None or day <= days:
        return ()
    if month != _FEBRUARY or year is None:
        return (AnswerProblem(field.id, "A034", {"month": str(month), "days": str(days)}, "jour"),)
    params = {"month": str(month), "year": str(year), "days": str(days)}
    return (AnswerProblem(field.id, "A035", params, "jour"),)


def _year(text: str) -> int | None:
    """The year four digits say."""
    return int(text) if re.fullmatch(r"[0-9]{4}", text) else None


def _typed(text: str) -> str:
    """A part as it is read: no hidden character, digits 0 to 9, cut beyond what any date needs."""
    return ascii_digits(without_hidden(text[:_MAX])).strip()


def _month(text: str) -> int | None:
    """The month a number, a name or the beginning of a name says; None when none, or several."""
    if re.fullmatch(r"[0-9]{1,2}", text):
        return int(text) if 1 <= int(text) <= _MONTHS else None
    name = fold(text)
    if len(name) < 3 or not name.isalpha():
        return None
    months = {month for full, month in _month_names() if full.startswith(name)}
    return months.pop() if len(months) == 1 else None


@lru_cache(maxsize=1)
def _month_names() -> tuple[tuple[str, int], ...]:
    from babel import Locale

    names = (Locale(language).months["format"]["wide"] for language in ("fr", "en"))
    return tuple((fold(name), month) for by_month in names for month, name in by_month.items())


def _parts(value: Value) -> tuple[int | None, int | None, int]:
    if isinstance(value, dt.date):
        return value.day, value.month, value.year
    if isinstance(value, PartialDate):
        return None, value.month, value.year
    raise TypeError(f"not a date: {type(value).__name__}")


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    """Babel's locale; French for a language it does not know."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("fr")
