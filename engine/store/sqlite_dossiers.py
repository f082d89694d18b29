"""Dossiers, the revisions they pin and the records of their files, in SQLite."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Final, cast

from sqlite_utils import Database

from . import (
    AlreadyDeposited,
    DossierStatus,
    DuplicateFile,
    Frozen,
    IdTaken,
    StaleVersion,
    StoredDeposit,
    StoredDossier,
    StoredUpload,
    TooManyFiles,
    UnknownDossier,
)
from .connection import Link, one
from .sqlite_outbox import keep_letters

DOSSIER_COLUMNS: Final = """
    dossier.id, dossier.owner, status, dossier.version, content, dossier.revision, dossier.created, updated,
    number, day, at, deposit.revision, snapshot,
    (SELECT count(*) FROM upload WHERE upload.dossier = dossier.id)
"""
"""What `dossier_of` reads, of a dossier joined with its deposit."""
_DOSSIER: Final = f"SELECT {DOSSIER_COLUMNS} FROM dossier LEFT JOIN deposit ON deposit.dossier = dossier.id"  # noqa: S608
_UPLOAD: Final = "SELECT id, dossier, request, item, name, media_type, size, digest, blob, at FROM upload"


class SqliteDossiers:
    """`DossierStore` in SQLite."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def create(self, dossier: StoredDossier) -> None:
        with self._link.write() as database:
            if one(database, "SELECT 1 FROM dossier WHERE id = ?", dossier.id):
                raise IdTaken("dossier id")
            row = {name: value for name, value in asdict(dossier).items() if name not in ("deposit", "files")}
            database.table("dossier").insert(row | {"status": "draft", "version": 1})

    def load(self, dossier: str) -> StoredDossier:
        found = self._link.rows(f"{_DOSSIER} WHERE dossier.id = ?", (dossier,))
        if not found:
            raise UnknownDossier(dossier)
        return dossier_of(found[0])

    def of_owner(self, owner: str) -> tuple[StoredDossier, ...]:
        order = "ORDER BY updated DESC, created DESC, dossier.id"
        return tuple(map(dossier_of, self._link.rows(f"{_DOSSIER} WHERE owner = ? {order}", (owner,))))

    def save(self, dossier: StoredDossier, *, expected: int) -> StoredDossier:
        with self._link.write() as database:
            found = _found(database, dossier.id)
            if found.deposit is not None:
                raise AlreadyDeposited(dossier.id)
            return _replaced(database, found, dossier, expected)

    def deposit(
        self,
        dossier: StoredDossier,
        *,
        expected: int,
        site: str,
        sources: Mapping[str, bytes],
        freeze: Callable[[int], Frozen],
    ) -> StoredDossier:
        with self._link.write() as database:
            found = _found(database, dossier.id)
            if found.deposit is not None:
                return found
            kept = _replaced(database, found, dossier, expected)
            frozen = freeze(_next_counter(database, site))
            made = frozen.deposit
            if one(database, "SELECT 1 FROM deposit WHERE number = ?", made.number):
                raise IdTaken("number")
            _keep_sources(database, made.revision, sources)
            database.table("deposit").insert({"dossier": dossier.id, **asdict(made)})
            database.execute("UPDATE dossier SET status = 'deposited' WHERE id = ?", (dossier.id,))
            keep_letters(database, frozen.letters)
            return replace(kept, status="deposited", deposit=made)

    def drafts(self, updated_before: str) -> tuple[str, ...]:
        sql = "SELECT id FROM dossier WHERE status = 'draft' AND updated < ? ORDER BY updated, id"
        return tuple(cast(str, row[0]) for row in self._link.rows(sql, (updated_before,)))

    def delete(self, dossier: str) -> frozenset[str]:
        with self._link.write() as database:
            found = one(database, "SELECT status FROM dossier WHERE id = ?", dossier)
            if found == ("deposited",):
                raise AlreadyDeposited(dossier)
            rows = database.execute("SELECT blob FROM upload WHERE dossier = ?", (dossier,)).fetchall()
            database.table("dossier").delete_where("id = ?", [dossier])
        self._link.forget_erased()
        return frozenset(row[0] for row in rows)


class SqliteRevisions:
    """`RevisionStore` in SQLite."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def sources(self, revision: str) -> Mapping[str, bytes] | None:
        rows = self._link.rows(
            "SELECT name, content FROM revision LEFT JOIN revision_source ON revision = id WHERE id = ? ORDER BY name",
            (revision,),
        )
        # A revision without any source is one row of the outer join, without a name.
        return {cast(str, n): cast(bytes, c) for n, c in rows if n is not None} if rows else None


class SqliteUploads:
    """`UploadStore` in SQLite."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, upload: StoredUpload, *, maximum: int) -> None:
        with self._link.write() as database:
            _refuse_deposited(database, upload.dossier, unknown=UnknownDossier(upload.dossier))
            if one(database, "SELECT 1 FROM upload WHERE id = ? OR blob = ?", upload.id, upload.blob):
                raise IdTaken("upload id or blob")
            rows = database.execute(
                "SELECT digest FROM upload WHERE dossier = ? AND request = ?", (upload.dossier, upload.request)
            ).fetchall()
            if (upload.digest,) in rows:
                raise DuplicateFile(f"{upload.request} already has this file")
            if len(rows) >= maximum:
                raise TooManyFiles(upload.request, maximum)
            database.table("upload").insert(asdict(upload))

    def of_dossier(self, dossier: str) -> tuple[StoredUpload, ...]:
        rows = self._link.rows(f"{_UPLOAD} WHERE dossier = ? ORDER BY at, sequence", (dossier,))
        return tuple(map(_upload_of, rows))

    def remove(self, dossier: str, upload: str) -> StoredUpload | None:
        with self._link.write() as database:
            _refuse_deposited(database, dossier)
            row = one(database, f"{_UPLOAD} WHERE id = ? AND dossier = ?", upload, dossier)
            if row is None:
                return None
            database.table("upload").delete_where("id = ?", [upload])
        self._link.forget_erased()
        return _upload_of(row)

    def set_item(self, dossier: str, upload: str, item: str) -> None:
        with self._link.write() as database:
            _refuse_deposited(database, dossier)
            database.execute("UPDATE upload SET item = ? WHERE id = ? AND dossier = ?", (item, upload, dossier))

    def blobs(self) -> frozenset[str]:
        return frozenset(cast(str, row[0]) for row in self._link.rows("SELECT blob FROM upload"))


def _found(database: Database, dossier: str) -> StoredDossier:
    row = one(database, f"{_DOSSIER} WHERE dossier.id = ?", dossier)
    if row is None:
        raise UnknownDossier(dossier)
    return dossier_of(row)


def _refuse_deposited(database: Database, dossier: str, *, unknown: UnknownDossier | None = None) -> None:
    found = one(database, "SELECT status FROM dossier WHERE id = ?", dossier)
    if found is None and unknown is not None:
        raise unknown
    if found == ("deposited",):
        raise AlreadyDeposited(dossier)


def _replaced(database: Database, found: StoredDossier, new: StoredDossier, expected: int) -> StoredDossier:
    """Writes what a save replaces, as the next version."""
    if found.version != expected:
        raise StaleVersion(found.id, expected, found.version)
    kept = replace(found, version=found.version + 1, content=new.content, revision=new.revision, updated=new.updated)
    database.execute(
        "UPDATE dossier SET version = ?, content = ?, revision = ?, updated = ? WHERE id = ?",
        (kept.version, kept.content, kept.revision, kept.updated, kept.id),
    )
    return kept


def _next_counter(database: Database, site: str) -> int:
    database.execute(
        "INSERT INTO site_counter (site, last) VALUES (?, 1) ON CONFLICT (site) DO UPDATE SET last = last + 1", (site,)
    )
    counter: int = database.execute("SELECT last FROM site_counter WHERE site = ?", (site,)).fetchone()[0]
    return counter


def _keep_sources(database: Database, revision: str, sources: Mapping[str, bytes]) -> None:
    if one(database, "SELECT 1 FROM revision WHERE id = ?", revision):
        return
    database.table("revision").insert({"id": revision})
    database.table("revision_source").insert_all(
        {"revision": revision, "name": name, "content": content} for name, content in sources.items()
    )


def dossier_of(row: tuple[object, ...]) -> StoredDossier:
    """The dossier of `DOSSIER_COLUMNS`: its own, then its deposit's if there is one; the last counts its files."""
    own = cast(tuple[str, str, DossierStatus, int, bytes, str, str, str], row[:8])
    deposit = None
    if row[8] is not None:
        deposit = StoredDeposit(*cast(tuple[str, str, str, str, bytes], row[8:13]))
    return StoredDossier(*own, deposit, cast(int, row[13]))


def _upload_of(row: tuple[object, ...]) -> StoredUpload:
    return StoredUpload(*cast(tuple[str, str, str, str, bytes, str, int, str, str, str], row))
