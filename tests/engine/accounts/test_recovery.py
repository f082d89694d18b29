from __future__ import annotations

import hashlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.accounts.recovery import ALPHABET, SYMBOLS, hash_of, opens, read_recovery_code, recovery_code


def written(drawn: list[int]) -> str:
    numbers = iter(drawn)

    def draw(below: int) -> int:
        assert below == len(ALPHABET)
        return next(numbers)

    return recovery_code(draw)


CODES = st.lists(st.integers(0, 31), min_size=SYMBOLS, max_size=SYMBOLS).map(written)
CODE = "7K3XP-0QZ4M-1N8RT-2VD6W"


def test_a_code_has_a_hundred_bits_in_groups_of_five() -> None:
    assert SYMBOLS * math.log2(len(set(ALPHABET))) == 100
    assert not set("ILOU") & set(ALPHABET)
    assert written(list(range(20))) == "01234-56789-ABCDE-FGHJK"


@given(CODES, st.sampled_from([str.lower, str.swapcase, lambda code: code.replace("-", " "), lambda c: f" {c}\n"[:-1]]))
def test_it_is_read_however_it_is_typed(code: str, typed: object) -> None:
    assert callable(typed)
    assert read_recovery_code(typed(code)) == code.replace("-", "")
    assert opens(hash_of(code), typed(code))


@pytest.mark.parametrize(
    "typed",
    [
        "7k3xp0qz4m1n8rt2vd6w",
        "7K3XP OQZ4M IN8RT 2VD6W",
        "7k3xp–oqz4m–ln8rt–2vd6w",
        "7K3XP\u00a00QZ4M\u202f1N8RT_2VD6W",
        "٧K٣XP-٠QZ٤M-١N٨RT-٢VD٦W",
    ],
)
def test_letters_taken_for_digits_are_read_as_them(typed: str) -> None:
    assert read_recovery_code(typed) == CODE.replace("-", "")


@pytest.mark.parametrize(
    "typed", ["", CODE[:-1], CODE + "0", CODE.replace("Q", "U"), CODE.replace("Q", "é"), "-" * 500]
)
def test_what_is_no_code_reads_as_nothing_and_opens_nothing(typed: str) -> None:
    assert read_recovery_code(typed) == ""
    assert not opens(hash_of(CODE), typed)
    assert not opens("", typed)
    assert not opens(hashlib.sha256(b"").hexdigest(), typed)
    with pytest.raises(ValueError, match="not a recovery code"):
        hash_of(typed)


@given(CODES, CODES)
def test_only_its_own_code_opens_and_the_code_is_not_kept(code: str, other: str) -> None:
    assert opens(hash_of(code), other) == (code == other)
    assert code.replace("-", "").lower() not in hash_of(code)


@given(st.text(max_size=30))
def test_any_text_may_be_typed(text: str) -> None:
    read = read_recovery_code(text)
    assert read_recovery_code(read) == read
    assert not opens("", text)
