"""Where a person may be in a dossier, and where to go on. The web layer gives each place its address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..spec import Question, Step
from .cases import Case

PlaceKind = Literal["question", "step", "check", "orientation", "pause", "abandon", "erased", "home"]


@dataclass(frozen=True, slots=True)
class Place:
    """A page. `id` is a step's or an orientation's id, or the number of a question along the path.

    `control` is the name of the control to go to in it, `anchor` another place of it, as the page calls it.
    """

    kind: PlaceKind
    id: str = ""
    control: str = ""
    anchor: str = ""


def questions_of(case: Case) -> tuple[Question, ...]:
    """The questions of the tree along the path taken, the one still to answer last."""
    path = case.progress.situation
    asked = [taken.question for taken in path.taken]
    portal = case.catalogue.portal
    if path.pending is not None and portal is not None:
        asked.append(portal.questions[path.pending])
    return tuple(asked)


def question_place(case: Case, question: str) -> Place:
    """The page of a question of the path."""
    asked = [q.id for q in questions_of(case)]
    return Place("question", str(asked.index(question) + 1))


def situation_place(case: Case) -> Place:
    """Where the situation is changed: the question still to answer, else the first of the steps' own."""
    pending = case.progress.situation.pending
    if pending is not None:
        return question_place(case, pending)
    inside = [n for n, q in enumerate(questions_of(case), 1) if not q.outside_steps]
    return Place("question", str(inside[0] if inside else 1))


def current_place(case: Case) -> Place:
    """Where to go on: the first page with something left to do."""
    if case.deposited:
        return Place("step", case.procedure.steps[-1].id)
    path = case.progress.situation
    if path.pending is not None:
        return question_place(case, path.pending)
    if path.orientation is not None:
        return Place("orientation", path.orientation)
    if case.progress.procedure is None:
        return situation_place(case) if path.taken else Place("home")
    if case.progress.exit is not None:
        return Place("orientation", case.progress.exit)
    step = first_open(case)
    return Place("check") if step.content == "deposit" else Place("step", step.id)


def first_open(case: Case) -> Step:
    """The first step that is not done, or where something typed was never validated."""
    for progress in case.progress.steps:
        if not progress.done or progress.step.id in case.draft.pending:
            return progress.step
    return case.procedure.steps[-1]


def may_see(case: Case, step: Step) -> bool:
    """Whether a step may be shown and posted: those behind, and the first one open. None can be skipped.

    An exit stops at the step that has the rule: it stays open, to be corrected, and nothing after it is.
    """
    if step.content == "confirmation":
        return case.deposited
    if case.deposited or case.progress.situation.pending is not None:
        return False
    steps = case.procedure.steps
    if case.progress.exit_step is not None:
        return steps.index(step) <= steps.index(case.progress.step(case.progress.exit_step).step)
    if case.progress.exit is not None and step.content in ("deposit", "confirmation"):
        return False
    return steps.index(step) <= steps.index(first_open(case))


def may_check(case: Case) -> bool:
    """Whether the answers may be looked through before the deposit: everything else is done."""
    if case.deposited or case.progress.procedure is None or case.progress.exit is not None:
        return False
    return first_open(case).content in ("deposit", "confirmation")


def before(case: Case, step: Step) -> Place:
    """The page before a step. The situation is a page of its own kind, and the deposit comes after the check."""
    if step.content == "deposit":
        return Place("check")
    steps = case.procedure.steps
    number = steps.index(step)
    if number == 0 or steps[number - 1].content == "situation":
        return situation_place(case)
    return Place("step", steps[number - 1].id)


def before_check(case: Case) -> Place:
    """The page before the check page: the last form."""
    forms = [step for step in case.procedure.steps if step.content in ("form", "justificatifs")]
    return Place("step", forms[-1].id) if forms else situation_place(case)
