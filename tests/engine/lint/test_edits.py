"""Edits change their spans and not a byte beside."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.lint.edits import applied, written
from engine.problems import Edit, Position


def edit(line: int, column: int, length: int, text: str) -> Edit:
    return Edit(Position("a", line, column), length, text)


def test_lines_and_columns_count_characters() -> None:
    data = "é: à\r\nœ: b\rc: 𝟙d\n".encode()
    made, done = applied(data, [edit(1, 4, 1, "â"), edit(2, 4, 1, "bb"), edit(3, 5, 1, "")])
    assert made.decode() == "é: â\r\nœ: bb\rc: 𝟙\n"
    assert len(done) == 3


def test_of_two_that_overlap_the_first_is_made() -> None:
    made, done = applied(b"abcdef\n", [edit(1, 2, 3, "X"), edit(1, 3, 1, "Y"), edit(1, 5, 1, "Z")])
    assert made == b"aXZf\n"
    assert [one.text for one in done] == ["X", "Z"]


def test_two_insertions_at_one_place_are_not_both_made() -> None:
    assert applied(b"ab", [edit(1, 2, 0, "X"), edit(1, 2, 0, "Y")])[0] == b"aXb"


def test_what_is_not_in_the_file_is_not_changed() -> None:
    assert applied(b"ab\ncd", [edit(9, 1, 1, "X"), edit(1, 2, 5, "X"), edit(2, 2, 1, "X")])[0] == b"ab\ncX"


def test_what_stood_there() -> None:
    assert written("ab\r\ncd", edit(2, 1, 2, "")) == "cd"
    assert written("ab\r\ncd", edit(3, 1, 2, "")) is None


@given(
    text=st.text(alphabet="aé𝟙\n\r #", max_size=30),
    edits=st.lists(st.tuples(st.integers(1, 4), st.integers(1, 9), st.integers(0, 4), st.text("xé", max_size=2))),
)
def test_what_no_edit_covers_stays(text: str, edits: list[tuple[int, int, int, str]]) -> None:
    data = text.encode()
    made, done = applied(data, [edit(*one) for one in edits])
    removed = sum(one.length for one in done)
    added = sum(len(one.text) for one in done)
    assert len(made.decode()) == len(text) - removed + added
    assert applied(data, [])[0] == data
    assert [c for c in made.decode() if c in "\r\n"] == [c for c in text if c in "\r\n"]
