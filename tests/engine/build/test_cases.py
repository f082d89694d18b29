"""Cases of a fact: each value of what they choose by has one, and one only."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.build.cases import Case, check_cases
from engine.conditions.nodes import InRange
from engine.conditions.references import Reference
from engine.context import Context
from engine.problems import Position
from engine.source import Node

HERE = Position("x", 1, 1)
AGE = Reference("age", "integer", -1, HERE)
FIELDS = """
- {id: jour, type: date, libelle: Jour}
- {id: etat, type: choix, libelle: État, options: {marie: Marié(e), seul: Seul(e)}}
- {id: nom, type: texte, libelle: Nom}
"""


@pytest.mark.parametrize(
    ("cases", "code", "witness"),
    [
        ("age, cas: {a: {moins_de: 16}, b: {min: 16}}", None, ""),
        ("age, cas: {a: {moins_de: 16}, b: {plus_de: 16}}", "P201", "16"),
        ("age, cas: {a: {moins_de: 19}, b: {min: 16}}", "P203", "16"),
        ("age, cas: {a: {min: 1}}", "P201", "0"),
        ("etat, cas: {a: marie, b: seul}", None, ""),
        ("etat, cas: {a: marie}", "P201", "seul"),
        ("etat, cas: {a: marie, b: [seul, marie]}", "P203", "marie"),
        ("etat, cas: {a: marie, b: seule}", "R102", None),
        ("majeur, cas: {a: oui, b: non}", None, ""),
        ("majeur, cas: {a: oui, b: oui}", "P201", "non"),
        ("jour, cas: {a: {avant: 2000-01-01}, b: {au_plus_tot: 2000-01-01}}", None, ""),
        ("jour, cas: {a: {avant: 0001-01-01}, b: {au_plus_tot: 0001-01-01}}", None, ""),
        ("jour, cas: {a: {au_plus_tard: 9999-12-31}}", None, ""),
        ("jour, cas: {a: {avant: 9999-12-31}}", "P201", "9999-12-31"),
        ("jour, cas: {a: {avant: date_depot}}", None, ""),
        ("nom, cas: {a: {renseigne: oui}}", None, ""),
    ],
)
def test_each_value_has_one_case(load: Callable[..., object], cases: str, code: str | None, witness: str) -> None:
    facts = "faits:\n  age: {annees_entre: [jour, date_depot]}\n  majeur: {si: {age: {min: 18}}}\n"
    problems = load(FIELDS, before=f"{facts}  t: {{selon: {cases}}}\n").problems  # type: ignore[attr-defined]
    assert [p.code for p in problems][:1] == ([] if code is None else [code])
    if witness:
        assert witness in (problems[0].params.get("value"), problems[0].params["found"])


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=1, max_size=4))
def test_a_gap_or_an_overlap_is_found_wherever_it_is(ranges: list[tuple[int, int]]) -> None:
    cases = tuple(
        Case(
            Node("scalar", Position("x", n, 1), text=f"c{n}"), Node("map", HERE), InRange("age", low, low + size, HERE)
        )
        for n, (low, size) in enumerate(ranges, 1)
    )
    context = Context()
    check_cases(context, Node("map", HERE), AGE, cases, highest=9)
    taken = [sum(low <= age < low + size for low, size in ranges) for age in range(10)]
    found = {problem.code for problem in context.problems}
    assert found == {code for code, shows in (("P201", 0 in taken), ("P203", max(taken) > 1)) if shows}
