"""One running site: what its handlers need, made once and shared by all requests."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from anyio import CapacityLimiter

from engine.accounts.registrar import Registrar
from engine.dossiers.cases import Moment, Office
from engine.reference.addresses import AddressProvider
from engine.spec import Portal
from engine.texts import RichText, Text
from engine.views.state import addresses
from renderers.clock import PARIS
from renderers.html import Pages

from .menus import Menus, menus_by_page, menus_of
from .openid import Provider
from .sessions import Sessions
from .settings import Settings
from .static import StaticFiles
from .uploads import Intake
from .words import Words, words_of

LANGUAGE = "fr"
Worker = Callable[[], Coroutine[Any, Any, None]]
"""What runs beside the pages until the site stops."""
DEV_MAILS = "/dev/mails"
HASHERS = 4
"""How many passwords are checked at once in one process: each takes 64 MiB for a tenth of a second."""


def utc_now() -> dt.datetime:
    """The clock of the site; tests give another one."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a site may do without.

    `provider` is another site that vouches for people; `worker` sends mails as long as the site runs, `mails` is the
    folder they are written in, in development.
    """

    provider: Provider | None = None
    worker: Worker | None = None
    mails: Path | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """Everything the handlers use. `clock` gives aware instants."""

    settings: Settings
    office: Office
    registrar: Registrar
    portal: Portal
    pages: Pages
    sessions: Sessions
    intake: Intake
    addresses: AddressProvider
    static: StaticFiles
    clock: Callable[[], dt.datetime] = utc_now
    beside: Beside = field(default_factory=Beside)
    hashers: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(HASHERS))
    said: Mapping[str, Any] = field(init=False)
    """What every page says of the site, by the names of `PageContext`."""
    words: Words = field(init=False)
    """What the site says by itself."""
    menus: Menus = field(init=False)
    """The links around every page."""
    said_on: Mapping[str, Mapping[str, Any]] = field(init=False)
    """What each page that those links lead to says of the site, by its address: one of them is marked."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", words_of(LANGUAGE))
        object.__setattr__(self, "menus", menus_of(self.portal, self.words))
        object.__setattr__(self, "said", _said(self, self.menus))
        by_page = menus_by_page(self.menus)
        object.__setattr__(self, "said_on", {url: _said(self, menus) for url, menus in by_page.items()})

    def moment(self) -> Moment:
        """Now, in Paris for what counts days."""
        return moment_of(self.clock())


def filled(site: Site, text: Text | None) -> RichText | None:
    """A text of the portal, which depends on no dossier."""
    return text.fill(lambda _: "", addresses(site.portal.links)) if text is not None else None


def _said(site: Site, menus: Menus) -> Mapping[str, Any]:
    portal = site.portal
    notice = filled(site, portal.notice)
    return {
        "language": LANGUAGE,
        "site_title": portal.title,
        "site_subtitle": portal.subtitle,
        "home_url": "/",
        "static_url": site.static.url,
        "notice": replace(notice, shared=True) if notice is not None else None,
        "header": menus.header,
        "nav": menus.nav,
        "footer": menus.footer,
        "dev": site.settings.dev,
        "mails_url": DEV_MAILS if site.beside.mails is not None else "",
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
