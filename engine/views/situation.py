"""The questions of the decision tree as they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ..kinds import display, to_form
from ..kinds.date import PARTS as DATE_PARTS
from ..progress import Progress
from ..situation import SituationPath, Taken, date_field
from ..spec import Catalogue, Portal, Procedure, Question
from ..values import Value
from ..view import (
    AnsweredQuestionView,
    ErrorView,
    FieldFrame,
    FieldView,
    InsertView,
    OptionView,
    QuestionView,
    StepRef,
    StepView,
)
from .fields import part_frame, part_views
from .state import Filler, PageState, addresses, anchor_of, faults_of, step_refs

SHARED_SLUG = "situation"


def question_view(
    catalogue: Catalogue, progress: Progress, question_id: str, answer: Value | None, state: PageState
) -> StepView:
    """One question of the tree: before the steps, or as their first one.

    `answer` is what is stored for it. The steps announced are those every procedure of the catalogue shares by title,
    since which procedure it will be is not known yet. Raises `KeyError` for an unknown question.
    """
    portal = catalogue.portal
    if portal is None:
        raise KeyError(question_id)
    question = portal.questions[question_id]
    procedure = progress.procedure or shared_procedure(catalogue)
    step = next((s for s in procedure.steps if s.content == "situation"), None) if procedure is not None else None
    shown = _question(portal, question, progress.situation, answer, state)
    refs: tuple[StepRef, ...] = ()
    if procedure is not None and step is not None and not question.outside_steps:
        refs = step_refs(procedure, step.id, frozenset())
    inserts: tuple[InsertView, ...] = ()
    if procedure is not None and step is not None and not question.outside_steps:
        inserts = Filler(progress, procedure, state).inserts(step.inserts)
    return StepView(
        title=step.title if step is not None and refs else portal.title,
        neutral_title=portal.neutral_title,
        procedure_title=procedure.title if procedure is not None else portal.title,
        content="situation",
        step=step.id if step is not None else SHARED_SLUG,
        slug=step.slug if step is not None else SHARED_SLUG,
        number=1,
        total=len(refs),
        steps=refs,
        version=state.version,
        inserts=inserts,
        question=shown,
        errors=_errors(shown, question),
        notices=state.notices,
        # The question outside the steps that comes before, or an earlier one of theirs.
        previous=None if question.outside_steps or step is None else step.slug,
        can_quit=False,
        can_abandon=not question.outside_steps,
    )


def shared_procedure(catalogue: Catalogue) -> Procedure | None:
    """A procedure whose step titles all procedures have, or None."""
    procedures = tuple(catalogue.procedures.values())
    titles = {tuple(step.title for step in procedure.steps) for procedure in procedures}
    return procedures[0] if len(titles) == 1 else None


def _question(
    portal: Portal, question: Question, path: SituationPath, answer: Value | None, state: PageState
) -> QuestionView:
    links = addresses(portal.links)
    faults = faults_of(state, {question.id: question.label}).get(question.id, {})
    posted = state.form.get(question.id) if state.form is not None else None
    selected = posted[-1] if posted else (str(answer) if answer is not None else "")
    return QuestionView(
        id=question.id,
        label=question.label,
        anchor=anchor_of(question.id),
        introduction=question.introduction.fill(lambda _: "", links) if question.introduction else None,
        hint=question.hint.fill(lambda _: "", links) if question.hint else None,
        options=tuple(
            OptionView(c.id, c.label, anchor_of(question.id) + (f"-{c.id}" if n else ""), selected == c.id)
            for n, c in enumerate(question.choices)
        ),
        date=_date(question, answer, state, faults) if question.is_date else None,
        error=next(iter(faults.values()), None),
        button=question.button,
        earlier=tuple(_earlier(t, state.language) for t in _before(path, question)),
    )


def _before(path: SituationPath, question: Question) -> tuple[Taken, ...]:
    """The questions answered on the way to this one, of the same page: those outside the steps are not repeated."""
    before: list[Taken] = []
    for taken in path.taken:
        if taken.question.id == question.id:
            break
        if not taken.question.outside_steps:
            before.append(taken)
    return tuple(before)


def _earlier(taken: Taken, language: str) -> AnsweredQuestionView:
    return AnsweredQuestionView(taken.question.id, taken.question.label, answer_in_words(taken, language))


def answer_in_words(taken: Taken, language: str) -> str:
    """The answer to a question of the tree: the choice made, or the date."""
    if taken.choice is not None:
        return taken.choice.label
    return display(date_field(taken.question), taken.answer, language)[0]


def _date(question: Question, answer: Value | None, state: PageState, faults: Mapping[str, str]) -> FieldView:
    asked = date_field(question)
    form = state.form if state.form is not None else (to_form(asked, answer) if answer is not None else {})
    frame = _date_frame(asked.id, asked.label, state.language)
    parts = part_views(frame, form, faults)
    anchor = next((part.anchor for part in parts if part.error), frame.anchor)
    return FieldView(frame, anchor, error=next(iter(faults.values()), None), parts=parts)


@lru_cache(maxsize=256)
def _date_frame(name: str, label: str, language: str) -> FieldFrame:
    """What is fixed of a question that is a date. Kept: it is the same for everybody."""
    controls = tuple(part_frame(name, part, language) for part in DATE_PARTS)
    return FieldFrame(name, "date", name, controls[0].anchor, label, required=True, parts=controls)


def _errors(shown: QuestionView, question: Question) -> tuple[ErrorView, ...]:
    if shown.error is None:
        return ()
    anchor = shown.date.anchor if shown.date is not None else shown.anchor
    return (ErrorView(anchor, shown.error, question.label),)
