"""What is kept of accounts and of what is written to people: records, and one small Protocol per aggregate.

Addresses are looked up by a keyed fingerprint (`Sealer.fingerprint`) and kept sealed; secrets are kept as hashes.
Instants are UTC ISO 8601 texts of one width (`Moment.at`), so that they compare as texts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

SecretKind = Literal["", "provisional", "link"]
"""A provisional password, sent to be typed; or the token of a link. Empty: there is none."""


@dataclass(frozen=True, slots=True)
class StoredAccount:
    """One account; its `id` owns dossiers.

    `login` is the fingerprint of the address that signs in, None for an account without one (it signs in elsewhere).
    `address` is sealed. `password` is an Argon2id hash, empty before the first own one. `secret` is the hash of the
    one secret that was sent last, good until `secret_until`, once; without a `secret_kind` it opens nothing any more.
    `recovery` is the hash of the recovery code. Dossiers created up to `closed_before` open only once the code was
    given. `reset` holds the instants of passwords made anew by mail, spaces between. `version` counts saves from 1.
    """

    id: str
    login: str | None
    address: bytes
    created: str
    password: str = ""
    secret: str = ""
    secret_kind: SecretKind = ""
    secret_until: str = ""
    recovery: str = ""
    closed_before: str = ""
    reset: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class StoredMail:
    """One mail that waits to be sent. `content` is sealed; it is erased when the mail is sent or given up.

    `due` is when it may be tried (again), `tries` how often it was. The same `message_id` goes with every try.
    `account` is empty for a mail to nobody: a decoy, kept so that an address without an account costs what one with an
    account does, and erased unsent.
    """

    id: str
    account: str
    message_id: str
    content: bytes
    created: str
    due: str
    tries: int = 0


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """One message to a person, as the personal space shows it. `content` is sealed; `dossier` is empty without one."""

    id: str
    account: str
    dossier: str
    at: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What one event writes: the mail to be sent, and the message for the personal space where there is one."""

    mail: StoredMail
    message: StoredMessage | None = None


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A form that came after its session had ended, kept for the next sign-in of the same account. Sealed."""

    account: str
    at: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How the outbox stands: mails waiting, the instant the oldest of them was made (empty: none), mails given up."""

    waiting: int
    oldest: str
    given_up: int


class AccountStore(Protocol):
    """Accounts by id, by login, by the identity another site vouches for."""

    def create(self, account: StoredAccount, *, letters: tuple[Letter, ...] = (), identity: str = "") -> None:
        """Keeps a new account whose `version` is 1, its letters, and the identity that opens it; all or nothing.

        Raises `IdTaken` for an id, a login, an identity or a letter's id that is, `UnknownAccount` for a letter to
        an account that is not there, `StoreFull`.
        """

    def load(self, account: str) -> StoredAccount | None:
        """The account of this id, or None."""

    def of_login(self, login: str) -> StoredAccount | None:
        """The account that signs in with this fingerprint of an address, or None."""

    def of_secret(self, secret: str) -> StoredAccount | None:
        """The account whose current secret has this hash, or None; None for an empty one."""

    def of_identity(self, identity: str) -> StoredAccount | None:
        """The account that this identity opens, or None."""

    def identities(self, account: str) -> tuple[str, ...]:
        """The identities that open an account."""

    def link(self, account: str, identity: str) -> None:
        """Lets an identity open an account too; silent when it does.

        Raises `IdTaken` when it opens another, `UnknownAccount`, `StoreFull`.
        """

    def unlink(self, account: str, identity: str) -> None:
        """Lets an identity no longer open it; silent when it does not."""

    def save(
        self, account: StoredAccount, *, expected: int, letters: tuple[Letter, ...] = (), ends_sessions: bool = False
    ) -> StoredAccount:
        """Replaces everything but `id`, `login`, `address` and `created`, counts one more version; keeps the letters.

        `ends_sessions` deletes all its sessions in the same transaction. Gives the account as kept.
        Raises `StaleVersion` when it was saved in between, `UnknownAccount`, `IdTaken` for a letter's id, `StoreFull`.
        """

    def delete(self, account: str) -> None:
        """Erases an account with its sessions, messages, mails (those given up too), kept posts and identities.

        Silent when it is gone. Raises `IdTaken` while it owns a dossier.
        """

    def never_opened(self, created_before: str, *, now: str) -> tuple[str, ...]:
        """The ids of accounts created before this instant that nothing opens any more, oldest first.

        They have neither a password nor an identity, nor a secret that is still good, nor a session.
        """


class OutboxStore(Protocol):
    """Mails on their way. A mail is taken under a lease: whoever dies with it lets it be taken again later."""

    def add(self, *letters: Letter) -> None:
        """Keeps letters, all or nothing.

        Raises `IdTaken`, `UnknownAccount` for a letter to an account that is not there, `StoreFull`.
        """

    def claim(self, *, now: str, until: str, most: int) -> tuple[StoredMail, ...]:
        """Takes up to `most` mails that are due, oldest first: they become due again at `until`, with one more try.

        Atomic: two workers never take the same mail under the same lease.
        """

    def sent(self, mail: str) -> None:
        """Erases a mail: it was accepted. Silent when it is gone."""

    def later(self, mail: str, due: str) -> None:
        """Puts a mail back until `due`; silent when it is gone. One given up stays so."""

    def gave_up(self, mail: str, at: str) -> None:
        """Ends the tries: its content is erased, the rest is kept to be counted. Silent when it is gone.

        Given up twice, it keeps the first instant.
        """

    def state(self) -> OutboxState:
        """How it stands."""

    def forget_given_up(self, before: str) -> None:
        """Erases what was given up before this instant."""


class MessageStore(Protocol):
    """Messages as people read them in their personal space. They are kept by what makes them (`Letter`)."""

    def of_account(self, account: str) -> tuple[StoredMessage, ...]:
        """All messages to an account, the last first."""

    def load(self, message: str) -> StoredMessage | None:
        """The message of this id, or None."""


Wait = Callable[[int, str], dt.timedelta]
"""How long must still be waited after that many events, the last of them at this instant (empty: none)."""


class LimitStore(Protocol):
    """How often something happened lately, counted for all workers. Keys are fingerprints; each use has its own."""

    def take(self, key: str, *, at: str, since: str, most: int) -> str | None:
        """Counts one event at `at` if there were fewer than `most` after `since`; None then.

        Otherwise counts nothing, and gives the instant of the event that must first grow old. Atomic.
        Raises `ValueError` when `most` is not positive: no waiting would ever help.
        """

    def note(self, key: str, at: str) -> None:
        """Counts one event whatever there was."""

    def note_after(self, key: str, *, at: str, since: str, wait: Wait) -> dt.timedelta:
        """Counts one event at `at` if `wait` asks for none, given what `count` says; gives what it asked for.

        Atomic: of many at once, each is told of those before it. `wait` is arithmetic: it may be called twice, and
        with others held up.
        """

    def count(self, key: str, since: str) -> tuple[int, str]:
        """How many events there were after `since`, and the instant of the last of them (empty: none)."""

    def take_back(self, key: str, at: str) -> None:
        """Forgets one event of a key and an instant: it is not to count after all. Silent when there is none."""

    def clear(self, key: str) -> None:
        """Forgets the events of a key."""

    def forget(self, before: str) -> None:
        """Erases all events before this instant."""


class PostStore(Protocol):
    """Forms set aside, one per account: the last."""

    def keep(self, post: StoredPost) -> None:
        """Keeps a form in place of the one before. Silent for an account that is gone. Raises `StoreFull`."""

    def take(self, account: str) -> StoredPost | None:
        """Gives the form of an account and erases it; None when there is none. Atomic."""

    def forget(self, before: str) -> None:
        """Erases forms kept before this instant."""


def checked_most(most: int) -> int:
    """How many events a limit allows. Raises `ValueError` when it is not positive."""
    if most < 1:
        raise ValueError("a limit allows at least one event")
    return most
