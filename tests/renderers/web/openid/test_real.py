"""Signing in by a real provider: Canaille, over HTTP, with someone who fills in its pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from renderers.web.openid import (
    AccessDenied,
    Flow,
    ForeignAnswer,
    Provider,
    RequestRefused,
    UntrustedAnswer,
)
from tests.renderers.web.openid.browser import Browser
from tests.renderers.web.openid.conftest import AFTER_LOGOUT, BACK, Real


def asked_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def come_back(provider: Provider, browser: Browser, now: dt.datetime) -> tuple[Flow, dict[str, str]]:
    """Begins, signs in there, and comes back."""
    begun = provider.begin(redirect_uri=BACK, now=now)
    return begun.flow, browser.go(begun.url, BACK)


@pytest.mark.parametrize("algorithm", ["ES256", "RS256"])
@pytest.mark.parametrize("signed_userinfo", [True, False])
@pytest.mark.parametrize("pkce", [True, False])
def test_someone_signs_in(real: Real, browser: Browser, algorithm: str, *, signed_userinfo: bool, pkce: bool) -> None:
    userinfo = {"userinfo_signed_response_alg": algorithm} if signed_userinfo else {}
    settings = real.registered(id_token_signed_response_alg=algorithm, **userinfo)
    provider = Provider(replace(settings, pkce=pkce))
    flow, query = come_back(provider, browser, real.now())
    identity = provider.finish(Flow.decode(flow.encode()), query, now=real.now())
    assert identity.issuer == real.address
    assert identity.subject == "ana"
    assert identity.email == "ana@exemple.fr"
    assert identity.id_token.count(".") == 2
    assert any("/login" in page for page in browser.pages)
    provider.close()


def test_what_is_asked(service: Provider, real: Real) -> None:
    now = real.now()
    first, second = (service.begin(redirect_uri=BACK, now=now) for _ in range(2))
    asked = asked_of(first.url)
    assert asked == {
        "response_type": "code",
        "client_id": service.settings.client_id,
        "redirect_uri": BACK,
        "scope": "openid email",
        "state": first.flow.state,
        "nonce": first.flow.nonce,
        "code_challenge": asked["code_challenge"],
        "code_challenge_method": "S256",
    }
    assert first.flow.verifier not in first.url
    assert service.settings.client_secret not in first.url
    secrets = [text for flow in (first.flow, second.flow) for text in (flow.state, flow.nonce, flow.verifier)]
    assert len(set(secrets)) == 6
    assert {len(text) for text in secrets} == {64}


def test_who_does_not_consent_then_does(service: Provider, real: Real) -> None:
    browser = Browser("bo")
    begun = service.begin(redirect_uri=BACK, now=real.now())
    query = browser.go(begun.url, BACK, answer="deny")
    assert query["error"] == "access_denied"
    with pytest.raises(AccessDenied):
        service.finish(begun.flow, query, now=real.now())
    flow, query = come_back(service, browser, real.now())
    assert service.finish(flow, query, now=real.now()).subject == "bo"
    assert sum("/oauth/authorize" in page for page in browser.pages) == 2  # where consent is asked
    browser.close()


def test_a_code_serves_once(service: Provider, browser: Browser, real: Real) -> None:
    flow, query = come_back(service, browser, real.now())
    service.finish(flow, query, now=real.now())
    with pytest.raises(ForeignAnswer, match="code"):
        service.finish(flow, query, now=real.now())


@pytest.mark.parametrize("verifier", ["f" * 64, ""])
def test_the_provider_refuses_another_verifier(service: Provider, browser: Browser, real: Real, verifier: str) -> None:
    flow, query = come_back(service, browser, real.now())
    with pytest.raises((ForeignAnswer, RequestRefused)):
        service.finish(replace(flow, verifier=verifier), query, now=real.now())


def test_someone_else_s_state(service: Provider, browser: Browser, real: Real) -> None:
    mine = service.begin(redirect_uri=BACK, now=real.now())
    _, theirs = come_back(service, browser, real.now())
    for query in (theirs, {name: text for name, text in theirs.items() if name != "state"}):
        with pytest.raises(ForeignAnswer, match="state"):
            service.finish(mine.flow, query, now=real.now())


def test_an_injected_code_has_another_nonce(real: Real, browser: Browser) -> None:
    provider = Provider(replace(real.registered(), pkce=False))
    mine = provider.begin(redirect_uri=BACK, now=real.now())
    _, theirs = come_back(provider, browser, real.now())
    with pytest.raises(UntrustedAnswer, match="nonce"):
        provider.finish(mine.flow, theirs | {"state": mine.flow.state}, now=real.now())
    provider.close()


def test_a_code_of_another_service(service: Provider, real: Real, browser: Browser) -> None:
    other = Provider(real.registered())
    flow, query = come_back(other, browser, real.now())
    with pytest.raises(ForeignAnswer, match="code"):
        service.finish(flow, query, now=real.now())
    other.close()


def test_an_answer_that_names_another_provider_or_none(service: Provider, browser: Browser, real: Real) -> None:
    flow, query = come_back(service, browser, real.now())
    assert query["iss"] == real.address  # RFC 9207
    for other in ({**query, "iss": "https://ailleurs.exemple.fr"}, {n: t for n, t in query.items() if n != "iss"}):
        with pytest.raises(ForeignAnswer, match="iss"):
            service.finish(flow, other, now=real.now())


def test_a_wrong_secret(real: Real, browser: Browser) -> None:
    provider = Provider(replace(real.registered(), client_secret="un-autre-secret"))
    flow, query = come_back(provider, browser, real.now())
    with pytest.raises(RequestRefused, match="invalid_client"):
        provider.finish(flow, query, now=real.now())
    provider.close()


def test_an_address_to_come_back_to_that_is_not_registered(service: Provider, browser: Browser, real: Real) -> None:
    begun = service.begin(redirect_uri="http://localhost:9/ailleurs", now=real.now())
    with pytest.raises(AssertionError):  # the provider shows an error in place of sending anywhere
        browser.go(begun.url, "http://localhost:9/ailleurs")


def test_leaving_the_provider_too(service: Provider, browser: Browser, real: Real) -> None:
    flow, query = come_back(service, browser, real.now())
    identity = service.finish(flow, query, now=real.now())
    again = service.begin(redirect_uri=BACK, now=real.now())
    before = len(browser.pages)
    browser.go(again.url, BACK)
    assert len(browser.pages) == before  # still known there: no page is shown
    address = service.logout_url(
        identity.id_token, post_logout_redirect_uri=AFTER_LOGOUT, state="marque", now=real.now()
    )
    assert address is not None
    assert parse_qs(urlsplit(address).query)["id_token_hint"] == [identity.id_token]
    assert browser.go(address, AFTER_LOGOUT) == {"state": "marque"}
    browser.go(service.begin(redirect_uri=BACK, now=real.now()).url, BACK)
    assert any("/login" in page for page in browser.pages[before:])
