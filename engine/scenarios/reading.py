"""What the conditions, rules and claims of a procedure read: the fields, through facts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ..conditions.nodes import Condition, references
from ..explain import conditions_of
from ..justificatifs import all_requests, parts_of
from ..prove.places import Placed, placed_rules
from ..spec import Alternatives, Cases, Claim, Item, Procedure, Provision


class Reads:
    """What is read in one procedure. Fields are named by id; a fact stands for the fields it is made of."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self.shown = conditions_of(procedure)
        self.rules = tuple(placed_rules(procedure))

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

    def by_rule(self, placed: Placed) -> frozenset[str]:
        """The fields a rule reads, the group of the member that has it among them."""
        group = frozenset({placed.group.id}) if placed.group is not None else frozenset[str]()
        return group.union(*map(self.by, placed.conditions))

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
                return frozenset().union(*(self.by_rule(p) for p in self.rules if p.rule.redirect == claim.name))
            case "refused":
                return frozenset().union(*(self.by_rule(p) for p in self.rules if p.where == claim.name))
            case "message":
                return frozenset().union(*(self.by_rule(p) for p in self.rules if p.rule.message == claim.name))
            case "refused_somewhere" | "accepted" | "complete" | "next_step":
                return frozenset().union(*map(self.by_rule, self.rules))
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

    def anywhere(self) -> frozenset[str]:
        """The fields that some claim is about."""
        shown = (self.by(condition) for condition in self.shown.values())
        requests = (self.by_request(name) | self.by_items(name) for name in self.procedure.justificatifs)
        return frozenset().union(*shown, *requests, *map(self.by_rule, self.rules), self.fields(self.procedure.facts))


@lru_cache(maxsize=64)
def reads_of(procedure: Procedure) -> Reads:
    """What is read in a procedure, looked up once."""
    return Reads(procedure)


def _read_by_part(part: Provision) -> frozenset[str]:
    match part:
        case Item() | Alternatives():
            return references(part.condition) if part.condition is not None else frozenset()
        case Cases():
            return frozenset({part.reference})
