"""Draws fields: one template per kind, compiled once per state and language, filled at each request."""

from __future__ import annotations

import html
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from jinja2 import Environment
from markupsafe import Markup

from engine.reference.countries import countries, historic_countries
from engine.view import FieldFrame, FieldView, RepeatView

from .fragments import Fragment, fragment, mark, markup, option_html, option_list, spaced_html, without_marks
from .richtext import TextWriter
from .shapes import FieldShape, RepeatShape, repeat_shape_of, shape_of, state_of, template_of

ValueOf: TypeAlias = "Callable[[FieldView, FieldWriter], bytes]"

_LIMIT = 8192
_ONE_SHAPE = frozenset({"text", "long_text", "email", "phone", "date", "country", "nationality", "computed"})
"""The kinds whose shape does not depend on what is answered."""
_MAX_PARTS = 16


@dataclass(frozen=True, slots=True)
class Drawing:
    """A fragment of a field's HTML whose slots are functions of the field."""

    head: bytes
    tail: tuple[tuple[ValueOf, bytes], ...]


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
        self._drawings: dict[Hashable, Drawing] = {}
        self.usual: dict[FieldFrame, Drawing] = {}
        """How to draw a field that is in no particular state, by what is fixed of it: found without making a state."""
        self._repeats: dict[RepeatShape, Fragment] = {}
        today = [(country.code, country.label) for country in countries(language)]
        before = [(country.code, country.label) for country in historic_countries(language)]
        self._countries = option_list([(None, today)])
        self._all_countries = option_list([(None, today), (former, before)])

    def drawing(self, field: FieldView, label: str, label_style: str, *, hinted: bool, rich: TextWriter) -> Drawing:
        """How to draw a field under this label, compiled the first time that a field is in this state."""
        state = state_of(field, label, label_style, hinted=hinted)
        known = self._drawings.get(state)
        if known is None:
            if len(self._drawings) >= self._limit:
                self._drawings.clear()
                self.usual.clear()
            hint = field.frame.hint
            laid_out = rich.constant(hint) if hint is not None else None
            shape = shape_of(field, label, label_style, hinted=hinted, hint=laid_out)
            made = self._compiled(template_of(field), shape)
            known = self._drawings[state] = Drawing(made.head, tuple([(_VALUES[n], html) for n, html in made.tail]))
            if hinted and label_style == "label" and label is field.frame.label and is_usual(field):
                self.usual[field.frame] = known
        return known

    def repeat(self, shape: RepeatShape) -> Fragment:
        """The fragment of a repeatable's shape, compiled at its first use."""
        known = self._repeats.get(shape)
        if known is None:
            if len(self._repeats) >= self._limit:
                self._repeats.clear()
            known = self._repeats[shape] = self._compiled("repeat", shape)
        return known

    def _compiled(self, template: str, shape: FieldShape | RepeatShape) -> Fragment:
        html = self._macro(template)(without_marks(shape), mark)
        return fragment(spaced_html(html, self._spaces))

    def options(self, field: FieldView) -> bytes:
        """The options of a list, the chosen one selected. Countries are the same for all: their list is ready."""
        if field.frame.options:
            listed = [option_html(option.id, option.label, selected=option.selected) for option in field.options]
            return "".join(listed).encode()
        return self.countries(field.value, historic=field.frame.historic)

    def countries(self, value: str, *, historic: bool = False) -> bytes:
        """The countries, the one whose code is `value` selected."""
        return (self._all_countries if historic else self._countries).select(value)

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
        """Several fields in order, as UTF-8. Most are in a usual state: what draws those is found by their frame."""
        usual = self.templates.usual
        out: list[bytes] = []
        typed: list[str] = []
        places: list[int] = []
        for field in fields:
            drawing = usual.get(field.frame) if isinstance(field, FieldView) and is_usual(field) else None
            if drawing is None or not isinstance(field, FieldView):
                out.append(self._drawn(field))
                continue
            out.append(drawing.head)
            for value_of, constant in drawing.tail:
                if value_of is _value:
                    places.append(len(out))
                    typed.append(field.value)
                    out.append(b"")
                else:
                    out.append(value_of(field, self))
                out.append(constant)
        for place, value in zip(places, _all_escaped(typed), strict=True):
            out[place] = value
        return b"".join(out)

    def _drawn(self, field: FieldView | RepeatView, label_style: str = "label") -> bytes:
        if isinstance(field, RepeatView):
            return self._repeat(field)
        return self._single(field, field.frame.label, label_style)

    def _single(self, field: FieldView, label: str, label_style: str, *, hinted: bool = True) -> bytes:
        drawing = self.templates.drawing(field, label, label_style, hinted=hinted, rich=self.rich)
        out = [drawing.head]
        for value_of, constant in drawing.tail:
            out.append(value_of(field, self))
            out.append(constant)
        return b"".join(out)

    def _repeat(self, repeat: RepeatView) -> bytes:
        found = self.templates.repeat(repeat_shape_of(repeat))
        return found.fill(lambda name: self._repeat_value(repeat, name))

    def _repeat_value(self, repeat: RepeatView, name: str) -> bytes:
        match name.partition("."):
            case ("element", _, index):
                return self._element(repeat, int(index))
            case ("hint", _, _):
                return self.rich(repeat.hint).encode() if repeat.hint else b""
            case _:
                return self.said(repeat.error)

    def said(self, words: str | None) -> bytes:
        """What the site says of a field, never what a person typed: its spaces are made."""
        return _escaped(self.rich.links.spaces(words or ""))

    def _element(self, repeat: RepeatView, index: int) -> bytes:
        """One element. Where all have the same label a number is added; a simple field shows the legend only.

        The hint of the whole is not said again under each.
        """
        element = repeat.elements[index]
        label = f"{element.label} {index + 1}" if element.label == repeat.label else element.label
        style = "label" if element.kind == "group" else "hidden"
        return self._single(element, label, style, hinted=element.hint != repeat.hint)


def is_usual(field: FieldView) -> bool:
    """Whether a field is in no other state than most: two such fields of one frame have the same shape."""
    return (
        field.error is None
        and not field.is_new
        and field.why is None
        and field.hint is field.frame.hint
        and field.frame.kind in _ONE_SHAPE
    )


def _escaped(text: str) -> bytes:
    """The text as safe HTML. The standard library's `escape`: there is no `Markup` to make of each answer."""
    return html.escape(text).encode()


def _all_escaped(texts: list[str]) -> list[bytes]:
    """Several texts as safe HTML: escaped together where none holds what separates them, which costs a tenth."""
    found = html.escape("\0".join(texts)).encode().split(b"\0")
    return found if len(found) == len(texts) else [_escaped(text) for text in texts]


def _value(field: FieldView, _writer: FieldWriter) -> bytes:
    return _escaped(field.value)


def _part_value(position: int) -> ValueOf:
    return lambda field, _writer: _escaped(field.parts[position].value)


def _part_error(position: int) -> ValueOf:
    return lambda field, writer: writer.said(field.parts[position].error)


def _part_country(position: int) -> ValueOf:
    return lambda field, writer: writer.templates.countries(field.parts[position].value)


def _hint(field: FieldView, writer: FieldWriter) -> bytes:
    return writer.rich(field.hint).encode() if field.hint else b""


_VALUES: Mapping[str, ValueOf] = {
    "value": _value,
    "display": lambda field, _writer: _escaped(field.display or field.value),
    "error": lambda field, writer: writer.said(field.error),
    "checked": lambda field, _writer: b" checked" if field.value == "oui" else b"",
    "hint": _hint,
    "members": lambda field, writer: writer.utf8(field.members),
    "options": lambda field, writer: writer.templates.options(field),
    "suggestions": lambda field, writer: writer.templates.suggestions(field),
    **{f"part.{n}": _part_value(n) for n in range(_MAX_PARTS)},
    **{f"part-country.{n}": _part_country(n) for n in range(_MAX_PARTS)},
    **{f"part-error.{n}": _part_error(n) for n in range(_MAX_PARTS)},
}
"""What fills each slot, as safe HTML in UTF-8."""
