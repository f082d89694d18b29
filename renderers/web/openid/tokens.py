"""Believing tokens, or not: signatures, who made them, for whom, when, and in answer to what.

OpenID Connect Core 1.0, §3.1.3.7 (ID token), §3.1.3.8 (access token) and §5.3.2 (userinfo). The signature algorithms
are those of FranceConnect, which every provider has: both asymmetric, so that a public key can't pass for a secret.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from .errors import UntrustedAnswer

ALGORITHMS = ("ES256", "RS256")
SKEW = 60
"""Seconds by which two clocks may differ. FranceConnect's tokens live as long."""

MAX_SUBJECT = 255
MAX_ADDRESS = 254
_EIDAS = re.compile(r"eidas([1-3])")
_JWS = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)  # an unknown header is ignored: RFC 7515 §4
_ADDRESS = re.compile(r"[^\s@\x00-\x1f\x7f]+@[^\s@\x00-\x1f\x7f]+")


class UnknownKey(Exception):
    """The key that a token names is not among those we have."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What tokens must agree with. `since` is the beginning of the flow: no token of it is older."""

    issuer: str
    client_id: str
    nonce: str = field(repr=False)
    acr_values: tuple[str, ...]
    since: dt.datetime
    now: dt.datetime

    @property
    def seconds(self) -> int:
        """Now, as tokens count."""
        return int(self.now.timestamp())


def signed(token: str, keys: KeySet) -> jwt.Token:
    """A token whose signature holds. Raises `UntrustedAnswer`; `UnknownKey` when other keys might do."""
    try:
        return jwt.decode(token, keys, registry=_JWS)
    except InvalidKeyIdError:
        raise UnknownKey from None
    except (JoseError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UntrustedAnswer(f"token: {type(error).__name__}") from None


def subject_of(token: jwt.Token, expected: Expected, access_token: str) -> str:
    """Who an ID token is about. Raises `UntrustedAnswer`."""
    claims = CodeIDToken(
        token.claims,
        token.header,
        options={
            "iss": {"essential": True, "value": expected.issuer},
            "aud": {"essential": True, "value": expected.client_id},
            "sub": {"essential": True},
        },
        params={"nonce": expected.nonce, "client_id": expected.client_id, "access_token": access_token},
    )
    try:
        claims.validate(now=expected.seconds, leeway=SKEW)
    except (JoseError, ValueError, TypeError) as error:
        raise UntrustedAnswer(f"id token: {type(error).__name__} {_claim(error)}") from None
    if token.claims["aud"] not in (expected.client_id, [expected.client_id]):
        raise UntrustedAnswer("id token: other audiences")  # we trust none beside us: §3.1.3.7, 3
    if token.claims["iat"] < expected.since.timestamp() - SKEW:
        raise UntrustedAnswer("id token: older than the flow")
    _check_level(token.claims.get("acr"), expected.acr_values)
    return _subject(token.claims)


def email_of(claims: Mapping[str, object], subject: str) -> str | None:
    """The address that userinfo gives for this subject, None without one. Raises `UntrustedAnswer`.

    It is what the provider was told, not proof of a mailbox. One that it says it did not verify is left out.
    """
    if claims.get("sub") != subject:
        raise UntrustedAnswer("userinfo: another subject")  # §5.3.2: it must not be used
    address = claims.get("email")
    if claims.get("email_verified", True) is not True or not isinstance(address, str):
        return None
    return address if len(address) <= MAX_ADDRESS and _ADDRESS.fullmatch(address) else None


def userinfo_of(token: jwt.Token, expected: Expected) -> Mapping[str, object]:
    """The claims of a signed userinfo, said by the same provider to us. Raises `UntrustedAnswer`."""
    registry = jwt.JWTClaimsRegistry(
        expected.seconds,
        SKEW,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.client_id},
    )
    try:
        registry.validate(token.claims)
    except (JoseError, ValueError, TypeError) as error:
        raise UntrustedAnswer(f"userinfo: {type(error).__name__} {_claim(error)}") from None
    return token.claims


def _check_level(level: object, asked: tuple[str, ...]) -> None:
    """The level of assurance is one of those asked for, or above one: the levels of eIDAS are ordered."""
    if not asked or level in asked:
        return
    found = _EIDAS.fullmatch(level) if isinstance(level, str) else None
    levels = [match[1] for value in asked if (match := _EIDAS.fullmatch(value))]
    if found is None or not levels or found[1] < min(levels):
        raise UntrustedAnswer("id token: level of assurance")


def _subject(claims: Mapping[str, object]) -> str:
    """The subject: opaque, compared to the letter, of 255 ASCII characters at most (§2)."""
    subject = claims["sub"]
    if not isinstance(subject, str) or len(subject) > MAX_SUBJECT or not re.fullmatch(r"[ -~]+", subject):
        raise UntrustedAnswer("id token: subject")
    return subject


def _claim(error: Exception) -> str:
    """Which claim was wrong, when it is one of those we name: what else an error says came from outside."""
    claim = getattr(error, "claim", "")
    return claim if claim in CodeIDToken.REGISTERED_CLAIMS else ""
