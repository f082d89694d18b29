"""The values answers take, and the marks for what is not there."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Mark(Enum):
    """`ABSENT`: hidden, or left empty. `UNKNOWN`: not answered yet. Both are values of conditions, never stored."""

    ABSENT = "absent"
    UNKNOWN = "unknown"


ABSENT = Mark.ABSENT
UNKNOWN = Mark.UNKNOWN


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date whose day, or day and month, are not known. A full date is always a `datetime.date`."""

    year: int
    month: int | None = None

    @property
    def first(self) -> dt.date:
        """The earliest day it may be."""
        return dt.date(self.year, self.month or 1, 1)

    @property
    def last(self) -> dt.date:
        """The latest day it may be."""
        month = self.month or 12
        return dt.date(self.year, month, calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        return f"{self.year:04d}" if self.month is None else f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class IntRange:
    """A number known only to lie between two others, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class DateRange:
    """A calculated date known only to lie between two days, both included, that make neither a month nor a year."""

    first: dt.date
    last: dt.date

    def __str__(self) -> str:
        return f"{self.first:%d/%m/%Y} – {self.last:%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address. `country` is an ISO 3166-1 code; `insee` the official commune code, empty abroad or unknown."""

    number: str = ""
    street: str = ""
    complement: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "FR"
    insee: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """As on an envelope, without the country: each part once, in order, empty ones left out."""
        street = " ".join(p for p in (self.number, self.street) if p)
        city = " ".join(p for p in (self.postcode, self.city) if p)
        return tuple(p for p in (self.complement, street, city) if p)


Scalar = str | bool | int | dt.date | PartialDate | Address
Element = Scalar | Mapping[str, "Value | None"]
Value = Scalar | tuple[Element, ...]
"""A given answer: a scalar, or a tuple for what is repeatable (of mappings for a group). An answer left empty is
None."""

AnswerMap = Mapping[str, "Value | None"]
"""Answers by id. No key: not answered. None: asked, and left empty."""
