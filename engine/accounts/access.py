"""Who may do what to what: one decision for every route. Where it is refused, the edge says no more than it must.

What is unknown and what is somebody else's get the same answer: nobody learns that a dossier exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, assert_never

from ..store import SessionStage, StoredDossier, StoredSession
from ..store.people import StoredMessage

Action = Literal[
    "look",  # pages for everybody
    "enter",  # asking for an account, signing in
    "leave",  # signing out, leaving quickly
    "stay",  # keeping one's session going
    "choose_password",
    "manage",  # one's own account: its space, its sessions, its codes
    "begin",  # a new dossier
    "read_dossier",
    "change_dossier",
    "read_message",
    "develop",  # what a deployment for development shows
]
Thing = StoredDossier | StoredMessage | StoredSession | None
"""What is asked for. None where the action is about nothing that is kept, or nothing was found."""

Verdict = Literal["yes", "sign_in", "choose_password", "give_code", "unknown"]
"""`unknown` is the answer for what is not there and for what is not theirs."""

_ANYBODY: Final = frozenset[Action]({"look", "enter", "leave"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `account` is empty for somebody who has not signed in; the rest is that of their session.

    `develops` says that the deployment is one for development, on this machine alone.
    """

    account: str = ""
    stage: SessionStage = "open"
    closed_before: str = ""
    develops: bool = False


def actor_of(session: StoredSession | None, *, develops: bool = False) -> Actor:
    """Who asks, as their session says."""
    if session is None:
        return Actor(develops=develops)
    return Actor(session.owner, session.stage, session.closed_before, develops)


def authorise(actor: Actor, action: Action, thing: Thing = None) -> Verdict:
    """Whether `actor` may do `action` to `thing`; if not, what stands in the way."""
    if action in _ANYBODY:
        return "yes"
    if action == "develop":
        return "yes" if actor.develops else "unknown"
    if not actor.account:
        return "sign_in"
    match action:
        case "look" | "enter" | "leave" | "develop" | "stay":
            return "yes"
        case "choose_password":
            return "yes"
        case _ if actor.stage != "open":
            return "choose_password"
        case "manage" | "begin":
            return "yes" if thing is None or _is_theirs(actor, thing) else "unknown"
        case "read_dossier" | "change_dossier" | "read_message":
            if thing is None or not _is_theirs(actor, thing):
                return "unknown"
            return "give_code" if _is_closed(actor, thing) else "yes"
        case _:
            assert_never(action)


def _is_theirs(actor: Actor, thing: StoredDossier | StoredMessage | StoredSession) -> bool:
    owner = thing.account if isinstance(thing, StoredMessage) else thing.owner
    return owner == actor.account


def _is_closed(actor: Actor, thing: StoredDossier | StoredMessage | StoredSession) -> bool:
    """Whether it dates from before a password was made anew by mail, and the recovery code was not given since."""
    made = thing.at if isinstance(thing, StoredMessage) else thing.created
    return bool(actor.closed_before) and made <= actor.closed_before
