"""What scenarios assert: what they claim, and not what they merely go through."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.build import Loaded, load_catalogue
from engine.scenarios.coverage import Coverage, asserted_by, coverage
from engine.scenarios.running import Runner
from engine.scenarios.signals import Signal
from tests.engine.scenarios.telling_of import loaded_with, one, site_with

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


TICK, TICK_B = "la règle de « avant » {} : Cochez.", "la règle de « lien » {} : Cochez B."
NOTE = "la règle de « note » {} : Sans A."
OUT = "la sortie de « {} » vers « dehors » {}"


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        # Of two rules that say the same, the one that is broken.
        ("avec: {a: oui, b: oui}, attendu: {bloque: [avant]}", [(TICK, "enfreinte")]),
        # A rule of a field, or of a member, is held to where it is answered.
        ("avec: {passeport: oui, a: oui, z: non}, attendu: {complet: oui}", [(TICK, "respectée"), (TICK, "respectée")]),
        (
            "avec: {passeport: oui, a: oui, note: N}, attendu: {bloque: non}",
            [(TICK, "respectée"), (TICK, "respectée"), (NOTE, "respectée")],
        ),
        (
            "avec: {passeport: oui, b: oui, proches: [{lien: frere}]}, attendu: {bloque: non}",
            [(TICK, "respectée"), (TICK, "respectée"), (TICK_B, "respectée")],
        ),
        ("avec: {a: oui, proches: [{lien: frere}]}, attendu: {bloque: [proches]}", [(TICK_B, "enfreinte")]),
        # Nothing is said of the facts of a procedure that is not carried on with.
        ("avec: {qui: un}, attendu: {faits: {hors: inconnu}}", []),
    ],
)
def test_what_is_asserted_of_rules(scenario: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(_of_sort(scenario, "rule")) == sorted(words.format(way) for words, way in expected)


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ("avec: {qui: un, passeport: non}, attendu: {oriente_vers: dehors}", [("passeport", "prise")]),
        ("avec: {passeport: oui, proches: [{lien: autre}]}, attendu: {oriente_vers: dehors}", [("proches", "prise")]),
        ("avec: {passeport: oui, b: oui}, attendu: {complet: oui}", [("passeport", "non prise")]),
        (
            "avec: {passeport: oui, b: oui, proches: [{lien: frere}]}, attendu: {complet: oui}",
            [("passeport", "non prise"), ("proches", "non prise")],
        ),
    ],
)
def test_what_is_asserted_of_ways_out(scenario: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(_of_sort(scenario, "exit")) == sorted(OUT.format(*names) for names in expected)


def test_an_option_is_asserted_by_a_refusal_that_it_decides_on() -> None:
    assert "option" not in _sorts("avec: {passeport: non, a: oui, b: oui}, attendu: {bloque: [avant]}", "passeport")
    assert "option" in _sorts("avec: {passeport: non, a: oui, b: oui}, attendu: {bloque: [avant]}", "a")


def _signals(scenario: str) -> list[Signal]:
    """What one scenario of the small site asserts."""
    loaded = site_with(scenario)
    assert loaded.problems == ()
    outcome = Runner(loaded.catalogue).run(loaded.scenarios[0])
    assert outcome.held, outcome.failed
    return [*dict.fromkeys(asserted_by(outcome, loaded.catalogue))]


def _of_sort(scenario: str, category: str) -> list[str]:
    return [signal.said("fr") for signal in _signals(scenario) if signal.category == category]


def _sorts(scenario: str, name: str) -> set[str]:
    return {signal.category for signal in _signals(scenario) if signal.name == name}


def test_a_scenario_that_does_not_hold_asserts_nothing() -> None:
    (found,) = covered(loaded_with(one("avec: {union: oui}, attendu: {visibles: [depuis], absents: [tuteur, nom]}")))
    assert found.percent == 0


def test_percentages_are_rounded_down() -> None:
    (found,) = covered(loaded_with(one("avec: {union: oui}, attendu: {visibles: [depuis]}")))
    assert (len(found.signals), len(found.silent), found.percent) == (15, 13, 13)
    assert found.of_category("shown") == (1, 2)
    lines = [(signal.position.file, signal.position.line) for signal in found.silent]
    assert lines == sorted(lines)
