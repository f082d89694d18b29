"""`parcours show`: a step as its page would be, from a file of answers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.build import load_catalogue
from renderers.show import show_command
from renderers.text.words import WORDS

ROOT = Path(__file__).parents[2]
PROCEDURE = ROOT / "procedures" / "vpf-vulnerabilites-lot3-teh.yaml"
DATA = ROOT / "tests" / "data"
WRONG = """\
raison: attaches_familiales
situation: autre
autre_situation: traite
prenoms: [Awa, Fatou]
date_naissance: 1997-02-31
nationalites: [SN, Atlantide]
adresse: {numero: "20", code_postal: "59000", ville: Lille}
"""


def show(step: str, *others: str, file: Path = PROCEDURE) -> str:
    """What the command prints."""
    done = CliRunner().invoke(show_command, [str(file), step, "--today", "2026-03-10", *others])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """Answers with faults."""
    path = tmp_path / "answers.yaml"
    path.write_text(WRONG, encoding="utf-8")
    return path


def test_the_situation_shows_the_question_that_is_asked(tmp_path: Path) -> None:
    first = show("situation")
    assert "Je n'ai pas de numéro d'étranger" in first
    assert "( ) Car j'ai des attaches familiales en France" in first
    assert "Étape 1 sur 0" not in first
    assert show("situation", file=ROOT / "procedures" / "portail.yaml").count("( )") == 2
    given = tmp_path / "answers.yaml"
    given.write_text("raison: attaches_familiales\nsituation: ailleurs\n", encoding="utf-8")
    second = show("situation", "--answers", str(given))
    assert "( ) Je suis dans une autre situation" in second
    assert "! Erreur : Dites-nous quelle est votre situation ?" in second
    assert "(x) Je suis victime de la traite" in show("situation", "--answers", str(DATA / "adulte.yaml"))


def test_the_situation_is_a_question_in_json_too() -> None:
    view = json.loads(show("situation", "--format", "json"))
    assert view["question"]["id"] == "raison"


def test_what_is_wrong_is_shown_as_it_was_written(wrong: Path) -> None:
    page = show("informations_personnelles", "--answers", str(wrong))
    assert "Jour : 31   Mois : 02   Année : 1997" in page
    assert page.count("il n'y a que 28 jours") == 2  # in the summary, and beside the date
    assert "Date de naissance : Date de naissance" not in page
    assert "Nationalité(s) * : Sénégal" in page
    assert "Nationalité(s) * : Atlantide" in page
    assert "Prénom(s) * : Fatou" in page
    assert "Numéro de voie : 20" in page
    assert "Il y a 3 problèmes" in page


def test_messages_in_english(wrong: Path) -> None:
    assert "enter the street" in show("informations_personnelles", "--answers", str(wrong), "--lang", "en").casefold()


def test_in_english_only_the_author_speaks_french(wrong: Path) -> None:
    page = show("informations_personnelles", "--answers", str(wrong), "--lang", "en")
    assert "Step 2 of " in page
    assert "There are 3 problems" in page
    assert "! Error: " in page
    assert "[ Save and continue ]" in page
    assert "Country: France" in page
    papers = show("justificatifs", "--answers", str(DATA / "adulte.yaml"), "--lang", "en")
    assert "[ Attach a document ]" in papers
    assert "MB at most per file." in papers
    assert "[ Back to the previous step ]" in papers
    ours = pieces("fr") - pieces("en") - {"(facultatif)", "Exemple :"}  # these the author says too
    assert not [words for words in ours if words in " ".join(f"{page} {papers}".split())]


def pieces(language: str) -> set[str]:
    """What our own words always say, between what fills them in."""
    texts = (re.split(r"\{\w+\}", text) for text in WORDS[language].values())
    return {piece.strip() for parts in texts for piece in parts if len(piece.strip()) > 3}


def test_countries_are_named_and_documents_said_once_to_be_pdf() -> None:
    page = show("informations_personnelles", "--answers", str(DATA / "adulte.yaml"))
    assert "Nationalité(s) * : Nigeria" in page
    assert "Pays : France" in page
    assert "(PDF) (PDF)" not in show("confirmation", "--answers", str(DATA / "adulte.yaml"))


def test_documents_are_not_said_to_be_given_when_no_file_is_known(tmp_path: Path) -> None:
    answers = DATA / "adulte.yaml"
    after = show("depot", "--answers", str(answers))
    assert "[x] 3. " in after
    assert "[ ] 4. Justificatifs" in after
    assert "les fichiers ne sont pas examinés" in " ".join(show("justificatifs", "--answers", str(answers)).split())
    assert "files are not examined" in show("justificatifs", "--answers", str(answers), "--lang", "en")
    steps = json.loads(show("depot", "--answers", str(answers), "--format", "json"))["steps"]
    assert [step["mark"] for step in steps if step["id"] == "justificatifs"] == ["todo"]
    given = tmp_path / "answers.yaml"
    asked = load_catalogue(PROCEDURE).catalogue.procedures["vpf_vulnerabilites_lot3_teh"].justificatifs
    papers = "".join(f"{name}: [papier.pdf]\n" for name, request in asked.items() if request.field is None)
    given.write_text(answers.read_text(encoding="utf-8") + papers, encoding="utf-8")
    assert "ne sont pas examinés" not in show("justificatifs", "--answers", str(given))


def test_a_step_that_does_not_exist_is_said() -> None:
    done = CliRunner().invoke(show_command, [str(PROCEDURE), "ailleurs", "--today", "2026-03-10"])
    assert done.exit_code == 2
    assert "étape inconnue : « ailleurs ». Étapes : situation, informations_personnelles" in done.output
