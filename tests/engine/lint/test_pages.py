"""Every rule has a page, whose examples show what they say they show."""

from __future__ import annotations

import re

import pytest

from engine.lint.registry import RULES
from engine.messages import MESSAGES
from tests.engine.lint.examples import PAGES, Files, page_codes, problems_of, read_page

CODES = sorted({*MESSAGES, *RULES})
LONGEST = 120
SENTENCE = re.compile(r"[.!?:»)](?=\s|$)")
OF_FOLDERS = frozenset({"Y033", "Y034"})
"""What is wrong with a folder: no text shows it. `test_reading` makes such folders."""
EXPLAINS = {"Y045": {"S104"}}
"""Rules that say why another, which is an error, finds something beside them."""


def codes_of(files: Files) -> set[str]:
    """What is found in an example."""
    return {problem.code for problem in problems_of(files)}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert page_codes() == CODES


@pytest.mark.parametrize("code", page_codes())
def test_a_page_is_made_as_the_others(code: str) -> None:
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    page = read_page(code)
    assert page.code == code
    assert not page.title.endswith(".")
    assert len(SENTENCE.findall(page.explanation)) >= 2, "what it finds, and why it matters"
    assert 2 <= len(page.explanation.split("\n")) <= 8
    assert [line for line in text.split("\n") if len(line) > LONGEST or line != line.rstrip()] == []
    assert text.endswith(".\n" if code in OF_FOLDERS else "```\n")
    assert bool(page.bad) == bool(page.good) == (code not in OF_FOLDERS)


@pytest.mark.parametrize("code", page_codes())
def test_a_bad_example_shows_the_fault(code: str) -> None:
    assert [code for files in read_page(code).bad if code not in codes_of(files)] == []


@pytest.mark.parametrize("code", page_codes())
def test_a_bad_example_shows_no_other_error(code: str) -> None:
    found = [p for files in read_page(code).bad for p in problems_of(files)]
    assert {p.code for p in found if p.severity == "error"} <= {code, *EXPLAINS.get(code, ())}


@pytest.mark.parametrize("code", page_codes())
def test_a_good_example_has_no_error_and_not_this_fault(code: str) -> None:
    found = [p for files in read_page(code).good for p in problems_of(files)]
    assert [(p.code, p.position) for p in found if p.severity == "error" or p.code == code] == []
