"""What a scenario can assert of a procedure and of the portal: everything that may go one way or another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ..conditions.nodes import Condition
from ..facts import ByCases, Holds, SomeElement
from ..justificatifs import parts_of
from ..problems import Position
from ..prove.places import Placed
from ..spec import Ask, Branch, Cases, Field, Item, Portal, Procedure, Proceed, Provision, Redirect, Route
from .reading import reads_of

Category = Literal["leaf", "option", "shown", "hidden", "case", "fact", "asked", "not_asked", "item", "rule", "exit"]
CATEGORIES: tuple[Category, ...] = (
    "leaf",
    "option",
    "shown",
    "hidden",
    "case",
    "fact",
    "asked",
    "not_asked",
    "item",
    "rule",
    "exit",
)
YES_NO = {"oui": True, "non": False}

TITLES: Mapping[str, Mapping[Category, str]] = {
    "fr": {
        "leaf": "feuilles de l'arbre",
        "option": "réponses possibles",
        "shown": "champs montrés",
        "hidden": "champs masqués",
        "case": "cas",
        "fact": "faits",
        "asked": "justificatifs demandés",
        "not_asked": "justificatifs non demandés",
        "item": "pièces conditionnelles",
        "rule": "règles",
        "exit": "sorties",
    },
    "en": {
        "leaf": "leaves of the tree",
        "option": "possible answers",
        "shown": "fields shown",
        "hidden": "fields hidden",
        "case": "cases",
        "fact": "facts",
        "asked": "justificatifs asked",
        "not_asked": "justificatifs not asked",
        "item": "conditional items",
        "rule": "rules",
        "exit": "ways out",
    },
}
"""What each category is called, several together."""

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "leaf": "la réponse « {way} » de « {name} », qui mène à « {way2} »",
        "date": "la date « {name} », qui mène à « {way2} »",
        "entry": "l'entrée « {name} », qui mène à « {way} »",
        "sent": "l'orientation « {name} »",
        "option": "la réponse « {way} » à « {name} »",
        "shown": "le champ « {name} » montré",
        "hidden": "le champ « {name} » masqué",
        "case": "le cas « {way} » de « {name} »",
        "fact oui": "le fait « {name} » : oui",
        "fact non": "le fait « {name} » : non",
        "asked": "le justificatif « {name} » demandé",
        "not_asked": "le justificatif « {name} » non demandé",
        "item oui": "pour « {name} », la pièce ou le groupe « {way2} » proposé",
        "item non": "pour « {name} », la pièce ou le groupe « {way2} » écarté",
        "rule oui": "la règle de « {name} » enfreinte : {way2}",
        "rule non": "la règle de « {name} » respectée : {way2}",
        "exit oui": "la sortie de « {name} » vers « {way2} » prise",
        "exit non": "la sortie de « {name} » vers « {way2} » non prise",
    },
    "en": {
        "leaf": 'the answer "{way}" of "{name}", which leads to "{way2}"',
        "date": 'the date "{name}", which leads to "{way2}"',
        "entry": 'the entry "{name}", which leads to "{way}"',
        "sent": 'the orientation "{name}"',
        "option": 'the answer "{way}" to "{name}"',
        "shown": 'the field "{name}" shown',
        "hidden": 'the field "{name}" hidden',
        "case": 'the case "{way}" of "{name}"',
        "fact oui": 'the fact "{name}": yes',
        "fact non": 'the fact "{name}": no',
        "asked": 'the justificatif "{name}" asked',
        "not_asked": 'the justificatif "{name}" not asked',
        "item oui": 'for "{name}", the item or group "{way2}" offered',
        "item non": 'for "{name}", the item or group "{way2}" left out',
        "rule oui": 'the rule of "{name}" broken: {way2}',
        "rule non": 'the rule of "{name}" held to: {way2}',
        "exit oui": 'the way out of "{name}" to "{way2}" taken',
        "exit non": 'the way out of "{name}" to "{way2}" not taken',
    },
}


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that can be asserted: of `name`, one `way` it may go. `about` tells apart what has the same name."""

    category: Category
    name: str
    way: str
    position: Position
    about: str = ""
    sentence: str = ""

    def said(self, language: str) -> str:
        """The signal in words."""
        sentences = SENTENCES.get(language, SENTENCES["fr"])
        return sentences[self.sentence or self.category].format(name=self.name, way=self.way, way2=self.about)


def both(category: Category, name: str, position: Position, about: str = "") -> tuple[Signal, Signal]:
    """That it is so, and that it is not."""
    yes, no = (Signal(category, name, way, position, about, f"{category} {way}") for way in YES_NO)
    return yes, no


# ── The portal ────────────────────────────────────────────────────────────────────────────────────────────────


def portal_signals(portal: Portal) -> Iterator[Signal]:
    """Entries and leaves, answers that lead on, orientations."""
    for entry in portal.entries:
        if entry.orientation is not None:
            yield entry_signal(entry.id, entry.orientation, entry.position)
    for question in portal.questions.values():
        for way, route in ((None, question.route), *((choice, choice.route) for choice in question.choices)):
            if route is None:
                continue
            name = way.id if way is not None else question.id
            if isinstance(route, Ask) and way is not None:
                yield Signal("option", question.id, name, way.position)
            for end in _ends(route):
                if not isinstance(end, Ask):
                    yield leaf_signal(question.id, name, end)
    for orientation in portal.orientations.values():
        yield Signal("leaf", orientation.id, "", orientation.position, sentence="sent")


def entry_signal(name: str, orientation: str, position: Position) -> Signal:
    """An entry of the home page that sends elsewhere."""
    return Signal("leaf", name, orientation, position, sentence="entry")


def leaf_signal(question: str, way: str, end: Proceed | Redirect) -> Signal:
    """An end of the tree."""
    target = end.orientation if isinstance(end, Redirect) else f"{end.procedure}, {end.motif}"
    return Signal("leaf", question, way, end.position, target, "date" if way == question else "leaf")


def _ends(route: Route) -> tuple[Proceed | Redirect | Ask, ...]:
    if not isinstance(route, Branch):
        return (route,)
    last = (route.otherwise,) if route.otherwise is not None else ()
    return (*(end for _, end in route.branches), *last)


# ── A procedure ───────────────────────────────────────────────────────────────────────────────────────────────


def procedure_signals(procedure: Procedure) -> Iterator[Signal]:
    """Every signal of a procedure, in reading order of its parts."""
    reads = reads_of(procedure)
    for field in procedure.fields.values():
        yield from _options(field)
        if field.id in reads.shown:
            position = field.position
            yield Signal("shown", field.id, "", position)
            yield Signal("hidden", field.id, "", position)
    for fact in procedure.facts.values():
        match fact.calculation:
            case Holds() | SomeElement():
                yield from both("fact", fact.id, fact.position)
            case ByCases():
                yield from (case_signal(fact.id, name, test) for name, test in fact.calculation.cases)
            case _:
                continue
    for request in procedure.justificatifs.values():
        yield Signal("asked", request.id, "", request.position)
        if request.condition is not None:
            yield Signal("not_asked", request.id, "", request.position)
        if request.provision is not None:
            yield from (s for part in parts_of(request.provision) for s in part_signals(request.id, part))
    for placed in reads.rules:
        yield from rule_signals(placed)


def rule_signals(placed: Placed) -> tuple[Signal, Signal]:
    """That a rule is broken – or its way out taken –, and that it is not."""
    rule = placed.rule
    if rule.redirect is not None:
        return both("exit", placed.holder, rule.position, rule.redirect)
    return both("rule", rule.field or placed.holder, rule.position, rule.message)


def case_signal(name: str, case: str, test: Condition) -> Signal:
    """A case of a fact."""
    return Signal("case", name, case, test.position)


def _options(field: Field) -> Iterator[Signal]:
    match field.kind:
        case "choice" if field.options is not None:
            for option in field.options.options:
                yield Signal("option", field.id, option.id, option.position or field.options.position)
        case "yes_no" | "checkbox":
            yield from (Signal("option", field.id, way, field.position) for way in YES_NO)
        case _:
            return


def part_signals(request: str, part: Provision) -> Iterator[Signal]:
    """Of what may be given for a request: the parts that depend on answers."""
    if isinstance(part, Cases):
        for name, case in part.cases.items():
            yield Signal("case", request, name, case.position)
    elif part.condition is not None:
        yield from both("item", request, part.position, title_of(part))


def title_of(part: Provision) -> str:
    """What a part of a provision is called: its id, its title, or its first document."""
    if isinstance(part, Item):
        return part.id
    first = next(inner.id for inner in parts_of(part) if isinstance(inner, Item))
    return first if isinstance(part, Cases) or part.title is None else part.title.rstrip(" :")
