"""Pieces of HTML rendered once and filled at each request.

What an author wrote (labels, options, structure) is the same for everybody; what a person typed is not. A template is
rendered once for a *shape* (all that is fixed, plus which states hold) with a mark in place of each thing that
changes, and cut at the marks. Nothing a person typed is ever kept: it only goes through `Fragment.fill`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape as escape_text
from typing import TypeAlias, TypeVar, cast

from markupsafe import Markup, escape

Out: TypeAlias = list[bytes | memoryview]
"""The pieces of a page in order, joined once."""
Shape = TypeVar("Shape")

# Two noncharacters of Unicode: they stand in no text, and HTML escaping leaves them alone.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_BETWEEN_TAGS = re.compile(r">[^<]+")


def slot(name: str) -> str:
    """The mark that stands for a changing value while a fragment is rendered."""
    return f"{_OPEN}{name}{_CLOSE}"


def mark(name: str) -> Markup:
    """The same, for a template to print."""
    return Markup(slot(name))  # noqa: S704 - names are ours, and a mark has nothing to escape


def without_marks(value: Shape) -> Shape:
    """A text, or a tuple of texts and tuples, without the characters that delimit marks, should an author use them."""
    return cast(Shape, _without_marks(value))


def _without_marks(value: object) -> object:
    match value:
        case str():
            return value.replace(_OPEN, "").replace(_CLOSE, "")
        case tuple():
            parts = tuple([_without_marks(part) for part in value])
            make = getattr(type(value), "_make", tuple)
            return cast(object, make(parts))
        case _:
            return value


@dataclass(frozen=True, slots=True)
class Fragment:
    """Constant HTML with slots: `head`, then for each slot its name and the constant that follows; all in UTF-8.

    Encoded once, constants are only copied at each request; encoding a whole page would cost more than filling it.
    """

    head: bytes
    tail: tuple[tuple[str, bytes], ...]

    @property
    def constant(self) -> bytes:
        """The HTML of a fragment without slots."""
        return self.head

    def fill(self, value_of: Callable[[str], bytes]) -> bytes:
        """The HTML with `value_of(slot name)` in each slot. Values must be safe HTML already."""
        out = [self.head]
        for name, constant in self.tail:
            out += (value_of(name), constant)
        return b"".join(out)


def fragment(html: str) -> Fragment:
    """Cuts rendered HTML at its marks."""
    head, *rest = html.split(_OPEN)
    tail = []
    for piece in rest:
        name, _, constant = piece.partition(_CLOSE)
        tail.append((name, constant.encode()))
    return Fragment(head.encode(), tuple(tail))


def escaped(text: str) -> bytes:
    """A text as safe HTML. The standard library's `escape`: there is no `Markup` to make of each answer."""
    return escape_text(text).encode()


def all_escaped(texts: list[str]) -> list[bytes]:
    """Several texts as safe HTML: escaped together where none holds what separates them, which costs a tenth."""
    found = escape_text("\0".join(texts)).encode().split(b"\0")
    return found if len(found) == len(texts) else [escaped(text) for text in texts]


def markup(html: bytes) -> Markup:
    """Drawn HTML as what a template prints without escaping it again."""
    return Markup(html.decode())  # noqa: S704 - constants come from autoescaped templates, values are escaped


def spaced_html(html: str, spaces: Callable[[str], str]) -> str:
    """The same HTML with `spaces` made in what is between its tags. Only for what an author or the site says."""
    return _BETWEEN_TAGS.sub(lambda found: spaces(found[0]), html)


@dataclass(frozen=True, slots=True)
class OptionList:
    """A long list of options as HTML, made once, and where each option's tag can take ` selected`."""

    html: memoryview
    """A view, since what is cut out of it is then only copied once, to its place in a page."""
    places: Mapping[str, int]

    def put(self, value: str, out: Out) -> None:
        """Adds the options to the pieces of a page, the one whose value is `value` selected."""
        place = self.places.get(value)
        if place is None:
            out.append(self.html)
        else:
            out += (self.html[:place], b" selected", self.html[place:])


def option_html(value: str, label: str, *, selected: bool = False) -> str:
    """One option of a list. Without its end tag, which HTML lets out: of three lists of countries that is 7 kB."""
    return f'<option value="{escape(value)}"{" selected" if selected else ""}>{escape(label)}'


def option_list(groups: Iterable[tuple[str | None, Iterable[tuple[str, str]]]]) -> OptionList:
    """The list made of (value, label) pairs, in groups that may have a label."""
    out: list[bytes] = []
    places: dict[str, int] = {}
    length = 0

    def add(html: bytes) -> None:
        nonlocal length
        out.append(html)
        length += len(html)

    for title, pairs in groups:
        add(f'<optgroup label="{escape(title)}">'.encode() if title else b"")
        for value, label in pairs:
            html = option_html(value, label).encode()
            places[value] = length + html.index(b">")
            add(html)
        add(b"</optgroup>" if title else b"")
    return OptionList(html=memoryview(b"".join(out)), places=places)
