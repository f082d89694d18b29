"""The reason page and the situation: where a dossier begins, and how its answers to the tree change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from ..kinds import Form, read_form
from ..problems import AnswerProblem
from ..progress import Progress
from ..run import run
from ..situation import date_field
from ..spec import Catalogue, Origin, Question
from ..store import StoredDossier
from ..values import Value
from .cases import Case, Moment, Office, case_of, dossier_context, plain_of, save_case
from .codec import Draft, Plain, encode
from .outcomes import AskFirst, Done, GoOn, Outcome, ShowAgain
from .places import Place, current_place, question_place, questions_of
from .removals import removal
from .steps import STALE, STALE_NEXT

NOTHING: Mapping[Origin, str] = {}
"""Nothing comes from elsewhere than the person."""


def first_question(catalogue: Catalogue) -> Question | None:
    """The question of the reason page; None without a portal."""
    return catalogue.portal.questions[catalogue.portal.start] if catalogue.portal is not None else None


def begin(catalogue: Catalogue, day: dt.date) -> Progress:
    """Where someone stands who has answered nothing."""
    return run(catalogue, {}, day)


def read_question(question: Question, form: Form) -> tuple[Value | None, tuple[AnswerProblem, ...]]:
    """The answer posted to a question of the tree, or what is wrong with it."""
    if question.is_date:
        reading = read_form(date_field(question), form)
        return reading.value, reading.problems
    posted = form.get(question.id, ("",))[-1]
    if not posted:
        return None, (AnswerProblem(question.id, "A001", {"kind": "choice"}),)
    if posted not in {choice.id for choice in question.choices}:
        return None, (AnswerProblem(question.id, "A010"),)
    return posted, ()


def plain_answer(question: Question, value: Value | None) -> Plain:
    """An answer to the tree as it is stored."""
    return plain_of(date_field(question), value) if question.is_date else str(value)


def start(
    office: Office,
    question: Question,
    value: Value | None,
    *,
    dossier: str,
    owner: str,
    moment: Moment,
    provided: Mapping[Origin, str] = NOTHING,
) -> Case:
    """Begins a dossier with the answer to the first question, under ids made by the caller.

    `provided` is what fields take from elsewhere than the person, by `Origin` (`Field.taken_from`).
    """
    given: dict[str, str] = {str(origin): said for origin, said in provided.items()}
    draft = Draft(answers={question.id: plain_answer(question, value)}, provided=given)
    progress = run(office.catalogue, {question.id: value}, moment.day)
    sealed = office.sealer.seal(encode(draft), dossier_context(dossier))
    revision = progress.procedure.revision if progress.procedure is not None else ""
    stored = StoredDossier(dossier, owner, "draft", 1, sealed, revision, moment.at, moment.at)
    office.stores.dossiers.create(stored)
    return case_of(office, stored, moment.day)


def question_at(case: Case, number: str) -> Question | None:
    """The question shown under a number of the path; None when the path is shorter."""
    asked = questions_of(case)
    return next((question for n, question in enumerate(asked, 1) if str(n) == number), None)


def answer_question(
    case: Case, question: Question, form: Form, *, version: int, moment: Moment, confirmed: bool = False
) -> Outcome:
    """Takes the answer to a question of the path, asking first when it takes something away."""
    value, problems = read_question(question, form)
    typed = _own(question, form)
    if problems:
        return ShowAgain(case, question, typed, case.progress, problems)
    if value == case.answers.get(question.id):
        return GoOn(_after(case, question), case)
    if version != case.stored.version:
        return ShowAgain(case, question, typed, case.progress, notices=(STALE, STALE_NEXT), stale=True)
    after = case.replay({**case.answers, question.id: value}, case.faults)
    taken_away = removal(case, after)
    if taken_away and not confirmed:
        return AskFirst(case, question, typed, taken_away)
    answers = {**case.draft.answers, question.id: plain_answer(question, value)}
    saved = save_case(case, replace(case.draft, answers=answers), moment)
    return GoOn(_after(saved, question), saved, Done("changed") if confirmed else None)


def previous_question(case: Case, question: Question) -> Place:
    """The page before a question."""
    number = int(question_place(case, question.id).id)
    return Place("question", str(number - 1)) if number > 1 else Place("home")


def shown_answer(case: Case, question: Question) -> Value | None:
    """What is stored for a question."""
    return case.answers.get(question.id)


def _after(case: Case, question: Question) -> Place:
    """The next question of the path, each in turn, so that all of them can be looked at again; then where to go on."""
    asked = [q.id for q in questions_of(case)]
    if question.id in asked and asked.index(question.id) + 1 < len(asked):
        return Place("question", str(asked.index(question.id) + 2))
    return current_place(case)


def _own(question: Question, form: Form) -> Mapping[str, tuple[str, ...]]:
    return {name: values for name, values in form.items() if name == question.id or name.startswith(f"{question.id}.")}
