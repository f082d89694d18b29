"""Draws fields: one template per kind, compiled once per state and language, filled at each request."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from jinja2 import Environment
from markupsafe import Markup

from engine.reference.countries import countries, historic_countries
from engine.view import FieldView, RepeatView

from .fragments import (
    Fragment,
    Out,
    all_escaped,
    escaped,
    fragment,
    mark,
    markup,
    option_html,
    option_list,
    spaced_html,
    without_marks,
)
from .richtext import TextWriter
from .shapes import (
    FieldShape,
    RepeatShape,
    repeat_shape_of,
    repeat_state_of,
    shape_of,
    state_of,
    template_of,
    usual_state,
    without_autocomplete,
)

Put: TypeAlias = "Callable[[FieldView, FieldWriter, Out], None]"
PutOfRepeat: TypeAlias = "Callable[[RepeatView, FieldWriter, Out], None]"
Kept = TypeVar("Kept")

_LIMIT = 8192
_MAX_PARTS = 16


@dataclass(frozen=True, slots=True)
class Drawing:
    """A fragment of a field's HTML whose slots are functions that put what the field says in them."""

    head: bytes
    tail: tuple[tuple[Put, bytes], ...]


@dataclass(frozen=True, slots=True)
class RepeatDrawing:
    """The same of a repeatable."""

    head: bytes
    tail: tuple[tuple[PutOfRepeat, bytes], ...]


class FieldTemplates:
    """The compiled fragments of one language and theme, shared by all its pages."""

    def __init__(
        self, env: Environment, language: str, former: str, spaces: Callable[[str], str] = str, limit: int = _LIMIT
    ) -> None:
        """`env` must hold the templates of `templates/fields`; `limit` bounds how many fragments are kept.

        Countries are named in `language`; `former` heads those that no longer exist. `spaces` makes the spaces of the
        language.
        """
        self._env = env
        self._spaces = spaces
        self._limit = limit
        self._autocomplete = True
        self._drawings: dict[Hashable, Drawing] = {}
        self._repeats: dict[Hashable, RepeatDrawing] = {}
        self.usual: dict[Hashable, Drawing] = {}
        """How to draw a field in a usual state, by that state (`usual_state`): found without making the whole one."""
        self.elements: dict[Hashable, Drawing] = {}
        """The same as an element of a repeatable, whose hint is its own."""
        today = [(country.code, country.label) for country in countries(language)]
        before = [(country.code, country.label) for country in historic_countries(language)]
        self.countries = option_list([(None, today)])
        self.all_countries = option_list([(None, today), (former, before)])
        """Those that no longer exist included."""

    def discreet(self) -> FieldTemplates:
        """The same, whose controls no browser is to fill in or to remember. Lists of countries are shared."""
        other = copy(self)
        other._autocomplete = False
        other._drawings, other._repeats, other.usual, other.elements = {}, {}, {}, {}
        return other

    def drawing(self, field: FieldView, label: str, label_style: str, *, hinted: bool, rich: TextWriter) -> Drawing:
        """How to draw a field under this label, compiled the first time that a field is in this state."""
        state = state_of(field, label, label_style, hinted=hinted)
        known = self._drawings.get(state)
        if known is None:
            self._make_room(self._drawings)
            hint = field.frame.hint
            laid_out = rich.constant(hint) if hint is not None else None
            shape = shape_of(field, label, label_style, hinted=hinted, hint=laid_out)
            if not self._autocomplete:
                shape = without_autocomplete(shape)
            made = self._compiled(template_of(field), shape)
            known = self._drawings[state] = Drawing(made.head, tuple([(_SLOTS[n], html) for n, html in made.tail]))
        return known

    def repeat(self, repeat: RepeatView) -> RepeatDrawing:
        """How to draw a repeatable, compiled the first time that one is in this state."""
        state = repeat_state_of(repeat)
        known = self._repeats.get(state)
        if known is None:
            self._make_room(self._repeats)
            made = self._compiled("repeat", repeat_shape_of(repeat))
            tail = tuple([(_repeat_slot(n), html) for n, html in made.tail])
            known = self._repeats[state] = RepeatDrawing(made.head, tail)
        return known

    def _make_room(self, kept: dict[Hashable, Kept]) -> None:
        if len(kept) >= self._limit:
            kept.clear()
            self.usual.clear()
            self.elements.clear()

    def _compiled(self, template: str, shape: FieldShape | RepeatShape) -> Fragment:
        html = self._macro(template)(without_marks(shape), mark)
        return fragment(spaced_html(html, self._spaces))

    def put_options(self, field: FieldView, out: Out) -> None:
        """The options of a list, the chosen one selected. Countries are the same for all: their list is ready."""
        if field.frame.options:
            listed = [option_html(option.id, option.label, selected=option.selected) for option in field.options]
            out.append("".join(listed).encode())
        else:
            (self.all_countries if field.frame.historic else self.countries).put(field.value, out)

    def suggestions(self, field: FieldView) -> bytes:
        """The addresses proposed, as radio buttons: what depends on what was typed is never compiled."""
        return self._macro("address", "suggestions")(field, shape_of(field, field.label, "label")).encode()

    def _macro(self, template: str, macro: str = "draw") -> Callable[..., str]:
        module = self._env.get_template(f"fields/{template}.html").module
        found: Callable[..., str] = getattr(module, macro)
        return found


@dataclass(frozen=True, slots=True)
class FieldWriter:
    """Draws the fields of one page. Templates call it: `{{ write(field) }}`."""

    templates: FieldTemplates
    rich: TextWriter

    def __call__(self, field: FieldView | RepeatView, label_style: str = "label") -> Markup:
        """The field as HTML. `label_style` is a component of the theme; `legend-h1` and `legend-h2` are headings."""
        return markup(self._drawn(field, label_style))

    def all(self, fields: Iterable[FieldView | RepeatView]) -> Markup:
        """Several fields in order, for a template."""
        return markup(self.utf8(fields))

    def utf8(self, fields: Iterable[FieldView | RepeatView]) -> bytes:
        """Several fields in order, as UTF-8."""
        out: Out = []
        self.put(fields, out)
        return b"".join(out)

    def put(self, fields: Iterable[FieldView | RepeatView], out: Out) -> None:
        """The same, added to the pieces of a page. Most are in a usual state: what draws those is found by it."""
        usual = self.templates.usual
        typed: list[str] = []
        places: list[int] = []
        for field in fields:
            if isinstance(field, RepeatView):
                self._put_repeat(field, out)
                continue
            state = usual_state(field)
            drawing = usual.get(state) if state is not None else None
            if drawing is None:
                self._put_single(field, out)
                continue
            out.append(drawing.head)
            for put, constant in drawing.tail:
                if put is _value:
                    places.append(len(out))
                    typed.append(field.value)
                    out.append(b"")
                elif put in _OF_PARTS:
                    places.append(len(out))
                    typed.append(field.parts[_OF_PARTS[put]].value)
                    out.append(b"")
                else:
                    put(field, self, out)
                out.append(constant)
        for place, value in zip(places, all_escaped(typed), strict=True):
            out[place] = value

    def _drawn(self, field: FieldView | RepeatView, label_style: str = "label") -> bytes:
        out: Out = []
        if isinstance(field, RepeatView):
            self._put_repeat(field, out)
        else:
            self._put_single(field, out, label_style)
        return b"".join(out)

    def _put_single(self, field: FieldView, out: Out, label_style: str = "label") -> None:
        templates, state = self.templates, usual_state(field)
        drawing = templates.drawing(field, field.frame.label, label_style, hinted=True, rich=self.rich)
        if state is not None and label_style == "label":
            templates.usual[state] = drawing
        self._fill(drawing, field, out)

    def _fill(self, drawing: Drawing, field: FieldView, out: Out) -> None:
        out.append(drawing.head)
        for put, constant in drawing.tail:
            put(field, self, out)
            out.append(constant)

    def _put_repeat(self, repeat: RepeatView, out: Out) -> None:
        drawing = self.templates.repeat(repeat)
        out.append(drawing.head)
        for put, constant in drawing.tail:
            put(repeat, self, out)
            out.append(constant)

    def said(self, words: str | None) -> bytes:
        """What the site says of a field, never what a person typed: its spaces are made."""
        return escaped(self.rich.links.spaces(words or ""))

    def put_element(self, repeat: RepeatView, index: int, out: Out) -> None:
        """One element. Where all have the same label a number is added; a simple field shows the legend only.

        The hint of the whole is not said again under each.
        """
        element, templates = repeat.elements[index], self.templates
        state = usual_state(element) if repeat.hint is repeat.frame.hint else None
        drawing = templates.elements.get(state) if state is not None else None
        if drawing is None:
            label = f"{element.label} {index + 1}" if element.label == repeat.label else element.label
            style = "label" if element.kind == "group" else "hidden"
            hinted = element.hint != repeat.hint
            drawing = templates.drawing(element, label, style, hinted=hinted, rich=self.rich)
            if state is not None:
                templates.elements[state] = drawing
        self._fill(drawing, element, out)


def _value(field: FieldView, _writer: FieldWriter, out: Out) -> None:
    out.append(escaped(field.value))


def _display(field: FieldView, _writer: FieldWriter, out: Out) -> None:
    out.append(escaped(field.display or field.value))


def _error(field: FieldView | RepeatView, writer: FieldWriter, out: Out) -> None:
    out.append(writer.said(field.error))


def _checked(field: FieldView, _writer: FieldWriter, out: Out) -> None:
    if field.value == "oui":
        out.append(b" checked")


def _hint(field: FieldView | RepeatView, writer: FieldWriter, out: Out) -> None:
    if field.hint:
        out.append(writer.rich.utf8(field.hint))


def _part_value(position: int) -> Put:
    return lambda field, _writer, out: out.append(escaped(field.parts[position].value))


def _part_error(position: int) -> Put:
    return lambda field, writer, out: out.append(writer.said(field.parts[position].error))


def _part_country(position: int) -> Put:
    return lambda field, writer, out: writer.templates.countries.put(field.parts[position].value, out)


def _repeat_slot(name: str) -> PutOfRepeat:
    match name.partition("."):
        case ("element", _, index):
            number = int(index)
            return lambda repeat, writer, out: writer.put_element(repeat, number, out)
        case ("hint", _, _):
            return _hint
        case _:
            return _error


_PART_VALUES = tuple(_part_value(n) for n in range(_MAX_PARTS))
_OF_PARTS: Mapping[Put, int] = {put: n for n, put in enumerate(_PART_VALUES)}
_SLOTS: Mapping[str, Put] = {
    "value": _value,
    "display": _display,
    "error": _error,
    "checked": _checked,
    "hint": _hint,
    "members": lambda field, writer, out: writer.put(field.members, out),
    "options": lambda field, writer, out: writer.templates.put_options(field, out),
    "suggestions": lambda field, writer, out: out.append(writer.templates.suggestions(field)),
    **{f"part.{n}": put for n, put in enumerate(_PART_VALUES)},
    **{f"part-country.{n}": _part_country(n) for n in range(_MAX_PARTS)},
    **{f"part-error.{n}": _part_error(n) for n in range(_MAX_PARTS)},
}
"""What fills each slot, as safe HTML in UTF-8."""
