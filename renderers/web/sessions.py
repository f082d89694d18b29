"""Sessions kept by the server, and the tokens that prove a form came from our own page.

The cookie holds a random token of 256 bits, the store its SHA-256. A session begins when a first form is accepted;
before that, a cookie of the page's own protects this form, so that nobody can begin one in someone else's browser.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from engine.store import SessionStore, StoredDossier, StoredSession

from .settings import Settings

TOKEN_BYTES = 32
TOUCH_AFTER = dt.timedelta(minutes=15)
"""A session used often is noted as used this often, not at each page."""

LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC).isoformat(timespec="seconds")

_SITES = frozenset({"same-origin", "none"})


class NoSession(Exception):
    """The page needs a session, and the browser has none that is known."""


class ForeignForm(Exception):
    """A form that no page of ours sent, or that an ended session sent."""


class ExpiredForm(ForeignForm):
    """A form with another token than this session's, which nothing else shows to come from elsewhere."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the session, or before there is one the token of the first form. `csrf` goes in the page's forms.

    `dossier` is the one asked for, as it was read with the session.
    """

    csrf: str
    session: StoredSession | None = None
    page_token: str | None = None
    dossier: StoredDossier | None = None

    @property
    def owner(self) -> str:
        """The owner of this session's dossiers. Raises `NoSession`."""
        if self.session is None:
            raise NoSession
        return self.session.owner


@dataclass(frozen=True, slots=True)
class Sessions:
    """Finds, begins and ends sessions."""

    store: SessionStore
    settings: Settings

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; it says nothing of what the site is for."""
        return "__Host-session" if self.settings.secure else "session"

    @property
    def page_cookie(self) -> str:
        """The name of the cookie that protects the first form."""
        return "__Host-page" if self.settings.secure else "page"

    @property
    def note_cookie(self) -> str:
        """The name of the cookie that holds what the next page tells."""
        return "__Host-note" if self.settings.secure else "note"

    def visitor(self, request: Request, now: dt.datetime, dossier: str | None = None) -> Visitor:
        """Who asks, and in the same read the dossier of this id when it is theirs.

        A session not used for too long has ended; it is erased later, with its drafts.
        """
        token = request.cookies.get(self.cookie, "")
        found, kept = self._read(token, dossier) if token else (None, None)
        if found is not None:
            idle = now - dt.datetime.fromisoformat(found.seen)
            if idle <= dt.timedelta(days=self.settings.session_days):
                if idle > TOUCH_AFTER:
                    self.store.touch(found.token_hash, now.isoformat(timespec="seconds"))
                return Visitor(found.csrf, found, dossier=kept)
            self.store.touch(found.token_hash, LONG_AGO)  # for good, whatever the clock says later
        known = request.cookies.get(self.page_cookie, "")
        page_token = known if len(known) >= TOKEN_BYTES else secrets.token_urlsafe(TOKEN_BYTES)
        return Visitor(page_csrf(page_token), page_token=page_token)

    def _read(self, token: str, dossier: str | None) -> tuple[StoredSession | None, StoredDossier | None]:
        if dossier is None:
            return self.store.find(token_hash(token)), None
        return self.store.find_with(token_hash(token), dossier) or (None, None)

    def check_form(self, request: Request, visitor: Visitor, token: str) -> None:
        """Accepts a form that a page of ours sent to this visitor. Raises `ForeignForm`; `ExpiredForm` in a session."""
        check_origin(request, self.settings)
        if not hmac.compare_digest(token.encode(), visitor.csrf.encode()):
            raise ExpiredForm if visitor.session is not None else ForeignForm
        if visitor.session is None and request.cookies.get(self.page_cookie) != visitor.page_token:
            raise ForeignForm

    def begin(self, now: dt.datetime) -> tuple[StoredSession, str]:
        """A new session and the token of its cookie; nothing of what came before it goes on."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        at = now.isoformat(timespec="seconds")
        session = StoredSession(
            token_hash=token_hash(token),
            owner=secrets.token_hex(16),
            csrf=secrets.token_urlsafe(TOKEN_BYTES),
            created=at,
            seen=at,
        )
        self.store.create(session)
        return session, token

    def give(self, response: Response, token: str, *, days: int | None = None) -> None:
        """Gives the session's cookie: for as long as the browser stays open, or for some days when the person asks."""
        self._set(response, self.cookie, token, _seconds(days))
        self._delete(response, self.page_cookie)

    def give_page_token(self, request: Request, response: Response, visitor: Visitor) -> None:
        """Gives the cookie that protects the first form, where it is needed."""
        if visitor.page_token is not None and request.cookies.get(self.page_cookie) != visitor.page_token:
            self._set(response, self.page_cookie, visitor.page_token, None)

    def keep(self, request: Request, response: Response) -> None:
        """Makes the cookie outlive the browser: the person said they would come back."""
        token = request.cookies.get(self.cookie, "")
        if token:
            self._set(response, self.cookie, token, _seconds(self.settings.session_days))

    def give_note(self, response: Response, note: str, seconds: int) -> None:
        """Gives the cookie of what the next page tells."""
        self._set(response, self.note_cookie, note, seconds)

    def drop_note(self, response: Response) -> None:
        """Takes it away: it was told."""
        self._delete(response, self.note_cookie)

    def end(self, visitor: Visitor, response: Response) -> None:
        """Ends the session, here and in the browser."""
        if visitor.session is not None:
            self.store.delete(visitor.session.token_hash)
        self._delete(response, self.cookie)
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'

    def _set(self, response: Response, name: str, value: str, seconds: int | None) -> None:
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            path="/",
            secure=self.settings.secure,
            httponly=True,
            samesite="lax",
        )

    def _delete(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self.settings.secure, httponly=True, samesite="lax")


def _seconds(days: int | None) -> int | None:
    return days * 86_400 if days is not None else None


def token_hash(token: str) -> str:
    """What is kept of a token: a copy of the database opens no session."""
    return hashlib.sha256(token.encode()).hexdigest()


def page_csrf(page_token: str) -> str:
    """The token of the first form. Who can't read the cookie can't make it; the cookie is ours alone (`__Host-`)."""
    return hashlib.sha256(b"first form:" + page_token.encode()).hexdigest()


def check_origin(request: Request, settings: Settings) -> None:
    """Refuses a post that the browser says comes from another site. Raises `ForeignForm`.

    Our pages say `Referrer-Policy: no-referrer`, so that browsers send `Origin: null` with our own forms: then the
    token alone decides, beside `Sec-Fetch-Site` where it is sent.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in _SITES:
        raise ForeignForm
    origin = request.headers.get("origin")
    if origin in (None, "null"):
        return
    allowed = {f"{'https' if settings.secure else 'http'}://{host}" for host in settings.hosts}
    if str(origin).lower() not in allowed:
        raise ForeignForm
