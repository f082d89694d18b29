"""What comes back with the browser, and what the provider answers to a code: one exception per cause."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from renderers.web.openid import (
    AccessDenied,
    Flow,
    ForeignAnswer,
    Provider,
    ProviderError,
    ProviderUnreachable,
    RequestRefused,
    UntrustedAnswer,
)
from tests.renderers.web.openid.attacker import (
    ACCESS,
    BACK,
    NESTED,
    NOW,
    Attacker,
    Reply,
    as_json,
)


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        (Reply(b"panne", kind="text/plain", status=500), ProviderUnreachable),
        (as_json({"error": "server_error"}, 503), ProviderUnreachable),
        (Reply(b"trop", kind="text/plain", status=429), ProviderUnreachable),
        (as_json({"error": "temporarily_unavailable"}, 400), ProviderUnreachable),
        (as_json({"error": "invalid_grant"}, 400), ForeignAnswer),
        (as_json({"error": "invalid_client"}, 401), RequestRefused),
        (as_json({"error": "<script>"}, 400), RequestRefused),
        (as_json({"error": ["invalid_grant"]}, 400), RequestRefused),
        (Reply(b"<!doctype html>", kind="text/html"), UntrustedAnswer),
        (Reply(b"<!doctype html>", kind="text/html", status=400), UntrustedAnswer),
        (Reply(NESTED), UntrustedAnswer),
        (as_json([]), UntrustedAnswer),
        (as_json({}), UntrustedAnswer),
        (as_json({"access_token": ACCESS, "token_type": "Bearer"}), UntrustedAnswer),
        (as_json({"access_token": ACCESS, "token_type": "mac", "id_token": "a.b.c"}), UntrustedAnswer),
        (as_json({"access_token": ACCESS, "id_token": "a.b.c"}), UntrustedAnswer),
        (as_json({"access_token": "a\r\nb", "token_type": "Bearer", "id_token": "a.b.c"}), UntrustedAnswer),
        (as_json({"access_token": "é", "token_type": "Bearer", "id_token": "a.b.c"}), UntrustedAnswer),
        (as_json({"access_token": "", "token_type": "Bearer", "id_token": "a.b.c"}), UntrustedAnswer),
        (
            as_json({"access_token": ACCESS, "token_type": "Bearer", "id_token": {}, "expires_in": {"a": 1}}),
            UntrustedAnswer,
        ),
        (as_json({"access_token": ACCESS, "token_type": "Bearer", "expires_in": "x"}), UntrustedAnswer),
    ],
)
def test_answers_to_a_code(attacker: Attacker, provider: Provider, reply: Reply, cause: type[ProviderError]) -> None:
    attacker.replies["/token"] = lambda _: reply
    with pytest.raises(cause) as raised:
        attacker.visit(provider)
    assert type(raised.value) is cause
    assert "<" not in raised.value.reason


@pytest.mark.parametrize("path", ["/token", "/userinfo", "/jwks"])
@pytest.mark.parametrize("status", [302, 307])
def test_no_redirection_is_followed(attacker: Attacker, provider: Provider, path: str, status: int) -> None:
    elsewhere = Attacker()
    attacker.replies[path] = lambda _: Reply(b"", status=status, headers={"Location": f"{elsewhere.issuer}{path}"})
    with pytest.raises(UntrustedAnswer):
        attacker.visit(provider)
    assert elsewhere.asked == []
    elsewhere.close()


def test_only_announced_addresses_are_asked(attacker: Attacker, provider: Provider) -> None:
    attacker.visit(provider)
    assert attacker.paths() == ["/.well-known/openid-configuration", "/token", "/jwks", "/userinfo"]
    assert {one.headers["Accept-Encoding"] for one in attacker.asked} == {"identity"}
    assert not any("Cookie" in one.headers for one in attacker.asked)


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        ("access_denied", AccessDenied),
        ("server_error", ProviderUnreachable),
        ("temporarily_unavailable", ProviderUnreachable),
        ("invalid_scope", RequestRefused),
        ("<script>", RequestRefused),
        ("", RequestRefused),
    ],
)
def test_errors_that_come_back(attacker: Attacker, provider: Provider, error: str, cause: type[ProviderError]) -> None:
    with pytest.raises(cause) as raised:
        attacker.visit(provider, query={"error": error, "error_description": "<b>"})
    assert "<" not in raised.value.reason
    assert "/token" not in attacker.paths()


@pytest.mark.parametrize("state", ["", "0" * 64, "é"])
def test_an_error_is_not_heard_without_its_state(attacker: Attacker, provider: Provider, state: str) -> None:
    with pytest.raises(ForeignAnswer, match="state"):
        attacker.visit(provider, query={"error": "access_denied", "state": state})


@pytest.mark.parametrize("code", ["", " ", "é", "a\nb", "x" * 9000])
def test_a_code_that_is_none(attacker: Attacker, provider: Provider, code: str) -> None:
    with pytest.raises(ForeignAnswer, match="code"):
        attacker.visit(provider, query={"code": code})
    assert "/token" not in attacker.paths()


@pytest.mark.parametrize(
    ("later", "in_time"),
    [
        (dt.timedelta(minutes=10), True),
        (dt.timedelta(minutes=10, seconds=1), False),
        (dt.timedelta(seconds=-1), False),
    ],
)
def test_ten_minutes(attacker: Attacker, provider: Provider, later: dt.timedelta, *, in_time: bool) -> None:
    def token(flow: Flow) -> str:
        seconds = int((NOW + later).timestamp())
        return attacker.sign(attacker.claims(flow, iat=seconds, exp=seconds + 60))

    if in_time:
        assert attacker.visit(provider, token, now=NOW + later).subject == "abc"
    else:
        with pytest.raises(ForeignAnswer, match="too old"):
            attacker.visit(provider, token, now=NOW + later)


@pytest.mark.parametrize(("announced", "named"), [(True, ""), (True, "x"), (False, "x")])
def test_the_issuer_of_an_answer(attacker: Attacker, provider: Provider, named: str, *, announced: bool) -> None:
    attacker.document["authorization_response_iss_parameter_supported"] = announced
    with pytest.raises(ForeignAnswer, match="iss"):
        attacker.visit(provider, query={"iss": named} if named else {})
    assert attacker.visit(provider, query={"iss": attacker.issuer}).subject == "abc"


def test_a_flow_of_another_provider(provider: Provider) -> None:
    flow = replace(provider.begin(redirect_uri=BACK, now=NOW).flow, issuer="https://ailleurs.exemple.fr")
    with pytest.raises(ForeignAnswer, match="another provider"):
        provider.finish(flow, {"state": flow.state, "code": "c1"}, now=NOW)
