"""What holds for every answer, whatever gives it: headers, the hosts we answer, the last resort."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .logs import log_fault
from .settings import Settings

CONTENT_SECURITY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS: Final = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
    "payment=(), usb=()"
)
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "X-Frame-Options": "DENY",
}
NO_STORE: Final = (b"cache-control", b"no-store")
HSTS: Final = "max-age=63072000"

LAST_RESORT: Final = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Service momentanément indisponible</title></head>
<body><main><h1>Le service rencontre un problème</h1>
<p>Ce que vous aviez déjà enregistré est conservé. Réessayez dans quelques minutes.</p>
<p>Référence de l'incident\u00a0: {incident}</p><p><a href="/">Retour à l'accueil</a></p></main></body></html>
"""


def fixed_headers(*, secure: bool) -> list[tuple[bytes, bytes]]:
    """The headers that are the same for every answer of a site, reached by https (`secure`) or not."""
    said = {**HEADERS, "Strict-Transport-Security": HSTS} if secure else HEADERS
    return [(name.lower().encode(), value.encode()) for name, value in said.items()]


class Guard:
    """The outermost layer: nothing leaves without its headers, and no fault leaves with a word about itself."""

    def __init__(self, app: ASGIApp, settings: Settings, refuse_host: Callable[[], Response]) -> None:
        self._app, self._settings, self._refuse_host = app, settings, refuse_host
        self._headers = fixed_headers(secure=settings.secure)
        self._names = frozenset(name for name, _ in self._headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = headers = list(message.get("headers", ()))
                self._add_headers(headers)
            await send(message)

        try:
            if not self._is_ours(scope):
                await self._refuse_host()(scope, receive, guarded)
                return
            await self._app(scope, receive, guarded)
        except (Exception, asyncio.CancelledError) as fault:
            # It stops here: the server would log the exception itself, and exceptions quote what they fail on. One
            # that came when the answer had begun is behind what says so.
            incident = log_fault(fault.__cause__ if started and isinstance(fault.__cause__, Exception) else fault)
            if not started:
                page = HTMLResponse(LAST_RESORT.format(incident=incident), status_code=500)
                await page(scope, receive, guarded)
            if isinstance(fault, asyncio.CancelledError):
                raise  # the server stops before the answer is ready: it must know, and would answer without headers

    def _is_ours(self, scope: Scope) -> bool:
        """Whether the request names this site, once: forged hosts reach nothing."""
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        return len(hosts) == 1 and hosts[0].decode("latin-1").lower() in self._settings.hosts

    def _add_headers(self, headers: list[tuple[bytes, bytes]]) -> None:
        """Puts the headers of every answer in place of any that an answer has."""
        own = [(name, value) for name, value in headers if name not in self._names]
        if not any(name == b"cache-control" for name, _ in own):
            own.append(NO_STORE)
        headers[:] = [*own, *self._headers]
