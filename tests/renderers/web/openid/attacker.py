"""A provider that lies. Left alone it says the truth; each test changes one thing of what it says."""

from __future__ import annotations

import base64
import datetime as dt
import functools
import hashlib
import json
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any

import httpx2
from joserfc import jwt
from joserfc.jwk import ECKey, Key, RSAKey

from renderers.web.openid import Flow, Identity, Provider, ProviderSettings
from renderers.web.openid.fetching import BoundedTransport

NOW = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
SECONDS = int(NOW.timestamp())
BACK = "https://demarches.exemple.fr/connexion/fc/retour"
CLIENT = "service-1"
SECRET = "secret-du-service"
ACCESS = "jeton-d-acces"
ADDRESS = "ana@exemple.fr"

Claims = dict[str, Any]

NESTED = b"[" * 100_000
"""What a reader of JSON falls into."""


@functools.cache
def key(kind: str, name: str = "une") -> Key:
    """A pair of keys, made once: making an RSA one is slow."""
    made: Key = RSAKey.generate_key(2048) if kind == "RSA" else ECKey.generate_key("P-256")
    made.ensure_kid()
    assert name
    return made


@functools.cache
def authorities() -> ssl.SSLContext:
    """The authorities that the system trusts, read once: it is slow."""
    return httpx2.create_ssl_context()


def half_hash(text: str) -> str:
    """What `at_hash` is for SHA-256."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:16]).rstrip(b"=").decode()


def segment(data: object) -> str:
    """One part of a token, as it is or of something to be written in JSON."""
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered to one request."""

    body: bytes
    kind: str = "application/json"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str


def as_json(value: object, status: int = 200) -> Reply:
    return Reply(json.dumps(value).encode(), status=status)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Says nothing of who hangs up: we do, on what is too long."""


class Attacker:
    """The server. `replies` says what each path answers, from the request; `asked` is what came."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.issuer = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.server_port}"
        self.keys: list[Key] = [key("EC")]
        self.document: dict[str, object] = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/session/end",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
        }
        self.id_token = ""
        self.userinfo: Claims = {"sub": "abc", "email": ADDRESS}
        self.asked: list[Asked] = []
        self.replies: dict[str, Callable[[Asked], Reply]] = {
            "/.well-known/openid-configuration": lambda _: as_json(self.document),
            "/jwks": lambda _: as_json({"keys": [one.as_dict(private=False) for one in self.keys]}),
            "/token": lambda _: as_json(
                {"access_token": ACCESS, "token_type": "Bearer", "expires_in": 60, "id_token": self.id_token}
            ),
            "/userinfo": lambda _: as_json(self.userinfo),
        }
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def settings(self, *, scopes: str = "openid email", acr_values: str = "eidas1") -> ProviderSettings:
        """What we were told of it."""
        return ProviderSettings.at(
            self.issuer, client_id=CLIENT, client_secret=SECRET, scopes=scopes, acr_values=acr_values
        )

    def provider(self, *, scopes: str = "openid email", acr_values: str = "eidas1") -> Provider:
        """Us, who ask it."""
        bounded = BoundedTransport(httpx2.HTTPTransport(verify=authorities()))
        return Provider(self.settings(scopes=scopes, acr_values=acr_values), transport=bounded)

    def claims(self, flow: Flow, **other: object) -> Claims:
        """The claims of a true ID token; a change to None takes one away."""
        true = {
            "iss": self.issuer,
            "sub": "abc",
            "aud": CLIENT,
            "exp": SECONDS + 60,
            "iat": SECONDS,
            "nonce": flow.nonce,
            "acr": "eidas1",
            "at_hash": half_hash(ACCESS),
        }
        return {name: value for name, value in (true | other).items() if value is not None}

    def sign(self, claims: Claims, by: Key | None = None, header: Mapping[str, object] = MappingProxyType({})) -> str:
        """A token of these claims, by its own key unless told otherwise."""
        by = by or self.keys[0]
        made = {"alg": "RS256" if isinstance(by, RSAKey) else "ES256", "kid": by.kid, **header}
        return jwt.encode({k: v for k, v in made.items() if v is not None}, dict(claims), by)

    def paths(self) -> list[str]:
        """The paths asked for so far."""
        return [one.path for one in self.asked]

    def visit(
        self,
        provider: Provider,
        token: Callable[[Flow], str] | None = None,
        *,
        now: dt.datetime = NOW,
        query: Mapping[str, str] = MappingProxyType({}),
    ) -> Identity:
        """A whole visit: begun, come back from with `query` too, finished. `token` makes the ID token of this flow."""
        begun = provider.begin(redirect_uri=BACK, now=NOW)
        self.id_token = token(begun.flow) if token else self.sign(self.claims(begun.flow))
        return provider.finish(begun.flow, {"state": begun.flow.state, "code": "c1", **query}, now=now)


def _handler(attacker: Attacker) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            asked = Asked(self.command, self.path, dict(self.headers), self.rfile.read(length).decode())
            attacker.asked.append(asked)
            found = attacker.replies.get(self.path.split("?")[0])
            reply = found(asked) if found else Reply(b"", status=404)
            self.send_response(reply.status)
            for name, value in {
                "Content-Type": reply.kind,
                "Content-Length": str(len(reply.body)),
                **reply.headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            """Says nothing of requests."""

    return Handler
