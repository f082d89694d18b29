from __future__ import annotations

from engine.lint.formats.github import render

from .findings import ALL, EMPTY


def test_commands() -> None:
    assert render(ALL, "en").split("\n") == [
        "::error file=procédures/a b%251%2C2%3A3|[x].yaml,line=2,col=4,endColumn=7,title=R102::"
        '"a|b *c* 100%25, d::e" is not a possible answer to "x"%0Adid you mean "b"?%0Aexpected: b, c%0A'
        "for instance: on 2026-03-10, {age: 17, enfants: [a, b]}%0Aand on 2026-05-01, nothing else having changed",
        "::notice file=b.yaml,line=1,col=1,endColumn=2,title=Y041::several spaces in a row in the text: keep one",
    ]


def test_nothing() -> None:
    assert render(EMPTY, "fr") == ""
