"""Sessions in SQLite."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final, cast

from . import IdTaken, SessionStage, StoredDossier, StoredSession
from .connection import Link, one
from .sqlite_dossiers import DOSSIER_COLUMNS, dossier_of

_COLUMNS: Final = """
    token_hash, session.owner, csrf, session.created, seen, stage, shared, device, coalesce(account.closed_before, '')
"""
_WIDTH: Final = 9
_SESSION: Final = f"SELECT {_COLUMNS} FROM session LEFT JOIN account ON account.id = session.owner"  # noqa: S608
_SESSION_WITH_DOSSIER: Final = f"""
    SELECT {_COLUMNS}, {DOSSIER_COLUMNS}
    FROM session
    LEFT JOIN account ON account.id = session.owner
    LEFT JOIN dossier ON dossier.id = ? AND dossier.owner = session.owner
    LEFT JOIN deposit ON deposit.dossier = dossier.id
    WHERE token_hash = ?
"""  # noqa: S608


class SqliteSessions:
    """`SessionStore` in SQLite."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def create(self, session: StoredSession) -> None:
        with self._link.write() as database:
            if one(database, "SELECT 1 FROM session WHERE token_hash = ?", session.token_hash):
                raise IdTaken("session")
            row = {name: value for name, value in asdict(session).items() if name != "closed_before"}
            database.table("session").insert(row)

    def find(self, token_hash: str) -> StoredSession | None:
        found = self._link.rows(f"{_SESSION} WHERE token_hash = ?", (token_hash,))
        return _session_of(found[0]) if found else None

    def find_with(self, token_hash: str, dossier: str) -> tuple[StoredSession, StoredDossier | None] | None:
        found = self._link.rows(_SESSION_WITH_DOSSIER, (dossier, token_hash))
        if not found:
            return None
        session, kept = found[0][:_WIDTH], found[0][_WIDTH:]
        return _session_of(session), dossier_of(kept) if kept[0] is not None else None

    def of_owner(self, owner: str) -> tuple[StoredSession, ...]:
        found = self._link.rows(f"{_SESSION} WHERE owner = ? ORDER BY seen DESC, token_hash", (owner,))
        return tuple(map(_session_of, found))

    def delete_of(self, owner: str, *, but: str = "") -> None:
        with self._link.write() as database:
            database.execute("DELETE FROM session WHERE owner = ? AND token_hash <> ?", (owner, but))

    def touch(self, token_hash: str, seen: str) -> None:
        with self._link.write() as database:
            database.execute("UPDATE session SET seen = ? WHERE token_hash = ?", (seen, token_hash))

    def delete(self, token_hash: str) -> None:
        with self._link.write() as database:
            database.table("session").delete_where("token_hash = ?", [token_hash])

    def unused(self, seen_before: str) -> tuple[StoredSession, ...]:
        found = self._link.rows(f"{_SESSION} WHERE seen < ? ORDER BY seen, token_hash", (seen_before,))
        return tuple(map(_session_of, found))


def _session_of(row: tuple[object, ...]) -> StoredSession:
    token_hash, owner, csrf, created, seen, stage, shared, device, closed_before = cast(
        tuple[str, str, str, str, str, SessionStage, int, str, str], row
    )
    return StoredSession(token_hash, owner, csrf, created, seen, stage, bool(shared), device, closed_before)
