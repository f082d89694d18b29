"""Scenarios of small specs, run in one call."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from engine.build import Loaded, load_sources
from engine.problems import Problem
from engine.scenarios.running import Outcome, Runner
from engine.scenarios.telling import problems_of, repeated
from tests.engine.conftest import procedure_text
from tests.mails import MAILS

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


HEAD = 'procedure: {{id: {0}, langage: 1, version: "1", titre: Essai, titre_neutre: Neutre}}\n'
ENDS = """\
  - {id: depot, titre: Dépôt, contenu: depot}
  - {id: confirmation, titre: Confirmation, contenu: confirmation}
"""
CARD = """\
motifs: {premier: {libelle: Premier}, suite: {libelle: Suite}}
faits: {frere: {au_moins_un: {dans: proches, si: {lien: frere}}}}
etapes:
  - id: avant
    titre: Avant
    sections:
      - id: vous
        titre: Vous
        champs:
          - {id: passeport, type: oui_non, libelle: Passeport, regles: [{si: {passeport: non}, orienter_vers: dehors}]}
          - {id: a, type: case, libelle: A}
          - {id: b, type: case, libelle: B}
          - {id: note, type: texte, libelle: Note, obligatoire: non, regles: [{si: {a: non}, message: "Sans A."}]}
          - id: proches
            type: groupe
            libelle: Proches
            obligatoire: non
            repetable: {min: 1, max: 3, ajouter: Ajouter}
            champs:
              - id: lien
                type: choix
                libelle: Lien
                options: {frere: Frère, autre: Autre}
                regles:
                  - {si: {lien: autre}, orienter_vers: dehors}
                  - {si: {lien: frere, b: non}, message: "Cochez B."}
    regles:
      - {alors: {un_de: [{a: oui}, {b: oui}]}, message: "Cochez."}
      - {si: {a: oui, b: oui}, message: "Cochez."}
  - {id: apres, titre: Après, sections: [{id: fin, titre: Fin, champs: [{id: z, type: oui_non, libelle: Z}]}]}
  - {id: pieces, titre: Pièces, contenu: justificatifs}
"""
REQUESTS = """\
justificatifs:
  - id: tout
    titre: Tout
    demandes:
      - {id: acte, libelle: Acte}
      - {id: titre, libelle: Titre, envoi: par_piece, fournir: {tous: [{id: recto, libelle: Recto, si: {z: oui}}]}}
      - {id: photo, libelle: Photo, champ: {id: ephoto, type: numero, libelle: Numéro}}
"""
OTHER = """\
motifs: {seul: {libelle: Seul}}
faits: {hors: {si: {h: oui}}}
etapes:
  - {id: questions, titre: Questions, sections: [{id: s, titre: S, champs: [{id: h, type: oui_non, libelle: H}]}]}
"""
HOME = """\
portail: {id: portail, langage: 1, version: "1", titre: Portail, titre_neutre: Neutre}
entrees: [{id: commencer, libelle: Je commence, situation: oui}]
situation: qui
questions:
  qui:
    libelle: "Qui ?"
    choix:
      un: {libelle: Un, poursuivre: {procedure: carte, motif: premier}}
      deux: {libelle: Deux, poursuivre: {procedure: carte, motif: suite}}
      trois: {libelle: Trois, poursuivre: {procedure: autre, motif: seul}}
orientations: {dehors: {titre: Dehors, texte: Ici.}}
"""
HOME += MAILS
SITE: Mapping[str, str] = {
    "carte.yaml": f"{HEAD.format('carte')}{CARD}{ENDS}{REQUESTS}",
    "autre.yaml": f"{HEAD.format('autre')}{OTHER}{ENDS}",
    "portail.yaml": HOME,
}
"""Two procedures behind a home page: ways out, rules of a step and of members, motifs, documents given by pieces."""


def site_with(scenario: str) -> Loaded:
    """A small site, with one scenario told from its home page."""
    told = f"scenarios:\n  {one(scenario)}\n"
    sources = {name: text.encode() for name, text in ({**SITE, "scenarios/site.yaml": told}).items()}
    return load_sources(sources)
