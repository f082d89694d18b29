"""Why signing in by a provider did not succeed: one exception per cause, each to be told in its own way.

`reason` is for the log: a few fixed words, never something that came from outside.
"""

from __future__ import annotations


class ProviderError(Exception):
    """What all causes have in common."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ProviderUnreachable(ProviderError):
    """The provider does not answer, not in time, or says that it cannot serve now. Trying again later may do."""


class ForeignAnswer(ProviderError):
    """What came back belongs to no sign-in begun here: another state, a code already used, ten minutes gone by.

    Beginning again does.
    """


class AccessDenied(ProviderError):
    """The person, or the provider for them, did not go through with it."""


class RequestRefused(ProviderError):
    """The provider does not take what this deployment asks: an operator's affair (identifier, secret, scopes)."""


class UntrustedAnswer(ProviderError):
    """The provider's answer, or who it names, cannot be relied on. Nobody is signed in."""
