"""What reading an answer gives, and the few gestures that every kind makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from ..problems import AnswerProblem
from ..spec import Field
from ..values import Value

Form = Mapping[str, tuple[str, ...]]
"""What a page posted, by control name; several values where a name was posted several times."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as read. `value` is None when it was left empty, or when `problems` say what is wrong with it."""

    value: Value | None
    problems: tuple[AnswerProblem, ...] = ()


class Family(Protocol):
    """What a module of this package does for its kinds, one element at a time and whether or not it is required."""

    def read_form(self, field: Field, form: Form, name: str) -> Reading:
        """What a page posted under `name`."""

    def read_plain(self, field: Field, raw: object) -> Reading:
        """What a stored or hand-written file of answers says; never None."""

    def to_form(self, field: Field, value: Value, name: str) -> dict[str, tuple[str, ...]]:
        """What a page would post for this value."""

    def display(self, field: Field, value: Value, language: str) -> tuple[str, ...]:
        """The value in words, in one or several lines."""


EMPTY = Reading(None)


def posted(form: Form, name: str) -> str:
    """The last value posted under a name, empty when there is none."""
    values = form.get(name)
    return values[-1] if values else ""


def faulty(field: Field, code: str, /, part: str = "", **params: str) -> Reading:
    """A reading with one problem. `part` is the part to correct."""
    return Reading(None, (AnswerProblem(field.id, code, params, part),))


def within(problems: tuple[AnswerProblem, ...], field: Field, prefix: str) -> tuple[AnswerProblem, ...]:
    """Problems of an element or a member, said of the field that holds it: `mois` becomes `0.naissance.mois`."""
    return tuple(
        replace(problem, field=field.id, part=f"{prefix}.{problem.part}" if problem.part else prefix)
        for problem in problems
    )
