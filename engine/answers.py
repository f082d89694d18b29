"""Between answers as they are stored or written in a file, and the typed answers that everything else reads."""

from __future__ import annotations

from collections.abc import Mapping

from .kinds import read_plain
from .problems import AnswerProblem
from .spec import Field
from .values import AnswerMap, Value


def read_answers(
    fields: Mapping[str, Field], raw: Mapping[str, object]
) -> tuple[AnswerMap, tuple[AnswerProblem, ...], tuple[str, ...]]:
    """Typed answers, what is wrong with some of them, and the keys that are no field's, in the order of `raw`.

    An answer with a problem is left out, as if it had not been given; one that is null is kept as None, asked and
    left empty. That a required answer is missing is said where it is null or empty, not where its key is absent.
    """
    answers: dict[str, Value | None] = {}
    problems: list[AnswerProblem] = []
    unknown: list[str] = []
    for key, stored in raw.items():
        field = fields.get(key)
        if field is None or field.kind == "computed":
            unknown.append(key)
            continue
        reading = read_plain(field, stored)
        problems += reading.problems
        if not reading.problems or all(problem.code == "A001" and not problem.part for problem in reading.problems):
            answers[key] = reading.value
    return answers, tuple(problems), tuple(unknown)
