"""The stores in memory: for tests, for trying a procedure out, and as the plain statement of what a store does."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from . import (
    DuplicateFile,
    Frozen,
    IdTaken,
    StaleVersion,
    StoredDossier,
    StoredSession,
    StoredUpload,
    Stores,
    TooManyFiles,
)
from .files import checked_name
from .memory_outbox import MemoryLimits, MemoryMessages, MemoryOutbox
from .memory_people import MemoryAccounts, MemoryPosts
from .memory_shelf import Shelf

_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def open_memory(now: Callable[[], dt.datetime] = lambda: _LONG_AGO) -> Stores:
    """Empty stores that last as long as the process.

    `now` dates the blobs, for `collect_leftovers` alone; without it every blob counts as old.
    """
    shelf = Shelf()
    return Stores(
        dossiers=MemoryDossiers(shelf),
        revisions=MemoryRevisions(shelf),
        uploads=MemoryUploads(shelf),
        sessions=MemorySessions(shelf),
        files=MemoryFiles(now),
        accounts=MemoryAccounts(shelf),
        outbox=MemoryOutbox(shelf),
        messages=MemoryMessages(shelf),
        limits=MemoryLimits(shelf),
        posts=MemoryPosts(shelf),
        local=True,
    )


class MemoryDossiers:
    """`DossierStore` in memory."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def create(self, dossier: StoredDossier) -> None:
        with self._shelf.lock:
            if dossier.id in self._shelf.dossiers:
                raise IdTaken("dossier id")
            self._shelf.dossiers[dossier.id] = replace(dossier, status="draft", version=1, deposit=None)

    def load(self, dossier: str) -> StoredDossier:
        with self._shelf.lock:
            return self._shelf.found(dossier)

    def of_owner(self, owner: str) -> tuple[StoredDossier, ...]:
        with self._shelf.lock:
            found = (self._shelf.counted(d) for d in self._shelf.dossiers.values() if d.owner == owner)
            mine = sorted(found, key=lambda d: d.id)
        return tuple(sorted(mine, key=lambda d: (d.updated, d.created), reverse=True))

    def save(self, dossier: StoredDossier, *, expected: int) -> StoredDossier:
        with self._shelf.lock:
            found = self._shelf.found(dossier.id)
            self._shelf.refuse_deposited(dossier.id)
            kept = _replaced(found, dossier, expected)
            self._shelf.dossiers[dossier.id] = kept
            return kept

    def deposit(
        self,
        dossier: StoredDossier,
        *,
        expected: int,
        site: str,
        sources: Mapping[str, bytes],
        freeze: Callable[[int], Frozen],
    ) -> StoredDossier:
        shelf = self._shelf
        with shelf.lock:
            found = shelf.found(dossier.id)
            if found.deposit is not None:
                return found
            kept = _replaced(found, dossier, expected)
            counter = shelf.counters.get(site, 0) + 1
            frozen = freeze(counter)
            made = frozen.deposit
            if any(d.deposit is not None and d.deposit.number == made.number for d in shelf.dossiers.values()):
                raise IdTaken("number")
            shelf.refuse_letters(frozen.letters)
            shelf.counters[site] = counter
            shelf.revisions.setdefault(made.revision, dict(sources))
            deposited = replace(kept, status="deposited", deposit=made)
            shelf.dossiers[dossier.id] = deposited
            shelf.keep_letters(frozen.letters)
            return deposited

    def drafts(self, updated_before: str) -> tuple[str, ...]:
        with self._shelf.lock:
            old = [d for d in self._shelf.dossiers.values() if d.status == "draft" and d.updated < updated_before]
        return tuple(d.id for d in sorted(old, key=lambda d: (d.updated, d.id)))

    def delete(self, dossier: str) -> frozenset[str]:
        with self._shelf.lock:
            self._shelf.refuse_deposited(dossier)
            self._shelf.dossiers.pop(dossier, None)
            gone = [u for u in self._shelf.uploads.values() if u.dossier == dossier]
            for upload in gone:
                del self._shelf.uploads[upload.id]
            return frozenset(u.blob for u in gone)


class MemoryRevisions:
    """`RevisionStore` in memory."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def sources(self, revision: str) -> Mapping[str, bytes] | None:
        with self._shelf.lock:
            found = self._shelf.revisions.get(revision)
            return None if found is None else dict(sorted(found.items()))


class MemoryUploads:
    """`UploadStore` in memory."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def add(self, upload: StoredUpload, *, maximum: int) -> None:
        with self._shelf.lock:
            self._shelf.found(upload.dossier)
            self._shelf.refuse_deposited(upload.dossier)
            kept = self._shelf.uploads
            if upload.id in kept or any(u.blob == upload.blob for u in kept.values()):
                raise IdTaken("upload id or blob")
            beside = [u for u in kept.values() if (u.dossier, u.request) == (upload.dossier, upload.request)]
            if any(u.digest == upload.digest for u in beside):
                raise DuplicateFile(f"{upload.request} already has this file")
            if len(beside) >= maximum:
                raise TooManyFiles(upload.request, maximum)
            kept[upload.id] = upload

    def of_dossier(self, dossier: str) -> tuple[StoredUpload, ...]:
        with self._shelf.lock:
            mine = [u for u in self._shelf.uploads.values() if u.dossier == dossier]
        return tuple(sorted(mine, key=lambda u: u.at))

    def remove(self, dossier: str, upload: str) -> StoredUpload | None:
        with self._shelf.lock:
            self._shelf.refuse_deposited(dossier)
            found = self._shelf.uploads.get(upload)
            if found is None or found.dossier != dossier:
                return None
            return self._shelf.uploads.pop(upload)

    def set_item(self, dossier: str, upload: str, item: str) -> None:
        with self._shelf.lock:
            self._shelf.refuse_deposited(dossier)
            found = self._shelf.uploads.get(upload)
            if found is not None and found.dossier == dossier:
                self._shelf.uploads[upload] = replace(found, item=item)

    def blobs(self) -> frozenset[str]:
        with self._shelf.lock:
            return frozenset(u.blob for u in self._shelf.uploads.values())


class MemorySessions:
    """`SessionStore` in memory."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def create(self, session: StoredSession) -> None:
        with self._shelf.lock:
            if session.token_hash in self._shelf.sessions:
                raise IdTaken("session")
            self._shelf.sessions[session.token_hash] = session

    def find(self, token_hash: str) -> StoredSession | None:
        with self._shelf.lock:
            found = self._shelf.sessions.get(token_hash)
            return None if found is None else self._with_account(found)

    def find_with(self, token_hash: str, dossier: str) -> tuple[StoredSession, StoredDossier | None] | None:
        with self._shelf.lock:
            session, kept = self._shelf.sessions.get(token_hash), self._shelf.dossiers.get(dossier)
            if session is None:
                return None
            its = self._shelf.counted(kept) if kept is not None and kept.owner == session.owner else None
            return self._with_account(session), its

    def of_owner(self, owner: str) -> tuple[StoredSession, ...]:
        with self._shelf.lock:
            mine = [self._with_account(s) for s in self._shelf.sessions.values() if s.owner == owner]
        return tuple(sorted(sorted(mine, key=lambda s: s.token_hash), key=lambda s: s.seen, reverse=True))

    def delete_of(self, owner: str, *, but: str = "") -> None:
        with self._shelf.lock:
            self._shelf.end_sessions(owner, but=but)

    def touch(self, token_hash: str, seen: str) -> None:
        with self._shelf.lock:
            found = self._shelf.sessions.get(token_hash)
            if found is not None:
                self._shelf.sessions[token_hash] = replace(found, seen=seen)

    def delete(self, token_hash: str) -> None:
        with self._shelf.lock:
            self._shelf.sessions.pop(token_hash, None)

    def unused(self, seen_before: str) -> tuple[StoredSession, ...]:
        with self._shelf.lock:
            found = [self._with_account(s) for s in self._shelf.sessions.values() if s.seen < seen_before]
            return tuple(sorted(found, key=lambda s: (s.seen, s.token_hash)))

    def _with_account(self, session: StoredSession) -> StoredSession:
        account = self._shelf.accounts.get(session.owner)
        return replace(session, closed_before=account.closed_before if account is not None else "")


class MemoryFiles:
    """`FileStore` in memory. `now` dates what is written."""

    def __init__(self, now: Callable[[], dt.datetime] = lambda: _LONG_AGO) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._blobs: dict[str, tuple[bytes, dt.datetime]] = {}

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        checked_name(name)
        content = b"".join(chunks)
        with self._lock:
            if name in self._blobs:
                raise IdTaken("blob name")
            self._blobs[name] = (content, self._now())

    def read(self, name: str) -> Iterator[bytes]:
        with self._lock:
            content, _ = self._blobs[checked_name(name)]
        return iter((content,) if content else ())

    def delete(self, name: str) -> None:
        with self._lock:
            self._blobs.pop(checked_name(name), None)

    def names(self) -> frozenset[str]:
        with self._lock:
            return frozenset(self._blobs)

    def collect_leftovers(self, used: frozenset[str], *, older_than: dt.datetime) -> frozenset[str]:
        with self._lock:
            gone = frozenset(n for n, (_, at) in self._blobs.items() if n not in used and at < older_than)
            for name in gone:
                del self._blobs[name]
            return gone


def _replaced(found: StoredDossier, new: StoredDossier, expected: int) -> StoredDossier:
    if found.version != expected:
        raise StaleVersion(found.id, expected, found.version)
    return replace(found, version=found.version + 1, content=new.content, revision=new.revision, updated=new.updated)
