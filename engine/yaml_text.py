"""The bytes of a file as text, or what is wrong with them before any YAML is read."""

from __future__ import annotations

import re

from .problems import Position, Problem
from .yaml_errors import source_lines

MAX_BYTES = 1024 * 1024
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What no editor shows. Line breaks other than CR and LF are among them: editors and YAML count lines differently."""


def decoded(name: str, data: bytes) -> str | Problem:
    """The text of a file, called `name` in positions; or the fault that keeps it from being read."""
    start = Position(name, 1, 1)
    if len(data) > MAX_BYTES:
        return Problem(start, "Y001", {"max": str(MAX_BYTES)})
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        place = position_at(name, before, len(before))
        return Problem(place, "Y002", {"byte": f"0x{data[error.start]:02X}"})
    if text.startswith("\ufeff"):
        return Problem(start, "Y003")
    control = CONTROL.search(text)
    if control is not None:
        return Problem(position_at(name, text, control.start()), "Y004", {"character": f"U+{ord(control[0]):04X}"})
    return text


def position_at(name: str, text: str, index: int) -> Position:
    """The position of a character of a file."""
    before = source_lines(text[:index])
    return Position(name, len(before), len(before[-1]) + 1)
