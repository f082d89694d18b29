"""The events of the YAML parser, as far as they are read: what libyaml gives has no types of its own."""

from __future__ import annotations

from typing import Protocol


class Mark(Protocol):
    """A place of the parser: all counted from 0, in characters."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def index(self) -> int: ...


class Event(Protocol):
    """What the parser read: its first character, and the one after its last."""

    @property
    def start_mark(self) -> Mark: ...
    @property
    def end_mark(self) -> Mark: ...
    @property
    def anchor(self) -> str | None: ...


class Tagged(Event, Protocol):
    """What may have a tag."""

    @property
    def tag(self) -> str | None: ...


class Scalar(Tagged, Protocol):
    """A scalar; `style` is its quote or `|` or `>`, empty when it has none."""

    @property
    def value(self) -> str: ...
    @property
    def style(self) -> str | None: ...


class Collection(Tagged, Protocol):
    """The start of a list or a map."""

    @property
    def flow_style(self) -> bool | None: ...


class Document(Event, Protocol):
    """The start of a document, with its directives."""

    @property
    def version(self) -> object: ...
    @property
    def tags(self) -> object: ...
