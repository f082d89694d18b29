"""Where a request comes from, to slow down whoever guesses: the connection's address, or what a proxy of ours says."""

from __future__ import annotations

from starlette.requests import Request

from engine.accounts.throttle import source_key

from .settings import Settings

UNKNOWN = "unknown"


def source_of(request: Request, settings: Settings) -> str:
    """The source of a request, as limits count it.

    `X-Forwarded-For` is read from its end, and only past addresses that are proxies of this deployment: what stands
    before them, anybody may have written.
    """
    address = request.client.host if request.client is not None else UNKNOWN
    if address not in settings.proxies:
        return source_key(address)
    for said in reversed(_forwarded(request)):
        address = said
        if said not in settings.proxies:
            break
    return source_key(address)


def _forwarded(request: Request) -> list[str]:
    values = request.headers.getlist("x-forwarded-for")
    return [part.strip() for value in values for part in value.split(",") if part.strip()]
