"""For GitHub's workflows: commands that put each finding beside the line of a change."""

from __future__ import annotations

from collections.abc import Mapping

from ...messages import sentence
from ...printer import remarks
from ...problems import Problem, Severity
from ..linting import Findings

COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
IN_MESSAGES = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
IN_PROPERTIES = (*IN_MESSAGES, (":", "%3A"), (",", "%2C"))
"""What has a meaning of its own there, and how it is written. The sign of the others comes first."""


def render(findings: Findings, language: str) -> str:
    """A command a line; nothing when nothing was found."""
    return "\n".join(_command(problem, language) for problem in findings.problems)


def _command(problem: Problem, language: str) -> str:
    place = problem.position
    properties = {
        "file": place.file,
        "line": str(place.line),
        "col": str(place.column),
        "endColumn": str(place.column + max(problem.length, 1)),
        "title": problem.code,
    }
    said = ",".join(f"{name}={_escaped(value, IN_PROPERTIES)}" for name, value in properties.items())
    message = "\n".join((sentence(problem, language), *remarks(problem, language)))
    return f"::{COMMANDS[problem.severity]} {said}::{_escaped(message, IN_MESSAGES)}"


def _escaped(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for sign, written in table:
        text = text.replace(sign, written)
    return text
