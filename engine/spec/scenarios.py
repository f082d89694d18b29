"""Scenarios: cases that authors tell, and what they claim of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ..problems import Position

ClaimKind = Literal[
    "shown",  # a field is
    "hidden",  # a field is not shown
    "missing",  # a mandatory field is shown, and not answered
    "asked",  # a justificatif is, for sure
    "not_asked",  # a justificatif is not
    "asked_exactly",  # these justificatifs (`names`) are, and no other
    "items",  # of a justificatif, these documents (`names`) may be given, and no other
    "fact",  # a fact is worth `value`
    "redirected",  # to an orientation
    "proceeds",  # the tree leads to a procedure (`name`) and a motif (`names`)
    "question",  # of the tree, is asked next
    "refused",  # an answer is, at a field, a justificatif or a step
    "refused_somewhere",
    "accepted",  # no answer is refused
    "message",  # is shown, word for word
    "complete",  # nothing is missing or refused
    "next_step",  # to do
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something of a scenario is written, and how long it is."""

    position: Position
    length: int = 1


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that must be so: `kind` says what sort, `name` what it is about.

    A fact's `value` is a yes or no, a number, bounds (`IntRange`), the name of a case, a date, `ABSENT` or `UNKNOWN`.
    """

    kind: ClaimKind
    place: Place
    name: str = ""
    names: tuple[str, ...] = ()
    value: object = None


@dataclass(frozen=True, slots=True, eq=False)
class Scenario:
    """A case and what is claimed of it. Compared by identity.

    `procedure` is whose case it is; None for one that begins on the home page, with `entry` where that is said. `given`
    are answers as a flat file has them; `places` is where each one's id is written. What is not given is completed.
    """

    name: str
    day: dt.date
    procedure: str | None
    entry: str | None
    given: Mapping[str, object]
    claims: tuple[Claim, ...]
    place: Place
    places: Mapping[str, Place]
