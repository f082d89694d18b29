"""French spaces: where they become no-break ones, and that nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderers.french import french_spacing, page_spacing


@pytest.mark.parametrize(
    ("plain", "spaced"),
    [
        ("Nom : Lilas", "Nom\u00a0: Lilas"),
        ("Quoi ?", "Quoi\u202f?"),
        ("un ; deux !", "un\u202f; deux\u202f!"),
        ("Vraiment ?!", "Vraiment\u202f?!"),
        ("« oui ? »", "«\u00a0oui\u202f?\u00a0»"),
        ("(pourquoi ?)", "(pourquoi\u202f?)"),
        ("20 % ou 5 €", "20\u00a0% ou 5\u00a0€"),
        ("le n° 12, N° 3", "le n°\u00a012, N°\u00a03"),
        ("https://example.org/a?b :", "https://example.org/a?b\u00a0:"),
        ("12:30, a :b", "12:30, a :b"),
        ("Nom: Lilas", "Nom: Lilas"),
        ("fin :", "fin\u00a0:"),
        ("fin :\nsuite", "fin\u00a0:\nsuite"),
    ],
)
def test_french_spacing(plain: str, spaced: str) -> None:
    assert french_spacing(plain) == spaced


@given(st.text(alphabet="ab 1:;?!«»%€n°(\n\u00a0\u202f", max_size=40))
def test_french_spacing_changes_spaces_only_and_once(text: str) -> None:
    spaced = french_spacing(text)
    assert french_spacing(spaced) == spaced
    assert spaced.replace("\u202f", " ").replace("\u00a0", " ") == text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("plain", "spaced"), [("Quoi ?", "Quoi\u00a0?"), ("« oui ; » :", "«\u00a0oui\u00a0;\u00a0»\u00a0:")]
)
def test_pages_take_full_spaces(plain: str, spaced: str) -> None:
    assert page_spacing(plain) == spaced
