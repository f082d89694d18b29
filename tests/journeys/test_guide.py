"""The guide's journeys, from the home page to the two PDFs, and the same answers through `parcours run`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.journeys.applicant import FIRST_PERMIT, PASSWORD, Applicant, answers_of
from tests.journeys.comparing import assert_lists, assert_same, run_command, words
from tests.journeys.running import PROCEDURES, TODAY, Running

FILE = PROCEDURES / "vpf-vulnerabilites-lot3-teh.yaml"
CONFIRMATION = "J'ouvre ma confirmation de dépôt de demande (PDF)"
DRAFT_LIST = "Télécharger la liste des pièces justificatives"
FINAL_LIST = "Télécharger « Liste des documents justificatifs à fournir » (PDF)"
ALWAYS = (
    "Photographie d'identité récente",
    "Justificatif de nationalité",
    "Justificatif d'identité",
    "Justificatif de domicile datant de moins de 6 mois",
    "Récépissé du dépôt de plainte ou jugement de condamnation définitive",
)
REPRESENTATION, EMANCIPATION = "Justificatif de représentation légale", "Justificatif d'émancipation"


# What the guide's screens and mails say before and after the steps, by its lines.
CREATION = (  # L49
    "Accueil",
    "Création de compte",
    "Compléter les renseignements suivants pour accéder à vos services.",
    "Les champs marqués d'un * sont obligatoires",
    "Adresse email",
    "Confirmation de l'adresse email",
    "Valider",
)
CREATED = (  # L53
    "Création de compte",
    "Demande de création de compte bien enregistrée.",
    "Un email vous a été envoyé afin de confirmer votre adresse email.",
    "Vous devez confirmer votre adresse email et créer votre mot de passe avant de pouvoir envoyer votre demande.",
    "Retour à l'accueil",
)
M1 = (  # L61-91
    "Bonjour,",
    "Un compte d'accès temporaire a été créé afin de vous permettre de poursuivre votre demande.",
    "Vous pourrez ainsi quitter la télé-procédure à tout moment et la reprendre ultérieurement à la dernière étape "
    "enregistrée.",
    "Votre compte d'accès à un espace personnel usager définitif n'est pas encore créé.",
    "Voici vos identifiants de connexion :",
    "Identifiant : vteh@yopmail.com",
    "Mot de passe provisoire :",
    "Pour accéder à la télé-procédure, vous pouvez cliquer sur le lien suivant :",
    "Se connecter",
    "Cordialement,",
    "La Direction Générale des Etrangers en France",
    "Ce message est généré automatiquement, merci de ne pas y répondre.",
)
SIGN_IN = (  # L127-147
    "Vous avez déjà un compte",
    "Identifiant :",
    "Mot de passe :",
    "Mot de passe oublié ?",
    "S'identifier",
    "Première visite ? Créer votre compte",
)
NEW_PASSWORD = (  # L153-163
    "Réinitialisation du mot de passe",
    "Votre mot de passe doit être réinitialisé. Merci de renseigner un nouveau mot de passe, qui doit faire au moins 8 "
    "caractères avec au moins une majuscule, une minuscule, un chiffre et un caractère spécial.",
    "Nouveau mot de passe :",
    "Confirmation du mot de passe :",
    "Valider mon mot de passe",
)
TRANSMITTED = (  # L879-913
    "Votre demande a bien été transmise.",
    "Vous allez recevoir un accusé de réception.",
    "Vous recevrez un email vous informant de l'avancée de votre demande et si nécessaire de demande de pièces "
    "complémentaires.",
    CONFIRMATION,
)
M2 = (  # L961-973
    "Votre souhait de demande de titre de séjour a bien été transmis. Après étude de votre demande, le service "
    "compétent déterminera votre éligibilité à une demande de titre de séjour et à la création d'un espace personnel "
    "usager définitif sur le site de l'administration des étrangers en France.",
    "Dans l'attente de cette validation, en cas de demande de pièces complémentaires, vous recevrez un message "
    "électronique vous indiquant les précisions nécessaires et la marche à suivre pour leur communication à "
    "l'administration.",
    "Cordialement,",
    "La Direction Générale des Etrangers en France",
    "Ce message est généré automatiquement, merci de ne pas y répondre.",
)


class Journey(NamedTuple):
    """The answers' file, the site of its département, the lines of its proof, the documents of a minor."""

    answers: str
    site: str
    proof: tuple[str, ...]
    address: tuple[str, ...]
    minor: tuple[str, ...] = ()


JOURNEYS = (
    Journey(
        "adulte",
        "5901",
        ("OKONKWO", "ADAEZE", "14/05/1997", "BENIN CITY, NIGERIA", "Nationalité NIGERIA"),
        ("20 RUE NATIONALE", "59000 LILLE"),
    ),
    Journey(
        "mariee",
        "6901",
        ("NGUYỄN", "TRẦN", "THỊ HOA", "29/02/2000", "VINH, VIÊT NAM", "Nationalité VIÊT NAM"),
        ("3 BIS RUE DES LILAS", "BÂTIMENT B", "69003 LYON"),
    ),
    Journey(
        "pacse",
        "2001",
        ("DIALLO", "MOUSSA, IBRAHIMA, ALPHA", "01/01/1990", "CONAKRY, GUINÉE", "GUINÉE, SIERRA LEONE"),
        ("12 AVENUE JEAN-JAURÈS", "20000 AJACCIO"),
    ),
    Journey(
        "mineur_16",
        "9741",
        ("SOW", "AWA", "15/06/2009", "DAKAR, SÉNÉGAL"),
        ("5 RUE DU PORT", "97400 SAINT-DENIS"),
        (REPRESENTATION,),
    ),
    Journey(
        "mineur_emancipe",
        "9741",
        ("SOW", "AWA", "20/08/2008", "DAKAR, SÉNÉGAL"),
        ("5 RUE DU PORT", "97400 SAINT-DENIS"),
        (EMANCIPATION,),
    ),
)


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.answers)
def test_from_the_home_page_to_the_pdfs(
    someone: Applicant, journey: Journey, pdf_text: Callable[[bytes], str], tmp_path: Path
) -> None:
    answers = answers_of(journey.answers)
    assert someone.begins(answers).heading == "Informations personnelles"
    someone.fills(answers)
    someone.modifies(ALWAYS[1])
    list_before = someone.downloads(DRAFT_LIST)
    someone.answers(answers)
    someone.deposits(answers)

    assert someone.page.heading == "Confirmation"
    assert re.fullmatch(rf"{journey.site}20260310\d{{7}}", someone.number)
    assert set(answers) <= {*someone.given, "nom_usage"}
    assert [r.label for r in someone.requests] == [*ALWAYS[:3], *journey.minor, *ALWAYS[3:]]

    proof = words(pdf_text(someone.downloads(CONFIRMATION)))
    for line in (someone.number, "10/03/2026", *journey.proof, *journey.address):
        assert proof.count(line) >= 1, line
    assert [proof.count(line) for line in journey.address] == [1] * len(journey.address)

    others = tuple({REPRESENTATION, EMANCIPATION} - set(journey.minor))
    assert_lists(pdf_text(someone.downloads(FINAL_LIST)), someone, others)
    assert_lists(pdf_text(list_before), someone, others)

    report = run_command(FILE, someone.given, TODAY, tmp_path)
    assert report["status"] == "complete"
    assert_same(someone, report)


def test_from_the_home_page_to_the_mail_of_the_deposit(someone: Applicant, running: Running) -> None:
    """Guide L39-L973: every screen, and both mails as they are read in the mailbox."""
    address = "vteh@yopmail.com"
    answers = {**answers_of("adulte"), "email": address, "prenoms": ["Vteh"], "nom_naissance": "Étranger"}
    someone.opens_home()
    assert_says(someone.follows(FIRST_PERMIT).main.text, CREATION)
    assert words(someone.page.main.find("nav")[0].attributes["aria-label"]) == "Vous êtes ici :"
    assert_says(someone.asks_for_account(address).text, CREATED)

    (first,) = someone.mails
    assert_says(first.text, M1)
    assert first.links["Se connecter"] == f"{running.base_url}/connexion"
    assert_says(someone.follows_mail(first, "Se connecter").text, SIGN_IN)
    assert_says(someone.signs_in(first.provisional_password).text, NEW_PASSWORD)
    # Nothing else opens before, and the provisional password has served.
    for place in ("/espace", "/commencer", "/espace/securite"):
        assert someone.client.get(place).url.path == "/mot-de-passe"
    late = Applicant(running)
    late.address = address
    assert late.signs_in(first.provisional_password).status == 422

    someone.chooses_password(PASSWORD)
    someone.follows("Continuer sans code")
    assert "Vous n'avez pas encore de démarche." in someone.page.text
    someone.follows("Commencer une démarche")
    assert someone.answers_situation(answers).heading == "Informations personnelles"
    assert someone.page.told["email"] == address
    assert "email" not in someone.page.form.names
    someone.fills(answers)
    assert_says(someone.deposits().text, TRANSMITTED)
    number, proof = someone.number, someone.downloads(CONFIRMATION)

    _, last = someone.mails
    assert last.subject == "Votre demande a bien été transmise"
    assert_says(last.text, ("Bonjour Vteh Étranger,", *M2))
    someone.follows_mail(last, "votre espace personnel")
    assert_says(someone.page.text, ("Mes démarches", "Déposée", number, "Mes messages", last.subject, first.subject))
    assert someone.downloads("Télécharger la confirmation (PDF)") == proof
    assert_says(someone.follows(last.subject).text, ("Bonjour Vteh Étranger,", *M2))
    someone.opens_space()
    kept = someone.follows(first.subject).text
    assert_says(kept, (*M1[:7], "••••"))
    assert first.provisional_password not in kept


def assert_says(text: str, sentences: tuple[str, ...]) -> None:
    """The text says all of this, in this order."""
    said, place = words(text), 0
    for sentence in map(words, sentences):
        found = said.find(sentence, place)
        assert found >= 0, f"{sentence!r} is not said after {said[max(place - 80, 0) : place]!r}, in {said!r}"
        place = found + len(sentence)


def test_the_list_of_a_minor_is_known_before_the_age_is(someone: Applicant, pdf_text: Callable[[bytes], str]) -> None:
    """Until the birth date is given, the minors' documents are printed under their headings."""
    someone.begins(answers_of("adulte"))
    said = words(pdf_text(someone.downloads(DRAFT_LIST)))
    for line in (*ALWAYS, "Si vous êtes mineur (entre 16 et 18 ans)", REPRESENTATION, EMANCIPATION):
        assert line in said


def test_whoever_is_under_16_is_sent_elsewhere(someone: Applicant, tmp_path: Path) -> None:
    answers = answers_of("moins_de_16")
    someone.begins(answers)
    someone.answers(answers)
    assert someone.page.heading == "Cette demande est possible à partir de 16 ans"
    assert "119" in someone.page.text
    report = run_command(FILE, someone.given, TODAY, tmp_path)
    assert report["status"] == "redirected"
    assert report["situation"]["orientation_title"] == someone.page.heading
    # The way back leads to the answer that decided it.
    someone.follows("Modifier ma réponse")
    assert someone.page.heading == "Informations personnelles"
    assert someone.page.form.named("date_naissance.annee")[0].value == "2010"


@pytest.mark.parametrize("name", ["redirige", "redirige_ne_en_france"])
def test_the_situation_may_lead_elsewhere(someone: Applicant, tmp_path: Path, name: str) -> None:
    answers = answers_of(name)
    someone.begins(answers)
    report = run_command(PROCEDURES / "portail.yaml", answers, TODAY, tmp_path)
    assert report["status"] == "redirected"
    assert someone.page.heading == report["situation"]["orientation_title"]
    assert "site Étrangers en France" in someone.page.text


def test_answers_that_break_a_rule_stop_at_their_step(someone: Applicant, tmp_path: Path) -> None:
    """The same messages on the page and from the command."""
    answers = answers_of("union_avant_naissance")
    someone.begins(answers)
    someone.fills(answers)
    assert (someone.page.heading, someone.page.status) == ("Motif de séjour", 422)
    report = run_command(FILE, someone.given, TODAY, tmp_path)
    assert report["status"] == "blocked"
    assert sorted(someone.page.errors) == sorted(p["message"] for p in report["problems"])
    assert len(someone.page.errors) == 2


def test_every_entry_of_the_home_page_leads_somewhere(running: Running) -> None:
    someone = Applicant(running)
    home = someone.opens_home()
    entries = [node.text for node in home.tree.find("li", class_="entries__entry")]
    assert len(entries) == 5
    for label in entries:
        someone.opens_home()
        assert someone.follows(label).status == 200
