"""Accounts, and the forms set aside for them, in memory."""

from __future__ import annotations

from dataclasses import replace

from . import IdTaken, StaleVersion, UnknownAccount
from .memory_shelf import Shelf
from .people import Letter, StoredAccount, StoredPost


class MemoryAccounts:
    """`AccountStore` in memory."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def create(self, account: StoredAccount, *, letters: tuple[Letter, ...] = (), identity: str = "") -> None:
        shelf = self._shelf
        with shelf.lock:
            if account.id in shelf.accounts:
                raise IdTaken("account id")
            if account.login is not None and any(a.login == account.login for a in shelf.accounts.values()):
                raise IdTaken("login")
            if identity and identity in shelf.identities:
                raise IdTaken("identity")
            shelf.refuse_letters(letters, opening=account.id)
            shelf.accounts[account.id] = replace(account, version=1)
            if identity:
                shelf.identities[identity] = account.id
            shelf.keep_letters(letters)

    def load(self, account: str) -> StoredAccount | None:
        with self._shelf.lock:
            return self._shelf.accounts.get(account)

    def of_login(self, login: str) -> StoredAccount | None:
        with self._shelf.lock:
            return next((a for a in self._shelf.accounts.values() if a.login == login), None)

    def of_secret(self, secret: str) -> StoredAccount | None:
        with self._shelf.lock:
            found = [a for a in self._shelf.accounts.values() if secret and a.secret == secret]
        return min(found, key=lambda a: a.id, default=None)

    def of_identity(self, identity: str) -> StoredAccount | None:
        with self._shelf.lock:
            found = self._shelf.identities.get(identity)
            return None if found is None else self._shelf.accounts[found]

    def identities(self, account: str) -> tuple[str, ...]:
        with self._shelf.lock:
            return tuple(sorted(i for i, opened in self._shelf.identities.items() if opened == account))

    def link(self, account: str, identity: str) -> None:
        with self._shelf.lock:
            if account not in self._shelf.accounts:
                raise UnknownAccount
            if self._shelf.identities.get(identity, account) != account:
                raise IdTaken("identity")
            self._shelf.identities[identity] = account

    def unlink(self, account: str, identity: str) -> None:
        with self._shelf.lock:
            if self._shelf.identities.get(identity) == account:
                del self._shelf.identities[identity]

    def save(
        self, account: StoredAccount, *, expected: int, letters: tuple[Letter, ...] = (), ends_sessions: bool = False
    ) -> StoredAccount:
        shelf = self._shelf
        with shelf.lock:
            found = shelf.accounts.get(account.id)
            if found is None:
                raise UnknownAccount
            if found.version != expected:
                raise StaleVersion(found.id, expected, found.version)
            shelf.refuse_letters(letters)
            own = replace(account, login=found.login, address=found.address, created=found.created)
            kept = replace(own, version=found.version + 1)
            shelf.accounts[account.id] = kept
            shelf.keep_letters(letters)
            if ends_sessions:
                shelf.end_sessions(account.id)
            return kept

    def delete(self, account: str) -> None:
        shelf = self._shelf
        with shelf.lock:
            if account not in shelf.accounts:
                return
            if any(d.owner == account for d in shelf.dossiers.values()):
                raise IdTaken("account")
            del shelf.accounts[account]
            shelf.end_sessions(account)
            shelf.posts.pop(account, None)
            for identity in [i for i, opened in shelf.identities.items() if opened == account]:
                del shelf.identities[identity]
            for message in [m.id for m in shelf.messages.values() if m.account == account]:
                del shelf.messages[message]
            for mail in [m.id for m in shelf.mails.values() if m.account == account]:
                shelf.forget_mail(mail)

    def never_opened(self, created_before: str, *, now: str) -> tuple[str, ...]:
        with self._shelf.lock:
            opened = {*self._shelf.identities.values(), *(s.owner for s in self._shelf.sessions.values())}
            found = [a for a in self._shelf.accounts.values() if not a.password and a.id not in opened]
        before = [a for a in found if a.created < created_before and a.secret_until < now]
        return tuple(a.id for a in sorted(before, key=lambda a: (a.created, a.id)))


class MemoryPosts:
    """`PostStore` in memory."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def keep(self, post: StoredPost) -> None:
        with self._shelf.lock:
            if post.account in self._shelf.accounts:
                self._shelf.posts[post.account] = post

    def take(self, account: str) -> StoredPost | None:
        with self._shelf.lock:
            return self._shelf.posts.pop(account, None)

    def forget(self, before: str) -> None:
        with self._shelf.lock:
            for post in [p for p in self._shelf.posts.values() if p.at < before]:
                del self._shelf.posts[post.account]
