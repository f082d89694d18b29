"""Scenarios of small specs, run in one call."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from engine.build import Loaded, load_sources
from engine.problems import Problem
from engine.scenarios.running import Outcome, Runner
from engine.scenarios.telling import problems_of, repeated
from tests.engine.conftest import procedure_text

FIELDS = """
- {id: nom, type: texte, libelle: Nom}
- id: naissance
  type: date
  libelle: Naissance
  regles: [{alors: {naissance: {avant: date_depot}}, message: "Déjà né."}]
- {id: union, type: oui_non, libelle: "Êtes-vous en couple ?"}
- id: depuis
  type: date
  libelle: Depuis
  si: {union: oui}
  regles: [{alors: {depuis: {apres: naissance}}, message: "Après."}]
- {id: tuteur, type: texte, libelle: Tuteur, si: {age: {moins_de: 18}}}
- {id: courriel, type: email, libelle: Courriel, obligatoire: non}
"""
BEFORE = """
faits:
  age: {annees_entre: [naissance, date_depot]}
  couple: {si: {union: oui}}
"""
AFTER = """
justificatifs:
  - id: groupe
    titre: Groupe
    demandes:
      - {id: acte, libelle: Acte}
      - {id: preuve, libelle: Preuve, si: {couple: oui}}
"""


def loaded_with(scenarios: str, *, fields: str = FIELDS, before: str = BEFORE, after: str = AFTER) -> Loaded:
    """A small procedure with a file of scenarios, given as their list."""
    told = f"demarche: essai\nscenarios:\n{textwrap.indent(textwrap.dedent(scenarios).strip(), '  ')}\n"
    procedure = procedure_text(fields, before=before, after=after)
    return load_sources({"essai.yaml": procedure.encode(), "scenarios/essai.yaml": told.encode()})


def one(scenario: str) -> str:
    """A scenario as an item of a list, with a name and a day."""
    return f"- {{nom: Cas, le: 2026-03-10, {scenario}}}"


def outcome_of(scenario: str, **sections: str) -> Outcome:
    """What one scenario comes to."""
    loaded = loaded_with(one(scenario), **sections)
    assert loaded.problems == ()
    (told,) = loaded.scenarios
    return Runner(loaded.catalogue).run(told)


def problems_with(scenario: str, **sections: str) -> list[Problem]:
    """What is said of one scenario."""
    loaded = loaded_with(one(scenario), **sections)
    assert loaded.problems == ()
    (told,) = loaded.scenarios
    outcome = Runner(loaded.catalogue).run(told)
    return [*problems_of(outcome, loaded.catalogue), *repeated(loaded.scenarios)]


def plain(outcome: Outcome) -> Mapping[str, str]:
    """The answers that completed a case, as texts."""
    return {name: str(value) for name, value in outcome.completed.items()}
