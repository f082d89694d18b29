from __future__ import annotations

from markdown_it import MarkdownIt

from engine.lint.formats.markdown import render

from .findings import ALL, EMPTY


def test_a_table() -> None:
    rows = render(ALL, "fr").split("\n")
    assert rows[0] == "| endroit | gravité | règle | ce qui ne va pas |"
    assert rows[-1] == "1 erreur, 1 note, 1 faute tolérée"
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render("\n".join(rows))
    assert html.count("<tr>") == 3
    assert html.count("<td>") == 8
    assert "« a|b *c* 100%, d::e » n'est pas" in html
    assert html.count("<br>") == 4
    assert "vouliez-vous « b » ?<br>attendu : b, c<br>par exemple : au 2026-03-10, {age: 17, enfants: [a, b]}" in html
    assert "procédures/a b%1,2:3|[x].yaml:2:4" in html


def test_nothing() -> None:
    assert render(EMPTY, "en") == "no problem"
