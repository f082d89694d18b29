"""What a post says of one step: only the fields of this step that are shown, whatever else it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..conditions.nodes import Scope
from ..elements import has_conditions
from ..kinds import Form, indexes, read_form, shown_members, to_form, unfold_address
from ..problems import AnswerProblem
from ..progress import Progress
from ..spec import Field, Procedure, Step
from ..values import AnswerMap, Value
from .cases import Case

MAX_PENDING_KEYS = 1_000


@dataclass(frozen=True, slots=True)
class StepReading:
    """A step as posted, laid over what is stored.

    `form` is the part of the post that belongs to the step; `values` the answers read, of visible fields only;
    `problems` what is wrong with those that were asked; `new` the fields this post makes visible, which nobody could
    answer yet.
    """

    form: Form
    values: Mapping[str, Value | None]
    problems: tuple[AnswerProblem, ...]
    new: frozenset[str]
    progress: Progress


def fields_of(procedure: Procedure, step: Step) -> tuple[Field, ...]:
    """Every field a step may ask, shown or not; at the step of justificatifs, those in place of a document too.

    A post says nothing of the others: those computed or taken from elsewhere.
    """
    fields = [f for s in step.sections for part in (s, *s.sections) for f in part.fields]
    if step.content == "justificatifs":
        fields += [r.field for r in procedure.justificatifs.values() if r.field is not None]
    return tuple(f for f in fields if f.asked)


def step_form(procedure: Procedure, step: Step, form: Form) -> dict[str, tuple[str, ...]]:
    """The part of a post that belongs to a step, each address chosen written out in its parts."""
    kept: dict[str, tuple[str, ...]] = {}
    for asked in fields_of(procedure, step):
        own = {name: values for name, values in form.items() if belongs(name, asked.id)}
        kept |= unfold_address(own, asked.id) if asked.kind == "address" and asked.repeat is None else own
    if len(kept) > MAX_PENDING_KEYS:
        kept = dict(list(kept.items())[:MAX_PENDING_KEYS])
    return kept


def belongs(name: str, field: str) -> bool:
    """Whether a posted name is that of a field, or of a part of it."""
    return name == field or name.startswith(f"{field}.")


def read_step(case: Case, step: Step, form: Form) -> StepReading:
    """Reads a post of `step`.

    A field is taken as asked when the page shown had it, or when the post names it: a box left unticked posts nothing.
    """
    # A commitment that the page had in other words was not made in those of now.
    own = {n: values for n, values in step_form(case.procedure, step, form).items() if n not in case.unread}
    shown = shown_fields(case, step)
    progress, answers, faults = _overlay(case, step, own, shown)
    here = progress.step(step.id)
    asked = {f.id for f in fields_of(case.procedure, step) if f.id in shown or _posted(own, f.id)}
    new = frozenset(name for name in here.visible if name not in asked and case.procedure.fields[name].asked)
    visible = frozenset(here.visible)
    values = {name: answers.get(name) for name in here.visible if name in asked and name not in faults}
    wrong = tuple(p for name, found in faults.items() if name in visible for p in found)
    # Rules about a field that nobody has seen yet wait until it has been.
    broken = tuple(p for p in here.problems if p.field not in faults and p.field not in new)
    kept = {name: values_ for name, values_ in own.items() if _of_any(name, visible)}
    for name in new:
        # An answer given before it was hidden is there again: going back is free.
        kept |= to_form(case.procedure.fields[name], case.answers.get(name))
    revealed = _new_members(case, step, own, progress)
    problems = tuple(p for p in (*wrong, *broken) if not _of_any(f"{p.field}.{p.part}", revealed))
    return StepReading(kept, values, problems, new | revealed, progress)


def _new_members(case: Case, step: Step, form: Form, progress: Progress) -> frozenset[str]:
    """The members of groups that this post makes visible in an element, and that it can't have answered."""
    groups = [f for f in fields_of(case.procedure, step) if has_conditions(f) and _posted(form, f.id)]
    if not groups:
        return frozenset()
    before = shown_progress(case, step)
    typed = case.draft.pending.get(step.id)
    shown: set[str] = set()
    for group in groups:
        page = typed if typed is not None else to_form(group, before.relevant.get(group.id))
        shown |= set(_members_of_page(group, page, before))
    now = frozenset(name for group in groups for name in _members_of_page(group, form, progress))
    return frozenset(name for name in now - shown if not _posted(form, name))


def _members_of_page(group: Field, form: Form, progress: Progress) -> Iterator[str]:
    """The names of the members that a page shows in some elements only."""
    least = group.repeat.minimum if group.repeat is not None else 1
    for index in sorted({*indexes(form, group.id), *range(max(least, 1))}):
        name = f"{group.id}.{index}"
        for member in shown_members(group, form, name, progress.scope):
            if member.condition is not None:
                yield f"{name}.{member.id}"


def shown_fields(case: Case, step: Step) -> frozenset[str]:
    """The fields of a step that its page shows now: with what is stored, or with what was typed and not validated."""
    stored = frozenset(case.progress.step(step.id).visible)
    pending = case.draft.pending.get(step.id)
    if pending is None:
        return stored
    progress, _, _ = _overlay(case, step, pending, stored)
    return frozenset(progress.step(step.id).visible)


def shown_progress(case: Case, step: Step) -> Progress:
    """The case as the page of a step shows it: over what is stored, what was typed there and not validated."""
    pending = case.draft.pending.get(step.id)
    if pending is None:
        return case.progress
    return _overlay(case, step, pending, frozenset(case.progress.step(step.id).visible))[0]


def _overlay(
    case: Case, step: Step, form: Form, shown: frozenset[str]
) -> tuple[Progress, AnswerMap, dict[str, tuple[AnswerProblem, ...]]]:
    answers, faults = dict(case.answers), dict(case.faults)

    def read(asked: Field, outer: Scope | None) -> None:
        reading = read_form(asked, form, outer=outer)
        faults.pop(asked.id, None)
        if reading.problems:
            faults[asked.id] = reading.problems
            answers.pop(asked.id, None)
        else:
            answers[asked.id] = reading.value

    posted = [f for f in fields_of(case.procedure, step) if f.id in shown or _posted(form, f.id)]
    for asked in posted:
        read(asked, None)
    progress = case.replay(answers, faults)
    # What an element of a group shows may depend on the fields around it, known only now.
    groups = [asked for asked in posted if has_conditions(asked)]
    for group in groups:
        read(group, progress.scope)
    return case.replay(answers, faults) if groups else progress, answers, faults


def _posted(form: Form, field: str) -> bool:
    return any(belongs(name, field) for name in form)


def _of_any(name: str, fields: frozenset[str]) -> bool:
    return any(belongs(name, field) for field in fields)
