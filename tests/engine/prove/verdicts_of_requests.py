"""What must be said of justificatifs and of what may be given for them, as all journeys show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.conditions.nodes import Answered, Condition
from engine.justificatifs import resolved
from engine.progress import Progress
from engine.spec import Alternatives, Cases, Justificatif, Provision
from engine.values import ABSENT, UNKNOWN
from tests.engine.prove.seen import Claim, Seen, Verdicts
from tests.engine.prove.verdicts import Asked, Case, anybody, judge, plain_case, plain_cases


def add_requests(seen: Seen, made: Verdicts) -> None:
    """Everything about justificatifs."""
    for number, step in enumerate(seen.procedure.steps):
        if step.content == "justificatifs":
            for request in seen.procedure.justificatifs.values():
                _Request(seen, made, number, request).add()


@dataclass(frozen=True, slots=True)
class _Request:
    seen: Seen
    made: Verdicts
    number: int
    request: Justificatif

    def add(self) -> None:
        """Judges the request and all that may be given for it."""
        seen, request = self.seen, self.request
        if not seen.comers(self.number):
            self.made.void.add(request.position)

        def comes(progress: Progress) -> bool:
            return seen.comes(progress, self.number) and request.id in seen.made[_motif(progress)]

        met: Claim = comes
        silent = request.condition is not None and seen.silent(request.condition)
        if request.condition is not None:
            self._judge(request.condition, met, "P303", silent=silent)
            met = _also(met, request.condition)
        if request.field is not None and request.field.condition is not None:
            silent_too = silent or seen.silent(request.field.condition)
            self._judge(request.field.condition, met, "P302", silent=silent_too)
        if request.provision is not None:
            self._provision(request.provision, met, silent=silent)
            self._nothing(request.provision, met)

    def _judge(self, condition: Condition, comes: Claim, dead: str, *, silent: bool) -> None:
        def each(progress: Progress) -> Iterator[Case]:
            if comes(progress):
                yield plain_case(progress)

        judge(self.made, Asked(self.seen, condition, dead, each, plain_cases(self.seen)), silent=silent)

    def _provision(self, provision: Provision, comes: Claim, *, silent: bool) -> None:
        if not isinstance(provision, Cases) and provision.condition is not None:
            silent = silent or self.seen.silent(provision.condition)
            self._judge(provision.condition, comes, "P303", silent=silent)
            comes = _also(comes, provision.condition)
        match provision:
            case Alternatives():
                for part in provision.parts:
                    self._provision(part, comes, silent=silent)
            case Cases():
                self._cases(provision, comes, silent=silent)

    def _cases(self, cases: Cases, comes: Claim, *, silent: bool) -> None:
        silent = silent or self.seen.silent(Answered(cases.reference, True, cases.position))
        comers = [j.progress for j in self.seen.all if comes(j.progress)]
        if not comers:
            self.made.void.add(cases.position)
        for code, value in (("P316", ABSENT), ("P311", UNKNOWN)):
            claim = _worth(comes, cases.reference, value)
            if any(map(claim, comers)):
                self.made.add(code, cases.position, claim, silent=silent)
        for key, part in cases.cases.items():
            claim = _worth(comes, cases.reference, key)
            if not comers:
                self.made.void.add(part.position)
            elif not any(map(claim, comers)):
                self.made.add("P303", part.position, anybody, silent=silent)
            self._provision(part, claim, silent=silent)

    def _nothing(self, provision: Provision, comes: Claim) -> None:
        def empty(progress: Progress) -> bool:
            return comes(progress) and resolved(provision, progress.scope) is None

        for journey in self.seen.all:
            if empty(journey.progress):
                scope = journey.progress.scope
                absent = isinstance(provision, Cases) and scope.value(provision.reference) is ABSENT
                self.made.add("P316", self.request.position, empty, silent=absent)


def _also(comes: Claim, condition: Condition) -> Claim:
    return lambda progress: comes(progress) and condition(progress.scope) is True


def _worth(comes: Claim, reference: str, value: object) -> Claim:
    return lambda progress: comes(progress) and progress.scope.value(reference) == value


def _motif(progress: Progress) -> str:
    return progress.motif.id if progress.motif is not None else ""
