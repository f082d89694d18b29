"""Providers out of reach, slow, or not who they say."""

from __future__ import annotations

import datetime as dt
import gzip
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from renderers.web.openid import (
    Provider,
    ProviderUnreachable,
    UntrustedAnswer,
)
from renderers.web.openid.fetching import MAX_ANSWER, TOTAL, new_transport
from tests.renderers.web.openid.attacker import (
    BACK,
    CLIENT,
    NOW,
    Asked,
    Attacker,
    Reply,
    as_json,
)


def test_nobody_there(attacker: Attacker, provider: Provider) -> None:
    begun = provider.begin(redirect_uri=BACK, now=NOW)
    attacker.close()
    with pytest.raises(ProviderUnreachable):
        provider.finish(begun.flow, {"state": begun.flow.state, "code": "c1"}, now=NOW)
    with pytest.raises(ProviderUnreachable):
        provider.begin(redirect_uri=BACK, now=NOW + dt.timedelta(hours=2))


def test_leaving_does_not_depend_on_a_provider(attacker: Attacker, provider: Provider) -> None:
    def leaving(of: Provider) -> str | None:
        return of.logout_url("a.b.c", post_logout_redirect_uri="https://x/", state="s", now=NOW + dt.timedelta(days=1))

    provider.begin(redirect_uri=BACK, now=NOW)
    attacker.close()
    assert leaving(provider) == (
        f"{attacker.issuer}/session/end?id_token_hint=a.b.c&client_id={CLIENT}"
        "&post_logout_redirect_uri=https%3A%2F%2Fx%2F&state=s"
    )
    assert leaving(attacker.provider()) is None


def test_a_provider_that_has_no_place_to_leave(attacker: Attacker, provider: Provider) -> None:
    del attacker.document["end_session_endpoint"]
    assert provider.logout_url("a.b.c", post_logout_redirect_uri="https://x/", state="s", now=NOW) is None


def test_no_answer_in_time(attacker: Attacker) -> None:
    held = threading.Event()

    def hold(_: Asked) -> Reply:
        held.wait(10)
        return Reply(b"{}")

    attacker.replies["/.well-known/openid-configuration"] = hold
    provider = Provider(attacker.settings(), transport=new_transport(timeout=0.1))
    with pytest.raises(ProviderUnreachable, match="Timeout"):
        provider.begin(redirect_uri=BACK, now=NOW)
    held.set()
    provider.close()


def test_an_answer_that_takes_for_ever(attacker: Attacker) -> None:
    seconds = itertools.chain([0.0], itertools.repeat(TOTAL + 1))
    provider = Provider(attacker.settings(), transport=new_transport(monotonic=lambda: next(seconds)))
    with pytest.raises(ProviderUnreachable, match="too slow"):
        provider.begin(redirect_uri=BACK, now=NOW)
    provider.close()


def test_two_people_at_once_are_not_taken_for_each_other(attacker: Attacker, provider: Provider) -> None:
    people = 4
    together = threading.Barrier(people)
    flows = {f"c{n}": provider.begin(redirect_uri=BACK, now=NOW).flow for n in range(people)}

    def token(asked: Asked) -> Reply:
        code = next(code for code in flows if f"code={code}" in asked.body)
        together.wait(10)
        claims = attacker.claims(flows[code], sub=code, at_hash=None)
        return as_json({"access_token": code, "token_type": "Bearer", "id_token": attacker.sign(claims)})

    attacker.replies["/token"] = token
    attacker.replies["/userinfo"] = lambda asked: as_json({"sub": asked.headers["Authorization"].split()[1]})
    with ThreadPoolExecutor(people) as pool:
        found = pool.map(
            lambda code: provider.finish(flows[code], {"state": flows[code].state, "code": code}, now=NOW).subject,
            flows,
        )
        assert list(found) == list(flows)


PATHS = ["/.well-known/openid-configuration", "/jwks", "/token", "/userinfo"]


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_too_long_is_cut(attacker: Attacker, provider: Provider, path: str) -> None:
    true = attacker.replies[path]

    def padded(asked: Asked) -> Reply:
        reply = true(asked)
        return replace(reply, body=reply.body + b" " * MAX_ANSWER)

    attacker.replies[path] = padded
    with pytest.raises(UntrustedAnswer, match="too long"):
        attacker.visit(provider)


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_that_would_unpack_is_not_read(attacker: Attacker, provider: Provider, path: str) -> None:
    true = attacker.replies[path]

    def packed(asked: Asked) -> Reply:
        reply = true(asked)
        body = gzip.compress(reply.body + b" " * 10_000_000)
        return replace(reply, body=body, headers={"Content-Encoding": "gzip"})

    attacker.replies[path] = packed
    with pytest.raises(UntrustedAnswer, match="encoded"):
        attacker.visit(provider)
