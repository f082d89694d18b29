"""An applicant with a browser without script: pages are read, forms filled in and sent as a browser would."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import anyio
import httpx2
from argon2.profiles import CHEAPEST
from starlette.testclient import TestClient

from engine.accounts.addresses import Address, read_address
from engine.accounts.passwords import Passwords
from engine.accounts.registrar import address_context
from engine.build import load_catalogue
from engine.reference.addresses import CommuneProvider
from engine.reference.communes import communes
from engine.spec import Catalogue
from engine.store import Stores
from engine.store.memory import open_memory
from engine.store.people import StoredAccount
from engine.store.sealer import KeySealer
from renderers.assembly import registrar_of
from renderers.html import Pages
from renderers.options import Options
from renderers.web.app import create_app, create_site
from renderers.web.settings import settings_for
from renderers.web.site import Site

SPECS = Path(__file__).parent / "specs"
HOST = "127.0.0.1:8000"
BASE = f"http://{HOST}"
NOON = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
KEY = b"k" * 32
PAGES = Pages()
"""Compiled templates hold nothing about anybody: all these sites share them."""
PASSWORDS = Passwords(lambda size: b"s" * size, CHEAPEST)
"""Hashes that cost nothing: what they cost is tested by itself."""
ANA, PASSWORD = "ana@exemple.test", "Un-mot-de-passe-7"


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is moved."""

    now: dt.datetime = NOON

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        self.now += dt.timedelta(**delta)


def site_of(
    catalogue: Catalogue,
    stores: Stores | None = None,
    clock: Clock | None = None,
    base: str | None = None,
    *,
    dev: bool = False,
    options: Options | None = None,
) -> Site:
    """A site over memory, unless other stores are given."""
    kept, sealer = stores if stores is not None else open_memory(), KeySealer(KEY)
    settings = settings_for(base, host="127.0.0.1", port=8000, dev=dev)
    portal, given = catalogue.portal, options if options is not None else Options()
    assert portal is not None
    return create_site(
        catalogue,
        settings=settings,
        registrar=registrar_of(portal, kept, sealer, given, settings.base_url, passwords=PASSWORDS),
        addresses=CommuneProvider(communes()),
        clock=clock if clock is not None else Clock(),
        pages=PAGES,
    )


def account_on(site: Site, address: str = ANA) -> StoredAccount:
    """An account whose password was chosen, made without the pages."""
    read = read_address(address)
    assert isinstance(read, Address)
    registrar = site.registrar
    found = registrar.stores.accounts.of_login(registrar.login_of(read))
    if found is not None:
        return found
    account = StoredAccount(
        id=registrar.new_id(),
        login=registrar.login_of(read),
        address=b"",
        created=site.moment().at,
        password=PASSWORDS.hash(PASSWORD),
    )
    account = replace(account, address=site.office.sealer.seal(read.sending.encode(), address_context(account.id)))
    registrar.stores.accounts.create(account)
    return account


def small_catalogue() -> Catalogue:
    """The small procedure of these tests."""
    loaded = load_catalogue(SPECS)
    assert loaded.usable, loaded.problems
    return loaded.catalogue


class _Page(HTMLParser):
    """The controls of a page's own form, its text, and the targets of its links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self.files: list[str] = []
        self.buttons: list[str] = []
        self.hrefs: list[str] = []
        self.ids: list[str] = []
        self.action = ""
        self.words: list[str] = []
        self._select: str | None = None
        self._chosen: str | None = None
        self._area: str | None = None
        self._main = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if "id" in found:
            self.ids.append(found["id"])
        self._main = self._main or tag == "main"
        if not self._main and tag != "a":
            return  # the forms around it, to leave or to sign out
        match tag:
            case "form":
                self.action = found.get("action", "")
            case "a":
                self.hrefs.append(found.get("href", ""))
            case "button" if found.get("name") == "action":
                self.buttons.append(found.get("value", ""))
            case "input":
                self._input(found)
            case "select":
                self._select, self._chosen = found.get("name"), None
            case "option" if self._select and ("selected" in found or self._chosen is None):
                self._chosen = found.get("value", "")
            case "textarea":
                self._area = found.get("name")
                self.pairs.append((self._area or "", ""))

    def _input(self, found: Mapping[str, str]) -> None:
        kind, name = found.get("type", "text"), found.get("name", "")
        if kind == "file":
            self.files.append(name)
        elif name and (kind not in ("radio", "checkbox") or "checked" in found):
            self.pairs.append((name, found.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        self._main = self._main and tag != "main"
        if tag == "select" and self._select:
            self.pairs.append((self._select, self._chosen or ""))
            self._select = None
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._area is not None:
            name, value = self.pairs[-1]
            self.pairs[-1] = (name, value + data)


@dataclass
class Applicant:
    """One browser on one site, signed in to the account of `address`: one of their own when nothing is said.

    Signed in to none when that is empty. Every verb leaves the page it leads to in `page`.
    """

    site: Site
    address: str | None = None
    client: TestClient = field(init=False)
    page: Any = None

    def __post_init__(self) -> None:
        self.client = TestClient(create_app(self.site), base_url=self.site.settings.base_url)
        if self.address is None:
            self.address = f"personne-{self.site.registrar.new_id()}@exemple.test"
        if self.address:
            self.comes_back()

    # What the page says

    @property
    def status(self) -> int:
        return int(self.page.status_code)

    @property
    def path(self) -> str:
        return str(self.page.url.path)

    @property
    def slug(self) -> str:
        return self.path.rsplit("/", 1)[-1]

    @property
    def root(self) -> str:
        found = re.match(r"/d/[^/]+", self.path)
        assert found, self.path
        return found[0]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.parsed.words).split())

    @property
    def parsed(self) -> _Page:
        return _Page(self.page.text)

    @property
    def form(self) -> dict[str, str]:
        return dict(self.parsed.pairs)

    @property
    def errors(self) -> list[str]:
        """The messages of the error summary."""
        block = re.search(r'id="erreurs" data-focus.*?</ul>', self.page.text, re.S)
        lines = re.findall(r"<li>(.*?)</li>", block[0]) if block else []
        return [html.unescape(re.sub(r"<[^>]+>", "", line)).replace("\u00a0", " ").strip() for line in lines]

    def says(self, *sentences: str) -> bool:
        words = self.text.replace("\u00a0", " ")
        return all(sentence in words for sentence in sentences)

    @property
    def account(self) -> StoredAccount:
        """Whose browser it is."""
        return account_on(self.site, self.address or ANA)

    # What the applicant does

    def comes_back(self) -> Applicant:
        """Signs in, as after a session has ended; without the pages that does it."""
        _, token = self.site.sessions.begin(self.account.id, self.site.clock())
        domain = str(self.client.base_url.host)
        self.client.cookies.set(self.site.sessions.cookie, token, domain=domain, path="/")
        return self

    def opens(self, path: str) -> Applicant:
        self.page = self.client.get(path)
        return self

    def press(self, action: str, changes: Mapping[str, str | None] | None = None, **typed: str | None) -> Applicant:
        """Sends the page's form as it stands, with what was typed; None takes a control away (a box unticked)."""
        self.page = self.client.post(self._target(), data=self.filled({**(changes or {}), **typed}, action))
        return self

    def attach(self, action: str, *files: tuple[str, str, bytes], **typed: str | None) -> Applicant:
        """Sends the page's form with files: (control, name, bytes)."""
        empty = [
            (name, ("", b"", "application/octet-stream"))
            for name in self.parsed.files
            if name not in {f[0] for f in files}
        ]
        given = [(control, (name, data, "application/octet-stream")) for control, name, data in files]
        self.page = self.client.post(self._target(), data=self.filled(typed, action), files=[*given, *empty])
        return self

    def post_in_pieces(self, body: bytes, content_type: str, *, size: int = 65_536, end: str = "whole") -> Applicant:
        """Posts a body as a network brings it: in pieces, without a length said in advance.

        `end`: it comes whole, or the browser leaves after it (`left`), or nothing more ever comes (`silent`).
        """
        pieces = [body[at : at + size] for at in range(0, len(body), size)]
        cookies = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        headers = {"host": HOST, "content-type": content_type, "cookie": cookies}
        scope: dict[str, Any] = {
            "type": "http",
            "method": "POST",
            "path": self.path,
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        started: dict[str, Any] = {}
        answer = bytearray()

        async def receive() -> dict[str, Any]:
            if pieces or end == "whole":
                piece = pieces.pop(0) if pieces else b""
                return {"type": "http.request", "body": piece, "more_body": bool(pieces) or end != "whole"}
            if end == "silent":
                await anyio.sleep_forever()
            return {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            started.update(message if message["type"] == "http.response.start" else {})
            answer.extend(message.get("body", b""))

        anyio.run(self.client.app, scope, receive, send)
        headers_out = [(name.decode(), value.decode()) for name, value in started["headers"]]
        request = httpx2.Request("POST", f"{BASE}{self.path}")
        self.page = httpx2.Response(started["status"], headers=headers_out, content=bytes(answer), request=request)
        return self

    def filled(self, typed: Mapping[str, str | None], action: str) -> dict[str, str]:
        data = {**self.form, **{name: value for name, value in typed.items() if value is not None}}
        for name in [name for name, value in typed.items() if value is None]:
            data.pop(name, None)
        return {**data, "action": action}

    def _target(self) -> str:
        return self.parsed.action or self.path

    # Whole pieces of the journey

    def begins(self, case: str = "simple") -> Applicant:
        self.opens("/commencer").press("enregistrer", raison="demande")
        return self.press("enregistrer", cas=case)

    def says_who(self, **changes: str | None) -> Applicant:
        return self.press("enregistrer", {**WHO, **changes})

    def says_home(self, **changes: str | None) -> Applicant:
        return self.press("enregistrer", {**HOME, **changes})

    def gives_papers(self, image: bytes) -> Applicant:
        return self.attach("enregistrer", ("papiers", "papiers.jpg", image), numero_photo="123456")

    def reaches_deposit(self, image: bytes) -> Applicant:
        self.begins().says_who().says_home().gives_papers(image)
        return self.press("enregistrer")


WHO: dict[str, str | None] = {
    "nom": "Durand",
    "surnom": "",
    "prenoms.0": "Ana",
    "naissance.jour": "1",
    "naissance.mois": "2",
    "naissance.annee": "1990",
}
HOME: dict[str, str | None] = {
    "statut": "seul",
    "logement.manuel": "oui",
    "logement.numero": "20",
    "logement.voie": "rue Nationale",
    "logement.code_postal": "59000",
    "logement.ville": "Lille",
}


def links_in(applicant: Applicant) -> Iterator[str]:
    """The page's own links, without their anchors."""
    for href in applicant.parsed.hrefs:
        if href.startswith("/"):
            yield href.partition("#")[0]
