"""Shapes: what is fixed is in them, what a person typed is not."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from engine.view import FieldView, PartView, RepeatView, SuggestionView
from renderers.html import Pages
from renderers.html.shapes import repeat_shape_of, repeat_state_of, shape_of, state_of, template_of, usual_state
from tests.renderers.html.samples import FIELDS, date, field, options, repeat, rich
from tests.renderers.views import changed

CANARY = "SECRET"
SINGLE = {name: f for name, f in FIELDS.items() if isinstance(f, FieldView)}


def with_secrets(shown: FieldView) -> FieldView:
    """The field with everything that depends on a person replaced."""
    return shown._replace(
        value=CANARY if shown.value else "",
        display=CANARY,
        error=CANARY if shown.error else None,
        hint=rich(CANARY) if shown.hint else None,
        parts=tuple(p._replace(value=CANARY, error=CANARY if p.error else None) for p in shown.parts),
    )


@pytest.mark.parametrize("name", SINGLE)
def test_a_shape_and_a_state_hold_nothing_typed(name: str) -> None:
    shown = with_secrets(SINGLE[name])
    assert CANARY not in repr(shape_of(shown, "Libellé", "label"))
    assert CANARY not in repr(state_of(shown, "Libellé", "label"))
    assert CANARY not in repr(usual_state(shown))


def test_a_state_does_not_hold_what_was_posted_and_is_no_option() -> None:
    plain = field("choice", options=options("nom", ("x", "X"), ("y", "Y")))
    for shown in (plain._replace(value=CANARY), plain._replace(value=CANARY[::-1])):
        assert state_of(shown, "L", "label") == state_of(plain._replace(value="?"), "L", "label")
    assert state_of(plain._replace(value="x"), "L", "label") != state_of(plain._replace(value="y"), "L", "label")


@pytest.mark.parametrize("name", [n for n, f in SINGLE.items() if not f.options and not any(p.error for p in f.parts)])
def test_two_people_share_a_shape(name: str) -> None:
    shown = SINGLE[name]
    assert shape_of(with_secrets(shown), "L", "label") == shape_of(shown, "L", "label")


def test_a_repeatable_holds_nothing_typed() -> None:
    shown = repeat()._replace(error=CANARY, hint=rich(CANARY))
    shown = shown._replace(elements=tuple(with_secrets(e) for e in shown.elements))
    assert CANARY not in repr(repeat_shape_of(shown))
    assert CANARY not in repr(repeat_state_of(shown))


@pytest.mark.parametrize(
    ("kind", "changes", "expected"),
    [
        ("text", {}, "text"),
        ("email", {}, "text"),
        ("phone", {}, "text"),
        ("password", {}, "password"),
        ("number", {}, "text"),
        ("number", {"confirm_label": "Confirmer"}, "number"),
        ("choice", {}, "radios"),
        ("choice", {"presentation": "list"}, "select"),
        ("yes_no", {}, "radios"),
        ("country", {}, "select"),
        ("nationality", {}, "select"),
        ("checkbox", {}, "box"),
        ("commitment", {}, "box"),
        ("long_text", {}, "long_text"),
        ("date", {}, "date"),
        ("address", {}, "address"),
        ("group", {}, "group"),
        ("computed", {}, "computed"),
        ("email", {"taken_from": "compte"}, "taken"),
    ],
)
def test_template_of(kind: str, changes: dict[str, Any], expected: str) -> None:
    assert template_of(changed(field(kind), **changes)) == expected


@pytest.mark.parametrize(
    ("precision", "needed"),
    [("day", ["jour", "mois", "annee"]), ("month", ["mois", "annee"]), ("year", ["annee"])],
)
def test_parts_needed(precision: str, needed: list[str]) -> None:
    shape = shape_of(date(precision=precision), "L", "label")
    assert [part.id for part in shape.parts if shape.needs(part)] == needed
    free = shape_of(date(precision=precision, required=False), "L", "label")
    assert not any(free.needs(part) for part in free.parts)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ""),
        ({"hint": rich("a")}, "aide-nom"),
        ({"example": "x"}, "aide-nom"),
        ({"error": "e"}, "erreur-nom"),
        ({"hint": rich("a"), "error": "e"}, "aide-nom erreur-nom"),
    ],
)
def test_described(changes: dict[str, Any], expected: str) -> None:
    assert shape_of(changed(field(), **changes), "L", "label").described == expected


def test_an_error_said_by_the_whole_is_not_said_again_by_its_part() -> None:
    whole = date(error="Même phrase.")
    parts = (whole.parts[0]._replace(error="Même phrase."), whole.parts[1]._replace(error="Autre."), whole.parts[2])
    shape = shape_of(whole._replace(parts=parts), "L", "label")
    assert [(p.invalid, p.has_error) for p in shape.parts] == [(True, False), (True, True), (False, False)]


def test_two_fields_of_one_state_have_one_shape() -> None:
    """What is compiled under a state is right for every field in it."""
    for one in SINGLE.values():
        for other in (with_secrets(one), one._replace(value="x" * len(one.value)), one._replace(hint=None)):
            if state_of(one, "L", "label") == state_of(other, "L", "label"):
                assert shape_of(one, "L", "label") == shape_of(other, "L", "label")


def test_a_usual_state_says_all_that_a_drawing_depends_on() -> None:
    edition = Pages()._edition("fr")

    def drawn(shown: FieldView) -> object:
        shape = shape_of(shown, shown.label, "label", hint=edition.texts("", {}).constant(rich("x")))
        return edition.fields._compiled(template_of(shown), shape)

    found = 0
    for one in SINGLE.values():
        variants = (
            one._replace(value=""),
            one._replace(value="?"),
            *(one._replace(value=option.id) for option in one.options),
            one._replace(why="Parce que."),
            one._replace(manual=True),
            one._replace(error="e"),
            one._replace(is_new=True),
            one._replace(suggestions=(SuggestionView("a", "b"),)),
            one._replace(hint=rich("dit")),
        )
        for first, second in itertools.combinations((one, *variants), 2):
            if usual_state(first) is not None and usual_state(first) == usual_state(second):
                found += 1
                assert drawn(first) == drawn(second), (first, second)
    assert found > len(SINGLE)


@pytest.mark.parametrize(
    "change",
    [
        {"error": "x"},
        {"value": "x"},
        {"why": "x"},
        {"is_new": True},
        {"manual": True},
        {"suggestions": (SuggestionView("a", "b"),)},
        {"hint": rich("x")},
    ],
)
def test_a_state_says_all_that_changes_a_shape(change: dict[str, Any]) -> None:
    plain = field("choice", options=options("nom", ("x", "X"), ("y", "Y")))
    other = plain._replace(**change)
    assert shape_of(plain, "L", "label") != shape_of(other, "L", "label")
    assert state_of(plain, "L", "label") != state_of(other, "L", "label")


def test_every_attribute_of_a_field_is_accounted_for() -> None:
    # A new attribute of the view must be looked at here: in the state, or filling a slot.
    slots = {"value", "display", "hint", "error", "parts", "suggestions", "members"}
    states = {"frame", "why", "manual", "is_new"}
    assert set(FieldView._fields) - {"anchor"} == slots | states
    assert set(PartView._fields) == {"frame", "value", "error"}
    assert set(RepeatView._fields) - {"anchor"} == {"elements", "hint", "error"} | {
        "frame",
        "can_add",
        "can_remove",
        "why",
        "is_new",
    }
