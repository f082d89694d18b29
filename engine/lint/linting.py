"""Linting what was loaded: what every family finds, but for what a comment suppresses, as much as a profile shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..build import BLOCKS, Loaded
from ..problems import Problem, Severity, sorted_problems
from .fixes import with_edits
from .registry import FAMILIES, FIXED
from .rules import Family, LintRule, Profile, Subject
from .tolerated import Tolerance, texts_of, tolerances, unused_problem, without

SHOWN: Mapping[Profile, frozenset[Severity]] = {
    "brouillon": frozenset({"error"}),
    "relecture": frozenset({"error", "warning"}),
    "publication": frozenset({"error", "warning", "note"}),
}
"""What each profile shows."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What linting found: `problems` in reading order, `tolerated` those that a comment suppresses, `sources` the files
    to quote.

    `partial` says that only loading was judged: with its errors, the other rules can't be.
    """

    problems: tuple[Problem, ...] = ()
    tolerated: tuple[Problem, ...] = ()
    sources: Mapping[str, bytes] = field(default_factory=dict)
    partial: bool = False

    def texts(self) -> dict[str, str]:
        """The files as text; what can't be decoded shows as �."""
        return {name: data.decode("utf-8", "replace") for name, data in self.sources.items()}


def lint(
    loaded: Loaded,
    today: dt.date,
    *,
    profile: Profile = "publication",
    whole: bool = True,
    families: Iterable[Family] = FAMILIES,
) -> Findings:
    """Everything wrong with what was loaded, as of a day.

    Loading's own problems are always said; families that are not `early` are asked only when none of them is an error.
    `whole` says that all files of the folder are there: a comment in a block may else be of use to another procedure. A
    family that raises is a fault of ours: it goes through.
    """
    known = {rule.code: rule for family in families for rule in family.rules}
    asked = [f for f in families if f.check is not None and (f.early or loaded.usable)]
    found = [*loaded.problems, *_said(asked, Subject(loaded, today))]
    judged = sorted_problems([_judged(problem, known) for problem in found])
    marks, faults = _comments(loaded.sources, known)
    kept, tolerated, unused = without(judged, marks)
    if loaded.usable:
        faults += [unused_problem(mark) for mark in unused if whole or not _of_a_block(mark)]
    kept = tuple(p for p in (*kept, *(_judged(p, known) for p in faults)) if p.severity in SHOWN[profile])
    mended = with_edits(sorted_problems(kept), loaded.sources)
    return Findings(mended, tolerated, loaded.sources, partial=bool(loaded.sources) and not loaded.usable)


def merged(findings: Iterable[Findings]) -> Findings:
    """The findings of several catalogues as one; what two of them say alike is said once."""
    found = list(findings)
    return Findings(
        sorted_problems([problem for one in found for problem in one.problems]),
        sorted_problems([problem for one in found for problem in one.tolerated]),
        {name: data for one in found for name, data in one.sources.items()},
        any(one.partial for one in found),
    )


def only(findings: Findings, names: Collection[str]) -> Findings:
    """The findings that concern some files: what is in them, or has another place in them."""
    kept = tuple(p for p in findings.problems if _files(p) & set(names))
    return replace(findings, problems=kept, tolerated=tuple(p for p in findings.tolerated if _files(p) & set(names)))


def _said(families: Iterable[Family], subject: Subject) -> Iterator[Problem]:
    for family in families:
        if family.check is not None:
            yield from family.check(subject)


def _judged(problem: Problem, rules: Mapping[str, LintRule]) -> Problem:
    """A problem with the severity of its rule."""
    rule = rules.get(problem.code)
    return problem if rule is None or rule.severity == problem.severity else replace(problem, severity=rule.severity)


def _comments(sources: Mapping[str, bytes], rules: Mapping[str, LintRule]) -> tuple[list[Tolerance], list[Problem]]:
    """What the comments of all files suppress, and what is wrong with them."""
    marks: list[Tolerance] = []
    faults: list[Problem] = []
    for name, text in texts_of(sources):
        found, wrong = tolerances(name, text, rules.keys(), FIXED)
        marks += found
        faults += wrong
    return marks, faults


def _of_a_block(mark: Tolerance) -> bool:
    return mark.position.file.rpartition("/")[0].rpartition("/")[2] == BLOCKS


def _files(problem: Problem) -> set[str]:
    places = (problem.position, *problem.also, *([problem.related] if problem.related is not None else []))
    return {place.file for place in places}
