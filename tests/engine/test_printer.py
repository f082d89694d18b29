"""A problem as an author reads it in a terminal."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.context import plain
from engine.printer import PLACES, WINDOW, WRAP, as_yaml, count, print_problem, print_problems
from engine.problems import Position, Problem, Severity, Witness
from engine.source import read_source

FILE = "procedures/permis.yaml"
SOURCE = "listes:\n  union: {marie: Marié(e), pacse: Pacsé(e)}\nfaits:\n  uni: {si: {union: [marie, pacsé]}}\n"
UNKNOWN = Problem(
    Position(FILE, 4, 30),
    "R102",
    {"found": "pacsé", "reference": "union"},
    length=5,
    expected=("marie", "pacse"),
    suggestion="pacse",
    related=Position(FILE, 2, 3),
)


def test_whole() -> None:
    assert print_problem(UNKNOWN, SOURCE, "fr") == (
        "procedures/permis.yaml:4:30: erreur[R102]: « pacsé » n'est pas une réponse possible à « union »\n"
        " 4 |   uni: {si: {union: [marie, pacsé]}}\n"
        "   |                              ^^^^^ vouliez-vous « pacse » ?\n"
        "   = attendu : marie, pacse\n"
        "   = défini ici : procedures/permis.yaml:2:3"
    )


def test_in_english() -> None:
    assert print_problem(UNKNOWN, SOURCE, "en") == (
        'procedures/permis.yaml:4:30: error[R102]: "pacsé" is not a possible answer to "union"\n'
        " 4 |   uni: {si: {union: [marie, pacsé]}}\n"
        '   |                              ^^^^^ did you mean "pacse"?\n'
        "   = expected: marie, pacse\n"
        "   = defined here: procedures/permis.yaml:2:3"
    )


def test_another_language_gets_french() -> None:
    assert print_problem(UNKNOWN, SOURCE, "de") == print_problem(UNKNOWN, SOURCE, "fr")


@pytest.mark.parametrize("source", [None, "", "une seule ligne", "1\n2\n3\n\n5"])
def test_without_its_line(source: str | None) -> None:
    assert print_problem(UNKNOWN, source, "fr").split("\n")[1:] == [
        "   = vouliez-vous « pacse » ?",
        "   = attendu : marie, pacse",
        "   = défini ici : procedures/permis.yaml:2:3",
    ]


def test_bare() -> None:
    problem = Problem(Position("a.yaml", 1, 1), "Y005")
    assert print_problem(problem, None, "fr") == "a.yaml:1:1: erreur[Y005]: le fichier est vide"


def test_a_mended_text_is_written_as_it_is() -> None:
    problem = Problem(Position("a.yaml", 1, 8), "Y018", suggestion='"a : b"')
    assert print_problem(problem, "k: a : b", "fr").endswith('^ écrivez "a : b"')
    assert print_problem(problem, "k: a : b", "en").endswith('^ write "a : b"')


def shown(line: str, column: int, length: int = 1) -> tuple[str, str]:
    """The source line and the caret line of a problem on a line."""
    problem = Problem(Position("a.yaml", 1, column), "Y005", length=length)
    _, source, caret = print_problem(problem, line, "fr").split("\n")
    assert source.startswith(" 1 | ")
    assert caret.startswith("   | ")
    return source[5:], caret[5:]


@pytest.mark.parametrize(
    ("line", "column", "length", "expected"),
    [
        ("abc", 2, 1, ("abc", " ^")),
        ("abc", 2, 9, ("abc", " ^^")),
        ("abc", 4, 1, ("abc", "   ^")),
        ("abc", 99, 3, ("abc", "   ^")),
        ("\tabc", 2, 3, ("    abc", "    ^^^")),
        ("\t\tabc", 1, 2, ("        abc", "^^^^^^^^")),
        ("e\u0301te\u0301 x", 7, 1, ("e\u0301te\u0301 x", "    ^")),  # 5 characters, 3 columns, then a space
        ("日本 x", 1, 2, ("日本 x", "^^^^")),
        ("日本 x", 4, 1, ("日本 x", "     ^")),
        ("a\x1b[31mb", 2, 1, ("a\ufffd[31mb", " ^")),
        ("\u202eabc", 2, 3, ("\ufffdabc", " ^^^")),
    ],
)
def test_the_caret_stands_under_what_it_underlines(
    line: str, column: int, length: int, expected: tuple[str, str]
) -> None:
    assert shown(line, column, length) == expected


@pytest.mark.parametrize("column", [1, 2, 50, 99, 100, 101, 150, 250, 299, 300, 301])
def test_a_long_line_is_cut_around_the_caret(column: int) -> None:
    line = "".join(str(i // 10 % 10) for i in range(300))
    source, caret = shown(line, column, 7)
    assert len(source) <= WINDOW + 2
    assert source.startswith(("…", line[:90]))
    assert caret.strip() == "^" * max(min(7, 301 - column), 1)
    at = caret.index("^")
    assert source[at : at + len(caret.strip())] == line[column - 1 : column + 6] or column > 300


def test_a_very_long_mark_fits() -> None:
    source, caret = shown("x" * 500, 10, 480)
    assert len(source) <= WINDOW + 2
    assert len(caret) <= WINDOW + 2


def test_the_margin_follows_the_line_number() -> None:
    problem = replace(UNKNOWN, position=Position(FILE, 1204, 1), suggestion=None, related=None, expected=("a", "b"))
    text = print_problem(problem, "\n" * 1203 + "abcdef", "fr")
    assert text.split("\n")[1:] == [" 1204 | abcdef", "      | ^^^^^", "      = attendu : a, b"]


def test_a_long_list_is_wrapped_between_names() -> None:
    names = tuple(f"nom-{i:03}" for i in range(60))
    lines = print_problem(replace(UNKNOWN, expected=names, related=None), SOURCE, "fr").split("\n")[3:]
    assert len(lines) > 3
    assert all(len(line) <= WRAP for line in lines)
    assert lines[1].startswith(" " * len("   = attendu : ") + "nom-")
    joined = " ".join(line.strip() for line in lines)
    assert joined == "= attendu : " + ", ".join(names)


def test_line_breaks_are_those_of_positions() -> None:
    problem = Problem(Position("a.yaml", 3, 1), "Y005")
    assert " 3 | c" in print_problem(problem, "a\r\nb\rc\nd", "fr")
    assert " 3 | c" in print_problem(problem, "a\u2028x\nb\x0cy\nc", "fr")


def test_the_other_places_of_the_same_fault() -> None:
    also = tuple(Position(FILE, line, 3) for line in range(5, 30))
    problem = replace(UNKNOWN, expected=(), related=None)
    few = print_problem(replace(problem, also=also[:2]), SOURCE, "fr").split("\n")
    assert few[3:] == [f"   = de même : {FILE}:5:3, {FILE}:6:3"]
    many = print_problem(replace(problem, also=also), SOURCE, "en").split("\n")
    assert many[3].startswith(f"   = likewise: {FILE}:5:3, ")
    assert many[-1].endswith(f"and {len(also) - PLACES} other places")


# ── Several ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_several_are_sorted_separated_and_counted() -> None:
    first = Problem(Position("a.yaml", 9, 1), "Y005")
    second = Problem(Position("b.yaml", 1, 1), "Y005", severity="warning")
    text = print_problems([second, first, first], {"b.yaml": "x"}, "fr")
    assert text == (
        "a.yaml:9:1: erreur[Y005]: le fichier est vide\n"
        "\n"
        "b.yaml:1:1: avertissement[Y005]: le fichier est vide\n"
        " 1 | x\n"
        "   | ^\n"
        "\n"
        "1 erreur, 1 avertissement"
    )


@pytest.mark.parametrize(
    ("severities", "fr", "en"),
    [
        ([], "aucun problème", "no problem"),
        (["error"], "1 erreur", "1 error"),
        (
            ["note", "warning", "error", "error", "error"],
            "3 erreurs, 1 avertissement, 1 note",
            "3 errors, 1 warning, 1 note",
        ),
        (["warning", "warning"], "2 avertissements", "2 warnings"),
        (["note", "note"], "2 notes", "2 notes"),
    ],
)
def test_count(severities: list[Severity], fr: str, en: str) -> None:
    found = [Problem(Position("a", i + 1, 1), "Y005", severity=s) for i, s in enumerate(severities)]
    assert count(found, "fr") == fr
    assert count(found, "en") == en
    assert print_problems(found, {}, "fr").split("\n\n")[-1] == fr


LINES = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1, max_size=250)


@given(line=LINES, column=st.integers(1, 300), length=st.integers(1, 300))
def test_nothing_reaches_the_terminal_but_text(line: str, column: int, length: int) -> None:
    text = print_problem(Problem(Position("a.yaml", 1, column), "Y005", length=length), line, "fr")
    assert text.count("\n") == 2
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs") for c in text.replace("\n", ""))
    assert "^" in text


# ── Witnesses ─────────────────────────────────────────────────────────────────────────────────────────────────

DAY = dt.date(2026, 3, 10)
FEW = {"date_naissance": "2009-05-01", "emancipe": "oui"}
MANY = {**FEW, "enfants": [{"prenom": "Léa", "ne_le": None}], "ville": "L'Haÿ : « les Roses »", "voie": None}


@pytest.mark.parametrize(
    ("witness", "expected"),
    [
        (Witness(DAY, {}), ["   = par exemple : au 2026-03-10, quoi que l'on réponde"]),
        (
            Witness(DAY, FEW),
            ["   = par exemple : au 2026-03-10, {date_naissance: 2009-05-01, emancipe: oui}"],
        ),
        (
            Witness(DAY, FEW, dt.date(2026, 5, 1)),
            [
                "   = par exemple : au 2026-03-10, {date_naissance: 2009-05-01, emancipe: oui}",
                "     et au 2026-05-01, sans que rien d'autre change",
            ],
        ),
        (
            Witness(DAY, MANY),
            [
                "   = par exemple, au 2026-03-10 :",
                "       date_naissance: 2009-05-01",
                "       emancipe: oui",
                "       enfants: [{prenom: Léa, ne_le: }]",
                "       ville: 'L''Haÿ : « les Roses »'",
                "       voie:",
            ],
        ),
        (Witness(DAY, {"a": "x " * 60}), ["   = par exemple, au 2026-03-10 :", f"       a: '{'x ' * 60}'"]),
    ],
)
def test_a_witness(witness: Witness, expected: list[str]) -> None:
    printed = print_problem(replace(UNKNOWN, witness=witness), SOURCE, "fr").split("\n")
    assert printed[5:] == expected


def test_a_witness_in_english() -> None:
    witness = Witness(DAY, FEW, dt.date(2026, 5, 1))
    assert print_problem(replace(UNKNOWN, witness=witness), SOURCE, "en").split("\n")[5:] == [
        "   = for instance: on 2026-03-10, {date_naissance: 2009-05-01, emancipe: oui}",
        "     and on 2026-05-01, nothing else having changed",
    ]


ANSWERS = st.recursive(
    st.none() | st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)


@given(ANSWERS)
def test_what_a_witness_shows_can_be_read_again(answer: object) -> None:
    written = f"x: {as_yaml(answer)}\n".encode()
    root, problems = read_source("a.yaml", written)
    assert problems == ()
    assert root is not None
    assert plain(root.entries[0][1]) == _without_nothing(answer)


def _without_nothing(answer: object) -> object:
    """An element of a list that is left empty is written as an empty text."""
    if isinstance(answer, list):
        return ["" if one is None else _without_nothing(one) for one in answer]
    if isinstance(answer, dict):
        return {key: _without_nothing(value) for key, value in answer.items()}
    return answer


# ── The second place ──────────────────────────────────────────────────────────────────────────────────────────

OTHER = "champs:\n  - {id: statut, type: choix}\n  - id: nom\nsi: {a: x, b: [y]} # fin\n  fait: oui\n"


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        (2, 5, [" 2 |   - {id: statut, type: choix}", "   |          ------"]),
        (3, 5, [" 3 |   - id: nom", "   |         ---"]),
        (4, 5, [" 4 | si: {a: x, b: [y]} # fin", "   |     --------------"]),
        (4, 16, [" 4 | si: {a: x, b: [y]} # fin", "   |                -"]),
        (5, 3, [" 5 |   fait: oui", "   |   ----"]),
        (9, 1, []),
    ],
)
def test_the_second_place_shows_its_line(line: int, column: int, expected: list[str]) -> None:
    problem = replace(UNKNOWN, related=Position("b.yaml", line, column))
    shown = print_problem(problem, SOURCE, "fr", others={"b.yaml": OTHER}).split("\n")
    assert shown[5:] == expected
