"""Which documents are asked, in which alternatives, and what the files given leave uncovered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import is_
from typing import assert_never

from .conditions.nodes import Scope
from .spec import Alternatives, Cases, Item, Justificatif, Motif, Procedure, Provision
from .values import ABSENT, UNKNOWN


@dataclass(frozen=True, slots=True)
class RequestState:
    """A justificatif asked for sure (`certain`), or only if something not yet known turns out so.

    `provision` is what may be given for it here: alternatives excluded by the answers are gone, no `Cases` is left.
    """

    justificatif: Justificatif
    certain: bool
    provision: Item | Alternatives | None


def requests(motif: Motif, scope: Scope) -> tuple[RequestState, ...]:
    """The requests of a motif that are not excluded, in order."""
    return tuple([state for request in all_requests(motif) if (state := _state(request, scope)) is not None])


def common_requests(procedure: Procedure, scope: Scope) -> tuple[RequestState, ...]:
    """The requests every motif makes: what can be said while the motif is not known."""
    first, *others = procedure.motifs.values()
    shared = [{r.id for r in all_requests(motif)} for motif in others]
    return tuple(s for s in requests(first, scope) if all(s.justificatif.id in ids for ids in shared))


@lru_cache(maxsize=1024)
def all_requests(motif: Motif) -> tuple[Justificatif, ...]:
    """Every request of a motif, in order, asked or not."""
    return tuple(r for group in motif.groups for part in (group, *group.groups) for r in part.requests)


def _state(request: Justificatif, scope: Scope) -> RequestState | None:
    if (always := _always(request)) is not None:
        return always
    truth = True if request.condition is None else request.condition(scope)
    if truth is False:
        return None
    provision = request.provision
    if provision is not None and is_conditional(provision):
        provision = resolved(provision, scope)
    return RequestState(request, truth is True, None if isinstance(provision, Cases) else provision)


@lru_cache(maxsize=4096)
def _always(request: Justificatif) -> RequestState | None:
    """The state of a request that depends on no answer; None for another."""
    provision = request.provision
    if request.condition is not None or isinstance(provision, Cases):
        return None
    if provision is not None and is_conditional(provision):
        return None
    return RequestState(request, certain=True, provision=provision)


@lru_cache(maxsize=4096)
def is_conditional(provision: Provision) -> bool:
    """Whether what may be given depends on answers."""
    match provision:
        case Item():
            return provision.condition is not None
        case Alternatives():
            return provision.condition is not None or any(is_conditional(part) for part in provision.parts)
        case Cases():
            return True
        case _:
            assert_never(provision)


def resolved(provision: Provision, scope: Scope) -> Item | Alternatives | None:
    """What may be given, here: parts whose condition is false are left out, parts still unknown are kept.

    A `Cases` on an unknown value becomes one of all its cases.
    """
    match provision:
        case Item():
            return None if provision.condition is not None and provision.condition(scope) is False else provision
        case Alternatives():
            if provision.condition is not None and provision.condition(scope) is False:
                return None
            kept = [r for part in provision.parts if (r := resolved(part, scope)) is not None]
            if len(kept) == len(provision.parts) and all(map(is_, kept, provision.parts)):
                return provision
            return replace(provision, parts=tuple(kept)) if kept else None
        case Cases():
            value = scope.value(provision.reference)
            if value is ABSENT:
                return None
            if value is UNKNOWN or value not in provision.cases:
                return resolved(Alternatives("one_of", tuple(provision.cases.values()), provision.position), scope)
            return resolved(provision.cases[str(value)], scope)
        case _:
            assert_never(provision)


def leaves(provision: Item | Alternatives | None) -> tuple[Item, ...]:
    """Every document of what may be given, in order."""
    match provision:
        case None:
            return ()
        case Item():
            return (provision,)
        case Alternatives():
            return tuple(item for part in provision.parts if not isinstance(part, Cases) for item in leaves(part))


@lru_cache(maxsize=4096)
def all_items(request: Justificatif) -> tuple[Item, ...]:
    """Every document that may ever be given for a request, whatever the answers."""
    parts = parts_of(request.provision) if request.provision is not None else ()
    return tuple(part for part in parts if isinstance(part, Item))


def parts_of(provision: Provision) -> Iterator[Provision]:
    """What may be given, and every part of it, in order."""
    yield provision
    match provision:
        case Item():
            return
        case Alternatives():
            for part in provision.parts:
                yield from parts_of(part)
        case Cases():
            for case in provision.cases.values():
                yield from parts_of(case)
        case _:
            assert_never(provision)


def uncovered(provision: Item | Alternatives | None, given: frozenset[str]) -> tuple[Item, ...]:
    """The documents still wanting; none when all is covered.

    Of alternatives, one already partly given is the one to complete, and then the one that wants least.
    """
    match provision:
        case None:
            return ()
        case Item():
            return () if provision.id in given else (provision,)
        case Alternatives():
            parts = [part for part in provision.parts if not isinstance(part, Cases)]
            wanting = [uncovered(part, given) for part in parts]
            if provision.mode == "all_of":
                return tuple(item for part in wanting for item in part)
            begun = [any(item.id in given for item in leaves(part)) for part in parts]
            ranked = sorted(zip(wanting, begun, strict=True), key=lambda w: (bool(w[0]), not w[1], len(w[0])))
            return ranked[0][0] if ranked else ()


def name_of(item: Item) -> str:
    """A document by its name alone: without the "ou" that ties it to the one before."""
    name = item.label.removeprefix("ou ")
    return name[:1].upper() + name[1:]


def is_needed(item: Item, provision: Item | Alternatives | None) -> bool:
    """Whether no other documents do in place of one."""
    return bool(uncovered(provision, frozenset(other.id for other in leaves(provision)) - {item.id}))


def control_keys(state: RequestState) -> tuple[str, ...]:
    """The upload controls of a request: one, or one per document when each is asked apart."""
    request = state.justificatif
    if request.field is not None:
        return ()
    if request.per_item and state.provision is not None:
        return tuple(f"{request.id}.{item.id}" for item in leaves(state.provision))
    return (request.id,)


def satisfied(state: RequestState, counts: Mapping[str, int]) -> bool:
    """Whether the files given are enough: one for the request, or the documents its alternatives want when asked
    apart."""
    request = state.justificatif
    if not request.required or not state.certain or request.field is not None:
        return True
    if not request.per_item or state.provision is None:
        return counts.get(request.id, 0) > 0
    return not still_wanting(state, counts)


def still_wanting(state: RequestState, counts: Mapping[str, int]) -> tuple[Item, ...]:
    """Of a request whose documents are asked apart, those that the files given, by control, leave out."""
    request = state.justificatif
    given = frozenset(item.id for item in leaves(state.provision) if counts.get(f"{request.id}.{item.id}", 0))
    return uncovered(state.provision, given)
