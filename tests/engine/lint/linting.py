"""Small specs for the tests of the linter's families, and what a family finds in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from engine.build import load_sources
from engine.lint.rules import Family, Subject
from engine.printer import print_problems
from engine.problems import Problem, sorted_problems

TODAY = dt.date(2026, 3, 10)
HEAD = """\
procedure:
  id: essai
  langage: 1
  version: "2026-01-15"
  titre: Essai
  titre_neutre: Ma démarche
"""
MOTIFS = "motifs:\n  un: {libelle: Un}\n"
FIELD = "  - {id: accord, type: oui_non, libelle: Accord}\n"
STEPS = """\
etapes:
  - id: saisie
    titre: Saisie
    sections:
      - id: saisie
        titre: Saisie
"""
END = """\
  - {id: pieces, titre: Pièces, contenu: justificatifs}
  - {id: depot, titre: Dépôt, contenu: depot}
  - {id: confirmation, titre: Confirmation, contenu: confirmation}
"""


def procedure(part: str = "") -> str:
    """A procedure from some of its top-level parts. `champs:` is that of its only section."""
    keys = {line.partition(":")[0] for line in part.split("\n") if line and not line.startswith((" ", "#"))}
    fields = FIELD
    if "champs" in keys:
        before, _, after = f"\n{part}".partition("\nchamps:\n")
        lines = after.split("\n")
        end = next((n for n, line in enumerate(lines) if line and not line.startswith(" ")), len(lines))
        part, fields = "\n".join([before.lstrip("\n"), *lines[end:]]), "\n".join(lines[:end]).rstrip("\n") + "\n"
    indented = "".join(f"        {line}\n" if line else "\n" for line in ["champs:", *fields.rstrip("\n").split("\n")])
    return "".join(
        (
            "" if "procedure" in keys else HEAD,
            "" if "motifs" in keys else MOTIFS,
            "" if "etapes" in keys else STEPS + indented + END,
            part,
        )
    )


def problems(family: Family, files: Mapping[str, str]) -> tuple[Problem, ...]:
    """What a family finds in files that load without a remark, each thing once."""
    loaded = load_sources({name: text.encode() for name, text in files.items()})
    assert loaded.problems == (), print_problems(loaded.problems, files, "fr")
    assert family.check is not None
    return sorted_problems(tuple(family.check(Subject(loaded, TODAY))))


def found(family: Family, files: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each finding as its code and what is underlined in the file: its place is so told."""
    return [(problem.code, underlined(problem, files)) for problem in problems(family, files)]


def underlined(problem: Problem, files: Mapping[str, str]) -> str:
    """What a caret stands under."""
    line = files[problem.position.file].split("\n")[problem.position.line - 1]
    return line[problem.position.column - 1 :][: problem.length]


def in_procedure(family: Family, part: str) -> list[tuple[str, str]]:
    """What a family finds in a procedure made from a part of it."""
    return found(family, {"essai.yaml": procedure(part)})
