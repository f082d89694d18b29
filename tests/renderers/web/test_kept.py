"""What came after the session had ended: kept, and given back to the same account at its next sign-in."""

from __future__ import annotations

import re

import pytest

from renderers.web.app import keep_house
from renderers.web.site import Site
from tests.renderers.web.applicant import ANA, PASSWORD, WHO, Applicant, Clock


@pytest.fixture
def late(site: Site, clock: Clock) -> Applicant:
    """Ana, in front of a step, half an hour later."""
    ana = Applicant(site, ANA).begins()
    clock.forward(minutes=31)
    return ana


def signs_in(applicant: Applicant, address: str = ANA) -> Applicant:
    return applicant.opens("/connexion").press("identifier", identifiant=address, mot_de_passe=PASSWORD)


def test_what_was_typed_is_given_back_at_the_next_sign_in(late: Applicant) -> None:
    late.press("enregistrer", {**WHO, "nom": "Okonkwo"})
    assert late.path == "/connexion"
    assert late.says("Ce que vous veniez d'écrire est gardé")
    signs_in(late)
    assert late.slug == "qui"
    assert (late.form["nom"], late.form["prenoms.0"]) == ("Okonkwo", "Ana")
    assert late.says("Voici ce que vous aviez écrit quand votre session s'est terminée. Rien n'a été envoyé")
    assert late.press("enregistrer").slug == "foyer"


def test_it_is_given_back_once(late: Applicant) -> None:
    late.press("enregistrer", {**WHO})
    assert signs_in(late).slug == "qui"
    late.client.post("/deconnexion", data={"jeton": late.form["jeton"]})
    assert signs_in(late).path == "/espace"


def test_it_is_given_to_no_other_account(late: Applicant, site: Site) -> None:
    late.press("enregistrer", {**WHO, "nom": "Okonkwo"})
    Applicant(site, "bob@exemple.test")
    signs_in(late, "bob@exemple.test")
    assert late.path == "/espace"
    assert not late.says("Okonkwo")
    late.client.cookies.clear()
    assert signs_in(late).form["nom"] == "Okonkwo"


def test_t20_what_another_site_sends_is_not_kept(late: Applicant, site: Site) -> None:
    data = late.filled({**WHO, "nom": "Piège"}, "enregistrer")
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://ailleurs.example"}):
        late.client.post(late.path, data=data, headers=headers)
    late.client.post(late.path, data={**data, "jeton": "x"})
    assert site.office.stores.posts.take(late.account.id) is None


def test_what_is_kept_cannot_be_read_in_the_store(late: Applicant, site: Site) -> None:
    late.press("enregistrer", {**WHO, "nom": "Okonkwo"})
    kept = site.office.stores.posts.take(late.account.id)
    assert kept is not None
    assert b"Okonkwo" not in kept.content


def test_text_beside_files_is_kept_and_the_files_are_not(
    late: Applicant, site: Site, clock: Clock, jpeg: bytes
) -> None:
    late.comes_back().opens(late.path).says_who().says_home()
    clock.forward(minutes=31)
    late.attach("joindre:papiers", ("papiers", "a.jpg", jpeg), numero_photo="123456")
    assert late.says("S'il y avait des fichiers, joignez-les à nouveau.")
    assert site.office.stores.files.names() == frozenset()
    assert signs_in(late).form["numero_photo"] == "123456"


def test_the_answer_to_a_question_of_the_situation_is_given(site: Site, clock: Clock) -> None:
    ana = Applicant(site, ANA).opens("/commencer").press("enregistrer", raison="demande")
    clock.forward(minutes=31)
    ana.press("enregistrer", cas="simple")
    assert signs_in(ana).slug == "qui"


def test_a_deletion_that_comes_too_late_is_not_said_to_be_kept(site: Site, clock: Clock) -> None:
    ana = Applicant(site, ANA).begins()
    ana.opens(f"{ana.root}/abandonner")
    clock.forward(minutes=31)
    ana.press("abandonner")
    assert ana.path == "/connexion"
    assert not ana.says("est gardé")
    assert site.office.stores.posts.take(ana.account.id) is None


def test_a_form_is_kept_for_a_day(late: Applicant, site: Site, clock: Clock) -> None:
    late.press("enregistrer", {**WHO})
    clock.forward(hours=25)
    keep_house(site)
    assert signs_in(late).path == "/espace"


def test_a_shared_device_is_left_in_half_the_time(site: Site, clock: Clock) -> None:
    ana = Applicant(site, ANA)
    ana.client.cookies.clear()
    ana.opens("/connexion").press("identifier", identifiant=ANA, mot_de_passe=PASSWORD, appareil_partage="oui")
    ana.begins()
    clock.forward(minutes=14)
    assert ana.opens(ana.path).slug == "qui"
    assert set(re.findall(r'autocomplete="([^"]*)"', ana.page.text)) == {"off"}
    clock.forward(minutes=16)
    assert ana.opens(ana.path).path == "/connexion"


def test_quitting_on_a_shared_device_signs_out(site: Site) -> None:
    ana = Applicant(site, ANA)
    ana.client.cookies.clear()
    ana.opens("/connexion").press("identifier", identifiant=ANA, mot_de_passe=PASSWORD, appareil_partage="oui")
    ana.begins().press("quitter")
    assert ana.path == "/pause"
    assert ana.says("Vous êtes déconnecté(e) de cet appareil.")
    assert ana.opens("/espace").path == "/connexion"
