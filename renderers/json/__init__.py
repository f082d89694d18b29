"""A step as JSON, from the same view as every other renderer.

Every key is the name of an attribute of `engine.view`, in its order; all are always there, null where there is nothing.
Two things are added so that a reader needs no Python: `type` on whatever may be of several shapes (`FieldView` or
`RepeatView`, `ItemView` or `AlternativesView`), in snake case without "View"; and each text as
`{"plain": words, "blocks": […]}`, where a block is `{"type": "paragraph", "inlines": […]}` or
`{"type": "list", "items": [[paragraph …] …]}` and an inline is `{"type": "text", "text", "strong", "emphasis"}` or
`{"type": "link", "text", "target", "kind", "strong", "emphasis"}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from engine.texts import BulletList, LinkSpan, Paragraph, Placeholder, RichText, Span
from engine.view import AlternativesView, FieldView, ItemView, PartView, RepeatView, StepView

__all__ = ["render_step"]

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

_TYPES: Mapping[type, str] = {
    AlternativesView: "alternatives",
    BulletList: "list",
    FieldView: "field",
    ItemView: "item",
    LinkSpan: "link",
    Paragraph: "paragraph",
    Placeholder: "placeholder",
    RepeatView: "repeat",
    Span: "text",
}


_OF_A_REPEAT = (
    *("id", "name", "anchor", "label", "required", "elements", "add_label", "can_add", "can_remove"),
    *("hint", "error", "why", "is_new"),
)


def render_step(view: StepView) -> str:
    """The view as indented JSON in UTF-8, ending with a newline. The same view gives the same text."""
    return json.dumps(_jsonable(view), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _jsonable(value: object) -> Json:
    """Any part of a view as JSON. Raises `TypeError` for what a view may not hold."""
    match value:
        case None | str() | int() | float():
            return value
        case tuple() if is_named(value):
            pass  # by the names of its attributes
        case tuple() | list():
            return [_jsonable(part) for part in value]
        case Mapping():
            return {str(key): _jsonable(part) for key, part in value.items()}
        case RichText():
            return {"plain": value.plain, "blocks": _jsonable(value.blocks)}
    if not is_named(value) and (not is_dataclass(value) or isinstance(value, type)):
        raise TypeError(f"a view may not hold {type(value).__name__}")
    named: dict[str, Json] = {"type": _TYPES[type(value)]} if type(value) in _TYPES else {}
    return named | {name: _jsonable(part) for name, part in _attributes(value)}


def is_named(value: object) -> bool:
    """Whether a value is a named tuple, as the parts of a view that a page makes by the dozen are."""
    return isinstance(value, tuple) and hasattr(value, "_asdict")


def _attributes(view: Any) -> Iterator[tuple[str, object]]:  # noqa: ANN401 - any part of a view
    """The attributes of a view by name; what is fixed of a field, and what is said in it, on one level."""
    match view:
        case FieldView() | PartView():
            said = view._asdict() | {"options": view.options} if isinstance(view, FieldView) else view._asdict()
            yield from ((name, said.pop(name, part)) for name, part in _attributes(view.frame))
            del said["frame"]
            yield from said.items()
        case RepeatView():
            yield from ((name, getattr(view, name)) for name in _OF_A_REPEAT)
        case _ if is_named(view):
            yield from view._asdict().items()
        case _:
            yield from ((field.name, getattr(view, field.name)) for field in fields(view))
