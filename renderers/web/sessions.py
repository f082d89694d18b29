"""Sessions kept by the server, and the tokens that prove a form came from our own page.

The cookie holds a random token of 256 bits, the store its SHA-256. A session belongs to an account and begins when
somebody signs in; before that, a cookie of the page's own protects forms, so that nobody is signed in unknowingly.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from engine.store import SessionStage, SessionStore, StoredDossier, StoredSession

from .settings import Settings

TOKEN_BYTES = 32
TOUCH_AFTER = dt.timedelta(minutes=1)
"""A session used often is noted as used this often, not at each page."""
KEPT_AFTER = dt.timedelta(hours=24)
"""How long an ended session is remembered, so that a form it had sent is kept for its account."""

_SITES = frozenset({"same-origin", "none"})


class NoSession(Exception):
    """The page needs a session, and the browser has none that is known."""


class EndedSession(NoSession):
    """The session has just ended by itself: too long unused, or too old. `kept` when what was posted is kept."""

    def __init__(self, *, kept: bool = False) -> None:
        super().__init__("the session has ended")
        self.kept = kept


class PasswordDue(Exception):
    """Nothing else may be done before a password is chosen."""


class CodeDue(Exception):
    """What was asked for opens only once the recovery code is given."""


class ForeignForm(Exception):
    """A form that no page of ours sent, or that an ended session sent."""


class ExpiredForm(ForeignForm):
    """A form with another token than this session's, which nothing else shows to come from elsewhere."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the session, or before there is one the token of the first form. `csrf` goes in the page's forms.

    `dossier` is the one asked for, as it was read with the session; `ended` a session that has ended by itself, good
    for nothing but to know whose form it was. `ends` is when the session ends if nothing is done until then, `seconds`
    how long that is.
    """

    csrf: str
    session: StoredSession | None = None
    page_token: str | None = None
    dossier: StoredDossier | None = None
    ended: StoredSession | None = None
    ends: dt.datetime | None = None
    seconds: int = 0

    @property
    def owner(self) -> str:
        """The account of this session, which owns its dossiers. Raises `NoSession`, `EndedSession`."""
        if self.session is None:
            raise EndedSession if self.ended is not None else NoSession
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

    @property
    def flow_cookie(self) -> str:
        """The name of the cookie that holds a sign-in by another site, while it is under way."""
        return "__Host-flow" if self.settings.secure else "flow"

    @property
    def vouched_cookie(self) -> str:
        """The name of the cookie that holds what leaving that site takes."""
        return "__Host-vouched" if self.settings.secure else "vouched"

    @property
    def left_cookie(self) -> str:
        """The name of a cookie that only changes, for a second, when somebody leaves."""
        return "__Host-left" if self.settings.secure else "left"

    def visitor(self, request: Request, now: dt.datetime, dossier: str | None = None) -> Visitor:
        """Who asks, and in the same read the dossier of this id when it is theirs."""
        token = request.cookies.get(self.cookie, "")
        found, kept = self._read(token, dossier) if token else (None, None)
        ended = None
        if found is not None:
            if now < self._end_of(found):
                if now - instant_of(found.seen) > TOUCH_AFTER:
                    self.store.touch(found.token_hash, instant_text(now))
                    found = replace(found, seen=instant_text(now))
                ends = self._end_of(found)
                return Visitor(found.csrf, found, dossier=kept, ends=ends, seconds=int((ends - now).total_seconds()))
            ended = found
        known = request.cookies.get(self.page_cookie, "")
        page_token = known if len(known) >= TOKEN_BYTES else secrets.token_urlsafe(TOKEN_BYTES)
        return Visitor(page_csrf(page_token), page_token=page_token, ended=ended)

    def lasts(self, session: StoredSession, now: dt.datetime) -> bool:
        """Whether a session that is kept still opens anything."""
        return now < self._end_of(session)

    def _end_of(self, session: StoredSession) -> dt.datetime:
        """When a session ends: some time after its last use, and some time after its beginning whatever happens.

        On a device that others use too, after half that time.
        """
        lasting = self.settings.session_idle
        idle = instant_of(session.seen) + (lasting / 2 if session.shared else lasting)
        return min(idle, instant_of(session.created) + self.settings.session_longest)

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

    def begin(
        self, account: str, now: dt.datetime, *, stage: SessionStage = "open", shared: bool = False, device: str = ""
    ) -> tuple[StoredSession, str]:
        """A new session of an account and the token of its cookie; nothing of what came before it goes on."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        at = instant_text(now)
        session = StoredSession(
            token_hash=token_hash(token),
            owner=account,
            csrf=secrets.token_urlsafe(TOKEN_BYTES),
            created=at,
            seen=at,
            stage=stage,
            shared=shared,
            device=device,
        )
        self.store.create(session)
        return session, token

    def give(self, response: Response, token: str) -> None:
        """Gives the session's cookie, for as long as the browser stays open; the answer should change no other one.

        Where it does, Chromium 156 may give the page it leads to back from memory whatever changes later: by the back
        button one then read who had signed out. So the cookie of forms stays until one leaves.
        """
        self._set(response, self.cookie, token, None)

    def extend(self, session: StoredSession, now: dt.datetime) -> dt.datetime:
        """Notes that the session is used now; gives when it ends."""
        self.store.touch(session.token_hash, instant_text(now))
        return self._end_of(replace(session, seen=instant_text(now)))

    def give_page_token(self, request: Request, response: Response, visitor: Visitor) -> None:
        """Gives the cookie that protects the first form, where it is needed."""
        if visitor.page_token is not None and request.cookies.get(self.page_cookie) != visitor.page_token:
            self._set(response, self.page_cookie, visitor.page_token, None)

    def give_note(self, response: Response, note: str, seconds: int) -> None:
        """Gives the cookie of what the next page tells."""
        self._set(response, self.note_cookie, note, seconds)

    def drop_note(self, response: Response) -> None:
        """Takes it away: it was told."""
        self._delete(response, self.note_cookie)

    def give_beside(self, response: Response, name: str, sealed: str, seconds: int | None) -> None:
        """Gives a cookie of the sign-in by another site."""
        self._set(response, name, sealed, seconds)

    def drop_beside(self, response: Response, name: str) -> None:
        """Takes it away."""
        self._delete(response, name)

    def end(self, request: Request, response: Response) -> None:
        """Ends the session, here and in the browser, which is told to forget all it kept of this site."""
        token = request.cookies.get(self.cookie, "")
        if token:
            self.store.delete(token_hash(token))
        for name in (self.cookie, self.page_cookie, self.note_cookie):
            self._delete(response, name)
        for name in (self.flow_cookie, self.vouched_cookie):
            if name in request.cookies:
                self._delete(response, name)
        self.close_pages(response)
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'

    def close_pages(self, response: Response) -> None:
        """Changes a cookie, even for who had none: browsers then keep no page to go back to in memory."""
        self._set(response, self.left_cookie, secrets.token_urlsafe(TOKEN_BYTES), 1)

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


def instant_text(now: dt.datetime) -> str:
    """An instant as the stores keep it."""
    return now.astimezone(dt.UTC).isoformat(timespec="microseconds")


def instant_of(text: str) -> dt.datetime:
    """The instant of such a text."""
    return dt.datetime.fromisoformat(text)


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
