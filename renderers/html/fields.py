"""Draws fields: one template per kind, compiled once per shape and language, filled at each request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup, escape

from engine.reference.countries import countries, historic_countries
from engine.view import FieldView, PartView, RepeatView

from .fragments import Fragment, fragment, option_html, option_list, slot, without_marks
from .richtext import Links, rich_html
from .shapes import FieldShape, RepeatShape, repeat_shape_of, shape_of, template_of

_LIMIT = 8192
_MAX_PARTS = 16


def _mark(name: str) -> Markup:
    return Markup(slot(name))  # noqa: S704 - names are ours, and a mark has nothing to escape


class FieldTemplates:
    """The compiled fragments of one language and theme, shared by all its pages."""

    def __init__(self, env: Environment, language: str, former: str, limit: int = _LIMIT) -> None:
        """`env` must hold the templates of `templates/fields`; `limit` bounds how many shapes are kept.

        Countries are named in `language`; `former` heads those that no longer exist.
        """
        self._env = env
        self._limit = limit
        self._fragments: dict[tuple[str, FieldShape | RepeatShape], Fragment] = {}
        today = [(country.code, country.label) for country in countries(language)]
        before = [(country.code, country.label) for country in historic_countries(language)]
        self._countries = option_list([(None, today)])
        self._all_countries = option_list([(None, today), (former, before)])

    def fragment(self, template: str, shape: FieldShape | RepeatShape) -> Fragment:
        """The fragment of a shape, compiled at its first use."""
        key = (template, shape)
        known = self._fragments.get(key)
        if known is None:
            if len(self._fragments) >= self._limit:
                self._fragments.clear()
            html = self._macro(template)(without_marks(shape), _mark)
            known = self._fragments[key] = fragment(html)
        return known

    def options(self, field: FieldView) -> Markup:
        """The options of a list, the chosen one selected. Countries are the same for all: their list is ready."""
        if field.options:
            html = [option_html(option.id, option.label, selected=option.selected) for option in field.options]
            return Markup("".join(html))  # noqa: S704 - every leaf is escaped
        return self.countries(field.value, historic=field.historic)

    def countries(self, value: str, *, historic: bool = False) -> Markup:
        """The countries, the one whose code is `value` selected."""
        return (self._all_countries if historic else self._countries).select(value)

    def suggestions(self, field: FieldView) -> str:
        """The addresses proposed, as radio buttons: what depends on what was typed is never compiled."""
        return self._macro("address", "suggestions")(field, shape_of(field, field.label, "label"))

    def _macro(self, template: str, macro: str = "draw") -> Callable[..., str]:
        module = self._env.get_template(f"fields/{template}.html").module
        found: Callable[..., str] = getattr(module, macro)
        return found


@dataclass(frozen=True, slots=True)
class FieldWriter:
    """Draws the fields of one page. Templates call it: `{{ write(field) }}`."""

    templates: FieldTemplates
    links: Links

    def __call__(self, field: FieldView | RepeatView, label_style: str = "label") -> Markup:
        """The field as HTML. `label_style` is a component of the theme; `legend-h1` and `legend-h2` are headings."""
        if isinstance(field, RepeatView):
            return self._repeat(field)
        return self._single(field, field.label, label_style)

    def _single(self, field: FieldView, label: str, label_style: str, *, hinted: bool = True) -> Markup:
        shape = shape_of(field, label, label_style, hinted=hinted)
        found = self.templates.fragment(template_of(field), shape)
        return found.fill(lambda name: _VALUES[name](field, self))

    def all(self, fields: Iterable[FieldView | RepeatView]) -> Markup:
        """Several fields in order: one call from a template instead of one each."""
        return Markup("").join([self(field) for field in fields])

    def _repeat(self, repeat: RepeatView) -> Markup:
        found = self.templates.fragment("repeat", repeat_shape_of(repeat))
        return found.fill(lambda name: self._repeat_value(repeat, name))

    def _repeat_value(self, repeat: RepeatView, name: str) -> str:
        match name.partition("."):
            case ("element", _, index):
                return self._element(repeat, int(index))
            case ("hint", _, _):
                return rich_html(repeat.hint, self.links) if repeat.hint else ""
            case ("error", _, _):
                return escape(self.links.spaces(repeat.error or ""))
            case _:
                return escape(self.links.spaces(repeat.why or ""))

    def _element(self, repeat: RepeatView, index: int) -> Markup:
        """One element. Where all have the same label a number is added; a simple field shows the legend only.

        The hint of the whole is not said again under each.
        """
        element = repeat.elements[index]
        label = f"{element.label} {index + 1}" if element.label == repeat.label else element.label
        style = "label" if element.kind == "group" else "hidden"
        return self._single(element, label, style, hinted=element.hint != repeat.hint)


def _text(get: Callable[[FieldView], str | None]) -> Callable[[FieldView, FieldWriter], str]:
    return lambda field, _writer: escape(get(field) or "")


def _said(get: Callable[[FieldView], str | None]) -> Callable[[FieldView, FieldWriter], str]:
    """What the site says of a field, never what a person typed."""
    return lambda field, writer: escape(writer.links.spaces(get(field) or ""))


def _part_said(position: int) -> Callable[[FieldView, FieldWriter], str]:
    return lambda field, writer: escape(writer.links.spaces(field.parts[position].error or ""))


def _part_text(position: int, get: Callable[[PartView], str | None]) -> Callable[[FieldView, FieldWriter], str]:
    return lambda field, _writer: escape(get(field.parts[position]) or "")


def _part_country(position: int) -> Callable[[FieldView, FieldWriter], str]:
    return lambda field, writer: writer.templates.countries(field.parts[position].value)


def _hint(field: FieldView, writer: FieldWriter) -> str:
    return rich_html(field.hint, writer.links) if field.hint else ""


def _members(field: FieldView, writer: FieldWriter) -> str:
    return writer.all(field.members)


_VALUES: Mapping[str, Callable[[FieldView, FieldWriter], str]] = {
    "value": _text(lambda field: field.value),
    "display": _text(lambda field: field.display or field.value),
    "error": _said(lambda field: field.error),
    "why": _said(lambda field: field.why),
    "checked": lambda field, _writer: " checked" if field.value == "oui" else "",
    "hint": _hint,
    "members": _members,
    "options": lambda field, writer: writer.templates.options(field),
    "suggestions": lambda field, writer: writer.templates.suggestions(field),
    **{f"part.{n}": _part_text(n, lambda part: part.value) for n in range(_MAX_PARTS)},
    **{f"part-country.{n}": _part_country(n) for n in range(_MAX_PARTS)},
    **{f"part-error.{n}": _part_said(n) for n in range(_MAX_PARTS)},
}
"""What fills each slot, as safe HTML."""
