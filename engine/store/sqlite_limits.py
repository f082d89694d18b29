"""What is counted against abuse, in SQLite."""

from __future__ import annotations

import datetime as dt
from typing import Final, cast

from sqlite_utils import Database

from .connection import Link
from .people import Wait, checked_most

_LATEST_BUT: Final = "SELECT at FROM event WHERE key = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?"
_HOW_MANY: Final = "SELECT count(*), coalesce(max(at), '') FROM event WHERE key = ? AND at > ?"


class SqliteLimits:
    """`LimitStore` in SQLite."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def take(self, key: str, *, at: str, since: str, most: int) -> str | None:
        # The last but `most - 1` is there when there were `most` of them, and is the one that must grow old.
        parameters = (key, since, checked_most(most) - 1)
        # Refused without the lock: whoever insists must not keep others from writing.
        if found := self._link.rows(_LATEST_BUT, parameters):
            return cast(str, found[0][0])
        with self._link.write() as database:
            if row := database.execute(_LATEST_BUT, parameters).fetchone():
                return cast(str, row[0])
            _add(database, key, at)
            return None

    def note(self, key: str, at: str) -> None:
        with self._link.write() as database:
            _add(database, key, at)

    def note_after(self, key: str, *, at: str, since: str, wait: Wait) -> dt.timedelta:
        # Refused without the lock, as by `take`.
        if left := wait(*self.count(key, since)):
            return left
        with self._link.write() as database:
            left = wait(*cast(tuple[int, str], database.execute(_HOW_MANY, (key, since)).fetchone()))
            if not left:
                _add(database, key, at)
            return left

    def count(self, key: str, since: str) -> tuple[int, str]:
        number, last = cast(tuple[int, str], self._link.rows(_HOW_MANY, (key, since))[0])
        return number, last

    def take_back(self, key: str, at: str) -> None:
        sql = "DELETE FROM event WHERE rowid = (SELECT rowid FROM event WHERE key = ? AND at = ? LIMIT 1)"
        with self._link.write() as database:
            database.execute(sql, (key, at))

    def clear(self, key: str) -> None:
        if self._link.rows("SELECT 1 FROM event WHERE key = ? LIMIT 1", (key,)):
            with self._link.write() as database:
                database.execute("DELETE FROM event WHERE key = ?", (key,))

    def forget(self, before: str) -> None:
        with self._link.write() as database:
            gone = database.execute("DELETE FROM event WHERE at < ?", (before,)).rowcount
        if gone:
            self._link.forget_erased()


def _add(database: Database, key: str, at: str) -> None:
    database.execute("INSERT INTO event (key, at) VALUES (?, ?)", (key, at))
