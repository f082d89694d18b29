"""The command that serves a folder of procedures."""

from __future__ import annotations

import gc
import logging
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import click
import uvicorn
from click.core import ParameterSource
from starlette.types import ASGIApp

from engine.accounts.throttle import Limits
from engine.cli import load
from engine.commands import LANGUAGES
from engine.reference.addresses import AddressProvider, CommuneProvider, GeocoderProvider
from engine.reference.communes import communes
from engine.spec import Catalogue
from engine.store import Sealer, StoreError, Stores
from engine.store.sealer import KeySealer, development_key
from engine.store.sqlite import DATABASE, open_sqlite

from .assembly import outbox_settings_of, provider_of, registrar_of, settings_of
from .hosts import is_loopback
from .http_protocol import Bounds, protocol_of
from .mail import Sender
from .options import Options, read_options
from .outbox.delivery import deliver_due
from .outbox.parts import carrier_of, ready_by
from .outbox.settings import OutboxSettings
from .outbox.worker import run_worker
from .web.app import create_app, create_site, hidden_steps
from .web.geocoder import checked_address, post_form
from .web.logs import LOGGER
from .web.openid import Provider
from .web.security import NO_STORE, fixed_headers
from .web.settings import Settings, SettingsError, settings_for
from .web.site import Beside, Site, utc_now

GEOCODER = "PARCOURS_GEOCODEUR"
BASE_URL = "PARCOURS_BASE_URL"
NO_KEY = (
    "cette version n'a pas encore de vraies clés : ce qui est gardé serait chiffré avec une clé rangée à côté des "
    "données, qui ne protège rien de qui a les deux. Pour développer, ajoutez --dev ; pour servir quand même, "
    "--development-key"
)
KEY_FILE = "cle-de-developpement"
KEY_LOST = (
    "{key} manque, alors que {database} existe : sans cette clé, rien de ce qui y est gardé ne peut être lu. Remettez "
    "ce fichier à sa place (reprenez-le d'une sauvegarde) ; ou, pour repartir de rien, déplacez ou "
    "effacez le dossier {var}"
)


procedures_option = click.option(
    "--procedures",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("procedures"),
    show_default=True,
    help="Folder of specs.",
)
base_url_option = click.option(
    "--base-url",
    envvar=BASE_URL,
    show_envvar=True,
    help="Where people reach the site (https://…), when it is not where it listens.",
)
language_option = click.option(
    "--lang", "language", type=LANGUAGES, default="fr", show_default=True, help="Language of the problems of specs."
)


@click.command("serve")
@procedures_option
@click.option(
    "--var",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var"),
    show_default=True,
    help="Where dossiers are kept.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--dev", "mode", flag_value="dev", help="Development: this machine only, and pages say so.")
@click.option(
    "--development-key",
    "mode",
    flag_value="development-key",
    help="Without --dev: accept to seal with a key kept beside the data, which protects nothing from who has both.",
)
@base_url_option
@click.option(
    "--geocoder",
    metavar="URL",
    envvar=GEOCODER,
    show_envvar=True,
    help="Geocoder that proposes addresses; what people type is sent to it. Without one, the embedded communes do.",
)
@language_option
def serve_command(
    *,
    procedures: Path,
    var: Path,
    host: str,
    port: int,
    mode: str | None,
    base_url: str | None,
    geocoder: str | None,
    language: str,
) -> None:
    """Serve the procedures of a folder as forms."""
    loaded = load(procedures, language)
    if loaded.catalogue.portal is None:
        raise click.ClickException(f"{procedures} : il manque portail.yaml, par où l'on commence")
    if hidden := hidden_steps(loaded.catalogue):
        raise click.ClickException(f"ces chemins sont ceux de pages du site : {' ; '.join(hidden)}")
    try:
        options = read_options(os.environ)
        reached = settings_for(base_url, host=host, port=port, dev=mode == "dev", named=base_url_name())
        settings = settings_of(options, reached)
        provider = address_provider(geocoder or "")
        if mode is None:
            raise click.ClickException(NO_KEY)
        mails = outbox_settings_of(options, settings.base_url, var, dev=settings.dev)
        vouching = provider_of(options)
    except SettingsError as fault:
        raise click.ClickException(str(fault)) from None
    site = Parts(options, settings, mails, provider, vouching)
    serve(loaded.catalogue, var, site, host=host, port=port)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a deployment decides, read and checked."""

    options: Options
    settings: Settings
    mails: OutboxSettings
    addresses: AddressProvider
    provider: Provider | None = None


def base_url_name() -> str:
    """What gave the site's address to the command that runs, the option or its variable: where a fault is mended."""
    source = click.get_current_context().get_parameter_source("base_url")
    return BASE_URL if source is ParameterSource.ENVIRONMENT else "--base-url"


def warnings_of(parts: Parts) -> Iterator[str]:
    """What starts, and is most likely not what was meant: a line for each."""
    limits = Limits()
    if parts.settings.secure and not parts.settings.proxies:
        # Nothing here speaks TLS: another server does, and every request comes from it.
        yield (
            "Attention\u00a0: sans PARCOURS_PROXYS, tout le monde compte, derrière un mandataire, pour une seule source"
            f"\u00a0: {limits.creations_of_source.most} demandes de compte et {limits.failures_of_source.most} "
            "connexions manquées par heure pour tout le site"
        )
    if not parts.settings.dev and is_loopback(urlsplit(parts.settings.base_url).hostname or ""):
        yield (
            f"Attention\u00a0: les liens des courriels mènent à {parts.settings.base_url}, que cette machine est seule "
            f"à joindre\u00a0; l'adresse du site se dit par {BASE_URL}"
        )


def address_provider(geocoder: str) -> AddressProvider:
    """Who proposes addresses: the geocoder at this address, with the embedded communes behind it; or these alone."""
    embedded = CommuneProvider(communes())
    if not geocoder:
        return embedded
    return GeocoderProvider(checked_address(geocoder), post_form, embedded, communes())


def serve(catalogue: Catalogue, var: Path, parts: Parts, *, host: str, port: int) -> None:
    """Opens the stores and serves until it is told to stop."""
    stores, sealer = opened(var)
    listening = listen(host, port)
    site = site_of(catalogue, stores, sealer, parts)
    log_requests()
    names = ", ".join(sorted(catalogue.procedures)) or "aucune démarche"
    click.echo(f"Parcours sert {names} sur {parts.settings.base_url}/ (Ctrl-C pour arrêter)")
    for warning in warnings_of(parts):
        click.echo(warning, err=True)
    try:
        server_of(create_app(site), secure=parts.settings.secure).run(sockets=[listening])
    except KeyboardInterrupt:
        pass  # how one stops it
    finally:
        stores.close()


def site_of(catalogue: Catalogue, stores: Stores, sealer: Sealer, parts: Parts) -> Site:
    """The site that these parts make, with the worker that sends its mails. Raises `click.ClickException`."""
    portal = catalogue.portal
    if portal is None:
        raise click.ClickException("il manque portail.yaml, par où l'on commence")
    ready = ready_by(sealer, Sender(portal.sender, parts.mails.sender))
    carrier = carrier_of(parts.mails, clock=utc_now)
    deliver = partial(deliver_due, stores.outbox, ready, carrier, now=utc_now)
    return create_site(
        catalogue,
        settings=parts.settings,
        registrar=registrar_of(portal, stores, sealer, parts.options, parts.settings.base_url),
        addresses=parts.addresses,
        beside=Beside(provider=parts.provider, worker=partial(run_worker, deliver), mails=parts.mails.folder),
    )


def opened(var: Path) -> tuple[Stores, Sealer]:
    """The stores kept in a folder, and what unseals them. Raises `click.ClickException`."""
    refuse_lost_key(var)
    try:
        sealer = KeySealer(development_key(var / KEY_FILE))
        return open_sqlite(var), sealer
    except (StoreError, OSError, ValueError) as fault:
        raise click.ClickException(f"{var} : {fault}") from None


def refuse_lost_key(var: Path) -> None:
    """Nothing that an old key sealed opens with a new one: none is made beside a database. Raises
    `click.ClickException`."""
    key, database = var / KEY_FILE, var / DATABASE
    if database.exists() and not key.exists():
        raise click.ClickException(KEY_LOST.format(key=key, database=database, var=var))


def server_of(app: ASGIApp, *, secure: bool) -> uvicorn.Server:
    """The server of an application that is ready to answer.

    What was loaded until now stays as long as the process: the collector of garbage is told to pass over it, instead of
    going through every procedure again while somebody waits.
    """
    gc.collect()
    gc.freeze()
    return uvicorn.Server(config_of(app, secure=secure))


def config_of(app: ASGIApp, *, secure: bool, bounds: Bounds | None = None) -> uvicorn.Config:
    """How an application is served; `secure` when people reach it by https: refusals of the server say so too."""
    return uvicorn.Config(
        app,
        http=protocol_of([*fixed_headers(secure=secure), NO_STORE], bounds or Bounds()),
        ws="none",
        # Its own log would hold addresses of people and of dossiers.
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
    )


def listen(host: str, port: int) -> socket.socket:
    """A socket that already listens: whoever reads the start line can connect. Raises `click.ClickException`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as fault:
        raise click.ClickException(f"impossible d'écouter sur {host}, port {port} : {fault.strerror}") from None


def log_requests() -> None:
    """Sends the request log to standard error, one line each."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
