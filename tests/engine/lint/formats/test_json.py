from __future__ import annotations

import json

from engine.lint.formats.json import render

from .findings import ALL, EMPTY, ODD


def test_keys() -> None:
    data = json.loads(render(ALL, "en"))
    assert list(data) == ["version", "summary", "partial", "findings"]
    assert data["version"] == 1
    assert data["partial"] is True
    assert data["summary"] == {"error": 1, "warning": 0, "note": 1, "tolerated": 1}
    full, note = data["findings"]
    full.pop("page")
    assert full == {
        "code": "R102",
        "severity": "error",
        "file": ODD,
        "line": 2,
        "column": 4,
        "length": 3,
        "message": '"a|b *c* 100%, d::e" is not a possible answer to "x"',
        "expected": ["b", "c"],
        "suggestion": "b",
        "related": {"file": "b.yaml", "line": 1, "column": 1},
        "also": [{"file": "b.yaml", "line": 7, "column": 2}],
        "witness": {"today": "2026-03-10", "answers": {"age": "17", "enfants": ["a", "b"]}, "later": "2026-05-01"},
        "edits": [
            {"file": ODD, "line": 2, "column": 4, "length": 3, "text": "b"},
            {"file": "b.yaml", "line": 7, "column": 2, "length": 3, "text": "b"},
        ],
    }
    assert (note["related"], note["witness"], note["suggestion"], note["edits"]) == (None, None, None, [])


def test_nothing() -> None:
    assert json.loads(render(EMPTY, "fr"))["findings"] == []
