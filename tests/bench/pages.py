"""A step page, with its session, its dossier in SQLite and its replay, beside a page that does nothing but render."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from engine.answers import read_answers
from engine.build import load_catalogue, load_sources
from engine.dossiers.cases import open_case, plain_of, save_case
from engine.dossiers.codec import Draft, Plain
from engine.dossiers.questions import first_question, start
from engine.reference.addresses import CommuneProvider
from engine.reference.communes import communes
from engine.spec import Catalogue
from engine.store.people import StoredAccount
from engine.store.sealer import KeySealer
from engine.store.sqlite import open_sqlite
from renderers.assembly import registrar_of
from renderers.options import Options
from renderers.web.app import create_app, create_site
from renderers.web.settings import settings_for
from renderers.web.site import Site, new_dossier_id

from .asgi import HOST, Application, Target, get, requests_per_second, served_per_second
from .generated import LONG, long_answers, long_step
from .reference_route import page
from .timing import row

ROOT = Path(__file__).resolve().parents[2]
CASE = "tests/data/mariee.yaml"
FLOOR = 0.7
"""A step page must be served at least this share of the reference's requests per second."""

NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
SERVER = settings_for(None, host=HOST, port=80, dev=True)
ADDRESSED = {"host": next(host for host in sorted(SERVER.hosts) if host.startswith(HOST))}


def report() -> Iterator[str]:
    """Two lines per page: the application called directly, and behind uvicorn in a process of its own."""
    yield "Step pages, beside the reference page; the ratio is reference / page in requests per second"
    key = os.urandom(32)
    with tempfile.TemporaryDirectory() as folder:
        for number, (label, catalogue, raw) in enumerate(subjects()):
            place = Place(catalogue, Path(folder) / str(number), key)
            target = prepared(place, raw)
            size = len(asyncio.run(get(target.build(), target))) / 1000
            targets = {"page": target, "reference": Target(page, "/", {})}
            for manner, measure in (("called", requests_per_second), ("served", served_per_second)):
                rates = measure(targets)
                said = f"{label}, {size:.0f} kB, {manner}"
                yield row(said, rates["page"], "req/s", rates["reference"] / rates["page"], 1 / FLOOR)


def subjects() -> Iterator[tuple[str, Catalogue, Mapping[str, object]]]:
    """A label, a catalogue and answers: the first form of the first procedure, and a form as long as the reference."""
    raw = yaml.load((ROOT / CASE).read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506 - text only
    yield "first step of the first procedure", load_catalogue(ROOT / "procedures").catalogue, raw
    yield f"generated step of {LONG} fields", load_sources(long_step()).catalogue, long_answers()


@dataclass(frozen=True, slots=True)
class Place:
    """Where one site keeps its dossiers."""

    catalogue: Catalogue
    folder: Path
    key: bytes

    @contextmanager
    def site(self) -> Iterator[Site]:
        """The site, its stores closed afterwards."""
        stores, portal = open_sqlite(self.folder), self.catalogue.portal
        if portal is None:
            raise ValueError("the catalogue has no portal")
        yield create_site(
            self.catalogue,
            settings=SERVER,
            registrar=registrar_of(portal, stores, KeySealer(self.key), Options(), SERVER.base_url),
            addresses=CommuneProvider(communes()),
            clock=_noon,
        )
        stores.close()

    def application(self) -> Application:
        """The application; its stores stay open as long as the process."""
        return create_app(self.site().__enter__())


OWNER = "somebody"


def _noon() -> dt.datetime:
    return NOW


def prepared(place: Place, raw: Mapping[str, object]) -> Target:
    """A dossier with its answers, and the page of its first form as its owner asks for it."""
    with place.site() as site:
        site.registrar.stores.accounts.create(StoredAccount(OWNER, None, b"", site.moment().at))
        session, token = site.sessions.begin(OWNER, NOW)
        moment, portal = site.moment(), site.portal
        first = first_question(place.catalogue)
        if first is None:
            raise ValueError("the portal asks nothing")
        given = str(raw[first.id])
        case = start(site.office, first, given, dossier=new_dossier_id(), owner=session.owner, moment=moment)
        fields = next(iter(place.catalogue.procedures.values())).fields
        typed, _, _ = read_answers(fields, {k: v for k, v in raw.items() if k not in portal.questions})
        tree: dict[str, Plain] = {key: str(raw[key]) for key in raw if key in portal.questions}
        answers: dict[str, Plain] = {name: plain_of(fields[name], value) for name, value in typed.items()} | tree
        case = save_case(case, Draft(answers=answers), moment)
        case = open_case(site.office, case.stored.id, session.owner, moment.day)
        slug = next(step.slug for step in case.procedure.steps if step.content == "form")
        headers = {**ADDRESSED, "cookie": f"{site.sessions.cookie}={token}"}
        return Target(place.application, f"/d/{case.stored.id}/{slug}", headers)
