"""Scenarios completed, replayed and judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.build import load_catalogue, load_sources
from engine.cli import replay
from engine.messages import sentence
from engine.scenarios.running import Outcome, Runner
from engine.scenarios.telling import completed, problems_of, repeated
from engine.spec import Claim, Procedure
from engine.values import AnswerMap
from tests.engine.scenarios.telling_of import loaded_with, outcome_of, plain, problems_with, site_with
from tests.mails import MAILS

ROOT = Path(__file__).resolve().parents[3]
OK = ROOT / "tests" / "specs" / "ok"
TOLD = [ROOT / "procedures", *sorted(folder for folder in OK.iterdir() if (folder / "scenarios").is_dir())]


@pytest.mark.parametrize("folder", TOLD, ids=lambda folder: folder.name)
def test_the_scenarios_of_the_project_hold(folder: Path) -> None:
    loaded = load_catalogue(folder)
    runner = Runner(loaded.catalogue)
    assert loaded.scenarios
    for scenario in loaded.scenarios:
        outcome = runner.run(scenario)
        found = [*problems_of(outcome, loaded.catalogue), *repeated(loaded.scenarios)]
        assert [sentence(problem, "fr") for problem in found] == [], scenario.name


@pytest.mark.parametrize("folder", TOLD, ids=lambda folder: folder.name)
def test_a_completed_case_is_a_file_of_answers(folder: Path) -> None:
    """Given to `parcours run --answers`, it comes to the same."""
    loaded = load_catalogue(folder)
    runner = Runner(loaded.catalogue)
    for scenario in loaded.scenarios:
        if scenario.entry is not None or any(
            claim.kind in ("next_step", "fact", "question") for claim in scenario.claims
        ):
            continue
        outcome = runner.run(scenario)
        motif = {"motif": outcome.progress.motif.id} if outcome.progress.motif is not None else {}
        whole = {**motif, **scenario.given, **completed(outcome, loaded.catalogue)}
        again = replay(loaded.catalogue, whole, scenario.day)
        assert again.status == outcome.progress.status, scenario.name
        assert list(again.visible) == list(outcome.progress.visible), scenario.name


@pytest.mark.parametrize(
    "scenario",
    [
        "attendu: {complet: oui}",
        "avec: {union: oui}, attendu: {visibles: [depuis], faits: {couple: oui}, justificatifs: [preuve]}",
        "avec: {union: non}, attendu: {absents: [depuis], sans_justificatifs: [preuve]}",
        "avec: {union: non}, attendu: {justificatifs_exactement: [acte]}",
        # What only another answer than the plain one makes true is looked for.
        "attendu: {visibles: [depuis]}",
        "attendu: {justificatifs: [preuve]}",
        "attendu: {visibles: [tuteur]}",
        "attendu: {absents: [tuteur], visibles: [depuis]}",
        "attendu: {visibles: [tuteur, depuis], complet: oui}",
        "attendu: {faits: {age: 18}}",
        "attendu: {faits: {age: {max: 17}}}",
        # An answer that must have an effect counts as a claim.
        "avec: {depuis: 2020-01-01}, attendu: {complet: oui}",
        "avec: {tuteur: Anne}, attendu: {complet: oui}",
        # Plain answers give way to those given.
        "avec: {naissance: 2026-02-01, union: oui}, attendu: {bloque: non}",
        # What is claimed to be wanting is left open.
        "attendu: {manque: [nom]}",
        "avec: {union: oui}, attendu: {manque: [depuis]}",
        "attendu: {faits: {age: inconnu}}",
        "attendu: {etape: questions}",
        "attendu: {etape: pieces}",
        "avec: {acte: [a.pdf], union: non}, attendu: {etape: depot, bloque: non}",
        # Refusals.
        "avec: {naissance: 2026-03-10}, attendu: {bloque: [naissance], messages: [Déjà né.]}",
        "avec: {naissance: 2026-03-10}, attendu: {bloque: oui}",
        "avec: {courriel: personne}, attendu: {bloque: [courriel]}",
        "avec: {courriel: personne}, attendu: {bloque: oui}",
        "avec: {courriel: }, attendu: {complet: oui}",
        "avec: {motif: seul}, attendu: {poursuit: {procedure: essai, motif: seul}}",
    ],
)
def test_what_holds(scenario: str) -> None:
    assert problems_with(scenario) == []


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        (
            "avec: {union: non}, attendu: {visibles: [depuis]}",
            ["le champ « depuis » devait être montré ; il est masqué"],
        ),
        ("avec: {union: oui}, attendu: {absents: [depuis]}", ["ne devait pas être montré ; il est montré, car"]),
        ("attendu: {absents: [nom]}", ["le champ « nom » ne devait pas être montré ; il l'est toujours"]),
        ("avec: {nom: Anne}, attendu: {manque: [nom]}", ["devait attendre une réponse ; il a une réponse"]),
        ("avec: {union: non}, attendu: {justificatifs: [preuve]}", ["devait être demandé ; il ne l'est que si couple"]),
        ("avec: {union: oui}, attendu: {sans_justificatifs: [preuve]}", ["il est demandé, car couple"]),
        ("attendu: {sans_justificatifs: [acte]}", ["il l'est toujours"]),
        (
            "avec: {union: oui}, attendu: {justificatifs_exactement: [acte]}",
            ["ces justificatifs et eux seuls devaient être demandés : acte ; en trop : preuve"],
        ),
        (
            "avec: {naissance: 2000-01-01}, attendu: {faits: {age: 27}}",
            ["devait valoir 27 ; il vaut 26 ; ici naissance : 2000"],
        ),
        ("avec: {naissance: 2000-01-01}, attendu: {faits: {age: {min: 27}}}", ["au moins 27 ; il vaut 26"]),
        ("attendu: {bloque: [nom]}", ["une réponse devait être refusée à « nom » ; rien n'est refusé"]),
        ("attendu: {messages: [Rien.]}", ["ce message devait être affiché : « Rien. » ; rien n'est refusé"]),
        ("avec: {naissance: 2026-03-10}, attendu: {bloque: non}", ["sont refusées : naissance (Déjà né)"]),
        (
            "avec: {naissance: 2026-03-10}, attendu: {complet: oui}",
            ["devait être complète ; sont refusées : naissance"],
        ),
        ("attendu: {manque: [nom], complet: oui}", ["devait être complète ; il manque : nom"]),
        ("attendu: {etape: pieces, manque: [nom]}", ["devait être « pieces » ; c'est « questions »"]),
        ("attendu: {visibles: [depuis], absents: [depuis]}", ["« depuis » devait être montré"]),
    ],
)
def test_what_does_not_hold_says_why(scenario: str, expected: list[str]) -> None:
    found = problems_with(scenario)
    assert [problem.code for problem in found] == ["V701"] * len(expected)
    for problem, words in zip(found, expected, strict=True):
        assert words in sentence(problem, "fr")
        assert "…" not in sentence(problem, "en")
        assert problem.witness is not None
        assert problem.witness.today == dt.date(2026, 3, 10)


@pytest.mark.parametrize(
    ("scenario", "code", "words"),
    [
        ("avec: {naissance: demain}, attendu: {visibles: [nom]}", "V702", "la réponse à « naissance » est refusée"),
        (
            "avec: {courriel: personne}, attendu: {visibles: [nom]}",
            "V702",
            "attendez ce refus par « bloque: [courriel] »",
        ),
        ("avec: {union: non, depuis: 2020-01-01}, attendu: {visibles: [nom]}", "V703", "il ne l'est que si"),
        (
            "avec: {union: non, preuve: [a.pdf]}, attendu: {visibles: [nom]}",
            "V703",
            "ce justificatif n'est pas demandé",
        ),
        ("avec: {nom: Anne}", "V704", "n'attend rien"),
    ],
)
def test_what_is_wrong_with_what_a_scenario_says(scenario: str, code: str, words: str) -> None:
    (problem,) = problems_with(scenario)
    assert problem.code == code
    assert words in sentence(problem, "fr")


def test_the_same_case_twice() -> None:
    loaded = loaded_with("""
        - {nom: Un, le: 2026-03-10, avec: {nom: Anne}, attendu: {visibles: [nom, union]}}
        - {nom: Deux, le: 2026-03-10, avec: {nom: Anne}, attendu: {visibles: [union, nom]}}
        - {nom: Trois, le: 2026-03-11, avec: {nom: Anne}, attendu: {visibles: [union, nom]}}
    """)
    (problem,) = repeated(loaded.scenarios)
    assert (problem.code, problem.position.line) == ("V705", 4)
    assert problem.related is not None
    assert problem.related.line == 3


def test_what_is_completed_is_plain_and_in_asking_order() -> None:
    outcome = outcome_of("avec: {union: oui}, attendu: {complet: oui}")
    assert list(plain(outcome)) == ["nom", "naissance", "depuis"]
    assert plain(outcome)["naissance"] == "1996-03-10"
    assert plain(outcome)["depuis"] == "2025-03-10", "after the birth, as a rule asks"


def test_a_completer_is_not_believed() -> None:
    """What it proposes is replayed; what it does not say is completed."""
    asked: list[str] = []

    def wrong(
        procedure: Procedure, motif: str | None, given: AnswerMap, today: dt.date, claims: tuple[Claim, ...]
    ) -> Iterator[AnswerMap]:
        assert (procedure.id, motif, today) == ("essai", "seul", dt.date(2026, 3, 10))
        assert given == {"nom": "Anne"}
        asked.extend(claim.name for claim in claims)
        yield {"union": False}
        yield {"union": True}

    loaded = loaded_with("- {nom: Cas, le: 2026-03-10, avec: {nom: Anne}, attendu: {visibles: [depuis]}}")
    outcome = Runner(loaded.catalogue, wrong).run(loaded.scenarios[0])
    assert outcome.held
    assert outcome.completed["union"] is True
    assert asked == ["depuis"]


PORTAL = """\
portail: {id: portail, langage: 1, version: "1", titre: Portail, titre_neutre: Neutre}
entrees:
  - {id: commencer, libelle: Je commence, situation: oui}
  - {id: partir, libelle: Je pars, orienter_vers: dehors}
situation: arrivee
questions:
  arrivee:
    libelle: "Depuis quand ?"
    type: date
    selon:
      - {si: {arrivee: {avant: 2020-01-01}}, question: qui}
      - {sinon: oui, orienter_vers: dehors}
  qui:
    libelle: "Qui ?"
    choix:
      autre: {libelle: Autre, orienter_vers: ailleurs}
      moi: {libelle: Moi, poursuivre: {procedure: essai, motif: seul}}
orientations: {ailleurs: {titre: Ailleurs, texte: Là.}, dehors: {titre: Dehors, texte: Ici.}}
scenarios:
"""


def through_the_tree(scenario: str) -> Outcome:
    """A scenario of the portal, before a small procedure."""
    loaded = load_sources(
        {
            "essai.yaml": loaded_with("- {nom: a, le: 2026-03-10}").sources["essai.yaml"],
            "portail.yaml": f"{MAILS}{PORTAL}  - {{nom: Cas, le: 2026-03-10, {scenario}}}\n".encode(),
        }
    )
    assert loaded.problems == ()
    return Runner(loaded.catalogue).run(loaded.scenarios[0])


@pytest.mark.parametrize(
    ("scenario", "tree"),
    [
        ("attendu: {question: arrivee}", []),
        ("avec: {arrivee: 2010-01-01}, attendu: {question: qui}", []),
        ("entree: partir, attendu: {oriente_vers: dehors}", []),
        ("entree: commencer, attendu: {oriente_vers: dehors}", ["arrivee"]),
        ("attendu: {oriente_vers: ailleurs}", ["arrivee", "qui"]),
        ("avec: {qui: autre}, attendu: {oriente_vers: ailleurs}", ["arrivee"]),
        ("attendu: {poursuit: {procedure: essai, motif: seul}}", ["arrivee", "qui"]),
        ("avec: {union: oui}, attendu: {visibles: [depuis]}", ["arrivee", "qui"]),
        ("avec: {naissance: 2000-01-01, qui: moi}, attendu: {complet: oui}", ["arrivee"]),
    ],
)
def test_the_way_through_the_tree_is_completed(scenario: str, tree: list[str]) -> None:
    outcome = through_the_tree(scenario)
    assert outcome.held, outcome
    assert [name for name in outcome.completed if name in ("arrivee", "qui")] == tree


def at_the_site(scenario: str) -> tuple[Outcome, list[str]]:
    """What a scenario of the small site comes to, and what is said of it."""
    loaded = site_with(scenario)
    assert loaded.problems == ()
    outcome = Runner(loaded.catalogue).run(loaded.scenarios[0])
    return outcome, [sentence(problem, "fr") for problem in problems_of(outcome, loaded.catalogue)]


@pytest.mark.parametrize(
    "scenario",
    [
        "attendu: {visibles: [z]}",
        "avec: {z: oui}, attendu: {justificatifs: [titre]}",
        "avec: {b: oui}, attendu: {faits: {frere: oui}}",
        "attendu: {faits: {frere: oui}, justificatifs: [acte]}",
        "avec: {note: N}, attendu: {visibles: [z]}",
    ],
)
def test_a_completed_case_is_neither_refused_nor_sent_elsewhere(scenario: str) -> None:
    outcome, said = at_the_site(scenario)
    assert said == []
    assert (outcome.progress.problems, outcome.progress.exit) == ((), None)


@pytest.mark.parametrize(
    ("scenario", "status"),
    [
        ("avec: {passeport: non}, attendu: {visibles: [proches]}", "redirected"),
        ("avec: {passeport: oui, a: non, b: non}, attendu: {visibles: [z]}", "blocked"),
        ("attendu: {oriente_vers: dehors}", "redirected"),
        ("attendu: {bloque: [note]}", "blocked"),
        ("attendu: {bloque: [proches]}", "blocked"),
    ],
)
def test_who_is_stopped_by_what_is_said_stays_so(scenario: str, status: str) -> None:
    outcome, said = at_the_site(scenario)
    assert said == []
    assert (outcome.progress.status, outcome.progress.exit is not None) == (status, status == "redirected")


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("visibles: [z]", "le champ « z » devait être montré"),
        ("justificatifs: [acte]", "le justificatif « acte » devait être demandé"),
        ("justificatifs_exactement: [acte, titre, photo]", "ces justificatifs et eux seuls devaient être demandés"),
        ("pieces: {titre: [recto]}", "« titre »"),
        ("visibles: [ephoto]", "le champ « ephoto » devait être montré"),
    ],
)
def test_who_is_sent_elsewhere_sees_nothing_of_later_steps(claim: str, told: str) -> None:
    _, said = at_the_site(f"avec: {{passeport: non}}, attendu: {{{claim}}}")
    assert len(said) == 1
    assert told in said[0]
    assert said[0].endswith(" ; elle est orientée avant, vers « dehors »")


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        ("avec: {qui: un, motif: suite}, attendu: {visibles: [z]}", "le motif est « premier »"),
        ("avec: {titre: [a.pdf], z: oui}, attendu: {visibles: [z]}", "ce justificatif se donne par : titre.recto"),
        ("avec: {photo: [a.pdf]}, attendu: {visibles: [z]}", "ce justificatif se donne par : ephoto"),
    ],
)
def test_a_motif_or_files_without_effect(scenario: str, words: str) -> None:
    _, said = at_the_site(scenario)
    assert [words in one for one in said] == [True], said


def test_files_that_are_given_piece_by_piece_have_an_effect() -> None:
    _, said = at_the_site("avec: {titre.recto: [a.pdf], z: oui, acte: [a.pdf]}, attendu: {visibles: [z]}")
    assert said == []


def test_answers_of_a_way_not_taken_have_no_effect() -> None:
    outcome = through_the_tree("avec: {arrivee: 2025-01-01, qui: moi, nom: Anne}, attendu: {oriente_vers: dehors}")
    assert outcome.idle == ("qui", "nom")
    assert not replace(outcome, failed=()).held


@pytest.mark.parametrize("folder", [*sorted(OK.iterdir()), ROOT / "procedures"], ids=lambda folder: folder.name)
def test_any_procedure_can_be_completed_for_each_of_its_motifs(folder: Path) -> None:
    """On a 29 February, whatever its fields are."""
    files = [*folder.glob("*.yaml"), *(folder / "blocs").glob("*.yaml")]
    sources = {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
    for procedure in load_sources(sources).catalogue.procedures.values():
        for motif in procedure.motifs:
            case = f"{{nom: Cas, le: 2024-02-29, avec: {{motif: {motif}}}, attendu: {{complet: oui}}}}"
            told = f"demarche: {procedure.id}\nscenarios: [{case}]\n"
            loaded = load_sources({**sources, "scenarios/cas.yaml": told.encode()})
            outcome = Runner(loaded.catalogue).run(loaded.scenarios[-1])
            assert outcome.held, (procedure.id, motif, outcome.progress.missing, outcome.progress.problems)
