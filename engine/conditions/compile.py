"""Nodes to compiled conditions, with closed lists, types and asking order checked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..context import Context
from ..nearest import fold, nearest
from ..schema_errors import MEANT
from ..source import Node
from .nodes import AllOf, Answered, AnyOf, Condition, DateIs, DateTest, InRange, IsOneOf, NoneOf, Undecided
from .references import READABLE, Reference, ReferenceType, report_type

COMBINATORS: Mapping[str, type[AllOf | AnyOf | NoneOf]] = {"tous": AllOf, "un_de": AnyOf, "aucun_de": NoneOf}
DATE_TESTS: Mapping[str, DateTest] = {
    "avant": "before",
    "apres": "after",
    "au_plus_tot": "not_before",
    "au_plus_tard": "not_after",
}
BOUNDS = ("min", "max", "plus_de", "moins_de")
INTEGER = re.compile(r"-?[0-9]{1,9}")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
BOOLEANS = {"oui": True, "non": False}


LISTED = 40
"""How many names a problem lists at most."""


def meant_answer(found: str, values: Mapping[str, str]) -> str | None:
    """The answer probably meant: the one whose label was written, or `oui` for `true`."""
    said = fold(found)
    alike = next((name for name, label in values.items() if said in (fold(name), fold(label))), None)
    other = MEANT.get(found.casefold())
    return alike or (other if other in values else None)


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles the conditions of one place: `limit` is the asking order it stands at, so only what comes before may
    be read. `circular` gives the names that would make a circle of it: the fact's own, where it is one's."""

    context: Context
    references: Mapping[str, Reference]
    limit: int
    circular: Callable[[], frozenset[str]] = frozenset

    def condition(self, node: Node) -> Condition:
        """The compiled condition; `Undecided` where something is wrong and was reported."""
        if node.kind != "map" or not node.entries:
            return Undecided(node.position)
        parts = tuple(self._entry(key, value) for key, value in node.entries)
        return parts[0] if len(parts) == 1 else AllOf(parts, node.position)

    def test(self, reference: Node, value: Node) -> Condition:
        """The test that a value node makes of a reference."""
        known = self.reference(reference)
        if known is None or known.type == "any":
            return Undecided(reference.position)
        match value.kind:
            case "scalar":
                return self._values(known, (value,), value)
            case "list":
                return self._values(known, value.items, value)
            case "map":
                return self._comparisons(known, value)

    def reference(self, node: Node, wanted: Iterable[ReferenceType] = READABLE) -> Reference | None:
        """What a name stands for, if it is known and asked before. `wanted` are the types its place takes."""
        known = self.references.get(node.text)
        inside = self.context.members.get(node.text)
        if known is None and inside is not None:
            group, place = inside
            self.context.report(node, "R126", found=node.text, group=group, related=place)
            return None
        if known is None:
            self._unknown(node, wanted)
            return None
        if known.order >= self.limit:
            self.context.report(node, "R104", found=node.text, related=known.position)
            return None
        return known

    def _unknown(self, node: Node, wanted: Iterable[ReferenceType]) -> None:
        """A name that nothing has: those that may be cited here are listed, the nearest is suggested; where only one
        asked later is near, its place is given."""
        fit = {name: known for name, known in self.references.items() if known.type == "any" or known.type in wanted}
        circular = self.circular()
        names = sorted(name for name, known in fit.items() if known.order < self.limit and name not in circular)
        near = nearest(node.text, names)
        later = None if near is not None else nearest(node.text, [name for name in fit if name not in circular])
        self.context.report(
            node,
            "R101",
            found=node.text,
            expected=names if len(names) <= LISTED else (),
            meant=near,
            related=None if later is None else fit[later].place,
        )

    def _entry(self, key: Node, value: Node) -> Condition:
        combinator = COMBINATORS.get(key.text)
        if combinator is None and any(item.kind == "map" for item in value.items):
            return Undecided(key.position)  # conditions under what is no combinator: the schema says so
        if combinator is None:
            return self.test(key, value)
        return combinator(tuple(self.condition(part) for part in value.items), key.position)

    def _values(self, known: Reference, nodes: tuple[Node, ...], whole: Node) -> Condition:
        match known.type:
            case "closed":
                return self._closed(known, nodes, whole)
            case "boolean":
                return self._boolean(known, nodes, whole)
            case "integer" if len(nodes) == 1 and INTEGER.fullmatch(nodes[0].text):
                number = int(nodes[0].text)
                return InRange(known.id, number, number + 1, whole.position)
            case _:
                return self._wrong_type(known, whole)

    def _closed(self, known: Reference, nodes: tuple[Node, ...], whole: Node) -> Condition:
        expected = known.values or {}
        wrong = [node for node in nodes if node.text not in expected]
        for node in wrong:
            shown = tuple(expected) if len(expected) <= LISTED else ()
            meant = meant_answer(node.text, expected)
            self.context.report(
                node, "R102", found=node.text, reference=known.id, related=known.place, expected=shown, meant=meant
            )
        if wrong or not nodes:
            return Undecided(whole.position)
        return IsOneOf(known.id, frozenset(node.text for node in nodes), whole.position)

    def _boolean(self, known: Reference, nodes: tuple[Node, ...], whole: Node) -> Condition:
        wrong = [node for node in nodes if node.text not in BOOLEANS]
        for node in wrong:
            self.context.report(
                node,
                "R102",
                found=node.text,
                reference=known.id,
                related=known.place,
                expected=BOOLEANS,
                meant=MEANT.get(node.text.casefold()),
            )
        if wrong or not nodes:
            return Undecided(whole.position)
        return IsOneOf(known.id, frozenset(BOOLEANS[node.text] for node in nodes), whole.position)

    def _comparisons(self, known: Reference, node: Node) -> Condition:
        parts: list[Condition] = []
        bounds = [(key, value) for key, value in node.entries if key.text in BOUNDS]
        if bounds:
            parts.append(self._range(known, node, bounds))
        for key, value in node.entries:
            if key.text == "renseigne" and known.type == "computed":
                parts.append(self._wrong_type(known, key))
            elif key.text == "renseigne":
                parts.append(Answered(known.id, value.text != "non", key.position))
            elif key.text in DATE_TESTS:
                parts.append(self._date(known, DATE_TESTS[key.text], key, value))
        if not parts:
            return Undecided(node.position)
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts), node.position)

    def _range(self, known: Reference, node: Node, bounds: list[tuple[Node, Node]]) -> Condition:
        if known.type != "integer":
            return self._wrong_type(known, bounds[0][0])
        numbers = {key.text: int(value.text) for key, value in bounds if INTEGER.fullmatch(value.text)}
        if len(numbers) != len(bounds):
            return Undecided(node.position)
        lows = [n for n in (numbers.get("min"), _next(numbers.get("plus_de"))) if n is not None]
        highs = [n for n in (numbers.get("moins_de"), _next(numbers.get("max"))) if n is not None]
        low, high = max(lows, default=None), min(highs, default=None)
        if low is not None and high is not None and low >= high:
            self.context.report(bounds[0][0], "S128", reference=known.id)
            return Undecided(node.position)
        return InRange(known.id, low, high, bounds[0][0].position)

    def _date(self, known: Reference, test: DateTest, key: Node, value: Node) -> Condition:
        if known.type != "date":
            return self._wrong_type(known, key)
        bound = self.date_bound(value)
        return Undecided(key.position) if bound is None else DateIs(known.id, test, bound, key.position)

    def date_bound(self, node: Node) -> dt.date | str | None:
        """A literal date, or the reference of another one."""
        if DATE.fullmatch(node.text):
            try:
                return dt.date.fromisoformat(node.text)
            except ValueError:
                self.context.report(node, "S135", found=node.text)
                return None
        if node.text[:1].isdigit():
            self.context.report(node, "S135", found=node.text)
            return None
        known = self.reference(node, ("date",))
        if known is None or known.type == "any":
            return None
        if known.type != "date":
            self._wrong_type(known, node)
            return None
        return known.id

    def _wrong_type(self, known: Reference, node: Node) -> Condition:
        report_type(self.context, node, known, known.type)
        return Undecided(node.position)


def _next(number: int | None) -> int | None:
    return None if number is None else number + 1
