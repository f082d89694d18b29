"""Scenarios: what they cite is looked up, every name of it, and what they claim is read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..conditions.compile import BOOLEANS, DATE, INTEGER, report_date
from ..context import Context, entries, items, plain, scalar
from ..facts import Anniversary, ByCases, Fact, Holds, SomeElement
from ..justificatifs import all_items
from ..schema_errors import MEANT
from ..source import Node
from ..spec import Catalogue, Claim, ClaimKind, Field, Justificatif, Place, Procedure, Question, Scenario, Step
from ..values import ABSENT, UNKNOWN, IntRange, PartialDate

MARKS: Mapping[str, object] = {"inconnu": UNKNOWN, "absent": ABSENT}
"""What a fact may be claimed to be, beside its values."""
PARTIAL = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?")
NO_BOUND = 1_000_000_000
A_DATE = ("une date AAAA-MM-JJ, inconnu ou absent", "a date YYYY-MM-DD, inconnu or absent")
A_NUMBER = (
    "un nombre entier, des bornes {min, max}, inconnu ou absent",
    "a whole number, bounds {min, max}, inconnu or absent",
)
LISTS: Mapping[str, tuple[ClaimKind, str]] = {
    "visibles": ("shown", "field"),
    "absents": ("hidden", "field"),
    "manque": ("missing", "field"),
    "justificatifs": ("asked", "request"),
    "sans_justificatifs": ("not_asked", "request"),
    "bloque": ("refused", "place"),
}
"""Claims that are lists of names: what each one claims, and what it names."""
WANTED: Mapping[str, tuple[str, str]] = {
    "field": ("un champ de la démarche", "a field of the procedure"),
    "request": ("un justificatif de la démarche", "a justificatif of the procedure"),
    "item": ("une pièce de ce justificatif", "an item of this justificatif"),
    "fact": ("un fait de la démarche", "a fact of the procedure"),
    "step": ("une étape de la démarche", "a step of the procedure"),
    "place": ("un champ, un justificatif ou une étape de la démarche", "a field, a justificatif or a step"),
    "answer": ("un champ, un justificatif ou une question de l'arbre", "a field, a justificatif or a question"),
    "entry": ("une entrée de la page d'accueil", "an entry of the home page"),
}


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything that a scenario may name."""

    fields: Mapping[str, Field]
    facts: Mapping[str, Fact]
    requests: Mapping[str, Justificatif]
    steps: Mapping[str, Step]
    motifs: tuple[str, ...]


def scenarios_of(
    context: Context, root: Node, catalogue: Catalogue, procedure: Procedure | None
) -> tuple[Scenario, ...]:
    """The scenarios of a file. `procedure` is whose cases they are; None: any of the catalogue, from the home page on.
    What is wrong goes to the context."""
    return _Builder(context, catalogue, procedure).build(root)


class _Builder:
    def __init__(self, context: Context, catalogue: Catalogue, procedure: Procedure | None) -> None:
        self.context, self.catalogue, self.procedure = context, catalogue, procedure
        self.known = _known((procedure,) if procedure is not None else catalogue.procedures.values())
        portal = catalogue.portal
        self.questions: Mapping[str, Question] = portal.questions if portal is not None else {}

    def build(self, root: Node) -> tuple[Scenario, ...]:
        seen: dict[str, Node] = {}
        return tuple(self._scenario(node, seen) for node in items(root, "scenarios") if node.kind == "map")

    def _scenario(self, node: Node, seen: dict[str, Node]) -> Scenario:
        name = node.get("nom") or node
        if name.kind == "scalar":
            self.context.declare(seen, name, "scénario")
        given: dict[str, object] = {}
        for key, value in entries(node, "avec"):
            self._check_answer(key, value)
            given[key.text] = plain(value)
        return Scenario(
            name=name.text,
            day=self._day(node),
            procedure=self.procedure.id if self.procedure is not None else None,
            entry=self._entry(node),
            given=given,
            claims=tuple(self._claims(node.get("attendu"))),
            place=_place(name),
            places={key.text: _place(key) for key, _ in entries(node, "avec")},
        )

    def _day(self, node: Node) -> dt.date:
        value = node.get("le")
        try:
            return dt.date.fromisoformat(scalar(node, "le"))
        except ValueError:
            if value is not None and DATE.fullmatch(value.text):  # of another shape, the schema says so
                report_date(self.context, value)
            return dt.date.min

    def _entry(self, node: Node) -> str | None:
        entry = node.get("entree")
        if entry is None:
            return None
        portal = self.catalogue.portal
        self._look_up(entry, [e.id for e in portal.entries] if portal is not None else (), "entry")
        return entry.text

    # ── Answers ───────────────────────────────────────────────────────────────────────────────────────────────

    def _check_answer(self, key: Node, value: Node) -> None:
        """Whether an answer is to something that is asked and, of a closed list, one of its options."""
        question, field = self.questions.get(key.text), self.known.fields.get(key.text)
        request, _, item = key.text.partition(".")
        if question is not None:
            if not question.is_date:
                self._check_option(key, value, [choice.id for choice in question.choices])
        elif field is not None:
            self._check_options(key, value, field)
        elif key.text == "motif":
            self._check_option(key, value, self.known.motifs)
        elif request in self.known.requests:
            if item:
                self._look_up(key, [f"{request}.{i.id}" for i in all_items(self.known.requests[request])], "item")
        else:
            self._look_up(key, (*self.questions, *self.known.fields, *self.known.requests), "answer")

    def _check_options(self, key: Node, value: Node, field: Field) -> None:
        if field.kind == "choice" and field.options is not None:
            options: Iterable[str] = [option.id for option in field.options.options]
        elif field.kind in ("yes_no", "checkbox", "commitment"):
            options = BOOLEANS
        else:
            return
        for part in value.items or (value,):
            self._check_option(key, part, options)

    def _check_option(self, key: Node, value: Node, options: Iterable[str]) -> None:
        names = tuple(options)
        if value.kind == "scalar" and value.text and value.text not in names:
            meant = MEANT.get(value.text.casefold())
            meant = meant if meant in names else None
            self.context.report(value, "R102", found=value.text, reference=key.text, expected=names, meant=meant)

    # ── Claims ────────────────────────────────────────────────────────────────────────────────────────────────

    def _claims(self, node: Node | None) -> Iterator[Claim]:
        for key, value in node.entries if node is not None else ():
            if key.text in LISTS and value.kind == "list":
                kind, wanted = LISTS[key.text]
                for name in value.items:
                    self._look_up(name, self._names(wanted), wanted)
                    yield Claim(kind, _place(name), name.text)
            else:
                yield from self._claim(key, value)

    def _claim(self, key: Node, value: Node) -> Iterator[Claim]:
        match key.text:
            case "justificatifs_exactement":
                for name in value.items:
                    self._look_up(name, self.known.requests, "request")
                yield Claim("asked_exactly", _place(key), names=tuple(name.text for name in value.items))
            case "pieces":
                yield from map(self._items, (k for k, _ in value.entries), (v for _, v in value.entries))
            case "faits":
                for name, worth in value.entries:
                    yield from self._fact(name, worth)
            case "poursuit":
                yield from self._proceeds(value)
            case "oriente_vers":
                self._report_unknown(value, self._orientations(), "R111")
                yield Claim("redirected", _place(value), value.text)
            case "question":
                self._report_unknown(value, self.questions, "R112")
                yield Claim("question", _place(value), value.text)
            case "bloque":
                yield Claim("accepted" if value.text == "non" else "refused_somewhere", _place(value))
            case "messages":
                yield from (Claim("message", _place(text), text.text) for text in value.items)
            case "complet":
                yield Claim("complete", _place(value))
            case "etape":
                self._look_up(value, self.known.steps, "step")
                yield Claim("next_step", _place(value), value.text)

    def _items(self, key: Node, value: Node) -> Claim:
        self._look_up(key, self.known.requests, "request")
        request = self.known.requests.get(key.text)
        for name in value.items if request is not None else ():
            self._look_up(name, [item.id for item in all_items(request)] if request is not None else (), "item")
        return Claim("items", _place(key), key.text, tuple(name.text for name in value.items))

    def _fact(self, key: Node, value: Node) -> Iterator[Claim]:
        fact = self.known.facts.get(key.text)
        if fact is None:
            self._look_up(key, self.known.facts, "fact")
            return
        worth = _worth(fact, value)
        if worth is None:
            self._not_worth(fact, value)
            return
        yield Claim("fact", _place(key), key.text, value=worth)

    def _not_worth(self, fact: Fact, value: Node) -> None:
        """Says what a fact may be claimed to be: one of few values, or a number, or a date."""
        values = _values(fact)
        if values:
            expected = (*values, *MARKS)
            meant = MEANT.get(value.text.casefold())
            meant = meant if meant in expected else None
            self.context.report(
                value, "R102", found=value.text or "{…}", reference=fact.id, expected=expected, meant=meant
            )
            return
        fr, en = A_DATE if isinstance(fact.calculation, Anniversary) else A_NUMBER
        self.context.report(value, "V712", found=value.text or "{…}", reference=fact.id, wanted_fr=fr, wanted_en=en)

    def _proceeds(self, value: Node) -> Iterator[Claim]:
        name, motif = value.get("procedure"), value.get("motif")
        if name is None or motif is None:
            return
        self._report_unknown(name, self.catalogue.procedures, "R113", what="unknown procedure")
        procedure = self.catalogue.procedures.get(name.text)
        if procedure is not None:
            self._report_unknown(motif, procedure.motifs, "R113", what="unknown motif")
        yield Claim("proceeds", _place(name), name.text, (motif.text,))

    # ── Names ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _names(self, wanted: str) -> tuple[str, ...]:
        known = self.known
        names: Mapping[str, Iterable[str]] = {
            "field": known.fields,
            "request": known.requests,
            "place": (*known.fields, *known.requests, *known.steps),
        }
        return tuple(names[wanted])

    def _orientations(self) -> Iterable[str]:
        return self.catalogue.portal.orientations if self.catalogue.portal is not None else ()

    def _look_up(self, node: Node, names: Iterable[str], wanted: str) -> None:
        known = tuple(names)
        if node.text not in known:
            fr, en = WANTED[wanted]
            shown = sorted(known) if len(known) <= 40 else ()
            self.context.report(
                node,
                "V711",
                found=node.text,
                wanted_fr=fr,
                wanted_en=en,
                expected=shown or known,
            )

    def _report_unknown(self, node: Node, names: Iterable[str], code: str, what: str = "") -> None:
        known = tuple(names)
        if node.text not in known:
            self.context.report(node, code, found=node.text, what=what, expected=sorted(known))


def _known(procedures: Iterable[Procedure]) -> _Known:
    """What these procedures declare, together."""
    every = tuple(procedures)
    return _Known(
        {name: field for p in every for name, field in p.fields.items() if field.kind != "computed"},
        {name: fact for p in every for name, fact in p.facts.items()},
        {name: request for p in every for name, request in p.justificatifs.items()},
        {step.id: step for p in every for step in p.steps},
        tuple(dict.fromkeys(name for p in every for name in p.motifs)),
    )


def _values(fact: Fact) -> tuple[str, ...]:
    """What a file says of a fact that has few values."""
    match fact.calculation:
        case Holds() | SomeElement():
            return tuple(BOOLEANS)
        case ByCases():
            return tuple(name for name, _ in fact.calculation.cases)
        case _:
            return ()


def _worth(fact: Fact, node: Node) -> object:
    """What a fact is claimed to be; None for what it can't be."""
    text = node.text
    match fact.calculation:
        case Holds() | SomeElement():
            found: object = BOOLEANS.get(text)
        case ByCases():
            found = text if text in _values(fact) else None
        case Anniversary():
            found = _date(text)
        case _ if node.kind == "map":
            low, high = (scalar(node, key) for key in ("min", "max"))
            return IntRange(int(low or 0), int(high or NO_BOUND)) if _whole(low) and _whole(high) else None
        case _:
            found = int(text) if INTEGER.fullmatch(text) else None
    return found if found is not None else MARKS.get(text)


def _whole(text: str) -> bool:
    return not text or INTEGER.fullmatch(text) is not None


def _date(text: str) -> dt.date | PartialDate | None:
    partial = PARTIAL.fullmatch(text)
    if partial is not None:
        return PartialDate(int(partial[1]), int(partial[2]) if partial[2] else None)
    try:
        return dt.date.fromisoformat(text) if DATE.fullmatch(text) else None
    except ValueError:
        return None


def _place(node: Node) -> Place:
    return Place(node.position, node.length)
