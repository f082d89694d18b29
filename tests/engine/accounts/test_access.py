"""Every action by every kind of person, on what is theirs, what is not, and what is not there."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from engine.accounts.access import Action, Actor, Thing, Verdict, actor_of, authorise
from engine.store import StoredDossier, StoredSession
from engine.store.people import StoredMessage

BEFORE, RESET, AFTER = (f"2026-03-0{day}T10:00:00.000000+00:00" for day in (1, 2, 3))

ACTORS = {
    "nobody": Actor(),
    "newcomer": Actor("ana", "first_access"),
    "ana": Actor("ana"),
    "ana, reset": Actor("ana", closed_before=RESET),
    "bob": Actor("bob"),
}
OPEN_TO_ALL = {"look", "enter", "leave"}
ABOUT_A_THING = {"read_dossier", "change_dossier", "read_message"}


def dossier(owner: str, created: str = BEFORE) -> StoredDossier:
    return StoredDossier("d", owner, "draft", 1, b"", "", created, created)


def message(account: str, at: str = BEFORE) -> StoredMessage:
    return StoredMessage("m", account, "", at, b"")


def session(owner: str) -> StoredSession:
    return StoredSession("s", owner, "csrf", BEFORE, BEFORE)


def expected(who: str, action: str, *, about_ana: bool) -> Verdict:
    """The rules, told the other way round."""
    if action in OPEN_TO_ALL:
        return "yes"
    if action == "develop":
        return "unknown"
    if who == "nobody":
        return "sign_in"
    if action in ("stay", "choose_password"):
        return "yes"
    if who == "newcomer":
        return "choose_password"
    if action not in ABOUT_A_THING:
        return "yes"
    if not about_ana or who == "bob":
        return "unknown"
    return "give_code" if who == "ana, reset" else "yes"


@pytest.mark.parametrize(("who", "action"), list(product(ACTORS, get_args(Action))))
def test_t23_each_action_by_each_person_on_what_is_anas(who: str, action: Action) -> None:
    things: tuple[Thing, ...] = (dossier("ana"), message("ana")) if action in ABOUT_A_THING else (None,)
    for thing in things:
        assert authorise(ACTORS[who], action, thing) == expected(who, action, about_ana=True)


@pytest.mark.parametrize(("who", "action"), list(product(ACTORS, sorted(ABOUT_A_THING))))
def test_t23_what_is_somebody_elses_is_as_what_is_not_there(who: str, action: Action) -> None:
    verdicts = {authorise(ACTORS[who], action, thing) for thing in (None, dossier("zoe"), message("zoe"))}
    assert verdicts == {expected(who, action, about_ana=False)}


def test_t23_nobody_ends_the_session_of_another() -> None:
    assert authorise(Actor("ana"), "manage", session("ana")) == "yes"
    assert authorise(Actor("bob"), "manage", session("ana")) == "unknown"


def test_what_was_begun_after_a_reset_stays_open() -> None:
    reset = Actor("ana", closed_before=RESET)
    assert authorise(reset, "read_dossier", dossier("ana", AFTER)) == "yes"
    assert authorise(reset, "read_message", message("ana", AFTER)) == "yes"
    assert authorise(reset, "read_dossier", dossier("ana", RESET)) == "give_code"


def test_pages_for_development_are_nowhere_else() -> None:
    assert {authorise(actor, "develop") for actor in ACTORS.values()} == {"unknown"}
    assert authorise(Actor(develops=True), "develop") == "yes"


def test_an_actor_is_what_the_session_says() -> None:
    assert actor_of(None) == Actor()
    assert actor_of(session("ana"), develops=True) == Actor("ana", "open", "", develops=True)
