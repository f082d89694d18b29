"""Invented records, with what a test does not care about filled in."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from engine.store import Frozen, StoredDeposit, StoredDossier, StoredSession, StoredUpload
from engine.store.people import Letter, StoredAccount, StoredMail, StoredMessage

OWNER = "owner-1"
AT = "2026-01-01T10:00:00Z"


def dossier(identity: str = "d1", owner: str = OWNER, content: bytes = b"one", **changes: str) -> StoredDossier:
    times = {"created": "2026-01-01T10:00:00Z", "updated": "2026-01-01T10:00:00Z", "revision": "r1"} | changes
    return StoredDossier(identity, owner, "draft", 1, content, times["revision"], times["created"], times["updated"])


def upload(identity: str = "u1", owner: str = "d1", request: str = "photo", **changes: str) -> StoredUpload:
    return StoredUpload(
        id=identity,
        dossier=owner,
        request=request,
        item=changes.get("item", ""),
        name=b"\x00sealed\xff",
        media_type="image/png",
        size=3,
        digest=changes.get("digest", hashlib.sha256(identity.encode()).hexdigest()),
        blob=changes.get("blob", blob_name(identity)),
        at=changes.get("at", "2026-01-01T10:00:00Z"),
    )


def session(identity: str = "t1", seen: str = "2026-01-01T10:00:00Z") -> StoredSession:
    return StoredSession(identity, OWNER, "csrf", "2026-01-01T09:00:00Z", seen)


def frozen(counter: int, site: str = "75", revision: str = "r1", letters: tuple[Letter, ...] = ()) -> Frozen:
    return Frozen(deposited(counter, site, revision), letters)


def deposited(counter: int, site: str = "75", revision: str = "r1") -> StoredDeposit:
    return StoredDeposit(f"{site}20260102{counter:09d}", "2026-01-02", "2026-01-02T08:00:00Z", revision, b"snapshot")


def account(identity: str = OWNER, login: str | None = "login-1", created: str = AT, **changes: str) -> StoredAccount:
    return replace(StoredAccount(identity, login, b"sealed address", created), **changes)  # type: ignore[arg-type]


def mail(identity: str = "m1", owner: str = OWNER, created: str = AT, due: str = AT, **changes: bytes) -> Letter:
    content = changes.get("content", b"mail")
    return Letter(StoredMail(identity, owner, f"<{identity}@example.test>", content, created, due))


def letter(identity: str = "m1", owner: str = OWNER, at: str = AT, **changes: bytes) -> Letter:
    """A mail, and the message of the same id."""
    message = StoredMessage(identity, owner, "d1", at, changes.get("message", b"message"))
    return replace(mail(identity, owner, at, at, **changes), message=message)


def blob_name(of: str) -> str:
    return hashlib.sha256(of.encode()).hexdigest()
