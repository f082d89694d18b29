"""Justificatifs: groups of requests, their alternatives, and each motif's own beside the common ones."""

from __future__ import annotations

from collections.abc import Mapping

from ..conditions.compile import Compiler, meant_answer
from ..conditions.nodes import Condition
from ..conditions.references import report_type
from ..context import Context, entries, flag, integer, items, optional, scalar
from ..nearest import nearest
from ..problems import Position
from ..source import Node
from ..spec import Alternatives, Cases, Field, Item, Justificatif, JustificatifGroup, Motif, Provision
from .cases import report_missing
from .fields import FieldBuilder


class JustificatifBuilder:
    """Builds the requests of one procedure; `limit` is what their conditions may read: all that is asked before their
    step."""

    def __init__(self, context: Context, fields: FieldBuilder, limit: int, max_files: int) -> None:
        self.context, self.fields, self.limit, self.max_files = context, fields, limit, max_files
        self.seen: dict[str, Node] = {}
        self.built: dict[tuple[Position, str], Justificatif] = {}

    def motifs(self, root: Node) -> dict[str, Motif]:
        """Every motif with the common groups merged with its own: a group of the same id gets the motif's requests."""
        common = self._groups(items(root, "justificatifs"), {}, set())
        shared = frozenset(self.built)
        built: dict[str, Motif] = {}
        for key, node in entries(root, "motifs"):
            own = self._groups(items(node, "justificatifs"), {}, set(shared))
            built[key.text] = Motif(
                id=key.text,
                label=scalar(node, "libelle"),
                list_title=scalar(node, "titre_liste") or scalar(node, "libelle"),
                groups=merged(common, own),
                position=key.position,
            )
        return built

    def _groups(
        self, nodes: tuple[Node, ...], seen: dict[str, Node], asked: set[tuple[Position, str]]
    ) -> tuple[JustificatifGroup, ...]:
        return tuple(self._group(node, seen, asked) for node in nodes)

    def _group(self, node: Node, seen: dict[str, Node], asked: set[tuple[Position, str]]) -> JustificatifGroup:
        name = node.get("id")
        if name is not None:
            self.context.declare(seen, name, "groupe de justificatifs")
        return JustificatifGroup(
            id=scalar(node, "id"),
            title=scalar(node, "titre"),
            position=node.position,
            requests=tuple(self._request(n, asked) for n in items(node, "demandes")),
            groups=tuple(self._group(n, seen, asked) for n in items(node, "groupes")),
        )

    def _request(self, node: Node, asked: set[tuple[Position, str]]) -> Justificatif:
        """A request; the one of a block that another motif includes too is the same, and built once."""
        name = node.get("id")
        place = (node.position, scalar(node, "id"))
        again = self.built.get(place) if place not in asked else None
        asked.add(place)
        if again is not None:
            return again
        if name is not None:
            self.context.declare(self.seen, name, "justificatif")
        return self.built.setdefault(place, self._built(node))

    def _built(self, node: Node) -> Justificatif:
        asked, provision = node.get("champ"), node.get("fournir")
        pieces: dict[str, Node] = {}
        return Justificatif(
            id=scalar(node, "id"),
            label=scalar(node, "libelle"),
            code=scalar(node, "code") or scalar(node, "id").upper(),
            position=node.position,
            text=self.context.text(node, "texte"),
            instruction=self.context.text(node, "consigne"),
            note=self.context.text(node, "note"),
            provision=self._provision(provision, pieces) if provision is not None else None,
            field=self._field(asked) if asked is not None else None,
            required=flag(node, "obligatoire", default=True),
            max_files=integer(node, "max", self.max_files),
            condition=self._condition(node),
            heading=optional(node, "entete"),
            per_item=scalar(node, "envoi") == "par_piece",
            source=optional(node, "source"),
            to_validate=optional(node, "a_valider"),
        )

    def _field(self, node: Node) -> Field:
        """A field asked in place of a document."""
        self.fields.check_asked(node)
        return self.fields.field(node)

    def _condition(self, node: Node) -> Condition | None:
        condition = node.get("si")
        return Compiler(self.context, self.fields.references, self.limit).condition(condition) if condition else None

    def _provision(self, node: Node, pieces: dict[str, Node]) -> Provision:
        if node.get("selon") is not None:
            return self._cases(node, pieces)
        for mode, key in (("one_of", "un_de"), ("all_of", "tous")):
            if node.get(key) is not None:
                return Alternatives(
                    mode="one_of" if mode == "one_of" else "all_of",
                    parts=tuple(self._provision(n, pieces) for n in items(node, key)),
                    position=node.position,
                    title=optional(node, "titre"),
                    instruction=self.context.text(node, "consigne"),
                    condition=self._condition(node),
                )
        name = node.get("id")
        if name is not None:
            self.context.declare(pieces, name, "pièce")
        return Item(
            id=scalar(node, "id"),
            label=scalar(node, "libelle"),
            position=node.position,
            condition=self._condition(node),
            max_age=optional(node, "anciennete_max"),
        )

    def _cases(self, node: Node, pieces: dict[str, Node]) -> Cases:
        name = node.get("selon") or node
        known = Compiler(self.context, self.fields.references, self.limit).reference(name, ("closed",))
        built = {key.text: self._provision(value, pieces) for key, value in entries(node, "cas")}
        if known is not None and known.type == "closed":
            values: Mapping[str, str] = known.values or {}
            for key, _ in entries(node, "cas"):
                if key.text not in values:
                    meant = meant_answer(key.text, values)
                    self.context.report(key, "P202", found=key.text, reference=known.id, expected=values, meant=meant)
            # A case that was misspelt is not also a missing one.
            misspelt = {meant_answer(key, values) or nearest(key, values) for key in built if key not in values}
            missing = [value for value in values if value not in built and value not in misspelt]
            if missing:
                report_missing(self.context, node.key("cas") or node, known.id, missing)
        elif known is not None and known.type != "any":
            report_type(self.context, name, known, "needs closed")
        return Cases(scalar(node, "selon"), built, node.position)


def merged(common: tuple[JustificatifGroup, ...], own: tuple[JustificatifGroup, ...]) -> tuple[JustificatifGroup, ...]:
    """The common groups, each followed by what the motif adds to it, then the groups only the motif has."""
    by_id = {group.id: group for group in own}
    both = [_joined(group, by_id.pop(group.id, None)) for group in common]
    return (*both, *by_id.values())


def _joined(group: JustificatifGroup, more: JustificatifGroup | None) -> JustificatifGroup:
    if more is None:
        return group
    return JustificatifGroup(
        group.id, group.title, group.position, group.requests + more.requests, merged(group.groups, more.groups)
    )
