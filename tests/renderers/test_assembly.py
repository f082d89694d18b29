"""What a deployment's settings make of a site: each takes effect, in the site that `parcours serve` serves."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click import Command
from click.testing import CliRunner

from engine.accounts.passwords import PasswordRule
from engine.reference.addresses import GeocoderProvider
from engine.store.memory import open_memory
from engine.store.sealer import KeySealer
from renderers import serve as serving
from renderers import worker as working
from renderers.options_table import OPTIONS
from renderers.outbox.delivery import Outgoing
from renderers.outbox.settings import OutboxSettings
from renderers.web.site import Site, utc_now
from tests.renderers.web.applicant import ANA, KEY, SPECS

PLACE = ("--procedures", str(SPECS))


@dataclass(frozen=True, slots=True)
class Deployed:
    """A site as it is served, what its mails leave by, and the first mail that it writes."""

    site: Site
    outbox: OutboxSettings
    mail: Outgoing


def read(path: str) -> Callable[[Deployed], object]:
    """What stands at the end of a path of names, None where one of them leads nowhere."""

    def found(deployed: Deployed) -> object:
        value: object = deployed
        for name in path.split("."):
            value = getattr(value, name, None)
        return value

    return found


def reached(deployed: Deployed) -> object:
    """Where people reach the site: what its cookies, its hosts and its mails make of it."""
    settings, writing = deployed.site.settings, deployed.site.registrar.correspondence
    return settings.secure, settings.hosts, writing.site, writing.domain


def written(deployed: Deployed) -> object:
    """Who mails are from, on their envelope and in their header."""
    return deployed.outbox.sender, "espace@exemple.test" in deployed.mail.message["From"]


def mode(deployed: Deployed) -> object:
    """How one is written to about one's account, and about one's dossier."""
    of_dossiers = deployed.site.office.correspondence
    return deployed.site.registrar.correspondence.mode, of_dossiers.mode if of_dossiers is not None else None


def geocoder(deployed: Deployed) -> object:
    """Where what is typed of an address goes."""
    addresses = deployed.site.addresses
    return addresses.address if isinstance(addresses, GeocoderProvider) else None


RULE = PasswordRule(12, upper=False, lower=False, digit=True, special=False)
EFFECTS: dict[str, tuple[str, Callable[[Deployed], object], object]] = {
    "BASE_URL": (
        "https://demarches.exemple.test",
        reached,
        (
            True,
            frozenset({"demarches.exemple.test"}),
            "https://demarches.exemple.test",
            "demarches.exemple.test",
        ),
    ),
    "PROXYS": ("10.0.0.1, ::1", read("site.settings.proxies"), frozenset({"10.0.0.1", "::1"})),
    "GEOCODEUR": ("https://geocodeur.example/search", geocoder, "https://geocodeur.example/search"),
    "PREMIER_ACCES": ("lien", read("site.registrar.first_access"), "link"),
    "COURRIELS": ("discrets", mode, ("discreet", "discreet")),
    "MOT_DE_PASSE": ("12,chiffre", read("site.registrar.rule"), RULE),
    "SESSION_INACTIVITE": ("15", read("site.settings.session_idle"), dt.timedelta(minutes=15)),
    "SESSION_DUREE": ("4", read("site.settings.session_longest"), dt.timedelta(hours=4)),
    "BROUILLONS": ("10", read("site.settings.draft_days"), 10),
    "SORTIE": ("https://meteo.example/", read("site.settings.exit_site"), "https://meteo.example/"),
    "SMTP_HOTE": ("courriel.exemple.test", read("outbox.server.host"), "courriel.exemple.test"),
    "SMTP_PORT": ("2465", read("outbox.server.port"), 2465),
    "SMTP_SECURITE": ("tls", read("outbox.server.security"), "tls"),
    "SMTP_IDENTIFIANT": ("nous", read("outbox.server.user"), "nous"),
    "SMTP_MOT_DE_PASSE": ("s3cret", read("outbox.server.password"), "s3cret"),
    "EXPEDITEUR": ("espace@exemple.test", written, ("espace@exemple.test", True)),
    "FRANCECONNECT_DECOUVERTE": (
        "https://fc.example",
        read("site.beside.provider.settings.issuer"),
        "https://fc.example",
    ),
    "FRANCECONNECT_CLIENT": ("nous", read("site.beside.provider.settings.client_id"), "nous"),
    "FRANCECONNECT_SECRET": ("s3cret", read("site.beside.provider.settings.client_secret"), "s3cret"),
    "FRANCECONNECT_PORTEES": ("openid", read("site.beside.provider.settings.scopes"), ("openid",)),
    "FRANCECONNECT_NIVEAU": ("eidas2", read("site.beside.provider.settings.acr_values"), ("eidas2",)),
    "FRANCECONNECT_PKCE": ("oui", read("site.beside.provider.settings.pkce"), True),
}
"""Every setting away from its default, and where its effect is seen."""
ALL = {f"PARCOURS_{name}": said for name, (said, _, _) in EFFECTS.items()}
LEAST = {
    f"PARCOURS_{name}": said
    for name, said in {
        "SMTP_HOTE": "autre.exemple.test",
        "EXPEDITEUR": "site@exemple.test",
        "FRANCECONNECT_DECOUVERTE": "https://autre.example",
        "FRANCECONNECT_CLIENT": "eux",
        "FRANCECONNECT_SECRET": "cach3",
    }.items()
}
"""As little as possible, so that each default is one of something."""


def invoke(command: Command, said: dict[str, str], *arguments: str) -> None:
    """Runs a command with these variables, and none that this process has."""
    env: dict[str, str | None] = {name: None for name in os.environ if name.startswith("PARCOURS_")}
    done = CliRunner().invoke(command, [*PLACE, *arguments], env=env | said)
    assert done.exit_code == 0, done.output


def deployed_with(said: dict[str, str], var: Path) -> Deployed:
    """The site that `parcours serve` would serve with these variables, over memory."""
    kept: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            serving, "serve", lambda catalogue, _, parts, **__: kept.update(catalogue=catalogue, parts=parts)
        )
        invoke(serving.serve_command, said, "--var", str(var), "--development-key")
        patched.setattr(serving, "carrier_of", lambda settings, **_: kept.update(outbox=settings))
        site = serving.site_of(kept["catalogue"], open_memory(), KeySealer(KEY), kept["parts"])
    return Deployed(site, kept["outbox"], first_mail(site))


def first_mail(site: Site) -> Outgoing:
    """A mail of the site, as its worker would send it."""
    correspondence: Any = site.registrar.correspondence
    letter = correspondence.letter("news", {}, to=ANA, account="a", at=utc_now().isoformat())
    worker: Any = site.beside.worker
    (deliver,) = worker.args
    ready = deliver.args[1]
    found = ready(letter.mail)
    assert isinstance(found, Outgoing)
    return found


@pytest.fixture(scope="module")
def set_apart(tmp_path_factory: pytest.TempPathFactory) -> Deployed:
    return deployed_with(ALL, tmp_path_factory.mktemp("all"))


@pytest.fixture(scope="module")
def left_alone(tmp_path_factory: pytest.TempPathFactory) -> Deployed:
    return deployed_with(LEAST, tmp_path_factory.mktemp("least"))


def test_every_setting_is_looked_for() -> None:
    assert list(ALL) == [option.name for option in OPTIONS]


@pytest.mark.parametrize("name", EFFECTS)
def test_each_setting_takes_effect(name: str, set_apart: Deployed, left_alone: Deployed) -> None:
    _, effect, expected = EFFECTS[name]
    assert effect(set_apart) == expected
    assert effect(left_alone) != expected, "this is its default: nothing would be seen"


@pytest.fixture
def sent_by_worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[OutboxSettings]]:
    found: list[OutboxSettings] = []
    monkeypatch.setattr(working, "work", lambda _, __, settings, **___: found.append(settings))
    yield found


@pytest.mark.parametrize("said", [ALL, LEAST])
def test_a_worker_writes_as_the_server_does(
    said: dict[str, str], sent_by_worker: list[OutboxSettings], tmp_path: Path
) -> None:
    invoke(working.worker_command, said, "--var", str(tmp_path), "--development-key")
    assert sent_by_worker == [deployed_with(said, tmp_path).outbox]
