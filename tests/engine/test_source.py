"""YAML to nodes: positions, what is refused, and that nothing makes it fail."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.problems import Position, Problem
from engine.source import MAX_DEPTH, MAX_NODES, Node, read_source
from engine.yaml_text import MAX_BYTES

FILE = "permis.yaml"


def read(text: str) -> Node:
    """The tree of a text without problems."""
    node, problems = read_source(FILE, text.encode("utf-8"))
    assert problems == ()
    assert node is not None
    return node


def problems(text: str) -> tuple[Problem, ...]:
    """What is wrong with a text."""
    return read_source(FILE, text.encode("utf-8"))[1]


def places(text: str) -> list[tuple[str, int, int]]:
    """The codes and positions of what is wrong with a text."""
    return [(p.code, p.position.line, p.position.column) for p in problems(text)]


def plain(node: Node) -> object:
    """A tree as Python's own values."""
    if node.kind == "scalar":
        return node.text
    if node.kind == "list":
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


# ── What is kept ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "01000",
        "NO",
        "oui",
        "true",
        "12:30",
        "0102030405",
        "1.10",
        "12e3",
        "2026-02-30",
        "~",
        "null",
        "0x1F",
        "1_000",
        "=",
        ".5",
    ],
)
def test_a_scalar_stays_what_was_typed(text: str) -> None:
    value = read(f"a: {text}\n").get("a")
    assert value is not None
    assert (value.kind, value.text, value.quoted) == ("scalar", text, False)


@pytest.mark.parametrize(
    ("written", "text", "quoted", "length"),
    [
        ("x", "x", False, 1),
        ('"l\'été"', "l'été", True, 7),
        ("'l''été'", "l'été", True, 8),
        ('""', "", True, 2),
        ("|\n  un\n  deux", "un\ndeux\n", True, 1),
        (">-\n  un\n  deux", "un deux", True, 1),
        ("un\n  deux", "un deux", False, 2),
        ('"un\n  deux"', "un deux", True, 3),
        ("https://a.fr/?b=c#d", "https://a.fr/?b=c#d", False, 19),
    ],
)
def test_scalars(written: str, text: str, quoted: bool, length: int) -> None:
    value = read(f"a: {written}\n").get("a")
    assert value == Node("scalar", Position(FILE, 1, 4), length, text, quoted)


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("x", ()),
        ('"x"', ()),
        ("'l''été'", ("'l''été'",)),
        ("|\n  un\n  deux", ("|", "  un", "  deux")),
        ("un\n  deux", ("un", "  deux")),
    ],
)
def test_what_is_not_simply_written_keeps_its_lines(written: str, lines: tuple[str, ...]) -> None:
    value = read(f"a: {written}\n").get("a")
    assert value is not None
    assert value.written[: len(lines)] == lines
    assert bool(value.written) is bool(lines)


def test_an_empty_value_is_an_empty_text_after_its_colon() -> None:
    assert read("a:\nb: 1\n").get("a") == Node("scalar", Position(FILE, 1, 3), 1, "")


def test_positions_count_characters_from_one() -> None:
    node = read("é𝄞: [ça, {ù: ï}]\r\nb:\r\n  - c: d\r\n")
    key, value = node.entries[0]
    assert (key.position, key.length) == (Position(FILE, 1, 1), 2)
    assert value.position == Position(FILE, 1, 5)
    assert value.items[0].position == Position(FILE, 1, 6)
    assert value.items[1].entries[0][1].position == Position(FILE, 1, 14)
    inner = node.entries[1][1].items[0]
    assert (inner.kind, inner.position, inner.length) == ("map", Position(FILE, 3, 5), 1)


def test_access_by_key() -> None:
    node = read("a: 1\nb: 2\n")
    assert list(node.keys()) == ["a", "b"]
    key, value = node.key("b"), node.get("b")
    assert key is not None
    assert value is not None
    assert (key.position.line, value.text) == (2, "2")
    assert node.get("c") is node.key("c") is None


@pytest.mark.parametrize(
    "text",
    [
        "a: b   # un commentaire\n",
        "a: n#1\n",
        'a: "n #1"\n',
        "# tout\n#un\na: b\n",
        "a: |\n  un #deux\n",
        "a: #\n  b: c\n",
        "a:   #todo\n  - b\n",
        "a: Quel âge avez-vous ?\n",
        "a: {b: Numéro d'étranger (22 chiffres), c: https://a.fr/b}\n",
        "a: {b: , c: d}\n",
        "a: {b: 1,\n  c: 2,\n}\n",
        "a: une espace\u00a0insécable\u202f!\n",
        "a: |\n  une\n  \ttabulation dans un texte\n",
        "---\na: b\n",
        "a: {b: «\u00a0texte\u00a0»}\n",
    ],
)
def test_what_is_allowed(text: str) -> None:
    assert places(text) == []


# ── What is refused: the exact texts are in tests/specs/err ───────────────────────────────────────────────────


def test_too_large() -> None:
    data = b"a: " + b"x" * (MAX_BYTES - 3)
    assert read_source(FILE, data)[1] == ()
    node, found = read_source(FILE, data + b"x")
    assert node is None
    assert [(p.code, p.position) for p in found] == [("Y001", Position(FILE, 1, 1))]


def test_too_deep() -> None:
    def nested(depth: int) -> str:
        return "[" * depth + "]" * depth

    assert problems(nested(MAX_DEPTH)) == ()
    assert places(nested(MAX_DEPTH + 1)) == [("Y006", 1, MAX_DEPTH + 1)]
    assert places(nested(20_000)) == [("Y006", 1, MAX_DEPTH + 1)]
    assert places("{a: " * 20_000) == [("Y006", 1, MAX_DEPTH * 4 + 1)]
    assert places("- " * 20_000) == [("Y006", 1, MAX_DEPTH * 2 + 1)]


def test_too_many_nodes() -> None:
    assert problems("[" + "a," * (MAX_NODES - 1) + "]") == ()
    found = problems("[" + "a," * MAX_NODES + "]")
    assert [p.code for p in found] == ["Y007"]


def test_a_wide_alias_bomb_is_never_built() -> None:
    levels = ["a0: &a0 [x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    node, found = read_source(FILE, "\n".join(levels).encode())
    assert node is None
    assert {p.code for p in found} == {"Y008", "Y009"}


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"\xff\xfea", 1, 1),
        (b"a: \xc3\xa9\nb: \xc3\xa9\xe9", 2, 5),
        (b"a: b\r\nc: \xc3", 2, 4),
        (b"\xed\xa0\x80", 1, 1),
    ],
)
def test_not_utf8_points_at_the_first_wrong_byte(data: bytes, line: int, column: int) -> None:
    node, found = read_source(FILE, data)
    assert node is None
    assert [(p.code, p.position.line, p.position.column) for p in found] == [("Y002", line, column)]


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff"])
def test_invisible_characters(character: str) -> None:
    assert places(f"a: b\nc: d{character}e\n") == [("Y004", 2, 5)]


@pytest.mark.parametrize("text", ["", "\n", "# rien\n", "---\n", "''", "   \n"])
def test_empty(text: str) -> None:
    assert places(text) == [("Y005", 1, 1)]


def test_all_that_is_wrong_is_said_in_reading_order() -> None:
    text = "a: &x 1\nb: !t 2\na: 3\nc: {d: e ?, f: g !}\nh\u00a0: i\nj: k #l\n"
    found = places(text)
    assert [code for code, _, _ in found] == ["Y008", "Y011", "Y013", "Y017", "Y017", "Y014", "Y016"]
    assert all(first[1:] <= second[1:] for first, second in pairwise(found))


def test_faults_beside_a_meaningful_tree() -> None:
    node, found = read_source(FILE, "a: 1\na: 2\nb\u00a0: 3\nc: !t 4\nd: n #5\n".encode())
    assert node is not None
    assert plain(node) == {"a": "1", "b": "3", "c": "4", "d": "n #5"}
    assert [p.code for p in found] == ["Y013", "Y014", "Y011", "Y016"]
    assert found[0].related == Position(FILE, 1, 1)


@pytest.mark.parametrize(
    ("text", "codes", "elements"),
    [
        ("- {a: 1, b: 2, a: 3, b: 4}\n", ["Y013", "Y013"], [{"a": "1", "b": "2"}]),
        ("- a: 1\n  b: 2\n  a: 3\n  b: 4\n", ["Y037"], [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]),
        (
            "- a: 1\n  b: 2\n  a: 3\n  b: 4\n- c: 5\n",
            ["Y037"],
            [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}, {"c": "5"}],
        ),
        ("- a: 1\n  a: 2\n  b: 3\n", ["Y013"], [{"a": "1", "b": "3"}]),
        ("- a: 1\n  b: 2\n  a: 3\n  c: 4\n", ["Y013"], [{"a": "1", "b": "2", "c": "4"}]),
        ("- a: 1\n  b: 2\n  a: 3\n  b: 4\n  b: 5\n", ["Y013"] * 3, [{"a": "1", "b": "2"}]),
        ("- b: 1\n  a: 2\n  a: 3\n", ["Y013"], [{"b": "1", "a": "2"}]),
    ],
)
def test_a_dash_that_is_missing_is_one_fault(text: str, codes: list[str], elements: object) -> None:
    node, found = read_source(FILE, text.encode())
    assert node is not None
    assert [p.code for p in found] == codes
    assert plain(node) == elements


def test_keys_of_what_is_in_no_list_are_said_one_by_one() -> None:
    node, found = read_source(FILE, b"a: 1\nb: 2\na: 3\nb: 4\n")
    assert node is not None
    assert plain(node) == {"a": "1", "b": "2"}
    assert [p.code for p in found] == ["Y013", "Y013"]


@pytest.mark.parametrize("text", ["a: *b\n", "<<: {a: b}\n", "a: {b}\n", "a: 1\n---\nb: 2\n", "\u00a0a: b\n", "a: [\n"])
def test_faults_that_leave_no_tree(text: str) -> None:
    node, found = read_source(FILE, text.encode())
    assert node is None
    assert len(found) == 1


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("a: Si parents : mariés\n", '"Si parents : mariés"'),
        ('a: Dit "oui" : non\n', "'Dit \"oui\" : non'"),
        ("a: C:\\x : l'un\n", "'C:\\x : l''un'"),
        ("a: n #1   \n", '"n #1"'),
        ("{a: Oui, non, b: c}\n", '"Oui, non"'),
        ("{a: Oui ?, non}\n", '"Oui ?, non"'),
        ("{a: @b, c: d}\n", '"@b"'),
        ("a: 'l'été'\n", '"l\'été"'),
    ],
)
def test_the_fix_is_written(text: str, suggestion: str) -> None:
    assert [p.suggestion for p in problems(text)] == [suggestion]
    mended = f"{text.partition(':')[0]}: {suggestion}"
    if not text.startswith("{"):
        assert problems(mended + "\n") == ()


# ── Nothing makes it fail ─────────────────────────────────────────────────────────────────────────────────────

CHARACTERS = [*"abé:#-?!&*|>'\"%@`{}[],~=<\\ \n\t\r", "\u00a0", "\ufeff", "\u2028", "\x00", "😀"]
WORDS = [
    ": ",
    "- ",
    "\n  ",
    "<<: ",
    "&a ",
    "*a",
    "!t ",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "{a: ",
    '"x"',
    "'l'",
    "|\n",
    "? ",
    "\\u12",
]
PIECES = st.lists(st.sampled_from([*CHARACTERS, *WORDS]), max_size=40).map("".join)


@given(st.one_of(st.binary(max_size=200), PIECES.map(lambda text: text.encode("utf-8"))))
def test_never_raises(data: bytes) -> None:
    node, found = read_source(FILE, data)
    assert node is not None or found
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in found:
        assert 1 <= problem.position.line <= len(lines)
        assert problem.position.column >= 1
        assert problem.length >= 1


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff")
)


@given(TEXTS, TEXTS)
def test_any_text_between_single_quotes_is_kept(first: str, second: str) -> None:
    def single(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    node, found = read_source(FILE, f"a: {single(first)}\nb: [{single(second)}]\n".encode())
    assert found == ()
    assert node is not None
    assert plain(node) == {"a": first, "b": [second]}
