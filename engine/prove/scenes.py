"""Every condition of a procedure, and what it may read there: a field, or a member of the group it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..conditions.nodes import AllOf, AnyOf, Condition, NoneOf
from ..facts import ByCases, Fact, Holds, SomeElement
from ..justificatifs import parts_of
from ..spec import Branch, Cases, Field, Portal, Procedure, Provision, Rule, Section


@dataclass(frozen=True, slots=True)
class Scene:
    """A condition where it stands: `group` is the repeatable whose elements it is about, if any."""

    condition: Condition
    group: Field | None = None

    def name(self, reference: str) -> str:
        """The variable that a reference means here: a member is called after its group."""
        if self.group is None:
            return reference
        return member_name(self.group, reference) if reads_member(self.group, reference) else reference


def reads_member(group: Field, reference: str) -> bool:
    """Whether a reference, inside an element of a repeatable, means a part of it."""
    return reference == group.id if not group.members else any(m.id == reference for m in group.members)


def member_name(group: Field, reference: str) -> str:
    """What a part of an element is called: after its group, and alike in all elements."""
    return f"{group.id}.{reference}"


def scenes_of(procedure: Procedure) -> Iterator[Scene]:
    """Every condition of a procedure, those of its facts included."""
    fields = procedure.fields
    for step in procedure.steps:
        for section in step.sections:
            yield from _of_section(section)
        yield from _of_rules(step.rules)
    yield from _of_rules(procedure.rules)
    for request in procedure.justificatifs.values():
        if request.condition is not None:
            yield Scene(request.condition)
        if request.field is not None:
            yield from _of_field(request.field)
        if request.provision is not None:
            yield from (Scene(condition) for condition in provided_conditions(request.provision))
    for fact in procedure.facts.values():
        yield from of_fact(fact, fields)


def portal_scenes(portal: Portal) -> Iterator[Scene]:
    """Every condition of a portal."""
    for question in portal.questions.values():
        routes = (question.route, *(choice.route for choice in question.choices))
        for route in routes:
            if isinstance(route, Branch):
                yield from (Scene(condition) for condition, _ in route.branches)
    for fact in portal.facts.values():
        yield from of_fact(fact, {})


def of_fact(fact: Fact, fields: Mapping[str, Field]) -> Iterator[Scene]:
    """The conditions that a fact is made of."""
    match fact.calculation:
        case Holds(condition):
            yield Scene(condition)
        case SomeElement(reference, condition):
            yield Scene(condition, fields.get(reference))
        case ByCases(_, cases):
            yield from (Scene(condition) for _, condition in cases)
        case _:
            return


def sections_of(section: Section) -> Iterator[Section]:
    """A section and those inside it."""
    yield section
    for inner in section.sections:
        yield from sections_of(inner)


def provided_conditions(provision: Provision) -> Iterator[Condition]:
    """The conditions inside what may be given for a request."""
    for part in parts_of(provision):
        if not isinstance(part, Cases) and part.condition is not None:
            yield part.condition


def atoms(condition: Condition) -> Iterator[Condition]:
    """The comparisons that a condition is made of."""
    match condition:
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            for part in parts:
                yield from atoms(part)
        case _:
            yield condition


def _of_section(section: Section) -> Iterator[Scene]:
    for part in sections_of(section):
        if part.condition is not None:
            yield Scene(part.condition)
        for field in part.fields:
            yield from _of_field(field)
        yield from _of_rules(part.rules)


def _of_field(field: Field) -> Iterator[Scene]:
    if field.condition is not None:
        yield Scene(field.condition)
    yield from _of_rules(field.rules)
    for member in field.members:
        if member.condition is not None:
            yield Scene(member.condition, field)
        yield from _of_rules(member.rules, field)


def _of_rules(rules: tuple[Rule, ...], group: Field | None = None) -> Iterator[Scene]:
    for rule in rules:
        yield from (Scene(part, group) for part in (rule.when, rule.then) if part is not None)
