"""Edits of the bytes of a file: what they don't touch stays as it is, to the byte."""

from __future__ import annotations

from collections.abc import Iterable

from ..problems import Edit
from ..yaml_errors import LINE_BREAK


def applied(data: bytes, edits: Iterable[Edit]) -> tuple[bytes, tuple[Edit, ...]]:
    """The bytes of a file with its edits made, and those that were: of two that overlap, the first.

    Raises `UnicodeDecodeError` for what is not UTF-8, which no edit is about.
    """
    text = data.decode("utf-8")
    starts = [0, *(found.end() for found in LINE_BREAK.finditer(text))]
    ends = [*(found.start() for found in LINE_BREAK.finditer(text)), len(text)]
    parts: list[str] = []
    made: list[Edit] = []
    done = 0
    for edit in sorted(set(edits), key=lambda e: (e.position, e.length, e.text)):
        line = edit.position.line - 1
        if line >= len(starts):
            continue
        first = starts[line] + edit.position.column - 1
        last = first + edit.length
        if first < done or last > ends[line] or (made and first == done == _start(made[-1], starts)):
            continue
        parts += (text[done:first], edit.text)
        made.append(edit)
        done = last
    return "".join((*parts, text[done:])).encode("utf-8"), tuple(made)


def written(text: str, edit: Edit) -> str | None:
    """What stands in a text where an edit would change it; None where it has no such place."""
    lines = LINE_BREAK.split(text)
    line, first = edit.position.line - 1, edit.position.column - 1
    if not (0 <= line < len(lines) and 0 <= first <= first + edit.length <= len(lines[line])):
        return None
    return lines[line][first : first + edit.length]


def _start(edit: Edit, starts: list[int]) -> int:
    return starts[edit.position.line - 1] + edit.position.column - 1
