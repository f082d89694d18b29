"""Comments that suppress a finding: `# tolérer P302 : motif`, on its line or alone just above it.

A comment covers one line, not the block that the line opens; of a text of several lines, all of them. The reason is for
whoever reads the file next. A comment that suppresses nothing is a finding itself, so that none outlives its reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from ..nearest import nearest
from ..problems import Position, Problem
from ..yaml_comments import Comment, Comments, read_comments
from ..yaml_quotes import MARK

WORD = re.compile(r"(?<![^\s,;:])(?!et\b)[^\s,;:]+")
CODE = re.compile(r"[A-Za-z][0-9]{2,4}")
REASON = re.compile(r"[^\W\d_]{3}")
"""What a reason has at least: a word."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A code that a comment names, where it stands, and the lines it covers (first, last)."""

    code: str
    position: Position
    lines: tuple[int, int]

    def covers(self, problem: Problem) -> bool:
        """Whether a finding is what the comment is about."""
        place = problem.position
        here = place.file == self.position.file and self.lines[0] <= place.line <= self.lines[1]
        return here and problem.code == self.code


def tolerances(
    name: str, text: str, known: Collection[str], fixed: Collection[str]
) -> tuple[tuple[Tolerance, ...], tuple[Problem, ...]]:
    """What the comments of a file suppress, and what is wrong with them.

    `name` is the file's name in positions, `known` the codes of all rules, `fixed` those that nothing suppresses.
    """
    if MARK.search(text) is None:
        return (), ()
    found: list[Tolerance] = []
    problems: list[Problem] = []
    comments = read_comments(text)
    for comment in comments.found:
        mark = MARK.match(comment.text)
        if mark is None:
            continue
        lines = covered(comment, comments)
        for item in _codes(Position(name, comment.line, comment.column), comment.text, mark.end(), known, fixed):
            if isinstance(item, Problem):
                problems.append(item)
            else:
                found.append(Tolerance(item.text, item.position, lines))
    return tuple(found), tuple(problems)


def covered(comment: Comment, comments: Comments) -> tuple[int, int]:
    """The lines that a comment is about: its own, or the next one that is not a comment, with the whole of a text that
    begins there."""
    line = comment.line
    if comment.alone:
        alone = {other.line for other in comments.found if other.alone}
        while line in alone:
            line += 1
    return line, max(line, comments.texts.get(line, line))


@dataclass(frozen=True, slots=True)
class _Code:
    text: str
    position: Position


def _codes(
    place: Position, comment: str, start: int, known: Collection[str], fixed: Collection[str]
) -> Iterator[_Code | Problem]:
    """The codes that a comment at a place names, from a character of it on; instead of one, what is wrong with it."""
    named, colon, reason = comment[start:].partition(":")
    words = list(WORD.finditer(named))
    if not colon:  # what follows the codes is the reason, without its colon
        words = list(takewhile(lambda word: CODE.fullmatch(word[0]), words))
    if not any(CODE.fullmatch(word[0]) for word in words):
        yield Problem(place, "T005", length=len(comment.rstrip()))
        return
    reasoned = bool(colon and REASON.search(reason))
    for word in words:
        at = Position(place.file, place.line, place.column + start + word.start())
        code = word[0].upper()
        fault = _fault(code, known, fixed) or (None if reasoned else "T001")
        if fault is None:
            yield _Code(code, at)
            continue
        near = nearest(code, known) if fault == "T003" else None
        yield Problem(at, fault, {"found": word[0]}, length=len(word[0]), suggestion=near)


def _fault(code: str, known: Collection[str], fixed: Collection[str]) -> str | None:
    if code not in known:
        return "T003"
    return "T004" if code in fixed else None


def without(
    problems: Iterable[Problem], tolerated: Iterable[Tolerance]
) -> tuple[tuple[Problem, ...], tuple[Problem, ...], tuple[Tolerance, ...]]:
    """The problems that stay, those that a comment suppresses, and the comments that suppress nothing."""
    by_place: dict[tuple[str, str], list[Tolerance]] = {}
    for one in tolerated:
        by_place.setdefault((one.position.file, one.code), []).append(one)
    used: set[Tolerance] = set()
    kept: list[Problem] = []
    dropped: list[Problem] = []
    for problem in problems:
        fitting = [t for t in by_place.get((problem.position.file, problem.code), ()) if t.covers(problem)]
        used.update(fitting)
        (dropped if fitting else kept).append(problem)
    unused = [one for ones in by_place.values() for one in ones if one not in used]
    return tuple(kept), tuple(dropped), tuple(unused)


def unused_problem(tolerance: Tolerance) -> Problem:
    """A comment that suppresses nothing, as a finding of its own."""
    return Problem(
        tolerance.position,
        "T002",
        {"found": tolerance.code},
        length=len(tolerance.code),
        related=Position(tolerance.position.file, tolerance.lines[0], 1),
    )


def texts_of(sources: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The files that can be decoded, by name."""
    for name, data in sources.items():
        try:
            yield name, data.decode("utf-8")
        except UnicodeDecodeError:
            continue
