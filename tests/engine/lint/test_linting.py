"""Families are run over what was loaded, and judged by their rules; a profile shows some of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from engine.build import load_sources
from engine.lint.linting import Findings, lint, merged, only
from engine.lint.rules import Family, Profile, Subject, finding, rule
from engine.problems import Position, Problem

from .samples import CLEAN, FILE, TODAY, changed

RULES = (
    rule("X001", "error", "une erreur", "an error"),
    rule("X002", "warning", "un avertissement", "a warning"),
    rule("X003", "note", "une note", "a note"),
)
PLACE = Position(FILE, 2, 1)


def three(subject: Subject) -> Iterator[Problem]:
    """A finding of each severity, last first."""
    assert subject.today == TODAY
    root = subject.loaded.roots[FILE]
    for code in ("X003", "X002", "X001"):
        yield finding(code, root.entries[1][0], found=code)


def raising(_: Subject) -> Iterator[Problem]:
    raise ZeroDivisionError
    yield  # what makes it give findings


FAMILY = Family("x", {"fr": "X", "en": "X"}, RULES, three)
EARLY = replace(FAMILY, early=True)


def found(text: str, family: Family = FAMILY, profile: Profile = "publication") -> Findings:
    return lint(load_sources({FILE: text.encode()}), TODAY, profile=profile, families=(family,))


def codes(findings: Findings) -> list[str]:
    return [problem.code for problem in findings.problems]


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("brouillon", ["X001"]),
        ("relecture", ["X001", "X002"]),
        ("publication", ["X001", "X002", "X003"]),
    ],
)
def test_a_profile_shows_severities(profile: Profile, expected: list[str]) -> None:
    shown = found(CLEAN, profile=profile)
    assert codes(shown) == expected
    assert {p.code: p.severity for p in shown.problems}["X001"] == "error"
    assert shown.partial is False


def test_severities_are_those_of_the_rules() -> None:
    assert [p.severity for p in found(CLEAN).problems] == ["error", "warning", "note"]


def test_over_an_error_of_loading_only_early_families_are_asked() -> None:
    wrong = changed("type: choix", "type: chois")
    assert codes(found(wrong)) == ["S104"]
    assert found(wrong).partial
    assert codes(found(wrong, EARLY)) == ["X001", "X002", "X003", "S104"]


def test_a_family_that_raises_is_not_passed_over() -> None:
    with pytest.raises(ZeroDivisionError):
        found(CLEAN, replace(FAMILY, check=raising))


def test_a_comment_suppresses_the_finding_of_a_family() -> None:
    text = changed("motifs: {", "motifs: # tolérer X001, X003 : ce sont des essais\n  {")
    shown = found(text)
    assert codes(shown) == ["X002"]
    assert [p.code for p in shown.tolerated] == ["X001", "X003"]


def test_a_comment_is_of_use_even_where_the_profile_shows_nothing_of_it() -> None:
    text = changed("motifs: {", "motifs: # tolérer X003 : ce sont des essais\n  {")
    assert codes(found(text, profile="brouillon")) == ["X001"]


def test_what_two_catalogues_say_alike_is_said_once() -> None:
    one = found(CLEAN)
    assert merged([one, one]) == one
    assert merged([]) == Findings()


def test_only_what_concerns_a_file() -> None:
    elsewhere = Problem(Position("a.yaml", 1, 1), "X001")
    related = Problem(Position("b.yaml", 1, 1), "X001", related=Position("a.yaml", 2, 1))
    other = Problem(Position("b.yaml", 2, 1), "X001")
    assert only(Findings((elsewhere, related, other), (other,)), {"a.yaml"}) == Findings((elsewhere, related))
