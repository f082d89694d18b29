"""Every screen of the user guide, steps 1 to 6: said in the YAML at its place, and read on the page.

The table is `acceptance.yaml`; its head says what each column and page is. `rendered_pages` gives the HTML of
each page, or the text of a PDF.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
PROCEDURES = HERE.parents[1] / "procedures"

GUIDE = (
    "001-003 010-013 020-023 030-030 040-041 050-052 060-062 070-072 080-083 090-095 100-106 110-118 120-128 130-132 "
    "140-147 150-158 160-163 170-174 180-181 190-190 200-200 210-214 220-227"
)
"""The screens of the inventory, by ranges of their numbers."""

HIDDEN = re.compile(r"<(script|style|template)\b.*?</\1>|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
INLINE_TAG = re.compile(r"</?(?:a|abbr|b|em|i|small|span|strong)\b[^>]*>")
MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
LIST_MARK = re.compile(r"^\s*- ", re.MULTILINE)
SPOKEN = re.compile(r"(?:alt|value|placeholder|aria-label)=\"([^\"]*)\"")
SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `shown` is empty where the page shows `quoted` itself."""

    ac: str
    path: tuple[str, ...]
    quoted: str
    shown: str
    pages: tuple[str, ...]


@cache
def plainly(file: Path) -> Any:  # noqa: ANN401 - what YAML holds
    """A YAML file as maps, lists and texts: every scalar as it was typed."""
    with file.open(encoding="utf-8") as opened:
        return yaml.load(opened, Loader=yaml.CBaseLoader)  # noqa: S506 - the base loader makes texts only


TABLE = plainly(HERE / "acceptance.yaml")


def lines(section: str) -> tuple[Line, ...]:
    """The lines of one section of the table."""
    return tuple(
        Line(
            row["ac"],
            tuple(row.get("ou", ())),
            row.get("texte", ""),
            row.get("affiche", ""),
            tuple(row.get("pages", ())),
        )
        for row in TABLE[section]
    )


LINES = lines("lignes")
ABSENT = lines("absents")
SAID = tuple(line for line in LINES if line.path)
SHOWN = tuple((line, page) for line in LINES for page in line.pages)
KEPT_OUT = tuple((line, page) for line in ABSENT for page in line.pages)


def at(path: tuple[str, ...]) -> str:
    """The text at a path; fails where nothing is there."""
    file, *keys = path
    found = plainly(PROCEDURES / file)
    for key in keys:
        found = child(found, key)
    assert isinstance(found, str), f"{path}: no text there"
    return found


def child(parent: Any, key: str) -> Any:  # noqa: ANN401 - what YAML holds
    """One step down: a key, the `id` or `titre` of an element, or its place."""
    if isinstance(parent, dict):
        return parent[key]
    named = [item for item in parent if isinstance(item, dict) and key in (item.get("id"), item.get("titre"))]
    return named[0] if named else parent[int(key)]


def readable(text: str) -> str:
    """Text as read: one kind of space and apostrophe, no capitals, no Markdown marks."""
    without_marks = MARKDOWN_LINK.sub(r"\1", LIST_MARK.sub("", text)).replace("**", "")
    unified = without_marks.replace("’", "'").replace("\u2011", "-").replace(SOFT_HYPHEN, "")
    return SPACES.sub(" ", unified).strip().casefold()


def page_words(page: str) -> str:
    """What a page says, with the words of its buttons and images; an element that is not inline separates words."""
    body = HIDDEN.sub(" ", page)
    spoken = " ".join(SPOKEN.findall(body))
    return readable(html.unescape(f"{TAG.sub(' ', INLINE_TAG.sub('', body))} {spoken}"))


def comparable(words: str, page: str) -> str:
    """Words as they are compared on a page: a PDF breaks its lines anywhere in an address."""
    return words.replace(" ", "") if page.startswith("pdf_") else words


def named(line: Line) -> str:
    """A test's name."""
    return f"{line.ac}-{(line.shown or line.quoted)[:40]}"


def test_every_screen_is_covered_or_excluded() -> None:
    """No screen is forgotten, none is both covered and excluded, and no page is unknown."""
    ranges = (part.split("-") for part in GUIDE.split())
    screens = {f"AC-{number:03}" for first, last in ranges for number in range(int(first), int(last) + 1)}
    covered = {line.ac for line in LINES}
    excluded = set(TABLE["exclus"])
    assert covered | excluded == screens
    assert not covered & excluded
    assert {page for line in (*LINES, *ABSENT) for page in line.pages} <= set(TABLE["pages"])


@pytest.mark.parametrize("line", SAID, ids=named)
def test_the_file_says_it(line: Line) -> None:
    """The words stand in the YAML at the path."""
    said = readable(at(line.path))
    assert readable(line.quoted) in said


@pytest.mark.parametrize(("line", "page"), SHOWN, ids=lambda value: named(value) if isinstance(value, Line) else value)
def test_the_page_shows_it(line: Line, page: str, rendered_pages: Mapping[str, str]) -> None:
    """The words can be read on the page."""
    words = readable(line.shown or line.quoted)
    assert comparable(words, page) in comparable(page_words(rendered_pages[page]), page)


@pytest.mark.parametrize(
    ("line", "page"), KEPT_OUT, ids=lambda value: named(value) if isinstance(value, Line) else value
)
def test_the_page_does_not_show_it(line: Line, page: str, rendered_pages: Mapping[str, str]) -> None:
    """The words are not on a page where they don't belong."""
    assert comparable(readable(line.quoted), page) not in comparable(page_words(rendered_pages[page]), page)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<label>Nom <span>*</span></label><p>d’usage&nbsp;:</p>", "nom * d'usage :"),
        ("<li>Passeport&#160;;</li><script>x = '<p>'</script>", "passeport ;"),
        ('<button value="ajouter:x">+ Ajouter</button>', "+ ajouter ajouter:x"),
    ],
)
def test_reading_a_page(markup: str, words: str) -> None:
    """Spaces, apostrophes, tags and scripts do not count."""
    assert page_words(markup) == words
