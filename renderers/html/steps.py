"""A step's page: what is fixed in it, drawn once for everybody, and what fills it at each request.

Its shape is to a page what a field's is to a field (`shapes`): the key of the page's fragment. It holds the author's
and the site's words, and which parts are there; nothing a person typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from engine.texts import RichText
from engine.view import FieldView, RepeatView, SectionView, StepRef, StepView

from .context import MainButton, PageContext
from .fragments import all_escaped
from .richtext import TextShape, TextWriter

Places: TypeAlias = list[tuple[str, SectionView]]


class InsertShape(NamedTuple):
    """A named text."""

    id: str
    title: str | None
    body: TextShape


class SectionShape(NamedTuple):
    """A titled part of a step. `place` names its slots."""

    place: str
    id: str
    title: str
    introduction: TextShape | None
    has_required: bool
    sections: tuple[SectionShape, ...]


class StepShape(NamedTuple):
    """The page of a step without what a person typed or was told."""

    title: str
    neutral_title: str
    procedure_title: str
    home_url: str
    content: str
    number: int
    total: int
    steps: tuple[StepRef, ...]
    progress: int | None
    remaining: str | None
    has_recap: bool
    changes_situation: bool
    inserts: tuple[InsertShape, ...]
    announcement: TextShape | None
    sections: tuple[SectionShape, ...]
    has_countries: bool
    has_groups: bool
    has_number: bool
    has_errors: bool
    main: MainButton
    has_previous: bool
    can_quit: bool
    can_abandon: bool


def step_shape(view: StepView, page: PageContext, main: MainButton, rich: TextWriter) -> StepShape:
    """The shape of a step's page."""
    changes = page.change_situation_url is not None and (view.recalls_situation or bool(view.recap))
    return StepShape(
        view.title,
        view.neutral_title,
        view.procedure_title,
        page.home_url,
        view.content,
        view.number,
        view.total,
        view.steps,
        view.progress,
        view.remaining,
        bool(view.recap),
        changes,
        tuple([InsertShape(i.id, i.title, rich.shape(i.body)) for i in view.inserts]),
        rich.shape(view.announcement) if view.announcement is not None else None,
        tuple([_section(section, str(n), rich) for n, section in enumerate(view.sections)]),
        view.lists_countries,
        bool(view.groups),
        view.number_given is not None,
        bool(view.errors),
        main,
        view.previous is not None,
        view.can_quit,
        view.can_abandon,
    )


def _section(section: SectionView, place: str, rich: TextWriter) -> SectionShape:
    return SectionShape(
        place,
        section.id,
        section.title,
        rich.shape(section.introduction) if section.introduction is not None else None,
        section.has_required,
        tuple([_section(part, f"{place}.{n}", rich) for n, part in enumerate(section.sections)])
        if section.sections
        else (),
    )


def step_values(view: StepView, page: PageContext, rich: TextWriter, sections: Places) -> dict[str, bytes]:
    """What fills the slots that every step's page has, and those of its texts, as safe HTML. `sections` are its own."""
    recap = [rich.links.spaces(line) for line in view.recap]
    situation, given = page.change_situation_url or "", view.number_given or ""
    token, action, stamp, change, number, *lines = all_escaped(
        [page.csrf_token, page.action_url, page.stamp, situation, given, *recap]
    )
    values: dict[str, bytes] = {
        "jeton": token,
        "action": action,
        "version": b"%d" % view.version,
        "etat": stamp,
        "situation": change,
        "numero": number,
        "rappel": b"".join([b"<li>%b</li>" % line for line in lines]),
    }
    for place, insert in enumerate(view.inserts):
        _fill_text(values, f"encart.{place}", insert.body, rich)
    _fill_text(values, "annonce", view.announcement, rich)
    for name, section in sections:
        if section.introduction is not None:
            _fill_text(values, f"introduction.{name}", section.introduction, rich)
    return values


def _fill_text(values: dict[str, bytes], slot: str, text: RichText | None, rich: TextWriter) -> None:
    if text is not None and rich.constant(text) is None:
        values[slot] = rich.utf8(text)


def places(sections: tuple[SectionView, ...], before: str = "") -> Places:
    """Every section with the place its slots are named after."""
    found: list[tuple[str, SectionView]] = []
    for number, section in enumerate(sections):
        found.append((f"{before}{number}", section))
        if section.sections:
            found += places(section.sections, f"{before}{number}.")
    return found


def new_fields(sections: Places) -> list[FieldView | RepeatView]:
    """The fields that were not there when the page was last sent, each group or repeatable once."""
    return [field for _, section in sections for field in _new(section.fields)]


def _new(fields: Iterable[FieldView | RepeatView]) -> Iterator[FieldView | RepeatView]:
    for field in fields:
        if field.is_new:
            yield field
        elif isinstance(field, RepeatView):
            yield from _new(field.elements)
        elif field.members:
            yield from _new(field.members)


def documents_of(view: StepView, urls: Mapping[str, str]) -> list[tuple[str, str]]:
    """The PDFs that can be had, as labels and addresses."""
    return [(label, urls[name]) for name, label in view.documents.items() if name in urls] if view.documents else []
