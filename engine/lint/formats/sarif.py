"""For code scanners: SARIF 2.1.0 (OASIS), one run. Every result names its rule, every column counts from 1."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from ...messages import related_label, sentence
from ...printer import remarks
from ...problems import Edit, Position, Problem, Severity
from ..explaining import explained
from ..linting import Findings
from ..registry import RULES
from ..rules import LintRule
from .json import witness_data

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "note": "note"}


def render(findings: Findings, language: str) -> str:
    """The log as text."""
    from importlib import metadata  # slow to import, and no other format needs it

    codes = sorted({problem.code for problem in (*findings.problems, *findings.tolerated)})
    driver = {
        "name": "parcours",
        "version": metadata.version("parcours"),
        "language": language,
        "rules": [_rule(code, language) for code in codes],
    }
    results = [_result(problem, codes, language) for problem in findings.problems]
    if findings.tolerated:
        # What a comment of the file suppresses is said to be so: then all results say whether they are (§3.27.23).
        results = [{**result, "suppressions": []} for result in results]
        suppressed = [{"kind": "inSource"}]
        results += [{**_result(p, codes, language), "suppressions": suppressed} for p in findings.tolerated]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: str, language: str) -> Mapping[str, Any]:
    rule = RULES.get(code, LintRule(code, "error", {"fr": code, "en": code}))
    summary = rule.summary.get(language, rule.summary["fr"])
    page = explained(code, language) if code in RULES else summary
    return {
        "id": code,
        "shortDescription": {"text": summary},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _result(problem: Problem, codes: list[str], language: str) -> dict[str, Any]:
    related = [] if problem.related is None else [(problem.related, related_label(problem.code, language))]
    also = [(place, sentence(problem, language)) for place in problem.also]
    witness = witness_data(problem.witness)
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": LEVELS[problem.severity],
        "message": {"text": "\n".join((sentence(problem, language), *remarks(problem, language)))},
        "locations": [_location(problem.position, problem.length)],
    }
    if related or also:
        result["relatedLocations"] = [
            {"id": number, **_location(place, 1), "message": {"text": label}}
            for number, (place, label) in enumerate((*related, *also), 1)
        ]
    if problem.edits:
        result["fixes"] = [{"artifactChanges": _changes(problem.edits)}]
    if witness is not None:
        result["properties"] = {"witness": witness}
    return result


def _location(position: Position, length: int) -> Mapping[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri(position.file)},
            "region": _region(position, length),
        }
    }


def _region(position: Position, length: int) -> Mapping[str, int]:
    line, column = max(position.line, 1), max(position.column, 1)
    return {"startLine": line, "startColumn": column, "endLine": line, "endColumn": column + length}


def _changes(edits: Iterable[Edit]) -> list[Mapping[str, Any]]:
    by_file: dict[str, list[Mapping[str, Any]]] = {}
    for edit in edits:
        replacement = {
            "deletedRegion": _region(edit.position, edit.length),
            "insertedContent": {"text": edit.text},
        }
        by_file.setdefault(edit.position.file, []).append(replacement)
    return [
        {"artifactLocation": {"uri": uri(name)}, "replacements": replacements} for name, replacements in by_file.items()
    ]


def uri(name: str) -> str:
    """The name of a file as a URI: relative as it was given, or whole."""
    # A name that is not UTF-8 is given back as the bytes it is.
    path = quote(name.replace("\\", "/").encode("utf-8", "surrogateescape"), safe="/~.-_")
    return f"file://{path}" if path.startswith("/") else path
