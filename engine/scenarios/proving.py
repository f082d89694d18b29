"""Answers to what a scenario leaves open, found by the prover: the fewest that make its claims true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from ..prove.diagrams import ALWAYS, Diagrams, OverBudget
from ..prove.grounds import PER_QUERY, Budget
from ..prove.procedures import ProcedureGround
from ..prove.variables import domains_of
from ..prove.witnesses import Stage
from ..spec import Catalogue, Claim, Procedure
from ..values import ABSENT, AnswerMap, IntRange
from .completing import search

FEW = 40
"""How many plain changes are tried before the prover is asked."""


def proved(
    procedure: Procedure, motif: str | None, given: AnswerMap, today: dt.date, claims: tuple[Claim, ...]
) -> Iterator[AnswerMap]:
    """A few plain changes, for most claims need no more; then what the prover finds, without a refusal or a way out if
    that can be; then a longer search, as a claim may be about what no diagram tells."""
    others = search(procedure, motif, given, today, claims)
    yield from islice(others, FEW)
    with suppress(OverBudget):
        yield from _paths(procedure, motif, given, today, claims)
    yield from others


def _paths(
    procedure: Procedure, motif: str | None, given: AnswerMap, today: dt.date, claims: tuple[Claim, ...]
) -> Iterator[AnswerMap]:
    diagrams = Diagrams()
    diagrams.fuel = PER_QUERY
    catalogue = Catalogue(None, {procedure.id: procedure})
    motifs = (motif,) if motif is not None else tuple(procedure.motifs)
    domains = domains_of(procedure, None, today, given=given)
    ground = ProcedureGround(
        procedure,
        domains,
        diagrams,
        stage=Stage(catalogue, procedure, today, {}, classes=domains.classes),
        budget=Budget(),
        motifs=motifs,
    )
    wanted = diagrams.all([_claimed(ground, claim) for claim in claims])
    kept = [(placed, diagrams.contrary(ground.rules.broken(placed))) for placed in ground.placed]
    going_on = diagrams.both(wanted, diagrams.all([one for placed, one in kept if placed.rule.redirect is not None]))
    for one in (diagrams.both(going_on, diagrams.all([one for _, one in kept])), going_on, wanted):
        path = diagrams.path(one, ALWAYS, {})
        if path is not None:
            found = ground.stage.typed(path, ground.variables)
            yield {name: value for name, value in found.items() if name not in given}


def _claimed(ground: ProcedureGround, claim: Claim) -> int:
    """Whether a claim holds. What only a replay tells is taken to: it is judged by one."""
    diagrams, space = ground.diagrams, ground.space
    match claim.kind:
        case "shown" | "missing" if claim.name in space.places:
            return diagrams.holds(space.shown(claim.name))
        case "hidden" if claim.name in space.places:
            return space.hidden(claim.name)
        case "asked" | "not_asked":
            return _requested(ground, claim.name, wanted=claim.kind == "asked")
        case "asked_exactly":
            requests = ground.procedure.justificatifs
            return diagrams.all([_requested(ground, name, wanted=name in claim.names) for name in requests])
        case "fact" if claim.name in ground.facts:
            return diagrams.map(space.meanings.value(claim.name), lambda found: _is(claim.value, found), id(claim))
        case "redirected":
            return diagrams.any([ground.rules.broken(p) for p in ground.placed if p.rule.redirect == claim.name])
        case "refused":
            return diagrams.any([ground.rules.broken(p) for p in ground.placed if p.where == claim.name])
        case "message":
            return diagrams.any([ground.rules.broken(p) for p in ground.placed if p.rule.message == claim.name])
        case _:
            return ALWAYS


def _requested(ground: ProcedureGround, name: str, *, wanted: bool) -> int:
    request = ground.procedure.justificatifs.get(name)
    if request is None:
        return ALWAYS
    asked = ground.space.requested(request)
    return ground.diagrams.holds(asked) if wanted else ground.diagrams.fails(asked)


def _is(wanted: object, found: object) -> bool:
    if isinstance(wanted, IntRange) and isinstance(found, int):
        return wanted.low <= found <= wanted.high
    if wanted is ABSENT:
        return found is ABSENT
    return type(found) is type(wanted) and found == wanted
