"""Mails on their way, and the messages people read in their personal space, in SQLite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Final, cast

from sqlite_utils import Database

from . import IdTaken, UnknownAccount
from .connection import Link, one
from .people import Letter, OutboxState, StoredMail, StoredMessage

_DUE: Final = "SELECT sequence FROM mail WHERE given_up = '' AND due <= ? ORDER BY created, sequence LIMIT ?"
_CLAIM: Final = f"""
    UPDATE mail SET due = ?, tries = tries + 1 WHERE sequence IN ({_DUE})
    RETURNING created, sequence, id, coalesce(account, ''), message_id, content, due, tries
"""  # noqa: S608 - our own text
_STATE: Final = """
    SELECT (SELECT count(*) FROM mail WHERE given_up = ''),
           (SELECT coalesce(min(created), '') FROM mail WHERE given_up = ''),
           (SELECT count(*) FROM mail WHERE given_up <> '')
"""
"""One statement: between two, a mail could pass from one count to the other."""
_MESSAGE: Final = "SELECT id, account, dossier, at, content FROM message"


def keep_letters(database: Database, letters: Iterable[Letter]) -> None:
    """Keeps letters within a transaction that has begun. Raises `UnknownAccount`, `IdTaken`."""
    for letter in letters:
        if letter.mail.account:
            _refuse_unknown(database, letter.mail.account)
        if one(database, "SELECT 1 FROM mail WHERE id = ?", letter.mail.id):
            raise IdTaken("mail id")
        database.table("mail").insert(asdict(letter.mail) | {"account": letter.mail.account or None})
        if letter.message is None:
            continue
        _refuse_unknown(database, letter.message.account)
        if one(database, "SELECT 1 FROM message WHERE id = ?", letter.message.id):
            raise IdTaken("message id")
        database.table("message").insert(asdict(letter.message))


class SqliteOutbox:
    """`OutboxStore` in SQLite."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, *letters: Letter) -> None:
        with self._link.write() as database:
            keep_letters(database, letters)

    def claim(self, *, now: str, until: str, most: int) -> tuple[StoredMail, ...]:
        # A negative limit would be none at all.
        limits = (now, max(most, 0))
        # Looked at first without the lock: a worker asks every few seconds, and mostly there is nothing.
        if not self._link.rows(_DUE, limits):
            return ()
        with self._link.write() as database:
            rows = database.execute(_CLAIM, (until, *limits)).fetchall()
        # SQLite gives the rows of RETURNING in no promised order.
        return tuple(map(_mail_of, sorted(rows, key=lambda row: row[:2])))

    def sent(self, mail: str) -> None:
        with self._link.write() as database:
            gone = database.execute("DELETE FROM mail WHERE id = ?", (mail,)).rowcount
        if gone:
            self._link.forget_erased()

    def later(self, mail: str, due: str) -> None:
        with self._link.write() as database:
            database.execute("UPDATE mail SET due = ? WHERE id = ?", (due, mail))

    def gave_up(self, mail: str, at: str) -> None:
        with self._link.write() as database:
            given_up = database.execute(
                "UPDATE mail SET given_up = ?, content = x'' WHERE id = ? AND given_up = ''", (at, mail)
            ).rowcount
        if given_up:
            self._link.forget_erased()

    def state(self) -> OutboxState:
        return OutboxState(*cast(tuple[int, str, int], self._link.rows(_STATE)[0]))

    def forget_given_up(self, before: str) -> None:
        with self._link.write() as database:
            database.execute("DELETE FROM mail WHERE given_up <> '' AND given_up < ?", (before,))


class SqliteMessages:
    """`MessageStore` in SQLite."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def of_account(self, account: str) -> tuple[StoredMessage, ...]:
        rows = self._link.rows(f"{_MESSAGE} WHERE account = ? ORDER BY at DESC, sequence DESC", (account,))
        return tuple(map(_message_of, rows))

    def load(self, message: str) -> StoredMessage | None:
        found = self._link.rows(f"{_MESSAGE} WHERE id = ?", (message,))
        return _message_of(found[0]) if found else None


def _refuse_unknown(database: Database, account: str) -> None:
    if not one(database, "SELECT 1 FROM account WHERE id = ?", account):
        raise UnknownAccount


def _mail_of(row: tuple[object, ...]) -> StoredMail:
    created, _, identity, account, message_id, content, due, tries = cast(
        tuple[str, int, str, str, str, bytes, str, int], row
    )
    return StoredMail(identity, account, message_id, content, created, due, tries)


def _message_of(row: tuple[object, ...]) -> StoredMessage:
    return StoredMessage(*cast(tuple[str, str, str, str, bytes], row))
