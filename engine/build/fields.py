"""Second pass over the steps: fields, sections, rules and steps, with their conditions compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..conditions.compile import Compiler
from ..conditions.nodes import Condition
from ..conditions.references import Reference
from ..context import Context, flag, integer, items, optional, scalar, whole
from ..keywords import CONTENTS, ORIGINS, PRECISIONS
from ..kinds import pattern_fault, read_plain
from ..source import Node
from ..spec import ChoiceList, Field, Kind, Repeat, Rule, Section, Step
from .declare import Declarations, choice_list, declare_name, kind_of, reference_of
from .order import check_order

MANY_OPTIONS = 4
OF_ANSWERED = ("obligatoire", "repetable", "remplissage", "regles")
"""Keys of a field that say how it is to be answered, or how an answer can be wrong."""
LENGTHS: Mapping[Kind, int] = {"long_text": 4000, "number": 64}


class FieldBuilder:
    """Builds what the steps hold. Fields are met in the same order as when they were declared."""

    def __init__(
        self,
        context: Context,
        declarations: Declarations,
        lists: Mapping[str, ChoiceList],
        orientations: frozenset[str],
    ) -> None:
        self.context, self.declarations, self.lists = context, declarations, lists
        self.references: Mapping[str, Reference] = declarations.references
        self.orientations = orientations
        self.sections: dict[str, Node] = {}
        self.order = 0
        self.end = 0
        self.requests_order = 0
        self.requests_end = 0

    def steps(self, root: Node) -> tuple[Step, ...]:
        """The steps in order. `order` then stands after the last field."""
        built: list[Step] = []
        seen: dict[str, Node] = {}
        for number, node in enumerate(items(root, "etapes")):
            name = node.get("id")
            if name is not None:
                self.context.declare(seen, name, "étape")
            self.end = self.declarations.step_ends[number]
            built.append(self._step(node, number + 1))
            if built[-1].content == "justificatifs":
                self.requests_order, self.requests_end = self.order, self.end
            self.order = self.end
        self._check_slugs(root, built)
        check_order(self.context, root)
        return tuple(built)

    def _step(self, node: Node, number: int) -> Step:
        return Step(
            id=scalar(node, "id"),
            title=scalar(node, "titre"),
            slug=scalar(node, "chemin") or f"etape-{number}",
            content=CONTENTS.get(scalar(node, "contenu", "formulaire"), "form"),
            position=node.position,
            progress=whole(scalar(node, "avancement")),
            remaining=optional(node, "reste"),
            recalls_situation=flag(node, "rappel_situation", default=False),
            inserts=tuple(n.text for n in items(node, "encarts")),
            announcement=self.context.text(node, "annonce"),
            sections=tuple(self.section(n) for n in items(node, "sections")),
            rules=self.rules(node, None),
        )

    def section(self, node: Node) -> Section:
        """A section with its fields and sub-sections. Its own condition reads what comes before it."""
        name = node.get("id")
        if name is not None:
            self.context.declare(self.sections, name, "section")
        return Section(
            id=scalar(node, "id"),
            title=scalar(node, "titre"),
            position=node.position,
            introduction=self.context.text(node, "introduction"),
            condition=self.condition(node, self.order),
            fields=tuple(self.field(n) for n in items(node, "champs")),
            sections=tuple(self.section(n) for n in items(node, "sections")),
            rules=self.rules(node, None),
        )

    def field(self, node: Node) -> Field:
        """A field at the next place of the asking order."""
        order = self.order
        self.order += 1
        return self._field(node, order, self.references)

    def condition(self, node: Node, limit: int, references: Mapping[str, Reference] | None = None) -> Condition | None:
        """The `si` of a node, which may read what stands before `limit`."""
        condition = node.get("si")
        if condition is None:
            return None
        return Compiler(self.context, references or self.references, limit).condition(condition)

    def rules(
        self, node: Node, field: str | None, references: Mapping[str, Reference] | None = None
    ) -> tuple[Rule, ...]:
        """The rules of a node; they may read everything up to the end of their step."""
        return tuple(self._rule(n, field, references or self.references) for n in items(node, "regles"))

    def _rule(self, node: Node, field: str | None, references: Mapping[str, Reference]) -> Rule:
        compiler = Compiler(self.context, references, self.end)
        when, then, redirect, aimed = node.get("si"), node.get("alors"), node.get("orienter_vers"), node.get("champ")
        if redirect is not None and redirect.text not in self.orientations:
            self.context.report(redirect, "R111", found=redirect.text, expected=sorted(self.orientations))
        if aimed is not None and compiler.reference(aimed) is None:
            aimed = None
        if when is None and then is None and node.entries:
            self.context.report(node, "S131")
        return Rule(
            when=compiler.condition(when) if when is not None else None,
            then=compiler.condition(then) if then is not None else None,
            message=scalar(node, "message"),
            redirect=redirect.text if redirect is not None else None,
            field=aimed.text if aimed is not None else field,
            position=node.position,
        )

    def _field(self, node: Node, order: int, references: Mapping[str, Reference]) -> Field:
        kind = kind_of(node) or "text"
        choices = choice_list(Context(), node, self.lists) if kind == "choice" else None
        few = choices is None or len(choices.options) <= MANY_OPTIONS
        built = Field(
            id=scalar(node, "id"),
            kind=kind,
            label=scalar(node, "libelle"),
            position=node.position,
            hint=self.context.text(node, "aide"),
            required=kind not in ("checkbox", "computed") and flag(node, "obligatoire", default=True),
            condition=self.condition(node, order, references),
            options=choices,
            presentation={"boutons": "radios", "liste": "list"}.get(  # type: ignore[arg-type]
                scalar(node, "presentation"), "radios" if few else "list"
            ),
            repeat=self._repeat(node),
            members=self._members(node, order),
            max_length=integer(node, "longueur_max", LENGTHS.get(kind, 200)),
            pattern=self._pattern(node),
            pattern_message=optional(node, "format_message"),
            pattern_example=optional(node, "format_exemple"),
            precision=PRECISIONS.get(scalar(node, "precision"), "day"),
            historic=flag(node, "historiques", default=False),
            template=self.context.text(node, "valeur"),
            confirm_label=optional(node, "confirmer"),
            remove_label=optional(node, "supprimer"),
            autocomplete=optional(node, "remplissage"),
            taken_from=ORIGINS.get(scalar(node, "repris_de")),
            rules=self.rules(node, scalar(node, "id"), references),
            source=optional(node, "source"),
            to_validate=optional(node, "a_valider"),
        )
        self._check_example(node, built)
        self._check_taken(node)
        optional_one = node.get("obligatoire")
        if kind == "commitment" and optional_one is not None and not built.required:
            self.context.report(optional_one, "S151", found=optional_one.text)
        return built

    def _check_taken(self, node: Node) -> None:
        """What nobody is asked can't be asked in some way, nor be refused: nobody could answer otherwise."""
        for key in OF_ANSWERED if node.get("repris_de") is not None else ():
            if node.get(key) is not None:
                self.context.report(node.key(key) or node, "S161", found=key)

    def check_asked(self, node: Node) -> None:
        """Reports a field taken from elsewhere in a place where there are only questions."""
        taken = node.key("repris_de")
        if taken is not None:
            self.context.report(taken, "S162", found=scalar(node, "id"))

    def _check_example(self, node: Node, built: Field) -> None:
        """What people are told to imitate must be accepted."""
        example = node.get("format_exemple")
        if example is not None and built.pattern is not None:
            alone = replace(built, repeat=None)
            if read_plain(alone, example.text).problems:
                self.context.report(example, "S140", found=example.text)

    def _members(self, node: Node, order: int) -> tuple[Field, ...]:
        """A group's fields. They read what comes before the group, and the members before them."""
        nodes = items(node, "champs")
        known: dict[str, Reference] = dict(self.references)
        # What a member reads of those after it is asked too late, whatever has the same name outside.
        later = (reference_of(Context(), member, order, self.lists) for member in nodes)
        known.update((reference.id, reference) for reference in later)
        seen: dict[str, Node] = {}
        built: list[Field] = []
        for member in nodes:
            name = member.get("id")
            if name is not None:
                declare_name(self.context, seen, name, "champ du groupe")
            self.check_asked(member)
            if kind_of(member) == "group":
                self.context.report(member.get("type") or member, "S143", found=scalar(member, "id"))
            built.append(self._field(member, order, known))
            made = reference_of(self.context, member, -1, self.lists)
            known[made.id] = made
        return tuple(built)

    def _repeat(self, node: Node) -> Repeat | None:
        repeat = node.get("repetable")
        if repeat is None:
            return None
        built = Repeat(
            minimum=integer(repeat, "min", 1),
            maximum=integer(repeat, "max", 10),
            add_label=scalar(repeat, "ajouter"),
            distinct=flag(repeat, "distincts", default=False),
        )
        if built.maximum < max(built.minimum, 1):
            self.context.report(
                repeat.get("max") or repeat, "S123", found=str(built.maximum), minimum=str(built.minimum)
            )
        return built

    def _pattern(self, node: Node) -> str | None:
        pattern = node.get("format")
        if pattern is None:
            return None
        fault = pattern_fault(pattern.text)
        if fault is not None:
            self.context.report(pattern, "S122", found=pattern.text, detail=fault)
            return None
        return pattern.text

    def _check_slugs(self, root: Node, built: list[Step]) -> None:
        """Two steps at one address: the second that says it is told, or the first when the other's is its default."""
        seen: dict[str, Node] = {}
        defaults = {
            step.slug: node
            for step, node in zip(built, items(root, "etapes"), strict=True)
            if node.get("chemin") is None
        }
        for node in items(root, "etapes"):
            slug = node.get("chemin")
            if slug is None:
                continue
            taken = defaults.get(slug.text)
            if taken is not None:
                self.context.report(slug, "R106", found=slug.text, kind="chemin", related=taken.position)
            else:
                self.context.declare(seen, slug, "chemin")
