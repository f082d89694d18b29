"""One running site: what its handlers need, made once and shared by all requests."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.dossiers.cases import Moment, Office
from engine.reference.addresses import AddressProvider
from engine.spec import Portal
from engine.texts import RichText, Text
from engine.views.state import addresses
from renderers.clock import PARIS
from renderers.html import NavLink, Pages

from .sessions import Sessions
from .settings import Settings
from .static import StaticFiles
from .uploads import Intake
from .words import Words, words_of

LANGUAGE = "fr"


def utc_now() -> dt.datetime:
    """The clock of the site; tests give another one."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Site:
    """Everything the handlers use. `clock` gives aware instants."""

    settings: Settings
    office: Office
    portal: Portal
    pages: Pages
    sessions: Sessions
    intake: Intake
    addresses: AddressProvider
    static: StaticFiles
    clock: Callable[[], dt.datetime] = utc_now
    said: Mapping[str, Any] = field(init=False)
    """What every page says of the site, by the names of `PageContext`."""
    words: Words = field(init=False)
    """What the site says by itself."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", words_of(LANGUAGE))
        object.__setattr__(self, "said", _said(self))

    def moment(self) -> Moment:
        """Now, in Paris for what counts days."""
        return moment_of(self.clock())


def filled(site: Site, text: Text | None) -> RichText | None:
    """A text of the portal, which depends on no dossier."""
    return text.fill(lambda _: "", addresses(site.portal.links)) if text is not None else None


def _said(site: Site) -> Mapping[str, Any]:
    portal = site.portal
    notice = filled(site, portal.notice)
    footer = tuple(
        NavLink(block.title, f"/pages/{name.replace('_', '-')}") for name, block in portal.texts.items() if block.title
    )
    return {
        "language": LANGUAGE,
        "site_title": portal.title,
        "site_subtitle": portal.subtitle,
        "home_url": "/",
        "static_url": site.static.url,
        "notice": replace(notice, shared=True) if notice is not None else None,
        "footer": footer,
        "dev": site.settings.dev,
    }


def moment_of(now: dt.datetime) -> Moment:
    """An instant, and the day it is in Paris."""
    return Moment(now.astimezone(PARIS).date(), now)


def new_dossier_id() -> str:
    """An id nobody guesses (192 bits), fit for an address."""
    return secrets.token_urlsafe(24)


def new_upload_id() -> str:
    """An id of an upload, fit for the name of a control."""
    return secrets.token_hex(16)


def new_blob() -> str:
    """A name in the file store."""
    return secrets.token_hex(32)
