"""What a rule of the linter is, and what it looks at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ..build import Loaded
from ..nearest import nearest
from ..problems import Position, Problem, Severity, Witness
from ..source import Node

Profile = Literal["brouillon", "relecture", "publication"]
"""How much is said: errors; warnings too; notes too."""


@dataclass(frozen=True, slots=True)
class LintRule:
    """One rule. `summary` says in one line, by language, what it finds; its sentence is in `engine.messages`, its page
    in `engine/lint/pages`."""

    code: str
    severity: Severity
    summary: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked at: everything that was loaded, as of a day (the Paris date) that witnesses may cite."""

    loaded: Loaded
    today: dt.date


@dataclass(frozen=True, slots=True)
class Family:
    """Rules about one thing. `check` yields what they find; None where loading already says it. A family is only asked
    about specs that load without an error, unless it is `early`."""

    id: str
    title: Mapping[str, str]
    rules: tuple[LintRule, ...]
    check: Callable[[Subject], Iterator[Problem]] | None = None
    early: bool = False


def rule(code: str, severity: Severity, fr: str, en: str) -> LintRule:
    """A rule, with what it finds in one line in French and in English."""
    return LintRule(code, severity, {"fr": fr, "en": en})


def refusals(summaries: Mapping[str, tuple[str, str]]) -> tuple[LintRule, ...]:
    """The rules of what loading refuses: errors all of them. What each finds, by code, in French and in English."""
    return tuple(rule(code, "error", fr, en) for code, (fr, en) in summaries.items())


def finding(
    code: str,
    node: Node | Position,
    *,
    length: int | None = None,
    expected: Iterable[str] = (),
    related: Position | None = None,
    witness: Witness | None = None,
    **params: str,
) -> Problem:
    """A problem at a node, or at a place `length` characters long. Its severity is given by its rule, later."""
    names = tuple(expected)
    position = node.position if isinstance(node, Node) else node
    own = node.length if isinstance(node, Node) else 1
    return Problem(
        position=position,
        code=code,
        params=params,
        length=own if length is None else length,
        expected=names,
        suggestion=nearest(params.get("found", ""), names) if names else None,
        related=related,
        witness=witness,
    )
