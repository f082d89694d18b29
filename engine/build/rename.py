"""A shared block used a second time: its ids, and every reference to its fields, under a prefix."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..conditions.compile import COMBINATORS, DATE_TESTS
from ..context import lines_of
from ..source import Node

CONDITIONS = frozenset({"si", "alors"})
"""Under these keys there is a condition."""
NAMING_KEYS = frozenset({"selon", "champ"})
"""Under these keys a text names a field."""
LABELS = "options"
"""Under this key there are ids and labels of its own."""
NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def renamed(content: tuple[Node, ...], prefix: str) -> tuple[Node, ...]:
    """The content with every id of its own, and every reference to one of its fields, prefixed."""
    fields = frozenset(name for item in content for name in _fields_in(item))
    renaming = _Renaming(fields, prefix)
    return tuple(renaming.node(item) for item in content)


def _fields_in(node: Node) -> tuple[str, ...]:
    """What a reference may name: a document may well have the id of a field that is not of the block."""
    match node.kind:
        case "map":
            own = node.get("id")
            inside = (value for key, value in node.entries if key.text not in CONDITIONS and key.text != LABELS)
            below = tuple(name for value in inside for name in _fields_in(value))
            return (own.text, *below) if own is not None and node.get("type") is not None else below
        case "list":
            return tuple(name for item in node.items for name in _fields_in(item))
        case "scalar":
            return ()


@dataclass(frozen=True, slots=True)
class _Renaming:
    fields: frozenset[str]
    prefix: str

    def node(self, node: Node) -> Node:
        """An object, a list of them, or a text and the fields it cites."""
        match node.kind:
            case "scalar":
                text = NAME.sub(lambda m: f"{{{self._name(m[1])}}}", node.text)
                # What is wrong in the text is shown where its own file says it.
                return node if text == node.text else replace(node, text=text, written=lines_of(node))
            case "list":
                return replace(node, items=tuple(map(self.node, node.items)))
            case "map":
                return replace(node, entries=tuple((k, self._value(k.text, v)) for k, v in node.entries))

    def _value(self, key: str, value: Node) -> Node:
        if key == LABELS:
            return value
        if key in CONDITIONS:
            return self._condition(value)
        if key == "id" and value.kind == "scalar":
            return replace(value, text=f"{self.prefix}_{value.text}")
        return self._reference(value) if key in NAMING_KEYS and value.kind == "scalar" else self.node(value)

    def _condition(self, node: Node) -> Node:
        """A map of tests: their keys are references, and so may be the bounds of a date; answers are not."""
        return replace(node, entries=tuple(self._test(k, v) for k, v in node.entries))

    def _test(self, key: Node, value: Node) -> tuple[Node, Node]:
        if key.text in COMBINATORS:
            return key, replace(value, items=tuple(map(self._condition, value.items)))
        bounds = ((k, self._reference(v) if k.text in DATE_TESTS else v) for k, v in value.entries)
        return self._reference(key), replace(value, entries=tuple(bounds))

    def _reference(self, node: Node) -> Node:
        return replace(node, text=self._name(node.text))

    def _name(self, name: str) -> str:
        return f"{self.prefix}_{name}" if name in self.fields else name
