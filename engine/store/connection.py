"""Connections to one SQLite file: one per thread, each with the same pragmas, and one way to write."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pathlib
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sqlite_utils import Database

from . import StoreBusy, StoreError, StoreFull

PRAGMAS: Final[Mapping[str, tuple[str, str | int]]] = {
    # Writers of other threads and processes take turns rather than fail at once (milliseconds).
    "busy_timeout": ("5000", 5000),
    # Readers never wait for a writer.
    "journal_mode": ("WAL", "wal"),
    # With NORMAL, a commit that was acknowledged may be rolled back by a power cut.
    "synchronous": ("FULL", 2),
    # Off by default in SQLite; the cascade of a deletion depends on it.
    "foreign_keys": ("ON", 1),
    # What is erased is overwritten with zeros.
    "secure_delete": ("ON", 1),
    # No temporary file outside the folder.
    "temp_store": ("MEMORY", 2),
    # A changed schema can't make the library call functions of its own.
    "trusted_schema": ("OFF", 0),
}
"""What every connection is set to, in this order: the value written, and the value that must then be read back."""

_PATIENCE: Final = 50
"""How long the emptying of the log waits for readers, in milliseconds: a page's reads take less than one."""

_FULL: Final = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN})
_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_PRIMARY_CODE: Final = 0xFF


class Link:
    """The way to one database file, for any number of threads of one process.

    Each thread gets its own connection when it first asks; the connection of a thread that has ended is closed when
    another one is opened. A process that forks opens its own link afterwards. `close` is for when no thread uses
    the link any more.
    """

    def __init__(self, path: pathlib.Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._open: dict[threading.Thread, Database] = {}
        self._closed = False

    def database(self) -> Database:
        """This thread's connection. Raises `StoreError` after `close`, or when a pragma does not hold."""
        found = self._open.get(threading.current_thread())
        return found if found is not None else self._connect()

    def _connect(self) -> Database:
        with self._lock:
            if self._closed:
                raise StoreError("the store is closed")
            for thread in [t for t in self._open if not t.is_alive()]:
                self._open.pop(thread).close()
            database = connect(self._path)
            self._open[threading.current_thread()] = database
            return database

    def close(self) -> None:
        """Closes every connection; the last one folds the write-ahead log into the file."""
        with self._lock:
            self._closed = True
            while self._open:
                self._open.popitem()[1].close()

    def rows(self, sql: str, parameters: Sequence[str | int | bytes] = ()) -> list[tuple[object, ...]]:
        """All rows of a query. Raises `StoreBusy`, `StoreError` when the file can't be read."""
        found = self._open.get(threading.current_thread())
        raw = (found if found is not None else self._connect()).conn
        try:
            return raw.execute(sql, parameters).fetchall()
        except sqlite3.DatabaseError as fault:
            if (said := told(fault, writing=False)) is None:
                raise
            raise said from fault

    @contextlib.contextmanager
    def write(self) -> Iterator[Database]:
        """One transaction that holds the write lock from its start, so that what it reads can't change under it.

        Anything raised undoes it. Raises `StoreFull`, `StoreBusy`, `StoreError`.
        """
        database = self.database()
        try:
            with faults_told(writing=True):
                database.execute("BEGIN IMMEDIATE")
                yield database
                database.execute("COMMIT")
        except BaseException:
            _roll_back(database)
            raise

    def forget_erased(self) -> None:
        """Folds the write-ahead log into the file and empties it, so that it keeps no copy of what was erased.

        Best effort: when somebody reads for long (a backup), the log is emptied by a later call or by `close`. Others
        can't write while this waits for readers, so it does not wait as long as a writer would.
        """
        database = self.database()
        with contextlib.suppress(sqlite3.OperationalError), _patient(database, _PATIENCE):
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@contextlib.contextmanager
def _patient(database: Database, milliseconds: int) -> Iterator[None]:
    """Waits this long for others, instead of what `PRAGMAS` says."""
    database.execute(f"PRAGMA busy_timeout={milliseconds}").fetchall()
    try:
        yield
    finally:
        database.execute(f"PRAGMA busy_timeout={PRAGMAS['busy_timeout'][0]}").fetchall()


def one(database: Database, sql: str, *parameters: str) -> tuple[object, ...] | None:
    """The first row of a query within a transaction, or None."""
    row: tuple[object, ...] | None = database.execute(sql, parameters).fetchone()
    return row


def connect(path: pathlib.Path) -> Database:
    """A new connection with every pragma of `PRAGMAS` set and read back. Raises `StoreError` when one does not hold."""
    # Closed by whoever closes the link, hence from another thread; otherwise used by one thread only.
    raw = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        with faults_told(writing=True):
            # Plugins of the operator's other tools have no business in this database.
            database = Database(raw, execute_plugins=False)
            for name, (value, expected) in PRAGMAS.items():
                database.execute(f"PRAGMA {name}={value}").fetchall()
                found = database.execute(f"PRAGMA {name}").fetchone()[0]
                if found != expected:
                    raise StoreError(f"SQLite did not take PRAGMA {name}={value}: {found!r}")
    except BaseException:
        raw.close()
        raise
    return database


@contextlib.contextmanager
def prepared(path: pathlib.Path) -> Iterator[Link]:
    """A link to a file made ready for its owner alone (0600, its folder 0700), while no other process opens it.

    The folder is locked in between: two workers that start together must not both create or migrate the database.
    """
    folder = path.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    link = Link(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
        # The log and its index take the mode of the database file.
        path.chmod(0o600)
        yield link
        os.fsync(descriptor)
    except BaseException:
        link.close()
        raise
    finally:
        os.close(descriptor)


def _roll_back(database: Database) -> None:
    # After SQLITE_FULL the transaction is already undone, and after an I/O error undoing may fail again: either
    # way nothing was committed, and the first fault is the one to tell.
    with contextlib.suppress(sqlite3.Error):
        database.rollback()


@contextlib.contextmanager
def faults_told(*, writing: bool) -> Iterator[None]:
    """Says a fault of the machine as an error of the store; a fault of our own code passes as it is."""
    try:
        yield
    except sqlite3.DatabaseError as fault:
        if (said := told(fault, writing=writing)) is None:
            raise
        raise said from fault


def told(fault: sqlite3.DatabaseError, *, writing: bool) -> StoreError | None:
    """A fault of the machine as an error of the store; None for a fault of our own code."""
    if isinstance(fault, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.NotSupportedError):
        return None
    code = getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY_CODE
    name = getattr(fault, "sqlite_errorname", type(fault).__name__)
    if writing and code in _FULL:
        return StoreFull(f"the database refuses to write: {name}")
    if code in _BUSY:
        return StoreBusy(f"the database stayed busy: {name}")
    return StoreError(f"the database failed: {name}")
