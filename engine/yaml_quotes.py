"""Texts of a file without quotes, as they can be written with them."""

from __future__ import annotations

from .problems import Position, Problem
from .yaml_events import Mark

SUGGESTED = 90
"""The longest text that is shown as it can be written."""


def quoted(text: str) -> str | None:
    """A text as it can be written between quotes in YAML; None when it is too long to be shown."""
    if len(text) > SUGGESTED or "\n" in text:
        return None
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def cut_text(name: str, end: Mark, line: str, text: str) -> tuple[str, Problem]:
    """A text that ends before a comment of its line, with this comment; and the problem that it may make."""
    place = Position(name, end.line + 1, line.index("#", end.column) + 1)
    whole = f"{text} {line[end.column :].strip()}".strip()
    length = len(line.rstrip()) - place.column + 1
    return whole, Problem(place, "Y016", {"found": text}, length=length, suggestion=quoted(whole))
