"""Fragments: cut once, filled each time; long lists spliced around the chosen option."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderers.html.fragments import OptionList, Out, fragment, option_html, option_list, slot, without_marks


class Pair(NamedTuple):
    """Some shape."""

    text: str
    parts: tuple[str, ...]
    flag: bool


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>constant</p>", "<p>constant</p>"),
        (slot("a"), "[a]"),
        (f"<p>{slot('a')}</p>{slot('b.1')}{slot('a')}.", "<p>[a]</p>[b.1][a]."),
    ],
)
def test_fill(html: str, expected: str) -> None:
    assert fragment(html).fill(lambda name: f"[{name}]".encode()).decode() == expected


def test_constant() -> None:
    assert fragment("<p>é</p>").constant == "<p>é</p>".encode()


def test_what_fills_a_slot_is_not_looked_at_again() -> None:
    assert fragment(slot("a")).fill(lambda _: slot("b").encode()).decode() == slot("b")


def test_marks_of_an_author_are_dropped() -> None:
    mark = slot("value")
    assert without_marks(Pair(f"a{mark}", (mark, "b"), flag=True)) == Pair("avalue", ("value", "b"), flag=True)


def test_option_html_escapes() -> None:
    assert option_html('"<', "<b>", selected=True) == '<option value="&#34;&lt;" selected>&lt;b&gt;'


def options(made: OptionList, chosen: str) -> str:
    """The list as it stands in a page."""
    out: Out = []
    made.put(chosen, out)
    return b"".join(out).decode()


@given(st.lists(st.text(max_size=5), min_size=1, max_size=8, unique=True), st.data())
def test_splicing_is_the_same_as_rendering(values: list[str], data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from([*values, "autre chose"]))
    made = option_list([(None, [(value, value + ">") for value in values])])
    assert options(made, chosen) == "".join(option_html(v, v + ">", selected=v == chosen) for v in values)


def test_groups_of_a_list() -> None:
    made = option_list([(None, [("FR", "France")]), ("A < B", [("SU", "URSS")])])
    assert options(made, "SU") == (
        '<option value="FR">France<optgroup label="A &lt; B"><option value="SU" selected>URSS</optgroup>'
    )
