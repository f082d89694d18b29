"""The variables of a proof: what each answer may be, as few values as tell all that conditions tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from ..conditions.nodes import IsOneOf
from ..facts import Fact
from ..justificatifs import all_requests, parts_of
from ..reference.countries import countries, historic_countries
from ..spec import Cases, Field, Motif, Portal, Procedure, Question
from ..values import ABSENT, AnswerMap, Value
from .days import Calendar, Days, calendar_of
from .scenes import Scene, atoms, member_name, portal_scenes, scenes_of

STRIDE = 1 << 20
"""Between the levels of two questions: room for the elements of a repeatable."""
PORTAL, DAY, MOTIF, FIELDS = 1, 1 << 40, (1 << 40) + 1, 1 << 41
"""Where the levels of the questions of the tree begin, those of the day and of the motif, where those of fields do."""


class Given(Enum):
    """`GIVEN`: some answer, whose value no condition reads: a text, an address …"""

    GIVEN = "given"


GIVEN = Given.GIVEN


@dataclass(frozen=True, slots=True)
class Variable:
    """One answer: its name, its level in diagrams, the values that stand for all; the most ordinary first."""

    name: str
    level: int
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Domains:
    """What each answer may be.

    `classes` gives, for a closed list, the value that stands for each option: options no condition tells apart share
    one. `crowded` are the dates that stand too often in comparisons to be reckoned with. `given` are answers that are
    known: their only value.
    """

    calendar: Calendar
    classes: Mapping[str, Mapping[str, str]]
    given: AnswerMap = field(default_factory=dict)

    @property
    def crowded(self) -> frozenset[str]:
        """See `Calendar.crowded`."""
        return frozenset(self.calendar.crowded)

    def of_field(self, field: Field, name: str) -> tuple[object, ...]:
        """The values of one field, of one element of a repeatable one, or of a member: called `name`."""
        if name in self.given and field.repeat is None:
            return (self._known(field, self.given[name]),)
        given = self._given(field, name)
        return given if field.required or field.kind in ("checkbox", "commitment") else (*given, ABSENT)

    def _known(self, field: Field, value: Value | None) -> object:
        """A known answer, as conditions tell it from others."""
        if value is None:
            return ABSENT
        match field.kind:
            case "choice" | "country" | "nationality":
                return self.classes.get(field.id, {}).get(str(value), value)
            case "yes_no" | "checkbox" | "commitment" | "date":
                return value
            case _:
                return GIVEN

    def _given(self, field: Field, name: str) -> tuple[object, ...]:
        match field.kind:
            case "choice" | "country" | "nationality":
                return tuple(dict.fromkeys(self.classes.get(name, {}).values())) or (GIVEN,)
            case "yes_no" | "checkbox":
                return (False, True)
            case "commitment":
                return (True,)
            case "date":
                return self.calendar.days.get(name, ()) or (GIVEN,)
            case _:
                return (GIVEN,)

    def options_of(self, name: str, field: Field) -> int | None:
        """How many answers a field has whose answers are few; None for another. `name` as for `of_field`."""
        match field.kind:
            case "choice" | "country" | "nationality":
                return len(self.classes.get(name, {})) or None
            case "yes_no" | "checkbox":
                return 2
            case "commitment":
                return 1
            case _:
                return None

    def of_question(self, question: Question) -> tuple[object, ...]:
        """The values of a question of the tree."""
        return self.calendar.days[question.id] if question.is_date else tuple(c.id for c in question.choices)


def domains_of(
    procedure: Procedure | None,
    portal: Portal | None,
    today: dt.date,
    *,
    later: dt.date | None = None,
    given: AnswerMap | None = None,
) -> Domains:
    """What each answer of a procedure, of a portal, or of both may be. `later` is a second day of deposit to reckon
    with; `given` are answers that are known."""
    scenes: list[Scene] = []
    facts: dict[str, Fact] = {}
    dates: dict[str, Field | Question] = {}
    closed: dict[str, Field] = {}
    if portal is not None:
        scenes += portal_scenes(portal)
        facts.update(portal.facts)
        dates.update((q.id, q) for q in portal.questions.values() if q.is_date)
    if procedure is not None:
        scenes += scenes_of(procedure)
        facts.update(procedure.facts)
        for name, field in named_fields(procedure.fields.values()):
            if field.kind == "date":
                dates[name] = field
            elif field.kind in ("choice", "country", "nationality"):
                closed[name] = field
    precisions = {name: f.precision if isinstance(f, Field) else "day" for name, f in dates.items()}
    known = {name: value for name, value in (given or {}).items() if isinstance(value, dt.date) and name in precisions}
    made = calendar_of(precisions, scenes, facts, Days(today, later, known))
    keys = _keys(procedure.motifs.values()) if procedure is not None else {}
    return Domains(made, _classes(closed, scenes, keys), given or {})


def named_fields(fields: Iterable[Field]) -> Iterable[tuple[str, Field]]:
    """Every field with the name of its variable: members, and the elements of what is repeatable, after their own."""
    for one in fields:
        if one.members:
            yield from ((member_name(one, member.id), member) for member in one.members)
        else:
            yield (one.id if one.repeat is None else member_name(one, one.id)), one


def _keys(motifs: Iterable[Motif]) -> dict[str, list[frozenset[str]]]:
    """The values that `selon` tells apart among justificatifs, each alone, by reference."""
    found: dict[str, list[frozenset[str]]] = {}
    for request in {r for motif in motifs for r in all_requests(motif)}:
        for part in parts_of(request.provision) if request.provision is not None else ():
            if isinstance(part, Cases):
                found.setdefault(part.reference, []).extend(frozenset({key}) for key in part.cases)
    return found


def _classes(
    closed: Mapping[str, Field],
    scenes: Iterable[Scene],
    keys: Mapping[str, list[frozenset[str]]],
) -> dict[str, dict[str, str]]:
    """For each closed field, the first option of those that are never told apart from an option."""
    told: dict[str, list[frozenset[str]]] = {name: list(keys.get(name, ())) for name in closed}
    for scene in scenes:
        for atom in atoms(scene.condition):
            if isinstance(atom, IsOneOf) and (name := scene.name(atom.reference)) in told:
                told[name].append(frozenset(str(value) for value in atom.values))
    return {name: _merged(_options(field), told[name]) for name, field in closed.items()}


def _merged(options: tuple[str, ...], sets: list[frozenset[str]]) -> dict[str, str]:
    first: dict[tuple[bool, ...], str] = {}
    return {option: first.setdefault(tuple([option in told for told in sets]), option) for option in options}


def _options(field: Field) -> tuple[str, ...]:
    """The ids that a closed field accepts."""
    if field.options is not None:
        return tuple(option.id for option in field.options.options)
    listed = countries() + (historic_countries() if field.historic else ())
    return tuple(country.code for country in listed)
