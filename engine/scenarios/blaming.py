"""Where it is written what decided a claim that does not hold: the condition, the fact or the rule to look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from ..conditions.nodes import Condition
from ..problems import Position
from ..progress import Progress
from ..prove.breaking import breaks
from ..prove.places import Placed, places_of
from ..spec import Claim, Procedure
from .judging import is_sent_before, request_of
from .reading import reads_of


def blamed(claim: Claim, progress: Progress) -> Position | None:
    """The place in the procedure that decided; None where several do, or none does."""
    procedure = progress.procedure
    if procedure is None:
        return None
    match claim.kind:
        case "shown" | "asked" | "items" | "asked_exactly" if is_sent_before(claim, progress):
            sending = (p.rule for p in reads_of(procedure).rules if p.rule.redirect and breaks(p, progress))
            rule = next(sending, None)
            return rule.position if rule is not None else None
        case "shown" | "missing" | "hidden":
            return _showing(claim.name, procedure, progress)
        case "asked" | "not_asked":
            return _asking(claim.name, procedure)
        case "asked_exactly":
            return _differing(claim, procedure, progress)
        case "items":
            request = procedure.justificatifs.get(claim.name)
            made = request_of(claim.name, progress) is not None
            return request.position if request is not None and made else _asking(claim.name, procedure)
        case "fact":
            return procedure.facts[claim.name].position if claim.name in procedure.facts else None
        case "redirected" | "refused" | "refused_somewhere" | "accepted" | "message" | "complete":
            placed = next(_ruling(claim, procedure, progress), None)
            return placed.rule.position if placed is not None else None
        case "proceeds" | "question" | "next_step":
            return None
        case _:
            assert_never(claim.kind)


def _showing(name: str, procedure: Procedure, progress: Progress) -> Position | None:
    """The outermost condition that hides a field; of one that is shown, the nearest."""
    around = [*_around(name, procedure)]
    hiding = (c for c in around if c(progress.scope) is not True)
    found = next(hiding, None) if name not in progress.visible else next(iter(around[::-1]), None)
    return found.position if found is not None else None


def _around(name: str, procedure: Procedure) -> Iterator[Condition]:
    """The conditions under which a field is shown, from the outside in."""
    for place in places_of(procedure):
        if place.field.id == name:
            parts = (*place.sections, place.request, place.field)
            yield from (part.condition for part in parts if part is not None and part.condition is not None)


def _asking(name: str, procedure: Procedure) -> Position | None:
    request = procedure.justificatifs.get(name)
    return request.condition.position if request is not None and request.condition is not None else None


def _differing(claim: Claim, procedure: Procedure, progress: Progress) -> Position | None:
    """The condition of the only justificatif that is there and should not be, or should be and is not."""
    found = {state.justificatif.id for state in progress.requests} ^ {*claim.names}
    return _asking(found.pop(), procedure) if len(found) == 1 else None


def _ruling(claim: Claim, procedure: Procedure, progress: Progress) -> Iterator[Placed]:
    """The rules that a claim is about, else those that stop the case."""
    rules = reads_of(procedure).rules
    match claim.kind:
        case "redirected":
            yield from (placed for placed in rules if placed.rule.redirect == claim.name)
        case "message":
            yield from (placed for placed in rules if placed.rule.message == claim.name)
        case "refused":
            yield from (placed for placed in rules if placed.where == claim.name)
        case _:
            yield from (placed for placed in rules if breaks(placed, progress))
