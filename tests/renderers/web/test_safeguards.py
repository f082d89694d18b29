"""What protects an account, in front of somebody who finds a session open or reads the mailbox."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from engine.accounts.keeping import make_code
from engine.spec import Catalogue
from engine.store import SessionStage
from engine.store.people import StoredAccount
from renderers.web.kept import keep_form
from renderers.web.safeguards import CHANGE, FIRST_CODE
from renderers.web.sessions import token_hash
from renderers.web.site import Site
from tests.renderers.web.applicant import ANA, PASSWORD, Applicant, Clock, account_on
from tests.renderers.web.doors import Door, door_of

SECURITY = "/espace/securite"
NEW, MADE_ANEW = "Encore-un-autre-8", "Un-autre-mot-de-passe-8"


@pytest.fixture
def ana(site: Site) -> Applicant:
    return Applicant(site, ANA)


def stored(ana: Applicant) -> StoredAccount:
    found = ana.site.registrar.stores.accounts.load(ana.account.id)
    assert found is not None
    return found


def code_shown(ana: Applicant) -> str:
    found = re.findall(r'<span class="code__group">([^<]*)</span>', ana.page.text)
    return "-".join(found)


def posts_code(ana: Applicant, path: str) -> Applicant:
    """Asks for a code by hand, whatever the page offers."""
    ana.page = ana.client.post(path, data={"jeton": ana.opens("/espace/mot-de-passe").form["jeton"], "action": "code"})
    return ana


# ── The recovery code ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_code_is_shown_once_and_reading_the_page_again_makes_no_other(ana: Applicant) -> None:
    ana.opens(SECURITY).press("code")
    assert ana.path == SECURITY
    assert code_shown(ana)
    kept = stored(ana).recovery
    assert not code_shown(ana.opens(SECURITY))
    assert stored(ana).recovery == kept != ""


def test_t18_a_code_is_replaced_by_who_knows_the_password(ana: Applicant) -> None:
    ana.opens(SECURITY).press("code")
    kept = stored(ana).recovery
    assert posts_code(ana, SECURITY).path == FIRST_CODE
    for typed, said in (("", "écrivez un mot de passe."), ("Faux-1-mot", "Ce n'est pas votre mot de passe actuel.")):
        ana.opens(FIRST_CODE).press("code", mot_de_passe=typed)
        assert ana.status == 422
        assert ana.says(said[1:])
        assert stored(ana).recovery == kept
    ana.opens(FIRST_CODE).press("code", mot_de_passe=PASSWORD)
    assert code_shown(ana)
    assert stored(ana).recovery != kept


def test_without_a_password_a_code_is_replaced_after_signing_in_anew(ana: Applicant, clock: Clock) -> None:
    made, _ = make_code(ana.site.registrar, stored(ana))
    kept = ana.site.registrar.stores.accounts.save(replace(made, password=""), expected=made.version)
    assert "code" in ana.opens(FIRST_CODE).parsed.buttons
    clock.forward(minutes=11)
    assert "code" not in ana.opens(FIRST_CODE).parsed.buttons
    assert ana.says("déconnectez-vous, puis reconnectez-vous")
    posts_code(ana, FIRST_CODE)
    assert stored(ana).recovery == kept.recovery


# ── The password ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("now", "new", "again", "said"),
    [
        ("", NEW, NEW, "crivez un mot de passe."),
        (PASSWORD, "", "", "crivez un mot de passe."),
        (PASSWORD, "", NEW, "crivez un mot de passe."),
        (PASSWORD, NEW, "", "crivez un mot de passe."),
        (PASSWORD, PASSWORD, PASSWORD, "hoisissez un mot de passe différent du précédent."),
        (PASSWORD, "Password1!", "Password1!", "hoisissez un autre mot de passe"),
    ],
)
def test_a_password_that_is_not_changed_says_why(ana: Applicant, now: str, new: str, again: str, said: str) -> None:
    kept = stored(ana).password
    typed = {"mot_de_passe": now, "nouveau_mot_de_passe": new, "mot_de_passe_confirmation": again}
    ana.opens(CHANGE).press("valider", typed)
    assert ana.status == 422
    assert ana.says(said)
    assert stored(ana).password == kept


def test_a_changed_password_is_told(ana: Applicant) -> None:
    typed = {"mot_de_passe": PASSWORD, "nouveau_mot_de_passe": NEW, "mot_de_passe_confirmation": NEW}
    ana.opens(CHANGE).press("valider", typed)
    assert ana.path == SECURITY
    assert ana.says("Votre mot de passe est changé. Vos autres sessions sont terminées.")
    assert not ana.opens(SECURITY).says("Votre mot de passe est changé.")


@pytest.mark.parametrize("stage", ["open", "first_access"])
def test_a_shared_device_stays_one_under_a_new_password(ana: Applicant, stage: SessionStage) -> None:
    session, token = ana.site.sessions.begin(ana.account.id, ana.site.clock(), stage=stage, shared=True)
    ana.client.cookies.set("session", token, domain="127.0.0.1", path="/")
    path = CHANGE if stage == "open" else "/mot-de-passe"
    typed = {"mot_de_passe": PASSWORD, "nouveau_mot_de_passe": NEW, "mot_de_passe_confirmation": NEW}
    ana.client.post(path, data={**typed, "jeton": session.csrf})
    (begun_now,) = ana.site.office.stores.sessions.of_owner(ana.account.id)
    assert begun_now.shared
    assert begun_now.stage == "open"


def test_who_comes_by_a_link_may_say_that_the_device_is_shared(catalogue: Catalogue, tmp_path: Path) -> None:
    door = door_of(catalogue, "nobody", tmp_path)
    door.browser.opens(f"/acces/{door.link}").press("valider", appareil_partage="oui")
    found = door.site.office.stores.sessions.find(token_hash(door.browser.client.cookies["session"]))
    assert found is not None
    assert found.shared


# ── The sessions ──────────────────────────────────────────────────────────────────────────────────────────────


def begun(ana: Applicant, stage: SessionStage = "open") -> str:
    session, _ = ana.site.sessions.begin(ana.account.id, ana.site.clock(), stage=stage)
    return session.token_hash


def test_a_session_that_has_ended_is_not_one_of_those_connected(ana: Applicant, clock: Clock) -> None:
    begun(ana)
    assert ana.opens(SECURITY).page.text.count('value="terminer:') == 1
    clock.forward(minutes=20)
    ana.opens(SECURITY)
    clock.forward(minutes=20)
    assert ana.opens(SECURITY).page.text.count('value="terminer:') == 0


def test_ending_everywhere_ends_the_others_too(ana: Applicant) -> None:
    other = begun(ana)
    ana.opens(SECURITY).press("partout")
    assert ana.path == "/deconnecte"
    assert ana.site.office.stores.sessions.find(other) is None


@pytest.mark.parametrize("way", ["another token", "ended"])
def test_t16_a_page_that_is_out_of_date_signs_out_all_the_same(ana: Applicant, clock: Clock, way: str) -> None:
    ana.begins()
    if way == "ended":
        clock.forward(minutes=31)
    answer = ana.client.post("/deconnexion", data={"jeton": "x" * 43}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/deconnecte")
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert "session" not in ana.client.cookies
    assert ana.site.office.stores.sessions.of_owner(ana.account.id) == ()


def test_t16_a_session_found_ended_closes_the_pages_kept_by_browsers(ana: Applicant, clock: Clock) -> None:
    ana.begins()
    clock.forward(minutes=31)
    answer = ana.client.get("/espace", follow_redirects=False)
    assert answer.headers["location"] == "/connexion?fin=oui"
    assert [line for line in answer.headers.get_list("set-cookie") if line.startswith("left=") and "HttpOnly" in line]
    assert "session" in ana.client.cookies, "it says whose form another tab may still send"


def test_forms_before_a_session_are_named_anew_after_leaving(ana: Applicant) -> None:
    """Browsers give a form back what was typed in it where its first control has the same name."""
    names = []
    for _ in range(2):
        ana.client.post("/quitter")
        ana.opens("/connexion")
        names.append(re.findall(r'<form class="form"[^>]*>\s*<input type="hidden" name="([^"]+)"', ana.page.text))
    assert names[0] != names[1]
    assert len(names[0]) == 1


# ── Closed by a password made anew by mail ────────────────────────────────────────────────────────────────────


@pytest.fixture
def closed(catalogue: Catalogue, tmp_path: Path) -> Door:
    return door_of(catalogue, "closed", tmp_path)


def test_t22_a_form_kept_changes_nothing_that_is_closed(closed: Door) -> None:
    site, account = closed.site, account_on(closed.site)
    path = f"/d/{closed.dossier}/situation/2"
    keep_form(site, account.id, path, {"cas": ("autre",), "action": ("enregistrer",)}, site.moment())
    before = site.office.stores.dossiers.load(closed.dossier)
    closed.browser.client.cookies.clear()
    closed.browser.opens("/connexion").press("identifier", identifiant=ANA, mot_de_passe=MADE_ANEW)
    assert closed.browser.path == "/espace"
    assert site.office.stores.dossiers.load(closed.dossier) == before
    assert site.office.stores.posts.take(account.id) is not None, "it waits for the code"


def test_a_form_kept_is_put_back_once_the_code_is_given(closed: Door) -> None:
    site, account, browser = closed.site, account_on(closed.site), closed.browser
    account, code = make_code(site.registrar, account)
    keep_form(site, account.id, f"/d/{closed.dossier}/qui", {"nom": ("Okonkwo",)}, site.moment())
    browser.opens("/espace/code").press("valider", code=code)
    assert browser.path == "/espace"
    assert browser.says("Ce que vous aviez écrit est de nouveau dans votre démarche, pas encore enregistré.")
    assert browser.opens(f"/d/{closed.dossier}/qui").form["nom"] == "Okonkwo"


def test_t22_who_reads_the_mailbox_unlinks_nothing(closed: Door) -> None:
    accounts, account = closed.site.registrar.stores.accounts, account_on(closed.site)
    accounts.link(account.id, "vouched")
    data = {"jeton": closed.csrf, "action": "delier"}
    answer = closed.browser.client.post(SECURITY, data=data, follow_redirects=False)
    assert answer.headers["location"] == "/espace/code"
    assert accounts.identities(account.id) == ("vouched",)


def test_messages_that_are_closed_are_said_to_be(closed: Door) -> None:
    closed.site.office.stores.dossiers.delete(closed.dossier)
    closed.browser.opens("/espace")
    assert "/espace/code" in closed.browser.parsed.hrefs
    assert closed.browser.says("Vos messages d'avant sont fermés")
    assert not closed.browser.says("Vous n'avez pas de message")


def test_every_password_made_anew_is_told_with_its_day(ana: Applicant, clock: Clock) -> None:
    account = stored(ana)
    times = [clock.now - dt.timedelta(days=days) for days in (40, 2)]
    ana.site.registrar.stores.accounts.save(
        replace(account, reset=" ".join(at.isoformat() for at in times)), expected=account.version
    )
    for _ in range(2):
        assert ana.opens("/espace").says("par un lien envoyé à votre adresse email : le 08/03/2026 à 13 h 00. Si")
    assert ana.opens(SECURITY).says("le 29/01/2026 à 13 h 00, le 08/03/2026 à 13 h 00.")
