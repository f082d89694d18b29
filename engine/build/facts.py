"""Facts: their types first, then their calculations, then what they depend on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..conditions.compile import BOOLEANS, INTEGER, Compiler, meant_answer
from ..conditions.nodes import Condition, references
from ..conditions.references import Reference, ReferenceType, report_type
from ..context import Context, entries, integer, items, scalar, whole
from ..facts import Anniversary, ByCases, Calculation, Count, Fact, Holds, SomeElement, YearsBetween
from ..schema_errors import MEANT
from ..source import Node
from ..spec import ChoiceList, LeapDay
from .cases import Case, check_cases
from .declare import Declarations, declare_name, reference_of

NO_LIMIT = 1_000_000
MAX_CHAIN = 50
"""How many facts may depend on one another in a row: each is computed inside the one that reads it."""
TYPES: Mapping[str, ReferenceType] = {
    "si": "boolean",
    "annees_entre": "integer",
    "anniversaire": "date",
    "nombre": "integer",
    "au_moins_un": "boolean",
    "tous_les": "boolean",
    "selon": "closed",
}


LEAP_DAYS: Mapping[str, LeapDay] = {"1er_mars": "1er_mars", "28_fevrier": "28_fevrier"}


def leap_day_of(head: Node | None) -> LeapDay | None:
    """When those born on 29 February grow older in common years, as the head of a file says; None when it doesn't."""
    return LEAP_DAYS.get(scalar(head, "anniversaire_29_fevrier"))


class FactBuilder:
    """Builds the facts of one procedure and completes `declarations.references` with them."""

    def __init__(
        self,
        context: Context,
        declarations: Declarations,
        lists: Mapping[str, ChoiceList],
        fields: Mapping[str, Node],
        leap_day: LeapDay | None,
    ) -> None:
        self.context, self.references, self.lists = context, declarations.references, lists
        self.seen = declarations.seen
        self.fields, self.leap_day = fields, leap_day
        self.leap_day_told = False
        self.nodes: dict[str, Node] = {}

    def build(self, root: Node) -> dict[str, Fact]:
        """All facts by id, in the author's order."""
        head = root.get("procedure") or root.get("portail")
        self.leap_day_told = head is not None and head.get("anniversaire_29_fevrier") is not None
        given = entries(root, "faits")
        nodes = [(key, value) for key, value in given if declare_name(self.context, self.seen, key, "fait")]
        for key, value in nodes:
            self.references[key.text] = self._reference(key, value)
        facts: dict[str, Fact] = {}
        reads: dict[str, frozenset[str]] = {}
        self.nodes = {key.text: value for key, value in nodes}
        for key, value in nodes:
            calculation = self._calculation(key.text, value)
            if calculation is None:
                self.references[key.text] = Reference(key.text, "any", -1, key.position, key.text)
                continue
            label = scalar(value, "libelle") or key.text.replace("_", " ")
            reads[key.text] = self._reads(calculation)
            facts[key.text] = Fact(
                key.text, label, calculation, frozenset(), key.position, self._if_unknown(key, value)
            )
        for key, value in nodes:
            if key.text in facts:
                self._check_cases(value, facts[key.text].calculation, facts)
        return self._ordered(facts, reads, {key.text: key for key, _ in nodes})

    def _reference(self, key: Node, value: Node) -> Reference:
        type_of: ReferenceType = next((TYPES[name.text] for name, _ in value.entries if name.text in TYPES), "any")
        values = {name.text: name.text for name, _ in entries(value, "cas")} if type_of == "closed" else None
        return Reference(key.text, type_of, -1, key.position, scalar(value, "libelle") or key.text, values)

    def _calculation(self, name: str, node: Node) -> Calculation | None:
        compiler = Compiler(self.context, self.references, NO_LIMIT, lambda: self._readers(name))
        for key, value in node.entries:
            match key.text:
                case "si":
                    return Holds(compiler.condition(value))
                case "annees_entre" if len(value.items) == 2:
                    dates = [self._typed(compiler, part, "date") for part in value.items]
                    leap_day = self._leap(key)
                    return YearsBetween(dates[0], dates[1], leap_day) if dates[0] and dates[1] and leap_day else None
                case "anniversaire" if len(value.items) == 2 and (years := whole(value.items[1].text)) is not None:
                    date, leap_day = self._typed(compiler, value.items[0], "date"), self._leap(key)
                    return Anniversary(date, years, leap_day) if date and leap_day else None
                case "nombre":
                    listed = self._typed(compiler, value, "list")
                    return Count(listed) if listed else None
                case "au_moins_un" | "tous_les":
                    return self._elements(compiler, value, every=key.text == "tous_les")
                case "selon":
                    return self._cases(compiler, value, node)
        return None

    def _leap(self, key: Node) -> LeapDay | None:
        """The policy for 29 February. That it is missing is said once; a wrong one is told by the schema."""
        if self.leap_day is None and not self.leap_day_told:
            self.leap_day_told = True
            self.context.report(key, "S125")
        return self.leap_day

    def _typed(self, compiler: Compiler, node: Node, wanted: ReferenceType) -> str | None:
        known = compiler.reference(node, (wanted,))
        if known is None or known.type == "any":
            return None
        if known.type != wanted:
            report_type(self.context, node, known, f"needs {wanted}")
            return None
        return known.id

    def _readers(self, name: str) -> frozenset[str]:
        """A fact and those that read it, one through another: citing one of them would make a circle."""
        found, left = {name}, [name]
        while left:
            read = left.pop()
            more = [other for other, node in self.nodes.items() if other not in found and read in _words_in(node)]
            found.update(more)
            left += more
        return frozenset(found)

    def _elements(self, compiler: Compiler, node: Node, *, every: bool) -> Calculation | None:
        name, condition = node.get("dans"), node.get("si")
        if name is None or condition is None:
            return None
        listed = self._typed(compiler, name, "list")
        if listed is None:
            return None
        inner = replace(compiler, references={**self.references, **self._members(listed)})
        return SomeElement(listed, inner.condition(condition), every)

    def _reads(self, calculation: Calculation) -> frozenset[str]:
        """What a calculation reads of the procedure: a field outside a group is not read for a member of its name."""
        if not isinstance(calculation, SomeElement):
            return reads_of(calculation)
        members = {scalar(m, "id") for m in items(self.fields[calculation.reference], "champs")}
        return reads_of(calculation) - members | {calculation.reference}

    def _members(self, listed: str) -> dict[str, Reference]:
        field = self.fields[listed]
        members = items(field, "champs")
        if not members:
            alone = Node("map", field.position, entries=tuple(e for e in field.entries if e[0].text != "repetable"))
            return {listed: reference_of(self.context, alone, -1, self.lists)}
        return {scalar(m, "id"): reference_of(self.context, m, -1, self.lists) for m in members}

    def _cases(self, compiler: Compiler, name: Node, node: Node) -> Calculation | None:
        known = compiler.reference(name, ("closed", "boolean", "integer", "date"))
        if known is None or known.type == "any":
            return None
        cases = tuple((key.text, compiler.test(name, value)) for key, value in entries(node, "cas"))
        return ByCases(known.id, cases)

    def _check_cases(self, node: Node, calculation: Calculation, facts: Mapping[str, Fact]) -> None:
        """One case, and one only, for each value that the reference may have."""
        if not isinstance(calculation, ByCases):
            return
        read = facts.get(calculation.reference)
        counted = read.calculation if read is not None else None
        repeat = self.fields[counted.reference].get("repetable") if isinstance(counted, Count) else None
        default = read.if_unknown if read is not None else None
        pairs = zip(entries(node, "cas"), calculation.cases, strict=True)
        check_cases(
            self.context,
            node,
            self.references[calculation.reference],
            tuple(Case(key, value, condition) for (key, value), (_, condition) in pairs),
            highest=integer(repeat, "max", 10) if repeat is not None else None,
            also=() if isinstance(default, bool | str | None) else (default,),
        )

    def _if_unknown(self, key: Node, node: Node) -> str | bool | int | None:
        value = node.get("si_inconnu")
        if value is None:
            return None
        match self.references[key.text].type:
            case "boolean" if value.text in BOOLEANS:
                return BOOLEANS[value.text]
            case "integer" if INTEGER.fullmatch(value.text):
                return int(value.text)
            case "closed" if value.text in (self.references[key.text].values or {}):
                return value.text
            case "boolean":
                meant = MEANT.get(value.text.casefold())
                self.context.report(value, "R102", found=value.text, reference=key.text, expected=BOOLEANS, meant=meant)
            case "closed" | "integer":
                expected = self.references[key.text].values or {}
                meant = meant_answer(value.text, expected)
                self.context.report(value, "R102", found=value.text, reference=key.text, expected=expected, meant=meant)
            case "date":
                name = node.key("si_inconnu") or value
                self.context.report(name, "R103", reference=key.text, type="date", use="no default", found=value.text)
        return None

    def _ordered(
        self, facts: dict[str, Fact], reads: Mapping[str, frozenset[str]], keys: Mapping[str, Node]
    ) -> dict[str, Fact]:
        """With inputs and asking order; facts in a circle are reported, each circle once."""
        done: dict[str, Fact] = {}
        circles: set[frozenset[str]] = set()
        long: list[str] = []

        def inputs(name: str, path: tuple[str, ...]) -> frozenset[str]:
            if name in done:
                return done[name].inputs
            if name in path:
                circle = path[path.index(name) :]
                if frozenset(circle) not in circles:
                    circles.add(frozenset(circle))
                    self.context.report(keys[circle[0]], "R105", found=" → ".join((*circle, name)))
                return frozenset()
            if len(path) > MAX_CHAIN:
                long.append(name)
                return frozenset()
            known = [r for r in reads[name] if r in self.references]
            below = (inputs(r, (*path, name)) if r in facts else {r} for r in known)
            found: frozenset[str] = frozenset().union(*below)
            fact = facts[name]
            done[name] = Fact(fact.id, fact.label, fact.calculation, found, fact.position, fact.if_unknown)
            return found

        for name, fact in facts.items():
            asked = sorted(i for i in inputs(name, ()) if i in self.references)
            last = max(asked, key=lambda i: self.references[i].order, default=None)
            order = -1 if last is None else self.references[last].order
            known = self.references[name]
            self.references[name] = replace(known, order=order, label=fact.label, last=last)
        if long:
            self.context.report(keys[long[0]], "R124", found=long[0], max=str(MAX_CHAIN))
        return {name: done[name] for name in facts if name in done}


def _words_in(node: Node) -> frozenset[str]:
    """The keys and the values of a tree."""
    match node.kind:
        case "scalar":
            return frozenset({node.text})
        case "list":
            return frozenset().union(*map(_words_in, node.items))
        case "map":
            return frozenset().union(*(_words_in(part) for pair in node.entries for part in pair))


def reads_of(calculation: Calculation) -> frozenset[str]:
    """The names a calculation reads directly, members of its group included."""
    match calculation:
        case Holds():
            return references(calculation.condition)
        case YearsBetween():
            return frozenset({calculation.start, calculation.end})
        case Anniversary():
            return frozenset({calculation.date})
        case Count():
            return frozenset({calculation.reference})
        case SomeElement():
            return frozenset({calculation.reference}) | references(calculation.condition)
        case ByCases():
            return frozenset({calculation.reference}) | _all(c for _, c in calculation.cases)


def _all(conditions: Iterable[Condition]) -> frozenset[str]:
    return frozenset().union(*(references(c) for c in conditions))
