from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.kinds import Reading, pattern_fault, read_form, read_plain
from engine.problems import AnswerProblem
from engine.spec import Field

Make = Callable[..., Field]

NAMES = (
    "Nguyễn Thị Ánh",
    "O'Connor",
    "D’Arc",
    "de La Fontaine-Müller",
    "van der Berg",
    "Ñúñez",
    "محمد بن عبد الله",
    "王小明",
    "김민준",
    "Ἀθηνᾶ",
    "Шевченко",
    "שרה",
    "ዮሐንስ",
    "அருண்",
    "ไพศาล",
    "ʻOkina",
    "Ý",
    "X",
    "Łukasz",
    "İpek",
    "Oğuz",
    "MARIE-ANGE",
    "Aïssatou Diallo épouse Bâ",
    "N'Diaye",
    "ﬁ",
    "Jr.",
    "A" * 120,
)


def code_of(reading: Reading) -> str:
    (problem,) = reading.problems
    assert reading.value is None
    return problem.code


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_accepted_as_it_is(make: Make, name: str) -> None:
    assert read_form(make("text"), {"x": (name,)}) == Reading(name)
    assert read_plain(make("text"), name) == Reading(name)


def test_nfd_and_nfc_are_the_same_answer(make: Make) -> None:
    assert read_plain(make("text"), "Ame\u0301lie") == read_plain(make("text"), "Am\u00e9lie") == Reading("Amélie")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("a\x00b", "A003"),
        ("\u202egnp.exe", "A003"),
        ("a\nb", "A007"),
        ("Ana\r\nBcc: x@y.fr", "A007"),
        ("a" * 201, "A002"),
        (" " * 5000 + "a", "A001"),
        ("   ", "A001"),
        ("\u200b", "A001"),
    ],
)
def test_what_is_refused_says_why(make: Make, typed: str, code: str) -> None:
    assert code_of(read_form(make("text"), {"x": (typed,)})) == code


def test_length_is_counted_in_characters_after_composing(make: Make) -> None:
    field = make("text", max_length=3)
    assert read_plain(field, "e\u0301e\u0301e\u0301").value == "ééé"
    assert read_plain(field, "𠮷𠮷𠮷").value == "𠮷𠮷𠮷"
    assert code_of(read_plain(field, "éééé")) == "A002"


def test_a_long_text_keeps_its_lines(make: Make) -> None:
    field = make("long_text", max_length=4000)
    assert read_form(field, {"x": ("un\r\ndeux\r\n",)}).value == "un\ndeux"
    assert code_of(read_form(field, {"x": ("un\ndeux\x00",)})) == "A003"


def test_a_pattern_is_for_the_whole_text_and_has_its_message(make: Make) -> None:
    field = make("text", pattern="[A-Z]{2}[0-9]+", pattern_message="Deux lettres puis des chiffres.")
    assert read_plain(field, "AB12").value == "AB12"
    for wrong in ("AB12x", "xAB12", "AB", "AB١٢"):
        assert read_plain(field, wrong).problems[0].message == "Deux lettres puis des chiffres."
    assert read_plain(field, "AB12\n").value == "AB12"
    assert code_of(read_plain(field, "AB12\nZ")) == "A007"


def test_without_the_authors_message_the_example_is_ours_to_say(make: Make) -> None:
    assert code_of(read_plain(make("text", pattern="[0-9]"), "a")) == "A004"
    (problem,) = read_plain(make("text", pattern="[0-9]", pattern_example="7"), "a").problems
    assert problem == AnswerProblem("x", "A005", {"example": "7"})


def test_a_pattern_that_is_slow_elsewhere_is_not_here(make: Make) -> None:
    field = make("text", pattern="(a+)+$", max_length=4000)
    assert code_of(read_plain(field, "a" * 3999 + "!")) == "A004"


@pytest.mark.parametrize("pattern", ["(", "a**", r"(?=a)", r"(a)\1", "é", "[z-a]"])
def test_what_is_no_pattern_of_ours_is_said(pattern: str) -> None:
    assert pattern_fault(pattern)


def test_a_good_pattern_has_no_fault() -> None:
    assert pattern_fault("[0-9]{22}") is None


@pytest.mark.parametrize("raw", [3, True, ["a", "b"], {"a": "b"}])
def test_another_type_is_said(make: Make, raw: object) -> None:
    assert code_of(read_plain(make("text"), raw)) == "A006"


def test_the_last_of_several_values_is_read(make: Make) -> None:
    assert read_form(make("text"), {"x": ("a", "b")}).value == "b"
    assert read_form(make("text", required=False), {"x": ()}) == Reading(None)
    assert read_form(make("text"), {"autre": ("c",), "y": ("a",)}, "y").value == "a"


def test_left_empty_is_a_problem_only_when_required(make: Make) -> None:
    assert read_form(make("text"), {}).problems == (AnswerProblem("x", "A001", {"kind": "text"}),)
    assert read_form(make("text", required=False), {}) == Reading(None)
    assert read_plain(make("text", required=False), None) == Reading(None)
