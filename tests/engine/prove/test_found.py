"""Specs that the prover was once wrong about, made small: what it must say of each, and nothing else."""

from __future__ import annotations

import datetime as dt
from textwrap import dedent, indent

import pytest

from engine.build import load_sources
from engine.prove import prove

TODAY = dt.date(2026, 3, 10)
HEAD = """\
procedure: {id: essai, langage: 1, version: "1", titre: Essai, titre_neutre: Neutre, anniversaire_29_fevrier: 1er_mars}
motifs: {seul: {libelle: Seul}}
"""
ENDS = """\
- {id: depot, titre: Dépôt, contenu: depot}
- {id: confirmation, titre: Confirmation, contenu: confirmation}
"""
PIECES = "- {id: pieces, titre: Pièces, contenu: justificatifs}\n"


def found_in(steps: str, more: str = "") -> list[str]:
    """The code of each finding, and what is written where it is said."""
    written = f"{dedent(steps).strip()}\n{PIECES if 'justificatifs:' in more else ''}{ENDS}"
    text = f"{HEAD}etapes:\n{indent(written, '  ')}{dedent(more)}"
    loaded = load_sources({"essai.yaml": text.encode()})
    assert loaded.problems == ()
    lines = text.splitlines()
    found = [p for p in prove(loaded.catalogue, TODAY) if p.code != "P310"]
    return sorted(f"{p.code} {lines[p.position.line - 1][p.position.column - 1 :][:12]}" for p in found)


STEP = """
- id: e
  titre: Étape
  sections:
    - id: s
      titre: Section
      champs:
"""


def fields(*lines: str, rules: str = "") -> str:
    """A step of fields, and its rules."""
    return STEP + "".join(f"        - {line}\n" for line in lines) + (f"  regles: [{rules}]\n" if rules else "")


AGAIN = """\
- id: f
  titre: Étape
  sections: [{{id: t, titre: Section, champs: [{}]}}]
  regles: [{}]
"""
YES_OR_NO = "{id: a, type: oui_non, libelle: A}"
DATES = (
    "{id: a, type: oui_non, libelle: A}",
    "{id: d, type: date, libelle: D, si: {date_depot: {avant: 2020-01-31}, a: oui}}",
)


@pytest.mark.parametrize(
    ("steps", "more", "expected"),
    [
        pytest.param(
            fields("{id: d, type: date, libelle: D}", rules='{alors: {k: {avant: d}}, message: "Non."}'),
            """
            faits: {avant: {si: {date_depot: {avant: 2020-01-31}}}, k: {anniversaire: [date_depot, 18]}}
            """,
            [],
            id="a later date is always asked, whatever the day of the deposit",
        ),
        pytest.param(
            fields(*DATES, rules='{si: {d: {avant: date_depot}, k: c}, message: "Non."}'),
            """
            faits:
              k: {selon: date_depot, cas: {c: {avant: 2020-01-31}, d: {au_plus_tot: 2020-01-31}}}
              plus: {anniversaire: [date_depot, 18]}
            regles: [{si: {d: {avant: plus}}, message: "Non plus."}]
            """,
            [],
            id="two dates compared twice, moved by different years",
        ),
        pytest.param(
            fields("{id: a, type: oui_non, libelle: A, si: {aucun_de: [{motif: seul}]}}"),
            "faits: {k: {selon: a, cas: {c: oui, d: non}}}\n",
            ["P302 aucun_de: [{"],
            id="the cases of what is never asked",
        ),
        pytest.param(
            fields(YES_OR_NO, "{id: b, type: oui_non, libelle: B, si: {a: oui, motif: seul}}"),
            "",
            ["P308 seul}}"],
            id="what is always so guards nothing",
        ),
        pytest.param(
            fields(
                YES_OR_NO,
                "{id: b, type: choix, libelle: B, options: {x: X, y: Y}}",
                rules='{si: {b: x, k: oui}, message: "Non."}',
            ),
            "faits: {k: {si: {motif: seul}}}\n",
            ["P301 x: X, y: Y}}", "P313 k: {si: {mot"],
            id="a rule that reads what never varies refuses all the same",
        ),
        pytest.param(
            fields(YES_OR_NO, rules='{si: {a: non}, message: "Non."}')
            + AGAIN.format("{id: b, type: oui_non, libelle: B}", '{si: {a: oui}, alors: {b: oui}, message: "Non."}'),
            "",
            ["P301 {id: a, type", "P301 {id: b, type", "P304 oui}, alors:"],
            id="an answer refused to all whom the step before lets pass",
        ),
        pytest.param(
            fields(YES_OR_NO, rules='{si: {motif: seul}, message: "Non."}')
            + "- {id: f, titre: F, regles: [{si: {a: [oui, non]}, message: Non plus.}]}\n",
            "",
            ["P307 {si: {motif:"],
            id="after a rule that refuses everybody, nothing more is said",
        ),
        pytest.param(
            fields(YES_OR_NO),
            """
            justificatifs:
              - id: g
                titre: G
                demandes:
                  - {id: r, libelle: R, fournir: {selon: motif, cas: {seul: {id: p, libelle: P, si: {a: oui}}}}}
            """,
            ["P316 {id: r, libe"],
            id="nothing to give in the case at hand",
        ),
    ],
)
def test_what_is_found(steps: str, more: str, expected: list[str]) -> None:
    assert found_in(steps, more) == expected
