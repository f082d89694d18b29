from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reference.folding import fold, fold_lines


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("Œuilly", "oeuilly"),
        ("  ÉTATS-UNIS  ", "etats unis"),
        ("e\u0301te\u0301", "ete"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("Türkiye", "turkiye"),
        ("a_b", "a b"),
        ("Côte d’Ivoire", "cote d ivoire"),
        ("ＦＲ１２", "fr12"),
        ("Москва", "москва"),
        ("…", ""),
        ("a\nb", "a b"),
    ],
)
def test_what_two_spellings_have_in_common(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"])), min_size=1))
def test_lines_are_folded_each_by_itself(lines: list[str]) -> None:
    assert fold_lines("\n".join(lines)).split("\n") == [fold(line) for line in lines]
