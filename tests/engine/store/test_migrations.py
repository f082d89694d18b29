"""An interrupted migration leaves the file as it was, and the next start takes it up again."""

from __future__ import annotations

import functools
import itertools
import pathlib
import sqlite3
from collections.abc import Iterator

import pytest
from sqlite_utils import Database

from engine.store import StoreError
from engine.store.connection import connect
from engine.store.migrations import MIGRATIONS
from engine.store.sqlite import open_sqlite
from tests.engine.store.samples import dossier

TABLES = {"dossier", "revision", "revision_source", "site_counter", "deposit", "upload", "session"}


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
    assert len(names) >= 3
    for stop in names:
        folder = tmp_path / stop
        folder.mkdir()
        database = connect(folder / "parcours.sqlite3")
        MIGRATIONS.apply(database, stop_before=stop)
        database.close()
        open_sqlite(folder).close()
        assert tables(folder / "parcours.sqlite3") == TABLES


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
