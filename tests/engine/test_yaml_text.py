"""Reading on after a fault of syntax: each fault of a file is said, and none that comes from another."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.problems import Position, Problem
from engine.source import MAX_FAULTS, read_source
from engine.yaml_text import left_out

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(file.read_text(encoding="utf-8") for file in (ROOT / "procedures").rglob("*.yaml"))
FAULTS: Mapping[str, Callable[[str], str]] = {
    "colon": lambda line: f"{line} : encore",
    "quote": lambda line: line.replace(": ", ': "', 1),
    "brace": lambda line: line.replace(": ", ": {", 1),
    "bracket": lambda line: line.replace(": ", ": [", 1),
    "sign": lambda line: line.replace(": ", ": @", 1),
    "after": lambda line: line.replace(": ", ": 'l'", 1),
    "missing": lambda line: line.replace(": ", " ", 1),
    "dash": lambda line: line.replace(": ", ": - ", 1),
    "shifted": lambda line: f" {line}",
    "glued": lambda line: re.sub(r"^( *)- (?=[a-z{])", r"\1-", line),
    "closed": lambda line: line + line[-1] if line.endswith(("}", "]")) and ": {" in line else line,
}
OF_LISTS = frozenset({"glued", "closed"})
"""Faults that only some lines can have."""
Broken = dict[int, str]


def said(text: str) -> list[tuple[str, int]]:
    return [(p.code, p.position.line) for p in read_source("f.yaml", text.encode())[1]]


def broken(text: str, faults: Broken) -> str:
    lines = text.split("\n")
    return "\n".join(FAULTS[faults[n]](line) if n in faults else line for n, line in enumerate(lines))


@st.composite
def faulty(draw: st.DrawFn, kinds: tuple[str, ...], size: int) -> tuple[str, Broken]:
    """A file that is right, and what to break on some of its lines."""
    text = draw(st.sampled_from(FILES))
    places = [n for n, line in enumerate(text.split("\n")) if ": " in line and not line.lstrip().startswith("#")]
    chosen = draw(st.lists(st.sampled_from(places), min_size=1, max_size=size, unique=True))
    return text, {place: draw(st.sampled_from(kinds)) for place in chosen}


@given(faulty(tuple(FAULTS), 1))
def test_one_fault_is_one_problem_wherever_it_is(case: tuple[str, Broken]) -> None:
    assert len(said(broken(*case))) <= 1


@given(faulty(tuple(kind for kind in FAULTS if kind != "shifted"), 4))
def test_of_several_faults_none_is_said_that_one_alone_would_not_make(case: tuple[str, Broken]) -> None:
    text, faults = case
    alone = {place for n, kind in faults.items() for place in said(broken(text, {n: kind}))}
    assert {line for _, line in said(broken(text, faults))} <= {line for _, line in alone}


ENTRIES = "etapes:\n" + "".join(f"  - id: e{n}\n    titre: Titre\n    annonce: Annonce\n" for n in range(20))


@pytest.mark.parametrize("kind", [kind for kind in FAULTS if kind not in OF_LISTS])
def test_faults_far_enough_from_one_another_are_all_said(kind: str) -> None:
    places = [2, 11, 17]
    alone = [place for n in places for place in said(broken(ENTRIES, {n: kind}))]
    assert len(alone) == len(places)
    kept = {"quote": 1, "shifted": 1}.get(kind, len(places))
    assert said(broken(ENTRIES, dict.fromkeys(places, kind)))[:kept] == alone[:kept]


def test_a_file_has_so_many_faults_at_most() -> None:
    text = "".join(f"a{n}: un : deux\n" for n in range(30))
    assert said(text) == [("Y018", line) for line in range(1, MAX_FAULTS + 1)]


def test_what_is_wrong_beside_is_said_too_before_and_after() -> None:
    text = "a: 1\na: 2\nb: un : deux\nc: !t 3\n"
    assert said(text) == [("Y013", 2), ("Y018", 3), ("Y011", 4)]
    assert read_source("f.yaml", text.encode())[0] is None


@pytest.mark.parametrize(
    ("text", "code", "line", "left"),
    [
        ("- a: 1\n-b: 2\n  c: 3\n- d: 4", "Y035", 2, "- a: 1\n\n\n- d: 4"),
        ("a: un : deux\nb: 1", "Y018", 1, "a:\nb: 1"),
        ("- a: un : deux\n  b: 1", "Y018", 1, "- a:\n  b: 1"),
        ("- a: [1\n    2\n  b: 1", "Y022", 1, "- a:\n\n  b: 1"),
        ("a: {\n  b: 1,\n}\nc: 1", "Y022", 1, "a:\n\n\nc: 1"),
        ("a b\n  c: 1\nd: 1", "Y021", 1, "\n\nd: 1"),
        ("a:\n  - b: 1\n     c: 1\n  - d: 1\ne: 1", "Y020", 3, "a:\n  - b: 1\n\n\ne: 1"),
        ("a:\n\tb: 1", "Y015", 2, None),
        ("a:", "Y018", 1, None),
    ],
)
def test_what_a_fault_is_on_is_left_out_with_what_belongs_to_it(
    text: str, code: str, line: int, left: str | None
) -> None:
    assert left_out(text, Problem(Position("f.yaml", line, 1), code)) == left


def test_of_signs_too_many_only_they_are_left_out() -> None:
    fault = Problem(Position("f.yaml", 1, 7), "Y032", length=2)
    assert left_out("a: [b]}] # c\nd: 1", fault) == "a: [b]   # c\nd: 1"
    assert said("a: {b: c}}\nd: [e]]\nf: {g: [h}\ni: 1\n") == [("Y032", 1), ("Y032", 2), ("Y022", 3)]
