"""The guide's journeys, from the home page to the two PDFs, and the same answers through `parcours run`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from starlette.testclient import TestClient

from tests.journeys.applicant import Applicant, answers_of
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
    someone = Applicant(TestClient(running.app, base_url=running.base_url))
    home = someone.opens_home()
    entries = [node.text for node in home.tree.find("li", class_="entries__entry")]
    assert len(entries) == 5
    for label in entries:
        someone.opens_home()
        assert someone.follows(label).status == 200
