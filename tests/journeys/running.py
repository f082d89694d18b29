"""The real application over a real store, with a clock that tests set: no HTTP here, only what is served."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from starlette.types import ASGIApp

from engine.build import load_catalogue
from engine.reference.addresses import CommuneProvider
from engine.reference.communes import communes
from engine.spec import Catalogue
from engine.store import Stores
from engine.store.sealer import KeySealer, development_key
from engine.store.sqlite import open_sqlite
from renderers.html import Pages
from renderers.web.app import create_app, create_site
from renderers.web.settings import settings_for

ROOT = Path(__file__).parents[2]
PROCEDURES = ROOT / "procedures"
HOST = "127.0.0.1"
TODAY = dt.date(2026, 3, 10)


@dataclass(slots=True)
class Clock:
    """The time of the site: noon in UTC, on the day it is set to. It goes on by a second each time it is read."""

    day: dt.date = TODAY
    reads: int = 0

    def __call__(self) -> dt.datetime:
        """The instant."""
        self.reads += 1
        return dt.datetime.combine(self.day, dt.time(12), dt.UTC) + dt.timedelta(seconds=self.reads)


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


@dataclass(slots=True)
class Running:
    """The application over the store in `var`, as `parcours serve` makes it; restarted with other specs on demand."""

    catalogue: Catalogue
    var: Path
    port: int = 8000
    dev: bool = False
    clock: Clock = field(default_factory=Clock)
    stores: Stores = field(init=False)
    app: ASGIApp = field(init=False)

    def __post_init__(self) -> None:
        self.start(compiled_pages())

    @property
    def base_url(self) -> str:
        """Where it is reached."""
        return f"http://{HOST}:{self.port}"

    def start(self, pages: Pages | None = None) -> None:
        """Opens the stores and makes the application. `pages` spares it compiling the templates again."""
        self.stores = open_sqlite(self.var)
        site = create_site(
            self.catalogue,
            stores=self.stores,
            sealer=KeySealer(development_key(self.var / "cle")),
            settings=settings_for(None, host=HOST, port=self.port, dev=self.dev),
            addresses=CommuneProvider(communes()),
            clock=self.clock,
        )
        self.app = create_app(replace(site, pages=pages) if pages is not None else site)

    def restart(self, catalogue: Catalogue) -> None:
        """Stops, and starts again over the same store with another catalogue."""
        self.stop()
        self.catalogue = catalogue
        self.start()

    def stop(self) -> None:
        """Lets go of the store."""
        self.stores.close()
