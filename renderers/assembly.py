"""The parts of a deployment put together from its settings: what keeps accounts, what writes to people."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from engine.accounts.addresses import Address, read_address
from engine.accounts.passwords import Passwords
from engine.accounts.registrar import Registrar
from engine.mails import Correspondence
from engine.spec import Portal
from engine.store import Sealer, Stores

from .hosts import is_loopback
from .options import PREFIX, Options
from .outbox.settings import OutboxSettings, OutboxSettingsError, outbox_settings
from .web.openid import Provider, ProviderSettings, ProviderSettingsError
from .web.settings import Settings, SettingsError

MAILS: Final = "mails"
"""The folder of the mails of development, beside the stores."""
_VARIABLES: Final[Mapping[str, str]] = {
    "host": "SMTP_HOTE",
    "port": "SMTP_PORT",
    "security": "SMTP_SECURITE",
    "user": "SMTP_IDENTIFIANT",
    "password": "SMTP_MOT_DE_PASSE",
    "sender": "EXPEDITEUR",
}
"""The variables of what `outbox_settings` takes."""
_NOBODY: Final = "ne-pas-repondre"


def correspondence_of(portal: Portal, sealer: Sealer, options: Options, base_url: str) -> Correspondence:
    """How this site writes to people. Addresses in mails begin with `base_url`, whatever a request says."""
    return Correspondence(
        portal=portal,
        sealer=sealer,
        mode=options.mails,
        site=base_url,
        domain=urlsplit(base_url).hostname or "localhost",
        new_id=new_id,
    )


def registrar_of(
    portal: Portal,
    stores: Stores,
    sealer: Sealer,
    options: Options,
    base_url: str,
    *,
    passwords: Passwords | None = None,
) -> Registrar:
    """What keeps the accounts of a site. `passwords` may be others than those of the recommended cost."""
    return Registrar(
        stores=stores,
        sealer=sealer,
        correspondence=correspondence_of(portal, sealer, options, base_url),
        passwords=passwords if passwords is not None else Passwords(secrets.token_bytes),
        draw=secrets.randbelow,
        new_id=new_id,
        new_token=new_token,
        rule=options.rule,
        first_access=options.first_access,
    )


def outbox_settings_of(options: Options, base_url: str, var: Path, *, dev: bool) -> OutboxSettings:
    """How the mails of this site leave it: by its mail server; in development, without one, into a folder of `var`.

    Raises `SettingsError`, which names the variable at fault.
    """
    server = options.smtp
    if server is None and not dev:
        raise SettingsError(f"{PREFIX}SMTP_HOTE : dites quel serveur envoie les courriels")
    sender = options.sender or _sender_at(base_url, dev=dev)
    try:
        if server is None:
            return outbox_settings(sender=sender, folder=var / MAILS, dev=dev)
        return outbox_settings(
            host=server.host,
            port=server.port,
            security=server.security,
            user=server.user,
            password=server.password,
            sender=sender,
        )
    except OutboxSettingsError as fault:
        raise SettingsError(f"{PREFIX}{_VARIABLES.get(fault.setting, '')} : {fault}") from None


def _sender_at(base_url: str, *, dev: bool) -> str:
    """Who writes when nobody says it: somebody at the site. Raises `SettingsError` where there is no such address.

    A site that this machine alone reaches has no name to write from. Real people would get mails from a domain that
    cannot exist, and servers refuse those.
    """
    host = urlsplit(base_url).hostname or ""
    sender = f"{_NOBODY}@{host}"
    if not is_loopback(host) and isinstance(read_address(sender), Address):
        return sender
    if dev:
        return f"{_NOBODY}@parcours.test"
    raise SettingsError(
        f"{PREFIX}EXPEDITEUR : dites de quelle adresse partent les courriels, ou par --base-url ({PREFIX}BASE_URL) "
        "l'adresse https à laquelle on joint ce site"
    )


def provider_of(options: Options) -> Provider | None:
    """The site that vouches for people, where there is one. Raises `SettingsError`."""
    said = options.franceconnect
    if said is None:
        return None
    try:
        settings = ProviderSettings.at(
            said.discovery,
            client_id=said.client,
            client_secret=said.secret,
            scopes=said.scopes,
            acr_values=said.levels,
            pkce=said.pkce,
        )
    except ProviderSettingsError as fault:
        raise SettingsError(f"{PREFIX}FRANCECONNECT_… : {fault}") from None
    return Provider(settings)


def settings_of(options: Options, reached: Settings) -> Settings:
    """The settings of the pages: where the site is reached, and what the deployment decides of them."""
    return replace(
        reached,
        session_idle=options.session_idle,
        session_longest=options.session_longest,
        draft_days=options.draft_days,
        exit_site=options.exit_site,
        proxies=options.proxies,
    )


def new_id() -> str:
    """An id nobody guesses (128 bits)."""
    return secrets.token_hex(16)


def new_token() -> str:
    """A token of 256 bits, fit for an address."""
    return secrets.token_urlsafe(32)
