"""The text of a file beside its YAML: its bytes decoded, its tabs, and what is left of it without a faulty entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from .problems import Position, Problem
from .yaml_errors import source_lines

MAX_BYTES = 1024 * 1024
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What no editor shows. Line breaks other than CR and LF are among them: editors and YAML count lines differently."""
TAB_INDENT = re.compile(r"^ *\t[ \t]*(?=[^\s#])")
MENDABLE = frozenset(
    {
        "Y018",
        "Y019",
        "Y020",
        "Y021",
        "Y022",
        "Y023",
        "Y024",
        "Y025",
        "Y026",
        "Y028",
        "Y031",
        "Y032",
        "Y035",
        "Y036",
        "Y038",
    }
)
"""Faults of one entry: its lines left out, what follows can be read. After the others, what a line is can't be told."""
ENTRY = re.compile(r"(?P<start> *(?:- +)*)(?P<key>[\w-]+:(?=\s|$))?")
MARK = re.compile(r"\?(?=\s|$)")
NEAR = 200
"""How far before a key what announces it is looked for."""
CLOSING = re.compile(r"\s*[\]},][\]}, ]*")


def decoded(name: str, data: bytes) -> str | Problem:
    """The text of a file, called `name` in positions; or the fault that keeps it from being read."""
    start = Position(name, 1, 1)
    if len(data) > MAX_BYTES:
        return Problem(start, "Y001")
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


def explicit_marks(text: str, first: int = 0, last: int | None = None) -> Iterator[int]:
    """Each `?` where YAML lets it announce a key: at the start of a line, after a brace, a bracket or a comma."""
    for mark in MARK.finditer(text, first, len(text) if last is None else last):
        near = text[max(0, mark.start() - NEAR) : mark.start()]
        before = near[max(near.rfind("\n"), near.rfind("\r")) + 1 :].rstrip(" ")
        if not before.strip(" -") or before[-1] in "{,[":
            yield mark.start()


def explicit_mark(text: str, start: int) -> int | None:
    """Where a `?` announces the key that begins at `start`."""
    marks = explicit_marks(text, max(0, start - NEAR), start)
    return next((mark for mark in marks if not text[mark + 1 : start].strip()), None)


def position_at(name: str, text: str, index: int) -> Position:
    """The position of a character of a file."""
    before = source_lines(text[:index])
    return Position(name, len(before), len(before[-1]) + 1)


def tabs(name: str, lines: Sequence[str], blocks: Iterable[tuple[int, int]]) -> Iterator[Problem]:
    """The tabs in the indentation of lines, but for those of texts in `blocks` (first line, line after the last)."""
    inside = {number for first, last in blocks for number in range(first, last)}
    for number, line in enumerate(lines):
        tab = TAB_INDENT.match(line)
        if tab is not None and number not in inside:
            column = line.index("\t") + 1
            yield Problem(Position(name, number + 1, column), "Y015", length=tab.end() - column + 1)


def left_out(text: str, fault: Problem) -> str | None:
    """A text without the entry that a fault is on: its value, and the lines that belong to it, are blank. Lines keep
    their numbers. None when nothing sure can be read after it, or nothing is left to leave out.

    The key stays, so that what stands beside it is still whose it was. What belongs to it is further to the right;
    where a line is aligned with nothing, so may be whatever its parent holds after it. Of signs too many, only they are
    left out.
    """
    lines, code, line = source_lines(text), fault.code, fault.position.line
    entry = ENTRY.match(lines[line - 1])
    if code not in MENDABLE or entry is None:
        return None
    if code == "Y032":
        first, last = fault.position.column - 1, fault.position.column - 1 + fault.length
        lines[line - 1] = lines[line - 1][:first] + " " * fault.length + lines[line - 1][last:]
        return "\n".join(lines)
    kept = {"Y020": "", "Y021": entry["start"], "Y035": ""}.get(code, entry[0]).rstrip()
    if kept == lines[line - 1].rstrip():
        return None
    if code == "Y020":
        depth = _parent(lines, line - 1)
    else:
        depth = entry.end("start") if kept.endswith(":") else _indent(lines[line - 1])
    lines[line - 1] = kept
    for number in range(line, len(lines)):
        if lines[number].strip() and _indent(lines[number]) <= depth and not CLOSING.fullmatch(lines[number]):
            break
        lines[number] = ""
    return "\n".join(lines)


def _parent(lines: list[str], index: int) -> int:
    """How far to the right the line is that holds one aligned with nothing, and the one before."""
    above = [_indent(line) for line in lines[:index] if line.strip() and not line.lstrip().startswith("#")]
    inside = min((_indent(lines[index]), *above[-1:]))
    return next((depth for depth in reversed(above) if depth < inside), -1)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
