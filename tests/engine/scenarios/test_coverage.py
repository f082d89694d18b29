"""What scenarios assert: what they claim, and not what they merely go through."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.build import Loaded, load_catalogue
from engine.scenarios.coverage import Coverage, asserted_by, coverage
from engine.scenarios.running import Runner
from tests.engine.scenarios.telling_of import loaded_with, one

ROOT = Path(__file__).resolve().parents[3]


def covered(loaded: Loaded) -> tuple[Coverage, ...]:
    """The coverage of everything loaded."""
    assert loaded.problems == ()
    runner = Runner(loaded.catalogue)
    return coverage(loaded.catalogue, [runner.run(scenario) for scenario in loaded.scenarios])


def asserted(scenario: str) -> set[str]:
    """What one scenario of the small procedure asserts, in words."""
    loaded = loaded_with(one(scenario))
    assert loaded.problems == ()
    outcome = Runner(loaded.catalogue).run(loaded.scenarios[0])
    return {signal.said("fr") for signal in asserted_by(outcome, loaded.catalogue)}


OK = ROOT / "tests" / "specs" / "ok"


@pytest.mark.parametrize(
    "folder",
    [ROOT / "procedures", *sorted(folder for folder in OK.iterdir() if (folder / "scenarios").is_dir())],
    ids=lambda folder: folder.name,
)
def test_everything_is_asserted(folder: Path) -> None:
    for found in covered(load_catalogue(folder)):
        silent = [f"{s.position.file}:{s.position.line} {s.said('fr')}" for s in found.silent]
        assert silent == []
        assert found.percent == 100
        assert found.signals


OUI, NON = "la réponse « oui » à « union »", "la réponse « non » à « union »"
BORN, AFTER = "la règle de « naissance » {} : Déjà né.", "la règle de « depuis » {} : Après."


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ("attendu: {visibles: [nom]}", {"le champ « nom » montré"}),
        ("attendu: {visibles: [depuis]}", {"le champ « depuis » montré"}),
        ("avec: {union: oui}, attendu: {visibles: [depuis]}", {"le champ « depuis » montré", OUI}),
        ("avec: {union: oui}, attendu: {visibles: [nom]}", {"le champ « nom » montré"}),
        ("avec: {union: non}, attendu: {absents: [depuis]}", {"le champ « depuis » masqué", NON}),
        ("avec: {union: oui}, attendu: {manque: [depuis]}", {"le champ « depuis » montré", OUI}),
        ("avec: {union: oui}, attendu: {faits: {couple: oui}}", {"le fait « couple » : oui", OUI}),
        ("attendu: {faits: {age: 17}}", set()),
        ("avec: {union: non}, attendu: {justificatifs: [acte]}", {"le justificatif « acte » demandé"}),
        (
            "avec: {union: non}, attendu: {justificatifs_exactement: [acte]}",
            {"le justificatif « acte » demandé", "le justificatif « preuve » non demandé", NON},
        ),
        ("avec: {naissance: 2026-03-10}, attendu: {bloque: [naissance]}", {BORN.format("enfreinte")}),
        ("avec: {naissance: 2026-03-10}, attendu: {bloque: oui}", {BORN.format("enfreinte")}),
        ("avec: {naissance: 2026-03-10}, attendu: {messages: [Déjà né.]}", {BORN.format("enfreinte")}),
        ("avec: {union: non}, attendu: {complet: oui}", {BORN.format("respectée")}),
        ("avec: {union: oui}, attendu: {bloque: non}", {BORN.format("respectée"), AFTER.format("respectée")}),
    ],
)
def test_what_a_claim_asserts(scenario: str, expected: set[str]) -> None:
    assert {words for words in asserted(scenario) if words != "le champ « nom » montré"} == expected - {
        "le champ « nom » montré"
    }


def test_a_scenario_that_does_not_hold_asserts_nothing() -> None:
    (found,) = covered(loaded_with(one("avec: {union: oui}, attendu: {visibles: [depuis], absents: [tuteur, nom]}")))
    assert found.percent == 0


def test_percentages_are_rounded_down() -> None:
    (found,) = covered(loaded_with(one("avec: {union: oui}, attendu: {visibles: [depuis]}")))
    assert (len(found.signals), len(found.silent), found.percent) == (15, 13, 13)
    assert found.of_category("shown") == (1, 2)
    lines = [(signal.position.file, signal.position.line) for signal in found.silent]
    assert lines == sorted(lines)
