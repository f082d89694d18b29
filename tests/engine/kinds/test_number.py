from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.kinds import display, read_form, read_plain
from engine.spec import Field

Make = Callable[..., Field]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12 34 56", "123456"),
        ("12\u00a034\u202f56", "123456"),
        ("12-34\u201156", "123456"),
        ("12.34–56", "123456"),
        ("\t123456\n", "123456"),
        ("ab-12", "ab12"),
        ("01000", "01000"),
    ],
)
def test_spaces_and_dashes_are_dropped(make: Make, typed: str, kept: str) -> None:
    assert read_form(make("number"), {"x": (typed,)}).value == kept


def test_the_pattern_sees_the_number_alone_and_decides_of_digits(make: Make) -> None:
    field = make("number", pattern="[0-9]{6}", max_length=64)
    assert read_plain(field, "12 34 56").value == "123456"
    assert read_plain(field, "١٢٣٤٥٦").problems[0].code == "A004"
    assert read_plain(make("number"), "١٢٣").value == "١٢٣"
    assert read_plain(field, "12345").problems[0].code == "A004"


def test_a_json_integer_is_a_number_and_a_list_is_not(make: Make) -> None:
    assert read_plain(make("number"), 42).value == "42"
    assert read_plain(make("number"), [42, 43]).problems[0].code == "A006"


def test_only_separators_is_empty(make: Make) -> None:
    assert read_form(make("number"), {"x": (" - ",)}).problems[0].code == "A001"


def test_it_is_shown_as_kept(make: Make) -> None:
    assert display(make("number"), "123456") == ("123456",)
