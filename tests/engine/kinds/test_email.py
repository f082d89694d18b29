from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.kinds import display, read_form, read_plain
from engine.spec import Field

Make = Callable[..., Field]


@pytest.mark.parametrize(
    "address",
    [
        "ana.silva@exemple.fr",
        "Ana.Silva@Exemple.FR",
        "a+b@sous.domaine.example.org",
        "o'neil@exemple.fr",
        "josé@exemple.fr",
        "ana@bücher.example",
        "ana@xn--bcher-kva.example",
        "essai@exemple.test",
        "a@b.co",
    ],
)
def test_an_address_is_kept_as_typed(make: Make, address: str) -> None:
    assert read_form(make("email"), {"x": (f" {address}\u200b ",)}).value == address
    assert display(make("email"), address) == (address,)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ana.silva", "A041"),
        ("ana＠exemple.fr", "A041"),
        ("ana@exemple.fr, bea@exemple.fr", "A042"),
        ("ana@exemple.fr;bea", "A042"),
        ("ana@exemple.fr\r\nBcc: bea", "A043"),
        ("ana@exemple.fr\nBcc: bea@exemple.fr", "A042"),
        ("ana@exe\x00mple.fr", "A043"),
        ("ana silva@exemple.fr", "A043"),
        ("ana@exemple", "A040"),
        ("ana@", "A040"),
        ("@exemple.fr", "A040"),
        ("ana@-exemple.fr", "A040"),
        ("ana@[127.0.0.1]", "A040"),
        ("<ana@exemple.fr>", "A040"),
        (".ana@exemple.fr", "A040"),
        ("ana@" + "a" * 70 + ".fr", "A040"),
        ("a" * 250 + "@exemple.fr", "A002"),
        ("", "A001"),
    ],
)
def test_what_is_wrong_is_said(make: Make, typed: str, code: str) -> None:
    reading = read_form(make("email"), {"x": (typed,)})
    assert [problem.code for problem in reading.problems] == [code]
    assert reading.value is None


def test_another_type_is_said(make: Make) -> None:
    assert read_plain(make("email"), 3).problems[0].code == "A006"
