"""What one deployment was told of its provider, checked when it starts.

FranceConnect, version 2, is what the defaults fit. Its documentation for services, "Endpoints disponibles" and "Les
évolutions de la nouvelle version" (docs.partenaires.franceconnect.gouv.fr), asks for `acr_values`, `eidas1` in its
first product, for a `state` and a `nonce` of 32 characters at least, and signs by ES256 or RS256 alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from renderers.hosts import is_loopback

DISCOVERY = "/.well-known/openid-configuration"
_SCOPE = re.compile(r"[!#-\[\]-~]+")  # a scope's characters: RFC 6749 §3.3
_VISIBLE = re.compile(r"[!-~]+")


class ProviderSettingsError(ValueError):
    """A provider that could not be asked safely. Says in French what is wrong, and holds nothing of a secret."""

    def __init__(self, what: str) -> None:
        super().__init__(f"fournisseur d’identité\u00a0: {what}")


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """One provider: who it is (`issuer`), who we are to it, what is asked of it. `label` names it to people.

    `acr_values` are levels of assurance: what is asked is also checked in the answer. None asked, none checked.
    `pkce` sends a challenge with the request (RFC 7636). It is off by default because FranceConnect refuses any
    parameter it does not list, those of PKCE among them, with its error page (its published source,
    `forbidNonWhitelisted` in core-fcp; seen in damienbod/angular-auth-oidc-client#2157). For a service with a secret
    of its own, the nonce protects against an injected code in its stead (RFC 9700 §2.1.1). Turn it on elsewhere.
    Raises `ProviderSettingsError`.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: tuple[str, ...] = ("openid", "email")
    acr_values: tuple[str, ...] = ("eidas1",)
    pkce: bool = False
    label: str = "FranceConnect"

    def __post_init__(self) -> None:
        if not is_safe_address(self.issuer, clear=is_clear(self.issuer)) or "?" in self.issuer:
            raise ProviderSettingsError(
                "une adresse https est attendue, sans identifiant, paramètre ni ancre (http sur cette machine)"
            )
        if not _VISIBLE.fullmatch(self.client_id) or not _VISIBLE.fullmatch(self.client_secret):
            raise ProviderSettingsError("l’identifiant et le secret du service sont attendus, en ASCII et sans espace")
        if "openid" not in self.scopes or not all(_SCOPE.fullmatch(scope) for scope in self.scopes):
            raise ProviderSettingsError("parmi les portées demandées, «\u00a0openid\u00a0» est exigée")
        if not all(_VISIBLE.fullmatch(value) for value in self.acr_values):
            raise ProviderSettingsError("un niveau de garantie s’écrit en ASCII, sans espace")

    @classmethod
    def at(
        cls,
        address: str,
        *,
        client_id: str,
        client_secret: str,
        scopes: str = "openid email",
        acr_values: str = "eidas1",
        pkce: bool = False,
        label: str = "FranceConnect",
    ) -> Self:
        """The settings as an operator writes them: lists are separated by spaces.

        `address` is the issuer, or that of its discovery document. Raises `ProviderSettingsError`.
        """
        return cls(
            issuer=address.strip().removesuffix(DISCOVERY),
            client_id=client_id.strip(),
            client_secret=client_secret.strip(),
            scopes=tuple(scopes.split()),
            acr_values=tuple(acr_values.split()),
            pkce=pkce,
            label=label,
        )

    @property
    def discovery(self) -> str:
        """Where the provider says how it is reached (OpenID Connect Discovery 1.0 §4)."""
        return self.issuer.removesuffix("/") + DISCOVERY


def is_clear(address: str) -> bool:
    """Whether an address is one of this machine, in clear: for development and tests."""
    parts = urlsplit(address)
    return parts.scheme == "http" and is_loopback(parts.hostname or "")


def is_safe_address(address: str, *, clear: bool) -> bool:
    """Whether requests may go to an address: https; with `clear`, http to this machine too. No user, no anchor."""
    try:
        parts = urlsplit(address)
        reached = bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, brackets left open
        return False
    if not reached or not _VISIBLE.fullmatch(address) or "@" in parts.netloc or "#" in address or "\\" in address:
        return False
    return parts.scheme == "https" or (clear and is_clear(address))
