"""A shared block used a second time: its ids, and every reference to them, under a prefix."""

from __future__ import annotations

import re
from dataclasses import replace

from ..conditions.compile import COMBINATORS, DATE_TESTS
from ..source import Node

REFERENCE_KEYS = frozenset({"si", "alors"})
"""Under these keys, map keys and date bounds are references."""
NAMING_KEYS = frozenset({"id", "selon", "champ"})
LABELS = "options"
"""Under this key there are ids and labels of its own."""
NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def renamed(content: tuple[Node, ...], prefix: str) -> tuple[Node, ...]:
    """The content with every id of its own, and every reference to one, prefixed."""
    own = frozenset(name for item in content for name in _ids_in(item))
    return tuple(_rename(item, own, prefix, naming=False) for item in content)


def _ids_in(node: Node) -> tuple[str, ...]:
    match node.kind:
        case "map":
            own = node.get("id")
            inside = (value for key, value in node.entries if key.text not in REFERENCE_KEYS and key.text != LABELS)
            below = tuple(name for value in inside for name in _ids_in(value))
            return (own.text, *below) if own is not None and own.kind == "scalar" else below
        case "list":
            return tuple(name for item in node.items for name in _ids_in(item))
        case "scalar":
            return ()


def _rename(node: Node, own: frozenset[str], prefix: str, *, naming: bool) -> Node:
    match node.kind:
        case "scalar" if naming and node.text in own:
            return replace(node, text=f"{prefix}_{node.text}")
        case "scalar":
            return replace(node, text=NAME.sub(lambda m: f"{{{prefix}_{m[1]}}}" if m[1] in own else m[0], node.text))
        case "list":
            return replace(node, items=tuple(_rename(n, own, prefix, naming=naming) for n in node.items))
        case "map":
            pairs = []
            for key, value in node.entries:
                if key.text == LABELS and not naming:
                    pairs.append((key, value))
                    continue
                name = replace(key, text=f"{prefix}_{key.text}") if naming and key.text in own else key
                pairs.append((name, _rename(value, own, prefix, naming=_names(key.text, value, naming=naming))))
            return replace(node, entries=tuple(pairs))


def _names(key: str, value: Node, *, naming: bool) -> bool:
    """Whether the value under a key holds references: a choice's value that looks like an id is not one."""
    if naming:
        return value.kind == "map" or key in COMBINATORS or key in DATE_TESTS
    return key in REFERENCE_KEYS or (key in NAMING_KEYS and value.kind == "scalar")
