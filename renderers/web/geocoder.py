"""Asking a geocoder for addresses, when one is configured: by POST, within a short time, and never in a log."""

from __future__ import annotations

import urllib.request
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from .settings import SettingsError

TIMEOUT = 3.0
MAX_ANSWER = 1_000_001


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What was typed goes where the operator said, and nowhere else."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Refuses to follow."""


_OPENER = urllib.request.build_opener(_NoRedirect())


def checked_address(address: str) -> str:
    """The geocoder's address. Raises `SettingsError` unless it is an http or https one, without a user or a query."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise SettingsError(
            "--geocoder (PARCOURS_GEOCODEUR) : une adresse http ou https, sans identifiant ni paramètre, est attendue"
        )
    return address


def post_form(address: str, form: Mapping[str, str]) -> bytes:
    """Posts a form and gives the body. Raises `OSError` when nobody answers well in time."""
    request = urllib.request.Request(address, urlencode(form).encode(), method="POST")  # noqa: S310 - checked above
    with _OPENER.open(request, timeout=TIMEOUT) as answer:
        body: bytes = answer.read(MAX_ANSWER)
    return body
