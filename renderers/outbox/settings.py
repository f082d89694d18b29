"""How the mails of a deployment leave it: by a mail server, or, in development, into a folder."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from engine.accounts.addresses import Address, read_address
from renderers.hosts import is_loopback

Security = Literal["starttls", "tls", "none"]
"""`starttls`: the connection is encrypted before anything is said, or nothing is sent. `tls`: it begins encrypted."""

_PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
"""RFC 6409 (submission), RFC 8314 section 3.3 (submissions), RFC 5321."""


class OutboxSettingsError(ValueError):
    """Settings by which mails would not leave, or not safely. `setting` is the name of the argument at fault."""

    def __init__(self, setting: str, message: str) -> None:
        super().__init__(message)
        self.setting = setting


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes the mails, and how it is spoken to. `user` is empty where it asks for none."""

    host: str
    port: int
    security: Security
    ehlo: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OutboxSettings:
    """Exactly one of `server` and `folder` is given. `sender` is the address mails come from, and bounces go to."""

    sender: str
    server: MailServer | None = None
    folder: Path | None = None


def outbox_settings(  # noqa: PLR0913 - one per setting of a deployment
    *,
    host: str = "",
    port: int | None = None,
    security: Security = "starttls",
    user: str = "",
    password: str = "",
    sender: str,
    ehlo: str = "",
    folder: Path | None = None,
    dev: bool = False,
) -> OutboxSettings:
    """The settings of a deployment. Empty is not given; the port is the usual one, the `ehlo` name the sender's domain.

    Raises `OutboxSettingsError`, in French: it is for who starts the server.
    """
    read = read_address(sender)
    if not isinstance(read, Address):
        raise OutboxSettingsError("sender", "l'expéditeur des courriels doit être une adresse électronique")
    address = read.sending
    if folder is not None:
        return OutboxSettings(address, folder=_checked_folder(folder, host, dev=dev))
    if not host:
        raise OutboxSettingsError("host", "dites quel serveur envoie les courriels")
    host = _checked_host(host)
    if security == "none" and not is_loopback(host):
        raise OutboxSettingsError("security", "sans chiffrement, les courriels ne vont qu'à cette machine")
    if security == "none" and user:
        raise OutboxSettingsError("user", "un mot de passe ne part pas sans chiffrement")
    if bool(user) != bool(password):
        raise OutboxSettingsError("password", "l'identifiant et le mot de passe du serveur de courriel vont ensemble")
    if port is not None and not 0 < port < 65536:
        raise OutboxSettingsError("port", "le port du serveur de courriel est un nombre de 1 à 65535")
    name = ehlo or address.rpartition("@")[2]
    if not _is_host_name(name):
        raise OutboxSettingsError("ehlo", "le nom que donne cette machine est un nom comme demarches.exemple.fr")
    server = MailServer(host, port or _PORTS[security], security, name, user, password)
    return OutboxSettings(address, server=server)


def _checked_folder(folder: Path, host: str, *, dev: bool) -> Path:
    if host:
        raise OutboxSettingsError("folder", "les courriels vont à un serveur ou dans un dossier, pas aux deux")
    if not dev:
        raise OutboxSettingsError(
            "folder", "des courriels en clair dans un dossier : en développement seulement (--dev)"
        )
    return folder


def _checked_host(said: str) -> str:
    """A name or an address alone, which can be looked up; an IPv6 address without the brackets it may stand in."""
    bare = said[1:-1] if said[:1] == "[" and said[-1:] == "]" else said
    try:
        return str(ipaddress.IPv6Address(bare))
    except ValueError:
        pass  # a name, or an IPv4 address
    if any(c.isspace() or c in "/@:[]" for c in said):
        raise OutboxSettingsError(
            "host",
            "un nom de serveur est attendu, comme courriel.exemple.fr, sans rien d'autre\u00a0; "
            "le port se dit par PARCOURS_SMTP_PORT",
        )
    return said


def _is_host_name(name: str) -> bool:
    """Whether it can stand in a command: letters, digits, dots and hyphens; or an address in brackets."""
    bare = name[1:-1] if name[:1] == "[" and name[-1:] == "]" else name
    return bool(bare) and bare.isascii() and all(c.isalnum() or c in ".-:" for c in bare)
