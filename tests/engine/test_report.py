"""What `parcours run` prints: problems first, why each thing is shown, in the language asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from engine.build import load_sources
from engine.cli import replay
from engine.report import report_data
from engine.report_text import WORDS, report_text
from engine.spec import Catalogue

SPEC = """\
procedure: {id: essai, langage: 1, version: "1", titre: Trial, titre_neutre: Trial, anniversaire_29_fevrier: 1er_mars}
faits:
  age_revolu: {annees_entre: [naissance, date_depot]}
  sans_libelle: {si: {age_revolu: {moins_de: 18}}}
motifs: {seul: {libelle: Alone}}
etapes:
  - id: a
    titre: Alpha
    sections:
      - id: a
        titre: Alpha
        champs:
          - {id: naissance, type: date, libelle: Birth}
          - {id: statut, type: choix, libelle: Status, options: {un: One, deux: Two}}
      - id: b
        titre: Beta
        si: {sans_libelle: oui}
        champs:
          - {id: tuteur, type: texte, libelle: Guardian}
        sections:
          - id: c
            titre: Gamma
            si: {statut: un}
            champs:
              - {id: ecole, type: texte, libelle: School, si: {tuteur: {renseigne: oui}}}
  - {id: pieces, titre: Papers, contenu: justificatifs}
  - {id: depot, titre: Deposit, contenu: depot}
  - {id: confirmation, titre: Confirmation, contenu: confirmation}
justificatifs:
  - id: g
    titre: Group
    demandes:
      - {id: photo, libelle: Photo}
      - id: garde
        libelle: Custody
        si: {sans_libelle: oui}
        fournir: {un_de: [{id: x, libelle: X}, {id: y, libelle: Y}]}
"""
CHILD = {"naissance": "2015-01-01", "statut": "un", "tuteur": "Tata", "ecole": "Jules"}


@pytest.fixture
def catalogue() -> Catalogue:
    loaded = load_sources({"essai.yaml": SPEC.encode()})
    assert loaded.problems == ()
    return loaded.catalogue


def test_sections_are_part_of_why_a_field_is_shown(catalogue: Catalogue, today: dt.date) -> None:
    why: Any = report_data(catalogue, replay(catalogue, CHILD, today), language="fr")["why"]
    minor = "années, de Birth à la date du dépôt : moins de 18"
    assert why["fields"]["naissance"] == {"condition": None, "line": "essai.yaml:13"}
    assert why["fields"]["tuteur"] == {"condition": minor, "line": "essai.yaml:17"}
    assert why["fields"]["ecole"] == {
        "condition": f"{minor} et « Status » est « One » et « Guardian » est renseigné",
        "line": "essai.yaml:25",
    }
    assert why["justificatifs"]["photo"] == {"condition": None, "line": "essai.yaml:33"}
    assert why["justificatifs"]["garde"]["condition"] == minor


def test_what_is_not_known_yet_is_said_by_if(catalogue: Catalogue, today: dt.date) -> None:
    unknown = report_text(catalogue, replay(catalogue, {}, today), language="fr")
    known = report_text(catalogue, replay(catalogue, CHILD, today), language="fr")
    assert "si années, de" in unknown
    assert "parce que" not in unknown
    assert "parce que années, de" in known
    assert "toujours – essai.yaml:13" in known


def test_problems_come_first_with_what_was_found_and_expected(catalogue: Catalogue, today: dt.date) -> None:
    answers = {**CHILD, "naissance": "1/1/2015", "statut": "trois", "tutteur": "x"}
    progress = replay(catalogue, answers, today)
    text = report_text(catalogue, progress, language="fr")
    assert text.index("PROBLÈMES") < text.index("SITUATION")
    assert "trouvé : 1/1/2015 ; attendu : AAAA-MM-JJ – essai.yaml:13" in text
    assert "trouvé : trois ; attendu : un, deux – essai.yaml:14" in text
    assert "vouliez-vous « tuteur » ?" in text
    told: Any = report_data(catalogue, progress, language="fr")["problems"]
    assert (told[1]["found"], told[1]["expected"]) == ("trois", ["un", "deux"])
    assert (told[2]["field"], told[2]["suggestion"], told[2]["line"]) == ("tutteur", "tuteur", None)


PLACES = """\
procedure: {id: lieux, langage: 1, version: "1", titre: Trial, titre_neutre: Trial}
motifs: {seul: {libelle: Alone}}
etapes:
  - id: a
    titre: Alpha
    sections:
      - id: a
        titre: Alpha
        champs:
          - {id: chez, type: adresse, libelle: Home}
          - {id: pays, type: pays, libelle: Country, historiques: oui}
          - id: enfants
            type: groupe
            libelle: Children
            repetable: {max: 3}
            champs:
              - {id: nation, type: nationalite, libelle: Nationality}
              - {id: ecole, type: adresse, libelle: School}
  - {id: depot, titre: Deposit, contenu: depot}
  - {id: confirmation, titre: Confirmation, contenu: confirmation}
"""
PARTS = ["numero", "voie", "complement", "code_postal", "ville", "pays", "code_insee"]


def problems_of(answers: Mapping[str, object], today: dt.date, language: str) -> list[Any]:
    loaded = load_sources({"lieux.yaml": PLACES.encode()})
    assert loaded.problems == ()
    found: Any = report_data(loaded.catalogue, replay(loaded.catalogue, answers, today), language=language)["problems"]
    return [(p["message"].replace("\u00a0", " "), p["expected"], p["suggestion"]) for p in found]


def test_keys_that_no_address_has_are_named_with_those_it_has(today: dt.date) -> None:
    address = {"rue": "1 rue Nationale", "code_postale": "59000", "ville": "Lille"}
    assert problems_of({"chez": address}, today, "fr") == [
        ("Home : la clé « rue » n'est pas celle d'une partie d'une adresse.", PARTS, None),
        ("Home : la clé « code_postale » n'est pas celle d'une partie d'une adresse.", PARTS, "code_postal"),
    ]
    inside = {"enfants": [{"nation": "FR", "ecole": {"voi": "1 rue Nationale"}}]}
    said = 'Children, 1, School: the key "voi" is no part of an address.'
    assert problems_of(inside, today, "en") == [(said, PARTS, "voie")]
    assert problems_of({"chez": "1 rue Nationale"}, today, "en")[0][1] == PARTS
    assert problems_of({"chez": {"voie": ["1 rue Nationale"]}}, today, "en")[0][1] == []


def test_a_country_is_told_to_be_a_code_with_the_nearest(today: dt.date) -> None:
    codes = ["code ISO à deux lettres", "à quatre lettres pour un État disparu"]
    assert problems_of({"pays": "Frnace"}, today, "fr")[0][1:] == (codes, "FR")
    nation = {"enfants": [{"nation": "DEU"}]}
    assert problems_of(nation, today, "fr")[0][1:] == (codes[:1], "DE")
    assert problems_of(nation, today, "en")[0][1:] == (["two-letter ISO code"], "DE")
    home = {"voie": "Main Street", "ville": "Springfield", "pays": "USX"}
    assert problems_of({"chez": home}, today, "en")[0][1:] == (["two-letter ISO code"], "US")


def test_a_case_with_a_problem_is_not_complete(catalogue: Catalogue, today: dt.date) -> None:
    assert replay(catalogue, CHILD, today).status == "complete"
    assert replay(catalogue, {**CHILD, "tutteur": "x"}, today).status == "blocked"
    assert replay(catalogue, {**CHILD, "motif": "zz"}, today).status == "blocked"


@pytest.mark.parametrize("answers", [{}, CHILD, {"statut": "trois", "tutteur": "x"}])
def test_in_english_only_the_author_speaks_french(
    catalogue: Catalogue, answers: dict[str, object], today: dt.date
) -> None:
    text = report_text(catalogue, replay(catalogue, answers, today), language="en")
    french = {
        word for word in WORDS["fr"].values() if "{" not in word and len(word) > 3 and word not in WORDS["en"].values()
    }
    assert not {word for word in french if word in text}
    assert WORDS["fr"].keys() == WORDS["en"].keys()


def test_files_not_given_are_said_not_to_be_examined(catalogue: Catalogue, today: dt.date) -> None:
    progress = replay(catalogue, CHILD, today)
    text = report_text(catalogue, progress, language="fr")
    assert text.count("PIÈCES DEMANDÉES") == 1
    assert "les fichiers ne sont pas examinés" in text
    assert "les fichiers ne sont pas examinés" not in report_text(catalogue, progress, language="fr", files=True)


def test_no_address_is_cut(today: dt.date) -> None:
    long = "procedures/un-dossier-dont-le-nom-est-tout-de-meme-tres-long/une-demarche-de-plus/" + "x" * 60 + ".yaml"
    found = load_sources({long: SPEC.encode()}).catalogue
    text = report_text(found, replay(found, CHILD, today), language="fr")
    assert f"{long}:25" in text
