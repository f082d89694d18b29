"""The files of answers in `tests/data`, replayed on 10 March 2026: what each is there to show."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.build import load_catalogue
from engine.cli import replay
from engine.progress import Progress
from engine.views.documents import confirmation_document, list_document
from engine.views.state import PageState
from renderers.pdf import render_document

TESTS = Path(__file__).parents[1]
TODAY = dt.date(2026, 3, 10)
CATALOGUE = load_catalogue(TESTS.parent / "procedures" / "vpf-vulnerabilites-lot3-teh.yaml").catalogue
SISTER = load_catalogue(TESTS / "specs" / "deux_motifs").catalogue

COMMON = ("photographie", "justificatif_nationalite", "justificatif_identite")
ADULT = (*COMMON, "justificatif_domicile", "procedure_judiciaire")
REPRESENTED = (*COMMON, "representation_legale", "justificatif_domicile", "procedure_judiciaire")
EMANCIPATED = (*COMMON, "emancipation", "justificatif_domicile", "procedure_judiciaire")
UNION = frozenset({"date_union", "pays_union"})


def answers(name: str) -> dict[str, Any]:
    """A file of answers, every scalar as typed."""
    with (TESTS / "data" / f"{name}.yaml").open(encoding="utf-8") as opened:
        loaded: dict[str, Any] = yaml.load(opened, Loader=yaml.CBaseLoader)  # noqa: S506 - the base loader makes texts only
    return loaded


def stand(name: str, changed: Mapping[str, str | None] | None = None, *, today: dt.date = TODAY) -> Progress:
    """Where a file's case stands; a change of None takes the answer away."""
    raw = {**answers(name), **(changed or {})}
    return replay(CATALOGUE, {key: value for key, value in raw.items() if value is not None}, today)


def requested(progress: Progress) -> tuple[str, ...]:
    """The justificatifs asked for sure, in order."""
    return tuple(state.justificatif.id for state in progress.requests if state.certain)


@pytest.mark.parametrize(
    ("name", "status", "expected"),
    [
        ("adulte", "complete", ADULT),
        ("mariee", "complete", ADULT),
        ("pacse", "complete", ADULT),
        ("mineur_16", "complete", REPRESENTED),
        ("mineur_emancipe", "complete", EMANCIPATED),
        ("moins_de_16", "redirected", ()),
        ("redirige", "redirected", ()),
        ("redirige_ne_en_france", "redirected", ()),
        ("incomplet", "incomplete", ADULT),
        ("en_cours_de_situation", "incomplete", ADULT),
        ("union_avant_naissance", "blocked", ADULT),
    ],
)
def test_where_each_file_stands(name: str, status: str, expected: tuple[str, ...]) -> None:
    """The status, and the justificatifs asked for sure."""
    progress = stand(name)
    assert progress.status == status
    if status != "redirected":
        assert requested(progress) == expected


def test_where_someone_is_sent() -> None:
    """Each way out names its orientation."""
    assert stand("moins_de_16").exit == "moins_de_16_ans"
    assert stand("redirige").situation.orientation == "citoyen_ue"
    left = stand("redirige_ne_en_france").situation
    assert left.orientation == "ne_en_france"
    assert left.recap[-1] == "Vous êtes présent en France depuis 8 ans ou plus"
    assert stand("en_cours_de_situation").situation.pending == "autre_situation"


def test_recap_of_the_situation() -> None:
    """The guide's three lines."""
    assert stand("adulte").situation.recap == (
        "Vous sollicitez pour la première fois un titre de séjour",
        "Vous êtes dans une autre situation",
        "Vous êtes victime de la traite des êtres humains",
    )


@pytest.mark.parametrize("status", ["celibataire", "concubin", "divorce", "marie", "pacse"])
def test_union_is_asked_when_married_or_in_a_civil_union(status: str) -> None:
    """Date and country of the union, together, only then; and mandatory."""
    progress = stand("mariee", {"situation_familiale": status, "date_union": None, "pays_union": None})
    united = status in ("marie", "pacse")
    assert UNION & progress.visible.keys() == (UNION if united else frozenset())
    assert UNION & set(progress.missing) == (UNION if united else frozenset())
    assert progress.status == ("incomplete" if united else "complete")


@pytest.mark.parametrize(
    ("born", "box", "represented", "emancipated", "out"),
    [
        ("2010-03-11", False, False, False, True),  # 15, eve of 16
        ("2010-03-10", True, True, True, False),  # 16 today
        ("2009-03-10", True, True, True, False),  # 17
        ("2008-03-11", True, True, True, False),  # eve of 18
        ("2008-03-10", False, False, False, False),  # 18 today
        ("1990-01-01", False, False, False, False),
    ],
)
def test_ages(born: str, *, box: bool, represented: bool, emancipated: bool, out: bool) -> None:
    """The emancipation box and what follows from it, only from 16 to 17; a way out before."""
    alone = stand("mineur_16", {"date_naissance": born, "emancipe": "non"})
    freed = stand("mineur_16", {"date_naissance": born, "emancipe": "oui"})
    assert (alone.exit is not None) is out
    if out:
        return
    assert ("emancipe" in alone.visible) is box
    assert ("representation_legale" in requested(alone)) is represented
    assert "emancipation" not in requested(alone)
    assert ("emancipation" in requested(freed)) is emancipated
    assert "representation_legale" not in requested(freed)


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        ("2008-02-29", dt.date(2026, 2, 28), 17),  # the policy key says 1 March in common years
        ("2008-02-29", dt.date(2026, 3, 1), 18),
        ("2012-02-29", dt.date(2028, 2, 28), 15),
        ("2012-02-29", dt.date(2028, 2, 29), 16),
    ],
)
def test_born_on_29_february(born: str, today: dt.date, age: int) -> None:
    """Completed years, as the procedure's key decides."""
    progress = stand("mineur_16", {"date_naissance": born}, today=today)
    assert progress.facts["age"] == age
    assert (progress.exit is not None) is (age < 16)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"date_naissance": "2026-03-10"}, "date_naissance"),
        ({"date_entree": "1990-01-01"}, "date_entree"),
        ({"date_entree": "2026-03-11"}, "date_entree"),
        ({"date_union": "2000-02-29"}, "date_union"),
        ({"date_union": "2026-03-11"}, "date_union"),
        ({"attestation_polygamie": "non"}, "attestation_polygamie"),
        ({"numero_ephoto": "000000000000000000000000"}, "numero_ephoto"),
        ({"telephone": "12"}, "telephone"),
    ],
)
def test_what_does_not_hold_is_said_under_its_field(changed: dict[str, str], field: str) -> None:
    """Each rule of the procedure, and each field's own check."""
    progress = stand("mariee", changed)
    assert field in {problem.field for problem in progress.problems}
    assert progress.status != "complete"


@pytest.mark.parametrize(
    "changed", [{"date_entree": "2000-02-29"}, {"date_entree": "2026-03-10"}, {"date_union": "2026-03-10"}]
)
def test_the_limits_themselves_hold(changed: dict[str, str]) -> None:
    """Arrived the day of birth or today, united today."""
    assert stand("mariee", changed).status == "complete"


def test_before_the_age_is_known_both_minors_parts_are_possible() -> None:
    """Unknown is not "no": they are kept for the printed list, under their heading."""
    progress = stand("en_cours_de_situation", {"autre_situation": "traite"})
    open_ones = {state.justificatif.id: state.justificatif.heading for state in progress.requests if not state.certain}
    assert open_ones == {
        "representation_legale": "Si vous êtes mineur (entre 16 et 18 ans)",
        "emancipation": "Si vous êtes mineur et émancipé (entre 16 et 18 ans)",
    }


def test_hidden_answers_do_not_count() -> None:
    """An abandoned union is not in what would be deposited."""
    relevant = stand("mariee", {"situation_familiale": "celibataire"}).relevant
    assert not UNION & relevant.keys()


@pytest.mark.parametrize(
    ("name", "motif", "shown", "expected"),
    [
        ("protection", "ordonnance_protection", False, ("ordonnance", "jugement")),
        ("protection_ase", "ase", True, ("decision_placement", "avis_structure")),
    ],
)
def test_two_motifs_one_procedure(name: str, motif: str, shown: bool, expected: tuple[str, ...]) -> None:
    """Each motif has its own list; a section depends on the motif."""
    progress = replay(SISTER, answers(name), TODAY)
    assert progress.status == "complete"
    assert progress.motif is not None
    assert progress.motif.id == motif
    assert ("date_accueil" in progress.visible) is shown
    assert "emancipe" not in progress.visible
    assert requested(progress) == (*COMMON, "justificatif_domicile", *expected)


@pytest.mark.parametrize(("accueil", "asked"), [("2023-02-01", True), ("2025-11-01", False)])
def test_a_sister_s_condition_on_its_motif(accueil: str, asked: bool) -> None:
    """A fact may read the motif: entrusted before the age of 18."""
    progress = replay(SISTER, {**answers("protection_ase"), "date_accueil": accueil}, TODAY)
    assert ("avis_structure" in requested(progress)) is asked


@pytest.mark.parametrize(
    ("name", "own", "others"),
    [
        ("protection", "Ordonnance de protection rendue par le juge aux affaires familiales", "Avis de la structure"),
        ("protection_ase", "Avis de la structure d'accueil", "Ordonnance de protection rendue"),
    ],
)
def test_each_motif_has_its_printed_list(name: str, own: str, others: str, pdftotext: str, tmp_path: Path) -> None:
    """The fixture goes to its PDFs: the list is that of its motif, under the motif's title."""
    progress = replay(SISTER, answers(name), TODAY)
    state = PageState(built_in={"numero": "3301202603100000001", "service": "Préfecture de la Gironde"})
    words = {}
    for made in (list_document, confirmation_document):
        view = made(SISTER, progress, state)
        assert view is not None
        file = tmp_path / view.file_name
        file.write_bytes(render_document(view))
        printed = subprocess.run([pdftotext, file, "-"], capture_output=True, check=True)
        words[made] = " ".join(printed.stdout.decode().split()).replace("\u2019", "'")
    assert own in words[list_document]
    assert others not in words[list_document]
    assert progress.motif is not None
    assert progress.motif.list_title in words[list_document]
    assert "3301202603100000001" in words[confirmation_document]
    assert "Préfecture de la Gironde" in words[confirmation_document]
