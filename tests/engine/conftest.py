"""Small procedures for engine tests, written in the language itself."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Callable, Mapping

import pytest

from engine.build import Loaded, load_sources
from engine.progress import Progress
from engine.run import run
from engine.values import AnswerMap

HEAD = """\
procedure: {id: essai, langage: 1, version: "1", titre: Essai, titre_neutre: Neutre, anniversaire_29_fevrier: 1er_mars}
"""
MOTIFS = """\
motifs:
  seul: {libelle: Le seul motif}
"""
STEPS = """\
etapes:
  - id: questions
    titre: Questions
    sections:
      - id: tout
        titre: Tout
        champs:
"""
TAIL = """\
  - {id: pieces, titre: Pièces, contenu: justificatifs}
  - {id: depot, titre: Dépôt, contenu: depot}
  - {id: confirmation, titre: Confirmation, contenu: confirmation}
"""
DOCUMENTS = """
motifs: {seul: {libelle: Le seul motif}}
justificatifs:
  - id: g
    titre: Pièces
    demandes:
      - {id: acte, libelle: Acte}
      - id: photo
        libelle: Photo
        champ:
          id: numero_photo
          type: texte
          libelle: Numéro
          regles: [{si: {numero_photo: {renseigne: oui}, pays: FR}, message: "Pas de numéro français."}]
"""
"""A document, and a field with a rule asked in place of another, as `motifs` of a procedure."""


def procedure_text(fields: str, *, before: str = "", after: str = "", motifs: str = MOTIFS) -> str:
    """A procedure with one step of fields; `before` and `after` are other sections of the file."""
    indented = textwrap.indent(textwrap.dedent(fields).strip("\n"), " " * 10)
    return f"{HEAD}{textwrap.dedent(before)}{motifs}{STEPS}{indented}\n{TAIL}{textwrap.dedent(after)}"


Load = Callable[..., Loaded]
Replay = Callable[..., Progress]


@pytest.fixture
def load() -> Load:
    """Loads a procedure made of fields and other sections; `files` are added beside it."""

    def make(fields: str, *, files: Mapping[str, str] | None = None, **sections: str) -> Loaded:
        others = {name: text.encode() for name, text in (files or {}).items()}
        return load_sources({"essai.yaml": procedure_text(fields, **sections).encode(), **others})

    return make


@pytest.fixture
def replay(load: Load, today: dt.date) -> Replay:
    """Replays answers over a procedure that must load without a problem."""

    def make(
        fields: str, answers: AnswerMap, *, on: dt.date = today, settle: bool = False, **sections: str
    ) -> Progress:
        loaded = load(fields, **sections)
        assert loaded.problems == ()
        return run(loaded.catalogue, answers, on, procedure="essai", settle=settle)

    return make


@pytest.fixture
def codes(load: Load) -> Callable[..., list[tuple[str, int, int]]]:
    """The problems of a procedure as (code, line, column)."""

    def make(fields: str, **sections: str) -> list[tuple[str, int, int]]:
        return [(p.code, p.position.line, p.position.column) for p in load(fields, **sections).problems]

    return make
