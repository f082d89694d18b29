"""Scenarios found and read: where they are written, what they are made of, and what they never change."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from engine.build import load_catalogue, load_sources
from engine.spec import Claim
from engine.values import ABSENT, UNKNOWN, IntRange, PartialDate
from tests.engine.conftest import HEAD, MOTIFS, procedure_text

PROCEDURE = procedure_text(
    "- {id: naissance, type: date, libelle: Naissance, precision: annee}",
    before="""
    faits:
      age: {annees_entre: [naissance, date_depot]}
      majorite: {anniversaire: [naissance, 18]}
      mineur: {si: {age: {moins_de: 18}}, si_inconnu: non}
      tranche: {selon: age, cas: {jeune: {moins_de: 26}, inconnu: {min: 26}}}
    """,
)
TOLD = """\
demarche: essai
scenarios:
  - nom: Un cas
    le: 2026-03-10
    avec: {naissance: 2000-01-01}
    attendu: {CLAIM}
"""


def claims(text: str) -> tuple[Claim, ...]:
    """The claims of one scenario."""
    loaded = load_sources({"essai.yaml": PROCEDURE.encode(), "scenarios/a.yaml": TOLD.replace("CLAIM", text).encode()})
    assert loaded.problems == ()
    (scenario,) = loaded.scenarios
    return scenario.claims


@pytest.mark.parametrize(
    ("text", "kind", "name", "value"),
    [
        ("visibles: [naissance]", "shown", "naissance", None),
        ("absents: [naissance]", "hidden", "naissance", None),
        ("manque: [naissance]", "missing", "naissance", None),
        ("bloque: [naissance]", "refused", "naissance", None),
        ("bloque: oui", "refused_somewhere", "", None),
        ("bloque: non", "accepted", "", None),
        ("complet: oui", "complete", "", None),
        ("etape: depot", "next_step", "depot", None),
        ("messages: [Non.]", "message", "Non.", None),
        ("faits: {age: 3}", "fact", "age", 3),
        ("faits: {age: {min: 3}}", "fact", "age", IntRange(3, 1_000_000_000)),
        ("faits: {age: {max: 3}}", "fact", "age", IntRange(0, 3)),
        ("faits: {age: inconnu}", "fact", "age", UNKNOWN),
        ("faits: {age: absent}", "fact", "age", ABSENT),
        ("faits: {mineur: non}", "fact", "mineur", False),
        ("faits: {majorite: 2018-01-01}", "fact", "majorite", dt.date(2018, 1, 1)),
        ("faits: {majorite: 2018-02}", "fact", "majorite", PartialDate(2018, 2)),
        ("faits: {tranche: jeune}", "fact", "tranche", "jeune"),
        ("faits: {tranche: inconnu}", "fact", "tranche", "inconnu"),
    ],
)
def test_claims(text: str, kind: str, name: str, value: object) -> None:
    (claim,) = claims(text)
    assert (claim.kind, claim.name, claim.value) == (kind, name, value)
    assert claim.place.position.line == 6


def test_claims_over_several_names_are_one_for_each_but_for_exact_lists() -> None:
    found = claims("visibles: [naissance, naissance], justificatifs_exactement: []")
    assert [claim.kind for claim in found] == ["shown", "shown", "asked_exactly"]


def test_a_file_of_scenarios_changes_no_revision() -> None:
    """A draft goes on, and a deposit keeps its sources, whatever cases are told."""
    alone = load_sources({"essai.yaml": PROCEDURE.encode()}).catalogue.procedures["essai"]
    told = TOLD.replace("CLAIM", "complet: oui").encode()
    beside = load_sources({"essai.yaml": PROCEDURE.encode(), "scenarios/a.yaml": told}).catalogue.procedures["essai"]
    assert alone.revision == beside.revision
    assert set(beside.sources) == {"essai.yaml"}


def test_scenarios_of_a_procedure_may_stand_in_its_file() -> None:
    text = f"{PROCEDURE}\nscenarios:\n  - {{nom: Un cas, le: 2026-03-10, attendu: {{complet: oui}}}}\n"
    (scenario,) = load_sources({"essai.yaml": text.encode()}).scenarios
    assert (scenario.procedure, scenario.name, scenario.day) == ("essai", "Un cas", dt.date(2026, 3, 10))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two procedures, and a file of scenarios for each."""
    (tmp_path / "scenarios").mkdir()
    for name in ("essai", "autre"):
        text = PROCEDURE.replace("{id: essai,", f"{{id: {name},")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        told = TOLD.replace("essai", name).replace("CLAIM", "complet: oui")
        (tmp_path / "scenarios" / f"{name}.yaml").write_text(told, encoding="utf-8")
    return tmp_path


def test_a_folder_has_all_its_scenarios_and_a_file_those_of_its_procedure(folder: Path) -> None:
    assert [s.procedure for s in load_catalogue(folder).scenarios] == ["autre", "essai"]
    assert [s.procedure for s in load_catalogue(folder / "essai.yaml").scenarios] == ["essai"]


def test_what_serves_people_does_not_read_scenarios(folder: Path) -> None:
    (folder / "scenarios" / "essai.yaml").write_text("scenarios: [x]\n", encoding="utf-8")
    assert not load_catalogue(folder).usable
    served = load_catalogue(folder, scenarios=False)
    assert served.usable
    assert served.scenarios == ()


def test_a_fault_of_the_procedure_is_not_said_again_by_its_scenarios() -> None:
    wrong = PROCEDURE.replace("libelle: Naissance", "libele: Naissance").replace("id: naissance", "id: nee")
    sources = {
        "essai.yaml": wrong.encode(),
        "scenarios/a.yaml": TOLD.replace("CLAIM", "visibles: [naissance]").encode(),
    }
    assert {problem.position.file for problem in load_sources(sources).problems} == {"essai.yaml"}


def test_a_procedure_nobody_knows() -> None:
    told = TOLD.replace("demarche: essai", "demarche: essais").replace("CLAIM", "complet: oui")
    (problem,) = load_sources({"essai.yaml": PROCEDURE.encode(), "scenarios/a.yaml": told.encode()}).problems
    assert (problem.code, problem.suggestion, problem.position.line) == ("R113", "essai", 1)


def test_the_fields_of_every_procedure_may_be_named_from_the_home_page() -> None:
    other = f"{HEAD.replace('{id: essai,', '{id: autre,')}{MOTIFS}" + PROCEDURE[PROCEDURE.index("etapes:") :].replace(
        "naissance", "arrivee"
    )
    told = TOLD.replace("demarche: essai\n", "").replace("CLAIM", "visibles: [naissance, arrivee], absents: [x]")
    sources = {"essai.yaml": PROCEDURE, "autre.yaml": other, "scenarios/a.yaml": told}
    problems = load_sources({name: text.encode() for name, text in sources.items()}).problems
    assert [(p.code, p.params["found"]) for p in problems] == [("V711", "x")]
