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


def test_defects_are_many_and_diverse() -> None:
    codes = [code for path in PLANTED for code in expected_codes(path)]
    assert len(PLANTED) >= DEFECTS
    assert len(set(codes)) >= KINDS
    assert len(set(map(str, (twin(t.decode()) for p in PLANTED for t in sources_of(p).values())))) == len(
        [name for path in PLANTED for name in sources_of(path)]
    )
