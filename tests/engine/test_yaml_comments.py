"""Comments are what stands outside of every text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.yaml_comments import read_comments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# a\nb: c # d\n", [(1, 1, "# a", True), (2, 6, "# d", False)]),
        ("a: b#c\n", []),
        ("a: 'b # c'\nd: \"e # f\" # g\n", [(2, 12, "# g", False)]),
        ("a: |\n  b\n  # c\n# d\ne: f\n", [(4, 1, "# d", True)]),
        ("a: >-\n  b # c\n\n  # d\n", []),
        ("a: b\n  c # d\n", [(2, 5, "# d", False)]),
        ("a: [b, # c\n  d] # e\n", [(1, 8, "# c", False), (2, 6, "# e", False)]),
        ("a: b\r\n  # c\r\n", [(2, 3, "# c", True)]),
        ("é: b # ç\n", [(1, 6, "# ç", False)]),
        ("a: | # b\n  c # d\n", []),
        ("# a\nb: {c\n", [(1, 1, "# a", True)]),
        ("", []),
    ],
)
def test_comments(text: str, expected: list[tuple[int, int, str, bool]]) -> None:
    assert [(c.line, c.column, c.text, c.alone) for c in read_comments(text).found] == expected


def test_texts_of_several_lines_have_their_last() -> None:
    texts = read_comments("a: |\n  b\n  c\nd: 'e\n  f'\ng: h\n  i\n").texts
    assert (texts[1], texts[4], texts[6]) == (3, 5, 7)


@given(st.text(alphabet="a:# \n|>'\"{[-]},\té\r", max_size=60))
def test_whatever_the_text_a_comment_is_where_it_is_said_to_be(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for comment in read_comments(text).found:
        assert lines[comment.line - 1][comment.column - 1 :].startswith("#")
        assert lines[comment.line - 1].endswith(comment.text)
        assert comment.alone == (not lines[comment.line - 1][: comment.column - 1].strip())
