"""One sign-in under way: what has to be the same when the browser comes back."""

from __future__ import annotations

import datetime as dt
import hmac
import json
from dataclasses import dataclass, field
from typing import Self

from .errors import ForeignAnswer

LIFETIME = dt.timedelta(minutes=10)
"""How long a person may take. FranceConnect gives an interaction as long (its published source, `ttl.Interaction`)."""

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Flow:
    """`issuer` is who was asked, `state` marks the browser, `nonce` the tokens. `verifier` is empty without PKCE."""

    issuer: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    redirect_uri: str
    issued: dt.datetime

    def encode(self) -> bytes:
        """The flow as bytes, to be sealed: who can read them can finish the sign-in of someone else."""
        texts = [self.issuer, self.state, self.nonce, self.verifier, self.redirect_uri, self.issued.isoformat()]
        return json.dumps([_FORMAT, *texts], separators=(",", ":")).encode()

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """The flow that `encode` gave. Raises `ForeignAnswer` for anything else."""
        try:
            form, *texts = json.loads(data)
            if form != _FORMAT or not all(isinstance(text, str) for text in texts):
                raise ForeignAnswer("flow: unreadable")
            issuer, state, nonce, verifier, redirect_uri, issued = texts
            at = dt.datetime.fromisoformat(issued)
        except (ValueError, TypeError, RecursionError):
            raise ForeignAnswer("flow: unreadable") from None
        if at.tzinfo is None or not state or not nonce:
            raise ForeignAnswer("flow: unreadable")
        return cls(issuer, state, nonce, verifier, redirect_uri, at)

    def check(self, state: str, now: dt.datetime) -> None:
        """Accepts an answer with this flow's state, in time. Raises `ForeignAnswer`."""
        if not hmac.compare_digest(state.encode(), self.state.encode()):
            raise ForeignAnswer("state: missing" if not state else "state: another")
        if not dt.timedelta(0) <= now - self.issued <= LIFETIME:
            raise ForeignAnswer("flow: too old")
