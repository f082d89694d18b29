"""What mends a finding for sure: an edit of the characters at fault, derived from the problem that says it.

Only what can't be meant otherwise is mended: a text that needs quotes, a name that differs from the one expected by its
accents or capitals, an invisible character. A name that is merely near is a guess, left to its author.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..nearest import fold
from ..problems import Edit, Position, Problem
from ..schema_errors import MEANT
from ..source import read_source
from ..yaml_errors import NO_BREAK, source_lines
from .edits import applied
from .tolerated import texts_of

WRAPPERS = ("", '""', "''", "{}")
"""What a name may stand between."""
JOINING = frozenset("\x0b\x0c\x85\u2028\u2029")
"""Invisible characters that end a line somewhere: without one, words would join."""
BLANK = re.compile(f"[ {''.join(NO_BREAK)}]*")
TRIED = frozenset({"Y014", "Y017", "Y018", "Y023", "Y024", "Y031"})
RETRIED = 50
"""How many edits of one file are tried by reading it again."""


def with_edits(problems: Sequence[Problem], sources: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """The problems, each with the edits that mend it, where something does. Order and the rest stay.

    An edit of the YAML itself is kept only if the file, read again with it, loses this fault and gets no other.
    """
    texts = {name: source_lines(text) for name, text in texts_of(sources)}
    tried: Counter[str] = Counter()
    made: list[Problem] = []
    for problem in problems:
        edits = problem.edits or tuple(_edits(problem, texts))
        name = problem.position.file
        if edits and problem.code in TRIED:
            tried[name] += 1
            if tried[name] > RETRIED or not _mends(name, sources[name], edits):
                edits = ()
        made.append(problem if edits == problem.edits else replace(problem, edits=edits))
    return tuple(made)


def _edits(problem: Problem, texts: Mapping[str, Sequence[str]]) -> Iterator[Edit]:
    match problem.code:
        case "Y003":
            yield Edit(problem.position, 1, "")
        case "Y004":
            shown = _at(texts, problem.position, 1)
            if shown is not None and shown not in JOINING and problem.params.get("character") == _named(shown):
                yield Edit(problem.position, 1, "")
        case "Y014":
            shown = _at(texts, problem.position, problem.length)
            if shown is not None and BLANK.fullmatch(shown):
                yield Edit(problem.position, problem.length, " " * problem.length)
        case "Y017":
            found = problem.params.get("found", "")
            if problem.suggestion is not None and _at(texts, problem.position, len(found)) == found:
                yield Edit(problem.position, len(found), problem.suggestion)
        case code if not code.startswith("Y"):
            yield from _respelt(problem, texts)
        case _:
            return


def _respelt(problem: Problem, texts: Mapping[str, Sequence[str]]) -> list[Edit]:
    """Edits of a name that differs from the one expected by accents or capitals only, or is another word for yes or no:
    at every place of the fault, or none."""
    found, meant = problem.params.get("found", ""), problem.suggestion
    if meant is None or not found or not _certain(found, meant, problem.expected):
        return []
    made: list[Edit] = []
    for place in (problem.position, *problem.also):
        start = next((len(w) // 2 for w in WRAPPERS if _wrapped(texts, place, found, w)), None)
        if start is None:
            return []
        made.append(Edit(replace(place, column=place.column + start), len(found), meant))
    return made


def _certain(found: str, meant: str, expected: Sequence[str]) -> bool:
    if MEANT.get(found.casefold()) == meant:
        return True
    alike = [name for name in expected if fold(name) == fold(found)]
    return fold(found) == fold(meant) and alike in ([], [meant])


def _wrapped(texts: Mapping[str, Sequence[str]], place: Position, found: str, wrapper: str) -> bool:
    """Whether a name stands at a place between the two characters of a wrapper."""
    text = wrapper[:1] + found + wrapper[1:]
    return _at(texts, place, len(text)) == text


def _at(texts: Mapping[str, Sequence[str]], place: Position, length: int) -> str | None:
    """So many characters of a line, None when it is not there or shorter."""
    lines = texts.get(place.file, ())
    if not 0 < place.line <= len(lines):
        return None
    shown = lines[place.line - 1][place.column - 1 :][:length]
    return shown if len(shown) == length else None


def _named(character: str) -> str:
    return f"U+{ord(character):04X}"


def _mends(name: str, data: bytes, edits: Sequence[Edit]) -> bool:
    """Whether a file reads better with the edits than without: a fault less, and none that was not there."""
    before, after = _faults(name, data), _faults(name, applied(data, edits)[0])
    return after < before


def _faults(name: str, data: bytes) -> Counter[tuple[str, str]]:
    _, problems = read_source(name, data)
    return Counter((p.code, p.params.get("found", "")) for p in problems)
