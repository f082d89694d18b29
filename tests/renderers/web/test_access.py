"""Every page for everybody: made from the routes themselves, so that a page without an expectation is a failure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx2
import pytest
from starlette.routing import Route

from engine.accounts.entering import link_is_good
from engine.spec import Catalogue
from renderers.web.app import routes
from renderers.web.site import Site
from tests.renderers.web.applicant import site_of, small_catalogue
from tests.renderers.web.doors import NOTHING, WHO, Door, Who, door_of

Answers = Mapping[str, str]
"""What each of `WHO` is answered: a status, and where it leads."""


def everybody(answer: str, **others: str) -> Answers:
    """The same for all, but for those named."""
    return {**dict.fromkeys(WHO, answer), **others}


def signed_in(answer: str, **others: str) -> Answers:
    """For whoever has a session and a password."""
    known = {"nobody": "303 /connexion", "ended": "303 /connexion?fin=oui", "first_access": "303 /mot-de-passe"}
    return everybody(answer, **{**known, **others})


def theirs(answer: str, **others: str) -> Answers:
    """For Ana alone, and not while it is closed."""
    return signed_in("404", owner=answer, closed="303 /espace/code", **others)


def theirs_to_change(answer: str) -> Answers:
    """As `theirs`; what was typed as the session ended is kept."""
    return theirs(answer, ended="303 /connexion?fin=garde")


NOT_DONE: Final = everybody("405")
NO_STEP: Final = theirs("303 /d/{dossier}/qui")
"""What is posted to an address inside a dossier that takes no post is posted to a step that there is not."""
FREE: Final = everybody("200")
LOOKED_AT: Final = (FREE, NOT_DONE)

EXPECTED: Final[Mapping[str, tuple[Answers, Answers]]] = {
    # dossiers
    "/d/{dossier}/{slug} in force": (theirs("200"), theirs_to_change("422")),
    "/d/{dossier}/{slug}": (theirs("404"), theirs_to_change("303 /d/{dossier}/qui")),
    "/d/{dossier}": (theirs("303 /d/{dossier}/qui"), NOT_DONE),
    "/d/{dossier}/situation": (theirs("303 /d/{dossier}/situation/2"), NO_STEP),
    "/d/{dossier}/situation/{number}": (theirs("200"), theirs_to_change("422")),
    "/d/{dossier}/orientation": (theirs("303 /d/{dossier}/qui"), NO_STEP),
    "/d/{dossier}/verification": (theirs("303 /d/{dossier}/qui"), NO_STEP),
    "/d/{dossier}/abandonner": (theirs("200"), NO_STEP),
    "/d/{dossier}/{name}.pdf": (theirs("200"), NO_STEP),
    # accounts
    "/compte": (everybody("303 /commencer", nobody="200", ended="200"), everybody("422")),
    "/compte/envoye": LOOKED_AT,
    "/connexion": (everybody("303 /espace", nobody="200", ended="200"), everybody("422")),
    "/connexion/fc": (everybody("404"), NOT_DONE),  # where no other site vouches for people
    "/connexion/fc/retour": (everybody("404"), NOT_DONE),
    "/connexion/oubli": (FREE, everybody("422")),
    "/connexion/oubli/envoye": LOOKED_AT,
    "/acces/{token}": (FREE, everybody("303 /mot-de-passe")),
    "/mot-de-passe": (
        signed_in("303 /espace/securite", first_access="200"),
        signed_in("303 /espace/securite", first_access="422"),
    ),
    "/espace": (signed_in("200"), NOT_DONE),
    "/espace/messages/{message}": (theirs("200"), NOT_DONE),
    "/espace/securite": (signed_in("200"), signed_in("303 /espace/securite")),
    "/espace/mot-de-passe": (signed_in("200"), signed_in("422")),
    "/espace/code-de-secours": (
        signed_in("200", closed="303 /espace/code"),
        signed_in("303 /espace/securite", closed="303 /espace/code"),
    ),
    "/espace/code": (signed_in("303 /espace", closed="200"), signed_in("422")),
    "/prolonger": (NOT_DONE, signed_in("303 /espace", first_access="303 /espace")),
    "/deconnexion": (NOT_DONE, everybody("303 /deconnecte")),
    "/deconnecte": LOOKED_AT,
    "/quitter": (FREE, everybody("303 /quitter")),
    "/dev/mails": (everybody("404", developer="200"), NOT_DONE),
    # everybody
    "/": LOOKED_AT,
    "/commencer": (signed_in("200", nobody="303 /compte"), signed_in("422", nobody="303 /compte")),
    "/orientation/{number}": LOOKED_AT,
    "/pages/{name}": LOOKED_AT,
    "/plan": LOOKED_AT,
    "/pause": LOOKED_AT,
    "/termine": LOOKED_AT,
    "/static/{digest}/{name}": LOOKED_AT,
}
"""By the path of a route: what reading it gives, what posting an empty form to it gives."""

NAMES: Final = {
    "/pages/{name}": "mentions-legales",
    "/d/{dossier}/{name}.pdf": "liste-documents",
    "/static/{digest}/{name}": "parcours.css",
}
LEFT_BY: Final = ("/quitter", "/deconnexion")
"""What ends a session without a token: a page that is out of date must be left as well."""
WAYS_IN: Final = ("/connexion", "/connexion?fin=oui", "/compte", "/mot-de-passe", "/espace/code")


@dataclass(frozen=True, slots=True)
class Page:
    """One route: the name it has in the table, and the path it matches."""

    name: str
    path: str
    action: str

    def address(self, door: Door, *, thing: str = "") -> str:
        """An address of it, about what is on this site; or about `thing`."""
        values = {
            "dossier": thing or door.dossier,
            "slug": "qui" if self.name.endswith(" in force") else "nulle-part",
            "number": "1",
            "name": NAMES.get(self.path, ""),
            "token": door.link,
            "message": thing or door.message,
            "digest": door.site.static.digest,
        }
        return self.path.format(**values)


def pages_of(site: Site) -> list[Page]:
    """Every route of the router. Two have one path: the steps in force come first."""
    found: dict[str, Page] = {}
    for route in routes(site):
        assert isinstance(route, Route)
        in_force = type(route) is not Route
        name = f"{route.path} in force" if in_force else route.path
        assert name not in found, "two routes of one path"
        found[name] = Page(name, route.path, getattr(route.endpoint, "post_action", "look"))
    return list(found.values())


PAGES: Final = pages_of(site_of(small_catalogue()))
ABOUT_SOMETHING: Final = [page for page in PAGES if "{dossier}" in page.path or "{message}" in page.path]


def said(answer: httpx2.Response) -> str:
    """A status and where it leads."""
    return f"{answer.status_code} {answer.headers.get('location', '')}".strip()


def asks(door: Door, method: str, address: str, token: str | None = None) -> httpx2.Response:
    stored = door.site.office.stores.dossiers.load(door.dossier)
    assert stored is not None
    data = {"jeton": token, "version": str(stored.version)} if token is not None else None
    return door.browser.client.request(method, address, data=data, follow_redirects=False)


def test_t23_every_route_has_an_expectation_and_every_expectation_a_route() -> None:
    assert {page.name for page in PAGES} == set(EXPECTED)
    for read, posted in EXPECTED.values():
        assert set(read) == set(posted) == set(WHO)


@pytest.fixture(scope="module")
def doors(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Mapping[Who, Door]:
    """One site for each, for what changes nothing on it."""
    return {who: door_of(catalogue, who, tmp_path_factory.mktemp(who)) for who in WHO}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_t23_reading(doors: Mapping[Who, Door], page: Page, who: Who) -> None:
    door = doors[who]
    before = kept(door)
    answer = asks(door, "GET", page.address(door))
    assert said(answer) == EXPECTED[page.name][0][who].format(dossier=door.dossier)
    if who not in ("owner", "closed") and door.dossier not in page.address(door):
        assert door.dossier not in answer.text
        assert door.message not in answer.text
    assert kept(door) == before, "reading changes nothing"


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_t23_posting(catalogue: Catalogue, tmp_path: Path, page: Page, who: Who) -> None:
    door = door_of(catalogue, who, tmp_path)
    answer = asks(door, "POST", page.address(door), door.token(page.action))
    assert said(answer) == EXPECTED[page.name][1][who].format(dossier=door.dossier)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("page", [page for page in PAGES if page.name not in LEFT_BY], ids=lambda page: page.name)
def test_t23_posting_without_a_token_does_nothing(doors: Mapping[Who, Door], page: Page, who: Who) -> None:
    door = doors[who]
    before = kept(door)
    answer = asks(door, "POST", page.address(door), "")
    status, _, to = said(answer).partition(" ")
    assert status in ("403", "404", "405") or to in WAYS_IN
    assert kept(door) == before
    assert link_is_good(door.site.registrar, door.link, door.site.moment())


@pytest.mark.parametrize("who", [who for who in WHO if who not in ("owner", "closed")])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("page", ABOUT_SOMETHING, ids=lambda page: page.name)
def test_t23_what_is_not_there_and_what_is_somebody_elses_look_alike(
    doors: Mapping[Who, Door], page: Page, method: str, who: Who
) -> None:
    door = doors[who]
    token = door.token(page.action) if method == "POST" else None
    known = asks(door, method, page.address(door), token)
    unknown = asks(door, method, page.address(door, thing=NOTHING), token)
    assert whole(known) == whole(unknown)


@pytest.mark.parametrize("who", WHO)
def test_t23_the_proof_of_a_deposit(catalogue: Catalogue, tmp_path: Path, jpeg: bytes, who: Who) -> None:
    door = door_of(catalogue, who, tmp_path, jpeg)
    answer = asks(door, "GET", f"/d/{door.dossier}/confirmation.pdf")
    assert said(answer) == theirs("200")[who]
    assert answer.content.startswith(b"%PDF-") == (who == "owner")


def kept(door: Door) -> object:
    """What a post could change: the dossier, the sessions and the account of Ana, what was kept for her."""
    stores = door.site.office.stores
    dossier = stores.dossiers.load(door.dossier)
    assert dossier is not None
    account = stores.accounts.load(dossier.owner)
    sessions = [session.token_hash for session in stores.sessions.of_owner(dossier.owner)]
    return dossier, account, sessions, stores.posts.take(dossier.owner)


def whole(answer: httpx2.Response) -> tuple[int, list[tuple[str, str]], str]:
    """All of an answer, but for what is drawn anew for each: tokens, and how long the session lasts."""
    headers = [(name, re.sub(r"=[\w-]{43}", "=…", value)) for name, value in answer.headers.multi_items()]
    return answer.status_code, headers, re.sub(r'(name="jeton" value=")[^"]*', r"\1…", answer.text)
