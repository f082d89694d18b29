"""Shared blocks: `inclure` is replaced by the block's nodes before anything is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ..context import Context, entries, items, scalar
from ..keywords import ADAPTABLE_KEYS, FIELD_KINDS, KINDS_OF_KEY
from ..nearest import nearest
from ..problems import Position
from ..schema import keys_of, name_of, required_keys_of
from ..source import Node
from .rename import renamed

INSIDE: Mapping[str, str] = {
    "etapes": "etape",
    "champs": "champ",
    "champ": "champ",
    "regles": "regle",
    "justificatifs": "groupe",
    "groupes": "sous_groupe",
    "demandes": "demande",
    "fournir": "piece",
    "un_de": "piece",
    "tous": "piece",
}
"""What stands under a key, as a definition of the schema. Sections depend on what holds them."""
GROUPS_OF_ITEMS: Mapping[str, str] = {
    "un_de": "groupe_de_pieces",
    "tous": "groupe_de_pieces",
    "selon": "cas_de_pieces",
}

PLACES = frozenset({*INSIDE.values(), "section", "sous_section"})
SORTS = PLACES | frozenset(GROUPS_OF_ITEMS.values())
KEYS_OF_SORTS: frozenset[str] = frozenset().union(*(keys_of(sort) for sort in SORTS))
NOT_OBJECTS = frozenset({"si", "alors", "options"})
"""Under these keys, a key `id` is a reference or an option."""


@dataclass(frozen=True, slots=True)
class Included:
    """The expanded tree and the blocks it took in, by name.

    `partial` says that a block could not be taken in: names it would have defined are then unknown for that reason.
    `awaited` are the facts that blocks expect and the procedure lacks, where they do. `uses` are all the inclusions.
    """

    root: Node
    blocks: Mapping[str, Node]
    partial: bool
    awaited: Mapping[str, Position]
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """One inclusion of a block: its name where it is written, and in the procedure when that is in another block."""

    block: str
    prefix: str
    name: Node
    outermost: Node


class Includer:
    """Expands one procedure. `block` gives a shared block's root by name, or None; `names` are all there are, those
    that can't be read too."""

    def __init__(self, context: Context, block: Callable[[str], Node | None], names: Callable[[], list[str]]) -> None:
        self.context, self.block, self.names = context, block, names
        self.used: dict[str, Node] = {}
        self.partial = False
        self.awaited: dict[str, Position] = {}
        self.circles: set[frozenset[str]] = set()
        self.uses: list[Use] = []
        self.outermost: tuple[Node, str] | None = None

    def expand(self, root: Node) -> Included:
        """The tree without any `inclure`."""
        facts = frozenset(key.text for key, _ in entries(root, "faits"))
        expanded = self._node(root, "procedure", facts, ())
        return Included(expanded, self.used, self.partial, self.awaited, tuple(self.uses))

    def _node(self, node: Node, place: str, facts: frozenset[str], path: tuple[str, ...]) -> Node:
        match node.kind:
            case "scalar":
                return node
            case "map":
                pairs = ((k, self._node(v, _under(k.text, place), facts, path)) for k, v in node.entries)
                return replace(node, entries=tuple(pairs))
            case "list":
                found = (n for item in node.items for n in self._item(item, place, facts, path))
                return replace(node, items=tuple(found))

    def _item(self, node: Node, place: str, facts: frozenset[str], path: tuple[str, ...]) -> tuple[Node, ...]:
        name = node.get("inclure") if node.kind == "map" else None
        if name is None:
            return (self._node(node, place, facts, path),)
        if place not in PLACES:
            return ()
        found, block = self._block(name)
        if found in path:
            circle = path[path.index(found) :]
            if frozenset(circle) not in self.circles:
                self.circles.add(frozenset(circle))
                self.context.report(name, "R119", found=" → ".join((*circle, found)))
            return ()
        if block is None:
            self.partial = True
            return ()
        self.used[found] = block
        if not path or self.outermost is None:
            self.outermost = (name, scalar(node, "comme"))
        self.uses.append(Use(found, self.outermost[1], name, self.outermost[0]))
        self._check_facts(name, block, facts)
        content = tuple(
            n for item in items(block, "contenu") for n in self._fitting(item, name, place, facts, (*path, found))
        )
        whole = self._adapted(node, content, place)
        prefix = scalar(node, "comme")
        return renamed(whole, prefix) if prefix else whole

    def _block(self, name: Node) -> tuple[str, Node | None]:
        """The block named, or the one that was probably meant."""
        block = self.block(name.text)
        if block is not None and block.get("services") is None:
            return name.text, block
        names = self.names()
        if name.kind != "scalar" or not name.text or name.text in names:
            return name.text, None
        file = f"{name.text.removesuffix('.yaml')}.yaml"
        self.context.report(name, "R114", found=name.text, file=file, expected=names)
        meant = nearest(name.text, names) or ""
        return meant, self.block(meant)

    def _fitting(
        self, item: Node, name: Node, place: str, facts: frozenset[str], path: tuple[str, ...]
    ) -> tuple[Node, ...]:
        """An element of a block, expanded; none where it is of another sort than its place."""
        if item.kind == "map" and item.get("inclure") is None and not fits(item, place):
            words = name_of(_definition(item, place))
            self.context.report(
                name, "R121", found=name.text, wanted_fr=words["fr"], wanted_en=words["en"], related=item.position
            )
            self.partial = True
            return ()
        return self._item(item, place, facts, path)

    def _check_facts(self, name: Node, block: Node, facts: frozenset[str]) -> None:
        for wanted in items(block.get("bloc"), "attend"):
            if wanted.text not in facts:
                self.context.report(name, "R115", found=name.text, fact=wanted.text, related=wanted.position)
                self.awaited[wanted.text] = wanted.position

    def _adapted(self, node: Node, content: tuple[Node, ...], place: str) -> tuple[Node, ...]:
        """The block's content without what `sauf` leaves out and with what `adapter` changes."""
        known = {found.text: adaptable for item in content for found, adaptable in objects_in(item, place)}
        out = frozenset(n.text for n in items(node, "sauf"))
        changes = {key.text: value for key, value in entries(node, "adapter")}
        for named in (*items(node, "sauf"), *(key for key, _ in entries(node, "adapter"))):
            if named.text not in known:
                block = scalar(node, "inclure")
                self.context.report(named, "R116", found=named.text, block=block, expected=sorted(known))
        for name, value in changes.items():
            for key, _ in value.entries if name in known else ():
                if key.text in ADAPTABLE_KEYS and key.text not in known[name]:
                    self.context.report(key, "R117", found=key.text, expected=sorted(known[name]))
        kept = (_changed(item, out, changes) for item in content)
        return tuple(item for item in kept if item is not None)


def _under(key: str, place: str) -> str:
    """What stands under a key of an object of this sort."""
    if place == "cas":
        return "piece"
    if key == "sections":
        return "sous_section" if place == "section" else "section"
    return INSIDE.get(key, key)


def _definition(node: Node, place: str) -> str:
    """The schema's definition of a node at a place: an item of a justificatif may be a group of items."""
    if place != "piece":
        return place
    return next((name for key, name in GROUPS_OF_ITEMS.items() if node.get(key) is not None), place)


def fits(node: Node, place: str) -> bool:
    """Whether an object is of the sort that a place holds.

    Its own structure was checked with its block. It does not fit when it has a key of other sorts only, or when it
    lacks one of its place's and is whole as another sort: a request is no field without a type.
    """
    keys = frozenset(node.keys())
    definition = _definition(node, place)
    if keys & (KEYS_OF_SORTS - keys_of(definition)):
        return False
    return required_keys_of(definition) <= keys or not any(_whole(keys, sort) for sort in SORTS)


def _whole(keys: frozenset[str], sort: str) -> bool:
    """Whether these keys make an object of a sort; of one that needs none, they can't tell."""
    required = required_keys_of(sort)
    return bool(required) and required <= keys <= keys_of(sort)


def objects_in(node: Node, place: str) -> tuple[tuple[Node, frozenset[str]], ...]:
    """The id of each object in a tree, the tree's own first, with the keys that may be changed of it."""
    match node.kind:
        case "map":
            own = node.get("id")
            below = tuple(
                found
                for key, value in node.entries
                if key.text not in NOT_OBJECTS
                for found in objects_in(value, _under(key.text, place))
            )
            return ((own, _adaptable(node, place)), *below) if own is not None and own.kind == "scalar" else below
        case "list":
            return tuple(found for item in node.items for found in objects_in(item, place))
        case "scalar":
            return ()


def _adaptable(node: Node, place: str) -> frozenset[str]:
    """The keys of an object that an inclusion may change: those its sort has, and its type."""
    definition = _definition(node, place)
    known = ADAPTABLE_KEYS & keys_of(definition) if definition in SORTS else ADAPTABLE_KEYS
    kind = FIELD_KINDS.get(scalar(node, "type"))
    return frozenset(key for key in known if kind is None or kind in KINDS_OF_KEY.get(key, (kind,)))


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
