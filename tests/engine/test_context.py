"""What building reads of nodes, and where what it says of them points."""

from __future__ import annotations

import pytest

from engine.build import load_sources
from engine.context import Context, integer, link_code, whole, within
from engine.problems import Position
from engine.source import Node, read_source
from tests.engine.conftest import procedure_text

HERE = Position("x.yaml", 3, 8)


def value_of(source: str) -> Node:
    root, problems = read_source("x.yaml", source.encode())
    assert root is not None, problems
    found = root.get("a")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", 0), ("012", 12), ("999999999", 999_999_999), ("", None), ("-1", None), ("1 000", None), ("²", None)],
)
def test_a_whole_number(text: str, expected: int | None) -> None:
    assert whole(text) == expected
    key = Node("scalar", HERE, text="max")
    assert integer(Node("map", HERE, entries=((key, Node("scalar", HERE, text=text)),)), "max", 7) == (
        7 if expected is None else expected
    )


@pytest.mark.parametrize("number", ["²", "٣", "9" * 5000])
def test_a_number_that_is_none_is_a_problem_of_the_file(number: str) -> None:
    text = procedure_text(
        f"- {{id: jour, type: date, libelle: J, repetable: {{max: {number}, ajouter: A}}}}",
        before=f"faits:\n  f: {{anniversaire: [date_depot, {number}]}}\n",
    )
    text = text.replace("titre_neutre", f"fichiers: {{max: {number}, taille_max: {number} Mo}}, titre_neutre")
    text = text.replace("titre: Questions\n", f"titre: Questions\n    avancement: {number}\n")
    assert [p.code for p in load_sources({"essai.yaml": text.encode()}).problems] == ["S105"] * 5


@pytest.mark.parametrize(
    ("source", "words", "line", "column"),
    [
        ("a: Bonjour {nom}, {nom}", "{nom}", 1, 12),
        ('a: "Bonjour {nom}"', "{nom}", 1, 13),
        ("a: |\n  Bonjour\n  à {nom}\n", "{nom}", 3, 5),
        ("a: |\n  Un mot\n  puis\n", "mot puis", 2, 6),
        ("a: nomade nom", "nom", 1, 11),
        ("a: Bonjour", "absent", 1, 4),
    ],
)
def test_words_are_found_where_they_stand(source: str, words: str, line: int, column: int) -> None:
    found = within(value_of(source), words).position
    assert (found.line, found.column) == (line, column)


@pytest.mark.parametrize(
    ("construct", "code"),
    [
        ("<b>", "S124"),
        ("[ici](ftp://x)", "S152"),
        ("[ici](lien:Nul)", "S152"),
        ("[{nom}](lien:site)", "S153"),
        ("[{nom}](https://exemple.fr)", "S153"),
    ],
)
def test_what_of_a_link_is_refused(construct: str, code: str) -> None:
    assert link_code(construct) == code


def test_the_nearest_name_is_suggested_unless_what_was_meant_is_known() -> None:
    context, node = Context(), Node("scalar", HERE, 3, "nmo")
    context.report(node, "R101", found="nmo", expected=("nom", "jour"))
    context.report(node, "R101", found="nmo", expected=("nom", "jour"), meant="jour")
    assert [problem.suggestion for problem in context.problems] == ["nom", "jour"]


def test_a_name_is_declared_once() -> None:
    context, seen = Context(), dict[str, Node]()
    first, second = Node("scalar", HERE, 1, "a"), Node("scalar", Position("x.yaml", 5, 1), 1, "a")
    assert context.declare(seen, first, "section")
    assert not context.declare(seen, second, "section")
    assert [(p.code, p.position.line, p.related) for p in context.problems] == [("R106", 5, HERE)]
