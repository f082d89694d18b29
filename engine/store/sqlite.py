"""The stores in one SQLite file, with blobs in a folder beside it."""

from __future__ import annotations

import pathlib
from typing import Final

from . import Stores
from .connection import Link, faults_told, prepared
from .files import FolderFiles
from .migrations import MIGRATIONS, refuse_newer
from .sqlite_dossiers import SqliteDossiers, SqliteRevisions, SqliteUploads
from .sqlite_limits import SqliteLimits
from .sqlite_outbox import SqliteMessages, SqliteOutbox
from .sqlite_people import SqliteAccounts, SqlitePosts
from .sqlite_sessions import SqliteSessions

DATABASE: Final = "parcours.sqlite3"
"""The file of the database, in the folder of the stores."""


def open_sqlite(folder: pathlib.Path) -> Stores:
    """The stores kept in `folder`, created or brought up to date first.

    `folder` belongs to the stores: it becomes readable by its owner alone. It must be on a local disk.
    Raises `StoreError` when the database was made by a later release, `StoreFull` when it can't be written.
    """
    with prepared(folder / DATABASE) as link:
        migrate(link)
        return stores_of(link, folder / "files")


def migrate(link: Link) -> None:
    """Brings the database up to this release, all or nothing. Raises `StoreError`, `StoreFull`."""
    with faults_told(writing=False):
        refuse_newer(link.database())
        pending = MIGRATIONS.pending(link.database())
    if pending:
        with link.write() as database:
            MIGRATIONS.apply(database)


def stores_of(link: Link, blobs: pathlib.Path) -> Stores:
    """The stores of a database that is up to date, with their blobs in the folder `blobs`."""
    return Stores(
        dossiers=SqliteDossiers(link),
        revisions=SqliteRevisions(link),
        uploads=SqliteUploads(link),
        sessions=SqliteSessions(link),
        files=FolderFiles(blobs),
        accounts=SqliteAccounts(link),
        outbox=SqliteOutbox(link),
        messages=SqliteMessages(link),
        limits=SqliteLimits(link),
        posts=SqlitePosts(link),
        close=link.close,
        local=True,
    )
