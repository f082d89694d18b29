"""Justificatifs: each request, alternative and case is for somebody, and always leaves something to give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import assert_never

from ..conditions.nodes import Condition
from ..justificatifs import RequestState
from ..problems import Position, Problem
from ..progress import Progress
from ..spec import Alternatives, Cases, Item, Justificatif, Provision
from ..values import ABSENT, UNKNOWN
from .conditions import ConditionCheck, Spot
from .diagrams import NEVER
from .grounds import Place
from .procedures import ProcedureGround
from .witnesses import Claim

NEVER_ASKED = "P303"


def check_requests(ground: ProcedureGround, number: int) -> Iterator[Problem]:
    """What is wrong with the requests of a procedure, made at the step `number`."""
    for request in ground.procedure.justificatifs.values():
        yield from _request(ground, number, request)


def _request(ground: ProcedureGround, number: int, request: Justificatif) -> Iterator[Problem]:
    if request.condition is not None:
        found = list(ground.within(request.condition.position, _asked(ground, number, request)))
        yield from found
        if any(problem.code == NEVER_ASKED for problem in found):
            ground.dead.add(request.id)
            return
    if request.provision is not None:
        yield from _Provisions(ground, number, request).findings()


def _asked(ground: ProcedureGround, number: int, request: Justificatif) -> Iterator[Problem]:
    condition = request.condition
    if condition is None or ground.reads_dead(condition):
        return
    meanings, diagrams = ground.space.meanings, ground.diagrams
    made = diagrams.map(ground.space.motif, partial(_among, ground.space.makers(request)), ("makes", request.id))
    spot = Spot(
        condition=condition,
        what="justificatif",
        name=request.id,
        dead=NEVER_ASKED,
        context=ground.around(number, made, condition),
        comes=ground.makes(number, request),
        asks=lambda progress: condition(progress.scope),
    )
    yield from ConditionCheck(ground, meanings, spot, ground.space.hidden, ground.known(condition)).findings()


@dataclass(frozen=True, slots=True)
class _Reached:
    """Who comes to a part of what may be given: the truth that says so, the conditions around it, what a replay shows
    of them."""

    asked: int
    outer: tuple[Condition, ...]
    comes: Claim

    def under(self, condition: Condition, met: int) -> _Reached:
        """Those of them who meet a condition."""
        return _Reached(met, (*self.outer, condition), _also(self.comes, lambda p: condition(p.scope) is True))

    def worth(self, reference: str, value: object) -> Claim:
        """That one of them has a value."""
        return _also(self.comes, lambda progress: progress.scope.value(reference) == value)


@dataclass(frozen=True, slots=True)
class _Provisions:
    """Checks what may be given for one request, from the outside in."""

    ground: ProcedureGround
    number: int
    request: Justificatif

    def findings(self) -> Iterator[Problem]:
        """Everything wrong with it."""
        provision = self.request.provision
        if provision is None:
            return
        ground, request = self.ground, self.request
        asked = ground.diagrams.holds(ground.space.requested(request))
        reached = _Reached(asked, (), ground.makes(self.number, request))
        if request.condition is not None:
            reached = reached.under(request.condition, asked)
        yield from self._provision(provision, reached)
        yield from ground.within(request.position, self._nothing(provision, reached))

    def _provision(self, provision: Provision, reached: _Reached) -> Iterator[Problem]:
        condition = None if isinstance(provision, Cases) else provision.condition
        if condition is not None:
            found = list(self.ground.within(condition.position, self._condition(provision, condition, reached)))
            yield from found
            if any(problem.code == NEVER_ASKED for problem in found) or self.ground.reads_dead(condition):
                return
            diagrams = self.ground.diagrams
            reached = reached.under(condition, diagrams.both(reached.asked, diagrams.holds(self._truth(condition))))
        match provision:
            case Item():
                return
            case Alternatives():
                for part in provision.parts:
                    yield from self._provision(part, reached)
            case Cases():
                yield from self.ground.within(provision.position, self._cases(provision, reached))
            case _:
                assert_never(provision)

    def _truth(self, condition: Condition) -> int:
        return self.ground.space.meanings.truth(condition)

    def _condition(self, provision: Provision, condition: Condition, reached: _Reached) -> Iterator[Problem]:
        if self.ground.reads_dead(condition):
            return
        spot = Spot(
            condition=condition,
            what="pièce",
            name=_called(provision, self.request),
            dead=NEVER_ASKED,
            context=self.ground.around(self.number, reached.asked, condition),
            comes=reached.comes,
            asks=lambda progress: condition(progress.scope),
            outer=reached.outer,
        )
        known = self.ground.known(condition, *reached.outer)
        yield from ConditionCheck(
            self.ground, self.ground.space.meanings, spot, self.ground.space.hidden, known
        ).findings()

    def _cases(self, cases: Cases, reached: _Reached) -> Iterator[Problem]:
        ground, diagrams = self.ground, self.ground.diagrams
        if not ground.dead.isdisjoint(ground.inputs(cases.reference)):
            return
        value = ground.space.meanings.value(cases.reference)
        comers = ground.comers(self.number, reached.asked)
        absent = ground.comers(self.number, reached.asked, diagrams.map(value, lambda v: v is ABSENT, "absent"))
        if ground.possible(absent):
            place = Place("P316", cases.position, {"name": self.request.id, "why": "no value"})
            yield ground.problem(place, absent, reached.worth(cases.reference, ABSENT))
        unknown = ground.comers(self.number, reached.asked, diagrams.map(value, lambda v: v is UNKNOWN, "unknown"))
        if ground.possible(unknown):
            params = {"what": "justificatif", "name": self.request.id, "reference": cases.reference}
            place = Place("P311", cases.position, params)
            claim = _also(reached.worth(cases.reference, UNKNOWN), ground.known(*reached.outer))
            yield ground.problem(place, unknown, claim)
        classes = ground.classes.get(cases.reference, {})
        for key, part in cases.cases.items():
            met = diagrams.both(reached.asked, diagrams.equal(value, classes.get(key, key)))
            if ground.possible(ground.comers(self.number, met)):
                yield from self._provision(part, replace(reached, asked=met, comes=reached.worth(cases.reference, key)))
            elif ground.possible(comers):
                yield self._nobodys(cases, key, reached, comers)

    def _nobodys(self, cases: Cases, key: str, reached: _Reached, comers: int) -> Problem:
        """A case whose value nobody has who is asked: with somebody who has it and is not asked, if there is one."""
        ground = self.ground
        wanted = ground.classes.get(cases.reference, {}).get(key, key)
        met = ground.diagrams.equal(ground.space.meanings.value(cases.reference), wanted)
        stopping = (o.position for o in reached.outer if not ground.possible(ground.diagrams.both(met, self._truth(o))))
        related = next(stopping, None) or ground.excluding(met)
        place = Place(NEVER_ASKED, _position(cases.cases[key]), {"name": key, "what": "cas", "why": "earlier"}, related)
        if not ground.possible(met):
            return ground.problem(place, comers, reached.comes)
        return ground.problem(place, met, lambda progress: progress.scope.value(cases.reference) == wanted)

    def _nothing(self, provision: Provision, reached: _Reached) -> Iterator[Problem]:
        """Whether a request may be made with nothing left to give for it."""
        empty = self.ground.comers(self.number, reached.asked, self._empty(provision))
        if isinstance(provision, Cases):
            empty = self.ground.diagrams.both(empty, self._answered(provision))  # that it has no answer is said
        if self.ground.possible(empty):
            place = Place("P316", self.request.position, {"name": self.request.id, "why": "no item"})
            yield self.ground.problem(place, empty, _also(reached.comes, partial(_gives_nothing, self.request)))

    def _answered(self, cases: Cases) -> int:
        return self.ground.diagrams.contrary(self.ground.space.meanings.is_absent(cases.reference))

    def _empty(self, provision: Provision) -> int:
        diagrams = self.ground.diagrams
        match provision:
            case Item():
                return self._refused(provision.condition)
            case Alternatives():
                inside = diagrams.all([self._empty(part) for part in provision.parts])
                return diagrams.either(self._refused(provision.condition), inside)
            case Cases():
                value = self.ground.space.meanings.value(provision.reference)
                found = diagrams.map(value, lambda v: v is ABSENT, "absent")
                for key, part in provision.cases.items():
                    met = diagrams.equal(value, self.ground.classes.get(provision.reference, {}).get(key, key))
                    found = diagrams.either(found, diagrams.both(met, self._empty(part)))
                return found
            case _:
                assert_never(provision)

    def _refused(self, condition: Condition | None) -> int:
        return NEVER if condition is None else self.ground.diagrams.fails(self._truth(condition))


def _also(one: Claim, other: Claim) -> Claim:
    return lambda progress: one(progress) and other(progress)


def _called(provision: Provision, request: Justificatif) -> str:
    match provision:
        case Item():
            return provision.id
        case Alternatives():
            return provision.title or request.id
        case Cases():
            return provision.reference


def _position(provision: Provision) -> Position:
    return provision.position


def _among(names: frozenset[str], value: object) -> bool:
    return value in names


def _gives_nothing(request: Justificatif, progress: Progress) -> bool:
    asked: tuple[RequestState, ...] = progress.requests
    return any(state.justificatif is request and state.certain and state.provision is None for state in asked)
