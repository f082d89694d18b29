"""What is SQLite's own: connections, files, faults of the disk, and being opened by several."""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import pathlib
import resource
import sqlite3
import stat
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from engine.store import AlreadyDeposited, StoreBusy, StoredDossier, StoreError, StoreFull, Stores
from engine.store import connection as connections
from engine.store.connection import PRAGMAS, Link, connect, prepared
from engine.store.people import StoredPost
from engine.store.sqlite import open_sqlite
from tests.engine.store.at_once import at_once
from tests.engine.store.samples import AT, OWNER, account, dossier, frozen, letter, mail, session, upload


def test_every_connection_of_every_thread_has_every_pragma(link: Link) -> None:
    seen: dict[int, dict[str, str | int]] = {}

    def look(index: int) -> None:
        database = link.database()
        assert database is link.database()
        seen[index] = {name: database.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}

    assert at_once(4, look) == []
    assert list(seen.values()) == [{name: expected for name, (_, expected) in PRAGMAS.items()}] * 4
    assert {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}.items() <= seen[0].items()


@pytest.mark.parametrize("pragma", PRAGMAS)
def test_a_pragma_that_does_not_hold_stops_the_connection(
    pragma: str, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link_opened(_: int) -> None:
        link.database()

    monkeypatch.setattr(connections, "PRAGMAS", {pragma: (PRAGMAS[pragma][0], "something else")})
    raised = at_once(1, link_opened)
    assert [str(fault).split("=")[0] for fault in raised] == [f"SQLite did not take PRAGMA {pragma}"]


def test_connections_of_ended_threads_are_closed(link: Link) -> None:
    ours = link.database()
    for _ in range(5):
        thread = threading.Thread(target=link.database)
        thread.start()
        thread.join()
    assert len(link._open) == 2
    assert link.database() is ours


def test_a_closed_store_says_so(kept: Stores) -> None:
    kept.close()
    kept.close()
    with pytest.raises(StoreError, match="closed"):
        kept.dossiers.load("d1")


def test_what_was_kept_is_there_after_reopening(tmp_path: pathlib.Path) -> None:
    first = open_sqlite(tmp_path / "var")
    first.dossiers.create(dossier())
    first.uploads.add(upload(), maximum=1)
    first.files.write(upload().blob, [b"x"])
    first.dossiers.deposit(dossier(), expected=1, site="75", sources={"a": b"1"}, freeze=frozen)
    before = first.dossiers.load("d1")
    first.close()
    second = open_sqlite(tmp_path / "var")
    assert second.dossiers.load("d1") == before
    assert second.uploads.blobs() == second.files.names() == {upload().blob}
    assert second.revisions.sources("r1") == {"a": b"1"}
    second.close()


def test_two_processes_worth_of_stores_see_each_other(tmp_path: pathlib.Path) -> None:
    first, second = open_sqlite(tmp_path), open_sqlite(tmp_path)
    first.dossiers.create(dossier())
    second.dossiers.save(dossier(content=b"two"), expected=1)
    assert first.dossiers.load("d1").content == b"two"
    first.close()
    second.close()


def test_workers_that_start_together_create_one_database(tmp_path: pathlib.Path) -> None:
    opened: list[Stores] = []
    assert at_once(6, lambda _: opened.append(open_sqlite(tmp_path / "var"))) == []
    opened[0].dossiers.create(dossier())
    assert [stores.dossiers.load("d1").version for stores in opened] == [1] * 6
    for stores in opened:
        stores.close()


def test_only_its_owner_reads_anything_whatever_the_umask(tmp_path: pathlib.Path) -> None:
    before = os.umask(0)
    try:
        (tmp_path / "var").mkdir(mode=0o777)
        stores = open_sqlite(tmp_path / "var")
        stores.dossiers.create(dossier())
        modes = {p.name: oct(stat.S_IMODE(p.stat().st_mode)) for p in [tmp_path / "var", *(tmp_path / "var").iterdir()]}
        stores.close()
    finally:
        os.umask(before)
    database = "parcours.sqlite3"
    files = dict.fromkeys((database, f"{database}-wal", f"{database}-shm"), "0o600")
    assert modes == {"var": "0o700", "files": "0o700", **files}


def test_a_database_left_open_to_others_is_closed_to_them(tmp_path: pathlib.Path) -> None:
    open_sqlite(tmp_path).close()
    (tmp_path / "parcours.sqlite3").chmod(0o644)
    open_sqlite(tmp_path).close()
    assert stat.S_IMODE((tmp_path / "parcours.sqlite3").stat().st_mode) == 0o600


def test_nobody_else_prepares_the_folder_at_the_same_time(tmp_path: pathlib.Path) -> None:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    with prepared(tmp_path / "parcours.sqlite3") as link, pytest.raises(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(descriptor)
    link.close()


def test_what_is_erased_is_nowhere_on_disk(kept: Stores, tmp_path: pathlib.Path) -> None:
    def on_disk(canary: bytes) -> list[str]:
        return [p.name for p in (tmp_path / "var").iterdir() if p.is_file() and canary in p.read_bytes()]

    kept.dossiers.create(dossier(content=b"canary-of-the-draft" * 500))
    kept.uploads.add(replace(upload("u1"), name=b"canary-of-a-name"), maximum=9)
    kept.uploads.add(replace(upload("u2"), name=b"canary-of-another"), maximum=9)
    assert on_disk(b"canary-of-the-draft")
    assert on_disk(b"canary-of-a-name")
    kept.uploads.remove("d1", "u1")
    assert on_disk(b"canary-of-a-name") == []
    kept.dossiers.delete("d1")
    assert on_disk(b"canary") == []


def test_texts_are_values_never_sql(kept: Stores) -> None:
    odd = "x'; DROP TABLE dossier; --\x00\"é%_?"
    kept.dossiers.create(dossier(odd, owner=odd))
    assert [d.id for d in kept.dossiers.of_owner(odd)] == [odd]
    assert kept.dossiers.delete(odd) == frozenset()


def test_sqlite_itself_refuses_what_the_stores_never_write(link: Link, kept: Stores) -> None:
    kept.dossiers.create(dossier())
    kept.dossiers.create(dossier("d2"))
    kept.uploads.add(upload(), maximum=1)
    kept.dossiers.deposit(dossier("d2"), expected=1, site="75", sources={}, freeze=frozen)
    for statement in (
        "INSERT INTO deposit SELECT 'd1', number, day, at, revision, snapshot FROM deposit",
        "INSERT INTO deposit SELECT 'd1', 'x', day, at, 'no such revision', snapshot FROM deposit",
        "DELETE FROM dossier WHERE id = 'd2'",
        "UPDATE dossier SET status = 'lost'",
        "UPDATE dossier SET content = 'text'",
        "UPDATE dossier SET version = 'one'",
        "UPDATE upload SET dossier = 'nowhere'",
        "UPDATE upload SET size = -1",
    ):
        with pytest.raises(sqlite3.IntegrityError), link.write() as database:
            database.execute(statement)
    assert kept.uploads.of_dossier("d1") == (upload(),)


def test_a_store_kept_busy_says_so_and_goes_on_after(link: Link, kept: Stores, tmp_path: pathlib.Path) -> None:
    kept.dossiers.create(dossier())
    other = connect(tmp_path / "var" / "parcours.sqlite3")
    other.execute("BEGIN IMMEDIATE")
    link.database().execute("PRAGMA busy_timeout=0").fetchall()
    with pytest.raises(StoreBusy):
        kept.dossiers.save(dossier(content=b"two"), expected=1)
    # Readers never wait for a writer.
    assert kept.dossiers.load("d1") == dossier()
    other.execute("ROLLBACK")
    assert kept.dossiers.save(dossier(content=b"two"), expected=1).version == 2
    other.close()


def test_erasing_while_somebody_reads_for_long_still_erases_and_keeps_nobody_waiting(
    link: Link, kept: Stores, tmp_path: pathlib.Path
) -> None:
    """A backup reads for minutes; every mail sent asks for the log to be emptied."""
    kept.dossiers.create(dossier(content=b"canary" * 1000))
    reader = connect(tmp_path / "var" / "parcours.sqlite3")
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM dossier").fetchall()
    began = time.monotonic()
    kept.dossiers.delete("d1")
    assert time.monotonic() - began < 2.5  # half of what a writer would wait
    assert kept.dossiers.of_owner(dossier().owner) == ()
    assert link.database().execute("PRAGMA busy_timeout").fetchone()[0] == PRAGMAS["busy_timeout"][1]
    reader.close()
    # The next one that erases anything finishes it.
    link.forget_erased()
    assert not any(b"canary" in p.read_bytes() for p in (tmp_path / "var").iterdir() if p.is_file())


def _acts(kept: Stores) -> dict[str, Callable[[int], object]]:
    """Each kind of write, repeatable, big enough to fill a small disk soon."""
    big, counter = bytes(20_000), itertools.count(1)

    def deposited(n: int) -> StoredDossier:
        # Each under a revision of its own, whose sources are kept too.
        return kept.dossiers.deposit(
            dossier(f"drafts{n}"),
            expected=1,
            site="s",
            sources={"a": big},
            freeze=lambda _: frozen(next(counter), revision=f"r{n}", letters=(letter(f"m{n}"),)),
        )

    return {
        "create": lambda n: kept.dossiers.create(dossier(f"new{n}", content=big)),
        "save": lambda n: kept.dossiers.save(dossier("saved", content=big * n), expected=n),
        "deposit": deposited,
        "upload": lambda n: kept.uploads.add(replace(upload(f"u{n}", "saved"), name=big), maximum=999),
        "session": lambda n: kept.sessions.create(replace(session(f"t{n}"), csrf="x" * 20_000)),
        "account": lambda n: kept.accounts.create(
            account(f"a{n}", None), letters=(letter(f"m{n}", f"a{n}", content=big),)
        ),
        "change": lambda n: kept.accounts.save(account(secret="s" * 20_000 * n), expected=n, letters=(mail(f"m{n}"),)),
        "letter": lambda n: kept.outbox.add(letter(f"m{n}"), mail(f"n{n}", content=big)),
        "form": lambda n: kept.posts.keep(StoredPost(OWNER, AT, big * n)),
        "event": lambda n: kept.limits.note("k" * 20_000, str(n)),
    }


ACTS = ("create", "save", "deposit", "upload", "session", "account", "change", "letter", "form", "event")


def _prepared_acts(kept: Stores, act: str) -> Callable[[int], object]:
    kept.dossiers.create(dossier("saved"))
    kept.accounts.create(account())
    for index in range(100 if act == "deposit" else 0):
        kept.dossiers.create(dossier(f"drafts{index + 1}"))
    return _acts(kept)[act]


def _content(link: Link) -> list[tuple[object, ...]]:
    tables = [name for (name,) in link.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    return [row for table in tables for row in link.rows(f"SELECT '{table}', * FROM {table}")]  # noqa: S608 - our tables


@contextlib.contextmanager
def _small_database(link: Link) -> Iterator[None]:
    database = link.database()
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.execute(f"PRAGMA max_page_count={pages + 25}").fetchall()
    yield
    database.execute(f"PRAGMA max_page_count={1 << 30}").fetchall()


@contextlib.contextmanager
def _small_files(link: Link) -> Iterator[None]:
    link.forget_erased()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize("shortage", [_small_database, _small_files], ids=["SQLITE_FULL", "SQLITE_IOERR"])
@pytest.mark.parametrize("act", ACTS)
def test_a_full_disk_loses_nothing_and_is_recovered_from(
    act: str,
    shortage: Callable[[Link], contextlib.AbstractContextManager[None]],
    link: Link,
    kept: Stores,
    request: pytest.FixtureRequest,
) -> None:
    once = _prepared_acts(kept, act)
    told = request.node.callspec.id.split("-")[-1]
    with shortage(link):
        before = _content(link)
        with pytest.raises(StoreFull, match=told):
            for index in itertools.count(1):
                once(index)
                before = _content(link)
        assert not link.database().conn.in_transaction
        assert _content(link) == before
    once(index)
    assert len(_content(link)) >= len(before)
    assert link.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_file_that_is_no_database_is_told(tmp_path: pathlib.Path) -> None:
    (tmp_path / "parcours.sqlite3").write_bytes(b"not a database at all, and longer than a header" * 40)
    with pytest.raises(StoreError, match="SQLITE_NOTADB"):
        open_sqlite(tmp_path)


def test_a_link_instead_of_the_file_is_refused(tmp_path: pathlib.Path) -> None:
    (tmp_path / "elsewhere").touch()
    (tmp_path / "parcours.sqlite3").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic"):
        open_sqlite(tmp_path)


def test_what_a_block_raises_undoes_its_transaction(link: Link, kept: Stores) -> None:
    kept.dossiers.create(dossier())
    with pytest.raises(AlreadyDeposited), link.write() as database:
        database.execute("DELETE FROM dossier")
        raise AlreadyDeposited("d1")
    assert kept.dossiers.load("d1") == dossier()
