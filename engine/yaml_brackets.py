"""Brackets and dashes in the lines of a file, read without a parser: where it stops tells little of what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .problems import Position, Problem
from .yaml_quotes import SUGGESTED

Place = tuple[int, int]
"""A line and a column, from 0."""
QUOTED = re.compile(r"""(?<![^\s{\[,:])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|(?<!\S)#.*""")
"""A text between quotes, or a comment: their brackets are no brackets. An apostrophe within a word opens nothing."""
EXTRA = re.compile(r"[\]},]+(?=\s*(?:#|$))")
"""Closing signs, or a comma, that end a line."""
GLUED = re.compile(r"(?P<start> *(?:- +)*)-(?=[^\W\d]|[{\[\"'])")
"""A line whose dash touches what follows: YAML reads `-id` as a word."""
KEY = re.compile(r"(?P<key>[a-z][a-z0-9_]*):(?=\s|$)")
"""A key as the language writes them: no space before its colon, unlike a French sentence."""
PAIR = re.compile(rf"(?:[a-z0-9_.+-]+\s+)?{KEY.pattern}")
"""What begins with a key, or a name, a number or a date before one: no sentence."""
GLUED_COLON = re.compile(r"(?P<key>[a-z][a-z0-9_]*):(?!//)(?=[^\s:,\]}])")
"""A key whose colon touches what follows: YAML reads `si:oui` as a word."""
LAST_KEY = re.compile(r"(?<![^\s{[,])(?P<key>[a-z][a-z0-9_]*)$")
PAIRS = {"}": "{", "]": "["}


def bare(line: str) -> str:
    """A line with its quoted texts and its comment blank; columns stay."""
    return QUOTED.sub(lambda found: " " * len(found[0]), line)


def matched(line: str) -> bool:
    """Whether each bracket of a line without quotes is closed by its own sign."""
    opened: list[str] = []
    for sign in line:
        if sign in PAIRS.values():
            opened.append(sign)
        elif sign in PAIRS and (not opened or opened.pop() != PAIRS[sign]):
            return False
    return not opened


def key_before(line: str, first: int, colon: int) -> tuple[int, str] | None:
    """The key that a colon ends, and where it begins, no further left than `first`; None where it is none."""
    found = LAST_KEY.search(line, first, colon)
    return (found.start("key"), found["key"]) if found is not None else None


def follows(line: str, column: int) -> str | None:
    """The key that begins at a place of `{…}` or `[…]`, or the sign that opens a value there."""
    found = KEY.match(line, column)
    return found["key"] if found is not None else next((c for c in line[column : column + 1] if c in "{[\"'"), None)


def unclosed(lines: Sequence[str], line: int, column: int) -> Place | None:
    """The last bracket that is opened before a place, and not closed before it."""
    closed = 0
    for sign, place in _signs_before(lines, line, column):
        closed += 1 if sign in PAIRS else -1
        if closed < 0:
            return place
    return None


def opened_at(lines: Sequence[str], line: int, column: int) -> Place | None:
    """Where the last bracket that closes before a place was opened."""
    depth = 0
    for sign, place in _signs_before(lines, line, column):
        depth += 1 if sign in PAIRS else -1
        if depth <= 0:
            return place if depth == 0 else None
    return None


def missing_space(name: str, text: str, line: int) -> Problem:
    """The problem of a line, whose number is counted from 0, where a space lacks after the dash of a list."""
    column = len(text) - len(text.lstrip(" -")) - 1
    rest = text[column + 1 :].rstrip()
    mended = f"- {rest}" if len(rest) <= SUGGESTED else None
    place = Position(name, line + 1, column + 1)
    return Problem(place, "Y035", {"found": f"-{rest}"}, length=len(rest) + 1, suggestion=mended)


def glued_colon(place: Position, line: str) -> Problem | None:
    """The problem of a key at a place of a line where a space lacks after its colon; None where it is none."""
    found = GLUED_COLON.match(line, place.column - 1)
    return Problem(place, "Y038", {"found": found[0]}, length=len(found[0])) if found is not None else None


def _signs_before(lines: Sequence[str], line: int, column: int) -> Iterator[tuple[str, Place]]:
    """The brackets before a place, the nearest first."""
    for number in range(line, -1, -1):
        text = bare(lines[number])
        for index in range(min(column, len(text)) - 1 if number == line else len(text) - 1, -1, -1):
            if text[index] in "{}[]":
                yield text[index], (number, index)
