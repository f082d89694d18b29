"""An answer that a field accepts."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.kinds import read_plain
from engine.problems import Position
from engine.prove.samples import plain_of, sample
from engine.spec import ChoiceList, Field, Kind, Option, Repeat
from engine.values import ABSENT, PartialDate

HERE = Position("x", 1, 1)
DAY = dt.date(2024, 2, 29)
CHOICES = ChoiceList("c", (Option("a", "A"), Option("b", "B"), Option("c", "C")), HERE)


def field(kind: Kind, **others: object) -> Field:
    return Field("f", kind, "F", HERE, **others)  # type: ignore[arg-type]


MEMBERS = (
    Field("nom", "text", "Nom", HERE),
    Field("ne_le", "date", "Né le", HERE),
    Field("lien", "choice", "Lien", HERE, options=CHOICES),
)
FIELDS = [
    field("text"),
    field("text", max_length=2),
    field("text", pattern="[0-9]{5}"),
    field("text", pattern="(AB|CD)-[0-9]{2}", pattern_example="AB-12"),
    field("long_text"),
    field("number", max_length=64),
    field("number", pattern="[0-9]{22}", max_length=64),
    field("date"),
    field("date", precision="year"),
    field("choice", options=CHOICES),
    field("yes_no"),
    field("checkbox", required=False),
    field("commitment"),
    field("email"),
    field("phone"),
    field("country"),
    field("nationality"),
    field("address"),
    field("group", members=MEMBERS, repeat=Repeat(2, 3, "")),
    field("text", repeat=Repeat(0, 3, "")),
    field("text", repeat=Repeat(3, 5, "", distinct=True)),
    field("choice", options=CHOICES, repeat=Repeat(2, 3, "", distinct=True)),
    field("nationality", repeat=Repeat(3, 5, "", distinct=True)),
]


@pytest.mark.parametrize("asked", FIELDS, ids=lambda asked: f"{asked.kind}-{asked.pattern}-{asked.repeat}")
def test_a_sample_is_accepted(asked: Field) -> None:
    reading = read_plain(asked, sample(asked, DAY))
    assert reading.problems == ()
    assert reading.value is not None


def test_a_pattern_that_nothing_tried_follows_has_none() -> None:
    assert sample(field("text", pattern="(x7)+q", max_length=10), DAY) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "oui"),
        (False, "non"),
        ("marie", "marie"),
        (DAY, "2024-02-29"),
        (PartialDate(2000, 3), "2000-03"),
        (PartialDate(2000), "2000"),
        (ABSENT, None),
    ],
)
def test_values_as_a_file_has_them(value: object, expected: object) -> None:
    assert plain_of(value) == expected
