"""What is shown beside a claim that does not hold: the place that decided."""

from __future__ import annotations

import pytest

from engine.build import Loaded
from engine.scenarios.running import Runner
from engine.scenarios.telling import problems_of
from tests.engine.scenarios.telling_of import loaded_with, one


def blamed_in(loaded: Loaded) -> list[str]:
    """What is written at each second place; nothing where there is none."""
    lines = loaded.sources["essai.yaml"].decode().splitlines()
    (scenario,) = loaded.scenarios
    found = problems_of(Runner(loaded.catalogue).run(scenario), loaded.catalogue)
    places = (problem.related for problem in found)
    return [lines[p.line - 1][p.column - 1 :][:14] if p is not None else "" for p in places]


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        pytest.param("avec: {union: non}, attendu: {visibles: [depuis]}", "oui}", id="hidden"),
        pytest.param("avec: {union: oui, depuis: 2020-01-01}, attendu: {absents: [depuis]}", "oui}", id="shown"),
        pytest.param("avec: {nom: Ana}, attendu: {absents: [nom]}", "", id="always shown"),
        pytest.param("avec: {union: non}, attendu: {justificatifs: [preuve]}", "oui}}", id="not asked for"),
        pytest.param("avec: {union: oui}, attendu: {sans_justificatifs: [preuve]}", "oui}}", id="asked for"),
        pytest.param("avec: {union: oui}, attendu: {justificatifs_exactement: [acte]}", "oui}}", id="one too many"),
        pytest.param("avec: {union: non}, attendu: {justificatifs_exactement: [preuve]}", "", id="two differ"),
        pytest.param("avec: {union: oui}, attendu: {faits: {couple: non}}", "couple: {si: {", id="a fact"),
        pytest.param("avec: {naissance: 2000-01-01}, attendu: {bloque: [naissance]}", "{alors: {naiss", id="accepted"),
        pytest.param('avec: {naissance: 2000-01-01}, attendu: {messages: ["Déjà né."]}', "{alors: {naiss", id="silent"),
        pytest.param("avec: {naissance: 2030-01-01}, attendu: {bloque: non}", "{alors: {naiss", id="refused"),
    ],
)
def test_what_decided_is_shown(scenario: str, expected: str) -> None:
    assert blamed_in(loaded_with(one(scenario))) == [expected]
