"""Accounts, and the forms set aside for them, in SQLite."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Final, cast

from sqlite_utils import Database

from . import IdTaken, StaleVersion, UnknownAccount
from .connection import Link, one
from .people import Letter, SecretKind, StoredAccount, StoredPost
from .sqlite_outbox import keep_letters

_ACCOUNT: Final = """
    SELECT id, login, address, created, password, secret, secret_kind, secret_until,
        recovery, closed_before, reset, version
    FROM account
"""
_SAVE: Final = """
    UPDATE account SET version = :version, password = :password, secret = :secret, secret_kind = :secret_kind,
        secret_until = :secret_until, recovery = :recovery, closed_before = :closed_before, reset = :reset
    WHERE id = :id
"""


class SqliteAccounts:
    """`AccountStore` in SQLite."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def create(self, account: StoredAccount, *, letters: tuple[Letter, ...] = (), identity: str = "") -> None:
        with self._link.write() as database:
            if one(database, "SELECT 1 FROM account WHERE id = ?", account.id):
                raise IdTaken("account id")
            if account.login is not None and one(database, "SELECT 1 FROM account WHERE login = ?", account.login):
                raise IdTaken("login")
            if identity and _opened_by(database, identity) is not None:
                raise IdTaken("identity")
            database.table("account").insert(asdict(account) | {"version": 1})
            if identity:
                _link(database, account.id, identity)
            keep_letters(database, letters)

    def load(self, account: str) -> StoredAccount | None:
        return self._first(f"{_ACCOUNT} WHERE id = ?", account)

    def of_login(self, login: str) -> StoredAccount | None:
        return self._first(f"{_ACCOUNT} WHERE login = ?", login)

    def of_secret(self, secret: str) -> StoredAccount | None:
        # The second condition is that of the index.
        return self._first(f"{_ACCOUNT} WHERE secret = ? AND secret <> '' ORDER BY id LIMIT 1", secret)

    def of_identity(self, identity: str) -> StoredAccount | None:
        return self._first(f"{_ACCOUNT} JOIN identity ON identity.account = account.id WHERE identity = ?", identity)

    def identities(self, account: str) -> tuple[str, ...]:
        rows = self._link.rows("SELECT identity FROM identity WHERE account = ? ORDER BY identity", (account,))
        return tuple(cast(str, row[0]) for row in rows)

    def link(self, account: str, identity: str) -> None:
        with self._link.write() as database:
            if not one(database, "SELECT 1 FROM account WHERE id = ?", account):
                raise UnknownAccount
            opened = _opened_by(database, identity)
            if opened is None:
                _link(database, account, identity)
            elif opened != account:
                raise IdTaken("identity")

    def unlink(self, account: str, identity: str) -> None:
        with self._link.write() as database:
            database.execute("DELETE FROM identity WHERE identity = ? AND account = ?", (identity, account))

    def save(
        self, account: StoredAccount, *, expected: int, letters: tuple[Letter, ...] = (), ends_sessions: bool = False
    ) -> StoredAccount:
        with self._link.write() as database:
            row = one(database, f"{_ACCOUNT} WHERE id = ?", account.id)
            if row is None:
                raise UnknownAccount
            found = _account_of(row)
            if found.version != expected:
                raise StaleVersion(found.id, expected, found.version)
            own = replace(account, login=found.login, address=found.address, created=found.created)
            kept = replace(own, version=found.version + 1)
            database.execute(_SAVE, asdict(kept))
            keep_letters(database, letters)
            if ends_sessions:
                database.execute("DELETE FROM session WHERE owner = ?", (account.id,))
            return kept

    def delete(self, account: str) -> None:
        with self._link.write() as database:
            if not one(database, "SELECT 1 FROM account WHERE id = ?", account):
                return
            if one(database, "SELECT 1 FROM dossier WHERE owner = ?", account):
                raise IdTaken("account")
            database.execute("DELETE FROM session WHERE owner = ?", (account,))
            # Its identities, mails, messages and post go with it.
            database.execute("DELETE FROM account WHERE id = ?", (account,))
        self._link.forget_erased()

    def never_opened(self, created_before: str, *, now: str) -> tuple[str, ...]:
        rows = self._link.rows(
            """SELECT id FROM account WHERE password = '' AND created < ? AND secret_until < ?
            AND NOT EXISTS (SELECT 1 FROM identity WHERE identity.account = account.id)
            AND NOT EXISTS (SELECT 1 FROM session WHERE session.owner = account.id) ORDER BY created, id""",
            (created_before, now),
        )
        return tuple(cast(str, row[0]) for row in rows)

    def _first(self, sql: str, parameter: str) -> StoredAccount | None:
        found = self._link.rows(sql, (parameter,))
        return _account_of(found[0]) if found else None


class SqlitePosts:
    """`PostStore` in SQLite."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def keep(self, post: StoredPost) -> None:
        with self._link.write() as database:
            replaces = one(database, "SELECT 1 FROM post WHERE account = ?", post.account)
            database.execute(
                """INSERT INTO post (account, at, content) SELECT id, ?, ? FROM account WHERE id = ?
                ON CONFLICT (account) DO UPDATE SET at = excluded.at, content = excluded.content""",
                (post.at, post.content, post.account),
            )
        if replaces:
            self._link.forget_erased()

    def take(self, account: str) -> StoredPost | None:
        # Looked at first without the lock: at most sign-ins there is none.
        if not self._link.rows("SELECT 1 FROM post WHERE account = ?", (account,)):
            return None
        with self._link.write() as database:
            sql = "DELETE FROM post WHERE account = ? RETURNING account, at, content"
            rows = database.execute(sql, (account,)).fetchall()
        self._link.forget_erased()
        return StoredPost(*rows[0]) if rows else None

    def forget(self, before: str) -> None:
        with self._link.write() as database:
            gone = database.execute("DELETE FROM post WHERE at < ?", (before,)).rowcount
        if gone:
            self._link.forget_erased()


def _opened_by(database: Database, identity: str) -> str | None:
    row = one(database, "SELECT account FROM identity WHERE identity = ?", identity)
    return None if row is None else cast(str, row[0])


def _link(database: Database, account: str, identity: str) -> None:
    database.execute("INSERT INTO identity (identity, account) VALUES (?, ?)", (identity, account))


def _account_of(row: tuple[object, ...]) -> StoredAccount:
    own = cast(tuple[str, str | None, bytes, str, str, str, SecretKind, str, str, str, str, int], row)
    return StoredAccount(*own)
