"""Brackets and dashes in the lines of a file, read without a parser: where it stops tells little of what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Place = tuple[int, int]
"""A line and a column, from 0."""
QUOTED = re.compile(r"""(?<![^\s{\[,:])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|(?<!\S)#.*""")
"""A text between quotes, or a comment: their brackets are no brackets. An apostrophe within a word opens nothing."""
EXTRA = re.compile(r"[\]},]+(?=\s*(?:#|$))")
"""Closing signs, or a comma, that end a line."""
GLUED = re.compile(r"(?P<start> *(?:- +)*)-(?=[^\W\d]|[{\[\"'])")
"""A line whose dash touches what follows: YAML reads `-id` as a word."""
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


def _signs_before(lines: Sequence[str], line: int, column: int) -> Iterator[tuple[str, Place]]:
    """The brackets before a place, the nearest first."""
    for number in range(line, -1, -1):
        text = bare(lines[number])
        for index in range(min(column, len(text)) - 1 if number == line else len(text) - 1, -1, -1):
            if text[index] in "{}[]":
                yield text[index], (number, index)
