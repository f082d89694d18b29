from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.messages_answers import REQUIRED, SENTENCES, message_of
from engine.problems import AnswerProblem

ENGINE = Path(__file__).parents[2] / "engine"


@pytest.mark.parametrize(
    ("code", "params", "french", "english"),
    [
        ("A021", {}, "Né(e) le\u00a0: indiquez le mois.", "Né(e) le: enter the month."),
        ("A001", {"kind": "date"}, "Né(e) le\u00a0: indiquez la date.", "Né(e) le: enter the date."),
        ("A001", {}, "Né(e) le\u00a0: remplissez ce champ.", "Né(e) le: fill in this field."),
        (
            "A034",
            {"month": "4", "days": "30", "year": "2001"},
            "Né(e) le\u00a0: vérifiez le jour\u00a0: il n'y a que 30 jours en avril.",
            "Né(e) le: check the day: April has only 30 days.",
        ),
        (
            "A035",
            {"month": "2", "days": "28", "year": "2001"},
            "Né(e) le\u00a0: vérifiez le jour\u00a0: il n'y a que 28 jours en février 2001.",
            "Né(e) le: check the day: February 2001 has only 28 days.",
        ),
    ],
)
def test_a_message_says_what_to_do(code: str, params: dict[str, str], french: str, english: str) -> None:
    problem = AnswerProblem("x", code, params)
    assert message_of(problem, "Né(e) le", "fr") == message_of(problem, "Né(e) le", "ar") == french
    assert message_of(problem, "Né(e) le", "en") == english


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ("Email :", "Email\u00a0: répondez par oui ou par non."),
        ("Téléphone * :", "Téléphone\u00a0: répondez par oui ou par non."),
        ("Avez-vous des enfants\u00a0?", "Avez-vous des enfants\u00a0? Répondez par oui ou par non."),
        ("J'atteste.", "J'atteste. Répondez par oui ou par non."),
        ("", "Répondez par oui ou par non."),
        ("{label} {0}", "{label} {0}\u00a0: répondez par oui ou par non."),
    ],
)
def test_it_follows_any_label(label: str, message: str) -> None:
    assert message_of(AnswerProblem("x", "A011"), label, "fr") == message


def test_the_authors_words_are_final() -> None:
    problem = AnswerProblem("x", "A004", message="Vingt-deux chiffres.")
    assert message_of(problem, "Numéro", "fr") == message_of(problem, "Numéro", "en") == "Vingt-deux chiffres."


def codes_in(*files: Path) -> set[str]:
    return {code for file in files for code in re.findall(r"\"(A\d{3})\"", file.read_text(encoding="utf-8"))}


def test_every_code_of_the_kinds_has_its_sentence_and_every_sentence_its_use() -> None:
    assert codes_in(*(ENGINE / "kinds").glob("*.py")) <= set(SENTENCES)
    assert set(SENTENCES) <= codes_in(*(file for file in ENGINE.rglob("*.py") if file.name != "messages_answers.py"))


@pytest.mark.parametrize("sentences", [*SENTENCES.values(), *REQUIRED.values()])
def test_sentences_are_whole_in_both_languages(sentences: dict[str, str]) -> None:
    assert set(sentences) == {"fr", "en"}
    placeholders = {language: set(re.findall(r"\{(\w+)\}", text)) for language, text in sentences.items()}
    assert placeholders["fr"] == placeholders["en"]
    assert all(text.endswith(".") and text[0].islower() for text in sentences.values())


def test_params_are_data() -> None:
    problem = AnswerProblem("x", "A005", {"example": "{kind} {0.x}"})
    assert message_of(problem, "Numéro", "en") == "Numéro: check your answer, which should look like {kind} {0.x}."
