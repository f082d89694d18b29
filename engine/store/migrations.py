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

_ACCOUNTS: Final = (
    """CREATE TABLE account (
        id TEXT NOT NULL PRIMARY KEY,
        login TEXT UNIQUE,
        address BLOB NOT NULL,
        created TEXT NOT NULL,
        password TEXT NOT NULL,
        secret TEXT NOT NULL,
        secret_kind TEXT NOT NULL CHECK (secret_kind IN ('', 'provisional', 'link')),
        secret_until TEXT NOT NULL,
        recovery TEXT NOT NULL,
        closed_before TEXT NOT NULL,
        reset TEXT NOT NULL,
        version INTEGER NOT NULL CHECK (version >= 1)
    ) STRICT""",
    "CREATE INDEX account_secret ON account (secret) WHERE secret <> ''",
    "CREATE INDEX account_unopened ON account (created) WHERE password = ''",
    """CREATE TABLE identity (
        identity TEXT NOT NULL PRIMARY KEY,
        account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX identity_account ON identity (account)",
    # The sessions there were are of no account: nobody can be signed in by them any more.
    "DROP TABLE session",
    # Its owner is no reference: a session that comes after its account has gone finds nothing, and ends for its age.
    """CREATE TABLE session (
        token_hash TEXT NOT NULL PRIMARY KEY,
        owner TEXT NOT NULL,
        csrf TEXT NOT NULL,
        created TEXT NOT NULL,
        seen TEXT NOT NULL,
        stage TEXT NOT NULL CHECK (stage IN ('first_access', 'open')),
        shared INTEGER NOT NULL CHECK (shared IN (0, 1)),
        device TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX session_seen ON session (seen)",
    "CREATE INDEX session_owner ON session (owner)",
    "CREATE INDEX dossier_draft ON dossier (updated) WHERE status = 'draft'",
)

_LETTERS: Final = (
    """CREATE TABLE mail (
        sequence INTEGER NOT NULL PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        account TEXT REFERENCES account (id) ON DELETE CASCADE,
        message_id TEXT NOT NULL,
        content BLOB NOT NULL,
        created TEXT NOT NULL,
        due TEXT NOT NULL,
        tries INTEGER NOT NULL CHECK (tries >= 0),
        given_up TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    "CREATE INDEX mail_account ON mail (account)",
    "CREATE INDEX mail_waiting ON mail (due, created) WHERE given_up = ''",
    "CREATE INDEX mail_given_up ON mail (given_up) WHERE given_up <> ''",
    """CREATE TABLE message (
        sequence INTEGER NOT NULL PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        dossier TEXT NOT NULL,
        at TEXT NOT NULL,
        content BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX message_account ON message (account, at)",
    """CREATE TABLE post (
        account TEXT NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
        at TEXT NOT NULL,
        content BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX post_at ON post (at)",
)

_LIMITS: Final = (
    """CREATE TABLE event (
        key TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX event_key ON event (key, at)",
    "CREATE INDEX event_at ON event (at)",
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


@MIGRATIONS()
def m004_accounts(database: Database) -> None:
    """Accounts, the identities that open them, and sessions that are theirs.

    Anonymous sessions end. The drafts they had stay with an owner nobody is, until they are erased for their age.
    """
    _run(database, _ACCOUNTS)


@MIGRATIONS()
def m005_letters(database: Database) -> None:
    """Mails on their way, messages to be read, and forms set aside until the next sign-in."""
    _run(database, _LETTERS)


@MIGRATIONS()
def m006_limits(database: Database) -> None:
    """What is counted against abuse."""
    _run(database, _LIMITS)


def refuse_newer(database: Database) -> None:
    """Raises `StoreError` when a later release has already changed this file: an older one must not write to it."""
    with Database(memory=True) as empty:
        ours = {migration.name for migration in MIGRATIONS.pending(empty)}
    unknown = sorted({migration.name for migration in MIGRATIONS.applied(database)} - ours)
    if unknown:
        raise StoreError(f"the database was made by a later release (it has {', '.join(unknown)})")
