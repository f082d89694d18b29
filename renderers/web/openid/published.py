"""What a provider publishes of itself: where it is reached, and the keys it signs with.

Both are asked for again after an hour. FranceConnect asks services to fetch its keys regularly, and again when a
signature can't be checked with those they have ("Les évolutions de la nouvelle version", signature).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet, import_key

from .errors import UntrustedAnswer
from .settings import ProviderSettings, is_clear, is_safe_address

KEPT = dt.timedelta(hours=1)
_MODULUS = 342
"""Characters of the modulus of an RSA key of 2048 bits, in base64url. Shorter keys are not for signing."""

_T = TypeVar("_T")

Fetch = Callable[[str], bytes]
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Announced:
    """The discovery document's part that serves here. Addresses are safe to ask; "" says that there is none.

    `names_itself` says that answers carry the issuer (RFC 9207); `secret_in_body` how this service says its secret.
    """

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str
    end_session: str
    names_itself: bool
    secret_in_body: bool


@dataclass(frozen=True, slots=True)
class _Kept(Generic[_T]):
    value: _T
    at: dt.datetime

    def is_fresh(self, now: dt.datetime) -> bool:
        return dt.timedelta(0) <= now - self.at <= KEPT


class Published:
    """Keeps what a provider publishes. Threads that find it too old at once each ask: harmless, and nobody waits."""

    def __init__(self, settings: ProviderSettings, fetch: Fetch) -> None:
        self._settings = settings
        self._fetch = fetch
        self._announced: _Kept[Announced] | None = None
        self._keys: _Kept[tuple[str, KeySet]] | None = None

    @property
    def last_announced(self) -> Announced | None:
        """What was announced last, however long ago."""
        return self._announced.value if self._announced else None

    def announced(self, now: dt.datetime) -> Announced:
        """Where the provider is reached. Raises `ProviderUnreachable`, `UntrustedAnswer`."""
        kept = self._announced
        if kept is None or not kept.is_fresh(now):
            kept = _Kept(read_announced(self._fetch(self._settings.discovery), self._settings), now)
            self._announced = kept
        return kept.value

    def keys(self, now: dt.datetime) -> KeySet:
        """The keys it signs with. Raises `ProviderUnreachable`, `UntrustedAnswer`."""
        address, kept = self.announced(now).keys, self._keys
        if kept is None or kept.value[0] != address or not kept.is_fresh(now):
            return self._asked(address, now)
        return kept.value[1]

    def keys_anew(self, now: dt.datetime) -> KeySet:
        """The same, asked for again unless they just were, at this very instant. Raises the same."""
        if self._keys is not None and self._keys.at == now:
            return self.keys(now)
        return self._asked(self.announced(now).keys, now)

    def _asked(self, address: str, now: dt.datetime) -> KeySet:
        keys = read_keys(self._fetch(address))
        self._keys = _Kept((address, keys), now)
        return keys


def read_json(data: bytes, what: str) -> Json:
    """A JSON object. Raises `UntrustedAnswer` for anything else."""
    try:
        read = json.loads(data)
    except (ValueError, RecursionError):
        raise UntrustedAnswer(f"{what}: not JSON") from None
    if not isinstance(read, dict):
        raise UntrustedAnswer(f"{what}: not an object")
    return read


def read_announced(data: bytes, settings: ProviderSettings) -> Announced:
    """Reads a discovery document. Raises `UntrustedAnswer`.

    Its issuer must be the one configured (OpenID Connect Discovery 1.0 §4.3), but for a final slash, which the address
    of a discovery document does not tell. Its addresses are https; a provider of this machine may have them in clear.
    """
    document = read_json(data, "discovery")
    issuer = document.get("issuer")
    if not isinstance(issuer, str) or issuer.removesuffix("/") != settings.issuer.removesuffix("/"):
        raise UntrustedAnswer("discovery: another issuer")

    def address(name: str, *, needed: bool = True) -> str:
        found = document.get(name)
        if found is None and not needed:
            return ""
        if not isinstance(found, str) or not is_safe_address(found, clear=is_clear(settings.issuer)):
            raise UntrustedAnswer(f"discovery: {name}")
        return found

    methods = document.get("token_endpoint_auth_methods_supported")
    return Announced(
        issuer=issuer,
        authorization=address("authorization_endpoint"),
        token=address("token_endpoint"),
        keys=address("jwks_uri"),
        userinfo=address("userinfo_endpoint", needed=False),
        end_session=address("end_session_endpoint", needed=False),
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
        secret_in_body=isinstance(methods, list) and "client_secret_post" in methods,
    )


def read_keys(data: bytes) -> KeySet:
    """Reads a set of keys (RFC 7517) and keeps those that can check a signature. Raises `UntrustedAnswer`.

    Shared secrets are no public keys, and a key that can't be read is as good as absent (§5 there).
    """
    entries = read_json(data, "keys").get("keys")
    if not isinstance(entries, list):
        raise UntrustedAnswer("keys: no list")
    return KeySet([key for entry in entries if (key := _key(entry)) is not None])


def _key(entry: object) -> Key | None:
    if not isinstance(entry, dict) or entry.get("kty") not in ("RSA", "EC") or entry.get("use", "sig") != "sig":
        return None
    if entry["kty"] == "RSA" and len(str(entry.get("n"))) < _MODULUS:
        return None
    try:
        return import_key(entry)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
