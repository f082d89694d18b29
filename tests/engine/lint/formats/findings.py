"""Findings with everything that a finding may have."""

from __future__ import annotations

import datetime as dt

from engine.lint.linting import Findings
from engine.problems import Edit, Position, Problem, Witness

ODD = "procédures/a b%1,2:3|[x].yaml"
HERE = Position(ODD, 2, 4)
FULL = Problem(
    HERE,
    "R102",
    {"found": "a|b\n*c* 100%, d::e", "reference": "x"},
    length=3,
    expected=("b", "c"),
    suggestion="b",
    related=Position("b.yaml", 1, 1),
    also=(Position("b.yaml", 7, 2),),
    edits=(Edit(HERE, 3, "b"), Edit(Position("b.yaml", 7, 2), 3, "b")),
    witness=Witness(dt.date(2026, 3, 10), {"age": "17", "enfants": ["a", "b"]}, dt.date(2026, 5, 1)),
)
NOTE = Problem(Position("b.yaml", 1, 1), "Y041", severity="note")
TOLERATED = Problem(Position("b.yaml", 3, 1), "Y040", severity="warning")
ALL = Findings((FULL, NOTE), (TOLERATED,), {ODD: "é: 1\nx: abc\n".encode()}, partial=True)
EMPTY = Findings()
