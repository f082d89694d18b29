"""The walk through the portal's decision graph, replayed from its first question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .scope import Replay
from .spec import Ask, Branch, Choice, Field, Portal, Proceed, Question, Redirect
from .values import ABSENT, AnswerMap, PartialDate, Value


@dataclass(frozen=True, slots=True)
class Taken:
    """One question of the tree with the answer taken: an option's id, or a date."""

    question: Question
    answer: Value
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class SituationPath:
    """The walk so far. One of `pending`, `orientation`, `procedure` says where it stands; none without a portal."""

    taken: tuple[Taken, ...] = ()
    recap: tuple[str, ...] = ()
    pending: str | None = None
    orientation: str | None = None
    procedure: str | None = None
    motif: str | None = None


def date_field(question: Question) -> Field:
    """A question of the tree that is a date, as a field."""
    return Field(question.id, "date", question.label, question.position)


def walk(portal: Portal, answers: AnswerMap, today: dt.date) -> SituationPath:
    """Follows the answers from the start until a question without a valid answer, or a leaf."""
    given = [question for name, question in portal.questions.items() if name in answers]
    if any(question.is_date for question in given):
        return _walk(portal, answers, today)
    chosen = tuple([(q.id, c.id) for q in given for c in q.choices if c.id == answers[q.id]])
    return _walk_of_choices(portal, chosen, today)


@lru_cache(maxsize=1024)
def _walk_of_choices(portal: Portal, chosen: tuple[tuple[str, str], ...], today: dt.date) -> SituationPath:
    """The walk of these options. Kept: it is the author's tree, the same for everybody who chooses them."""
    return _walk(portal, dict(chosen), today)


def _walk(portal: Portal, answers: AnswerMap, today: dt.date) -> SituationPath:
    taken: list[Taken] = []
    name = portal.start
    while True:
        question = portal.questions[name]
        found = _taken(question, answers)
        if found is None:
            return SituationPath(tuple(taken), _recap(taken), pending=name)
        taken.append(found)
        route = found.choice.route if found.choice is not None else question.route
        end = end_of(route, portal, taken, today) if isinstance(route, Branch) else route
        match end:
            case Ask() if all(step.question.id != end.question for step in taken):
                name = end.question
            case Proceed():
                return SituationPath(tuple(taken), _recap(taken), procedure=end.procedure, motif=end.motif)
            case Redirect():
                return SituationPath(tuple(taken), _recap(taken), orientation=end.orientation)
            case _:
                return SituationPath(tuple(taken[:-1]), _recap(taken[:-1]), pending=name)


def _taken(question: Question, answers: AnswerMap) -> Taken | None:
    answer = answers.get(question.id)
    if question.is_date:
        return Taken(question, answer, None) if isinstance(answer, dt.date | PartialDate) else None
    for choice in question.choices:
        if choice.id == answer:
            return Taken(question, choice.id, choice)
    return None


def end_of(route: Branch, portal: Portal, taken: Sequence[Taken], today: dt.date) -> Proceed | Redirect | Ask | None:
    """Where a route leads after these answers: a question that was not asked on the way is absent, as a hidden field
    is."""
    scope = scope_of(portal, taken, today)
    return next((end for condition, end in route.branches if condition(scope) is True), route.otherwise)


def scope_of(portal: Portal, taken: Iterable[Taken], today: dt.date) -> Replay:
    """What a route's conditions read after these answers."""
    scope = Replay(portal.facts, today)
    scope.values.update(dict.fromkeys(portal.questions, ABSENT))
    scope.values.update((step.question.id, step.answer) for step in taken)
    return scope


def _recap(taken: list[Taken]) -> tuple[str, ...]:
    lines: list[str] = []
    said = {step.question.id: _said(step) for step in taken}
    for step in taken:
        if step.choice is not None and step.choice.recap:
            lines.append(step.choice.recap)
        elif step.question.recap is not None:
            lines.append(step.question.recap.fill(lambda name: said.get(name, ""), {}).plain)
    return tuple(lines)


def _said(step: Taken) -> str:
    """An answer in words."""
    if step.choice is not None:
        return step.choice.label
    return step.answer.strftime("%d/%m/%Y") if isinstance(step.answer, dt.date) else str(step.answer)
