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
LOWER = ("min", "plus_de")
NEXT = ("plus_de", "max")
"""Of these, those from below; those that are said by the number before the one a range begins or stops at."""
INTEGER = re.compile(r"-?[0-9]{1,9}")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})")
YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[/.-](?P<month>[0-9]{1,2})[/.-](?P<day>[0-9]{1,2})")
NO_SUCH_DAY = (
    "n'existe pas au calendrier : corrigez le jour, le mois ou l'année",
    "is in no calendar: correct its day, month or year",
)
OTHERWISE = (
    "n'est pas une date telle qu'on l'écrit ici : année, mois, jour (AAAA-MM-JJ)",
    "is not a date as they are written here: year, month, day (YYYY-MM-DD)",
)
"""What is wrong with a date, in French and in English."""
ASKED = ("demandé ici", "asked yet here")
WAITS = ("connu ici, puisqu'il lit « {} »", 'known yet here, since it reads "{}"')
"""What a name that can't be cited yet is not, in French and in English: a field, a fact that waits for one."""
BOOLEANS = {"oui": True, "non": False}


LISTED = 40
"""How many names a problem lists at most."""


def meant_answer(found: str, values: Mapping[str, str]) -> str | None:
    """The answer probably meant: the one whose label was written, or `oui` for `true`."""
    said = fold(found)
    alike = next((name for name, label in values.items() if said in (fold(name), fold(label))), None)
    other = MEANT.get(found.casefold())
    return alike or (other if other in values else None)


def report_date(context: Context, node: Node) -> None:
    """Says that a text is no date: none of the calendar, or one that is written otherwise."""
    why = NO_SUCH_DAY if DATE.fullmatch(node.text) else OTHERWISE
    context.report(node, "S135", meant=meant_date(node.text), found=node.text, why_fr=why[0], why_en=why[1])


def meant_date(found: str) -> str | None:
    """The date probably meant: its day first, as it is said, or its parts without their zeros."""
    parts = DAY_FIRST.fullmatch(found) or YEAR_FIRST.fullmatch(found)
    if parts is None:
        return None
    try:
        return dt.date(int(parts["year"]), int(parts["month"]), int(parts["day"])).isoformat()
    except ValueError:
        return None


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
            self._too_early(node, known)
            return None
        return known

    def _too_early(self, node: Node, known: Reference) -> None:
        """What is asked later; of a fact, the question that it waits for."""
        asked = self.references.get(known.last) if known.last is not None else None
        french, english = ASKED if asked is None else (words.format(asked.id) for words in WAITS)
        place = known.position if asked is None else asked.position
        self.context.report(node, "R104", found=node.text, related=place, what_fr=french, what_en=english)

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
        if not all(INTEGER.fullmatch(value.text) for _, value in bounds):
            return Undecided(node.position)
        first = {key.text: int(value.text) + (key.text in NEXT) for key, value in bounds}
        lows = [pair for pair in bounds if pair[0].text in LOWER]
        highs = [pair for pair in bounds if pair[0].text not in LOWER]
        low = max(lows, key=lambda pair: first[pair[0].text], default=None)
        high = min(highs, key=lambda pair: first[pair[0].text], default=None)
        start = first[low[0].text] if low is not None else None
        stop = first[high[0].text] if high is not None else None
        if low is not None and high is not None and start is not None and stop is not None and start >= stop:
            self._nothing_between(known, low, high)
            return Undecided(node.position)
        return InRange(known.id, start, stop, bounds[0][0].position)

    def _nothing_between(self, known: Reference, low: tuple[Node, Node], high: tuple[Node, Node]) -> None:
        below, above = (f"{key.text}: {value.text}" for key, value in (low, high))
        place = high[1].position
        self.context.report(low[1], "S128", related=place, reference=known.id, low=below, high=above)

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
                report_date(self.context, node)
                return None
        if node.text[:1].isdigit():
            report_date(self.context, node)
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
