"""Broken specs and the exact text an author reads of them: `tests/specs/err/<family>_<name>.yaml` beside its `.out`.

To add one, write the YAML, run the tests with `PARCOURS_WRITE_OUT=1` in the environment, and read what was written.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.build import load_sources
from engine.printer import print_problems
from engine.problems import Problem
from engine.schema import check_structure
from engine.source import read_source

FOLDER = Path(__file__).resolve().parents[1] / "specs" / "err"
FAMILIES = ("yaml", "schema", "sens")
WHOLE = "sens_"
"""Of these, building says what is wrong; the others stop at the structure."""
FIXTURES = sorted(file for family in FAMILIES for file in FOLDER.glob(f"{family}_*.yaml"))


def problems_of(file: Path) -> tuple[Problem, ...]:
    """Everything that loading says of a file."""
    if file.name.startswith(WHOLE):
        return load_sources({file.name: file.read_bytes()}).problems
    node, problems = read_source(file.name, file.read_bytes())
    return problems if node is None else (*problems, *check_structure(node))


def printed(file: Path) -> str:
    """What an author reads in a terminal."""
    source = file.read_bytes().decode("utf-8", "replace")
    return print_problems(problems_of(file), {file.name: source}, "fr") + "\n"


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_broken_spec_is_told_exactly(file: Path) -> None:
    expected = file.with_suffix(".out")
    found = printed(file)
    if os.environ.get("PARCOURS_WRITE_OUT"):
        expected.write_bytes(found.encode("utf-8"))
    assert found == expected.read_bytes().decode("utf-8")


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_broken_spec_has_an_error(file: Path) -> None:
    assert any(problem.severity == "error" for problem in problems_of(file))


def test_every_out_file_has_its_spec() -> None:
    specs = {file.stem for file in FOLDER.glob("*.yaml")}
    assert {file.stem for file in FOLDER.glob("*.out")} <= specs
    assert len(FIXTURES) > 50
