"""Whether a file has the structure of the language: JSON Schema errors as problems at the place to change.

The contract is `engine/schema.json`, which editors read too. A validator says where its schema stopped holding; an
author needs the key or the value to change, once. So its errors are gathered by object before they are said: a misspelt
key is not also a missing one, and what depends on a `type` is not judged while the type itself is wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from .keywords import KEYWORDS, PROSE_KEYS
from .nearest import nearest
from .problems import Problem, sorted_problems
from .schema_errors import Fault, Translator
from .source import Node

Plain = str | list["Plain"] | dict[str, "Plain"]
FileKind = Literal["procedure", "portail", "bloc", "services", "traduction", "scenarios"]
KINDS: Final[tuple[FileKind, ...]] = ("procedure", "portail", "bloc", "services", "traduction", "scenarios")
WITHIN: Final = "scenarios"
"""What names a file of its own, and may also be a part of another."""
SCHEMA_FILE: Final = Path(__file__).parent / "schema.json"
TECHNICAL: Final = re.compile(r"[a-z0-9_.:/-]*|[A-Z0-9]*")
ANNOTATIONS: Final = frozenset({"description", "$comment"})


def check_structure(node: Node) -> tuple[Problem, ...]:
    """What is wrong in the structure of one file, in reading order; nothing when it follows the schema.

    `node` is the root that `engine.source.read_source` gives.
    """
    kind = file_kind(node)
    if kind is None:
        return (_unknown_file(node),)
    faults = [_fault(node, error) for error in validator(kind).iter_errors(plain(node))]
    found = [*(Translator(faults, KEYWORDS).problems() if faults else ()), *_cut_texts(node)]
    return sorted_problems(found) if found else ()


def file_kind(node: Node) -> FileKind | None:
    """What a file is, by its top-level keys: the one that names it, else half of its keys; None if they don't tell."""
    if node.kind != "map":
        return None
    found = frozenset(node.keys())
    named = [kind for kind in KINDS if kind in found]
    if len(named) > 1 and WITHIN in named:
        named.remove(WITHIN)
    if named and named != [WITHIN]:
        return named[0] if len(named) == 1 else None
    known = {kind: len(found & top_keys(kind)) for kind in KINDS}
    best = max(KINDS, key=lambda kind: known[kind])
    alone = sum(count == known[best] for count in known.values()) == 1
    if alone and known[best] * 2 >= len(found):
        return best
    near = {nearest(key, KINDS) for key in found} - {None}
    return next((kind for kind in KINDS if near == {kind}), None)


def top_keys(kind: FileKind) -> frozenset[str]:
    """The keys a file of this kind may begin with."""
    return frozenset(_definitions()[f"fichier_{kind}"]["properties"])


def keys_of(definition: str) -> frozenset[str]:
    """The keys that an object of the language may have: `champ`, `section`, `piece` …"""
    return frozenset(_definitions()[definition]["properties"])


def required_keys_of(definition: str) -> frozenset[str]:
    """The keys that an object of the language must have."""
    return frozenset(_definitions()[definition].get("required", ()))


def name_of(definition: str) -> Mapping[str, str]:
    """What an object of the language is called, by language: "un champ", "a field"."""
    named: Mapping[str, str] = _definitions()[definition]["x-nom"]
    return named


def plain(node: Node) -> Plain:
    """A tree as the data that a validator reads: dictionaries, lists and texts."""
    match node.kind:
        case "scalar":
            return node.text
        case "list":
            return [plain(item) for item in node.items]
        case "map":
            return {key.text: plain(value) for key, value in node.entries}


def _cut_texts(node: Node) -> Iterator[Problem]:
    """Texts without quotes that a comment follows: what people read may have lost its end. After an id, a number or
    what is quoted, a comment is one."""
    for item in node.items:
        yield from _cut_texts(item)
    for key, value in node.entries:
        if value.kind != "scalar":
            yield from _cut_texts(value)
        elif value.cut is not None and is_prose(key.text, value.text):
            yield value.cut


def is_prose(key: str, value: str) -> bool:
    """Whether people read a value. Under an id (the label of an option), and under `contenu`, its words tell."""
    if key in KEYWORDS and key != "contenu":
        return key in PROSE_KEYS
    return TECHNICAL.fullmatch(value) is None


@cache
def validator(kind: FileKind) -> Draft202012Validator:
    """The validator of a kind of file, made once."""
    return Draft202012Validator(_definitions()[f"fichier_{kind}"])


@cache
def _definitions() -> Mapping[str, dict[str, Any]]:
    """The schema's definitions with each reference replaced by what it names, circles included.

    A validator looks a reference up each time it meets one; followed once here, validating takes half the time.
    """
    written: dict[str, dict[str, Any]] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))["$defs"]
    linked: dict[str, dict[str, Any]] = {name: {} for name in written}

    def link(schema: object) -> object:
        if isinstance(schema, list):
            return [link(part) for part in schema]
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            return linked[schema["$ref"].rsplit("/", 1)[1]]
        return {key: link(part) for key, part in schema.items() if key not in ANNOTATIONS}

    for name, schema in written.items():
        linked[name].update({key: link(part) for key, part in schema.items() if key not in ANNOTATIONS})
    return linked


def _fault(root: Node, error: ValidationError) -> Fault:
    """A validator's error with the node it is about."""
    path = tuple(error.absolute_path)
    node = root
    trail: list[Node] = []
    key: Node | None = None
    for part in path:
        trail.append(node)
        if isinstance(part, str):
            key, below = node.key(part), node.get(part)
        else:
            below = node.items[part]
        if below is None:
            break
        node = below
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    where = tuple(str(part) for part in error.absolute_schema_path)
    holder = trail[-1] if trail else None
    return Fault(path, node, key, holder, str(error.validator), error.validator_value, error.instance, schema, where)


def _unknown_file(node: Node) -> Problem:
    named = [key for key, _ in node.entries if key.text in KINDS and key.text != WITHIN]
    if len(named) > 1:
        first, second = named[0], named[1]
        params = {"found": second.text, "other": first.text}
        return Problem(second.position, "S108", params, length=second.length, related=first.position)
    return Problem(
        node.position if node.kind != "map" or not node.entries else node.entries[0][0].position,
        "S109",
        length=node.entries[0][0].length if node.entries else node.length,
        expected=tuple(KINDS),
        suggestion=_near_kind(node.keys()),
    )


def _near_kind(keys: Iterable[str]) -> str | None:
    return next((near for key in keys if (near := nearest(key, KINDS)) is not None and near != key), None)
