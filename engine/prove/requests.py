"""Justificatifs: each request, alternative and case is for somebody, and always leaves something to give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
        comes=ground.comes(number),
        asks=lambda progress: condition(progress.scope),
    )
    yield from ConditionCheck(ground, meanings, spot, ground.space.hidden, ground.known(condition)).findings()


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
        asked = self.ground.diagrams.holds(self.ground.space.requested(self.request))
        outer = (self.request.condition,) if self.request.condition is not None else ()
        yield from self._provision(provision, asked, outer)
        yield from self.ground.within(self.request.position, self._nothing(provision, asked, outer))

    def _provision(self, provision: Provision, asked: int, outer: tuple[Condition, ...]) -> Iterator[Problem]:
        condition = None if isinstance(provision, Cases) else provision.condition
        if condition is not None:
            found = list(self.ground.within(condition.position, self._condition(provision, condition, asked, outer)))
            yield from found
            if any(problem.code == NEVER_ASKED for problem in found) or self.ground.reads_dead(condition):
                return
            outer = (*outer, condition)
            asked = self.ground.diagrams.both(asked, self.ground.diagrams.holds(self._truth(condition)))
        match provision:
            case Item():
                return
            case Alternatives():
                for part in provision.parts:
                    yield from self._provision(part, asked, outer)
            case Cases():
                yield from self.ground.within(provision.position, self._cases(provision, asked, outer))
            case _:
                assert_never(provision)

    def _truth(self, condition: Condition) -> int:
        return self.ground.space.meanings.truth(condition)

    def _condition(
        self, provision: Provision, condition: Condition, asked: int, outer: tuple[Condition, ...]
    ) -> Iterator[Problem]:
        if self.ground.reads_dead(condition):
            return
        spot = Spot(
            condition=condition,
            what="pièce",
            name=_called(provision, self.request),
            dead=NEVER_ASKED,
            context=self.ground.around(self.number, asked, condition),
            comes=self.ground.comes(self.number, *outer),
            asks=lambda progress: condition(progress.scope),
            outer=outer,
        )
        known = self.ground.known(condition, *outer)
        yield from ConditionCheck(
            self.ground, self.ground.space.meanings, spot, self.ground.space.hidden, known
        ).findings()

    def _cases(self, cases: Cases, asked: int, outer: tuple[Condition, ...]) -> Iterator[Problem]:
        ground, diagrams = self.ground, self.ground.diagrams
        if not ground.dead.isdisjoint(ground.inputs(cases.reference)):
            return
        value = ground.space.meanings.value(cases.reference)
        comers = ground.comers(self.number, asked)
        came = ground.comes(self.number, *outer)
        absent = ground.comers(self.number, asked, diagrams.map(value, lambda v: v is ABSENT, "absent"))
        if ground.possible(absent):
            place = Place("P316", cases.position, {"name": self.request.id, "why": "no value"})
            yield ground.problem(place, absent, self._worth(cases.reference, ABSENT, came))
        unknown = ground.comers(self.number, asked, diagrams.map(value, lambda v: v is UNKNOWN, "unknown"))
        if ground.possible(unknown):
            known, worth = ground.known(*outer), self._worth(cases.reference, UNKNOWN, came)
            place = Place("P311", cases.position, self._params(cases.reference))
            yield ground.problem(place, unknown, lambda progress: known(progress) and worth(progress))
        classes = ground.classes.get(cases.reference, {})
        for key, part in cases.cases.items():
            met = diagrams.both(asked, diagrams.equal(value, classes.get(key, key)))
            if ground.possible(ground.comers(self.number, met)):
                yield from self._provision(part, met, outer)
            elif ground.possible(comers):
                yield self._nobodys(cases, key, outer, comers)

    def _nobodys(self, cases: Cases, key: str, outer: tuple[Condition, ...], comers: int) -> Problem:
        """A case whose value nobody has who is asked: with somebody who has it and is not asked, if there is one."""
        ground = self.ground
        wanted = ground.classes.get(cases.reference, {}).get(key, key)
        met = ground.diagrams.equal(ground.space.meanings.value(cases.reference), wanted)
        stopping = (o.position for o in outer if not ground.possible(ground.diagrams.both(met, self._truth(o))))
        related = next(stopping, None) or ground.excluding(met)
        place = Place(NEVER_ASKED, _position(cases.cases[key]), {"name": key, "what": "cas", "why": "earlier"}, related)
        if not ground.possible(met):
            return ground.problem(place, comers, ground.comes(self.number, *outer))
        return ground.problem(place, met, lambda progress: progress.scope.value(cases.reference) == wanted)

    def _nothing(self, provision: Provision, asked: int, outer: tuple[Condition, ...]) -> Iterator[Problem]:
        """Whether a request may be made with nothing left to give for it."""
        empty = self.ground.comers(self.number, asked, self._empty(provision))
        if isinstance(provision, Cases):
            empty = self.ground.diagrams.both(empty, self._answered(provision))  # that it has no answer is said
        if self.ground.possible(empty):
            came = self.ground.comes(self.number, *outer)
            place = Place("P316", self.request.position, {"name": self.request.id, "why": "no item"})
            yield self.ground.problem(place, empty, lambda p: came(p) and _gives_nothing(self.request, p))

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

    def _params(self, name: str, **more: str) -> dict[str, str]:
        return {"what": "justificatif", "name": self.request.id, "reference": name, **more}

    def _worth(self, reference: str, value: object, came: Claim) -> Claim:
        return lambda progress: came(progress) and progress.scope.value(reference) is value


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
