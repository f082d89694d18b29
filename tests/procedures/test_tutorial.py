"""The author tutorial, followed step by step: its files load after each example, and end in a complete case."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from engine.build import load_sources
from engine.cli import replay
from engine.progress import Progress
from engine.scenarios.coverage import coverage
from engine.scenarios.running import Runner

TUTORIAL = Path(__file__).parents[2] / "docs" / "auteurs" / "tutoriel.md"
EXAMPLE = re.compile(r"^```yaml\n# (\S+\.yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANY_YAML = re.compile(r"^```yaml$", re.MULTILINE)
PART = re.compile(r"^(?=[a-z_]+:)", re.MULTILINE)
ANSWERS = "reponses.yaml"
TODAY = dt.date(2026, 3, 10)


def parts(text: str) -> dict[str, str]:
    """The top-level parts of a file by key."""
    return {part.split(":", 1)[0]: part for part in PART.split(text) if part.strip()}


def followed() -> list[Mapping[str, Mapping[str, str]]]:
    """The files after each example: a part already there is replaced, a new one is added; answers are written anew."""
    states: list[Mapping[str, Mapping[str, str]]] = []
    files: dict[str, dict[str, str]] = {}
    for name, text in EXAMPLE.findall(TUTORIAL.read_text(encoding="utf-8")):
        kept = {} if name == ANSWERS else files.get(name, {})
        files = {**files, name: {**kept, **parts(text)}}
        states.append(files)
    return states


def sources(files: Mapping[str, Mapping[str, str]]) -> dict[str, bytes]:
    """The spec files as they would stand on disk."""
    return {name: "\n".join(of.values()).encode() for name, of in files.items() if name != ANSWERS}


def last_case(files: Mapping[str, Mapping[str, str]]) -> Progress:
    """The tutorial's answers replayed on its files."""
    raw = yaml.load("".join(files[ANSWERS].values()), Loader=yaml.CBaseLoader)  # noqa: S506 - makes texts only
    return replay(load_sources(sources(files)).catalogue, raw, TODAY)


def test_every_example_names_its_file() -> None:
    """So that none escapes these tests."""
    text = TUTORIAL.read_text(encoding="utf-8")
    assert len(ANY_YAML.findall(text)) == len(EXAMPLE.findall(text)) > 0


def test_each_step_loads_without_a_remark() -> None:
    """Not even a warning, from the first example to the last."""
    for number, files in enumerate(followed(), 1):
        problems = load_sources(sources(files)).problems
        assert problems == (), f"after example {number}"


def test_the_mistake_it_suggests_is_found() -> None:
    """`etudiants` for `etudiant`: one problem, with the right word."""
    files = next(files for files in followed() if "listes" in files["carte.yaml"])
    wrong = {**sources(files)}
    wrong["carte.yaml"] = wrong["carte.yaml"].replace(b"si: {tarif: autre}", b"si: {tarif: etudiants}")
    (problem,) = load_sources(wrong).problems
    assert (problem.code, problem.suggestion) == ("R102", "etudiant")


def test_the_first_answers_fit_the_first_file() -> None:
    """They complete the smallest procedure."""
    first = next(files for files in followed() if ANSWERS in files)
    assert last_case(first).status == "complete"


def test_the_end_is_what_the_tutorial_promises() -> None:
    """A complete case, with the parent's permission and without a reduction's proof."""
    progress = last_case(followed()[-1])
    assert progress.status == "complete"
    assert "parent" in progress.visible
    assert "precision_tarif" not in progress.visible
    assert [r.justificatif.id for r in progress.requests if r.certain] == ["piece_identite", "autorisation"]


def test_its_scenarios_hold_and_leave_nothing_out() -> None:
    """Both files of them, and there are some."""
    loaded = load_sources(sources(followed()[-1]))
    runner = Runner(loaded.catalogue)
    outcomes = [runner.run(scenario) for scenario in loaded.scenarios]
    assert [outcome.scenario.name for outcome in outcomes if not outcome.held] == []
    assert len(outcomes) == 7
    silent = [signal.said("fr") for found in coverage(loaded.catalogue, outcomes) for signal in found.silent]
    assert silent == []
