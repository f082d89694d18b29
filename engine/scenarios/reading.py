"""What the conditions, rules and claims of a procedure read: the fields, through facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from ..conditions.nodes import AllOf, AnyOf, Condition, NoneOf, references
from ..explain import conditions_of
from ..justificatifs import all_requests
from ..spec import Alternatives, Cases, Claim, Field, Item, Procedure, Provision, Rule


class Reads:
    """What is read in one procedure. Fields are named by id; a fact stands for the fields it is made of."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self.shown = conditions_of(procedure)
        self.rules = tuple(rules_in(procedure))

    def by(self, condition: Condition | None) -> frozenset[str]:
        """The fields a condition reads."""
        return self.fields(references(condition)) if condition is not None else frozenset()

    def fields(self, names: Iterable[str]) -> frozenset[str]:
        """The fields that these names stand for."""
        facts, fields = self.procedure.facts, self.procedure.fields
        found: set[str] = set()
        for name in names:
            if name in facts:
                found |= facts[name].inputs & fields.keys()
            elif name in fields:
                found.add(name)
        return frozenset(found)

    def by_rule(self, rule: Rule) -> frozenset[str]:
        """The fields a rule reads."""
        return self.by(rule.when) | self.by(rule.then)

    def by_request(self, name: str) -> frozenset[str]:
        """The fields on which it depends whether a justificatif is asked."""
        request = self.procedure.justificatifs.get(name)
        return self.by(request.condition) if request is not None else frozenset()

    def by_items(self, name: str) -> frozenset[str]:
        """The fields on which it depends what may be given for a justificatif."""
        request = self.procedure.justificatifs.get(name)
        if request is None or request.provision is None:
            return frozenset()
        return self.fields(name for part in parts_of(request.provision) for name in _read_by_part(part))

    def by_claim(self, claim: Claim) -> frozenset[str]:
        """The fields that a claim is about, or that decide of it."""
        match claim.kind:
            case "shown" | "hidden" | "missing":
                return self.by(self.shown.get(claim.name))
            case "asked" | "not_asked":
                return self.by_request(claim.name)
            case "asked_exactly":
                names = (r.id for motif in self.procedure.motifs.values() for r in all_requests(motif))
                return frozenset().union(*(self.by_request(name) for name in names))
            case "items":
                return self.by_request(claim.name) | self.by_items(claim.name)
            case "fact":
                return self.fields((claim.name,))
            case "redirected":
                return frozenset().union(*(self.by_rule(r) for _, r in self.rules if r.redirect == claim.name))
            case "refused" | "refused_somewhere" | "accepted" | "message" | "complete" | "next_step":
                return frozenset().union(*(self.by_rule(r) for _, r in self.rules))
            case "proceeds" | "question":
                return frozenset()

    def deciding(self, names: Iterable[str]) -> tuple[str, ...]:
        """These fields and those on which it depends whether they are shown, in asking order."""
        found: set[str] = set()
        left = [*names]
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left += self.by(self.shown.get(name))
        return tuple(name for name in self.procedure.fields if name in found)

    def conditions(self) -> Iterator[Condition]:
        """Every condition of the procedure."""
        yield from self.shown.values()
        for request in self.procedure.justificatifs.values():
            if request.condition is not None:
                yield request.condition
            for part in parts_of(request.provision) if request.provision is not None else ():
                if not isinstance(part, Cases) and part.condition is not None:
                    yield part.condition
        for _, rule in self.rules:
            yield from (part for part in (rule.when, rule.then) if part is not None)


@lru_cache(maxsize=64)
def reads_of(procedure: Procedure) -> Reads:
    """What is read in a procedure, looked up once."""
    return Reads(procedure)


def rules_in(procedure: Procedure) -> Iterator[tuple[str, Rule]]:
    """Every rule with the field, step or procedure that has it."""
    for step in procedure.steps:
        for section in step.sections:
            for part in (section, *section.sections):
                yield from ((field.id, rule) for field in part.fields for rule in _of_field(field))
                yield from ((step.id, rule) for rule in part.rules)
        yield from ((step.id, rule) for rule in step.rules)
    for request in procedure.justificatifs.values():
        if request.field is not None:
            yield from ((request.field.id, rule) for rule in request.field.rules)
    yield from ((procedure.id, rule) for rule in procedure.rules)


def _of_field(field: Field) -> Iterator[Rule]:
    yield from field.rules
    for member in field.members:
        yield from member.rules


def parts_of(provision: Provision) -> Iterator[Provision]:
    """What may be given, and every part of it."""
    yield provision
    inner: Iterable[Provision] = ()
    if isinstance(provision, Alternatives):
        inner = provision.parts
    elif isinstance(provision, Cases):
        inner = provision.cases.values()
    for part in inner:
        yield from parts_of(part)


def _read_by_part(part: Provision) -> frozenset[str]:
    match part:
        case Item() | Alternatives():
            return references(part.condition) if part.condition is not None else frozenset()
        case Cases():
            return frozenset({part.reference})


def atoms(condition: Condition) -> Iterator[Condition]:
    """The tests a condition is made of."""
    if isinstance(condition, AllOf | AnyOf | NoneOf):
        for part in condition.parts:
            yield from atoms(part)
    else:
        yield condition
