"""What every store promises about sessions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.store import IdTaken, Stores
from tests.engine.store.samples import AT, OWNER, account, dossier, frozen, session, upload


def test_a_session_lives_until_it_is_ended(stores: Stores) -> None:
    stores.sessions.create(session())
    assert stores.sessions.find("t1") == session()
    stores.sessions.touch("t1", "2026-01-01T11:00:00Z")
    assert stores.sessions.find("t1") == session(seen="2026-01-01T11:00:00Z")
    stores.sessions.delete("t1")
    stores.sessions.delete("t1")
    assert stores.sessions.find("t1") is None
    stores.sessions.touch("t1", "2026-01-01T12:00:00Z")
    assert stores.sessions.find("t1") is None


def test_a_token_is_never_given_twice(stores: Stores) -> None:
    stores.sessions.create(session())
    with pytest.raises(IdTaken):
        stores.sessions.create(session(seen="later"))
    assert stores.sessions.find("t1") == session()


def test_a_session_is_read_with_a_dossier_of_its_owner(stores: Stores) -> None:
    stores.sessions.create(session())
    stores.dossiers.create(dossier("mine", owner=session().owner))
    stores.dossiers.create(dossier("theirs", owner="somebody else"))
    assert stores.sessions.find_with("t1", "mine") == (session(), stores.dossiers.load("mine"))
    assert stores.sessions.find_with("t1", "theirs") == (session(), None)
    assert stores.sessions.find_with("t1", "none") == (session(), None)
    assert stores.sessions.find_with("t2", "mine") is None
    stores.uploads.add(upload("u1", "mine"), maximum=3)
    assert stores.sessions.find_with("t1", "mine") == (session(), stores.dossiers.load("mine"))
    stores.dossiers.deposit(
        dossier("mine"), expected=1, site="75", sources={"a.yaml": b"a: 1"}, freeze=lambda _: frozen(1)
    )
    assert stores.sessions.find_with("t1", "mine") == (session(), stores.dossiers.load("mine"))


def test_sessions_not_seen_for_long_are_told_the_oldest_first(stores: Stores) -> None:
    kept = (("old", "2026-01-01T08"), ("limit", "2026-01-01T09"), ("new", "2026-01-01T10"), ("older", "2026-01-01T07"))
    for token_hash, seen in kept:
        stores.sessions.create(session(token_hash, seen))
    assert [s.token_hash for s in stores.sessions.unused("2026-01-01T09")] == ["older", "old"]
    assert stores.sessions.unused("2026-01-01T07") == ()


def test_a_session_is_read_back_as_it_was_given(stores: Stores) -> None:
    for stage, shared in (("open", True), ("first_access", False)):
        given = replace(session(stage), stage=stage, shared=shared, device="Firefox, téléphone")  # type: ignore[arg-type]
        stores.sessions.create(given)
        assert stores.sessions.find(stage) == given
        assert stores.sessions.find_with(stage, "none") == (given, None)


def test_a_session_says_what_its_account_closes(stores: Stores) -> None:
    stores.sessions.create(replace(session(), closed_before="not kept"))
    assert stores.sessions.find("t1") == session()
    stores.accounts.create(account(closed_before=AT))
    stores.dossiers.create(dossier())
    expected = replace(session(), closed_before=AT)
    assert stores.sessions.find("t1") == expected
    assert stores.sessions.find_with("t1", "d1") == (expected, dossier())
    assert stores.sessions.of_owner(OWNER) == stores.sessions.unused("9") == (expected,)
    stores.accounts.save(account(closed_before="2026-02"), expected=1)
    assert stores.sessions.find("t1") == replace(session(), closed_before="2026-02")


def test_an_account_sees_its_sessions_the_one_used_last_first(stores: Stores) -> None:
    for token, seen in (("b", "2026-01-02"), ("a", "2026-01-02"), ("c", "2026-01-03"), ("d", "2026-01-01")):
        stores.sessions.create(session(token, seen))
    stores.sessions.create(replace(session("x"), owner="another"))
    assert [s.token_hash for s in stores.sessions.of_owner(OWNER)] == ["c", "a", "b", "d"]
    assert stores.sessions.of_owner("nobody") == ()


def test_t16_all_sessions_of_an_account_end_but_one(stores: Stores) -> None:
    for token in ("t1", "t2", "t3"):
        stores.sessions.create(session(token))
    stores.sessions.create(replace(session("x"), owner="another"))
    stores.sessions.delete_of(OWNER, but="x")
    assert stores.sessions.of_owner(OWNER) == ()
    for token in ("t1", "t2", "t3"):
        stores.sessions.create(session(token))
    stores.sessions.delete_of(OWNER, but="t2")
    assert stores.sessions.of_owner(OWNER) == (session("t2"),)
    stores.sessions.delete_of(OWNER)
    stores.sessions.delete_of(OWNER)
    assert stores.sessions.of_owner(OWNER) == ()
    assert stores.sessions.find("x") is not None
