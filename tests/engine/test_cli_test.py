"""`parcours test`: what it prints, as text and as data, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli_test import test_command as command
from engine.commands import group
from tests.engine.conftest import procedure_text

ROOT = Path(__file__).resolve().parents[2]
FIELDS = """
- {id: nom, type: texte, libelle: Nom}
- {id: couple, type: oui_non, libelle: "En couple ?"}
- {id: conjoint, type: texte, libelle: Conjoint, si: {couple: oui}}
"""
TOLD = """\
demarche: essai
scenarios:
  - nom: En couple
    le: 2026-03-10
    avec: {couple: oui, nom: "Anne #1"}
    attendu: {visibles: [conjoint]}
  - nom: Seule
    le: 2026-03-10
    avec: {couple: non}
    attendu: {absents: [conjoint], complet: oui}
"""
WRONG = TOLD.replace("{couple: non}", "{couple: oui}")


def run(folder: Path, *arguments: str, told: str = TOLD) -> Result:
    """The command on a small folder."""
    assert command.name == "test"
    (folder / "scenarios").mkdir(exist_ok=True)
    (folder / "essai.yaml").write_text(procedure_text(FIELDS), encoding="utf-8")
    (folder / "scenarios" / "essai.yaml").write_text(told, encoding="utf-8")
    return CliRunner().invoke(group, ["test", str(folder), *arguments])


def test_an_internal_fault_says_how_to_report_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("CANARI")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("engine.cli_test.Runner", broken)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", full)
    done = run(tmp_path)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "ZeroDivisionError: CANARI" in done.stderr
    assert "la version : parcours " in done.stderr
    assert "No space left" not in done.stderr


def test_all_hold(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert (done.exit_code, done.output) == (0, "2 scénarios : tous tenus\n")


def test_what_does_not_hold_is_shown_at_its_place_with_its_whole_case(tmp_path: Path) -> None:
    done = run(tmp_path, told=WRONG)
    assert done.exit_code == 1
    assert (
        done.output
        == f"""\
{tmp_path}/scenarios/essai.yaml:10:25: erreur[V701]: « Seule » : le champ « conjoint » ne devait pas être montré ; \
il est montré, car « En couple ? » : oui ; ici couple : oui
 10 |     attendu: {{absents: [conjoint], complet: oui}}
    |                         ^^^^^^^^
    = ce qui en décide : {tmp_path}/essai.yaml:13:73
 13 |           - {{id: conjoint, type: texte, libelle: Conjoint, si: {{couple: oui}}}}
    |                                                                         ---

  le cas entier, tel que le prend « parcours run --answers » avec « --today 2026-03-10 » :
    couple: oui
    # complété :
    nom: Exemple
    conjoint: Exemple

2 scénarios : 1 tenu, 1 qui ne tient pas
"""
    )


def test_in_english(tmp_path: Path) -> None:
    done = run(tmp_path, "--lang", "en", told=WRONG)
    assert (
        'error[V701]: "Seule": the field "conjoint" should not be shown; it is shown, since “En couple ?”: yes'
        in done.output
    )
    assert done.output.endswith("2 scenarios: 1 holds, 1 does not\n")


def test_words_choose_scenarios_accents_apart(tmp_path: Path) -> None:
    assert run(tmp_path, "-k", "SEULE").output == "1 scénario : tenu\n"
    nothing = run(tmp_path, "-k", "personne")
    assert (nothing.exit_code, nothing.output) == (1, "aucun scénario\n")


def test_verbose_says_every_case(tmp_path: Path) -> None:
    output = run(tmp_path, "-v").output
    assert f"{tmp_path}/scenarios/essai.yaml:3: tenu – En couple" in output
    assert '    nom: "Anne #1"\n    # complété :\n    conjoint: Exemple\n' in output


def test_coverage(tmp_path: Path) -> None:
    done = run(tmp_path, "--coverage", told=TOLD.partition("  - nom: Seule")[0])
    assert done.exit_code == 0
    assert (
        done.output
        == f"""\
Ce que les scénarios affirment de « essai » : 50 %
  réponses possibles              1 / 2
  champs montrés                  1 / 1
  champs masqués                  0 / 1

Ce qu'aucun scénario n'affirme :
  {tmp_path}/essai.yaml:12  la réponse « non » à « couple »
  {tmp_path}/essai.yaml:13  le champ « conjoint » masqué

Couverture : 50 % (2 sur 4)

1 scénario : tenu
"""
    )


@pytest.mark.parametrize(("minimum", "code"), [("50", 0), ("51", 1), ("101", 2), ("x", 2)])
def test_a_minimum_of_coverage(minimum: str, code: int, tmp_path: Path) -> None:
    half = TOLD.partition("  - nom: Seule")[0]
    assert run(tmp_path, "--coverage-min", minimum, told=half).exit_code == code


def test_as_data(tmp_path: Path) -> None:
    done = run(tmp_path, "--format", "json", "--coverage", told=WRONG)
    data = json.loads(done.output)
    assert (done.exit_code, data["total"], data["held"]) == (1, 2, 1)
    wrong = data["scenarios"][1]
    assert (wrong["name"], wrong["line"], wrong["held"]) == ("Seule", 7, False)
    assert [(p["code"], p["line"], p["column"]) for p in wrong["problems"]] == [("V701", 10, 25)]
    assert (wrong["given"], wrong["completed"]) == ({"couple": "oui"}, {"nom": "Exemple", "conjoint": "Exemple"})
    assert data["coverage"]["percent"] == 50
    assert data["coverage"]["of"][0]["categories"]["hidden"] == {"asserted": 0, "total": 1}


@pytest.mark.parametrize("name", ["essai.yaml", "scenarios/essai.yaml"])
def test_one_file(name: str, tmp_path: Path) -> None:
    run(tmp_path)
    done = CliRunner().invoke(group, ["test", str(tmp_path / name)])
    assert (done.exit_code, done.output) == (0, "2 scénarios : tous tenus\n")


def test_faults_of_the_files_come_first(tmp_path: Path) -> None:
    done = run(tmp_path, told=TOLD.replace("visibles", "visible"))
    assert done.exit_code == 1
    assert "S101" in done.output
    assert "tenus" not in done.output


def test_a_path_that_does_not_exist() -> None:
    assert CliRunner().invoke(group, ["test", "nulle-part"]).exit_code == 2


def test_the_project_itself() -> None:
    arguments = ["test", str(ROOT / "procedures"), "--coverage-min", "100"]
    assert CliRunner().invoke(group, arguments).exit_code == 0
