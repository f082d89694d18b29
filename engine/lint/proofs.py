"""P3xx: what the prover finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..printer import spot_of
from ..problems import Problem
from ..yaml_errors import source_lines
from .rules import Family, LintRule, Subject

RULES: tuple[LintRule, ...] = (
    LintRule("P301", "warning", {"fr": "une réponse est toujours refusée", "en": "an answer is always refused"}),
    LintRule("P302", "error", {"fr": "une section ou un champ n'est jamais affiché", "en": "never shown"}),
    LintRule("P303", "error", {"fr": "un justificatif ou une pièce n'est jamais demandé", "en": "never asked for"}),
    LintRule("P304", "warning", {"fr": "une condition est toujours vraie", "en": "a condition is always true"}),
    LintRule(
        "P305",
        "warning",
        {"fr": "vrai parce qu'une question n'a pas été posée", "en": "true because a question was not asked"},
    ),
    LintRule("P306", "error", {"fr": "aucune réponse ne mène à une suite", "en": "no answers lead on"}),
    LintRule("P307", "error", {"fr": "une règle arrête tout le monde", "en": "a rule stops everybody"}),
    LintRule("P308", "warning", {"fr": "une partie de condition est déjà dite", "en": "a part of a condition is said"}),
    LintRule("P309", "error", {"fr": "des réponses mènent à une impasse", "en": "some answers lead to a dead end"}),
    LintRule("P310", "note", {"fr": "dépend du jour du dépôt", "en": "depends on the day of the deposit"}),
    LintRule("P311", "error", {"fr": "une condition peut rester inconnue", "en": "a condition may stay unknown"}),
    LintRule("P312", "warning", {"fr": "une règle n'arrête jamais personne", "en": "a rule never stops anybody"}),
    LintRule("P313", "error", {"fr": "un fait vaut toujours la même chose", "en": "a fact is always the same"}),
    LintRule("P314", "error", {"fr": "une valeur n'a pas de cas", "en": "a value has no case"}),
    LintRule("P315", "error", {"fr": "une valeur a deux cas", "en": "a value has two cases"}),
    LintRule(
        "P316",
        "error",
        {"fr": "un justificatif peut être demandé sans pièce possible", "en": "a request may have nothing to give"},
    ),
    LintRule("P317", "warning", {"fr": "une partie de condition n'ajoute rien", "en": "a part adds nothing"}),
    LintRule("P318", "warning", {"fr": "une réponse citée ne se présente pas là", "en": "an answer does not occur"}),
    LintRule("P319", "error", {"fr": "un cas n'est celui de personne", "en": "a case is nobody's"}),
    LintRule("P320", "warning", {"fr": "non prouvé : trop de combinaisons", "en": "not proved: too much combines"}),
    LintRule("P321", "error", {"fr": "aucune réponse ne mène à un motif", "en": "no answer leads to a motif"}),
    LintRule("P322", "error", {"fr": "personne n'arrive à une étape", "en": "nobody comes to a step"}),
    LintRule("P323", "error", {"fr": "un groupe peut ne rien demander", "en": "a group may ask nothing"}),
)


def check(subject: Subject) -> Iterator[Problem]:
    """What the prover finds in a catalogue, each with what it underlines."""
    from ..prove import prove  # slow to import, and nothing is proved of a spec that does not load

    lines: dict[str, list[str]] = {}
    for problem in prove(subject.loaded.catalogue, subject.today):
        place = problem.position
        if place.file not in lines:
            text = subject.loaded.sources.get(place.file, b"").decode("utf-8", "replace")
            lines[place.file] = source_lines(text)
        own = lines[place.file]
        yield _underlining(problem, own[place.line - 1] if place.line <= len(own) else "")


def _underlining(problem: Problem, line: str) -> Problem:
    """With what is underlined of its line."""
    column, length = spot_of(line, problem.position.column)
    return replace(problem, position=replace(problem.position, column=column), length=length)


FAMILY = Family("proofs", {"fr": "Preuves", "en": "Proofs"}, RULES, check)
