"""Z8xx: each at its place, and nothing said of what is right."""

from __future__ import annotations

import pytest

from engine.lint.sources import FAMILY
from tests.engine.lint.linting import HEAD, in_procedure, problems, procedure

SAID = "champs:\n  - {id: a, type: texte, libelle: A, source: guide L1}\n"


def asked(rest: str) -> str:
    """One field that says more than its label."""
    return f"champs:\n  - {{id: a, type: texte, libelle: A, {rest}}}\n"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("", [("Z801", "Accord")]),
        (SAID, []),
        (asked('source: "Code civil, article 5"'), []),
        (asked("a_valider: Pourquoi"), [("Z802", "Pourquoi")]),
        (asked("source: guide"), [("Z804", "guide")]),
        (asked("source: Code civil."), [("Z804", "Code civil.")]),
        (asked("source: guide L12"), []),
        (asked("source: Réunion du 3 mai avec le service"), []),
        (HEAD.replace("2026-01-15", "finale") + SAID, [("Z803", '"finale"')]),
        (HEAD.replace("2026-01-15", "2026-02-30") + SAID, [("Z803", '"2026-02-30"')]),
        (SAID + "justificatifs:\n  - {id: g, titre: G, demandes: [{id: p, libelle: Photo}]}\n", [("Z801", "Photo")]),
        (SAID + "justificatifs:\n  - {id: g, titre: G, source: guide L2, demandes: [{id: p, libelle: Photo}]}\n", []),
        (SAID + "regles:\n  - {si: {a: {renseigne: oui}}, message: Non}\n", [("Z801", "si")]),
    ],
)
def test_what_is_found(part: str, expected: list[tuple[str, str]]) -> None:
    assert in_procedure(FAMILY, part) == expected


def test_one_question_asked_in_many_places_of_a_file_is_one_finding() -> None:
    table = "services:\n  defaut: {nom: A, site: '1', a_valider: Quel site}\n  departements:\n" + "".join(
        f"    '0{n}': {{nom: B, site: '{n}', a_valider: Quel site}}\n" for n in range(1, 4)
    )
    deposit = "depot: {numero: '{site:4}{date:8}{compteur:7}', services: t}\n"
    (only,) = problems(FAMILY, {"essai.yaml": procedure(SAID + deposit), "blocs/t.yaml": table})
    assert (only.code, only.params["found"]) == ("Z802", "Quel site")
    assert [place.line for place in only.also] == [4, 5, 6]


def test_what_has_no_source_is_counted_once_a_file() -> None:
    part = "champs:\n  - {id: a, type: texte, libelle: A}\n  - {id: b, type: texte, libelle: B}\n"
    (only,) = problems(FAMILY, {"essai.yaml": procedure(part)})
    assert (only.params["count"], len(only.also)) == ("2", 1)
