"""V7xx: scenarios that do not hold, that say nothing or the same twice, and what none of them asserts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..problems import Problem
from .rules import Family, LintRule, Subject, finding

if TYPE_CHECKING:
    from ..scenarios.coverage import Coverage
    from ..scenarios.signals import Signal

MOST_SHOWN = 5
"""How many things that no scenario asserts are named."""

RULES: tuple[LintRule, ...] = (
    LintRule("V701", "error", {"fr": "un scénario ne tient pas", "en": "a scenario does not hold"}),
    LintRule(
        "V702", "error", {"fr": "un scénario donne une réponse refusée", "en": "a scenario gives a refused answer"}
    ),
    LintRule(
        "V703", "error", {"fr": "un scénario donne une réponse sans effet", "en": "a scenario gives an idle answer"}
    ),
    LintRule("V704", "warning", {"fr": "un scénario n'attend rien", "en": "a scenario claims nothing"}),
    LintRule("V705", "warning", {"fr": "deux scénarios disent la même chose", "en": "two scenarios say the same"}),
    LintRule(
        "V710",
        "note",
        {"fr": "ce qu'aucun scénario n'affirme", "en": "what no scenario asserts"},
    ),
    LintRule("V711", "error", {"fr": "un scénario cite un nom inconnu", "en": "a scenario cites an unknown name"}),
    LintRule("V712", "error", {"fr": "un fait ne peut valoir cela", "en": "a fact cannot be worth that"}),
)


def check(subject: Subject) -> Iterator[Problem]:
    """Runs every scenario, then looks at what they leave out. Unknown names are said while loading."""
    # Slow to import, and no case of a spec that does not load is run.
    from ..scenarios.coverage import coverage
    from ..scenarios.running import Runner
    from ..scenarios.telling import problems_of, repeated

    catalogue = subject.loaded.catalogue
    runner = Runner(catalogue)
    outcomes = [runner.run(scenario) for scenario in subject.loaded.scenarios]
    for outcome in outcomes:
        yield from problems_of(outcome, catalogue)
    yield from repeated(subject.loaded.scenarios)
    places = {p.id: p.position for p in (*catalogue.procedures.values(), catalogue.portal) if p is not None}
    for found in coverage(catalogue, outcomes):
        silent = found.silent
        if silent:
            yield finding(
                "V710",
                places[found.of],
                count=str(len(silent)),
                total=str(len(found.signals)),
                signals_fr=_shown(found, "fr"),
                signals_en=_shown(found, "en"),
            )


def _shown(found: Coverage, language: str) -> str:
    """The first things that no scenario asserts, with their places."""
    said = [_placed(signal, language) for signal in found.silent[:MOST_SHOWN]]
    return " ; ".join([*said, *(["…"] if len(found.silent) > MOST_SHOWN else [])])


def _placed(signal: Signal, language: str) -> str:
    return f"{signal.said(language)} ({signal.position.file}:{signal.position.line})"


FAMILY = Family("scenarios", {"fr": "Scénarios", "en": "Scenarios"}, RULES, check)
