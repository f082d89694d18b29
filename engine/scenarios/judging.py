"""Whether a claim holds of a case as it was replayed."""

from __future__ import annotations

import datetime as dt
from typing import assert_never

from ..justificatifs import RequestState, leaves
from ..progress import Progress
from ..prove.places import places_of
from ..spec import Claim
from ..values import UNKNOWN, IntRange


def holds(claim: Claim, progress: Progress) -> bool:
    """Whether it does. What is not yet known is neither shown nor hidden, neither asked nor not asked."""
    match claim.kind:
        case "shown" | "hidden" | "missing":
            return _asked(claim, progress)
        case "asked" | "not_asked" | "asked_exactly" | "items":
            return _requested(claim, progress)
        case "fact":
            return claim.value == fact_value(claim, progress) or _within(claim, progress)
        case "redirected" | "proceeds" | "question" | "next_step":
            return _led(claim, progress)
        case "refused" | "refused_somewhere" | "accepted" | "message":
            return _refused(claim, progress)
        case "complete":
            return progress.status == "complete"
        case _:
            assert_never(claim.kind)


def _asked(claim: Claim, progress: Progress) -> bool:
    match claim.kind:
        case "shown":
            return claim.name in progress.visible and not is_sent_before(claim, progress)
        case "missing":
            return claim.name in progress.missing
        case _:
            return claim.name not in progress.visible and is_hidden(claim, progress)


def _led(claim: Claim, progress: Progress) -> bool:
    match claim.kind:
        case "redirected":
            return claim.name == orientation_of(progress)
        case "proceeds":
            return (claim.name, claim.names) == leaf_of(progress)
        case "question":
            return claim.name == progress.situation.pending
        case _:
            return claim.name == progress.next_step


def _refused(claim: Claim, progress: Progress) -> bool:
    match claim.kind:
        case "refused":
            return any(problem.field == claim.name for problem in progress.problems)
        case "message":
            return any(problem.message == claim.name for problem in progress.problems)
        case _:
            return bool(progress.problems) is (claim.kind == "refused_somewhere")


def is_hidden(claim: Claim, progress: Progress) -> bool:
    """Whether a field is hidden for sure, and not only while something is not answered."""
    fields = progress.procedure.fields if progress.procedure is not None else {}
    return claim.name in progress.scope.hidden or claim.name not in fields


def _requested(claim: Claim, progress: Progress) -> bool:
    state = request_of(claim.name, progress)
    match claim.kind:
        case "asked" | "items" | "asked_exactly" if is_sent_before(claim, progress):
            return False
        case "asked":
            return state is not None and state.certain
        case "not_asked":
            return state is None
        case "items":
            return state is not None and {item.id for item in leaves(state.provision)} == set(claim.names)
        case _:
            certain = {r.justificatif.id for r in progress.requests if r.certain}
            return certain == set(claim.names) and len(certain) == len(progress.requests)


def is_sent_before(claim: Claim, progress: Progress) -> bool:
    """Whether a rule sends the person elsewhere at a step before the one where what is claimed stands."""
    procedure = progress.procedure
    if procedure is None or progress.exit_step is None:
        return False
    steps = [step.id for step in procedure.steps]
    if claim.kind == "asked_exactly" and not claim.names:
        return False  # that nothing is asked is judged as conditions say it
    if claim.kind in ("asked", "items", "asked_exactly"):
        here = [number for number, step in enumerate(procedure.steps) if step.content == "justificatifs"]
    else:
        here = [place.step for place in places_of(procedure) if place.field.id == claim.name]
    return any(number > steps.index(progress.exit_step) for number in here)


def request_of(name: str, progress: Progress) -> RequestState | None:
    """The request for a justificatif, if it is made or may be."""
    return next((state for state in progress.requests if state.justificatif.id == name), None)


def fact_value(claim: Claim, progress: Progress) -> object:
    """What a fact is worth; unknown outside any procedure."""
    return progress.scope.value(claim.name) if progress.procedure is not None else UNKNOWN


def _within(claim: Claim, progress: Progress) -> bool:
    """Whether a number lies within the bounds claimed."""
    found, wanted = fact_value(claim, progress), claim.value
    if not isinstance(wanted, IntRange) or isinstance(found, bool | dt.date):
        return False
    if isinstance(found, IntRange):
        return wanted.low <= found.low and found.high <= wanted.high
    return isinstance(found, int) and wanted.low <= found <= wanted.high


def orientation_of(progress: Progress) -> str | None:
    """Where someone is sent, by the tree or by a rule."""
    return progress.exit or progress.situation.orientation


def leaf_of(progress: Progress) -> tuple[str, tuple[str, ...]]:
    """The procedure and the motif that are carried on with; empty when none is."""
    situation = progress.situation
    if situation.procedure is not None:
        return situation.procedure, (situation.motif or "",)
    if progress.procedure is None or progress.motif is None or situation.taken or situation.orientation is not None:
        return "", ("",)
    return progress.procedure.id, (progress.motif.id,)
