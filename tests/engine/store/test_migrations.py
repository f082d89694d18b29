"""An interrupted migration leaves the file as it was, and the next start takes it up again."""

from __future__ import annotations

import functools
import itertools
import pathlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlite_utils import Database

from engine.store import StoreError
from engine.store.connection import connect
from engine.store.migrations import MIGRATIONS
from engine.store.sqlite import open_sqlite
from tests.engine.store.samples import account, deposited, dossier, frozen, letter

TABLES = {
    "dossier",
    "revision",
    "revision_source",
    "site_counter",
    "deposit",
    "upload",
    "session",
    "account",
    "identity",
    "mail",
    "message",
    "post",
    "event",
}


class FaultyConnection(sqlite3.Connection):
    """Fails at its n-th statement, before or after having run it."""

    calls: Iterator[int] = itertools.count()
    failing = -1
    after = False

    def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
        fails = next(self.calls) == self.failing
        if fails and not self.after:
            raise _fault()
        cursor = super().execute(sql, *parameters)  # type: ignore[arg-type]  # as sqlite3 declares it
        if fails:
            cursor.close()
            raise _fault()
        return cursor


def _fault() -> sqlite3.OperationalError:
    fault = sqlite3.OperationalError("disk I/O error")
    fault.sqlite_errorcode, fault.sqlite_errorname = sqlite3.SQLITE_IOERR_WRITE, "SQLITE_IOERR_WRITE"
    return fault


def tables(path: pathlib.Path) -> set[str]:
    database = connect(path)
    names = set(database.table_names())
    database.close()
    return names - {"_sqlite_migrations", "sqlite_sequence"}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_start_interrupted_at_any_statement_is_resumed(
    after: bool,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = sqlite3.connect
    interrupted = 0
    for failing in itertools.count():
        folder = tmp_path / str(failing)
        FaultyConnection.calls, FaultyConnection.failing, FaultyConnection.after = itertools.count(), failing, after
        with monkeypatch.context() as patch:
            patch.setattr(sqlite3, "connect", functools.partial(real, factory=FaultyConnection))
            try:
                open_sqlite(folder).close()
                break
            except StoreError:
                interrupted += 1
        assert tables(folder / "parcours.sqlite3") in (set(), TABLES)
        stores = open_sqlite(folder)
        stores.dossiers.create(dossier())
        stores.close()
        assert tables(folder / "parcours.sqlite3") == TABLES
    # Every statement of every migration, and those around them.
    assert interrupted > 25


def test_each_earlier_release_is_brought_up_to_date(tmp_path: pathlib.Path) -> None:
    with Database(memory=True) as empty:
        names = [migration.name for migration in MIGRATIONS.pending(empty)]
    assert len(names) >= 6
    for stop in names:
        folder = tmp_path / stop
        folder.mkdir()
        database = connect(folder / "parcours.sqlite3")
        MIGRATIONS.apply(database, stop_before=stop)
        database.close()
        open_sqlite(folder).close()
        assert tables(folder / "parcours.sqlite3") == TABLES


def test_a_database_without_accounts_keeps_its_dossiers_and_ends_its_sessions(tmp_path: pathlib.Path) -> None:
    """Sessions were of nobody: none of them may open anything now. Drafts stay until they are erased for their age."""
    before = connect(tmp_path / "parcours.sqlite3")
    MIGRATIONS.apply(before, stop_before="m004_accounts")
    for statement in (
        "INSERT INTO dossier VALUES ('draft', 'nobody', 'draft', 3, x'01', 'r1', '2026-01-01', '2026-01-02')",
        "INSERT INTO dossier VALUES ('done', 'nobody', 'deposited', 2, x'02', 'r1', '2026-01-01', '2026-01-01')",
        "INSERT INTO revision VALUES ('r1')",
        "INSERT INTO revision_source VALUES ('r1', 'a.yaml', x'61')",
        "INSERT INTO site_counter VALUES ('75', 1)",
        "INSERT INTO deposit VALUES ('done', '7520260102000000001', '2026-01-02', '2026-01-02T08:00:00Z', 'r1', x'03')",
        "INSERT INTO upload VALUES (1, 'u1', 'draft', 'photo', '', x'04', 'image/png', 3, 'digest', 'blob', '2026')",
        "INSERT INTO session VALUES ('hash-of-a-token', 'nobody', 'csrf', '2026-01-01', '2026-01-02')",
    ):
        before.execute(statement)
    before.close()
    stores = open_sqlite(tmp_path)
    assert stores.sessions.find("hash-of-a-token") is None
    assert stores.sessions.unused("9") == ()
    assert stores.sessions.of_owner("nobody") == ()
    draft, done = stores.dossiers.load("draft"), stores.dossiers.load("done")
    assert (draft.owner, draft.version, draft.content, draft.files) == ("nobody", 3, b"\x01", 1)
    assert done.deposit == replace(deposited(1), snapshot=b"\x03")
    assert stores.dossiers.of_owner("nobody") == (draft, done)
    assert stores.dossiers.drafts("9") == ("draft",)
    assert stores.revisions.sources("r1") == {"a.yaml": b"a"}
    # Numbers go on where they were, and what is new works beside what was there.
    stores.accounts.create(account(), identity="fc")
    stores.dossiers.create(dossier())
    kept = stores.dossiers.deposit(
        dossier(), expected=1, site="75", sources={}, freeze=lambda n: frozen(n, letters=(letter(),))
    )
    assert kept.deposit == deposited(2)
    assert stores.dossiers.delete("draft") == {"blob"}
    stores.close()
    assert not any(b"hash-of-a-token" in p.read_bytes() for p in tmp_path.iterdir() if p.is_file())


def test_a_database_of_a_later_release_is_left_alone(tmp_path: pathlib.Path) -> None:
    open_sqlite(tmp_path).close()
    database = connect(tmp_path / "parcours.sqlite3")
    row = {"migration_set": "parcours", "name": "m999_later", "applied_at": "2030-01-01"}
    database.table("_sqlite_migrations").insert(row)
    database.close()
    with pytest.raises(StoreError, match="m999_later"):
        open_sqlite(tmp_path)


def test_every_table_is_strict(tmp_path: pathlib.Path) -> None:
    open_sqlite(tmp_path).close()
    database = connect(tmp_path / "parcours.sqlite3")
    strict = {name for name in TABLES if database.table(name).strict}
    database.close()
    assert strict == TABLES
