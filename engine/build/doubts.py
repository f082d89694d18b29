"""What may stay unknown once everything is answered – a date known to the month or the year – where it decides a screen
or a justificatif: hidden, nothing would tell the applicant why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..conditions.nodes import AllOf, Answered, AnyOf, Condition, DateIs, NoneOf, Undecided
from ..context import Context
from ..facts import Anniversary, Count, Fact, Holds, SomeElement, YearsBetween
from ..problems import Position
from ..source import Node
from ..spec import Alternatives, Cases, Field, Justificatif, Motif, Provision, Section, Step
from .facts import reads_of


@dataclass(frozen=True, slots=True)
class Use:
    """A reference that a `si` reads, and where."""

    reference: str
    position: Position


def check_doubts(context: Context, facts: Mapping[str, Fact], steps: Iterable[Step], motifs: Iterable[Motif]) -> None:
    """Reports the facts that decide something, may stay unknown and don't say `si_inconnu`; and the dates, known in
    part only, that a `si` compares by itself."""
    steps = tuple(steps)
    requests = [r for m in motifs for g in m.groups for part in (g, *g.groups) for r in part.requests]
    fields = [f for step in steps for section in step.sections for f in _fields(section)]
    fields += [r.field for r in requests if r.field is not None]
    doubts = _Doubts(facts, {f.id: f for f in fields})
    conditions = [c for step in steps for section in step.sections for c in _conditions(section)]
    conditions += [c for request in requests for c in _asked(request)]
    doubtful: dict[str, tuple[Field, Position]] = {}
    for use in (use for condition in conditions for use in doubts.uses(condition)):
        date = doubts.cause(use.reference)
        fact = facts.get(use.reference)
        if date is None:
            continue
        if fact is not None and not isinstance(fact.calculation, Anniversary):
            doubtful.setdefault(fact.id, (date, use.position))
        else:
            context.report(
                Node("scalar", use.position),
                "R131",
                found=use.reference,
                date=date.id,
                precision=date.precision,
                related=date.position,
            )
    for name, (date, position) in doubtful.items():
        # What another of them makes doubtful is mended with it.
        if not doubts.below(name) & doubtful.keys():
            place = Node("scalar", facts[name].position, len(name))
            context.report(place, "R130", found=name, date=date.id, precision=date.precision, related=position)


@dataclass(frozen=True, slots=True)
class _Doubts:
    facts: Mapping[str, Fact]
    fields: Mapping[str, Field]

    def cause(self, name: str, seen: frozenset[str] = frozenset()) -> Field | None:
        """The date because of which a field or a fact may stay unknown; None when answers always tell it."""
        field, fact = self.fields.get(name), self.facts.get(name)
        if field is not None:
            return field if _coarse(field) else None
        if fact is None or name in seen or fact.if_unknown is not None or isinstance(fact.calculation, Count):
            return None
        causes = (self._member(fact, read) or self.cause(read, seen | {name}) for read in self._reads(fact))
        return next((cause for cause in causes if cause is not None), None)

    def below(self, name: str) -> frozenset[str]:
        """The facts that one depends on."""
        found: set[str] = set()
        left = [name]
        while left:
            fact = self.facts.get(left.pop())
            for read in reads_of(fact.calculation) if fact is not None else ():
                if read in self.facts and read not in found:
                    found.add(read)
                    left.append(read)
        return frozenset(found)

    def uses(self, condition: Condition) -> Iterator[Use]:
        """What may leave a condition unknown. That a date or an age is answered is known, however roughly."""
        match condition:
            case AllOf() | AnyOf() | NoneOf():
                for part in condition.parts:
                    yield from self.uses(part)
            case DateIs():
                yield Use(condition.reference, condition.position)
                if isinstance(condition.bound, str):
                    yield Use(condition.bound, condition.position)
            case Answered():
                fact = self.facts.get(condition.reference)
                if fact is not None and not isinstance(fact.calculation, YearsBetween | Anniversary):
                    yield Use(condition.reference, condition.position)
            case Undecided():
                return
            case _:
                yield Use(condition.reference, condition.position)

    def _reads(self, fact: Fact) -> Iterable[str]:
        calculation = fact.calculation
        if isinstance(calculation, SomeElement | Holds):
            return [use.reference for use in self.uses(calculation.condition)]
        return sorted(reads_of(calculation))

    def _member(self, fact: Fact, name: str) -> Field | None:
        """The date of that name in the group that a fact goes through, if it may be known in part."""
        calculation = fact.calculation
        group = self.fields.get(calculation.reference) if isinstance(calculation, SomeElement) else None
        members = group.members if group is not None else ()
        return next((member for member in members if member.id == name and _coarse(member)), None)


def _coarse(field: Field) -> bool:
    return field.kind == "date" and field.precision != "day"


def _fields(section: Section) -> Iterator[Field]:
    yield from section.fields
    for part in section.sections:
        yield from _fields(part)


def _conditions(section: Section) -> Iterator[Condition]:
    if section.condition is not None:
        yield section.condition
    for field in section.fields:
        yield from (f.condition for f in (field, *field.members) if f.condition is not None)
    for part in section.sections:
        yield from _conditions(part)


def _asked(request: Justificatif) -> Iterator[Condition]:
    if request.condition is not None:
        yield request.condition
    if request.provision is not None:
        yield from _provided(request.provision)


def _provided(provision: Provision) -> Iterator[Condition]:
    if isinstance(provision, Cases):
        yield Answered(provision.reference, True, provision.position)  # noqa: FBT003 – any test of it will do
        parts: Iterable[Provision] = provision.cases.values()
    else:
        if provision.condition is not None:
            yield provision.condition
        parts = provision.parts if isinstance(provision, Alternatives) else ()
    for part in parts:
        yield from _provided(part)
