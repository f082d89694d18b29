"""The real application over a real store, with a clock that tests set: no HTTP here, only what is served."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

import httpx2
from anyio.from_thread import start_blocking_portal
from argon2.profiles import CHEAPEST
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from engine.accounts.passwords import Passwords
from engine.accounts.throttle import Limits
from engine.build import load_catalogue
from engine.reference.addresses import CommuneProvider
from engine.reference.communes import communes
from engine.spec import Catalogue
from engine.store import Stores
from engine.store.sealer import KeySealer, development_key
from engine.store.sqlite import open_sqlite
from renderers.assembly import registrar_of, settings_of
from renderers.html import Pages
from renderers.mail import Sender
from renderers.options import Options
from renderers.outbox.delivery import Pace, deliver_due
from renderers.outbox.parts import ready_by
from renderers.web.app import create_app, create_site
from renderers.web.settings import settings_for
from tests.journeys.mailbox import Mail, Postman

ROOT = Path(__file__).parents[2]
PROCEDURES = ROOT / "procedures"
HOST = "127.0.0.1"
TODAY = dt.date(2026, 3, 10)
ONE_BY_ONE = Pace(at_once=1)
"""In their order: a mailbox is read from its last mail."""
SENDER = "ne-pas-repondre@parcours.test"


@dataclass(slots=True)
class Clock:
    """The time of the site: noon in UTC, on the day it is set to. It goes on by a second each time it is read."""

    day: dt.date = TODAY
    reads: int = 0
    added: dt.timedelta = dt.timedelta()

    def __call__(self) -> dt.datetime:
        """The instant."""
        self.reads += 1
        return dt.datetime.combine(self.day, dt.time(12), dt.UTC) + dt.timedelta(seconds=self.reads) + self.added

    def forward(self, **delta: float) -> None:
        """Lets time pass."""
        self.added += dt.timedelta(**delta)


@cache
def catalogue_of(folder: Path) -> Catalogue:
    """The catalogue of a folder that nobody edits meanwhile."""
    return fresh_catalogue(folder)


def fresh_catalogue(folder: Path) -> Catalogue:
    """The catalogue of a folder as it is now. Fails when anything is wrong in it."""
    loaded = load_catalogue(folder, scenarios=False)
    assert loaded.problems == ()
    return loaded.catalogue


@cache
def compiled_pages() -> Pages:
    """The templates, compiled once for all tests: they keep nothing about anybody."""
    return Pages()


@cache
def cheap_passwords() -> Passwords:
    """Hashes that cost nothing: what they cost is tested by itself."""
    return Passwords(secrets.token_bytes, CHEAPEST)


@dataclass(slots=True)
class Running:
    """The application over the store in `var`, as `parcours serve` makes it; restarted with other specs on demand."""

    catalogue: Catalogue
    var: Path
    port: int = 8000
    dev: bool = False
    options: Options = field(default_factory=Options)
    limits: Limits = field(default_factory=Limits)
    clock: Clock = field(default_factory=Clock)
    postman: Postman = field(default_factory=Postman)
    browsers: list[httpx2.Client] | None = None
    """Where a real server serves it: the browsers that `browser` made, which are to be closed."""
    stores: Stores = field(init=False)
    app: ASGIApp = field(init=False)

    def __post_init__(self) -> None:
        self.start(compiled_pages())

    @property
    def base_url(self) -> str:
        """Where it is reached."""
        return f"http://{HOST}:{self.port}"

    def browser(self) -> httpx2.Client:
        """A browser without script that has never been here."""
        if self.browsers is None:
            return TestClient(self.app, base_url=self.base_url)
        self.browsers.append(httpx2.Client(base_url=self.base_url, follow_redirects=True))
        return self.browsers[-1]

    def start(self, pages: Pages | None = None) -> None:
        """Opens the stores and makes the application. `pages` spares it compiling the templates again."""
        portal = self.catalogue.portal
        assert portal is not None
        self.stores = open_sqlite(self.var)
        settings = settings_of(self.options, settings_for(None, host=HOST, port=self.port, dev=self.dev))
        registrar = registrar_of(
            portal, self.stores, self._sealer, self.options, settings.base_url, passwords=cheap_passwords()
        )
        site = create_site(
            self.catalogue,
            settings=settings,
            registrar=replace(registrar, limits=self.limits),
            addresses=CommuneProvider(communes()),
            clock=self.clock,
            pages=pages,
        )
        self.app = create_app(site)

    def restart(self, catalogue: Catalogue) -> None:
        """Stops, and starts again over the same store with another catalogue."""
        self.stop()
        self.catalogue = catalogue
        self.start()

    def stop(self) -> None:
        """Lets go of the store."""
        self.stores.close()

    def mails_to(self, address: str) -> list[Mail]:
        """What an address was sent, the oldest first. What waits in the outbox is delivered before."""
        portal = self.catalogue.portal
        assert portal is not None
        ready = ready_by(self._sealer, Sender(portal.sender, SENDER))
        deliver = partial(deliver_due, self.stores.outbox, ready, self.postman, now=self.clock, pace=ONE_BY_ONE)
        with start_blocking_portal() as elsewhere:  # this thread may be a browser's, which has a loop of its own
            delivered = elsewhere.call(deliver)
        assert (delivered.later, delivered.given_up) == (0, 0), str(delivered)
        return [Mail.of(sent) for sent in self.postman.carried if sent.to == address]

    @property
    def _sealer(self) -> KeySealer:
        return KeySealer(development_key(self.var / "cle"))
