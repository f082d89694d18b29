from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.kinds import display, read_form, read_plain
from engine.spec import Field

Make = Callable[..., Field]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("BR", "BR"), ("br", "BR"), ("Brésil", "BR"), ("bresil", "BR"), ("BRAZIL", "BR"), ("cote d'ivoire", "CI")],
)
def test_a_code_or_a_name_as_typed(make: Make, typed: str, code: str) -> None:
    assert read_form(make("country"), {"x": (typed,)}).value == code
    assert read_plain(make("nationality"), typed).value == code


def test_states_of_the_past_only_where_the_field_takes_them(make: Make) -> None:
    assert read_form(make("country", historic=True), {"x": ("Yougoslavie",)}).value == "YUCS"
    assert read_form(make("country"), {"x": ("YUCS",)}).problems[0].code == "A055"
    assert display(make("country"), "SUHH", "en") == ("Soviet Union (USSR, until 1991)",)


def test_what_is_no_country_is_said(make: Make) -> None:
    assert read_form(make("country"), {"x": ("Atlantide",)}).problems[0].code == "A055"
    assert read_form(make("nationality"), {"x": ("Martien",)}).problems[0].code == "A056"
    assert read_plain(make("country"), 33).problems[0].code == "A055"
    assert read_form(make("country"), {}).problems[0].code == "A001"


def test_it_is_shown_by_name(make: Make) -> None:
    assert display(make("nationality"), "BR") == ("Brésil",)
    assert display(make("country"), "BR", "en") == ("Brazil",)
