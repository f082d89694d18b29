"""A step of the procedure as it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from ..progress import Progress
from ..spec import Procedure, Section, Step
from ..view import ErrorView, FieldView, FilesNotice, RepeatView, RequestGroupView, SectionView, StepView
from .fields import FieldViews
from .requests import RequestViews
from .state import Faults, Filler, PageState, anchor_of, faults_of, step_refs

COUNTRY_LISTS = frozenset({"country", "nationality", "address"})
"""The kinds of field with a list of countries."""


def step_view(progress: Progress, step_id: str, state: PageState) -> StepView:
    """One step. Raises `KeyError` when the procedure has no such step; the case must have a procedure."""
    procedure = procedure_of(progress)
    here = progress.step(step_id)
    step = here.step
    filler = Filler(progress, procedure, state)
    said = faults_of(state, labels_of(procedure)) if state.problems else {}
    views = FieldViews(
        filler=filler,
        form=state.form,
        answers=progress.relevant,
        faults=said,
        suggestions=state.suggestions,
        new=state.new,
        language=state.language,
    )
    visible = frozenset(here.visible)
    sections = tuple(s for section in step.sections if (s := _section(section, visible, views, filler)) is not None)
    groups: tuple[RequestGroupView, ...] = ()
    if step.content == "justificatifs":
        groups = RequestViews(progress, filler, state, views, lambda key: said.get(key, {})).groups()
    number = procedure.steps.index(step) + 1
    return StepView(
        title=step.title,
        neutral_title=procedure.neutral_title,
        procedure_title=procedure.title,
        content=step.content,
        step=step.id,
        slug=step.slug,
        number=number,
        total=len(procedure.steps),
        steps=step_refs(procedure, step.id, _done(progress, number)),
        version=state.version,
        # What the author says of how far one is holds for who comes to the step, not for who comes back to it.
        progress=None if here.done else step.progress,
        remaining=None if here.done else step.remaining,
        recap=progress.situation.recap if step.recalls_situation else (),
        recalls_situation=step.recalls_situation,
        inserts=filler.inserts(step.inserts),
        announcement=filler.text(step.announcement),
        sections=sections,
        groups=groups,
        files=files_notice(procedure) if step.content == "justificatifs" else None,
        errors=_errors(sections, groups, said, step),
        notices=state.notices,
        previous=_previous(procedure, step, number),
        can_quit=step.content not in ("situation", "confirmation"),
        can_abandon=step.content != "confirmation",
        number_given=state.built_in.get("numero"),
        reveals=bool(state.new),
        lists_countries=lists_countries(step),
    )


@lru_cache(maxsize=1024)
def lists_countries(step: Step) -> bool:
    """Whether a step may show a list of countries."""
    fields = (f for section in step.sections for part in (section, *section.sections) for f in part.fields)
    return any(f.kind in COUNTRY_LISTS for asked in fields for f in (asked, *asked.members))


def _previous(procedure: Procedure, step: Step, number: int) -> str | None:
    """The step before; none after the deposit, nor where "Modifier ma situation" already leads back to the tree."""
    if number == 1 or step.content == "confirmation":
        return None
    before = procedure.steps[number - 2]
    return None if before.content == "situation" and step.recalls_situation else before.slug


def procedure_of(progress: Progress) -> Procedure:
    """The procedure of a case. Raises `ValueError` while the tree has not led to one."""
    if progress.procedure is None:
        raise ValueError("the situation leads to no procedure yet")
    return progress.procedure


def files_notice(procedure: Procedure) -> FilesNotice:
    """The limits to say beside each upload control."""
    return FilesNotice(procedure.files.max_bytes, procedure.files.extensions)


def labels_of(procedure: Procedure) -> dict[str, str]:
    """The label of each field and justificatif, for messages."""
    labels = {name: field.label for name, field in procedure.fields.items()}
    labels.update((name, request.label) for name, request in procedure.justificatifs.items())
    return labels


def _done(progress: Progress, current: int) -> frozenset[str]:
    """Steps behind the current one are done; a later one is when nothing is left to do in it."""
    return frozenset([s.step.id for n, s in enumerate(progress.steps, 1) if s.done or (n < current and not s.missing)])


def _section(section: Section, visible: frozenset[str], views: FieldViews, filler: Filler) -> SectionView | None:
    """A section with something to show, or None. What is mandatory is said once, at its head."""
    fields = views.all(section.fields, visible)
    inner: tuple[SectionView, ...] = ()
    if section.sections:
        inner = tuple([s for sub in section.sections if (s := _section(sub, visible, views, filler)) is not None])
    if not fields and not inner:
        return None
    return SectionView(
        id=section.id,
        title=section.title,
        introduction=filler.text(section.introduction),
        fields=fields,
        sections=tuple([s._replace(has_required=False) for s in inner]) if inner else (),
        has_required=any(f.required for f in fields) or any(s.has_required for s in inner),
    )


def _errors(
    sections: tuple[SectionView, ...],
    groups: tuple[RequestGroupView, ...],
    said: Mapping[str, Faults],
    step: Step,
) -> tuple[ErrorView, ...]:
    """The error summary: in page order, every message once, each with the control to go to."""
    found: list[ErrorView] = []
    left = dict(said)
    if not said:
        return ()
    for field in (f for section in sections for f in _fields(section)):
        found.extend(_field_errors(field, left.pop(field.id, {})))
    for group in groups:
        for part in (group, *group.groups):
            for request in (one for asked in part.requests for one in (asked, *asked.parts)):
                if request.field is not None:
                    found.extend(_field_errors(request.field, left.pop(request.field.id, {})))
                if request.error is not None:
                    found.append(ErrorView(request.anchor, request.error, request.label))
                    left.pop(request.id, None)
                    left.pop(request.control, None)
    for faults in left.values():
        found.extend(ErrorView("contenu", message, step.title) for message in faults.values())
    return tuple(found)


def _fields(section: SectionView) -> tuple[FieldView | RepeatView, ...]:
    return (*section.fields, *(f for inner in section.sections for f in _fields(inner)))


def _field_errors(field: FieldView | RepeatView, faults: Faults) -> list[ErrorView]:
    return [ErrorView(control_of(field, part), message, field.label) for part, message in faults.items()]


def control_of(field: FieldView | RepeatView, part: str) -> str:
    """The control of a part of a field (`mois`, `0.prenom`), or the field's first where the page has no such part."""
    head, _, rest = part.partition(".")
    inside: Iterable[FieldView | RepeatView] = field.elements if isinstance(field, RepeatView) else field.members
    for element in inside:
        if head and element.name == f"{field.name}.{head}":
            return control_of(element, rest)
    if isinstance(field, FieldView):
        found = next((p.anchor for p in field.parts if p.id == part), None)
        if found is not None or (field.kind == "address" and part == "recherche"):
            return found or anchor_of(f"{field.name}.{part}")
    return field.anchor
