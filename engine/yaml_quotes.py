"""Texts of a file without quotes, as they can be written with them."""

from __future__ import annotations

import re

from .problems import Position, Problem
from .yaml_events import Mark

SUGGESTED = 90
"""The longest text that is shown as it can be written."""
MARK = re.compile("#+\\s*tol(?:é|e\u0301|e)rer\\b", re.IGNORECASE)
"""How a comment that suppresses a finding begins, its accent written in one character, in two, or not at all."""
COMMENT_FOR_SURE = re.compile(rf"{MARK.pattern}\s+[a-z][0-9]{{2,4}}\b", re.IGNORECASE)


def quoted(text: str) -> str | None:
    """A text as it can be written between quotes in YAML; None when it is too long to be shown."""
    if len(text) > SUGGESTED or "\n" in text:
        return None
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def cut_text(name: str, end: Mark, line: str, text: str) -> tuple[str, Problem | None]:
    """A text that ends before a comment of its line, with this comment; and the problem that it may make: none where
    the comment suppresses a finding, which no text does."""
    place = Position(name, end.line + 1, line.index("#", end.column) + 1)
    whole = f"{text} {line[end.column :].strip()}".strip()
    if COMMENT_FOR_SURE.match(line, place.column - 1):
        return text, None
    length = len(line.rstrip()) - place.column + 1
    return whole, Problem(place, "Y016", {"found": text}, length=length, suggestion=quoted(whole))
