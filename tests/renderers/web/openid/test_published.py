"""What a provider publishes of itself: its document and its keys, believed or not, and asked for again."""

from __future__ import annotations

import datetime as dt

import pytest
from joserfc.jwk import RSAKey

from renderers.web.openid import (
    Provider,
    UntrustedAnswer,
)
from tests.renderers.web.openid.attacker import (
    BACK,
    NESTED,
    NOW,
    SECONDS,
    Attacker,
    Reply,
    as_json,
    key,
    segment,
)


def test_keys_are_asked_for_again_once_when_one_is_missing(attacker: Attacker, provider: Provider) -> None:
    attacker.visit(provider)
    attacker.visit(provider, now=NOW + dt.timedelta(seconds=1))
    assert attacker.paths().count("/jwks") == 1
    attacker.keys = [key("EC", "nouvelle")]
    attacker.visit(provider, now=NOW + dt.timedelta(seconds=2))
    assert attacker.paths().count("/jwks") == 2
    with pytest.raises(UntrustedAnswer, match="unknown key"):
        attacker.visit(
            provider,
            lambda flow: attacker.sign(attacker.claims(flow), header={"kid": "inconnue"}),
            now=NOW + dt.timedelta(seconds=3),
        )
    assert attacker.paths().count("/jwks") == 3


@pytest.mark.parametrize(
    ("later", "times"), [(dt.timedelta(minutes=60), 1), (dt.timedelta(minutes=61), 2), (dt.timedelta(minutes=-1), 2)]
)
def test_what_is_published_is_asked_for_again_after_an_hour(
    attacker: Attacker, provider: Provider, later: dt.timedelta, times: int
) -> None:
    attacker.visit(provider)
    begun = provider.begin(redirect_uri=BACK, now=NOW + later)
    seconds = SECONDS + int(later.total_seconds())
    attacker.id_token = attacker.sign(attacker.claims(begun.flow, iat=seconds, exp=seconds + 60))
    provider.finish(begun.flow, {"state": begun.flow.state, "code": "c2"}, now=NOW + later)
    assert [attacker.paths().count(path) for path in ("/.well-known/openid-configuration", "/jwks")] == [times, times]


def as_keys(*keys: object) -> Reply:
    return as_json({"keys": keys})


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"{"),
        Reply(NESTED),
        Reply(b"\xff"),
        as_json([]),
        as_json({}),
        as_json({"keys": {}}),
        as_keys(),
        as_keys(None, 1, {}, {"kty": "EC"}, {"kty": ["EC"]}, {"kty": "RSA", "n": 1, "e": 1}),
        as_keys({"kty": "oct", "k": segment(b"une-cle-partagee-de-32-octets-...")}),
        as_keys({**key("EC").as_dict(private=False), "use": "enc"}),
        as_keys({**key("EC").as_dict(private=False), "x": "AA"}),
        Reply(b"", status=404),
        Reply(b"", status=302, headers={"Location": "/.well-known/openid-configuration"}),
    ],
)
def test_keys_that_are_none(attacker: Attacker, provider: Provider, reply: Reply) -> None:
    attacker.replies["/jwks"] = lambda _: reply
    with pytest.raises(UntrustedAnswer):
        attacker.visit(provider)


def test_a_short_key_does_not_sign(attacker: Attacker, provider: Provider) -> None:
    with pytest.warns(match="2048"):  # joserfc's own, when the attacker makes it
        short = RSAKey.generate_key(1024, auto_kid=True)
    attacker.keys = [short]
    with pytest.raises(UntrustedAnswer, match="unknown key"):
        attacker.visit(provider)


def test_a_key_that_can_t_be_read_does_not_hide_the_others(attacker: Attacker, provider: Provider) -> None:
    good = attacker.keys[0].as_dict(private=False)
    attacker.replies["/jwks"] = lambda _: as_keys({"kty": "AKP", "kid": good["kid"]}, {"kty": "EC"}, good)
    assert attacker.visit(provider).subject == "abc"


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": "https://ailleurs.exemple.fr"},
        {"issuer": None},
        {"authorization_endpoint": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": "http://ailleurs.exemple.fr/token"},
        {"token_endpoint": "https://moi@exemple.fr/token"},
        {"token_endpoint": "https://exemple.fr/token#ancre"},
        {"token_endpoint": ["https://exemple.fr/token"]},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": "https://exemple.fr:port/jwks"},
        {"jwks_uri": "https://[exemple/jwks"},
        {"userinfo_endpoint": "ftp://exemple.fr/"},
        {"end_session_endpoint": "https://exemple.fr/\r\nSet-Cookie: a=b"},
    ],
)
def test_a_document_that_is_not_believed(attacker: Attacker, provider: Provider, changed: dict[str, object]) -> None:
    attacker.document.update(changed)
    with pytest.raises(UntrustedAnswer, match="discovery"):
        provider.begin(redirect_uri=BACK, now=NOW)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"<!doctype html>", kind="text/html"),
        Reply(NESTED),
        Reply(b"", status=404),
        Reply(b"", status=301, headers={"Location": "/jwks"}),
    ],
)
def test_a_document_that_is_none(attacker: Attacker, provider: Provider, reply: Reply) -> None:
    attacker.replies["/.well-known/openid-configuration"] = lambda _: reply
    with pytest.raises(UntrustedAnswer):
        provider.begin(redirect_uri=BACK, now=NOW)
    assert attacker.paths() == ["/.well-known/openid-configuration"]


def test_an_unsafe_document_is_not_kept(attacker: Attacker, provider: Provider) -> None:
    attacker.document["issuer"] = "https://ailleurs.exemple.fr"
    with pytest.raises(UntrustedAnswer):
        provider.begin(redirect_uri=BACK, now=NOW)
    attacker.document["issuer"] = attacker.issuer
    assert attacker.visit(provider).subject == "abc"
