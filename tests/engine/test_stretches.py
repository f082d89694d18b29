"""What is known of a step beforehand is what looking at each of its fields would find."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.build import Loaded, load_catalogue
from engine.spec import Procedure
from engine.stretches import Stretch, asked_instead, rules_of, stretches
from tests.engine.conftest import DOCUMENTS

Load = Callable[..., Loaded]
FIELDS = """
- {id: a, type: oui_non, libelle: A}
- {id: b, type: texte, libelle: B, regles: [{si: {b: {renseigne: oui}, a: oui}, message: "Pas les deux."}]}
- {id: c, type: texte, libelle: C, si: {a: oui}}
- {id: d, type: groupe, libelle: D, repetable: {max: 2, ajouter: Ajouter}, champs: [{id: e, type: texte, libelle: E}]}
- {id: f, type: texte, libelle: F}
"""


def procedure_of(loaded: Loaded) -> Procedure:
    assert loaded.problems == ()
    return loaded.catalogue.procedures["essai"]


def test_fields_that_nothing_hides_go_together(load: Load) -> None:
    (section,) = procedure_of(load(FIELDS)).steps[0].sections
    assert [p.names if isinstance(p, Stretch) else p.id for p in stretches(section)] == [("a", "b"), "c", "d", ("f",)]
    assert [f.id for p in stretches(section) for f in (p.fields if isinstance(p, Stretch) else (p,))] == list("abcdf")
    assert [f.id for p in stretches(section) if isinstance(p, Stretch) for f in p.ruled] == ["b"]


def test_rules_of_a_step_come_after_those_of_its_sections() -> None:
    loaded = load_catalogue(Path("tests/specs/ok/regles"))
    situation, dates, *_ = loaded.catalogue.procedures["regles"].steps
    assert [[rule.field or rule.redirect for rule in rules] for rules in rules_of(dates)] == [
        ["arrivee", "pays"],
        ["trop_jeune"],
    ]
    assert rules_of(situation) == ()


def test_fields_asked_instead_of_documents(load: Load) -> None:
    found = asked_instead(procedure_of(load("- {id: pays, type: pays, libelle: Pays}", motifs=DOCUMENTS)))
    assert [(request.id, asked.id) for request, asked in found] == [("photo", "numero_photo")]
