"""A small procedure in which no rule finds anything, and what linting says of it once it is changed."""

from __future__ import annotations

import datetime as dt

from engine.build import load_sources
from engine.lint.linting import Findings, lint

FILE = "essai.yaml"
TODAY = dt.date(2026, 3, 10)
CLEAN = """\
procedure: {id: essai, langage: 1, version: "2026-01-15", titre: Essai, titre_neutre: Ma démarche}
motifs: {court: {libelle: Court}, long: {libelle: Long}}
listes: {union: {marie: Marié(e), seul: Seul(e)}}
etapes:
  - id: nom
    titre: Nom
    source: Règlement de la carte, article 2
    sections:
      - id: nom
        titre: Nom
        champs:
          - {id: nom, type: texte, remplissage: family-name, libelle: Nom}
          - {id: statut, type: choix, libelle: Statut, liste: union}
          - {id: conjoint, type: texte, libelle: Conjoint, si: {statut: marie}}
  - {id: depot, titre: Dépôt, contenu: depot}
  - {id: confirmation, titre: Confirmation, contenu: confirmation}
scenarios:
  - {nom: Mariée, le: 2026-03-10, avec: {statut: marie}, attendu: {visibles: [conjoint]}}
  - {nom: Seule, le: 2026-03-10, avec: {statut: seul}, attendu: {absents: [conjoint]}}
"""


def changed(before: str, after: str, text: str = CLEAN) -> str:
    """The procedure with a part of it changed, which must be there."""
    assert before in text
    return text.replace(before, after, 1)


def linted(text: str | bytes) -> Findings:
    """Everything that is found in a file alone."""
    data = text if isinstance(text, bytes) else text.encode()
    return lint(load_sources({FILE: data}), TODAY)


def told(findings: Findings, prefix: str = "") -> list[tuple[str, int, int]]:
    """The code, line and column of each finding whose code begins so."""
    places = [(p.code, p.position.line, p.position.column) for p in findings.problems]
    return [place for place in places if place[0].startswith(prefix)]
