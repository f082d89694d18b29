"""First pass: which fields there are, of which type, in which asking order – before any condition is compiled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..conditions.references import Reference, ReferenceType
from ..context import Context, entries, flag, items, scalar
from ..keywords import FIELD_KINDS
from ..problems import Position
from ..reference.countries import countries, historic_countries
from ..source import Node
from ..spec import ChoiceList, Kind, Option

TYPE_OF_KIND: Mapping[Kind, ReferenceType] = {
    "choice": "closed",
    "country": "closed",
    "nationality": "closed",
    "yes_no": "boolean",
    "checkbox": "boolean",
    "commitment": "boolean",
    "date": "date",
    "group": "list",
    "computed": "computed",
}
BEFORE_ALL = -1
RESERVED = frozenset({"motif", "date_depot", "numero", "service", "titre", "tous", "un_de", "aucun_de"})
"""What conditions and texts already call something else."""


@dataclass(slots=True)
class Declarations:
    """References by id; `step_ends[i]` is the first asking order after step i; `orders` that of each field node."""

    references: dict[str, Reference]
    step_ends: list[int] = field(default_factory=list)
    seen: dict[str, Node] = field(default_factory=dict)
    next_order: int = 0


def lists_of(context: Context, roots: tuple[Node, ...]) -> dict[str, ChoiceList]:
    """The closed lists of a procedure and of the blocks it includes. A list declared twice must be the same."""
    found: dict[str, ChoiceList] = {}
    for root in roots:
        for key, value in entries(root, "listes"):
            built = ChoiceList(key.text, options_of(value), key.position)
            first = found.setdefault(key.text, built)
            if first.options != built.options:
                context.report(key, "R106", found=key.text, kind="liste", related=first.position)
    return found


def options_of(node: Node) -> tuple[Option, ...]:
    """The options of a map id → label."""
    return tuple(Option(key.text, value.text, key.position) for key, value in node.entries)


def kind_of(node: Node) -> Kind | None:
    """The kind a field's `type` names, or None."""
    return FIELD_KINDS.get(scalar(node, "type"))


def choice_list(context: Context, node: Node, lists: Mapping[str, ChoiceList]) -> ChoiceList | None:
    """The closed list of a choice: named, or written in place."""
    name = node.get("liste")
    if name is not None:
        known = lists.get(name.text)
        if known is None:
            context.report(name, "R107", found=name.text, expected=sorted(lists))
        return known
    options = node.get("options")
    if options is None:
        return None
    return ChoiceList(scalar(node, "id"), options_of(options), options.position)


def steps_fields(root: Node) -> Iterator[tuple[int, Node]]:
    """Every field node with the number of its step, in asking order; those inside justificatifs at their step, or last
    where that step was forgotten."""
    steps = items(root, "etapes")
    for number, step in enumerate(steps):
        for section in items(step, "sections"):
            for part in (section, *items(section, "sections")):
                yield from ((number, node) for node in items(part, "champs"))
        if scalar(step, "contenu") == "justificatifs":
            yield from ((number, node) for node in requested_fields(root))
    if steps and all(scalar(step, "contenu") != "justificatifs" for step in steps):
        yield from ((len(steps) - 1, node) for node in requested_fields(root))


def requested_fields(root: Node) -> Iterator[Node]:
    """The fields asked in place of a document, common ones first, then each motif's; those that motifs share, once."""
    met: set[tuple[Position, str]] = set()
    groups = [*items(root, "justificatifs")]
    for _, motif in entries(root, "motifs"):
        groups.extend(items(motif, "justificatifs"))
    for group in groups:
        for part in (group, *items(group, "groupes")):
            for request in items(part, "demandes"):
                node = request.get("champ")
                if node is not None and (place := (node.position, scalar(node, "id"))) not in met:
                    met.add(place)
                    yield node


def declare_fields(
    context: Context, root: Node, lists: Mapping[str, ChoiceList], questions: Mapping[str, Position]
) -> Declarations:
    """All fields of the steps as references, plus `motif` and `date_depot`.

    `questions` are those of the portal: their answers are kept beside those of fields, under the same ids.
    """
    context.members = dict(_members(root))
    key = root.key("motifs")
    built_in = key.position if key is not None else root.position
    motifs = {key.text: scalar(value, "libelle") for key, value in entries(root, "motifs")}
    made = Declarations(
        {
            "motif": Reference("motif", "closed", BEFORE_ALL, built_in, "motif", motifs),
            "date_depot": Reference("date_depot", "date", BEFORE_ALL, built_in, "date du dépôt"),
        }
    )
    last = 0
    for number, node in steps_fields(root):
        while last < number:
            made.step_ends.append(made.next_order)
            last += 1
        _declare(context, made, node, lists, questions)
    made.step_ends.extend([made.next_order] * (len(items(root, "etapes")) - last))
    return made


def _members(root: Node) -> Iterator[tuple[str, tuple[str, Position]]]:
    """The fields of each group, by id, with its group and place."""
    for _, node in steps_fields(root):
        for member in items(node, "champs"):
            yield scalar(member, "id"), (scalar(node, "id"), member.position)


def declare_name(context: Context, seen: dict[str, Node], node: Node, kind: str) -> bool:
    """Whether this name of a field, fact or question is free."""
    if node.text not in RESERVED:
        return context.declare(seen, node, kind)
    context.report(node, "R123", found=node.text, expected=sorted(RESERVED))
    return False


def _declare(
    context: Context,
    made: Declarations,
    node: Node,
    lists: Mapping[str, ChoiceList],
    questions: Mapping[str, Position],
) -> None:
    name = node.get("id")
    order = made.next_order
    made.next_order += 1
    if name is None or not declare_name(context, made.seen, name, "champ"):
        return
    if name.text in questions:
        context.report(name, "R106", found=name.text, kind="question", related=questions[name.text])
    made.references[name.text] = reference_of(context, node, order, lists)


def reference_of(context: Context, node: Node, order: int, lists: Mapping[str, ChoiceList]) -> Reference:
    """The reference a field node makes: its type follows from its kind and whether it is repeatable."""
    name, kind = scalar(node, "id"), kind_of(node)
    label = scalar(node, "libelle")
    if kind is None:
        return Reference(name, "any", order, node.position, label)
    if node.get("repetable") is not None:
        return Reference(name, "list", order, node.position, label)
    values: Mapping[str, str] | None = None
    if kind == "choice":
        choices = choice_list(context, node, lists)
        if choices is None:
            return Reference(name, "any", order, node.position, label)
        values = {option.id: option.label for option in choices.options}
    elif kind in ("country", "nationality"):
        listed = countries() + (historic_countries() if flag(node, "historiques", default=False) else ())
        values = {country.code: country.label for country in listed}
    return Reference(name, TYPE_OF_KIND.get(kind, "text"), order, node.position, label, values)
