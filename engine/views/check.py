"""Check your answers: everything that will be deposited, each line with where to change it."""

from __future__ import annotations

from collections.abc import Iterator

from ..justificatifs import control_keys
from ..kinds import display
from ..progress import Progress
from ..spec import Field, Step
from ..view import CheckLine, CheckSection, ErrorView, StepView
from .state import Filler, PageState, anchor_of, faults_of, step_refs
from .steps import labels_of, procedure_of

TITLES = {"fr": "Vérifiez vos réponses", "en": "Check your answers"}
NOTHING = {"fr": "Non renseigné", "en": "Not given"}
NO_FILE = {"fr": "Aucun document", "en": "No document"}


def check_view(progress: Progress, state: PageState) -> StepView:
    """The page between the last form and the deposit, with what still stands in its way."""
    procedure = procedure_of(progress)
    deposit = next(step for step in procedure.steps if step.content == "deposit")
    number = procedure.steps.index(deposit) + 1
    said = faults_of(state, labels_of(procedure))
    sections = tuple(s for step in procedure.steps for s in _step(progress, step, state, said))
    errors = tuple(
        ErrorView(line.anchor, line.error, line.label) for s in sections for line in s.lines if line.error is not None
    )
    return StepView(
        title=TITLES.get(state.language, TITLES["fr"]),
        neutral_title=procedure.neutral_title,
        procedure_title=procedure.title,
        content="check",
        step=deposit.id,
        slug=deposit.slug,
        number=number,
        total=len(procedure.steps),
        steps=step_refs(procedure, deposit.id, frozenset(s.step.id for s in progress.steps if s.done)),
        version=state.version,
        recap=progress.situation.recap,
        recalls_situation=bool(progress.situation.recap),
        check=sections,
        errors=errors,
        notices=state.notices,
        previous=procedure.steps[number - 2].slug if number > 1 else None,
    )


def _step(progress: Progress, step: Step, state: PageState, said: dict[str, dict[str, str]]) -> Iterator[CheckSection]:
    if step.content == "deposit":
        return
    visible = set(progress.step(step.id).visible)
    for section in step.sections:
        for part in (section, *section.sections):
            lines = tuple(_line(progress, f, step, state, said) for f in part.fields if f.id in visible)
            if lines:
                yield CheckSection(part.title, lines)
    if step.content == "justificatifs":
        lines = tuple(_requests(progress, step, state, said))
        if lines:
            yield CheckSection(step.title, lines)


def _line(progress: Progress, asked: Field, step: Step, state: PageState, said: dict[str, dict[str, str]]) -> CheckLine:
    if asked.kind == "computed":
        # Said, not asked: there is nothing to change.
        said_here = Filler(progress, procedure_of(progress), state).plain(asked.template)
        return CheckLine(asked.label, (said_here or _nothing(state),), "", anchor_of(asked.id))
    value = progress.relevant.get(asked.id)
    # What nobody was asked has no page to change it on.
    shown = display(asked, value, state.language) if value is not None else (_nothing(state),)
    return CheckLine(
        label=asked.label,
        values=shown,
        step=step.slug if asked.asked else "",
        anchor=anchor_of(first_control(asked, asked.id)),
        error=next(iter(said.get(asked.id, {}).values()), None),
    )


def first_control(asked: Field, name: str) -> str:
    """The name of the first control of a field posted under `name`, on the page that asks it."""
    name = f"{name}.0" if asked.repeat is not None else name
    match asked.kind:
        case "date":
            return f"{name}.jour"
        case "address":
            return f"{name}.recherche"
        case "group":
            first = next((m for m in asked.members if m.condition is None), asked.members[0])
            return first_control(first, f"{name}.{first.id}")
        case _:
            return name


def _nothing(state: PageState) -> str:
    return NOTHING.get(state.language, NOTHING["fr"])


def _requests(progress: Progress, step: Step, state: PageState, said: dict[str, dict[str, str]]) -> Iterator[CheckLine]:
    for asked in progress.requests:
        request = asked.justificatif
        if request.field is not None:
            if request.field.id in progress.visible:
                yield _line(progress, request.field, step, state, said)
            continue
        keys = control_keys(asked)
        names = tuple(f.name for f in state.files if f.control in keys)
        empty = NO_FILE.get(state.language, NO_FILE["fr"])
        error = next(iter(said.get(request.id, {}).values()), None)
        yield CheckLine(request.label, names or (empty,), step.slug, anchor_of(keys[0]), error)
