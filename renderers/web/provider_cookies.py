"""What a browser keeps, sealed, of a sign-in by another site: the one under way, and what leaving that site takes."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

from starlette.responses import Response

from engine.store import Unsealable

from .openid import Flow, ForeignAnswer
from .openid.flows import LIFETIME
from .pages import SIGNED_OUT
from .visits import Visit

MOST_KEPT = 3500
"""Bytes of a token that a cookie may hold, once sealed: browsers take 4,096 with the name."""
LEAVING_SECONDS = 600
"""How long the page that says one has signed out may lead to the other site."""
_FLOW, _VOUCHED = "provider-flow", "provider-token"


@dataclass(frozen=True, slots=True)
class Under:
    """A sign-in under way. `account` is the one to be linked, empty where somebody signs in."""

    flow: Flow
    account: str = ""


def keep_flow(visit: Visit, response: Response, under: Under) -> None:
    """Keeps a sign-in in this browser, for as long as one may take."""
    content = json.dumps([under.account, under.flow.encode().decode()]).encode()
    sessions = visit.site.sessions
    sessions.give_beside(response, sessions.flow_cookie, _sealed(visit, content, _FLOW), int(LIFETIME.total_seconds()))


def flow_of(visit: Visit) -> Under:
    """The sign-in that this browser began. Raises `ForeignAnswer` when it began none."""
    content = _opened(visit, visit.site.sessions.flow_cookie, _FLOW)
    if not content:
        raise ForeignAnswer("flow: none in this browser")
    account, flow = json.loads(content)
    return Under(Flow.decode(flow.encode()), account)


def drop_flow(visit: Visit, response: Response) -> None:
    """Forgets it: it serves once."""
    visit.site.sessions.drop_beside(response, visit.site.sessions.flow_cookie)


def keep_token(visit: Visit, response: Response, id_token: str, seconds: int | None = None) -> None:
    """Keeps what leaving the other site takes, as long as the browser stays open, unless it is too long."""
    sealed = _sealed(visit, id_token.encode(), _VOUCHED)
    if len(sealed) <= MOST_KEPT:
        visit.site.sessions.give_beside(response, visit.site.sessions.vouched_cookie, sealed, seconds)


def keep_leaving(visit: Visit, response: Response) -> None:
    """After signing out here: keeps it for the page that follows.

    The browser is then not told to forget all cookies, which would take this one too; each other one is taken by name.
    """
    token = _opened(visit, visit.site.sessions.vouched_cookie, _VOUCHED)
    if token and visit.site.beside.provider is not None:
        keep_token(visit, response, token.decode(), LEAVING_SECONDS)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'


def leaving_address(visit: Visit) -> str:
    """Where the other site forgets this person too; empty where there is no such place. May wait for the network."""
    provider = visit.site.beside.provider
    token = _opened(visit, visit.site.sessions.vouched_cookie, _VOUCHED)
    if provider is None or not token:
        return ""
    back, state = visit.site.settings.base_url + SIGNED_OUT, visit.site.registrar.new_token()
    now = visit.moment.instant
    return provider.logout_url(token.decode(), post_logout_redirect_uri=back, state=state, now=now) or ""


def _sealed(visit: Visit, content: bytes, context: str) -> str:
    return base64.urlsafe_b64encode(visit.site.office.sealer.seal(content, context)).decode().rstrip("=")


def _opened(visit: Visit, cookie: str, context: str) -> bytes:
    """What a cookie of ours holds; empty when there is none, or it is not ours."""
    said = visit.request.cookies.get(cookie, "")
    try:
        return visit.site.office.sealer.open(base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)), context)
    except (Unsealable, ValueError):
        return b""
