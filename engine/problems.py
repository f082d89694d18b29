"""What is wrong in a spec or in an answer: values, collected, never raised."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "note"]


CITATIONS = frozenset({"S124", "S127", "R109", "R110"})
"""Of these there may be several at one place: a text cites many names."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a source file. `line` and `column` count from 1, in characters."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Edit:
    """A change that mends a fault for sure: `length` characters of one line, from `position` on, become `text`."""

    position: Position
    length: int
    text: str


@dataclass(frozen=True, slots=True)
class Witness:
    """A concrete applicant who shows that something can happen.

    `answers` are those that matter, as a flat file of answers has them (`parcours run --answers`): texts, lists of
    texts, maps of texts; None for what is left empty. `today` is the day of the deposit; `later` a second one, where
    the same answers give something else.
    """

    today: dt.date
    answers: Mapping[str, object]
    later: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a spec.

    `code` names the rule (`R102`); its sentence is in `engine.messages`, filled with `params`. `length` is how
    many characters the caret underlines. `expected` lists what would have been accepted, `suggestion` the
    nearest of them. `related` is the second place concerned (a first definition, a list …), `also` are the other
    places where the same fault shows.
    """

    position: Position
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = "error"
    length: int = 1
    expected: tuple[str, ...] = ()
    suggestion: str | None = None
    related: Position | None = None
    also: tuple[Position, ...] = ()
    edits: tuple[Edit, ...] = ()
    witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """A fault of an answer.

    `field` is the id of the field or justificatif concerned, or of the step when none is; `part` the part of a
    composed field to correct (`jour`, `code_postal`, `0.prenom`), empty for the whole. `message` is final text
    when the spec's author wrote it; otherwise `code` and `params` give it through `engine.messages`.
    """

    field: str
    code: str
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)
    part: str = ""
    message: str | None = None


def sorted_problems(problems: list[Problem] | tuple[Problem, ...]) -> tuple[Problem, ...]:
    """By file, line, column, then code: the order in which an author reads them."""
    return tuple(sorted(set_of(problems), key=lambda p: (p.position, p.code)))


def set_of(problems: list[Problem] | tuple[Problem, ...]) -> list[Problem]:
    """Without repetition: the same code at the same place is said once (shared blocks are built several times), but for
    the names that one text cites."""
    seen: dict[tuple[Position, str, str], Problem] = {}
    for problem in problems:
        cited = problem.params.get("found", "") if problem.code in CITATIONS else ""
        seen.setdefault((problem.position, problem.code, cited), problem)
    return list(seen.values())


def by_field(problems: tuple[AnswerProblem, ...]) -> dict[str, tuple[AnswerProblem, ...]]:
    """Problems of answers, grouped by field."""
    found: dict[str, tuple[AnswerProblem, ...]] = {}
    for problem in problems:
        found[problem.field] = (*found.get(problem.field, ()), problem)
    return found
