"""The log of requests, by allow-list: method, route, status, duration. No address, no query, no body, nobody."""

from __future__ import annotations

import logging
import secrets
import time
import traceback
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOGGER = logging.getLogger("parcours")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})


class RequestLog:
    """Logs each request once it is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        status = 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            took = (time.perf_counter() - begun) * 1000
            LOGGER.info("%s %s %d %.0fms", method_of(scope), route_of(scope), status, took)


def method_of(scope: Scope) -> str:
    """The method when it is one; a hand-made one may say anything, and is not repeated."""
    method = str(scope.get("method", ""))
    return method if method in METHODS else "other"


def route_of(scope: Scope) -> str:
    """The name of the route that answered; its path is not said, since a dossier's id is in it."""
    return route_name(scope.get("endpoint"))


def route_name(endpoint: object) -> str:
    """The name an endpoint was given."""
    return str(getattr(endpoint, "route_name", "none"))


def log_fault(fault: BaseException) -> str:
    """Logs a fault of the program and gives the incident's id.

    Where it happened is logged, never what it was about: messages of exceptions and values of variables may be answers.
    """
    incident = secrets.token_hex(6)
    frames = traceback.extract_tb(fault.__traceback__)
    places = " < ".join(f"{_short(frame.filename)}:{frame.lineno}" for frame in reversed(frames[-12:]))
    LOGGER.error("incident %s %s at %s", incident, type(fault).__name__, places)
    return incident


def _short(filename: str) -> str:
    path = Path(filename)
    return "/".join(path.parts[-3:])
