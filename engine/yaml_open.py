"""A list or a map of a file while it is read, and what is made of it at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from .problems import Position, Problem

if TYPE_CHECKING:
    from .source import Node

Entries = tuple[tuple["Node", "Node"], ...]
"""The keys of a map with their values."""


@dataclass(slots=True)
class Open:
    """A list or a map whose end is not read yet. `entries` are all of a map's, `again` the problems of keys that it has
    twice."""

    kind: Literal["list", "map"]
    position: Position
    flow: bool
    in_braces: bool
    items: list[Node] = field(default_factory=list)
    entries: list[tuple[Node, Node]] = field(default_factory=list)
    seen: dict[str, Node] = field(default_factory=dict)
    again: list[Problem] = field(default_factory=list)
    key: Node | None = None
    key_end: int = 0
    stray: bool = False

    def parts(self, parent: Open | None) -> tuple[Entries, ...]:
        """What a map holds: its entries, the first of each key; or those of each element, where it stands in a list and
        dashes are missing in it."""
        if not self.again:
            return (tuple(self.entries),)
        listed = parent is not None and parent.kind == "list" and not self.flow
        starts = elements([key.text for key, _ in self.entries]) if listed else ()
        if not starts:
            first = {key.text: (key, value) for key, value in reversed(self.entries)}
            return (tuple(first[name] for name in self.seen),)
        return tuple(tuple(self.entries[a:b]) for a, b in pairwise((0, *starts, len(self.entries))))


def elements(keys: Sequence[str]) -> tuple[int, ...]:
    """Where, among the keys of an element of a list, those of the next ones begin: at its first key again, if each of
    these elements has another key in common with the one before it, and none of them twice."""
    starts = tuple(n for n, key in enumerate(keys) if n and key == keys[0])
    parts = [keys[a:b] for a, b in pairwise((0, *starts, len(keys)))]
    alike = all(len({*one} & {*other}) > 1 for one, other in pairwise(parts))
    return starts if alike and all(len({*part}) == len(part) for part in parts) else ()
