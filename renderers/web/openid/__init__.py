"""Signing in by an OpenID Connect provider: off unless configured, and plugged into routes by who calls it.

`Provider.begin` gives where to send the browser and a `Flow` to keep, sealed, in a short-lived cookie; `finish` takes
the flow and what came back, and gives an `Identity` or raises one exception per cause (`errors`). What an identity
opens is decided elsewhere.

What is particular to FranceConnect (version 2) is a default of `ProviderSettings`, with its source there.
"""

from __future__ import annotations

from .errors import (
    AccessDenied,
    ForeignAnswer,
    ProviderError,
    ProviderUnreachable,
    RequestRefused,
    UntrustedAnswer,
)
from .flows import Flow
from .provider import Begun, Identity, Provider
from .settings import ProviderSettings, ProviderSettingsError

__all__ = [
    "AccessDenied",
    "Begun",
    "Flow",
    "ForeignAnswer",
    "Identity",
    "Provider",
    "ProviderError",
    "ProviderSettings",
    "ProviderSettingsError",
    "ProviderUnreachable",
    "RequestRefused",
    "UntrustedAnswer",
]
