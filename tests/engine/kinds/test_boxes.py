from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.kinds import Reading, display, read_form, read_plain, to_form
from engine.spec import Field

Make = Callable[..., Field]

YES, NO = True, False


@pytest.mark.parametrize(("typed", "value"), [("oui", True), ("non", False), ("OUI", True), ("true", True)])
def test_yes_and_no(make: Make, typed: str, value: bool) -> None:
    assert read_form(make("yes_no"), {"x": (typed,)}) == Reading(value)
    assert read_plain(make("yes_no"), typed) == read_plain(make("yes_no"), value) == Reading(value)


@pytest.mark.parametrize("raw", ["peut-être", "1", 1, 0, [True, False], {}])
def test_neither_yes_nor_no(make: Make, raw: object) -> None:
    assert read_plain(make("yes_no"), raw).problems[0].code == "A011"


def test_an_unanswered_question_is_not_a_no(make: Make) -> None:
    assert read_form(make("yes_no"), {}).problems[0].code == "A001"
    assert read_form(make("yes_no", required=False), {}) == Reading(None)
    assert read_plain(make("yes_no", required=False), "") == Reading(None)


def test_a_box_that_is_not_posted_is_not_ticked(make: Make) -> None:
    assert read_form(make("checkbox"), {}) == Reading(NO)
    assert read_form(make("checkbox"), {"x": ("oui",)}) == Reading(YES)
    assert read_form(make("checkbox"), {"x": ("non",)}) == Reading(NO)
    assert read_plain(make("checkbox"), None) == Reading(None)


def test_a_commitment_must_be_made(make: Make) -> None:
    assert read_form(make("commitment"), {"x": ("oui",)}) == Reading(YES)
    for reading in (
        read_form(make("commitment"), {}),
        read_plain(make("commitment"), "non"),
        read_plain(make("commitment"), None),
    ):
        assert [problem.code for problem in reading.problems] == ["A012"]
    assert read_form(make("commitment", required=False), {}) == Reading(NO)


def test_in_words_and_back_to_the_page(make: Make) -> None:
    assert display(make("yes_no"), YES) == ("Oui",)
    assert display(make("yes_no"), NO, "en") == ("No",)
    assert display(make("checkbox"), YES, "xx") == ("Oui",)
    assert to_form(make("yes_no"), NO) == {"x": ("non",)}
    assert to_form(make("checkbox"), NO) == {}
