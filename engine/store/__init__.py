"""Where dossiers are kept: one small Protocol per aggregate, so that any database can serve.

Ids, tokens and times are made by the caller. No Protocol shows SQL, a path or a lock. What is sealed is sealed before
it gets here: a store never reads an answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from .people import AccountStore, Letter, LimitStore, MessageStore, OutboxStore, PostStore

DossierStatus = Literal["draft", "deposited"]
SessionStage = Literal["first_access", "open"]


@dataclass(frozen=True, slots=True)
class StoredDeposit:
    """What a deposit froze. `snapshot` is sealed; `at` is UTC ISO 8601, `day` the Paris date `AAAA-MM-JJ`."""

    number: str
    day: str
    at: str
    revision: str
    snapshot: bytes


@dataclass(frozen=True, slots=True)
class Frozen:
    """What one deposit keeps: itself, and the letters that tell of it."""

    deposit: StoredDeposit
    letters: tuple[Letter, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredDossier:
    """One dossier. `content` is the sealed JSON of answers and drafts; `version` counts its saves from 1.

    `files` says how many files it has, and is the store's own: what a caller puts there is not kept.
    """

    id: str
    owner: str
    status: DossierStatus
    version: int
    content: bytes
    revision: str
    created: str
    updated: str
    deposit: StoredDeposit | None = None
    files: int = 0


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """One file received for a request. `blob` names the sealed bytes in the file store; `name` is sealed.

    `digest` is the SHA-256 of the bytes received, in hex; `item` the document the applicant said it is.
    """

    id: str
    dossier: str
    request: str
    item: str
    name: bytes
    media_type: str
    size: int
    digest: str
    blob: str
    at: str


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A server-side session of the account `owner`. `token_hash` is the SHA-256 of the random token the cookie holds.

    At the stage `first_access` only a new password may be given. `shared` says that the device is. `device` tells the
    person which of their sessions it is, in a word or two. `closed_before` is that of the account, read with it.
    """

    token_hash: str
    owner: str
    csrf: str
    created: str
    seen: str
    stage: SessionStage = "open"
    shared: bool = False
    device: str = ""
    closed_before: str = ""


class StoreError(Exception):
    """A store could not do what was asked."""


class StaleVersion(StoreError):
    """A dossier or an account changed since it was read: someone saved it in between. `dossier` is the id."""

    def __init__(self, dossier: str, expected: int, found: int) -> None:
        super().__init__(f"changed in between: version {found}, {expected} expected")
        self.dossier, self.expected, self.found = dossier, expected, found


class UnknownDossier(StoreError):
    """No dossier has this id (or no longer)."""

    def __init__(self, dossier: str) -> None:
        super().__init__("no such dossier")
        self.dossier = dossier


class UnknownAccount(StoreError):
    """No account has this id (or no longer)."""

    def __init__(self) -> None:
        super().__init__("no such account")


class AlreadyDeposited(StoreError):
    """A deposited dossier is not changed."""

    def __init__(self, dossier: str) -> None:
        super().__init__("this dossier is already deposited")
        self.dossier = dossier


class TooManyFiles(StoreError):
    """The request already has its maximum of files."""

    def __init__(self, request: str, maximum: int) -> None:
        super().__init__(f"{request}: {maximum} files at most")
        self.request, self.maximum = request, maximum


class DuplicateFile(StoreError):
    """The request already has a file with the same bytes."""


class StoreFull(StoreError):
    """The disk is full or refuses to write; nothing was lost."""


class StoreBusy(StoreError):
    """Others kept the store busy for too long: nothing was written, and the same call may succeed later."""


class IdTaken(StoreError):
    """Something is already kept under this id, number or name. Ids are random: this is a fault of the caller."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"this {kind} is already taken")
        self.kind = kind


class DossierStore(Protocol):
    """Dossiers by id."""

    def create(self, dossier: StoredDossier) -> None:
        """Keeps a new draft, whose `version` is 1 and `deposit` None. Raises `IdTaken`, `StoreFull`."""

    def load(self, dossier: str) -> StoredDossier:
        """The dossier. Raises `UnknownDossier`."""

    def of_owner(self, owner: str) -> tuple[StoredDossier, ...]:
        """All the owner's dossiers, most recently updated first."""

    def save(self, dossier: StoredDossier, *, expected: int) -> StoredDossier:
        """Replaces content, revision and `updated` and counts one more version; gives the dossier as kept.

        Raises `StaleVersion`, `UnknownDossier`, `AlreadyDeposited`, `StoreFull`.
        """

    def deposit(
        self,
        dossier: StoredDossier,
        *,
        expected: int,
        site: str,
        sources: Mapping[str, bytes],
        freeze: Callable[[int], Frozen],
    ) -> StoredDossier:
        """Deposits in one transaction: takes the site's next counter, keeps `freeze(counter)`, letters and the sources.

        Replaces content, revision and `updated` as `save` does and counts one more version. Counters start at 1; those
        of a site are distinct and grow, but nothing promises that they follow each other without a gap. `freeze` must
        not call a store; what it raises undoes the deposit. `sources` are kept under the frozen revision, once.
        A dossier already deposited is given back unchanged, whatever `expected`: the same deposit twice is one deposit.
        Raises `StaleVersion`, `UnknownDossier`, `IdTaken` for a number or a letter's id, `UnknownAccount` for a letter
        to an account that is not there, `StoreFull`.
        """

    def drafts(self, updated_before: str) -> tuple[str, ...]:
        """The ids of drafts last changed before this instant, oldest first."""

    def delete(self, dossier: str) -> frozenset[str]:
        """Erases a draft with all its uploads' records; gives the blobs these used, for the caller to erase.

        Silent when it is already gone. Raises `AlreadyDeposited`.
        """


class RevisionStore(Protocol):
    """The sources of every revision a deposited dossier uses."""

    def sources(self, revision: str) -> Mapping[str, bytes] | None:
        """Files of the revision by name, or None."""


class UploadStore(Protocol):
    """Records of files received."""

    def add(self, upload: StoredUpload, *, maximum: int) -> None:
        """Keeps a record, whose blob is already written. `maximum` counts the files of the same request.

        Raises, atomically and in this order, `UnknownDossier`, `AlreadyDeposited`, `IdTaken`, `DuplicateFile`,
        `TooManyFiles`; `StoreFull`.
        """

    def of_dossier(self, dossier: str) -> tuple[StoredUpload, ...]:
        """All records of a dossier, oldest first (by `at`, then as they came)."""

    def remove(self, dossier: str, upload: str) -> StoredUpload | None:
        """Forgets one record and gives it back; None when it is not there. Raises `AlreadyDeposited`."""

    def set_item(self, dossier: str, upload: str, item: str) -> None:
        """Notes which document a file is; silent when there is no such file. Raises `AlreadyDeposited`."""

    def blobs(self) -> frozenset[str]:
        """Names of all blobs that some record uses, for the collection of leftovers."""


class SessionStore(Protocol):
    """Sessions by the hash of their token."""

    def create(self, session: StoredSession) -> None:
        """Keeps a new session. Raises `IdTaken`, `StoreFull`."""

    def find(self, token_hash: str) -> StoredSession | None:
        """The session, or None."""

    def find_with(self, token_hash: str, dossier: str) -> tuple[StoredSession, StoredDossier | None] | None:
        """The session with the dossier of this id, when it is its owner's: all that a page of it needs, in one read."""

    def of_owner(self, owner: str) -> tuple[StoredSession, ...]:
        """All sessions of an account, the one used last first."""

    def delete_of(self, owner: str, *, but: str = "") -> None:
        """Ends all sessions of an account, except the one of the hash `but`."""

    def touch(self, token_hash: str, seen: str) -> None:
        """Notes that the session was used; silent when it is gone."""

    def delete(self, token_hash: str) -> None:
        """Ends the session; silent when it is already gone."""

    def unused(self, seen_before: str) -> tuple[StoredSession, ...]:
        """The sessions last seen before this instant, the oldest first."""


class FileStore(Protocol):
    """Sealed bytes under random names (32 to 64 characters of `0-9a-f`), outside the database.

    Order of writing: the blob, then the record that names it; of erasing: the record, then the blob. A crash in
    between leaves a blob that no record names, never a record without its blob.
    """

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Keeps the chunks durably under a new name, all or nothing: what `chunks` raises passes, and leaves no trace.

        Raises `ValueError` for a name that is not one, `IdTaken`, `StoreFull`.
        """

    def read(self, name: str) -> Iterator[bytes]:
        """The bytes in chunks. Raises `KeyError` when there is no such blob."""

    def delete(self, name: str) -> None:
        """Erases a blob; silent when it is already gone."""

    def names(self) -> frozenset[str]:
        """All blobs kept."""

    def collect_leftovers(self, used: frozenset[str], *, older_than: dt.datetime) -> frozenset[str]:
        """Erases what a crash left: unfinished writes, and blobs that are not in `used`; gives their names.

        Only what was written before `older_than` (aware): an upload in progress has its blob before its record. Read
        `used` from `UploadStore.blobs` after choosing `older_than`, an hour or more ago.
        """


class Sealer(Protocol):
    """Authenticated encryption. `context` binds the sealed bytes to their place: opened elsewhere, they are refused."""

    def seal(self, plain: bytes, context: str) -> bytes:
        """Seals some bytes."""

    def open(self, sealed: bytes, context: str) -> bytes:
        """Gives them back. Raises `Unsealable` when key, bytes or context differ."""

    def fingerprint(self, text: str, context: str) -> str:
        """Always the same 64 hexadecimal digits for the same text, context and key: a keyed hash (HMAC-SHA-256).

        To find what is kept without keeping it readable: without the key nothing can be guessed from it.
        """


class Unsealable(StoreError):
    """Sealed bytes that this key does not open, or that were moved or changed."""


def _nothing_to_close() -> None:
    """What closing does for stores that hold nothing open."""


@dataclass(frozen=True, slots=True)
class Stores:
    """All the stores one deployment uses.

    `close` lets go of what they hold open, once nobody uses them any more. `local` says that reading a record takes
    microseconds and waits for no one, so that a server may do it where it stands.
    """

    dossiers: DossierStore
    revisions: RevisionStore
    uploads: UploadStore
    sessions: SessionStore
    files: FileStore
    accounts: AccountStore
    outbox: OutboxStore
    messages: MessageStore
    limits: LimitStore
    posts: PostStore
    close: Callable[[], None] = _nothing_to_close
    local: bool = False
