"""For programs. Keys are stable: new ones may come, none changes its meaning. `docs/auteurs/verifier.md` lists them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ...messages import sentence
from ...printer import ORDER
from ...problems import Edit, Position, Problem, Witness
from ..explaining import PAGES
from ..linting import Findings

VERSION = 1
"""Changes when a key goes or means something else."""


def render(findings: Findings, language: str) -> str:
    """One object: the findings in reading order, and how many there are."""
    counts: dict[str, int] = {severity: sum(p.severity == severity for p in findings.problems) for severity in ORDER}
    data = {
        "version": VERSION,
        "summary": {**counts, "tolerated": len(findings.tolerated)},
        "partial": findings.partial,
        "findings": [_finding(problem, language) for problem in findings.problems],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def witness_data(witness: Witness | None) -> Mapping[str, Any] | None:
    """A concrete applicant as plain data."""
    if witness is None:
        return None
    later = witness.later.isoformat() if witness.later is not None else None
    return {"today": witness.today.isoformat(), "answers": dict(witness.answers), "later": later}


def _finding(problem: Problem, language: str) -> Mapping[str, Any]:
    page = PAGES / f"{problem.code}.md"
    return {
        "code": problem.code,
        "severity": problem.severity,
        **_place(problem.position),
        "length": problem.length,
        "message": sentence(problem, language),
        "expected": list(problem.expected),
        "suggestion": problem.suggestion,
        "related": _place(problem.related) if problem.related is not None else None,
        "also": [_place(place) for place in problem.also],
        "witness": witness_data(problem.witness),
        "edits": [_edit(edit) for edit in problem.edits],
        "page": f"pages/{page.name}" if page.is_file() else None,
    }


def _place(position: Position) -> Mapping[str, Any]:
    return {"file": position.file, "line": position.line, "column": position.column}


def _edit(edit: Edit) -> Mapping[str, Any]:
    return {**_place(edit.position), "length": edit.length, "text": edit.text}
