"""What holds for every answer: headers, hosts, methods, the same 404 for all, no word about a fault."""

from __future__ import annotations

import asyncio
import logging

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from engine.spec import Catalogue
from renderers.web.app import create_app, routes
from renderers.web.security import CONTENT_SECURITY, HEADERS, HSTS, Guard
from renderers.web.site import Site
from tests.renderers.web.applicant import BASE, Applicant, Clock, site_of

SOME_ID = "A" * 32


def addresses(applicant: Applicant) -> dict[str, str]:
    """One address for each route: a route without one here fails."""
    root = applicant.root
    return {
        "/d/{dossier}": root,
        "/d/{dossier}/situation": f"{root}/situation",
        "/d/{dossier}/situation/{number}": f"{root}/situation/2",
        "/d/{dossier}/orientation": f"{root}/orientation",
        "/d/{dossier}/verification": f"{root}/verification",
        "/d/{dossier}/abandonner": f"{root}/abandonner",
        "/d/{dossier}/{name}.pdf": f"{root}/liste-documents.pdf",
        "/d/{dossier}/{slug}": f"{root}/qui",
        "/compte": "/compte",
        "/compte/envoye": "/compte/envoye",
        "/connexion": "/connexion",
        "/connexion/oubli": "/connexion/oubli",
        "/connexion/oubli/envoye": "/connexion/oubli/envoye",
        "/acces/{token}": f"/acces/{SOME_ID}",
        "/mot-de-passe": "/mot-de-passe",
        "/espace": "/espace",
        "/espace/messages/{message}": f"/espace/messages/{SOME_ID}",
        "/espace/securite": "/espace/securite",
        "/espace/mot-de-passe": "/espace/mot-de-passe",
        "/espace/code-de-secours": "/espace/code-de-secours",
        "/espace/code": "/espace/code",
        "/prolonger": "/prolonger",
        "/deconnexion": "/deconnexion",
        "/deconnecte": "/deconnecte",
        "/connexion/fc": "/connexion/fc",
        "/connexion/fc/retour": "/connexion/fc/retour",
        "/quitter": "/quitter",
        "/dev/mails": "/dev/mails",
        "/": "/",
        "/commencer": "/commencer",
        "/orientation/{number}": "/orientation/1",
        "/pages/{name}": "/pages/mentions-legales",
        "/plan": "/plan",
        "/pause": "/pause",
        "/termine": "/termine",
        "/static/{digest}/{name}": f"{applicant.site.static.url}parcours.css",
    }


@pytest.mark.parametrize("base", [None, "https://demarches.exemple.test"])
def test_every_route_and_every_error_has_the_headers(base: str | None, catalogue: Catalogue, clock: Clock) -> None:
    ana = Applicant(site_of(catalogue, clock=clock, base=base)).begins()
    transport = [HSTS] if base else []
    known = addresses(ana)
    # Steps in force come first, and those of older revisions last.
    assert [route.path for route in routes(ana.site)] == ["/d/{dossier}/{slug}", *known]
    client = ana.client
    client.follow_redirects = False
    answers = [
        client.request(method, path)
        for path in known.values()
        for method in ("GET", "HEAD", "POST", "PUT", "BREW")
        if (method, path) != ("POST", "/quitter")  # it ends the session: last
    ]
    answers += [
        client.get("/nulle-part"),
        client.post(f"{ana.root}/qui", data={"jeton": "x"}),
        client.get(f"/d/{SOME_ID}"),
        client.post(
            "/commencer", content=b"x" * 1_100_000, headers={"content-type": "application/x-www-form-urlencoded"}
        ),
        client.get("/", headers={"host": "ailleurs.example"}),
        client.post("/quitter"),
    ]
    assert {answer.status_code for answer in answers} >= {200, 303, 403, 404, 405, 413, 415, 421}
    for answer in answers:
        for name, value in HEADERS.items():
            assert answer.headers.get_list(name) == [value], (answer.request.method, answer.url, name)
        assert answer.headers.get_list("Strict-Transport-Security") == transport, (answer.request.method, answer.url)
        kept = answer.status_code == 200 and answer.url.path.startswith("/static/")
        assert answer.headers["cache-control"] == ("public, max-age=31536000, immutable" if kept else "no-store")
        assert "server" not in answer.headers
    assert "default-src 'none'" in CONTENT_SECURITY
    assert "unsafe" not in CONTENT_SECURITY


def test_no_page_needs_what_the_policy_forbids(ana: Applicant) -> None:
    for path in addresses(ana.begins()).values():
        page = ana.client.get(path)
        if "text/html" in page.headers["content-type"]:
            assert "<style" not in page.text
            assert " style=" not in page.text
            assert "onclick" not in page.text
            assert "<script>" not in page.text


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_are_refused_in_words(ana: Applicant, method: str) -> None:
    for path in addresses(ana.begins()).values():
        answer = ana.client.request(method, path)
        assert answer.status_code == 405
        assert {"GET", "POST"} & {m.strip() for m in answer.headers["allow"].split(",")}
    answer = ana.client.request(method, "/commencer")
    assert {m.strip() for m in answer.headers["allow"].split(",")} == {"GET", "HEAD", "POST"}


@pytest.mark.parametrize(
    "host",
    ["ailleurs.example", "127.0.0.1", "127.0.0.1:8001", "127.0.0.1:8000.ailleurs.example", "", "evil@127.0.0.1:8000"],
)
def test_a_forged_host_reaches_nothing(ana: Applicant, host: str) -> None:
    answer = ana.client.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "Adresse inconnue" in answer.text


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST:8000"])
def test_this_machines_own_names(ana: Applicant, host: str) -> None:
    assert ana.client.get("/", headers={"host": host}).status_code == 200


def test_redirections_never_repeat_what_the_request_said(ana: Applicant) -> None:
    ana.begins()
    ana.client.follow_redirects = False
    for path in (ana.root, f"{ana.root}/depot", f"{ana.root}/situation"):
        for header in ({"x-forwarded-host": "ailleurs.example"}, {"forwarded": "host=ailleurs.example"}):
            location = ana.client.get(path, headers=header).headers["location"]
            assert location.startswith("/d/")
            assert not location.startswith("//")
    assert ana.client.get(f"{ana.root}/qui/").status_code == 404


def test_unknown_and_not_owned_are_the_same_page(ana: Applicant, site: Site, jpeg: bytes) -> None:
    ana.reaches_deposit(jpeg)
    owned = addresses(ana)
    others = {"stranger": Applicant(site).begins(), "nobody": Applicant(site, "")}
    for name, other in others.items():
        for pattern, path in owned.items():
            if "{dossier}" not in pattern:
                continue
            missing = path.replace(ana.root, f"/d/{SOME_ID}")
            for method in ("GET", "POST"):
                form = {"jeton": other.form["jeton"]} if name == "stranger" else {"jeton": "x"}
                data = None if method == "GET" else form
                theirs, none = (other.client.request(method, p, data=data) for p in (path, missing))
                assert (theirs.status_code, theirs.text) == (none.status_code, none.text), (name, method, pattern)
                if theirs.status_code != 405:
                    assert theirs.status_code == (404 if name == "stranger" else 200)
                    assert (theirs.url.path == "/connexion") == (name == "nobody")


def test_a_number_of_deposit_opens_nothing(ana: Applicant, jpeg: bytes) -> None:
    ana.reaches_deposit(jpeg).press("deposer")
    assert ana.client.get("/d/5901202603100000001").status_code == 404


def test_a_fault_shows_an_incident_and_logs_no_answer(
    catalogue: Catalogue, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = Applicant(site_of(catalogue)).begins()

    def broken(*_: object, **__: object) -> None:
        secret = "CANARI-7"
        raise RuntimeError(f"could not save {secret}")

    monkeypatch.setattr("engine.dossiers.steps.save_case", broken)
    with caplog.at_level(logging.INFO, "parcours"):
        ana.press("enregistrer", nom="CANARI-7")
    assert ana.status == 500
    assert ana.says("Référence de l'incident")
    assert ana.page.headers["content-security-policy"] == CONTENT_SECURITY
    for word in ("RuntimeError", "Traceback", "could not save", "steps.py"):
        assert word not in ana.page.text
    assert "CANARI-7" not in caplog.text
    assert "RuntimeError" in caplog.text
    assert caplog.text.count("incident ") == 1


def test_a_fault_in_the_middle_of_an_answer_is_logged(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    async def begun(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("begun") from ValueError("CANARI-9")

    sent: list[str] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message["type"])

    guard = Guard(begun, site.settings, lambda: Response(status_code=400))
    host = next(iter(site.settings.hosts)).encode()
    with caplog.at_level(logging.INFO, "parcours"):
        asyncio.run(guard({"type": "http", "method": "GET", "headers": [(b"host", host)]}, receive, send))
    assert sent == ["http.response.start"]
    assert caplog.text.count("incident ") == 1
    assert "ValueError" in caplog.text
    assert "CANARI-9" not in caplog.text


def test_an_answer_that_the_end_of_the_server_cuts_short_has_the_headers(site: Site) -> None:
    async def cut(_: Scope, __: Receive, ___: Send) -> None:
        raise asyncio.CancelledError

    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    guard = Guard(cut, site.settings, lambda: Response(status_code=400))
    host = next(iter(site.settings.hosts)).encode()
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(guard({"type": "http", "method": "GET", "headers": [(b"host", host)]}, receive, send))
    assert sent[0]["status"] == 500
    assert {name.lower().encode() for name in HEADERS} <= {name for name, _ in sent[0]["headers"]}


def test_the_last_resort_does_without_templates(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise RuntimeError("template")

    monkeypatch.setattr(type(site.pages), "render_message", broken)
    monkeypatch.setattr(type(site.pages), "render_home", broken)
    answer = TestClient(create_app(site), base_url=BASE).get("/")
    assert answer.status_code == 500
    assert "Référence de l'incident" in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_the_log_says_no_address_and_no_answer(ana: Applicant, jpeg: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        ana.reaches_deposit(jpeg).press("deposer", observations="CANARI-8")
        ana.client.get("/nulle-part?q=CANARI-9")
        ana.client.request("X-CANARI", "/")
    lines = [record.getMessage() for record in caplog.records if record.name == "parcours"]
    assert any(line.startswith("POST step_page 303 ") for line in lines)
    assert any(line.startswith("GET none 404 ") for line in lines)
    for secret in ("CANARI", ana.root.removeprefix("/d/"), "Durand", "testclient", "127.0.0.1", "papiers"):
        assert secret not in "\n".join(lines)


def test_only_files_of_this_release_are_kept_by_browsers(ana: Applicant) -> None:
    url = ana.site.static.url
    assert ana.client.get(f"{url}parcours.css").headers["content-type"].startswith("text/css")
    assert ana.client.get("/static/0000000000000000/parcours.css").status_code == 404
    for name in ("../pages.py", "..%2fpages.py", "%2e%2e/pages.py", "inconnu.css"):
        assert ana.client.get(f"{url}{name}").status_code == 404


def test_addresses_and_titles_are_neutral(ana: Applicant, jpeg: bytes) -> None:
    ana.reaches_deposit(jpeg).press("deposer")
    for page in (*ana.page.history, ana.page):
        assert "simple" not in str(page.url)
    assert "<title>Étape 6 sur 6 – Ma démarche</title>" in ana.page.text
