"""Passwords are checked off the event loop, few at a time: each takes memory, and everybody waits for that loop."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import pytest
from anyio import CapacityLimiter

from engine.accounts.passwords import Passwords
from renderers.web.site import HASHERS, Site
from renderers.web.visits import WAITING_TO_HASH
from tests.renderers.web.applicant import ANA, PASSWORD, PASSWORDS, Applicant, account_on

POSTS = {
    "/connexion": {"identifiant": ANA, "mot_de_passe": "Faux-mot-1"},
    "/compte": {"email": "bea@exemple.test", "email_confirmation": "bea@exemple.test"},
    "/connexion/oubli": {"email": ANA},
    "/espace/mot-de-passe": {"mot_de_passe": PASSWORD, "nouveau_mot_de_passe": "x", "mot_de_passe_confirmation": "x"},
}


@dataclass
class Watched(Passwords):
    """Notes where hashes are computed, and how many of the limiter's places are taken then."""

    limiter: CapacityLimiter
    seen: list[tuple[str, int]] = field(default_factory=list)

    def hash(self, password: str) -> str:
        self._note()
        return PASSWORDS.hash(password)

    def verify(self, kept: str, password: str) -> bool:
        self._note()
        return PASSWORDS.verify(kept, password)

    def needs_rehash(self, kept: str) -> bool:
        return PASSWORDS.needs_rehash(kept)

    def _note(self) -> None:
        self.seen.append((threading.current_thread().name, self.limiter.borrowed_tokens))


@pytest.mark.parametrize("path", POSTS)
def test_hashes_are_computed_in_few_threads_of_their_own(site: Site, path: str) -> None:
    account_on(site)
    watched = Watched(site.hashers)
    browser = Applicant(replace(site, registrar=replace(site.registrar, passwords=watched)), ANA)
    if not path.startswith("/espace"):
        browser.client.cookies.clear()
    watched.seen.clear()
    browser.opens(path)
    browser.client.post(path, data={**POSTS[path], "jeton": browser.form["jeton"]})
    assert watched.seen
    assert all("AnyIO worker thread" in name and taken == 1 for name, taken in watched.seen)
    assert site.hashers.total_tokens == HASHERS == 4


@pytest.mark.parametrize(("waiting", "status"), [(WAITING_TO_HASH - 1, 422), (WAITING_TO_HASH, 503)])
def test_who_would_wait_too_long_is_told_to_come_back(
    site: Site, monkeypatch: pytest.MonkeyPatch, waiting: int, status: int
) -> None:
    browser = Applicant(site, "").opens("/connexion")
    monkeypatch.setattr(type(site.hashers), "statistics", lambda _: SimpleNamespace(tasks_waiting=waiting))
    data = {**POSTS["/connexion"], "jeton": browser.form["jeton"]}
    assert browser.client.post("/connexion", data=data).status_code == status
