"""A fix is sure: it changes its span, removes its finding, and adds none."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.build import load_sources
from engine.lint.edits import applied
from engine.lint.fixes import with_edits
from engine.lint.formats import FORMATS, format_of
from engine.lint.linting import Findings, lint
from engine.lint.mending import mend
from engine.problems import Edit, Position, Problem

from .samples import CLEAN, FILE, TODAY, changed, linted

SPECS = Path(__file__).parents[2] / "specs"
BROKEN = sorted((SPECS / "err").glob("*.yaml"))
UNREADABLE = ("Y", "S101")
"""What keeps the rest of a file, or of an object, from being judged: mended, something else may come to light."""

UNCLAIMED = "V710"
"""What scenarios don't claim: judged once a file can be."""


def of(name: str, data: bytes) -> Findings:
    return lint(load_sources({name: data}), TODAY)


def kinds(findings: Findings) -> Counter[tuple[str, str]]:
    return Counter((p.code, p.params.get("found", "")) for p in findings.problems)


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_each_fix_removes_its_finding_and_adds_none(file: Path) -> None:
    before = of(file.name, file.read_bytes())
    for problem in before.problems:
        if problem.edits:
            data, made = applied(file.read_bytes(), problem.edits)
            assert set(made) == set(problem.edits)
            after = of(file.name, data)
            assert kinds(after)[key(problem)] < kinds(before)[key(problem)], problem
            added = kinds(after) - kinds(before)
            hidden = problem.code.startswith(UNREADABLE)
            come = [code for code, _ in added if code != UNCLAIMED and not (hidden and code.startswith("S"))]
            assert come == [], problem


def key(problem: Problem) -> tuple[str, str]:
    return problem.code, problem.params.get("found", "")


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_mended_once_a_file_has_nothing_left_to_mend(file: Path) -> None:
    def look(files: dict[str, bytes]) -> Findings:
        return of(file.name, files.get(file.name, file.read_bytes()))

    done = mend(lambda files: look(dict(files)), {file.name})
    assert all(not problem.edits for problem in done.findings.problems)
    assert bool(done.files) == bool(done.changes)
    again = mend(lambda files: look({**done.files, **files}), {file.name})
    assert again.files == {}
    if done.files:
        # Every line that no change is on stays, to the byte.
        lines = {change.edit.position.line for change in done.changes}
        old, new = file.read_bytes().split(b"\n"), done.files[file.name].split(b"\n")
        assert [n for n, (a, b) in enumerate(zip(old, new, strict=True), 1) if a != b and n not in lines] == []


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("si: {statut: marie}", "si: {statut: Marié}", "R102"),
        ("type: choix", "type: Choix", "S104"),
        ("libelle: Conjoint", "libellé: Conjoint", "S101"),
        ("libelle: Conjoint,", "libelle: Conjoint, obligatoire: no,", "S104"),
        ("liste: union", "liste: 'Union'", "R107"),
        ("titre: Nom\n    source", "titre: {Nom}\n    source", None),
        ("libelle: Conjoint", "libelle: {statut}, le conjoint", None),
    ],
)
def test_names(before: str, after: str, code: str | None) -> None:
    found = linted(changed(before, after))
    edits = [(p.code, p.edits) for p in found.problems if p.edits]
    assert [c for c, _ in edits] == ([] if code is None else [code])


def test_a_name_that_is_merely_near_is_left_to_its_author() -> None:
    found = linted(changed("si: {statut: marie}", "si: {statut: marier}"))
    assert [(p.code, p.suggestion, p.edits) for p in found.problems] == [("R102", "marie", ())]


def test_a_name_is_respelt_wherever_it_is() -> None:
    twice = changed("si: {statut: marie}", "si: {statut: Marié}, regles: [{si: {statut: Marié}, message: Non}]")
    problem = linted(twice).problems[0]
    assert len(problem.edits) == 2
    assert "Marié}" not in applied(twice.encode(), problem.edits)[0].decode()


@pytest.mark.parametrize(("expected", "mended"), [(("marie", "seul"), True), (("marie", "Marie"), False), ((), True)])
def test_two_names_alike_are_not_told_apart(expected: tuple[str, ...], mended: bool) -> None:
    place = Position(FILE, 1, 4)
    problem = Problem(place, "R102", {"found": "Marié"}, expected=expected, suggestion="marie")
    (told,) = with_edits([problem], {FILE: "a: Marié".encode()})
    assert told.edits == ((Edit(place, 5, "marie"),) if mended else ())


def test_what_may_be_a_comment_is_not_quoted_for_sure() -> None:
    found = linted(changed("titre: Nom\n    source", "titre: Nom : tout # à revoir\n    source"))
    assert [(p.code, p.edits) for p in found.problems] == [("Y018", ())]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{statut: marie conjoint: oui}", "Y036"),
        ("{statut: oui\n      conjoint: oui}", "Y036"),
        ("{titre: Nom de famille aide: Voir}", "Y036"),
        ('{titre: "Nom" aide: Voir}', "Y036"),
        ("{titre: Nom, aide:Voir}", "Y038"),
        ("{titre: Nom, aide:{Voir: oui}}", "Y038"),
        ("{statut:marie}", "Y038"),
        ("marie conjoint: oui", "Y018"),
        ("statut: oui", "Y018"),
    ],
)
def test_what_may_be_another_key_is_not_quoted_for_sure(line: str, code: str) -> None:
    found = linted(changed("titre: Nom\n    source", f"titre: {line}\n    source"))
    assert [(p.code, p.edits) for p in found.problems] == [(code, ())]


def test_a_text_that_goes_on_below_is_not_cut() -> None:
    found = linted(changed("titre: Nom\n    source", "titre: Nom : tout\n      et le reste\n    source"))
    assert [(p.code, p.edits) for p in found.problems] == [("Y018", ())]


def test_carriage_returns_stay() -> None:
    text = changed("titre: Nom\n    source", "titre: Nom : tout\n    source").replace("\n", "\r\n")
    done = mend(lambda files: of(FILE, files.get(FILE, text.encode())), {FILE})
    assert done.files[FILE] == text.replace("titre: Nom : tout", 'titre: "Nom : tout"').encode()


def test_files_that_were_not_given_stay() -> None:
    text = changed("type: choix", "type: Choix").encode()
    assert mend(lambda files: of(FILE, files.get(FILE, text)), set()).files == {}


BITS = (
    "\u00a0",
    "\u200b",
    "  ",
    "# tolérer Y041 : voir",
    " : ",
    " #x",
    "'",
    '"',
    "{",
    "]",
    "e\u0301",
    "\u043e",
    "\r\n",
    "\t",
)
MORE = ("- ", "Oui", "yes", "@", "&a ", "*a", "|", "%", "\n", "\ufeff", "“", "É", "\x00", "…", "🙂")


@given(
    places=st.lists(st.tuples(st.floats(0, 1), st.sampled_from(BITS + MORE), st.integers(0, 3)), min_size=1, max_size=4)
)
def test_whatever_is_typed_linting_answers_and_mending_ends(places: list[tuple[float, str, int]]) -> None:
    text = CLEAN
    for where, bit, removed in places:
        index = int(where * len(text))
        text = text[:index] + bit + text[index + removed :]
    data = text.encode()
    done = mend(lambda files: of(FILE, files.get(FILE, data)), {FILE})
    assert all(not problem.edits for problem in done.findings.problems)
    before = of(FILE, data)
    if not before.partial:
        assert Counter(p.code for p in done.findings.problems) <= Counter(p.code for p in before.problems)
    for form in map(format_of, FORMATS):
        assert "\x00" not in form(before, "fr")
