"""Procedures with one planted defect, and the exact text that the linter says of it: `tests/specs/err/preuve_*` for
what is proved, `tests/specs/err/lint_*` for the rest; a file beside its `.out`, or a folder with its `lint.out`.

Each is sound but for one defect, and says so in comments:

    # attendu : P302
    # corrigé : si: {formule: moi} → si: {formule: mois}

`attendu` names the codes that are found, one per finding; `corrigé` what was to be written in place of the defect,
which stands once in the file: the twin so made is without one finding. Several such lines may follow one another;
backquotes around a part keep the spaces at its ends, `\\n` in it goes to the next line, an empty one removes.
To add one, write the YAML, run the tests with `PARCOURS_WRITE_OUT=1` in the environment, and read what was written.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from engine.build import files_of, load_sources
from engine.lint.formats.text import render
from engine.lint.linting import Findings, lint
from tests.engine.lint.linting import TODAY

FOLDER = Path(__file__).resolve().parents[2] / "specs" / "err"
PLANTED = sorted(path for family in ("preuve", "lint") for path in FOLDER.glob(f"{family}_*") if path.suffix != ".out")
EXPECTED = re.compile(r"^# attendu : (?P<codes>[A-Z]\d+(?:, [A-Z]\d+)*)$", re.MULTILINE)
MENDED = re.compile(r"^# corrigé : (?P<wrong>.+?) → ?(?P<right>.*)$", re.MULTILINE)
UNCLAIMED = "V710"
DEFECTS, KINDS = 60, 20
"""How many defects there are at least, and of how many codes."""


@cache
def sources_of(path: Path) -> Mapping[str, bytes]:
    """The files of one planted defect."""
    files = files_of(path) if path.is_dir() else {path.name: path}
    return {name: file.read_bytes() for name, file in files.items()}


def linted(sources: Mapping[str, bytes]) -> Findings:
    """What the linter says of some files, of everything there is to say, but that they have no scenarios."""
    found = lint(load_sources(sources), TODAY)
    return replace(found, problems=tuple(problem for problem in found.problems if problem.code != UNCLAIMED))


def expected_codes(path: Path) -> list[str]:
    """The codes that the comments of the files announce."""
    texts = [data.decode() for data in sources_of(path).values()]
    return sorted(code for text in texts for found in EXPECTED.finditer(text) for code in found["codes"].split(", "))


def twin(text: str) -> str:
    """A file without its defect."""
    head = "".join(f"{line}\n" for line in text.splitlines() if line.startswith("# "))
    body = text.removeprefix(head)
    for found in MENDED.finditer(head):
        wrong, right = (part.strip("`").replace(r"\n", "\n") for part in (found["wrong"], found["right"]))
        assert body.count(wrong) == 1, f"« {wrong} » stands {body.count(wrong)} times"
        body = body.replace(wrong, right)
    return "".join(line for line in body.splitlines(keepends=True) if line.strip())


@pytest.mark.parametrize("path", PLANTED, ids=lambda path: path.stem)
def test_a_planted_defect_is_told_exactly(path: Path) -> None:
    expected = path / "lint.out" if path.is_dir() else path.with_suffix(".out")
    found = render(linted(sources_of(path)), "fr") + "\n"
    if os.environ.get("PARCOURS_WRITE_OUT"):
        expected.write_text(found, encoding="utf-8", newline="")
    assert found == expected.read_bytes().decode("utf-8")


@pytest.mark.parametrize("path", PLANTED, ids=lambda path: path.stem)
def test_a_planted_defect_is_one_finding(path: Path) -> None:
    assert [problem.code for problem in linted(sources_of(path)).problems] == expected_codes(path) != []


@pytest.mark.parametrize("path", PLANTED, ids=lambda path: path.stem)
def test_without_its_defect_a_procedure_is_without_one_finding(path: Path) -> None:
    texts = {name: data.decode() for name, data in sources_of(path).items()}
    mended = {name: twin(text).encode() for name, text in texts.items()}
    assert any(MENDED.search(text) for text in texts.values())
    found = linted(mended)
    assert [(p.code, p.position, p.params) for p in found.problems] == []
    assert [problem.code for problem in found.tolerated if problem.severity != "note"] == []


NOBODY = frozenset({"P320", "P321"})
"""What was not proved, and what no answer leads to, have nobody to show."""


@pytest.mark.parametrize("path", PLANTED, ids=lambda path: path.stem)
def test_a_proof_shows_an_applicant(path: Path) -> None:
    found = [p for p in linted(sources_of(path)).problems if p.code.startswith("P3") and p.code not in NOBODY]
    assert [problem.code for problem in found if problem.witness is None] == []


def test_defects_are_many_and_diverse() -> None:
    codes = [code for path in PLANTED for code in expected_codes(path)]
    assert len(codes) == len(PLANTED) >= DEFECTS
    assert len(set(codes)) >= KINDS


# ── Defects that other tools were tried on ────────────────────────────────────────────────────────────────────

BY_OTHERS: Mapping[str, Mapping[str, str]] = {
    "of interviews written as programs": {
        "a condition compares with an answer that no choice has": "lint_valeur_mal_ecrite",
        "a name that nothing defines": "lint_nom_inconnu",
        "what is asked only sometimes is needed always": "preuve_selon_parfois_demande",
        "a = b + 1 and b = a + 1": "lint_dates_en_cercle",
        "a question that nobody is asked": "lint_question_orpheline",
        "a field shown for « mariee », when the choice is « marie »": "lint_valeur_au_feminin",
    },
    "of forms": {
        "a reference to an unknown question": "lint_nom_inconnu",
        "a start that does not exist": "lint_premiere_question_inconnue",
        "two questions of one name": "lint_nom_en_double",
        "a value that is not among the options": "lint_valeur_accentuee",
        "a page that nobody comes to": "preuve_etape_fermee",
        "a route to itself": "lint_choix_vers_soi",
        "a route backwards": "lint_questions_en_cercle",
        "a page that depends on a later question": "lint_question_suivante",
        "a page that depends on its own question": "lint_sa_propre_question",
        "conditions that depend on each other": "lint_faits_en_cercle",
        "two questions each shown only when the other is answered": "lint_deux_questions_se_lisent",
        "one answer equal to two values": "preuve_contradiction_un_champ",
        "below 16 and above 18, in one condition": "lint_ages_sans_valeur",
        "below 16 and above 18, in two": "preuve_ages_incompatibles",
        "q2 asked only if q1 = a; q3 if q2 = a and q1 = b": "preuve_deux_questions",
        "a condition that all options of a required question meet": "preuve_toujours_vrai",
        "a condition that nothing uses": "lint_fait_inutile",
        "an expression that can't be read": "lint_expression",
    },
    "seeded by hand in a prototype": {
        "a typing error in a value": "lint_valeur_mal_ecrite",
        "a typing error in a name": "lint_nom_inconnu",
        "a case forgotten": "lint_cas_sans_reponse",
        "a gap between ages": "lint_borne_oubliee",
        "an overlap of ages": "lint_borne_en_double",
        "a contradiction": "preuve_contradiction_un_champ",
        "`selon` on a question that is not always asked": "preuve_selon_parfois_demande",
        "a reference to a hidden field": "preuve_fait_constant",
        "an exit that kills a branch": "preuve_apres_une_sortie",
        "rules that contradict each other": "preuve_impasse",
        "a condition always true": "preuve_toujours_vrai_autour",
        "a leaf without an end": "lint_feuille_sans_suite",
        "a key twice": "lint_cle_en_double",
        "a reference forward": "lint_question_suivante",
        "« and » for « or »": "preuve_et_au_lieu_de_ou",
    },
}
"""What was seeded elsewhere, by the kind of tool it was tried on, and the defect here that says the same again.

Two can't be written as such. No answer is « sought »: what is hidden is absent, and a page never waits for it; what is
left of the third of the first table is a request whose `selon` reads what was not asked. And nothing adds to a number:
of what facts compute, a circle is best drawn with birthdays.
"""
PROBES = [(tool, probe, name) for tool, probes in BY_OTHERS.items() for probe, name in probes.items()]


@pytest.mark.parametrize(("tool", "probe", "name"), PROBES, ids=[f"{tool}: {probe}" for tool, probe, _ in PROBES])
def test_what_was_seeded_elsewhere_is_found(tool: str, probe: str, name: str) -> None:
    path = next(path for path in PLANTED if path.stem == name)
    found = linted(sources_of(path)).problems
    assert [problem.code for problem in found] == expected_codes(path), f"{tool}: {probe}"
