"""What is SQLite's own of accounts and letters: what is erased, what the schema refuses, what is found by an index."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import pathlib
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from engine.store import IdTaken, StaleVersion, StoreBusy, Stores
from engine.store.connection import Link, prepared
from engine.store.people import StoredAccount, StoredPost
from engine.store.sqlite import stores_of
from tests.engine.store.samples import AT, OWNER, account, dossier, frozen, letter, mail, session

LATER = "2026-01-03T10:00:00Z"
CANARY = b"canary-to-be-erased"
SMALL, LARGE = CANARY, CANARY * 2000
"""Within a page, and over many pages of its own."""


def sealed(content: bytes) -> StoredAccount:
    return replace(account(), address=content)


def _with_mail(kept: Stores, content: bytes) -> None:
    kept.accounts.create(account(), letters=(mail(content=content), mail("m2")))


def _with_post(kept: Stores, content: bytes) -> None:
    kept.accounts.create(account())
    kept.posts.keep(StoredPost(OWNER, AT, content))


def _with_all(kept: Stores, content: bytes) -> None:
    letters = (letter(content=content, message=content), mail("m2", content=content))
    kept.accounts.create(sealed(content), letters=letters)
    kept.posts.keep(StoredPost(OWNER, AT, content))


def _with_event(kept: Stores, content: bytes) -> None:
    kept.limits.note(content.decode(), AT)


ERASED: dict[str, tuple[Callable[[Stores, bytes], None], Callable[[Stores], object]]] = {
    "a mail sent": (_with_mail, lambda kept: kept.outbox.sent("m1")),
    "a mail given up": (_with_mail, lambda kept: kept.outbox.gave_up("m1", AT)),
    "a form taken": (_with_post, lambda kept: kept.posts.take(OWNER)),
    "a form replaced": (_with_post, lambda kept: kept.posts.keep(StoredPost(OWNER, LATER, b"second"))),
    "a form forgotten": (_with_post, lambda kept: kept.posts.forget(LATER)),
    "an account deleted": (_with_all, lambda kept: kept.accounts.delete(OWNER)),
    "events forgotten": (_with_event, lambda kept: kept.limits.forget(LATER)),
}


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("what", ERASED)
def test_what_is_erased_is_neither_in_the_file_nor_in_its_log(
    what: str, content: bytes, kept: Stores, tmp_path: pathlib.Path
) -> None:
    def on_disk() -> set[str]:
        return {p.name for p in (tmp_path / "var").iterdir() if p.is_file() and CANARY in p.read_bytes()}

    keep, erase = ERASED[what]
    keep(kept, content)
    assert on_disk()
    erase(kept)
    assert on_disk() == set()


def test_a_mail_that_went_through_many_tries_leaves_nothing(kept: Stores, tmp_path: pathlib.Path) -> None:
    kept.accounts.create(account(), letters=(mail(content=CANARY),))
    for number in range(1, 9):
        assert kept.outbox.claim(now=LATER, until=LATER, most=1)[0].tries == number
        kept.outbox.later("m1", AT)
    kept.outbox.sent("m1")
    assert not any(CANARY in p.read_bytes() for p in (tmp_path / "var").iterdir() if p.is_file())


def test_nothing_waiting_takes_no_lock(link: Link, kept: Stores) -> None:
    """A worker that asks every second, and whoever tries passwords, keep nobody from writing."""
    kept.accounts.create(account())
    kept.limits.note("k", AT)
    said: list[str] = []
    link.database().conn.set_trace_callback(said.append)
    assert kept.outbox.claim(now=LATER, until=LATER, most=9) == ()
    assert kept.posts.take(OWNER) is None
    assert kept.limits.take("k", at=LATER, since="2026", most=1) == AT
    assert kept.limits.note_after("k", at=LATER, since="2026", wait=lambda number, _: dt.timedelta(number))
    kept.limits.clear("nothing")
    link.database().conn.set_trace_callback(None)
    assert said
    assert not [sql for sql in said if "BEGIN" in sql]


def _saves(kept: Stores, of: str, who: str) -> bool:
    return _passes(lambda: kept.accounts.save(account(of, password=who), expected=1))


def _opens(kept: Stores, of: str, who: str) -> bool:
    return _passes(lambda: kept.accounts.create(account(f"new-{of}-{who}", f"new-{of}"), identity=f"fc-{of}"))


def _links(kept: Stores, of: str, who: str) -> bool:
    return _passes(lambda: kept.accounts.link(f"{of}-{who}", f"fc-{of}"))


def _tries(kept: Stores, of: str) -> bool:
    return not kept.limits.note_after(of, at=LATER, since=AT, wait=lambda number, _: dt.timedelta(number))


def _passes(act: Callable[[], object]) -> bool:
    try:
        act()
    except (IdTaken, StaleVersion):
        return False
    return True


ONCE: dict[str, Callable[[Stores, str, str], bool]] = {
    "a mail is taken": lambda kept, _of, _who: bool(kept.outbox.claim(now=AT, until=LATER, most=1)),
    "a form is taken": lambda kept, of, _who: kept.posts.take(of) is not None,
    "a limit of one": lambda kept, of, _who: kept.limits.take(of, at=LATER, since=AT, most=1) is None,
    "a try after a delay": lambda kept, of, _who: _tries(kept, of),
    "an account is saved": _saves,
    "an account is opened": _opens,
    "an identity is linked": _links,
}


@pytest.mark.parametrize("what", ONCE)
def test_of_two_that_meet_at_any_statement_one_wins(
    what: str, link: Link, kept: Stores, tmp_path: pathlib.Path
) -> None:
    """Before the n-th statement of the first one, the second one comes: each n, until there is none."""
    act, met = ONCE[what], 0
    with prepared(tmp_path / "var" / "parcours.sqlite3") as other_link:
        other = stores_of(other_link, tmp_path / "var" / "files")
    for number in itertools.count():
        of = f"n{number}"
        _met_over(kept, of)
        other_link.database().execute("PRAGMA busy_timeout=0").fetchall()
        first, second, reached = _meet(link, number, partial(act, kept, of, "one"), partial(act, other, of, "two"))
        met += second is not None
        # Kept out by the first one's lock, it comes again.
        assert {first, act(other, of, "two") if second is None else second} == {True, False}
        if not reached:
            break
    assert met
    other.close()


def _met_over(kept: Stores, of: str) -> None:
    for identity in (of, f"{of}-one", f"{of}-two"):
        kept.accounts.create(account(identity, None))
    kept.posts.keep(StoredPost(of, AT, b"form"))
    kept.outbox.add(mail(of, of))


def _meet(
    link: Link, number: int, first: Callable[[], bool], second: Callable[[], bool]
) -> tuple[bool, bool | None, bool]:
    """What the first one was told, the second one (None: kept out), and whether there was such a statement."""
    steps, told = itertools.count(), list[bool]()

    def come(_: str) -> None:
        if next(steps) == number:
            with contextlib.suppress(StoreBusy):
                told.append(second())

    link.database().conn.set_trace_callback(come)
    won = first()
    link.database().conn.set_trace_callback(None)
    return won, told[0] if told else None, next(steps) > number


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE account SET login = 'login-1' WHERE id = 'other'",
        "UPDATE account SET secret_kind = 'whatever'",
        "UPDATE account SET version = 0",
        "UPDATE account SET address = 'text'",
        "INSERT INTO identity SELECT identity, 'other' FROM identity",
        "UPDATE identity SET account = 'nobody'",
        "UPDATE mail SET account = 'nobody'",
        "UPDATE mail SET id = 'm1'",
        "UPDATE mail SET content = 'text'",
        "UPDATE message SET account = 'nobody'",
        "UPDATE post SET account = 'nobody'",
        "UPDATE session SET stage = 'whatever'",
        "UPDATE session SET shared = 2",
    ],
)
def test_the_schema_refuses_what_no_code_writes(statement: str, link: Link, kept: Stores) -> None:
    kept.accounts.create(account(), letters=(letter("m1"), letter("m2")), identity="fc")
    kept.accounts.create(account("other", "login-2"))
    kept.posts.keep(StoredPost(OWNER, AT, b"form"))
    kept.sessions.create(session())
    with pytest.raises(sqlite3.IntegrityError), link.write() as database:
        database.execute(statement)


def test_t32_texts_of_people_are_values_never_sql(kept: Stores) -> None:
    odd = "x'; DROP TABLE account; --\x00\"é%_?"
    kept.accounts.create(account(odd, odd, secret=odd), letters=(letter(odd, odd),), identity=odd)
    assert kept.accounts.of_login(odd) == kept.accounts.of_secret(odd) == kept.accounts.of_identity(odd)
    assert [m.id for m in kept.messages.of_account(odd)] == [odd]
    kept.limits.note(odd, AT)
    assert kept.limits.count(odd, "") == (1, AT)
    kept.accounts.delete(odd)
    assert kept.accounts.load(odd) is None


def test_no_query_reads_a_table_from_end_to_end(link: Link, kept: Stores) -> None:
    """But what counts the whole outbox, which reads an index, and `blobs`, which is for the whole store."""
    said: list[str] = []
    link.database().conn.set_trace_callback(said.append)
    _everything(kept)
    link.database().conn.set_trace_callback(None)
    asked = [sql for sql in said if sql.lstrip().startswith(("SELECT", "UPDATE", "DELETE"))]
    plans = {sql: [str(row[3]) for row in link.rows(f"EXPLAIN QUERY PLAN {sql}")] for sql in asked}
    assert len(plans) > 40
    read_whole = {
        sql: step
        for sql, steps in plans.items()
        for step in steps
        if step.startswith("SCAN") and "sqlite_" not in step and "CONSTANT ROW" not in step
    }
    assert {step for sql, step in read_whole.items() if "given_up" not in sql} == set(), read_whole
    assert all("USING COVERING INDEX" in step for step in read_whole.values()), read_whole


def _everything(kept: Stores) -> None:
    kept.accounts.create(account(), letters=(letter("m1"),), identity="fc")
    _accounts(kept)
    kept.sessions.create(session())
    for token in ("t1", "t2"):
        kept.sessions.find(token)
        kept.sessions.find_with(token, "d1")
    kept.sessions.of_owner(OWNER)
    kept.sessions.touch("t1", AT)
    kept.sessions.unused(LATER)
    kept.sessions.delete_of(OWNER, but="t1")
    kept.sessions.delete("t1")
    kept.dossiers.create(dossier())
    kept.dossiers.of_owner(OWNER)
    kept.dossiers.drafts(LATER)
    kept.dossiers.deposit(
        dossier(), expected=1, site="75", sources={}, freeze=lambda n: frozen(n, letters=(letter("m2"),))
    )
    _letters(kept)
    kept.accounts.create(account("other", "login-2"))
    kept.accounts.delete("other")


def _accounts(kept: Stores) -> None:
    kept.accounts.load(OWNER)
    kept.accounts.of_login("login-1")
    kept.accounts.of_secret("hash")
    kept.accounts.of_identity("fc")
    kept.accounts.identities(OWNER)
    kept.accounts.link(OWNER, "fc-2")
    kept.accounts.unlink(OWNER, "fc-2")
    kept.accounts.save(account(), expected=1, letters=(mail("m3"),), ends_sessions=True)
    kept.accounts.never_opened(LATER, now=LATER)


def _letters(kept: Stores) -> None:
    kept.outbox.claim(now=AT, until=AT, most=5)
    kept.outbox.state()
    kept.outbox.later("m1", AT)
    kept.outbox.gave_up("m1", AT)
    kept.outbox.forget_given_up(LATER)
    kept.outbox.sent("m2")
    kept.messages.of_account(OWNER)
    kept.messages.load("m1")
    for _ in range(2):
        kept.limits.take("k", at=LATER, since=AT, most=1)
        kept.posts.keep(StoredPost(OWNER, AT, b"form"))
    kept.limits.note("k", AT)
    kept.limits.note_after("k", at=LATER, since=AT, wait=lambda *_: dt.timedelta())
    kept.limits.count("k", AT)
    kept.limits.take_back("k", AT)
    kept.limits.clear("k")
    kept.limits.forget(LATER)
    kept.posts.take(OWNER)
    kept.posts.keep(StoredPost(OWNER, AT, b"form"))
    kept.posts.forget(LATER)
