"""The tables of the SQLite store, and how a database file of any earlier release becomes one of this release.

A published migration is never changed: a change of schema is a new migration at the end. All pending ones run in one
transaction, with the record of having run: an interrupted start leaves the file as it was.
"""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database, Migrations

from . import StoreError

MIGRATIONS: Final = Migrations("parcours")

_DOSSIERS: Final = (
    """CREATE TABLE dossier (
        id TEXT NOT NULL PRIMARY KEY,
        owner TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('draft', 'deposited')),
        version INTEGER NOT NULL CHECK (version >= 1),
        content BLOB NOT NULL,
        revision TEXT NOT NULL,
        created TEXT NOT NULL,
        updated TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX dossier_owner ON dossier (owner)",
    "CREATE TABLE revision (id TEXT NOT NULL PRIMARY KEY) STRICT",
    """CREATE TABLE revision_source (
        revision TEXT NOT NULL REFERENCES revision (id),
        name TEXT NOT NULL,
        content BLOB NOT NULL,
        PRIMARY KEY (revision, name)
    ) STRICT""",
    """CREATE TABLE site_counter (
        site TEXT NOT NULL PRIMARY KEY,
        last INTEGER NOT NULL CHECK (last >= 1)
    ) STRICT""",
    # No cascade: a deposited dossier can't be erased by mistake.
    """CREATE TABLE deposit (
        dossier TEXT NOT NULL PRIMARY KEY REFERENCES dossier (id),
        number TEXT NOT NULL UNIQUE,
        day TEXT NOT NULL,
        at TEXT NOT NULL,
        revision TEXT NOT NULL REFERENCES revision (id),
        snapshot BLOB NOT NULL
    ) STRICT""",
)

_UPLOADS: Final = (
    """CREATE TABLE upload (
        sequence INTEGER NOT NULL PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        dossier TEXT NOT NULL REFERENCES dossier (id) ON DELETE CASCADE,
        request TEXT NOT NULL,
        item TEXT NOT NULL,
        name BLOB NOT NULL,
        media_type TEXT NOT NULL,
        size INTEGER NOT NULL CHECK (size >= 0),
        digest TEXT NOT NULL,
        blob TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL,
        UNIQUE (dossier, request, digest)
    ) STRICT""",
)

_SESSIONS: Final = (
    """CREATE TABLE session (
        token_hash TEXT NOT NULL PRIMARY KEY,
        owner TEXT NOT NULL,
        csrf TEXT NOT NULL,
        created TEXT NOT NULL,
        seen TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX session_seen ON session (seen)",
)


def _run(database: Database, statements: tuple[str, ...]) -> None:
    for statement in statements:
        database.execute(statement)


@MIGRATIONS()
def m001_dossiers(database: Database) -> None:
    """Dossiers, deposits, counters, and the sources of deposited revisions."""
    _run(database, _DOSSIERS)


@MIGRATIONS()
def m002_uploads(database: Database) -> None:
    """Records of files received."""
    _run(database, _UPLOADS)


@MIGRATIONS()
def m003_sessions(database: Database) -> None:
    """Server-side sessions."""
    _run(database, _SESSIONS)


def refuse_newer(database: Database) -> None:
    """Raises `StoreError` when a later release has already changed this file: an older one must not write to it."""
    with Database(memory=True) as empty:
        ours = {migration.name for migration in MIGRATIONS.pending(empty)}
    unknown = sorted({migration.name for migration in MIGRATIONS.applied(database)} - ours)
    if unknown:
        raise StoreError(f"the database was made by a later release (it has {', '.join(unknown)})")
