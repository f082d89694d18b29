"""For a review: a table to paste."""

from __future__ import annotations

from collections.abc import Mapping

from ...messages import sentence, visible
from ...printer import SEVERITIES, remarks
from ...problems import Problem
from ..linting import Findings
from .text import summary

HEADS: Mapping[str, tuple[str, ...]] = {
    "fr": ("endroit", "gravité", "règle", "ce qui ne va pas"),
    "en": ("place", "severity", "rule", "what is wrong"),
}
SIGNS = "\\`*_{}[]<>|#~"
"""What Markdown would take for its own."""


def render(findings: Findings, language: str) -> str:
    """A row for each finding, then how many there are."""
    said = summary(findings, language)
    if not findings.problems:
        return said
    heads = HEADS.get(language, HEADS["fr"])
    rows = [_row(problem, language) for problem in findings.problems]
    table = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *rows]
    return "\n".join([*table, "", said])


def _row(problem: Problem, language: str) -> str:
    place = f"{problem.position.file}:{problem.position.line}:{problem.position.column}"
    severity = SEVERITIES.get(language, SEVERITIES["fr"])[problem.severity][0]
    message = "<br>".join(map(_plain, (sentence(problem, language), *remarks(problem, language))))
    return f"| {_plain(place)} | {severity} | {problem.code} | {message} |"


def _plain(text: str) -> str:
    return "".join(f"\\{sign}" if sign in SIGNS else sign for sign in visible(text))
