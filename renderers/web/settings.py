"""What one deployment decides for its pages: its address, whether it is for development, how long things last."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from renderers.hosts import LOOPBACK_NAMES, is_loopback


class SettingsError(ValueError):
    """A deployment that would not be safe, or an address that is none."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`base_url` is where people reach the site, without a final slash; `hosts` the `Host` headers answered.

    A session ends `session_idle` after its last use, and `session_longest` after its beginning; a draft is erased
    `draft_days` after its last change. `exit_site` is where the quick exit leads. What `proxies`, addresses, say of
    whom they forward for is believed.
    """

    base_url: str
    hosts: frozenset[str]
    dev: bool = False
    session_idle: dt.timedelta = dt.timedelta(minutes=30)
    session_longest: dt.timedelta = dt.timedelta(hours=8)
    draft_days: int = 30
    exit_site: str = "https://www.wikipedia.org/"
    proxies: frozenset[str] = field(default_factory=frozenset)

    @property
    def secure(self) -> bool:
        """Whether people reach the site by https: cookies are then Secure and carry the `__Host-` prefix."""
        return self.base_url.startswith("https://")


def settings_for(base_url: str | None, *, host: str, port: int, dev: bool, named: str = "--base-url") -> Settings:
    """The settings of a server that listens on `host` and `port`.

    Without `base_url` it is reached where it listens, which is for this machine alone. In clear (http) only this
    machine is served; development mode, which says more than a stranger should read, never leaves it.
    Raises `SettingsError`, which tells a fault of `base_url` under what said it, `named`.
    """
    if dev and not is_loopback(host):
        raise SettingsError("le mode développement n'écoute que sur cette machine (127.0.0.1)")
    if base_url is None:
        if not is_loopback(host):
            raise SettingsError("dites par --base-url l'adresse https à laquelle on joint ce site")
        return Settings(f"http://{_bracketed(host)}:{port}", _loopback_hosts(port), dev)
    base_url = base_url.strip()
    try:
        netloc = _checked_address(base_url, dev=dev)
    except ValueError as fault:
        raise SettingsError(f"{named} : {fault}") from None
    return Settings(f"{urlsplit(base_url).scheme}://{netloc}", frozenset({netloc}), dev)


def _checked_address(base_url: str, *, dev: bool) -> str:
    """The host and port of a site's address, as browsers name them. Raises `ValueError`, in French."""
    expected = "une adresse comme https://demarches.exemple.fr est attendue, sans chemin"
    try:
        parts = urlsplit(base_url)
        reached = bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, brackets left open
        raise ValueError(expected) from None
    host = parts.hostname or ""
    spaced = any(c.isspace() for c in base_url)
    if parts.scheme not in ("http", "https") or not reached or spaced or parts.path.strip("/") or parts.query:
        raise ValueError(expected)
    if parts.username or parts.password or parts.fragment:
        raise ValueError("ni identifiant, ni mot de passe, ni ancre")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError("https est exigé ailleurs que sur cette machine")
    if dev and not is_loopback(host):
        raise ValueError("le mode développement n'est servi qu'à cette machine")
    return parts.netloc.lower()


def _loopback_hosts(port: int) -> frozenset[str]:
    """The names of this machine. Nothing else, or a page elsewhere could reach it through a name of its own."""
    return frozenset(f"{_bracketed(name)}:{port}" for name in LOOPBACK_NAMES)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
