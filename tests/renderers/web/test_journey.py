"""Whole journeys through the site, as someone without script makes them."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from engine.spec import Catalogue
from renderers.web.security import CONTENT_SECURITY
from renderers.web.site import Site
from tests.renderers.web.applicant import Applicant, Clock, site_of


def test_from_the_home_page_to_the_confirmation(ana: Applicant, jpeg: bytes) -> None:
    ana.opens("/")
    assert "/commencer" in ana.parsed.hrefs
    ana.begins()
    assert ana.slug == "qui"
    assert ana.says("Vous demandez", "Votre cas est simple")
    ana.says_who()
    assert ana.slug == "foyer"
    ana.says_home()
    assert ana.slug == "pieces"
    ana.gives_papers(jpeg)
    assert ana.slug == "verification"
    assert ana.says("Durand", "papiers.jpg", "123456")
    ana.press("enregistrer")
    assert ana.slug == "depot"
    ana.press("deposer", observations="Merci.")
    assert ana.slug == "confirmation"
    assert ana.says("5901202603100000001")
    for name, shown in (("confirmation.pdf", "inline"), ("liste-documents.pdf", "attachment")):
        document = ana.client.get(f"{ana.root}/{name}")
        assert document.content.startswith(b"%PDF-")
        assert document.headers["content-disposition"] == f'{shown}; filename="{name}"'
        assert document.headers["cache-control"] == "no-store"
        assert document.headers["content-security-policy"] == CONTENT_SECURITY


def test_the_confirmation_is_a_page_that_can_be_reloaded_and_posts_nothing(ana: Applicant, jpeg: bytes) -> None:
    ana.reaches_deposit(jpeg).press("deposer")
    confirmation = ana.path
    assert ana.opens(confirmation).says("5901202603100000001")
    assert ana.parsed.buttons == []
    ana.page = ana.client.post(confirmation, data={"jeton": "x"})
    assert ana.status == 403


def test_errors_keep_what_was_typed_and_save_none_of_it(ana: Applicant) -> None:
    ana.begins().says_who(nom="", **{"naissance.annee": "20"})
    assert ana.status == 422
    assert ana.slug == "qui"
    assert len(ana.errors) == 2
    assert ana.form["prenoms.0"] == "Ana"
    assert ana.form["naissance.annee"] == "20"
    assert ana.page.text.index("<title>Erreur") > 0
    ana.opens(f"{ana.root}/foyer")
    assert ana.slug == "qui", "a step that is not done is not passed"
    assert ana.form["prenoms.0"] == "Ana", "what was typed is found again"


def test_each_error_leads_to_a_control_of_the_page(ana: Applicant) -> None:
    ana.begins().press("enregistrer", {"nom": "", "prenoms.0": "", "naissance.jour": "31", "naissance.mois": "2"})
    anchors = [href[1:] for href in ana.parsed.hrefs if href.startswith("#f-")]
    assert anchors
    assert set(anchors) <= set(ana.parsed.ids)


def test_a_field_revealed_on_the_page_is_asked_without_being_an_error(ana: Applicant) -> None:
    ana.begins().says_who().says_home(statut="couple")
    assert ana.status == 200
    assert ana.page.history[-1].status_code == 303
    assert ana.slug == "foyer"
    assert ana.errors == []
    assert ana.says("Votre réponse fait apparaître une question", "Nom du conjoint")
    assert ana.says("Répondez, puis enregistrez à nouveau.")
    assert re.search('id="avis" role="status" data-focus', ana.page.text), "the page begins there"
    assert ana.form["logement.voie"] == "rue Nationale", "nothing posted is lost"
    ana.press("enregistrer", conjoint="")
    assert ana.status == 422, "once seen, it is mandatory"
    ana.press("enregistrer", conjoint="Sam")
    assert ana.slug == "pieces"


def test_a_box_revealed_is_not_taken_as_unticked_before_it_was_seen(ana: Applicant) -> None:
    ana.begins().says_who(**{"naissance.annee": "2012"})
    assert ana.slug == "qui"
    assert "tuteur" in ana.form
    ana.press("enregistrer", tuteur="Paul")
    assert ana.slug == "foyer"


def test_an_answer_that_removes_others_says_so_first(ana: Applicant) -> None:
    ana.begins().says_who().says_home(statut="couple").press("enregistrer", conjoint="Sam")
    ana.opens(f"{ana.root}/foyer").press("enregistrer", statut="seul")
    assert ana.says("Ce changement retire", "Nom du conjoint : Sam")
    root = ana.root
    ana.press("annuler_changement")
    assert ana.form["conjoint"] == "Sam"
    assert ana.says("Votre réponse précédente est gardée.")
    ana.press("enregistrer", statut="seul").press("confirmer_changement")
    assert ana.slug == "pieces"
    assert ana.says("Le changement est enregistré.")
    ana.opens(f"{root}/foyer")
    assert "conjoint" not in ana.form
    ana.press("enregistrer", statut="couple")
    assert ana.form["conjoint"] == "Sam", "kept in the draft: going back is free"


def test_changing_the_situation_names_the_files_it_removes(ana: Applicant, jpeg: bytes) -> None:
    ana.begins("complet").says_who().says_home()
    ana.attach("enregistrer", ("papiers", "p.jpg", jpeg), ("attestation", "a.jpg", jpeg), numero_photo="123456")
    assert ana.slug == "verification"
    ana.opens(f"{ana.root}/situation")
    assert ana.form["cas"] == "complet"
    ana.press("enregistrer", cas="simple")
    assert ana.says("Ce changement retire", "Fichier « a.jpg »")
    assert ana.press("annuler_changement").says("Votre réponse précédente est gardée.")
    ana.opens(f"{ana.root}/situation").press("enregistrer", cas="simple")
    assert not ana.says("« p.jpg »")
    ana.press("confirmer_changement")
    assert ana.slug == "verification"
    ana.press("enregistrer").press("deposer")
    uploads = ana.site.office.stores.uploads.of_dossier(ana.root.removeprefix("/d/"))
    assert [u.request for u in uploads] == ["papiers"], "what is no longer asked is not deposited"
    assert len(ana.site.office.stores.files.names()) == 1


def test_quitting_keeps_what_is_not_valid_and_the_way_back(ana: Applicant) -> None:
    ana.begins().press("quitter", {"nom": "Durand", "naissance.jour": "45"})
    assert ana.path == "/pause"
    assert ana.says("connectez-vous avec votre identifiant et votre mot de passe")
    ana.opens("/")
    back = next(href for href in ana.parsed.hrefs if href.startswith("/d/"))
    ana.opens(back)
    assert ana.slug == "qui"
    assert (ana.form["nom"], ana.form["naissance.jour"]) == ("Durand", "45")
    assert ana.status == 200
    assert ana.errors == []


def test_going_back_keeps_what_was_typed(ana: Applicant) -> None:
    ana.begins().says_who().press("precedent", statut="autre")
    assert ana.slug == "qui"
    ana.press("enregistrer")
    assert ana.slug == "foyer"
    assert ana.form["statut"] == "autre"


def test_what_was_typed_and_not_validated_blocks_the_deposit(ana: Applicant, jpeg: bytes) -> None:
    ana.reaches_deposit(jpeg)
    deposit = dict(ana.form)
    ana.opens(f"{ana.root}/qui").press("precedent", nom="Autre nom")
    ana.page = ana.client.post(f"{ana.root}/depot", data={**deposit, "action": "deposer"})
    assert ana.slug == "qui"
    assert ana.form["nom"] == "Autre nom"


def test_abandoning_asks_then_erases_everything(ana: Applicant, jpeg: bytes) -> None:
    ana.begins().says_who().says_home().gives_papers(jpeg)
    root = ana.root
    ana.press("abandonner")
    assert ana.slug == "abandonner"
    assert ana.says("Fichier « papiers.jpg »")
    ana.press("garder")
    assert ana.slug == "verification"
    ana.press("abandonner").press("effacer")
    assert ana.path == "/termine"
    assert ana.opens(root).status == 404
    assert ana.site.office.stores.files.names() == frozenset()
    assert not [h for h in ana.opens("/").parsed.hrefs if h.startswith("/d/")]


def test_abandoning_a_step_keeps_what_was_typed_until_it_is_sure(ana: Applicant) -> None:
    ana.begins().press("abandonner", nom="Durand")
    ana.press("garder")
    assert ana.form["nom"] == "Durand"


def test_elements_are_added_and_taken_away_without_losing_the_rest(ana: Applicant) -> None:
    ana.begins().press("ajouter:prenoms", {"nom": "Durand", "prenoms.0": "Ana"})
    assert ana.form["nom"] == "Durand"
    ana.press("ajouter:prenoms", {"prenoms.1": "Bea"})
    ana.press("enregistrer", {"prenoms.2": "Cleo"})
    ana.press("retirer:prenoms:1")
    assert (ana.form["prenoms.0"], ana.form["prenoms.1"]) == ("Ana", "Cleo")
    assert "prenoms.2" not in ana.form
    ana.press("ajouter:prenoms").press("ajouter:prenoms")
    assert "prenoms.3" not in ana.form, "never more than the maximum"


def test_a_number_is_confirmed_then_deleted(ana: Applicant) -> None:
    ana.begins().says_who().says_home()
    ana.attach("confirmer:numero_photo", numero_photo="12")
    assert ana.status == 422
    assert ana.says("Le numéro compte 6 chiffres.")
    ana.attach("confirmer:numero_photo", numero_photo="123456")
    assert ana.status == 200
    assert "supprimer:numero_photo" in ana.parsed.buttons
    ana.attach("supprimer:numero_photo")
    assert "supprimer:numero_photo" not in ana.parsed.buttons
    assert ana.form["numero_photo"] == ""


def test_an_address_is_searched_and_chosen(ana: Applicant) -> None:
    ana.begins().says_who()
    ana.press("chercher:logement", {"statut": "seul", "logement.recherche": "20 rue Nationale 59000 Lille"})
    assert ana.status == 200
    found = ana.page.text
    assert "59350" in found
    assert ana.form["statut"] == "seul"
    ana.press("chercher:logement", {"logement.recherche": "zzz qqq"})
    assert ana.says("Aucune adresse trouvée")


@pytest.mark.parametrize("typed", ["20 rue Nationale 59000 Lille", "rue de la Paix Lille"])
def test_an_address_searched_and_saved_is_searched(ana: Applicant, typed: str) -> None:
    ana.begins().says_who().press("enregistrer", {"statut": "seul", "logement.recherche": typed})
    assert ana.status == 422
    assert ana.errors == ["Adresse : choisissez une des adresses proposées, ou saisissez l'adresse vous-même."]
    assert "f-logement-choix" in ana.parsed.ids, "there is something to choose from"
    assert ana.form["logement.recherche"] == typed
    token = re.search(r'name="logement.choix" value="([^"]+)"', ana.page.text)
    assert token
    ana.press("enregistrer", {"logement.choix": html.unescape(token[1])})
    assert ana.form.get("logement.ville", "Lille") == "Lille", "the choice is written in its parts"


def test_an_address_that_nobody_knows_is_said_when_saved(ana: Applicant) -> None:
    ana.begins().says_who().press("enregistrer", {"statut": "seul", "logement.recherche": "zzz qqq"})
    assert ana.status == 422
    assert ana.says("Aucune adresse trouvée")


def test_an_exit_of_the_procedure_explains_and_leads_back(ana: Applicant) -> None:
    ana.begins().says_who(**{"naissance.annee": "2020"}).press("enregistrer", tuteur="Paul")
    assert ana.slug == "orientation"
    assert ana.says("Revenez plus tard")
    root = ana.root
    assert f"{root}/qui" in ana.parsed.hrefs, "the step that decided may be corrected"
    assert ana.opens(f"{root}/foyer").slug == "orientation", "nothing is asked after it"
    assert ana.opens(f"{root}/verification").slug == "orientation"
    ana.opens(f"{root}/qui").says_who()
    assert ana.says("Ce changement retire", "Nom du tuteur")
    assert ana.press("confirmer_changement").slug == "foyer"


def test_how_far_one_is_is_said_on_the_way_and_not_to_who_comes_back(ana: Applicant) -> None:
    ana.begins()
    assert ana.says("à 20 % terminée", "Plus que 15 minutes")
    ana.says_who(nom="")
    assert ana.says("à 20 % terminée"), "not done yet"
    ana.says_who().opens(f"{ana.root}/qui")
    assert not ana.says("à 20 % terminée")
    assert not ana.says("Plus que 15 minutes")


def test_the_check_page_recalls_the_situation_without_thanking_again(ana: Applicant, jpeg: bytes) -> None:
    ana.begins()
    assert ana.says("Merci, nous avons bien pris en compte votre situation.")
    ana.says_who().says_home().gives_papers(jpeg)
    assert ana.slug == "verification"
    assert ana.says("Rappel de votre situation", "Votre cas est simple", "Modifier ma situation")
    assert not ana.says("Merci, nous avons bien pris en compte")


TABS = {
    "/": "Accueil – Ma démarche",
    "/commencer": "Question – Ma démarche",
    "/pause": "En pause – Ma démarche",
    "/termine": "Effacé – Ma démarche",
    "/pages/mentions-legales": "Mentions légales – Ma démarche",
    "/orientation/1": "Orientation – Ma démarche",
    "/nulle-part": "Page introuvable – Ma démarche",
}


@pytest.mark.parametrize(("path", "title"), TABS.items())
def test_each_page_outside_the_steps_has_a_tab_title_that_says_nothing_of_the_person(
    ana: Applicant, path: str, title: str
) -> None:
    ana.opens(path)
    assert f"<title>{title}</title>" in ana.page.text


def test_a_page_that_asks_before_it_acts_has_its_own_tab_title(ana: Applicant) -> None:
    ana.begins().press("abandonner")
    assert "<title>Confirmer – Ma démarche</title>" in ana.page.text


def test_an_answer_that_ends_the_demand_says_first_what_is_not_sent(ana: Applicant, jpeg: bytes) -> None:
    ana.begins().says_who().says_home().gives_papers(jpeg)
    ana.opens(f"{ana.root}/qui").press("enregistrer", {"naissance.annee": "2020"}).press("enregistrer", tuteur="Paul")
    assert ana.says("Avec cette réponse, votre demande ne peut pas continuer", "Votre statut : Seul", "papiers.jpg")
    assert not ana.says("Nom : Durand"), "what comes before is not in question"
    ana.press("annuler_changement")
    assert ana.form["naissance.annee"] == "1990"
    ana.press("enregistrer", {"naissance.annee": "2020"}).press("enregistrer", tuteur="Paul")
    ana.press("confirmer_changement")
    assert ana.slug == "orientation"
    assert ana.says("Revenez plus tard", "Le changement est enregistré.")


def test_the_situation_may_lead_elsewhere_and_be_changed(ana: Applicant) -> None:
    ana.begins("perdu")
    assert ana.slug == "orientation"
    assert ana.says("C'est ailleurs", "Un autre site", "Modifier ma réponse")
    ana.opens(f"{ana.root}/situation").press("enregistrer", cas="simple")
    assert ana.slug == "qui"


def test_the_questions_lead_back_to_those_before(ana: Applicant) -> None:
    ana.opens("/commencer")
    assert "/" in ana.parsed.hrefs, "a way out"
    ana.press("enregistrer", raison="demande")
    assert (ana.slug, "precedent" in ana.parsed.buttons) == ("2", True)
    ana.press("enregistrer", cas="precis")
    assert ana.says("Quel est votre cas", "Modifier – Quel est votre cas")
    assert f"{ana.root}/situation/2" in ana.parsed.hrefs
    ana.press("precedent")
    assert ana.slug == "2"
    assert ana.form["cas"] == "precis"
    ana.press("precedent")
    assert (ana.slug, ana.form["raison"]) == ("1", "demande")


def test_before_any_dossier_there_is_nothing_to_go_back_to_or_to_abandon(catalogue: Catalogue) -> None:
    """A portal may have no question outside the steps: its first one is then asked where a dossier begins."""
    portal = catalogue.portal
    assert portal is not None
    ana = Applicant(site_of(replace(catalogue, portal=replace(portal, start="cas")))).opens("/commencer")
    assert ana.says("Quel est votre cas")
    assert set(ana.parsed.buttons) == {"enregistrer"}
    ana.press("enregistrer")
    assert (ana.status, set(ana.parsed.buttons)) == (422, {"enregistrer"})
    ana.press("enregistrer", cas="precis")
    assert (ana.slug, "abandonner" in ana.parsed.buttons) == ("2", True)


def test_who_came_to_change_the_situation_may_leave_it_as_it_is(ana: Applicant) -> None:
    ana.begins().says_who().opens(f"{ana.root}/situation")
    assert ana.says("Revenir à ma demande sans rien changer")
    assert f"{ana.root}/foyer" in ana.parsed.hrefs
    ana.opens("/commencer?autre=oui").press("enregistrer", raison="demande")
    assert not ana.says("Revenir à ma demande sans rien changer"), "there is nothing to go back to yet"


def test_the_reason_page_may_lead_elsewhere_and_keeps_nothing(ana: Applicant) -> None:
    ana.opens("/commencer").press("enregistrer", raison="promenade")
    assert ana.path == "/orientation/1"
    assert ana.site.office.stores.dossiers.of_owner(ana.account.id) == ()


def test_a_draft_seen_the_next_year_says_what_the_date_changes(ana: Applicant, clock: Clock) -> None:
    ana.begins().says_who(**{"naissance.annee": "2008", "naissance.mois": "3", "naissance.jour": "20"})
    ana.press("enregistrer", tuteur="Paul")
    assert ana.slug == "foyer"
    clock.forward(days=15)
    ana.comes_back().opens(ana.path)
    assert ana.says("Avec la date du jour, ce qui vous est demandé a changé", "Nom du tuteur")


@pytest.mark.parametrize("path", ["verification", "depot", "pieces", "foyer", "confirmation"])
def test_no_step_is_skipped_by_its_address(ana: Applicant, path: str) -> None:
    ana.begins()
    data = dict(ana.form)
    assert ana.opens(f"{ana.root}/{path}").slug == "qui"
    for action in ("enregistrer", "deposer", "joindre:papiers"):
        ana.page = ana.client.post(f"{ana.root}/{path}", data={**data, "action": action})
        assert ana.slug == "qui"


def test_the_same_address_in_two_sites_is_two_dossiers(ana: Applicant, site: Site) -> None:
    ana.begins()
    other = Applicant(site).begins()
    assert other.root != ana.root
    assert other.opens(ana.root).status == 404
