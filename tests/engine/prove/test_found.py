"""Specs that the prover was once wrong about, made small: what it must say of each, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from textwrap import dedent, indent

import pytest

from engine.build import load_sources
from engine.problems import Problem
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
    return sorted(f"{found.code} {line[found.position.column - 1 :][:12]}" for found, line in findings(steps, more))


def findings(steps: str, more: str = "") -> list[tuple[Problem, str]]:
    """Each finding, and the line that it is about; but for what depends on the day."""
    written = f"{dedent(steps).strip()}\n{PIECES if 'justificatifs:' in more else ''}{ENDS}"
    text = f"{HEAD}etapes:\n{indent(written, '  ')}{dedent(more)}"
    loaded = load_sources({"essai.yaml": text.encode()})
    assert loaded.problems == ()
    lines = text.splitlines()
    return [(p, lines[p.position.line - 1]) for p in prove(loaded.catalogue, TODAY) if p.code != "P310"]


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


LATER = """\
- id: f
  titre: Étape
  sections: [{{id: t, titre: Section, champs: [{}]}}]
"""
AGAIN = f"{LATER}  regles: [{{}}]\n"
GROUP = "{{id: g, type: groupe, libelle: G, repetable: {{min: 0, max: 2, ajouter: +}}, champs: [{}]}}"
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
            fields(
                GROUP.format(
                    "{id: n, type: texte, libelle: N, obligatoire: non}, "
                    "{id: o, type: oui_non, libelle: O, si: {n: {renseigne: oui}}}"
                )
            ),
            "",
            ["P304 renseigne: o"],
            id="an element left empty is none, whatever its other members need",
        ),
        pytest.param(
            fields(
                "{id: a, type: case, libelle: A, regles: [{si: {a: oui}, message: Non.}]}",
                "{id: b, type: case, libelle: B, regles: [{si: {b: non}, message: Cochez.}]}",
            ),
            "",
            ["P301 {id: a, type"],
            id="a box that may not be ticked, but not one that must be",
        ),
        pytest.param(
            fields(
                GROUP.format(
                    "{id: n, type: choix, libelle: N, options: {x: X, y: Y}, regles: [{si: {n: y}, message: Non.}]}"
                ),
            ),
            "",
            ["P301 y: Y}, regle"],
            id="an answer refused in every element",
        ),
        pytest.param(
            fields(
                "{id: b, type: choix, libelle: B, options: {x: X, y: Y}, repetable: {max: 2, ajouter: +}}",
                rules="{si: {k: oui}, message: Non.}",
            ),
            "faits: {k: {au_moins_un: {dans: b, si: {b: y}}}}",
            ["P301 y: Y}, repet"],
            id="an element refused whatever the others",
        ),
        pytest.param(
            fields(
                "{id: b, type: choix, libelle: B, options: {x: X, y: Y}, repetable: {max: 3, ajouter: +, "
                "distincts: oui}}",
                "{id: c, type: texte, libelle: C, si: {k: {min: 3}}}",
            ),
            "faits: {k: {nombre: b}}",
            ["P302 min: 3}}}"],
            id="more elements than there are answers to choose from",
        ),
        pytest.param(
            fields(
                YES_OR_NO,
                "{id: b, type: date, libelle: B, si: {tous: [{a: oui}, {a: oui}]}}",
                "{id: c, type: date, libelle: C}",
                "{id: d, type: date, libelle: D}",
                "{id: e, type: texte, libelle: E, si: {k: {avant: c, apres: 2008-02-29}, d: {avant: c}}}",
                rules="{si: {d: {avant: 2020-01-31}}, alors: {date_depot: {avant: c}}, message: Non.}, "
                "{si: {c: {avant: b}}, alors: {l: {au_plus_tard: 2024-03-01}}, message: Non plus.}, "
                "{si: {l: {au_plus_tard: b}}, alors: {l: {apres: 2008-03-10}}, message: Encore non.}",
            ),
            "faits: {k: {anniversaire: [b, 18]}, l: {anniversaire: [d, 16]}}",
            ["P308 oui}, {a: ou", "P320 {k: {avant: "],
            id="one date compared to too many leaves the rest to be proved",
        ),
        pytest.param(
            fields(YES_OR_NO, GROUP.format("{id: n, type: texte, libelle: N, si: {a: oui}}")),
            "",
            ["P323 {id: g, type"],
            id="a group that asks nothing of some",
        ),
        pytest.param(
            fields(
                YES_OR_NO,
                GROUP.format("{id: n, type: texte, libelle: N, si: {a: oui}}, {id: o, type: oui_non, libelle: O}"),
            ),
            "",
            [],
            id="a group that asks something of everybody",
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


def test_what_is_so_for_everybody_is_blamed_on_no_rule() -> None:
    steps = fields(
        YES_OR_NO, "{id: d, type: date, libelle: D}", rules="{alors: {d: {avant: date_depot}}, message: Non.}"
    )
    more = REQUEST.format("si: {motif: seul}")
    assert [(p.code, p.related) for p, _ in findings(steps, more)] == [("P304", None)]


REQUEST = """
justificatifs:
  - {{id: g, titre: G, demandes: [{{id: r, libelle: R, {}}}]}}
"""


@pytest.mark.parametrize(
    ("steps", "more", "expected"),
    [
        pytest.param(
            fields(
                "{id: b, type: choix, libelle: B, options: {x: X, y: Y}, repetable: {min: 0, max: 2, ajouter: +, "
                "distincts: oui}}",
                rules='{si: {k: {max: 1}}, message: "Non."}',
            )
            + LATER.format("{id: c, type: texte, libelle: C, si: {k: 2}}"),
            "faits: {k: {nombre: b}}",
            {"P304": {"b": ["x", "y"]}},
            id="elements that must differ",
        ),
        pytest.param(
            fields(
                "{id: b, type: groupe, libelle: B, repetable: {min: 0, max: 3, ajouter: +, distincts: oui}, champs: "
                "[{id: n, type: texte, libelle: N}, {id: o, type: oui_non, libelle: O}]}",
                rules='{si: {k: {max: 2}}, message: "Non."}',
            )
            + LATER.format("{id: c, type: texte, libelle: C, si: {k: 3}}"),
            "faits: {k: {nombre: b}}",
            {
                "P304": {
                    "b": [
                        {"n": "Exemple", "o": "non"},
                        {"n": "Exemple", "o": "oui"},
                        {"n": "Exemple 2", "o": "non"},
                    ]
                }
            },
            id="groups that must differ",
        ),
        pytest.param(
            fields(YES_OR_NO, "{id: b, type: choix, libelle: B, options: {x: X, y: Y}}"),
            REQUEST.format(
                "fournir: {selon: b, cas: {x: {id: p, libelle: P, si: {a: [oui, non]}}, y: {id: q, libelle: Q}}}"
            ),
            {"P304": {"a": "non", "b": "x"}},
            id="a document of one case",
        ),
        pytest.param(
            fields(YES_OR_NO, GROUP.format("{id: n, type: oui_non, libelle: N, obligatoire: non, si: {a: oui}}"))
            + LATER.format(
                "{id: c, type: texte, libelle: C, si: {k: 2, a: non}}, "
                "{id: d, type: texte, libelle: D, si: {k: 2, c: {renseigne: oui}, a: non}}"
            ),
            "faits: {k: {nombre: g}}",
            {
                "P323": {"a": "non"},
                "P308": {"a": "non", "g": [{"n": "non"}, {"n": "non"}], "c": "Exemple"},
            },
            id="elements that show nothing",
        ),
        pytest.param(
            fields(
                GROUP.format(
                    "{id: n, type: oui_non, libelle: N, regles: [{si: {n: oui, motif: seul, tous: [{n: non}]}, "
                    "message: Non.}]}"
                ),
                "{id: a, type: oui_non, libelle: A}",
                rules="{si: {a: {renseigne: oui}}, message: Non.}",
            ),
            "",
            {"P307": {"a": "non"}, "P312": {}},
            id="a member's rule that says what another does",
        ),
        pytest.param(
            fields(
                "{id: a, type: oui_non, libelle: A, regles: [{alors: {c: x}, message: Non.}]}",
                "{id: c, type: choix, libelle: C, options: {x: X, y: Y}, obligatoire: non}",
            ),
            REQUEST.format("si: {a: [oui, non]}"),
            {"P301": {"a": "non", "c": "y"}, "P304": {"a": "non", "c": "x"}},
            id="an answer that another needs",
        ),
        pytest.param(
            fields(
                "{id: a, type: oui_non, libelle: A, regles: [{alors: {c: x}, message: Non.}]}",
                "{id: c, type: choix, libelle: C, options: {x: X, y: Y}, obligatoire: non}",
            )
            + LATER.format("{id: d, type: texte, libelle: D}"),
            REQUEST.format("si: {d: {renseigne: oui}}"),
            {"P301": {"a": "non", "c": "y"}, "P304": {"d": "Exemple"}},
            id="an answer needed only for another that is not",
        ),
        pytest.param(
            fields(
                GROUP.format(
                    "{id: n, type: oui_non, libelle: N, si: {motif: seul}, "
                    "regles: [{alors: {k: {min: 2}}, message: Oh}]}, {id: o, type: texte, libelle: O}"
                )
            ),
            "faits: {k: {nombre: g}}",
            {"P304": {"g": [{"n": "non", "o": "Exemple"}]}},
            id="an element stays whole, though a rule refuses it",
        ),
        pytest.param(
            fields(
                "{id: b, type: texte, libelle: B, obligatoire: non}",
                "{id: c, type: texte, libelle: C}",
                "{id: d, type: case, libelle: D, si: {b: {renseigne: non}}}",
            ),
            "faits: {k: {si: {aucun_de: [{c: {renseigne: non}}, {d: oui}]}}}",
            {"P305": {"b": "Exemple", "c": "Exemple"}, "P317": {"b": "Exemple"}},
            id="true because a box was not shown",
        ),
        pytest.param(
            fields(YES_OR_NO, "{id: b, type: texte, libelle: B, obligatoire: non}"),
            REQUEST.format(
                "si: {a: non, b: {renseigne: oui}}, champ: {id: c, type: oui_non, libelle: C, si: {a: non}}"
            ),
            {"P304": {"a": "non", "b": "Exemple"}},
            id="a field asked in place of a document",
        ),
    ],
)
def test_applicants_who_are_shown(steps: str, more: str, expected: Mapping[str, Mapping[str, object]]) -> None:
    """Of each finding, the fewest answers of somebody of whom it is said."""
    shown = {p.code: dict(p.witness.answers) for p, _ in findings(steps, more) if p.witness is not None}
    assert shown == expected
