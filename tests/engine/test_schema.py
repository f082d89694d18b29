"""The structural contract: what follows it, one problem for one fault, and the schema file itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from engine import keywords
from engine.messages import sentence
from engine.problems import Problem
from engine.schema import SCHEMA_FILE, FileKind, check_structure, file_kind, plain, top_keys, validator
from engine.source import Node, read_source

ROOT = Path(__file__).resolve().parents[2]
SCHEMA: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
DEFINITIONS: dict[str, dict[str, Any]] = SCHEMA["$defs"]
SPECS = sorted([*(ROOT / "procedures").rglob("*.yaml"), *(ROOT / "tests/specs/ok").rglob("*.yaml")])
MISSPELT = 15
"""About how many keys of each file are misspelt."""
PROCEDURE = """\
procedure: {id: peche, langage: 1, version: "1", titre: Permis de pêche, titre_neutre: Ma démarche}
motifs: {loisir: {libelle: Loisir}}
etapes:
  - id: identite
    titre: Identité
    sections:
      - id: pecheur
        titre: Pêcheur
        champs:
          - FIELD
"""


def tree(text: str) -> Node:
    """The tree of a text without problems of YAML."""
    node, problems = read_source("permis.yaml", text.encode("utf-8"))
    assert problems == ()
    assert node is not None
    return node


def codes(text: str) -> list[str]:
    """The codes of what is wrong in the structure of a text, in reading order."""
    return [problem.code for problem in check_structure(tree(text))]


def field(text: str) -> list[str]:
    """The codes of what is wrong with one field of a procedure."""
    return codes(PROCEDURE.replace("FIELD", text))


def problem_of(text: str) -> Problem:
    """The only problem of one field of a procedure."""
    [problem] = check_structure(tree(PROCEDURE.replace("FIELD", text)))
    return problem


# ── What follows the contract ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("file", SPECS, ids=lambda file: str(file.relative_to(ROOT)))
def test_specs_follow_the_schema(file: Path) -> None:
    node, problems = read_source(file.name, file.read_bytes())
    assert problems == ()
    assert node is not None
    assert check_structure(node) == ()


@pytest.mark.parametrize("file", SPECS, ids=lambda file: str(file.relative_to(ROOT)))
def test_an_editor_accepts_what_the_engine_accepts(file: Path) -> None:
    """An editor types scalars: `1` is a number for it, `oui` a text. The same schema must serve it."""
    data = yaml.load(file.read_text(encoding="utf-8"), Loader=EditorLoader)  # noqa: S506 - builds plain values only
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data)] == []


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2's core schema, as editors read it: null, booleans, integers and floats; dates and yes/no are texts."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own shape


EditorLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(~|null|)$"), ["~", "n", ""])
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), ["t", "f"])
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?[1-9][0-9]*$"), list("-+123456789"))
EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789")
)


@pytest.mark.parametrize(
    "text",
    [
        "{id: a, type: texte, libelle: 2023}",
        "{id: a, type: numero, libelle: N, format: '[0-9]{22}', format_exemple: 12, confirmer: Oui, supprimer: Non}",
        "{id: a, type: choix, libelle: C, options: {oui: Oui, non: Non}, presentation: liste}",
        "{id: a, type: groupe, libelle: G, repetable: {max: 3}, champs: [{id: b, type: texte, libelle: B}]}",
        "{id: a, type: texte, libelle: L, si: {age: {min: 16, moins_de: 18}, union: {avant: 2018-01-01}}}",
        "{id: a, type: texte, libelle: L, si: {un_de: [{a: [b, c]}, {tous: [{d: {renseigne: oui}}]}]}}",
        "{id: a, type: texte, libelle: L, si: {aucun_de: [{e: f}], g: h}}",
        "{inclure: adresse, sauf: [pays], adapter: {voie: {libelle: V, si: {a: b}}}, comme: autre}",
    ],
)
def test_what_is_accepted(text: str) -> None:
    assert field(text) == []


# ── One problem for one fault: the exact texts are in tests/specs/err ─────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A misspelt key is not also a missing one, and its value is not judged.
        ("{id: a, type: texte, libele: L}", ["S101"]),
        ("{id: a, tipe: texte, libelle: L}", ["S101"]),
        ("{id: a, type: texte, label: L}", ["S101"]),
        ("{id: a, type: texte, libelle: L, Si: {x: {y: {z: t}}}}", ["S101"]),
        ("{id: a, type: choix, libelle: L, optoins: {}}", ["S101"]),
        ("{id: a, type: numero, libelle: L, fromat: x, format_exemple: y}", ["S101"]),
        ("{inclur: adresse}", ["S101"]),
        ("{inclur: adresse, sauf: [a], comme: b}", ["S101"]),
        ("{id: a, type: texte, libelle: L, si: {unde: [{a: b}, {c: d}]}}", ["S113"]),
        # Nothing that depends on the type is judged while the type is wrong.
        ("{id: a, type: txt, libelle: L, format: x, options: {a: b}, valeur: v}", ["S104"]),
        ("{id: a, type: [texte], libelle: L, format: x}", ["S103"]),
        ("{id: a, type: '', libelle: L, format: x}", ["S106"]),
        # A value of another shape is said once.
        ("texte", ["S103"]),
        ("{id: a, type: texte, libelle: L, regles: -si}", ["Y035"]),
        ("[a, b]", ["S103"]),
        ("{id: a, type: texte, libelle: {fr: L}}", ["S103"]),
        ("{id: a, type: texte, libelle: L, regles: {si: {a: b}}}", ["S103"]),
        # All missing keys of an object are one problem, missing keys of two objects are two.
        ("{aide: A}", ["S102"]),
        ("{id: a, type: groupe, libelle: G, champs: [{id: b}], repetable: {min: 1}}", ["S102", "S102"]),
        ("{id: a, type: groupe, libelle: G}", ["S102"]),
        # Two faults are two problems.
        ("{id: A, type: date, libelle: L, format: x}", ["S136", "S120"]),
        ("{id: a, type: texte, libelle: L, si: [{a: b}]}", ["S130"]),
        ("{id: a, type: texte, libelle: L, si: [a, b]}", ["S103"]),
        ("{id: a, type: texte, libelle: L, si: [[a]]}", ["S103"]),
        ("{id: a, type: texte, libelle: L, si: {tous: [[{a: b}]]}}", ["S130"]),
    ],
)
def test_one_problem_for_one_fault(text: str, expected: list[str]) -> None:
    assert field(text) == expected


def sites(node: Node, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], str]]:
    """The path and the text of every keyword of a tree that is a key of the language at its place."""
    parts = [value for _, value in node.entries] if node.kind == "map" else node.items
    for index, part in enumerate(parts):
        if node.kind == "map":
            yield (*path, index), node.entries[index][0].text
        yield from sites(part, (*path, index))


def misspelt(node: Node, path: tuple[int, ...], text: str) -> Node:
    """The tree with the key at a path written otherwise."""
    index, below = path[0], path[1:]
    if node.kind == "list":
        items = list(node.items)
        items[index] = misspelt(items[index], below, text)
        return replace(node, items=tuple(items))
    entries = list(node.entries)
    key, value = entries[index]
    entries[index] = (key, misspelt(value, below, text)) if below else (replace(key, text=text), value)
    return replace(node, entries=tuple(entries))


@pytest.mark.parametrize("file", SPECS, ids=lambda file: str(file.relative_to(ROOT)))
def test_any_keyword_misspelt_is_one_problem_at_that_key(file: Path) -> None:
    """A letter left out, or the last two swapped: one problem, on the key itself, whatever the key and its place.

    None where the key is an id that looks like a keyword: the schema can't know.
    """
    node = tree(file.read_text(encoding="utf-8"))
    found = [(path, key) for path, key in sites(node) if key in keywords.KEYWORDS and len(key) > 2]
    for path, key in found[:: max(1, len(found) // MISSPELT)]:
        written = key[:2] + key[3:] if len(key) > 4 else key[:-2] + key[-1] + key[-2]
        changed = misspelt(node, path, written)
        problems = check_structure(changed)
        assert len(problems) <= 1, (key, path, problems)
        assert all(problem.suggestion in (key, None) for problem in problems), (key, path, problems)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Libellé", "libelle"),
        ("libel", "libelle"),
        ("label", "libelle"),
        ("obligatoir", "obligatoire"),
        ("required", "obligatoire"),
    ],
)
def test_suggestions(written: str, meant: str) -> None:
    others = "" if meant == "libelle" else ", libelle: L"
    problem = problem_of(f"{{id: a, type: texte{others}, {written}: x}}")
    assert (problem.code, problem.suggestion) == ("S101", meant)
    assert meant in problem.expected


def test_expected_keys_are_those_of_the_type_and_not_yet_there() -> None:
    problem = problem_of("{id: a, type: choix, libelle: L, options: {a: b}, zzz: x}")
    assert "presentation" in problem.expected
    assert not {"format", "precision", "id", "libelle", "options"} & set(problem.expected)
    assert list(problem.expected) == sorted(problem.expected)


@pytest.mark.parametrize("text", ["id: nom", "id: 'nom'", "id: |\n              nom"])
def test_a_pattern_holds_to_the_end_of_the_text(text: str) -> None:
    found = field(f"{text}\n            type: texte\n            libelle: L")
    assert found == (["S136"] if "|" in text else [])


def test_a_problem_says_its_place_and_length() -> None:
    problem = problem_of("{id: a, type: texte, libelle: L, longueur_max: zéro}")
    assert (problem.position.line, problem.position.column, problem.length) == (10, 60, 4)
    assert sentence(problem, "fr").startswith("« zéro » ne convient pas")


# ── Kinds of file ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("procedure: x", "procedure"),
        ("portail: x", "portail"),
        ("bloc: x", "bloc"),
        ("services: x", "services"),
        ("scenarios: x", "scenarios"),
        ("demarche: x\nscenarios: y", "scenarios"),
        ("demarch: x\nscenarios: y", "scenarios"),
        ("procedure: x\nscenarios: y", "procedure"),
        ("portail: x\nscenarios: y", "portail"),
        ("etapes: x\nmotifs: y\nscenarios: z", "procedure"),
        ("situation: x\nquestions: y\nscenarios: z", "portail"),
        ("etapes: x\nmotifs: y", "procedure"),
        ("questions: x\nsituation: y", "portail"),
        ("contenu: x", "bloc"),
        ("procédure: x", "procedure"),
        ("liens: x", None),
        ("situation: a\nnom: b\nprenom: c\nville: d", None),
        ("procedure: x\nbloc: y", None),
        ("- a", None),
        ("a", None),
    ],
)
def test_file_kind(text: str, kind: FileKind | None) -> None:
    assert file_kind(tree(text)) == kind
    assert bool({"S108", "S109"} & {*codes(text)}) == (kind is None)


# ── The schema file ───────────────────────────────────────────────────────────────────────────────────────────

MAPS_OF_IDS = {"documents", "faits", "liens", "listes", "motifs", "options", "orientations", "questions", "textes"}


def properties() -> Iterator[tuple[str, str, Any]]:
    """Every property that the schema describes: the definition it is in, its name, its schema."""

    def walk(name: str, schema: object) -> Iterator[tuple[str, str, Any]]:
        if isinstance(schema, list):
            for part in schema:
                yield from walk(name, part)
        elif isinstance(schema, dict):
            closed = schema.get("additionalProperties") is False
            yield from (
                (name, key, part) for key, part in schema.get("properties", {}).items() if closed or "type" in schema
            )
            for part in schema.values():
                yield from walk(name, part)

    for name, definition in DEFINITIONS.items():
        yield from walk(name, definition)


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_definition_is_used() -> None:
    cited = set(re.findall(r'"#/\$defs/(\w+)"', SCHEMA_FILE.read_text(encoding="utf-8")))
    assert cited == set(DEFINITIONS)


def test_every_key_is_a_keyword_and_every_keyword_a_key() -> None:
    assert {key for _, key, _ in properties()} == set(keywords.KEYWORDS)


def test_keywords_do_not_share_a_name_where_they_meet() -> None:
    for name, definition in DEFINITIONS.items():
        names = [keywords.KEYWORDS[key] for key in definition.get("properties", {})]
        assert len(names) == len(set(names)), name


def test_every_property_is_described_in_french() -> None:
    silent = {(name, key) for name, key, schema in properties() if "description" not in schema}
    assert {name for name, _ in silent} <= {"adaptation"}


def test_every_object_is_closed_and_named() -> None:
    for name, definition in DEFINITIONS.items():
        if "properties" in definition:
            assert "additionalProperties" in definition, name
            assert definition["additionalProperties"] is not False or "x-nom" in definition, name
        elif definition.get("type") == "object":
            assert "additionalProperties" in definition or "if" in definition, name


def test_words_are_in_both_languages() -> None:
    def walk(schema: object) -> Iterator[Mapping[str, str]]:
        if isinstance(schema, list):
            for part in schema:
                yield from walk(part)
        elif isinstance(schema, dict):
            yield from (schema[name] for name in ("x-nom", "x-attendu", "x-raison") if name in schema)
            for part in schema.values():
                yield from walk(part)

    found = list(walk(SCHEMA))
    assert len(found) > 30
    assert all(set(words) == {"fr", "en"} for words in found)


def test_no_any_of_over_shapes() -> None:
    """`anyOf` and `oneOf` only ask which keys are there: their failure can be said in one sentence."""

    def walk(schema: object) -> Iterator[object]:
        if isinstance(schema, list):
            for part in schema:
                yield from walk(part)
        elif isinstance(schema, dict):
            for name, part in schema.items():
                if name in ("anyOf", "oneOf"):
                    yield from part
                yield from walk(part)

    assert all(isinstance(part, dict) and set(part) == {"required"} for part in walk(SCHEMA))


@pytest.mark.parametrize(
    ("place", "key", "table"),
    [
        ("champ", "type", keywords.FIELD_KINDS),
        ("champ", "precision", keywords.PRECISIONS),
        ("champ", "repris_de", keywords.ORIGINS),
        ("etape", "contenu", keywords.CONTENTS),
    ],
)
def test_closed_values_are_those_of_the_tables(place: str, key: str, table: Mapping[str, str]) -> None:
    assert DEFINITIONS[place]["properties"][key]["enum"] == list(table)


def test_prose_keys_are_texts_of_the_schema() -> None:
    texts = {
        key
        for definition in DEFINITIONS.values()
        for key, part in definition.get("properties", {}).items()
        if part.get("$ref", "").endswith(("/texte", "/texte_ou_rien", "/une_ligne"))
    }
    unread = {"contenu", "format", "format_exemple", "numero", "si_inconnu", "source", "version"}
    assert texts - unread == keywords.PROSE_KEYS


def test_adaptable_keys_are_those_of_the_table() -> None:
    assert set(DEFINITIONS["adaptation"]["properties"]) == keywords.ADAPTABLE_KEYS


def test_keys_of_each_kind_are_those_of_the_table() -> None:
    depends = {
        key: set(part["properties"]["type"]["enum"]) for key, part in DEFINITIONS["champ"]["dependentSchemas"].items()
    }
    french = {kind: name for name, kind in keywords.FIELD_KINDS.items()}
    assert depends == {key: {french[kind] for kind in kinds} for key, kinds in keywords.KINDS_OF_KEY.items()}


@pytest.mark.parametrize("kind", ["procedure", "portail", "bloc", "services", "scenarios"])
def test_the_root_sends_each_kind_to_its_definition(kind: FileKind) -> None:
    branches = {part["if"]["required"][0]: part["then"]["$ref"] for part in SCHEMA["allOf"]}
    assert branches[kind] == f"#/$defs/fichier_{kind}"
    assert kind in top_keys(kind)


# ── Against the validator itself ──────────────────────────────────────────────────────────────────────────────

KEYS = st.sampled_from([*keywords.KEYWORDS, "libele", "zzz", "Nom", "é"])
VALUES = st.recursive(
    st.sampled_from(["", "oui", "x", "1", "A b", "choix", "date", "groupe", "2020-01-01", "par_piece"]),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=5)),
    max_leaves=30,
)


def as_node(value: object) -> Node:
    """Plain data as a tree, through YAML."""
    return tree(yaml.safe_dump(value, allow_unicode=True, default_style='"', width=10_000))


@given(
    kind=st.sampled_from(["procedure", "portail", "bloc", "services"]), parts=st.dictionaries(KEYS, VALUES, max_size=6)
)
def test_a_file_has_problems_exactly_when_the_schema_refuses_it(kind: FileKind, parts: dict[str, Any]) -> None:
    for other in ("procedure", "portail", "bloc", "services"):
        parts.pop(other, None)
    node = as_node({kind: {"id": "a"}, **parts})
    problems = check_structure(node)
    valid = Draft202012Validator(SCHEMA).is_valid(plain(node))
    assert (problems == ()) == valid
    assert validator(kind).is_valid(plain(node)) == valid
    for problem in problems:
        assert "…" not in sentence(problem, "fr").replace("{…}", "").replace("[…]", "").replace("/…", "")
