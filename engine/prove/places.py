"""Where the fields and rules of a procedure stand: the step, what is around them, when they are met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ..conditions.nodes import Condition, references
from ..spec import Field, Justificatif, Procedure, Rule, Section, Step
from .scenes import sections_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands: the number of its step, the sections around it, or the request it is asked in place of."""

    field: Field
    step: int
    order: int
    sections: tuple[Section, ...] = ()
    request: Justificatif | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule where it is checked: the number of its step – for one of the whole procedure, of the last step it reads –
    the id of the step or procedure that has it, or the field, and the group that field is in."""

    rule: Rule
    step: int
    holder: str
    field: Field | None = None
    group: Field | None = None

    @property
    def where(self) -> str:
        """The id of what its message is shown at: of a member, its group."""
        name = self.rule.field or self.holder
        inside = self.group is not None and any(member.id == name for member in self.group.members)
        return self.holder if inside else name

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Its `si`, its `alors`."""
        return tuple(c for c in (self.rule.when, self.rule.then) if c is not None)


def places_of(procedure: Procedure) -> Iterator[Place]:
    """Every field that is answered, in asking order."""
    order = 0
    asked = [r for r in procedure.justificatifs.values() if r.field is not None]
    for number, step in enumerate(procedure.steps):
        for section, above in _nested(step):
            for field in section.fields:
                yield Place(field, number, order, above)
                order += 1
        if step.content == "justificatifs":
            for request in asked:
                if request.field is not None:
                    yield Place(request.field, number, order, request=request)
                    order += 1


def _nested(step: Step) -> Iterator[tuple[Section, tuple[Section, ...]]]:
    """Every section of a step, with those around it, itself last."""
    for section in step.sections:
        yield section, (section,)
        for inner in section.sections:
            yield inner, (section, inner)


def placed_rules(procedure: Procedure) -> Iterator[Placed]:
    """Every rule of a procedure, in the order in which they are checked."""
    places = {place.field.id: place for place in places_of(procedure)}
    for number, step in enumerate(procedure.steps):
        for field in (place.field for place in places.values() if place.step == number):
            yield from (Placed(rule, number, field.id, field) for rule in field.rules)
            for member in field.members:
                yield from (Placed(rule, number, field.id, member, field) for rule in member.rules)
        for section in step.sections:
            yield from (Placed(rule, number, step.id) for part in sections_of(section) for rule in part.rules)
        yield from (Placed(rule, number, step.id) for rule in step.rules)
    for rule in procedure.rules:
        placed = Placed(rule, 0, procedure.id)
        yield replace(placed, step=_last_read(procedure, placed, places))


def _last_read(procedure: Procedure, placed: Placed, places: Mapping[str, Place]) -> int:
    """The step after which nothing a rule reads can change."""
    facts = procedure.facts
    cited = {name for condition in placed.conditions for name in references(condition)}
    read = {name for cite in cited for name in (facts[cite].inputs if cite in facts else (cite,))}
    return max((places[name].step for name in read if name in places), default=0)
