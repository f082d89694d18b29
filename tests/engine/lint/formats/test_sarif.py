"""SARIF 2.1.0: the parts we write, closed to any other key, as the standard has them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.lint.formats.sarif import render, uri
from engine.lint.linting import Findings

from .findings import ALL, EMPTY, HERE

TEXT = {"type": "object", "required": ["text"], "additionalProperties": False}
MESSAGE = {**TEXT, "properties": {"text": {"type": "string", "minLength": 1}}}
COUNT = {"type": "integer", "minimum": 1}


def closed(required: list[str], **properties: Any) -> dict[str, Any]:  # noqa: ANN401 - schemas
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def listed(items: dict[str, Any], minimum: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": minimum, "uniqueItems": True}


ARTIFACT = closed(["uri"], uri={"type": "string", "pattern": r"^[A-Za-z0-9/._~:%-]+$"})
REGION = closed(["startLine"], startLine=COUNT, startColumn=COUNT, endLine=COUNT, endColumn=COUNT)
PHYSICAL = closed(["artifactLocation"], artifactLocation=ARTIFACT, region=REGION)
LOCATION = closed([], id={"type": "integer", "minimum": 0}, physicalLocation=PHYSICAL, message=MESSAGE)
REPLACEMENT = closed(["deletedRegion"], deletedRegion=REGION, insertedContent=closed(["text"], text={"type": "string"}))
CHANGE = closed(["artifactLocation", "replacements"], artifactLocation=ARTIFACT, replacements=listed(REPLACEMENT, 1))
LEVEL = {"enum": ["none", "note", "warning", "error"]}
RULE = closed(
    ["id"],
    id={"type": "string"},
    shortDescription=MESSAGE,
    help=closed(["text"], text={"type": "string"}, markdown={"type": "string"}),
    defaultConfiguration=closed([], level=LEVEL),
)
RESULT = closed(
    ["message", "ruleId"],
    ruleId={"type": "string"},
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations=listed(LOCATION),
    relatedLocations=listed(LOCATION),
    fixes=listed(closed(["artifactChanges"], artifactChanges=listed(CHANGE, 1))),
    suppressions=listed(closed(["kind"], kind={"enum": ["inSource", "external"]})),
    properties={"type": "object"},
)
DRIVER = closed(
    ["name"],
    name={"type": "string"},
    version={"type": "string"},
    language={"type": "string", "pattern": "^[a-zA-Z]{2}$"},
    rules=listed(RULE),
)
RUN = closed(
    ["tool"],
    tool=closed(["driver"], driver=DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": "array", "items": RESULT},
)
LOG = closed(["version", "runs"], **{"$schema": {"type": "string"}}, version={"const": "2.1.0"}, runs=listed(RUN, 1))


@pytest.mark.parametrize("findings", [ALL, EMPTY])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_has_the_structure_of_the_standard(findings: Findings, language: str) -> None:
    data = json.loads(render(findings, language))
    assert [error.message for error in Draft202012Validator(LOG).iter_errors(data)] == []


def test_results() -> None:
    run = json.loads(render(ALL, "fr"))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    full, note, _ = run["results"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert all(rule["help"]["text"] for rule in rules)
    place = full["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 2, "startColumn": 4, "endLine": 2, "endColumn": 7}
    assert full["relatedLocations"][0]["message"]["text"] == "défini ici"
    assert len(full["relatedLocations"]) == 2
    assert len(full["fixes"][0]["artifactChanges"]) == 2
    assert full["properties"]["witness"]["answers"]["age"] == "17"
    assert note["level"] == "note"
    assert [result["suppressions"] for result in run["results"]] == [[], [], [{"kind": "inSource"}]]
    assert full["message"]["text"].split("\n")[1:3] == ["vouliez-vous « b » ?", "attendu : b, c"]


def test_where_nothing_is_suppressed_no_result_says_so() -> None:
    run = json.loads(render(replace(ALL, tolerated=()), "fr"))["runs"][0]
    assert [result for result in run["results"] if "suppressions" in result] == []


def test_uris_are_relative_and_encoded() -> None:
    assert uri(HERE.file) == "proc%C3%A9dures/a%20b%251%2C2%3A3%7C%5Bx%5D.yaml"
    assert uri("\udcff.yaml") == "%FF.yaml"
    assert uri("/a b.yaml") == "file:///a%20b.yaml"
