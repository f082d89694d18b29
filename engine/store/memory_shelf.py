"""What the stores in memory keep, and what several of them need of it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from . import (
    AlreadyDeposited,
    IdTaken,
    StoredDossier,
    StoredSession,
    StoredUpload,
    UnknownAccount,
    UnknownDossier,
)
from .people import Letter, StoredAccount, StoredMail, StoredMessage, StoredPost


@dataclass(slots=True)
class Shelf:
    """All that is kept, under one lock: every operation is a transaction.

    `identities` says which account each opens; `given_up` when the tries of a mail ended; `events` the instants of
    each key, in order.
    """

    lock: threading.RLock = field(default_factory=threading.RLock)
    dossiers: dict[str, StoredDossier] = field(default_factory=dict)
    uploads: dict[str, StoredUpload] = field(default_factory=dict)
    revisions: dict[str, Mapping[str, bytes]] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    sessions: dict[str, StoredSession] = field(default_factory=dict)
    accounts: dict[str, StoredAccount] = field(default_factory=dict)
    identities: dict[str, str] = field(default_factory=dict)
    mails: dict[str, StoredMail] = field(default_factory=dict)
    given_up: dict[str, str] = field(default_factory=dict)
    messages: dict[str, StoredMessage] = field(default_factory=dict)
    events: dict[str, list[str]] = field(default_factory=dict)
    posts: dict[str, StoredPost] = field(default_factory=dict)

    def found(self, dossier: str) -> StoredDossier:
        if dossier not in self.dossiers:
            raise UnknownDossier(dossier)
        return self.counted(self.dossiers[dossier])

    def counted(self, dossier: StoredDossier) -> StoredDossier:
        return replace(dossier, files=sum(upload.dossier == dossier.id for upload in self.uploads.values()))

    def refuse_deposited(self, dossier: str) -> None:
        if dossier in self.dossiers and self.dossiers[dossier].status == "deposited":
            raise AlreadyDeposited(dossier)

    def refuse_letters(self, letters: Sequence[Letter], *, opening: str = "") -> None:
        """Raises what keeping these letters would. `opening` is an account about to be created with them."""
        mails, messages, accounts = set(self.mails), set(self.messages), set(self.accounts)
        if opening:
            accounts.add(opening)
        for letter in letters:
            _refuse_letter(letter, mails, messages, accounts)
            mails.add(letter.mail.id)
            if letter.message is not None:
                messages.add(letter.message.id)

    def keep_letters(self, letters: Sequence[Letter]) -> None:
        """Keeps letters that nothing refuses."""
        for letter in letters:
            self.mails[letter.mail.id] = letter.mail
            if letter.message is not None:
                self.messages[letter.message.id] = letter.message

    def end_sessions(self, owner: str, *, but: str = "") -> None:
        for session in [s for s in self.sessions.values() if s.owner == owner and s.token_hash != but]:
            del self.sessions[session.token_hash]

    def forget_mail(self, mail: str) -> None:
        self.mails.pop(mail, None)
        self.given_up.pop(mail, None)


def _refuse_letter(letter: Letter, mails: set[str], messages: set[str], accounts: set[str]) -> None:
    if letter.mail.account and letter.mail.account not in accounts:
        raise UnknownAccount
    if letter.mail.id in mails:
        raise IdTaken("mail id")
    if letter.message is None:
        return
    if letter.message.account not in accounts:
        raise UnknownAccount
    if letter.message.id in messages:
        raise IdTaken("message id")
