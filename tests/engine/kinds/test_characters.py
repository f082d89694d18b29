from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kinds.characters import ascii_digits, clean, forbidden


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ana  ", "Ana"),
        ("Ana\u00a0\u202f\u3000Silva", "Ana Silva"),
        ("Ana\tSilva", "Ana Silva"),
        ("Cafe\u0301", "Café"),
        ("Ze\u0301\u200b", "Zé"),
        ("\ufeffAna\u2060", "Ana"),
        ("محمد\u200f", "محمد"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("\u200d \u200c", ""),
        ("\u200b", ""),
    ],
)
def test_a_text_is_kept_as_it_reads(typed: str, kept: str) -> None:
    assert clean(typed) == kept
    assert forbidden(clean(typed)) is None


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\x07",
        "\x1b",
        "\x7f",
        "\u202a",
        "\u202e",
        "\u2066",
        "\u2069",
        "\ud800",
        "\ufffe",
        "\ufdd0",
        "\U0001ffff",
    ],
)
def test_what_changes_the_reading_of_the_rest_is_refused(character: str) -> None:
    assert forbidden(clean(f"fact{character}gnp.exe")) == character


def test_line_ends_are_kept_only_where_lines_are_asked() -> None:
    typed = "\r\n un \r\n\n\n\n deux\rtrois\u2028quatre  \n"
    assert clean(typed, lines=True) == "un\n\ndeux\ntrois\nquatre"
    assert forbidden("un\ndeux", lines=True) is None
    assert forbidden(clean("un\r\nBcc: x")) == "\n"


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    for lines in (True, False):
        once = clean(text, lines=lines)
        assert clean(once, lines=lines) == once
        assert unicodedata.normalize("NFC", once) == once


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"])))
def test_no_letter_figure_or_sign_is_ever_lost(text: str) -> None:
    assert forbidden(clean(text)) is None
    assert clean(text) == unicodedata.normalize("NFC", text)


def test_digits_of_any_script_are_digits() -> None:
    assert ascii_digits("٢٠٠٠-۱۲-３") == "2000-12-3"
    assert ascii_digits("½²") == "½²"
