from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.kinds import Reading, display, read_form, read_plain, to_form
from engine.spec import Field

Make = Callable[..., Field]


def test_an_option_is_its_id(make: Make) -> None:
    assert read_form(make("choice"), {"x": (" bleu ",)}) == Reading("bleu")
    assert display(make("choice"), "bleu") == ("Bleu ciel",)
    assert to_form(make("choice"), "bleu", "y.0") == {"y.0": ("bleu",)}


@pytest.mark.parametrize("raw", ["rouge", "Bleu ciel", "BLEU", 1, ["bleu", "vert"]])
def test_what_is_not_in_the_list_is_refused(make: Make, raw: object) -> None:
    assert read_plain(make("choice"), raw).problems[0].code in {"A010", "A006"}
    assert read_form(make("choice"), {"x": (str(raw),)}).value is None


def test_an_option_dropped_since_is_shown_by_its_id(make: Make) -> None:
    assert display(make("choice"), "rouge") == ("rouge",)


def test_left_empty(make: Make) -> None:
    assert read_form(make("choice"), {"x": ("",)}).problems[0].params == {"kind": "choice"}
    assert read_form(make("choice", required=False), {}) == Reading(None)
