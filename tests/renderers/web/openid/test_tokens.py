"""Tokens that are believed, and those that are not: nobody is signed in by them."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable

import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from renderers.web.openid import (
    Flow,
    Provider,
    UntrustedAnswer,
)
from tests.renderers.web.openid.attacker import (
    ACCESS,
    ADDRESS,
    BACK,
    CLIENT,
    NESTED,
    NOW,
    SECONDS,
    SECRET,
    Attacker,
    Reply,
    half_hash,
    key,
    segment,
)

Token = Callable[[Attacker, Flow], str]


@pytest.mark.parametrize("kind", ["EC", "RSA"])
def test_the_truth_is_believed(attacker: Attacker, provider: Provider, kind: str) -> None:
    attacker.keys = [key(kind)]
    identity = attacker.visit(provider)
    assert (identity.issuer, identity.subject, identity.email) == (attacker.issuer, "abc", ADDRESS)
    assert identity.id_token == attacker.id_token
    assert attacker.id_token not in repr(identity)


def test_what_is_asked_for_franceconnect(attacker: Attacker, provider: Provider) -> None:
    url = provider.begin(redirect_uri=BACK, now=NOW).url
    assert "acr_values=eidas1" in url
    assert "code_challenge" not in url  # it refuses what it does not list
    attacker.visit(provider)
    asked = next(one for one in attacker.asked if one.path == "/token")
    assert "Authorization" not in asked.headers
    assert f"client_secret={SECRET}" in asked.body
    assert "code_verifier" not in asked.body
    assert attacker.asked[-1].headers["Authorization"] == f"Bearer {ACCESS}"


def test_the_secret_goes_in_a_header_where_the_body_is_not_announced(attacker: Attacker, provider: Provider) -> None:
    del attacker.document["token_endpoint_auth_methods_supported"]
    attacker.visit(provider)
    asked = next(one for one in attacker.asked if one.path == "/token")
    assert asked.headers["Authorization"].startswith("Basic ")
    assert SECRET not in asked.body


def claims(**other: object) -> Token:
    """A token well signed, with other claims."""
    return lambda attacker, flow: attacker.sign(attacker.claims(flow, **other))


def header(**other: object) -> Token:
    """A token well signed, with another header."""
    return lambda attacker, flow: attacker.sign(attacker.claims(flow), header=other)


def unsigned(attacker: Attacker, flow: Flow) -> str:
    return f"{segment({'alg': 'none', 'kid': attacker.keys[0].kid})}.{segment(attacker.claims(flow))}."


def by_secret(secret: Callable[[Attacker], bytes]) -> Token:
    """A token signed by what is meant to be read, or by what we share, as if it were a secret key."""

    def token(attacker: Attacker, flow: Flow) -> str:
        text = f"{segment({'alg': 'HS256', 'kid': attacker.keys[0].kid})}.{segment(attacker.claims(flow))}"
        return f"{text}.{segment(hmac.digest(secret(attacker), text.encode(), 'sha256'))}"

    return token


def its_public_key(attacker: Attacker) -> bytes:
    public = attacker.keys[0]
    assert isinstance(public, ECKey)
    return public.as_pem(private=False)


def with_something_critical(attacker: Attacker, flow: Flow) -> str:
    own = attacker.keys[0]
    head = {"alg": "ES256", "kid": own.kid, "crit": ["chose"], "chose": 1}
    text = f"{segment(head)}.{segment(attacker.claims(flow))}"
    return f"{text}.{segment(jws.JWSRegistry.algorithms['ES256'].sign(text.encode(), own))}"


def by_another_key(attacker: Attacker, flow: Flow) -> str:
    return attacker.sign(attacker.claims(flow), key("EC", "autre"), {"kid": attacker.keys[0].kid})


def by_a_key_it_brings(attacker: Attacker, flow: Flow) -> str:
    own = key("EC", "autre")
    return attacker.sign(attacker.claims(flow), own, {"kid": attacker.keys[0].kid, "jwk": own.as_dict(private=False)})


def by_an_algorithm_not_agreed_on(attacker: Attacker, flow: Flow) -> str:
    attacker.keys = [key("RSA")]
    made = {"alg": "RS512", "kid": attacker.keys[0].kid}
    return jws.serialize_compact(made, json.dumps(attacker.claims(flow)), attacker.keys[0], algorithms=["RS512"])


def without_a_name_among_two_keys(attacker: Attacker, flow: Flow) -> str:
    attacker.keys = [key("EC"), key("EC", "autre")]
    return attacker.sign(attacker.claims(flow), header={"kid": None})


def tampered(attacker: Attacker, flow: Flow) -> str:
    head, _, signature = attacker.sign(attacker.claims(flow)).split(".")
    return f"{head}.{segment(attacker.claims(flow, sub='xyz'))}.{signature}"


def of_payload(payload: bytes) -> Token:
    """A token well signed of something else than claims."""
    return lambda attacker, _: jws.serialize_compact(
        {"alg": "ES256", "kid": attacker.keys[0].kid}, payload, attacker.keys[0], algorithms=["ES256"]
    )


HOSTILE: dict[str, tuple[Token, str]] = {
    "alg none": (unsigned, "UnsupportedAlgorithmError"),
    "HS256 by its public key": (by_secret(its_public_key), "UnsupportedAlgorithmError"),
    "HS256 by our secret": (by_secret(lambda _: SECRET.encode()), "UnsupportedAlgorithmError"),
    "another key, the same name": (by_another_key, "BadSignatureError"),
    "a key it brings": (by_a_key_it_brings, "BadSignatureError"),
    "RS512": (by_an_algorithm_not_agreed_on, "UnsupportedAlgorithmError"),
    "an unknown key": (header(kid="inconnue"), "unknown key"),
    "no name among two keys": (without_a_name_among_two_keys, "unknown key"),
    "tampered": (tampered, "BadSignatureError"),
    "something critical": (with_something_critical, "UnsupportedHeaderError"),
    "alg of another type": (
        lambda attacker, flow: f"{segment({'alg': ['ES256']})}.{segment(attacker.claims(flow))}.AA",
        "InvalidHeaderValueError",
    ),
    "a list": (of_payload(b"[]"), "InvalidPayloadError"),
    "no JSON": (of_payload(b"{"), "InvalidPayloadError"),
    "nested": (of_payload(NESTED[:5000]), "RecursionError"),
    "not a token": (lambda *_: "pas-un-jeton", "DecodeError"),
    "encrypted": (lambda *_: "a.b.c.d.e", "DecodeError"),
    "empty": (lambda *_: "", "unreadable"),
    "spaced": (lambda *_: "a.b .c", "unreadable"),
    "long": (lambda attacker, flow: attacker.sign(attacker.claims(flow, more="x" * 9000)), "unreadable"),
    "iss: another": (claims(iss="https://ailleurs.exemple.fr"), "InvalidClaimError iss"),
    "iss: with a slash more": (
        lambda attacker, flow: attacker.sign(attacker.claims(flow, iss=f"{attacker.issuer}/")),
        "InvalidClaimError iss",
    ),
    "iss: none": (claims(iss=None), "MissingClaimError iss"),
    "aud: another service": (claims(aud="service-2"), "InvalidClaimError aud"),
    "aud: others": (claims(aud=["service-2"]), "InvalidClaimError aud"),
    "aud: us and others": (claims(aud=[CLIENT, "service-2"], azp=CLIENT), "other audiences"),
    "aud: none": (claims(aud=None), "MissingClaimError aud"),
    "aud: empty": (claims(aud=[]), "InvalidClaimError aud"),
    "azp: another": (claims(azp="service-2"), "InvalidClaimError azp"),
    "exp: past": (claims(exp=SECONDS - 61), "ExpiredTokenError exp"),
    "exp: NaN": (claims(exp=float("nan")), "InvalidClaimError exp"),
    "exp: a text": (claims(exp=str(SECONDS + 60)), "InvalidClaimError exp"),
    "exp: none": (claims(exp=None), "MissingClaimError exp"),
    "iat: to come": (claims(iat=SECONDS + 61), "InvalidClaimError iat"),
    "iat: before the flow": (claims(iat=SECONDS - 61), "older than the flow"),
    "iat: none": (claims(iat=None), "MissingClaimError iat"),
    "nbf: to come": (claims(nbf=SECONDS + 61), "InvalidClaimError nbf"),
    "nonce: another": (claims(nonce="0" * 64), "InvalidClaimError nonce"),
    "nonce: a list": (
        lambda attacker, flow: attacker.sign(attacker.claims(flow, nonce=[flow.nonce])),
        "InvalidClaimError nonce",
    ),
    "nonce: none": (claims(nonce=None), "MissingClaimError nonce"),
    "at_hash: another": (claims(at_hash=half_hash("un-autre-jeton")), "InvalidClaimError at_hash"),
    "at_hash: a number": (claims(at_hash=1), "InvalidClaimError at_hash"),
    "sub: none": (claims(sub=None), "MissingClaimError sub"),
    "sub: empty": (claims(sub=""), "InvalidClaimError sub"),
    "sub: a number": (claims(sub=1), "InvalidClaimError sub"),
    "sub: long": (claims(sub="x" * 256), "subject"),
    "sub: two lines": (claims(sub="abc\nxyz"), "subject"),
    "acr: below": (claims(acr="eidas0"), "level of assurance"),
    "acr: a list": (claims(acr=["eidas1"]), "level of assurance"),
    "acr: none": (claims(acr=None), "level of assurance"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_token_that_is_not_believed(attacker: Attacker, provider: Provider, name: str) -> None:
    token, reason = HOSTILE[name]
    with pytest.raises(UntrustedAnswer, match=reason):
        attacker.visit(provider, lambda flow: token(attacker, flow))
    assert "/userinfo" not in attacker.paths()


@pytest.mark.parametrize(
    "other",
    [
        {"exp": SECONDS - 59},
        {"iat": SECONDS + 59},
        {"iat": SECONDS - 59},
        {"aud": [CLIENT]},
        {"azp": CLIENT},
        {"at_hash": None},
        {"acr": "eidas2"},
        {"sub": "x" * 255},
    ],
)
def test_what_may_differ(attacker: Attacker, provider: Provider, other: dict[str, object]) -> None:
    attacker.userinfo["sub"] = other.get("sub", "abc")
    identity = attacker.visit(provider, lambda flow: attacker.sign(attacker.claims(flow, **other)))
    assert identity.subject == other.get("sub", "abc")


@pytest.mark.parametrize(
    ("asked", "given", "enough"),
    [
        ("eidas2", "eidas1", False),
        ("eidas2", "eidas3", True),
        ("eidas2 eidas3", "eidas2", True),
        ("niveau-a", "niveau-a", True),
        ("niveau-a", "eidas3", False),
        ("", "eidas1", True),
        ("", None, True),
    ],
)
def test_levels_of_assurance(attacker: Attacker, asked: str, given: str | None, *, enough: bool) -> None:
    provider = attacker.provider(acr_values=asked)

    def visit() -> str:
        return attacker.visit(provider, lambda flow: attacker.sign(attacker.claims(flow, acr=given))).subject

    if enough:
        assert visit() == "abc"
    else:
        with pytest.raises(UntrustedAnswer, match="level"):
            visit()
    provider.close()


def test_subjects_are_compared_to_the_letter(attacker: Attacker, provider: Provider) -> None:
    attacker.userinfo["sub"] = "ABC"
    with pytest.raises(UntrustedAnswer, match="subject"):
        attacker.visit(provider)


def as_token(attacker: Attacker, **other: object) -> Reply:
    """A signed userinfo, as FranceConnect gives it."""
    true = {"sub": "abc", "email": ADDRESS, "iss": attacker.issuer, "aud": CLIENT, "exp": SECONDS + 60, "iat": SECONDS}
    told = {name: value for name, value in (true | other).items() if value is not None}
    return Reply(attacker.sign(told).encode(), kind="application/jwt; charset=utf-8")


def test_a_signed_userinfo(attacker: Attacker, provider: Provider) -> None:
    attacker.replies["/userinfo"] = lambda _: as_token(attacker)
    assert attacker.visit(provider).email == ADDRESS


@pytest.mark.parametrize(
    "other",
    [
        {"iss": "https://ailleurs.exemple.fr"},
        {"iss": None},
        {"aud": "service-2"},
        {"aud": None},
        {"exp": SECONDS - 61},
        {"sub": "xyz"},
        {"sub": None},
    ],
)
def test_a_signed_userinfo_that_is_not_believed(
    attacker: Attacker, provider: Provider, other: dict[str, object]
) -> None:
    attacker.replies["/userinfo"] = lambda _: as_token(attacker, **other)
    with pytest.raises(UntrustedAnswer, match="userinfo"):
        attacker.visit(provider)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(
            f"{segment({'alg': 'none'})}.{segment({'sub': 'abc', 'email': ADDRESS})}.".encode(), kind="application/jwt"
        ),
        Reply(b"\xff\xfe", kind="application/jwt"),
        Reply(json.dumps({"sub": "abc"}).encode(), kind="text/html"),
        Reply(b"{}", kind="application/json"),
        Reply(b"[]", kind="application/json"),
        Reply(NESTED, kind="application/json"),
        Reply(b"", status=401),
    ],
)
def test_a_userinfo_that_is_none(attacker: Attacker, provider: Provider, reply: Reply) -> None:
    attacker.replies["/userinfo"] = lambda _: reply
    with pytest.raises(UntrustedAnswer):
        attacker.visit(provider)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"email": None},
        {"email": ["ana@exemple.fr"]},
        {"email": ""},
        {"email": "ana"},
        {"email": "ana@exemple.fr\r\nBcc: x@exemple.fr"},
        {"email": "ana@exemple.fr, x@exemple.fr"},
        {"email": "a" * 250 + "@exemple.fr"},
        {"email": ADDRESS, "email_verified": False},
        {"email": ADDRESS, "email_verified": "oui"},
    ],
)
def test_t31_an_address_that_is_none(attacker: Attacker, provider: Provider, told: dict[str, object]) -> None:
    attacker.userinfo = {"sub": "abc", **told}
    assert attacker.visit(provider).email is None


def test_no_address_is_asked_for_without_its_scope(attacker: Attacker) -> None:
    provider = attacker.provider(scopes="openid")
    assert attacker.visit(provider).email is None
    assert "/userinfo" not in attacker.paths()
    provider.close()
