"""Elements added and taken away in what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dossiers.elements import add_element, indexes, remove_element
from engine.kinds import Form
from engine.problems import Position
from engine.spec import Field, Repeat

FIELDS = {"noms": Field("noms", "text", "Noms", Position("", 1, 1), repeat=Repeat(1, 3, "Ajouter"))}


@pytest.mark.parametrize(
    ("form", "after"),
    [
        ({}, {"noms.1": ("",)}),
        ({"noms.0": ("a",)}, {"noms.0": ("a",), "noms.1": ("",)}),
        ({"noms.0": ("a",), "noms.2": ("c",)}, {"noms.0": ("a",), "noms.2": ("c",)}),
        ({"nomsx.9": ("a",)}, {"nomsx.9": ("a",), "noms.1": ("",)}),
    ],
)
def test_one_more_up_to_the_maximum(form: Form, after: Form) -> None:
    assert add_element(FIELDS, form, "noms") == after


@pytest.mark.parametrize(
    ("index", "after"),
    [
        ("0", {"x": ("1",), "noms.0": ("b",), "noms.1.part": ("c",)}),
        ("1", {"x": ("1",), "noms.0": ("a",), "noms.1.part": ("c",)}),
        ("2", {"x": ("1",), "noms.0": ("a",), "noms.1": ("b",)}),
        ("3", None),
        ("-1", None),
        ("01", None),
        ("²", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_one_less_and_the_others_move_up(index: str, after: Form | None) -> None:
    form = {"x": ("1",), "noms.0": ("a",), "noms.1": ("b",), "noms.2.part": ("c",)}
    assert remove_element(form, "noms", index) == (after or form)


def test_the_last_one_leaves_an_empty_one() -> None:
    assert remove_element({"noms.0": ("a",)}, "noms", "0") == {"noms.0": ("",)}


@given(st.lists(st.text(max_size=5), min_size=2, max_size=9), st.data())
def test_what_is_left_is_the_others_in_order(values: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(values) - 1))
    form = {f"n.{i}": (value,) for i, value in enumerate(values)}
    left = remove_element(form, "n", str(gone))
    assert [left[f"n.{i}"][0] for i in indexes(left, "n")] == values[:gone] + values[gone + 1 :]
