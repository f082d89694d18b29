from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kinds import Form, Reading, display, read_form, read_plain, to_form, to_plain
from engine.kinds.characters import clean, forbidden
from engine.kinds.fields import FAMILIES
from engine.reference.countries import countries
from engine.spec import Field, Kind, Repeat
from engine.values import PartialDate, Value

Make = Callable[..., Field]

TEXTS = st.text(min_size=1, max_size=40).map(clean).filter(lambda text: text and not forbidden(text))
DATES = st.dates(dt.date(1880, 1, 1), dt.date(2200, 12, 31))
VALUES = {
    "text": TEXTS,
    "long_text": st.lists(TEXTS, min_size=1, max_size=3).map("\n".join).map(lambda text: clean(text, lines=True)),
    "number": st.text(alphabet="0123456789AB", min_size=1, max_size=30),
    "date": st.one_of(DATES, st.builds(PartialDate, st.integers(1880, 2200), st.integers(1, 12))),
    "choice": st.sampled_from(["bleu", "vert"]),
    "yes_no": st.booleans(),
    "commitment": st.just(value=True),
    "email": st.sampled_from(["ana@exemple.fr", "O'Neil+x@sous.exemple.org"]),
    "phone": st.sampled_from(["+33102030405", "+262692123456", "+2250708091011"]),
    "country": st.sampled_from([country.code for country in countries()]),
    "nationality": st.sampled_from([country.code for country in countries()]),
}


def problems_of(reading: Reading) -> list[tuple[str, str]]:
    assert reading.value is None
    return [(problem.part, problem.code) for problem in reading.problems]


def test_every_kind_that_is_answered_has_its_family() -> None:
    assert set(FAMILIES) == set(get_args(Kind)) - {"group", "computed"}


def settings_of(kind: str) -> dict[str, object]:
    return {"precision": "month", "max_length": 4000} if kind in {"date", "long_text"} else {}


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_a_value_comes_back_from_the_store_and_from_the_page(make: Make, kind: str, data: st.DataObject) -> None:
    field = make(kind, **settings_of(kind))
    value = data.draw(VALUES[kind])
    stored = json.loads(json.dumps(to_plain(field, value)))
    assert read_plain(field, stored) == Reading(value)
    assert read_form(field, to_form(field, value)) == Reading(value)


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_so_do_several_of_them(make: Make, kind: str, data: st.DataObject) -> None:
    field = make(kind, repeat=Repeat(1, 5, "Ajouter"), **settings_of(kind))
    values = tuple(data.draw(st.lists(VALUES[kind], min_size=1, max_size=5)))
    assert read_plain(field, to_plain(field, values)) == Reading(values)
    assert read_form(field, to_form(field, values)) == Reading(values)
    assert len(display(field, values)) == len(values)


@pytest.mark.parametrize("kind", VALUES)
def test_left_empty_by_kind(make: Make, kind: str) -> None:
    assert read_plain(make(kind, required=False), None) == Reading(None)
    assert to_plain(make(kind), None) is None
    assert to_form(make(kind), None) == {}
    assert display(make(kind), None) == ()
    if kind != "commitment":
        assert problems_of(read_form(make(kind), {})) == [("", "A001")]
        assert read_form(make(kind, required=False), {}) == Reading(None)


LEAVES = st.none() | st.booleans() | st.integers() | st.text()


@given(raw=st.recursive(LEAVES, lambda x: st.lists(x) | st.dictionaries(st.text(), x), max_leaves=8))
def test_nothing_stored_breaks_any_kind(make: Make, raw: object) -> None:
    for kind in get_args(Kind):
        field = make(kind, members=(make("text", id="m"),))
        reading = read_plain(field, raw)
        assert reading.value is None or not reading.problems


# ── What is repeatable ────────────────────────────────────────────────────────────────────────────────────────


def names(make: Make, **settings: object) -> Field:
    return make("text", **{"repeat": Repeat(1, 3, "Ajouter un prénom"), **settings})


def post(*values: str) -> Form:
    return {f"x.{index}": (value,) for index, value in enumerate(values)}


def test_empty_elements_are_dropped_and_gaps_closed(make: Make) -> None:
    assert read_form(names(make), post("Ana", "", "Maria", "", "")).value == ("Ana", "Maria")
    assert read_plain(names(make), ["Ana", None, "", "Maria"]).value == ("Ana", "Maria")
    assert problems_of(read_form(names(make), post("", " "))) == [("", "A001")]
    assert read_form(names(make, required=False), post("")) == Reading(None)
    assert read_plain(names(make, required=False), []) == Reading(None)


def test_elements_come_in_the_order_of_their_index_not_of_the_form(make: Make) -> None:
    form = {"x.10": ("c",), "x.2": ("b",), "x.0": ("a",)}
    assert read_form(names(make), form).value == ("a", "b", "c")


@pytest.mark.parametrize("key", ["x", "x.", "x.a", "x.-1", "x.00", "x.1000", "x.٣", "x. 1", "y.1", "xx.1"])
def test_only_indexes_are_elements(make: Make, key: str) -> None:
    assert read_form(names(make), {"x.0": ("Ana",), key: ("Zoé",)}).value == ("Ana",)


def test_problems_name_the_index_that_was_posted(make: Make) -> None:
    assert problems_of(read_form(names(make), post("", "a\x00", "b", "c" * 201))) == [("1", "A003"), ("3", "A002")]
    dates = make("date", repeat=Repeat(1, 3, "Ajouter"))
    form = {"x.1.jour": ("3",), "x.1.mois": ("13",), "x.1.annee": ("2000",)}
    assert problems_of(read_form(dates, form)) == [("1.mois", "A030")]


def test_how_many_is_checked(make: Make) -> None:
    assert problems_of(read_form(names(make), post("a", "", "b", "c", "d"))) == [("4", "A014")]
    (problem,) = read_form(names(make, repeat=Repeat(2, 3, "Ajouter")), post("a")).problems
    assert (problem.code, problem.params) == ("A013", {"min": "2"})


def test_the_same_twice_is_refused_where_it_must_be_distinct(make: Make) -> None:
    distinct = names(make, repeat=Repeat(1, 5, "Ajouter", distinct=True))
    assert problems_of(read_form(distinct, post("Ana", "Maria", "ANA", "ana"))) == [("2", "A015"), ("3", "A015")]
    assert read_form(names(make), post("Ana", "Ana")).value == ("Ana", "Ana")


def test_an_answer_given_before_the_field_was_repeatable_or_after_is_read(make: Make) -> None:
    assert read_plain(names(make), "Ana").value == ("Ana",)
    assert read_plain(make("text"), ["Ana"]).value == "Ana"
    assert problems_of(read_plain(make("text"), ["Ana", "Maria"])) == [("", "A006")]


# ── Groups ────────────────────────────────────────────────────────────────────────────────────────────────────


def children(make: Make, **settings: object) -> Field:
    members = (
        make("text", id="prenom", label="Prénom"),
        make("date", id="naissance", label="Né(e) le :"),
        make("nationality", id="nationalites", label="Nationalités", required=False, repeat=Repeat(0, 2, "Ajouter")),
        make("checkbox", id="en_france", label="En France"),
        make("computed", id="resume", label="Résumé"),
    )
    return make(
        "group", **{"members": members, "repeat": Repeat(0, 3, "Ajouter un enfant"), "required": False, **settings}
    )


def child(index: int, **parts: str) -> Form:
    return {f"x.{index}.{part.replace('__', '.')}": (text,) for part, text in parts.items()}


LEA: Mapping[str, Value | None] = {
    "prenom": "Léa",
    "naissance": dt.date(2015, 3, 1),
    "nationalites": ("FR", "BR"),
    "en_france": True,
}
TOM: Mapping[str, Value | None] = {
    "prenom": "Tom",
    "naissance": dt.date(2018, 3, 1),
    "nationalites": None,
    "en_france": False,
}


def test_a_group_comes_back_from_the_store_and_from_the_page(make: Make) -> None:
    field = children(make)
    stored = to_plain(field, (LEA, TOM))
    assert stored == [
        {"prenom": "Léa", "naissance": "2015-03-01", "nationalites": ["FR", "BR"], "en_france": True},
        {"prenom": "Tom", "naissance": "2018-03-01", "nationalites": None, "en_france": False},
    ]
    assert read_plain(field, json.loads(json.dumps(stored))) == Reading((LEA, TOM))
    assert read_form(field, to_form(field, (LEA, TOM))) == Reading((LEA, TOM))


def test_an_element_nobody_began_is_dropped_whatever_its_members_require(make: Make) -> None:
    form = {
        **child(0, prenom="", naissance__jour="", nationalites__0=""),
        **child(2, prenom="Tom", naissance__jour="1", naissance__mois="3", naissance__annee="2018"),
    }
    assert read_form(children(make), form) == Reading((TOM,))
    assert read_form(children(make), child(0, prenom=" ")) == Reading(None)
    assert problems_of(read_form(children(make, required=True), child(0, prenom=" "))) == [("", "A001")]
    assert read_plain(children(make), [{}, None, {"prenom": ""}]) == Reading(None)


def test_problems_of_members_name_element_member_and_part(make: Make) -> None:
    form = {**child(0, prenom="Léa", naissance__mois="3"), **child(1, nationalites__0="Atlantide")}
    assert problems_of(read_form(children(make), form)) == [
        ("0.naissance.jour", "A024"),
        ("1.prenom", "A001"),
        ("1.naissance", "A001"),
        ("1.nationalites.0", "A056"),
    ]
    assert {problem.field for problem in read_form(children(make), form).problems} == {"x"}


def test_a_group_of_a_file_is_a_list_of_mappings(make: Make) -> None:
    assert problems_of(read_plain(children(make), ["Léa"])) == [("0", "A006")]
    assert problems_of(read_plain(children(make), "Léa")) == [("0", "A006")]


def test_a_group_in_words(make: Make) -> None:
    assert display(children(make), (LEA,)) == (
        "Prénom\u00a0: Léa\u00a0; Né(e) le\u00a0: 01/03/2015\u00a0; Nationalités\u00a0: France, Brésil\u00a0; "
        "En France\u00a0: Oui",
    )
    assert display(children(make), (TOM,), "en") == ("Prénom: Tom; Né(e) le: 1 March 2018; En France: No",)


def test_a_group_that_is_not_repeatable_is_one_element(make: Make) -> None:
    field = children(make, repeat=None, required=True)
    assert problems_of(read_form(field, {})) == [("", "A001")]
    assert read_form(field, to_form(field, (TOM,))) == Reading((TOM,))
    two = to_form(children(make), (LEA, TOM))
    assert problems_of(read_form(field, two)) == [("1", "A014")]


# ── Computed ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_computed_field_is_never_read(make: Make) -> None:
    assert read_form(make("computed"), {"x": ("forgé",)}) == Reading(None)
    assert read_plain(make("computed"), "forgé") == Reading(None)
    assert display(make("computed"), "calculé") == ("calculé",)
    assert to_form(make("computed"), "calculé") == {}
