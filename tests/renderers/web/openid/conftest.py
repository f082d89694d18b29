"""The real provider, a browser, and an attacker."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from renderers.web.openid import Provider, ProviderSettings
from tests.renderers.web.openid.attacker import Attacker
from tests.renderers.web.openid.browser import Browser

ROOT = Path(__file__).resolve().parents[4]
BACK = "http://localhost:9/connexion/fc/retour"
AFTER_LOGOUT = "http://localhost:9/connexion/fc/adieu"


@dataclass(frozen=True, slots=True)
class Real:
    """The real provider: its address. It has a clock of its own, which ours has to agree with."""

    address: str

    def registered(self, **asked: object) -> ProviderSettings:
        """A new service registered there, for which something more than the usual is asked."""
        answer = httpx2.post(
            f"{self.address}/oauth/register",
            json={
                "client_name": "Parcours",
                "redirect_uris": [BACK],
                "post_logout_redirect_uris": [AFTER_LOGOUT],
                "grant_types": ["authorization_code"],
                "response_types": ["code"],
                "token_endpoint_auth_method": "client_secret_post",
                "scope": "openid email",
                **asked,
            },
        )
        known = answer.json()
        assert answer.status_code == 201, known
        return ProviderSettings.at(
            self.address,
            client_id=known["client_id"],
            client_secret=known["client_secret"],
            acr_values="",
            pkce=True,
        )

    @staticmethod
    def now() -> dt.datetime:
        """The hour it is there."""
        return dt.datetime.now(dt.UTC)


@pytest.fixture(scope="session")
def real() -> Iterator[Real]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.renderers.web.openid.server"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        assert address, "the provider did not start"
        yield Real(address)


@pytest.fixture
def browser() -> Iterator[Browser]:
    browser = Browser("ana")
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def service(real: Real) -> Iterator[Provider]:
    """Us, registered with the real provider, with PKCE."""
    provider = Provider(real.registered())
    yield provider
    provider.close()


@pytest.fixture
def attacker() -> Iterator[Attacker]:
    attacker = Attacker()
    yield attacker
    attacker.close()


@pytest.fixture
def provider(attacker: Attacker) -> Iterator[Provider]:
    """Us, who ask the attacker."""
    provider = attacker.provider()
    yield provider
    provider.close()
