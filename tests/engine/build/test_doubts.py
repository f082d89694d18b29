"""What may stay unknown where it decides something: said by a fact that says what it is then, or by a comparison."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.build import Loaded

DATES = """
- {id: naissance, type: date, precision: annee, libelle: Naissance}
- {id: arrivee, type: date, libelle: Arrivée}
- id: enfants
  type: groupe
  libelle: Enfants
  repetable: {min: 0, max: 3}
  champs: [{id: ne, type: date, precision: mois, libelle: Né}]
"""


@pytest.mark.parametrize(
    ("facts", "condition", "expected"),
    [
        ("age: {annees_entre: [naissance, date_depot]}", "age: {min: 18}", [("R130", "age", "naissance")]),
        ("age: {annees_entre: [arrivee, date_depot]}", "age: {min: 18}", []),
        ("age: {annees_entre: [naissance, date_depot], si_inconnu: 0}", "age: {min: 18}", []),
        ("age: {annees_entre: [naissance, date_depot]}", "age: {renseigne: oui}", []),
        # The fact at the root is told, not those that depend on it.
        (
            "age: {annees_entre: [naissance, date_depot]}\n  majeur: {si: {age: {min: 18}}}",
            "tous: [{age: {min: 18}}, {majeur: oui}]",
            [("R130", "age", "naissance")],
        ),
        (
            "age: {annees_entre: [naissance, date_depot]}\n  majeur: {si: {age: {min: 18}}, si_inconnu: non}",
            "majeur: oui",
            [],
        ),
        ("n: {nombre: enfants}", "naissance: {avant: 2000-01-01}", [("R131", "naissance", "naissance")]),
        ("n: {nombre: enfants}", "arrivee: {avant: naissance}", [("R131", "naissance", "naissance")]),
        ("n: {nombre: enfants}", "naissance: {renseigne: oui}", []),
        ("n: {nombre: enfants}", "n: {min: 1}", []),
        ("f: {anniversaire: [naissance, 18]}", "arrivee: {avant: f}", [("R131", "f", "naissance")]),
        ("f: {au_moins_un: {dans: enfants, si: {ne: {avant: 2010-01-01}}}}", "f: oui", [("R130", "f", "ne")]),
        ("f: {au_moins_un: {dans: enfants, si: {ne: {renseigne: oui}}}}", "f: oui", []),
    ],
)
@pytest.mark.parametrize("place", ["a field", "a request"])
def test_doubts(
    load: Callable[..., Loaded], facts: str, condition: str, expected: list[tuple[str, str, str]], place: str
) -> None:
    field = f"- {{id: a, type: texte, libelle: A, si: {{{condition}}}}}" if place == "a field" else ""
    parts = "[{id: x, libelle: X}, {id: y, libelle: Y}]"
    asked = f"{{id: r, libelle: R, si: {{{condition}}}, fournir: {{un_de: {parts}}}}}"
    request = f"justificatifs:\n  - {{id: g, titre: G, demandes: [{asked}]}}\n"
    loaded = load(DATES + field, before=f"faits:\n  {facts}\n", after=request if place == "a request" else "")
    found = [(p.code, p.params["found"], p.params["date"]) for p in loaded.problems]
    assert found == expected
