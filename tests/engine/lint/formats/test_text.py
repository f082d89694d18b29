from __future__ import annotations

import pytest

from engine.lint.formats.text import render
from engine.lint.linting import Findings

from .findings import ALL, EMPTY, NOTE, TOLERATED


def test_summary() -> None:
    assert render(ALL, "fr").split("\n")[-4:] == [
        "1 erreur, 1 note, 1 faute tolérée",
        "1 peut être corrigée d'office : ajoutez --fix",
        "pour en savoir plus sur une règle : parcours explain R102",
        "les autres règles seront vérifiées une fois ces erreurs corrigées",
    ]
    assert render(ALL, "en").split("\n")[-4:] == [
        "1 error, 1 note, 1 tolerated",
        "1 can be mended for sure: add --fix",
        "to know more of a rule: parcours explain R102",
        "the other rules are checked once these errors are mended",
    ]


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        (EMPTY, "aucun problème"),
        (Findings(tolerated=(TOLERATED,)), "aucun problème, 1 faute tolérée"),
        (Findings(tolerated=(TOLERATED, NOTE)), "aucun problème, 2 fautes tolérées"),
    ],
)
def test_nothing_left(findings: Findings, expected: str) -> None:
    assert render(findings, "fr") == expected
