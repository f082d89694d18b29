"""Sessions: begun when needed, known by a hash, ended for good; forms of ours and no others."""

from __future__ import annotations

import re

import pytest

from engine.spec import Catalogue
from engine.store.memory import open_memory
from renderers.web.sessions import Sessions, page_csrf, token_hash
from renderers.web.settings import settings_for
from renderers.web.site import Site
from tests.renderers.web.applicant import ANA, NOON, PASSWORD, WHO, Applicant, Clock, account_on, site_of


def signs_in(applicant: Applicant, password: str = PASSWORD) -> Applicant:
    """By the page, as people do."""
    return applicant.opens("/connexion").press("identifier", identifiant=ANA, mot_de_passe=password)


@pytest.fixture
def stranger(site: Site) -> Applicant:
    """A browser that has not signed in; the account of `ANA` is there."""
    account_on(site)
    return Applicant(site, "")


def test_reading_begins_no_session(stranger: Applicant) -> None:
    for path in ("/", "/orientation/1", "/pages/mentions-legales", "/pause"):
        assert "set-cookie" not in stranger.client.get(path).headers
    stranger.opens("/connexion")
    assert list(stranger.client.cookies) == ["page"]


def test_t15_signing_in_begins_one_and_ends_what_came_before(stranger: Applicant) -> None:
    stranger.opens("/connexion")
    before = stranger.client.cookies["page"]
    signs_in(stranger)
    assert stranger.path == "/espace"
    assert stranger.client.cookies["session"] != before
    given = stranger.page.history[-1].headers.get_list("set-cookie")
    assert len(given) == 1, "with another cookie, browsers may give the page back after one has signed out"
    left = stranger.client.post("/deconnexion", data={"jeton": ""}, follow_redirects=False).headers.get_list(
        "set-cookie"
    )
    assert {line.partition("=")[0] for line in left if "Max-Age=0" in line} >= {"session", "page"}


def test_t15_a_session_of_the_visitors_choice_is_never_taken(stranger: Applicant) -> None:
    stranger.client.cookies.set("session", "x" * 43, domain="127.0.0.1")
    signs_in(stranger)
    assert stranger.page.history[-1].cookies["session"] != "x" * 43


def test_t15_choosing_a_password_begins_another_session(stranger: Applicant) -> None:
    signs_in(stranger)
    token = stranger.client.cookies["session"]
    stranger.opens("/espace/mot-de-passe")
    stranger.press(
        "valider",
        mot_de_passe=PASSWORD,
        nouveau_mot_de_passe="Un-autre-mot-de-passe-8",
        mot_de_passe_confirmation="Un-autre-mot-de-passe-8",
    )
    assert stranger.path == "/espace/securite"
    assert stranger.client.cookies["session"] != token
    assert stranger.site.office.stores.sessions.find(token_hash(token)) is None


def test_t17_the_cookie_of_a_site_in_clear_and_of_one_by_https(catalogue: Catalogue) -> None:
    seen = {}
    for base in (None, "https://demarches.exemple.fr"):
        site = site_of(catalogue, base=base)
        account_on(site)
        ana = signs_in(Applicant(site, ""))
        seen[base] = ana.page.history[-1].headers.get_list("set-cookie")[0]
    assert re.fullmatch(r"session=[\w-]{43}; HttpOnly; Path=/; SameSite=lax", seen[None])
    name, *rest = seen["https://demarches.exemple.fr"].split("; ")
    assert name.startswith("__Host-session=")
    assert rest == ["HttpOnly", "Path=/", "SameSite=lax", "Secure"]


def test_t17_a_copy_of_the_store_opens_nothing(ana: Applicant) -> None:
    ana.begins()
    token = ana.client.cookies["session"]
    found = ana.site.office.stores.sessions.find(token_hash(token))
    assert found is not None
    assert token not in repr(found)
    ana.client.cookies.clear()
    ana.client.cookies.set("session", found.token_hash)
    assert ana.opens(ana.root).path == "/connexion"


def test_t16_a_session_ends_half_an_hour_after_its_last_use(ana: Applicant, clock: Clock) -> None:
    root = ana.begins().root
    for _ in range(3):
        clock.forward(minutes=29)
        assert ana.opens(root).slug == "qui"
    clock.forward(minutes=30)
    assert ana.opens(root).path == "/connexion"
    assert ana.says("Votre session est terminée.")


def test_t16_a_session_ends_eight_hours_after_it_began(ana: Applicant, clock: Clock) -> None:
    root = ana.begins().root
    for _ in range(23):
        clock.forward(minutes=20)
        assert ana.opens(root).slug == "qui"
    clock.forward(minutes=20)
    assert ana.opens(root).path == "/connexion"


def test_every_page_says_when_the_session_ends(ana: Applicant, clock: Clock) -> None:
    ana.begins()
    for path in (ana.path, "/", "/espace", "/espace/securite", f"{ana.root}/abandonner"):
        assert ana.opens(path).says("à 13 h 30")
    clock.forward(minutes=10)
    assert ana.opens("/espace").says("à 13 h 40")


def test_a_script_keeps_the_session_going(ana: Applicant, clock: Clock) -> None:
    ana.begins()
    clock.forward(minutes=25)
    answer = ana.client.post("/prolonger", data={"jeton": ana.form["jeton"]}, headers={"accept": "application/json"})
    assert answer.json() == {"fin": "13\u00a0h\u00a055", "secondes": 1800}
    clock.forward(minutes=29)
    assert ana.opens(ana.root).slug == "qui"


@pytest.mark.parametrize("way", ["/deconnexion", "/quitter"])
def test_t16_what_ended_is_never_taken_again(ana: Applicant, way: str) -> None:
    ana.begins()
    token = ana.client.cookies["session"]
    answer = ana.client.post(way, data={"jeton": ana.form["jeton"]}, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert ana.site.office.stores.sessions.find(token_hash(token)) is None
    ana.client.cookies.set("session", token, domain="127.0.0.1")
    assert ana.opens(ana.root).path == "/connexion"


@pytest.mark.parametrize("way", ["/deconnexion", "/quitter"])
def test_a_form_opened_at_once_after_leaving_is_good_for_longer(ana: Applicant, way: str) -> None:
    """The cookie that changes for a second, for browsers to keep no page, is never that of a form."""
    jeton = ana.begins().form["jeton"]
    left = ana.client.post(way, data={"jeton": jeton}, follow_redirects=False).headers.get_list("set-cookie")
    brief = [line for line in left if "Max-Age=1;" in line]
    assert len(brief) == 1
    assert "HttpOnly" in brief[0]
    ana.opens("/connexion")
    given = [line for line in ana.page.headers.get_list("set-cookie") if line.startswith("page=")]
    assert len(given) == 1
    assert "Max-Age" not in given[0]


def test_t20_another_site_ends_no_session(ana: Applicant) -> None:
    ana.begins()
    for way in ("/deconnexion", "/quitter"):
        ana.client.post(way, headers={"sec-fetch-site": "cross-site"})
        ana.client.post(way, headers={"origin": "https://ailleurs.example"})
    assert ana.opens(ana.root).slug == "qui"


def test_t21_nobody_is_signed_in_by_another_site(stranger: Applicant) -> None:
    data = {"identifiant": ANA, "mot_de_passe": PASSWORD, "action": "identifier"}
    for jeton in ("", "x" * 43):
        assert stranger.client.post("/connexion", data={**data, "jeton": jeton}).status_code == 403
    stranger.opens("/connexion")
    token = stranger.form["jeton"]
    other = Applicant(stranger.site, "")
    assert other.client.post("/connexion", data={**data, "jeton": token}).status_code == 403, "another browser's token"
    other.client.cookies.set("page", "short", domain="127.0.0.1")
    assert other.client.post("/connexion", data={**data, "jeton": page_csrf("short")}).status_code == 403
    headers = {"sec-fetch-site": "cross-site"}
    assert stranger.client.post("/connexion", data={**data, "jeton": token}, headers=headers).status_code == 403
    assert stranger.client.post("/connexion", data={**data, "jeton": token}).url.path == "/espace"


def test_abandoning_a_dossier_keeps_the_session(ana: Applicant) -> None:
    ana.begins().press("abandonner").press("effacer")
    assert ana.opens("/espace").status == 200


POSTS = ("/commencer", "{root}/situation/2", "{root}/qui", "{root}/verification", "{root}/abandonner")


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "forged",
    [
        {"jeton": None},
        {"jeton": ""},
        {"jeton": "x" * 43},
        {"jeton": "é"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://ailleurs.example"},
        {"origin": "http://127.0.0.1:8001"},
        {"origin": "https://127.0.0.1:8000"},
    ],
    ids=str,
)
def test_a_foreign_form_changes_nothing(ana: Applicant, path: str, forged: dict[str, str | None]) -> None:
    ana.begins()
    stores = ana.site.office.stores
    owner = ana.account.id
    before = stores.dossiers.of_owner(owner)
    data = ana.filled({"raison": "demande", "nom": "Autre", "jeton": ana.form["jeton"]}, "effacer")
    data.update({name: value or "" for name, value in forged.items() if name == "jeton"})
    if forged.get("jeton", "") is None:
        del data["jeton"]
    headers = {name: value for name, value in forged.items() if name != "jeton" and value}
    answer = ana.client.post(path.format(root=ana.root), data=data, headers=headers)
    assert answer.status_code == 403
    assert "Cette page a expiré" in answer.text
    assert stores.dossiers.of_owner(owner) == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:8000"},
        {"origin": "http://localhost:8000"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
    ],
    ids=str,
)
def test_a_form_of_ours_as_browsers_send_it(ana: Applicant, headers: dict[str, str]) -> None:
    ana.opens("/commencer")
    data = ana.filled({"raison": "demande"}, "enregistrer")
    assert ana.client.post("/commencer", data=data, headers=headers).url.path.startswith("/d/")


def test_a_token_of_one_session_is_not_anothers(ana: Applicant) -> None:
    ana.begins()
    other = Applicant(ana.site).begins()
    data = {**other.filled({}, "enregistrer"), "jeton": ana.form["jeton"]}
    assert other.client.post(other.path, data=data).status_code == 403


def test_sessions_are_noted_as_used_now_and_then() -> None:
    from starlette.requests import Request

    stores = open_memory()
    sessions = Sessions(stores.sessions, settings_for(None, host="127.0.0.1", port=8000, dev=False))
    _, token = sessions.begin("ana", NOON)
    request = Request({"type": "http", "headers": [(b"cookie", f"session={token}".encode())]})
    clock = Clock()
    seen = []
    for seconds in (30, 30, 10):
        clock.forward(seconds=seconds)
        sessions.visitor(request, clock())
        found = stores.sessions.find(token_hash(token))
        assert found is not None
        seen.append(found.seen[11:19])
    assert seen == ["12:00:00", "12:00:00", "12:01:10"]


def test_home_leads_to_every_dossier_of_the_account(ana: Applicant, jpeg: bytes, clock: Clock) -> None:
    ana.reaches_deposit(jpeg).press("deposer")
    deposited = ana.root
    clock.forward(days=1)
    ana.comes_back().begins()
    older = ana.root
    clock.forward(hours=3)
    ana.comes_back().opens("/commencer?autre=oui").press("enregistrer", raison="demande")
    newest = ana.root
    ana.opens("/")
    assert [href for href in ana.parsed.hrefs if href.startswith("/d/")] == [newest, older, deposited]
    assert ana.says(
        "Modifiée le 11/03/2026 à 16 h 00, pas encore déposée.",
        "Modifiée le 11/03/2026 à 13 h 00, pas encore déposée.",
        "Déposée le 10/03/2026 à 13 h 00.",
    )
    assert ana.opens(older).press("abandonner").press("effacer").path == "/termine"
    assert older not in ana.opens("/").parsed.hrefs


def test_who_has_a_draft_is_offered_to_go_on_before_another_is_begun(ana: Applicant) -> None:
    ana.begins()
    draft = ana.root
    ana.opens("/commencer")
    assert ana.says("Vous avez déjà commencé une démarche", "Commencer une autre démarche")
    assert draft in ana.parsed.hrefs
    another = next(href for href in ana.parsed.hrefs if href.startswith("/commencer?"))
    ana.opens(another).press("enregistrer", raison="demande")
    assert ana.root != draft


def test_who_only_deposited_begins_another_at_once(ana: Applicant, jpeg: bytes) -> None:
    ana.reaches_deposit(jpeg).press("deposer")
    assert ana.opens("/commencer").says("Pourquoi venez-vous")


@pytest.mark.parametrize("token", ["", "x" * 43])
@pytest.mark.parametrize("action", ["enregistrer", "quitter", "ajouter:prenoms", "abandonner"])
def test_a_page_that_expired_shows_what_was_typed_and_saves_none_of_it(ana: Applicant, token: str, action: str) -> None:
    ana.begins()
    before = ana.site.office.stores.dossiers.load(ana.root.removeprefix("/d/"))
    ana.press(action, {"jeton": token, **WHO, "nom": "Durand"})
    assert (ana.status, ana.slug) == (403, "qui")
    assert ana.says("Cette page a expiré. Rien n'a été enregistré.")
    assert not ana.says("rechargez")
    assert (ana.form["nom"], ana.form["naissance.annee"]) == ("Durand", "1990")
    assert ana.site.office.stores.dossiers.load(ana.root.removeprefix("/d/")) == before
    ana.press("enregistrer")
    assert ana.slug == "foyer", "the page shown has a fresh token"


def test_a_question_that_expired_shows_the_answer_and_saves_none_of_it(ana: Applicant) -> None:
    ana.opens("/commencer").press("enregistrer", raison="demande").press("enregistrer", cas="complet", jeton="x")
    assert (ana.status, ana.slug) == (403, "2")
    assert ana.form["cas"] == "complet"
    assert ana.press("enregistrer").slug == "qui"


def test_files_of_a_page_that_expired_are_not_kept_and_the_rest_is_shown(ana: Applicant, jpeg: bytes) -> None:
    ana.begins().says_who().says_home()
    ana.attach("joindre:papiers", ("papiers", "x.jpg", jpeg), jeton="x", numero_photo="123456")
    assert (ana.status, ana.slug) == (403, "pieces")
    assert ana.form["numero_photo"] == "123456"
    assert ana.site.office.stores.files.names() == frozenset()
    assert ana.attach("joindre:papiers", ("papiers", "x.jpg", jpeg)).says("« x.jpg » est joint.")


def test_a_page_that_expired_after_another_save_says_what_differs(ana: Applicant) -> None:
    old = dict(ana.begins().form)
    ana.says_who()
    ana.page = ana.client.post(f"{ana.root}/qui", data={**old, **WHO, "nom": "Autre", "jeton": "x"})
    assert ana.status == 403
    assert ana.says("Votre demande a été modifiée ailleurs", "« Nom »")


def test_a_post_from_another_site_is_not_shown_again(ana: Applicant) -> None:
    ana.begins()
    data = ana.filled({"nom": "Piège", "jeton": "x"}, "enregistrer")
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://ailleurs.example"}):
        answer = ana.client.post(ana.path, data=data, headers=headers)
        assert answer.status_code == 403
        assert "Piège" not in answer.text
