"""V7xx: what the linter says of scenarios."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.lint.rules import Subject
from engine.lint.scenarios import RULES, check
from engine.messages import MESSAGES, sentence
from engine.scenarios.telling import SEVERITIES
from tests.engine.scenarios.telling_of import loaded_with, one

TODAY = dt.date(2026, 3, 10)


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ("avec: {union: oui}, attendu: {visibles: [depuis]}", []),
        ("avec: {union: non}, attendu: {visibles: [depuis]}", ["V701"]),
        ("avec: {union: non}, attendu: {visibles: [depuis], absents: [nom]}", ["V701", "V701"]),
        ("avec: {naissance: demain}, attendu: {visibles: [nom]}", ["V702"]),
        ("avec: {union: non, depuis: 2020-01-01}, attendu: {visibles: [nom]}", ["V703"]),
        ("avec: {union: non}", ["V704"]),
    ],
)
def test_what_is_said(scenario: str, expected: list[str]) -> None:
    found = [problem.code for problem in check(Subject(loaded_with(one(scenario)), TODAY))]
    assert found == [*expected, "V710"]


def test_what_nothing_asserts_is_named_with_its_line_the_first_of_it() -> None:
    (problem,) = check(Subject(loaded_with(one("avec: {union: oui}, attendu: {visibles: [depuis]}")), TODAY))
    assert (problem.code, problem.position.file, problem.position.line) == ("V710", "essai.yaml", 1)
    said = sentence(problem, "fr")
    assert said.startswith("aucun scénario n'affirme ceci, 13 sur 15 en tout (")
    assert "le fait « couple » : non (essai.yaml:5) ; " in said
    assert said.endswith(" ; …")


def test_severities_are_those_of_the_rules() -> None:
    assert {rule.code for rule in RULES} == {code for code in MESSAGES if code.startswith("V7")}
    assert {rule.code: rule.severity for rule in RULES if rule.code in SEVERITIES} == SEVERITIES
