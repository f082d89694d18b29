"""Shared blocks: `inclure` is replaced by the block's nodes before anything is built."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ..conditions.compile import COMBINATORS, DATE_TESTS
from ..context import Context, entries, items, scalar
from ..keywords import ADAPTABLE_KEYS
from ..source import Node

REFERENCE_KEYS = frozenset({"si", "alors"})
"""Under these keys, map keys and date bounds are references."""
NAMING_KEYS = frozenset({"id", "selon", "champ", "nombre", "dans"})
NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Included:
    """The expanded tree and the blocks it took in, by name."""

    root: Node
    blocks: Mapping[str, Node]


class Includer:
    """Expands one procedure. `block` gives a shared block's root by name, or None when there is none."""

    def __init__(self, context: Context, block: Callable[[str], Node | None], names: Callable[[], list[str]]) -> None:
        self.context, self.block, self.names = context, block, names
        self.used: dict[str, Node] = {}

    def expand(self, root: Node) -> Included:
        """The tree without any `inclure`."""
        facts = frozenset(key.text for key, _ in entries(root, "faits"))
        return Included(self._node(root, facts, ()), self.used)

    def _node(self, node: Node, facts: frozenset[str], path: tuple[str, ...]) -> Node:
        match node.kind:
            case "scalar":
                return node
            case "map":
                return replace(node, entries=tuple((k, self._node(v, facts, path)) for k, v in node.entries))
            case "list":
                return replace(node, items=tuple(n for item in node.items for n in self._item(item, facts, path)))

    def _item(self, node: Node, facts: frozenset[str], path: tuple[str, ...]) -> tuple[Node, ...]:
        name = node.get("inclure") if node.kind == "map" else None
        if name is None:
            return (self._node(node, facts, path),)
        if name.text in path:
            self.context.report(name, "R119", found=" → ".join((*path, name.text)))
            return ()
        block = self.block(name.text)
        if block is None:
            self.context.report(name, "R114", found=name.text, expected=self.names())
            return ()
        self.used[name.text] = block
        self._check_facts(name, block, facts)
        inner = (*path, name.text)
        content = tuple(n for item in items(block, "contenu") for n in self._item(item, facts, inner))
        whole = self._adapted(node, content)
        prefix = scalar(node, "comme")
        return renamed(whole, prefix) if prefix else whole

    def _check_facts(self, name: Node, block: Node, facts: frozenset[str]) -> None:
        for wanted in items(block.get("bloc"), "attend"):
            if wanted.text not in facts:
                self.context.report(name, "R115", found=name.text, fact=wanted.text, related=wanted.position)

    def _adapted(self, node: Node, content: tuple[Node, ...]) -> tuple[Node, ...]:
        """The block's content without what `sauf` leaves out and with what `adapter` changes."""
        known = {found.text: found for item in content for found in ids_in(item)}
        out = frozenset(n.text for n in items(node, "sauf"))
        changes = {key.text: value for key, value in entries(node, "adapter")}
        for named in (*items(node, "sauf"), *(key for key, _ in entries(node, "adapter"))):
            if named.text not in known:
                block = scalar(node, "inclure")
                self.context.report(named, "R116", found=named.text, block=block, expected=sorted(known))
        for value in changes.values():
            for key, _ in value.entries:
                if key.text not in ADAPTABLE_KEYS:
                    self.context.report(key, "R117", found=key.text, expected=sorted(ADAPTABLE_KEYS))
        kept = (_changed(item, out, changes) for item in content)
        return tuple(item for item in kept if item is not None)


def ids_in(node: Node) -> tuple[Node, ...]:
    """The id of each object in a tree, the tree's own first."""
    match node.kind:
        case "map":
            own = node.get("id")
            below = tuple(found for _, value in node.entries for found in ids_in(value))
            return (own, *below) if own is not None and own.kind == "scalar" else below
        case "list":
            return tuple(found for item in node.items for found in ids_in(item))
        case "scalar":
            return ()


def _changed(node: Node, out: frozenset[str], changes: Mapping[str, Node]) -> Node | None:
    if node.kind == "scalar":
        return node
    if node.kind == "list":
        kept = (_changed(item, out, changes) for item in node.items)
        return replace(node, items=tuple(item for item in kept if item is not None))
    name = scalar(node, "id")
    if name and name in out:
        return None
    pairs = [(key, changed) for key, value in node.entries if (changed := _changed(value, out, changes)) is not None]
    change = changes.get(name)
    if change is not None:
        replaced = {key.text for key, _ in change.entries}
        pairs = [pair for pair in pairs if pair[0].text not in replaced] + [
            pair for pair in change.entries if pair[0].text in ADAPTABLE_KEYS
        ]
    return replace(node, entries=tuple(pairs))


def renamed(content: tuple[Node, ...], prefix: str) -> tuple[Node, ...]:
    """The content with every id of its own, and every reference to one, prefixed."""
    own = frozenset(found.text for item in content for found in ids_in(item))
    return tuple(_rename(item, own, prefix, naming=False) for item in content)


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
                name = replace(key, text=f"{prefix}_{key.text}") if naming and key.text in own else key
                pairs.append((name, _rename(value, own, prefix, naming=_names(key.text, value, naming=naming))))
            return replace(node, entries=tuple(pairs))


def _names(key: str, value: Node, *, naming: bool) -> bool:
    """Whether the value under a key holds references: a choice's value that looks like an id is not one."""
    if naming:
        return value.kind == "map" or key in COMBINATORS or key in DATE_TESTS
    return key in REFERENCE_KEYS or (key in NAMING_KEYS and value.kind == "scalar")
