"""What was checked once comes back as it was, and nothing else does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from engine.build import load_catalogue
from engine.kinds import read_plain, to_plain
from engine.kinds.restoring import Unrestorable, restore, restored
from engine.problems import Position
from engine.spec import ChoiceList, Field, Kind, Option, Repeat
from engine.values import Address, PartialDate, Value

HERE = Position("x", 1, 1)
TWICE = Repeat(1, 3, "Ajouter")
CHOICES = ChoiceList("c", (Option("a", "A"), Option("b", "B")), HERE)
TEXT = Field("nom", "text", "Nom", HERE)
BOX = Field("coche", "checkbox", "Coche", HERE, required=False)
PEOPLE = Field("gens", "group", "Gens", HERE, repeat=TWICE, members=(TEXT, Field("jour", "date", "J", HERE), BOX))

VALUES: list[tuple[Field, Value]] = [
    (TEXT, "Œuvrard"),
    (Field("n", "number", "N", HERE), "0012"),
    (Field("j", "date", "J", HERE), dt.date(2000, 2, 29)),
    (Field("j", "date", "J", HERE, precision="year"), PartialDate(1999)),
    (Field("j", "date", "J", HERE, precision="month"), PartialDate(1999, 7)),
    (Field("c", "choice", "C", HERE, options=CHOICES), "b"),
    (Field("c", "choice", "C", HERE, options=CHOICES, repeat=TWICE), ("b", "a")),
    (Field("o", "yes_no", "O", HERE), False),
    (BOX, True),
    (Field("p", "country", "P", HERE), "BR"),
    (Field("a", "address", "A", HERE), Address("20", "Rue Nationale", "", "59000", "Lille", "FR", "59350")),
    (PEOPLE, ({"nom": "A", "jour": dt.date(2001, 1, 1), "coche": False}, {"nom": "B", "jour": None, "coche": True})),
]


@pytest.mark.parametrize(("field", "value"), VALUES, ids=lambda v: v.kind if isinstance(v, Field) else "")
def test_what_was_stored_comes_back_as_reading_it_would_give(field: Field, value: Value) -> None:
    stored = to_plain(field, value)
    assert restore(field, stored) == value
    if field is not PEOPLE:
        assert read_plain(field, stored).value == value


def test_left_empty_stays_left_empty() -> None:
    assert all(restore(field, None) is None for field, _ in VALUES)


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        ("text", 3),
        ("text", ["a"]),
        ("checkbox", "oui"),
        ("date", "2000-02-30"),
        ("date", "bientôt"),
        ("address", "20 rue Nationale"),
        ("address", {"rue": "x"}),
        ("address", {"ville": 3}),
        ("group", "x"),
        ("group", ["x"]),
    ],
)
def test_another_shape_has_to_be_read_again(kind: Kind, stored: object) -> None:
    with pytest.raises(Unrestorable):
        restore(Field("x", kind, "X", HERE), stored)


def test_a_single_answer_is_not_a_repeatable_one() -> None:
    with pytest.raises(Unrestorable):
        restore(Field("x", "text", "X", HERE, repeat=TWICE), "seul")


def test_answers_of_a_procedure_come_back_by_name() -> None:
    loaded = load_catalogue(Path("tests/specs/ok/regles"))
    procedure = loaded.catalogue.procedures["regles"]
    stored = {"naissance": "2000-02-29", "pays": "FR", "ne_en_france": True, "arrivee": None, "ancien": "x"}
    assert restored(procedure, stored) == {
        "naissance": dt.date(2000, 2, 29),
        "pays": "FR",
        "ne_en_france": True,
        "arrivee": None,
    }
    with pytest.raises(Unrestorable):
        restored(procedure, {"pays": 3})
