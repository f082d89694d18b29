"""The settings of a deployment, read from the environment: one table, which the operator's documentation repeats.

A value that is not one stops the start, with the name of the variable: nothing falls back to a default in silence.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, TypeVar
from urllib.parse import urlsplit

from engine.accounts.passwords import PasswordRule
from engine.accounts.registrar import FirstAccess
from engine.mails import MailMode
from engine.nearest import nearest

from .options_table import OPTIONS
from .web.settings import SettingsError

T = TypeVar("T")

PREFIX: Final = "PARCOURS_"


_BEYOND: Final = frozenset({"PARCOURS_LONG", "PARCOURS_WRITE_OUT", "PARCOURS_HUNT"})
"""Variables of the tests."""
_CLASSES: Final = {"majuscule": "upper", "minuscule": "lower", "chiffre": "digit", "special": "special"}


@dataclass(frozen=True, slots=True)
class Smtp:
    """The mail server, as the variables say it; nothing of it is checked further here."""

    host: str
    port: int | None
    security: Literal["starttls", "tls", "none"]
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class FranceConnect:
    """The provider of identities, as the variables say it."""

    discovery: str
    client: str
    secret: str
    scopes: str = "openid email"
    levels: str = "eidas1"
    pkce: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """What a deployment decides, read and checked."""

    proxies: frozenset[str] = frozenset()
    first_access: FirstAccess = "password"
    mails: MailMode = "guide"
    rule: PasswordRule = field(default_factory=PasswordRule)
    session_idle: dt.timedelta = dt.timedelta(minutes=30)
    session_longest: dt.timedelta = dt.timedelta(hours=8)
    draft_days: int = 30
    exit_site: str = "https://www.wikipedia.org/"
    smtp: Smtp | None = None
    sender: str = ""
    franceconnect: FranceConnect | None = None


def read_options(environ: Mapping[str, str]) -> Options:
    """The settings that these variables make. Raises `SettingsError`, which names the variable at fault."""
    _refuse_unknown(environ)
    said = _Said(environ)
    return Options(
        proxies=said.read("PROXYS", _addresses, frozenset()),
        first_access=said.one_of("PREMIER_ACCES", {"mot_de_passe": "password", "lien": "link"}, "password"),
        mails=said.one_of("COURRIELS", {"guide": "guide", "discrets": "discreet"}, "guide"),
        rule=said.read("MOT_DE_PASSE", _rule, PasswordRule()),
        session_idle=dt.timedelta(minutes=said.number("SESSION_INACTIVITE", 30, 5, 120)),
        session_longest=dt.timedelta(hours=said.number("SESSION_DUREE", 8, 1, 24)),
        draft_days=said.number("BROUILLONS", 30, 1, 365),
        exit_site=said.read("SORTIE", _https, "https://www.wikipedia.org/"),
        smtp=_smtp(said),
        sender=said.text("EXPEDITEUR"),
        franceconnect=_franceconnect(said),
    )


def _smtp(said: _Said) -> Smtp | None:
    found = Smtp(
        host=said.text("SMTP_HOTE"),
        port=said.number("SMTP_PORT", 0, 1, 65535) or None,
        security=said.one_of("SMTP_SECURITE", {"starttls": "starttls", "tls": "tls", "en_clair": "none"}, "starttls"),
        user=said.text("SMTP_IDENTIFIANT"),
        password=said.secret("SMTP_MOT_DE_PASSE"),
    )
    if found.host:
        return found
    said.refuse_without("SMTP_HOTE", "SMTP_PORT", "SMTP_SECURITE", "SMTP_IDENTIFIANT", "SMTP_MOT_DE_PASSE")
    return None


def _franceconnect(said: _Said) -> FranceConnect | None:
    found = FranceConnect(
        said.text("FRANCECONNECT_DECOUVERTE"),
        said.text("FRANCECONNECT_CLIENT"),
        said.secret("FRANCECONNECT_SECRET"),
        said.text("FRANCECONNECT_PORTEES") or "openid email",
        said.read("FRANCECONNECT_NIVEAU", lambda level: "" if level == "aucun" else level, "eidas1"),
        said.one_of("FRANCECONNECT_PKCE", {"non": False, "oui": True}, False),  # noqa: FBT003 - a value, not a flag
    )
    parts = (found.discovery, found.client, found.secret)
    if any(parts) and not all(parts):
        raise SettingsError(
            f"{PREFIX}FRANCECONNECT_… : il faut la découverte, le client et le secret, ou aucun des trois"
        )
    if all(parts):
        return found
    said.refuse_without(
        "FRANCECONNECT_DECOUVERTE", "FRANCECONNECT_PORTEES", "FRANCECONNECT_NIVEAU", "FRANCECONNECT_PKCE"
    )
    return None


@dataclass(frozen=True, slots=True)
class _Said:
    """The variables, each read under its own name."""

    environ: Mapping[str, str]

    def text(self, name: str) -> str:
        return self.environ.get(PREFIX + name, "").strip()

    def read(self, name: str, reader: Callable[[str], T], default: T) -> T:
        said = self.text(name)
        if not said:
            return default
        try:
            return reader(said)
        except ValueError as fault:
            raise SettingsError(f"{PREFIX}{name} : {fault}") from None

    def one_of(self, name: str, known: Mapping[str, T], default: T) -> T:
        def reader(said: str) -> T:
            if said not in known:
                raise ValueError(f"« {said} » n'est pas une valeur : {', '.join(known)}")
            return known[said]

        return self.read(name, reader, default)

    def number(self, name: str, default: int, least: int, most: int) -> int:
        def reader(said: str) -> int:
            if not (said.isascii() and said.isdecimal() and least <= int(said) <= most):
                raise ValueError(f"un nombre entier de {least} à {most} est attendu")
            return int(said)

        return self.read(name, reader, default)

    def secret(self, name: str) -> str:
        file, given = self.text(f"{name}_FICHIER"), self.text(name)
        if not file:
            return given
        if given:
            raise SettingsError(
                f"{PREFIX}{name} : ce secret est aussi donné par {PREFIX}{name}_FICHIER\u00a0; ôtez l'un"
            )
        try:
            found = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            raise SettingsError(f"{PREFIX}{name}_FICHIER : ce fichier ne peut pas être lu") from None
        if not found:
            raise SettingsError(f"{PREFIX}{name}_FICHIER : ce fichier est vide")
        return found

    def refuse_without(self, missing: str, *names: str) -> None:
        """What is said of something that is not there is a mistake. Raises `SettingsError`, with the first of it."""
        for name in names:
            if self.text(name) or self.text(f"{name}_FICHIER"):
                raise SettingsError(f"{PREFIX}{name} : ce réglage ne sert à rien sans {PREFIX}{missing}")


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    """A misspelt name would leave a protection off without a word."""
    known = {option.name for option in OPTIONS} | {f"{o.name}_FICHIER" for o in OPTIONS if o.secret} | _BEYOND
    for name in environ:
        if name.startswith(PREFIX) and name not in known:
            near = nearest(name, sorted(known))
            hint = f" ; vouliez-vous {near} ?" if near else ""
            raise SettingsError(f"{name} : ce réglage n'existe pas{hint}")


def _addresses(said: str) -> frozenset[str]:
    try:
        return frozenset(str(ipaddress.ip_address(part.strip())) for part in said.split(",") if part.strip())
    except ValueError:
        raise ValueError("des adresses IP séparées par des virgules sont attendues") from None


def _rule(said: str) -> PasswordRule:
    length, *classes = [part.strip() for part in said.split(",")]
    if not (length.isascii() and length.isdecimal() and 8 <= int(length) <= 64):
        raise ValueError("commencez par une longueur de 8 à 64")
    for name in classes:
        if name not in _CLASSES:
            raise ValueError(f"« {name} » n'est pas une sorte de caractères : {', '.join(_CLASSES)}")
    wanted = {field: name in classes for name, field in _CLASSES.items()}
    return PasswordRule(length=int(length), **wanted)


def _https(said: str) -> str:
    parts = urlsplit(said)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
        raise ValueError("une adresse qui commence par https:// est attendue")
    return said
