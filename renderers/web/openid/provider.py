"""Sending someone to a provider, and taking from what comes back who they are: the authorization code flow.

OpenID Connect Core 1.0 §3.1, with what RFC 9700 asks of services today. Requests go to the addresses of the discovery
document and nowhere else.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx2
from authlib.integrations.httpx_client import OAuth2Client, OAuthError
from joserfc.jwt import Token

from .errors import AccessDenied, ForeignAnswer, ProviderError, ProviderUnreachable, RequestRefused, UntrustedAnswer
from .fetching import check_status, get, new_transport
from .flows import Flow
from .published import Announced, Published, read_json
from .settings import ProviderSettings
from .tokens import Expected, UnknownKey, email_of, signed, subject_of, userinfo_of

SECRET_BYTES = 32
"""Of a state, a nonce, a verifier: 64 hexadecimal digits, which every version of FranceConnect took."""

MAX_TEXT = 8192
_VISIBLE = re.compile(r"[!-~]+")
_PASSING = frozenset({"server_error", "temporarily_unavailable"})

RandomHex = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Begun:
    """Where to send the browser, and what to keep until it is back."""

    url: str
    flow: Flow


@dataclass(frozen=True, slots=True)
class Identity:
    """Someone the provider vouches for: `issuer` and `subject` together, to the letter, for ever.

    FranceConnect's `subject` is this service's own (`pairwise`). `email` is what the provider was told: never a proof,
    never what an account is found by. `id_token` is for `Provider.logout_url` alone.
    """

    issuer: str
    subject: str
    email: str | None
    id_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Tokens:
    access: str
    id: str


class Provider:
    """One provider. May be shared between threads. It waits for the network: to be called in a thread of its own."""

    def __init__(
        self,
        settings: ProviderSettings,
        *,
        transport: httpx2.BaseTransport | None = None,
        random_hex: RandomHex = secrets.token_hex,
    ) -> None:
        self.settings = settings
        self._transport = transport or new_transport()
        self._random_hex = random_hex
        self._published = Published(settings, lambda address: get(self._transport, address).content)

    def close(self) -> None:
        """Closes the connections kept open."""
        self._transport.close()

    def begin(self, *, redirect_uri: str, now: dt.datetime) -> Begun:
        """A new flow, which comes back to `redirect_uri`. Raises `ProviderUnreachable`, `UntrustedAnswer`."""
        announced = self._published.announced(now)
        flow = Flow(
            issuer=announced.issuer,
            state=self._random_hex(SECRET_BYTES),
            nonce=self._random_hex(SECRET_BYTES),
            verifier=self._random_hex(SECRET_BYTES) if self.settings.pkce else "",
            redirect_uri=redirect_uri,
            issued=now,
        )
        extra = {"acr_values": " ".join(self.settings.acr_values)} if self.settings.acr_values else {}
        url, _ = self._client(announced).create_authorization_url(
            announced.authorization,
            state=flow.state,
            nonce=flow.nonce,
            code_verifier=flow.verifier or None,
            redirect_uri=redirect_uri,
            scope=" ".join(self.settings.scopes),
            **extra,
        )
        return Begun(str(url), flow)

    def finish(self, flow: Flow, query: Mapping[str, str], *, now: dt.datetime) -> Identity:
        """Who came back, from the flow kept for this browser and the query of the address it came back to.

        The caller forgets the flow first, whatever comes: it serves once. The provider takes the code once too.
        Raises `ForeignAnswer`, `AccessDenied`, `RequestRefused`, `ProviderUnreachable`, `UntrustedAnswer`.
        """
        flow.check(query.get("state", ""), now)
        announced = self._published.announced(now)
        _check_issuer(flow, query, announced)
        if "error" in query:
            raise _refusal(query["error"])
        tokens = self._redeem(announced, flow, _code(query))
        expected = Expected(
            issuer=announced.issuer,
            client_id=self.settings.client_id,
            nonce=flow.nonce,
            acr_values=self.settings.acr_values,
            since=flow.issued,
            now=now,
        )
        subject = subject_of(self._signed(tokens.id, now), expected, tokens.access)
        email = self._email(announced, tokens.access, subject, expected)
        return Identity(announced.issuer, subject, email, tokens.id)

    def logout_url(self, id_token: str, *, post_logout_redirect_uri: str, state: str, now: dt.datetime) -> str | None:
        """Where to send the browser so that the provider forgets it too; None where there is no such place.

        OpenID Connect RP-Initiated Logout 1.0. FranceConnect asks for the token, the address and `state`, which comes
        back ("Endpoints disponibles", logout), and takes `client_id`, which others ask for. Leaving must not depend on
        anybody: a provider that can't be reached has no such place either.
        """
        announced = self._published.last_announced
        try:
            announced = announced or self._published.announced(now)
        except ProviderError:
            return None
        if not announced.end_session:
            return None
        asked = {
            "id_token_hint": id_token,
            "client_id": self.settings.client_id,
            "post_logout_redirect_uri": post_logout_redirect_uri,
            "state": state,
        }
        return f"{announced.end_session}{'&' if '?' in announced.end_session else '?'}{urlencode(asked)}"

    def _client(self, announced: Announced) -> Any:  # noqa: ANN401 - Authlib has no types
        """Authlib's client. One for each flow: it remembers the tokens it was given."""
        return OAuth2Client(
            client_id=self.settings.client_id,
            client_secret=self.settings.client_secret,
            token_endpoint_auth_method="client_secret_post" if announced.secret_in_body else "client_secret_basic",
            code_challenge_method="S256",
            transport=self._transport,
            trust_env=False,
            follow_redirects=False,
        )

    def _redeem(self, announced: Announced, flow: Flow, code: str) -> _Tokens:
        """The tokens of a code. Raises what `finish` says."""
        proof = {"code_verifier": flow.verifier} if flow.verifier else {}
        try:
            answer = self._client(announced).fetch_token(
                announced.token,
                grant_type="authorization_code",
                code=code,
                redirect_uri=flow.redirect_uri,
                **proof,
            )
        except OAuthError as error:
            raise _refusal(error.error) from None
        except httpx2.HTTPStatusError as error:
            check_status(error.response.status_code)
            raise UntrustedAnswer("tokens: unreadable") from None
        except httpx2.HTTPError as error:
            raise ProviderUnreachable(type(error).__name__) from None
        except (ValueError, TypeError, OverflowError, RecursionError):
            raise UntrustedAnswer("tokens: unreadable") from None
        return _tokens(answer)

    def _signed(self, token: str, now: dt.datetime) -> Token:
        """A token whose signature holds, the keys asked for again once if they miss the one it names."""
        try:
            return signed(token, self._published.keys(now))
        except UnknownKey:
            pass
        try:
            return signed(token, self._published.keys_anew(now))
        except UnknownKey:
            raise UntrustedAnswer("token: unknown key") from None

    def _email(self, announced: Announced, access_token: str, subject: str, expected: Expected) -> str | None:
        """The address that userinfo gives: in a signed token, as FranceConnect answers, or in a JSON object."""
        if not announced.userinfo or "email" not in self.settings.scopes:
            return None
        answer = get(self._transport, announced.userinfo, {"Authorization": f"Bearer {access_token}"})
        kind = answer.headers.get("Content-Type", "").split(";")[0].strip().lower()
        if kind == "application/jwt":
            token = answer.content.decode("ascii", "replace").strip()
            return email_of(userinfo_of(self._signed(token, expected.now), expected), subject)
        if kind == "application/json":
            return email_of(read_json(answer.content, "userinfo"), subject)
        raise UntrustedAnswer("userinfo: neither a token nor JSON")


def _check_issuer(flow: Flow, query: Mapping[str, str], announced: Announced) -> None:
    """The answer comes from who was asked (RFC 9207 §2.4). Raises `ForeignAnswer`."""
    if flow.issuer != announced.issuer:
        raise ForeignAnswer("flow: another provider")
    if query.get("iss", "" if announced.names_itself else announced.issuer) != announced.issuer:
        raise ForeignAnswer("iss: missing" if "iss" not in query else "iss: another")


def _code(query: Mapping[str, str]) -> str:
    code = query.get("code", "")
    if not _VISIBLE.fullmatch(code) or len(code) > MAX_TEXT:
        raise ForeignAnswer("code: missing or unreadable")
    return code


def _refusal(error: object) -> ProviderError:
    """What an error of RFC 6749 (§4.1.2.1, §5.2) or OpenID Connect Core (§3.1.2.6) comes to."""
    if not isinstance(error, str) or not re.fullmatch(r"[a-z_]{1,40}", error):
        return RequestRefused("provider: refused")
    if error == "access_denied":
        return AccessDenied("access_denied")
    if error == "invalid_grant":
        return ForeignAnswer("code: refused")  # used before, too late, or not with this verifier
    if error in _PASSING:
        return ProviderUnreachable("provider: says it cannot serve")
    return RequestRefused(f"provider: {error}")


def _tokens(answer: Mapping[str, object]) -> _Tokens:
    """The two tokens of an answer. Raises `UntrustedAnswer`."""
    access, identity, kind = answer.get("access_token"), answer.get("id_token"), answer.get("token_type")
    if not isinstance(kind, str) or kind.lower() != "bearer":
        raise UntrustedAnswer("tokens: not of the bearer type")
    for text in (access, identity):
        if not isinstance(text, str) or not _VISIBLE.fullmatch(text) or len(text) > MAX_TEXT:
            raise UntrustedAnswer("tokens: missing or unreadable")
    return _Tokens(str(access), str(identity))
