"""Files of answers, whatever they hold: what is wrong in them is said, and nothing ends in a traceback."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.build import load_sources
from engine.cli import replay
from engine.commands import group
from engine.progress import Progress
from engine.report import report_data
from engine.report_text import report_text
from engine.spec import Catalogue
from tests.mails import MAILS

PORTAL = """\
portail: {id: portail, langage: 1, version: "1", titre: Portail, titre_neutre: Ma démarche}
situation: depuis
questions:
  depuis: {libelle: "Depuis quand ?", type: date, question: qui}
  qui:
    libelle: "Qui ?"
    choix:
      moi: {libelle: Moi, poursuivre: {procedure: essai, motif: court}}
      autre: {libelle: Autre, orienter_vers: ailleurs}
orientations: {ailleurs: {titre: Ailleurs, texte: Voir ailleurs.}}
"""
PORTAL += MAILS
PROCEDURE = """\
procedure: {id: essai, langage: 1, version: "1", titre: Essai, titre_neutre: Ma démarche}
motifs: {court: {libelle: Court}, long: {libelle: Long}}
etapes:
  - id: nom
    titre: Nom
    sections:
      - id: nom
        titre: Nom
        champs:
          - {id: nom, type: texte, libelle: Nom, obligatoire: non, si: {motif: long}}
  - {id: depot, titre: Dépôt, contenu: depot}
  - {id: confirmation, titre: Confirmation, contenu: confirmation}
"""


def catalogue(*, portal: bool = True) -> Catalogue:
    """The procedure, beside its portal or alone."""
    sources = {"essai.yaml": PROCEDURE.encode(), **({"portail.yaml": PORTAL.encode()} if portal else {})}
    loaded = load_sources(sources)
    assert loaded.problems == ()
    return loaded.catalogue


def said(found: Catalogue, progress: Progress) -> str:
    """What the command prints, in both its forms."""
    report_data(found, progress, language="fr")
    return report_text(found, progress, language="fr")


@pytest.mark.parametrize("answer", ["12/12/1990", "1990", ["2020-01-01", "2021-01-01"], {"jour": "1"}, "2020-02-30"])
def test_a_date_of_the_tree_that_cannot_be_read_is_said(answer: object, today: dt.date) -> None:
    found = catalogue()
    progress = replay(found, {"depuis": answer}, today)
    assert [(p.field, p.code[0]) for p in progress.problems] == [("depuis", "A")]
    assert progress.status == "blocked"
    assert "✗ depuis" in said(found, progress)
    assert "Depuis quand ?" in said(found, progress), "by its question, not by its id"


def test_an_option_that_does_not_exist_is_said_by_its_question(today: dt.date) -> None:
    found = catalogue()
    progress = replay(found, {"depuis": "2020-01-01", "qui": ["moi"]}, today)
    assert [(p.field, p.code) for p in progress.problems] == [("qui", "A010")]
    assert "Qui ? Choisissez" in said(found, progress)


@pytest.mark.parametrize(
    ("answers", "motif", "status", "problems"),
    [
        ({}, None, "incomplete", []),
        ({"motif": "court"}, "court", "complete", []),
        ({"motif": "long", "nom": "x"}, "long", "complete", []),
        ({"motif": "moyen"}, None, "blocked", ["motif"]),
        ({"motif": ["court"]}, None, "blocked", ["motif"]),
        ({"motif": {"court": "oui"}}, None, "blocked", ["motif"]),
        ({"motif": None}, None, "incomplete", []),
    ],
)
def test_a_procedure_alone_waits_for_its_motif(
    answers: Mapping[str, object], motif: str | None, status: str, problems: list[str], today: dt.date
) -> None:
    found = catalogue(portal=False)
    progress = replay(found, answers, today)
    assert (progress.motif.id if progress.motif else None) == motif
    assert progress.status == status
    assert [p.field for p in progress.problems] == problems
    said(found, progress)


def test_a_fault_says_which_element_and_which_of_its_fields(today: dt.date) -> None:
    children = """{id: enfants, type: groupe, libelle: Enfants, repetable: {max: 3},
            champs: [{id: prenoms, type: texte, libelle: Prénoms, repetable: {max: 2}, longueur_max: 3}]}"""
    text = PROCEDURE.replace("{id: nom, type: texte, libelle: Nom, obligatoire: non, si: {motif: long}}", children)
    found = load_sources({"essai.yaml": text.encode()})
    assert found.problems == ()
    answers = {"motif": "court", "enfants": [{"prenoms": "Léa"}, {"prenoms": ["Zoé", "Camille"]}, "Ana"]}
    progress = replay(found.catalogue, answers, today)
    shown = said(found.catalogue, progress)
    assert "Enfants, 2, Prénoms, 2\u00a0: écrivez 3 caractères au plus" in shown
    assert "Enfants, 3\u00a0: cette réponse n'est pas du type attendu" in shown


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda file: file.symlink_to(file.parent / "ailleurs"), "le lien ne mène à aucun fichier"),
        (os.mkfifo, "ce n'est pas un fichier ordinaire"),
        (Path.mkdir, "c'est un dossier"),
    ],
)
@pytest.mark.parametrize("command", [["run", "--today", "2026-03-10"], ["test"], ["traduire", "--langue", "en"]])
def test_a_spec_that_cannot_be_read_is_said_and_not_a_traceback(
    tmp_path: Path, command: list[str], make: Callable[[Path], None], reason: str
) -> None:
    (tmp_path / "essai.yaml").write_text(PROCEDURE, encoding="utf-8")
    (tmp_path / "blocs").mkdir()
    make(tmp_path / "blocs" / "perdu.yaml")
    done = CliRunner().invoke(group, [*command, str(tmp_path / "essai.yaml")])
    assert done.exit_code == 1
    assert f"perdu.yaml ne peut être lu : {reason}" in done.output


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"- a\n",
        b"nom",
        b"nom: &a b\nqui: *a\n",
        b"\xff\xfe",
        b"nom: a\nnom: b\n",
        b"? [a]\n: b\n",
        b"nom: !!x y\n",
    ],
)
def test_a_file_of_answers_never_ends_in_a_traceback(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "essai.yaml").write_text(PROCEDURE, encoding="utf-8")
    (tmp_path / "reponses.yaml").write_bytes(content)
    arguments = ["run", str(tmp_path / "essai.yaml"), "--answers", str(tmp_path / "reponses.yaml")]
    done = CliRunner().invoke(group, [*arguments, "--today", "2026-03-10"])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert done.exit_code == 0 if not content else done.exit_code > 0


def test_the_portal_alone_leaves_the_keys_of_procedures_aside_but_not_a_misspelt_question(today: dt.date) -> None:
    portal = load_sources({"portail.yaml": PORTAL.encode()}, whole=False).catalogue
    whole = {"depuis": "2020-01-01", "qui": "moi", "nom_de_famille": "Okonkwo"}
    assert (replay(portal, whole, today).status, replay(portal, whole, today).problems) == ("complete", ())
    (problem,) = replay(portal, {"depui": "2020-01-01"}, today).problems
    assert (problem.field, problem.code, problem.params["near"]) == ("depui", "A090", "depuis")
