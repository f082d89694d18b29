"""The procedures of this repository, from the home page to both PDFs, as their applicants go through them."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.build import load_catalogue
from engine.spec import Catalogue
from tests.renderers.web.applicant import Applicant, site_of

PROCEDURES = Path(__file__).parents[3] / "procedures"
WHO: Mapping[str, str] = {
    "nom_naissance": "Okonkwo",
    "prenoms.0": "Adaeze",
    "sexe": "feminin",
    "date_naissance.jour": "14",
    "date_naissance.mois": "5",
    "date_naissance.annee": "1997",
    "pays_naissance": "NG",
    "lieu_naissance": "Bénin",
    "nationalites.0": "NG",
    "adresse.manuel": "oui",
    "adresse.numero": "20",
    "adresse.voie": "rue Nationale",
    "adresse.code_postal": "59000",
    "adresse.ville": "Lille",
    "email": "adaeze@exemple.fr",
    "telephone": "06 12 34 56 78",
}
LINKS: Mapping[str, str] = {
    "date_entree.jour": "3",
    "date_entree.mois": "9",
    "date_entree.annee": "2022",
    "situation_familiale": "celibataire",
    "enfants_a_charge": "oui",
    "attestation_polygamie": "oui",
    "attestation_sanctions": "oui",
}
UNION: Mapping[str, str] = {
    "date_union.jour": "1",
    "date_union.mois": "2",
    "date_union.annee": "2024",
    "pays_union": "NG",
}
COMMON = ["justificatif_nationalite", "justificatif_identite", "justificatif_domicile", "procedure_judiciaire"]


@pytest.fixture(scope="module")
def procedures() -> Catalogue:
    loaded = load_catalogue(PROCEDURES)
    assert loaded.usable, loaded.problems
    return loaded.catalogue


@pytest.fixture
def adaeze(procedures: Catalogue) -> Applicant:
    """Someone who has just said what her situation is."""
    applicant = Applicant(site_of(procedures)).opens("/")
    entry = next(href for href in applicant.parsed.hrefs if href == "/commencer")
    applicant.opens(entry).press("enregistrer", raison="attaches_familiales")
    applicant.press("enregistrer", situation="autre").press("enregistrer", autre_situation="traite")
    assert applicant.slug == "informations"
    return applicant


def text_of(pdftotext: str, content: bytes) -> str:
    done = subprocess.run([pdftotext, "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def joins_all(applicant: Applicant, jpeg: bytes) -> list[str]:
    """Joins a file to each request of the page, a different one each time; gives the requests."""
    asked = applicant.parsed.files
    files = [(control, f"{n}.jpg", jpeg + bytes([n])) for n, control in enumerate(asked)]
    applicant.attach("enregistrer", *files, numero_ephoto="0123 4567 8901 2345 6789 01")
    return asked


@pytest.mark.parametrize(
    ("born", "emancipated", "family", "asked"),
    [
        (("14", "5", "1997"), None, "celibataire", COMMON),
        (("14", "5", "1997"), None, "concubin", COMMON),
        (("14", "5", "1997"), None, "divorce", COMMON),
        (("14", "5", "1997"), None, "marie", COMMON),
        (("14", "5", "1997"), None, "pacse", COMMON),
        (("10", "3", "2008"), None, "celibataire", COMMON),
        (("11", "3", "2008"), False, "celibataire", [*COMMON, "minor"]),
        (("11", "3", "2008"), True, "celibataire", [*COMMON, "minor"]),
        (("10", "3", "2010"), False, "celibataire", [*COMMON, "minor"]),
        (("29", "2", "2008"), None, "celibataire", COMMON),
    ],
    ids=[
        "adult",
        "concubin",
        "divorced",
        "married",
        "pacs",
        "18 today",
        "eve of 18",
        "emancipated",
        "16 today",
        "leap day",
    ],
)
def test_from_home_to_both_pdfs(
    adaeze: Applicant,
    jpeg: bytes,
    pdftotext: str,
    *,
    born: tuple[str, str, str],
    emancipated: bool | None,
    family: str,
    asked: list[str],
) -> None:
    day, month, year = born
    adaeze.press(
        "enregistrer",
        {**WHO, "date_naissance.jour": day, "date_naissance.mois": month, "date_naissance.annee": year},
    )
    if emancipated is not None:
        assert adaeze.says("Votre réponse fait apparaître une question"), adaeze.errors
        adaeze.press("enregistrer", emancipe="oui" if emancipated else None)
    assert adaeze.slug == "precisions", adaeze.errors
    adaeze.press("enregistrer", {**LINKS, "situation_familiale": family})
    if family in ("marie", "pacse"):
        assert adaeze.says("Votre réponse fait apparaître 2 questions")
        adaeze.press("enregistrer", UNION)
    assert adaeze.slug == "justificatifs", adaeze.errors
    given = joins_all(adaeze, jpeg)
    assert len(given) == len(asked)
    assert set(COMMON) <= set(given)
    assert adaeze.slug == "verification", adaeze.errors
    adaeze.press("enregistrer").press("deposer", observations="Merci.")
    assert adaeze.slug == "confirmation"
    confirmation = text_of(pdftotext, adaeze.client.get(f"{adaeze.root}/confirmation.pdf").content)
    assert "5901202603100000001" in confirmation
    assert "OKONKWO" in confirmation
    listed = text_of(pdftotext, adaeze.client.get(f"{adaeze.root}/liste-documents.pdf").content)
    assert "Justificatif de nationalité" in listed
    assert ("représentation" in listed or "émancip" in listed) is (emancipated is not None)


@pytest.mark.parametrize("born", [("11", "3", "2010"), ("1", "1", "2020")], ids=["eve of 16", "six"])
def test_before_sixteen_the_way_out_is_explained(adaeze: Applicant, born: tuple[str, str, str]) -> None:
    day, month, year = born
    adaeze.press(
        "enregistrer",
        {**WHO, "date_naissance.jour": day, "date_naissance.mois": month, "date_naissance.annee": year},
    )
    assert adaeze.slug == "orientation"
    assert adaeze.says("Cette demande est possible à partir de 16 ans", "119")


def test_before_the_age_is_known_the_list_prints_the_minors_parts(adaeze: Applicant, pdftotext: str) -> None:
    listed = text_of(pdftotext, adaeze.client.get(f"{adaeze.root}/liste-documents.pdf").content)
    assert "Si vous êtes mineur" in listed


def test_nothing_in_addresses_titles_or_file_names_tells_why_she_came(adaeze: Applicant, jpeg: bytes) -> None:
    adaeze.press("enregistrer", WHO).press("enregistrer", LINKS)
    joins_all(adaeze, jpeg)
    adaeze.press("enregistrer").press("deposer")
    seen = [str(answer.url) for answer in (*adaeze.page.history, adaeze.page)]
    seen += [href for href in adaeze.parsed.hrefs if href.startswith("/")]
    seen.append(adaeze.page.text.split("<title>")[1].split("</title>")[0])
    seen += [str(adaeze.client.get(f"{adaeze.root}/{n}").headers) for n in ("confirmation.pdf", "liste-documents.pdf")]
    for word in ("traite", "victime", "teh", "plainte", "sejour", "séjour"):
        assert not [told for told in seen if word in told.lower().replace(adaeze.root.lower(), "")], word
