"""From a validator's errors to what an author reads: one problem for one fault, at the character to change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .nearest import fold, nearest
from .problems import Problem
from .source import Node
from .yaml_brackets import GLUED

Path = tuple[str | int, ...]
SHOWN = 60
MEANT: Mapping[str, str] = {"true": "oui", "yes": "oui", "vrai": "oui", "false": "non", "no": "non", "faux": "non"}
"""What authors used to other tools write for `oui` and `non`."""
SHAPES: Mapping[str, tuple[str, str]] = {
    "object": ("une table (clé : valeur)", "a map (key: value)"),
    "array": ("une liste", "a list"),
    "string": ("un texte", "a text"),
}
COMBINATORS = ("tous", "un_de", "aucun_de")
"""The keys of a condition under which conditions are listed."""
BY_TYPE = frozenset({"required", "oneOf", "not"})
"""What the schema says of an object by its type, beside what it says of all: not judged while the type is wrong."""
LISTED = ("une de ces valeurs", "one of these values")
FOUND: Mapping[str, tuple[str, str]] = {
    "map": ("une table", "a map"),
    "list": ("une liste", "a list"),
    "scalar": ("un texte", "a text"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A validator's error: the rule that failed at a path, the node there, its key and what holds it.

    `where` is the path in the schema, `rule` the keyword that failed.
    """

    path: Path
    node: Node
    key: Node | None
    holder: Node | None
    rule: str
    value: Any
    instance: Any
    schema: Mapping[str, Any]
    where: tuple[str, ...]

    @property
    def by_key(self) -> str | None:
        """The key whose presence made the rule apply (`dependentSchemas`), or None."""
        if "dependentSchemas" not in self.where:
            return None
        return self.where[len(self.where) - 1 - self.where[::-1].index("dependentSchemas") + 1]

    @property
    def in_name(self) -> bool:
        """Whether the rule is about a key of the map at the path, not about its value."""
        return "propertyNames" in self.where

    @property
    def named(self) -> str:
        """The nearest key above."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A key that an object doesn't have, and the one that was probably meant."""

    key: Node
    meant: str | None
    aside: bool


class Translator:
    """Makes the problems of one file from its faults. `keywords` is the table keyword → canonical (English) name."""

    def __init__(self, faults: Sequence[Fault], keywords: Mapping[str, str]) -> None:
        self.faults = faults
        self.keywords = keywords
        self.unknown: dict[Path, list[Unknown]] = {}
        self.missing: dict[Path, list[str]] = {}
        self.wrong_types: frozenset[Path] = frozenset(
            fault.path[:-1]
            for fault in faults
            if fault.named == "type" and fault.rule == "enum" and fault.by_key is None
        )
        self.misplaced: frozenset[Path] = frozenset(
            fault.path[:-1] for fault in faults if fault.rule == "not" and "x-code" in fault.schema
        )
        """Objects whose type has no place where they are: what they lack is not to be given."""
        self.made: list[Problem] = []
        self.rules: Mapping[str, Callable[[Fault], None]] = {
            "required": self._required,
            "dependentRequired": self._required,
            "type": self._shape,
            "enum": self._enum,
            "pattern": self._pattern,
            "oneOf": self._one_of,
            "not": self._excluded,
            "minLength": self._empty,
            "minItems": self._empty,
            "minProperties": self._empty,
            "maxItems": self._count,
        }

    def problems(self) -> list[Problem]:
        """The problems, one for each thing to change."""
        for fault in self.faults:
            if fault.rule == "additionalProperties":
                self._additional(fault)
        for fault in self.faults:
            if fault.rule != "additionalProperties" and not self._aside(fault):
                self.rules.get(fault.rule, self._other)(fault)
        return self.made

    # ── Keys ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _additional(self, fault: Fault) -> None:
        known: Mapping[str, Any] = fault.schema["properties"]
        aside: Mapping[str, Sequence[str]] = fault.schema.get("x-aussi", {})
        present = frozenset(fault.node.keys())
        expected = _allowed(fault, known) - present
        found = [key for key, _ in fault.node.entries if key.text not in known]
        meanings = {key.text: self._meant(key.text, expected, aside) for key in found}
        companions = {name for meant in meanings.values() for name in aside.get(meant or "", ())}
        for key in found:
            if key.text in companions:
                continue
            meant = meanings[key.text]
            self.unknown.setdefault(fault.path, []).append(Unknown(key, meant, meant in aside))
            params = {"found": _shown(key.text), **_object(fault.schema)}
            code = str(fault.schema.get("x-code-inconnu", "S101"))
            named = expected if meant is None else expected | {meant}
            self._add(key, code, params, expected=named, suggestion=meant)

    def _meant(self, found: str, expected: Iterable[str], aside: Iterable[str]) -> str | None:
        """The key probably meant: the one whose English name was written, the nearest here, the nearest elsewhere."""
        return self._translated(found, expected) or nearest(found, sorted(expected)) or nearest(found, aside)

    def _translated(self, found: str, expected: Iterable[str]) -> str | None:
        """The keyword whose English name was written."""
        return next((name for name in sorted(expected) if self.keywords.get(name) == found), None)

    def _required(self, fault: Fault) -> None:
        if fault.path in self.missing:
            return
        missing = [name for other in self._alike(fault) for name in _missing(other)]
        self.missing[fault.path] = missing
        meant = self.unknown.get(fault.path, ())
        left = [name for name in dict.fromkeys(missing) if not any(_stands_for(u, name) for u in meant)]
        if not left:
            return
        code = next((str(f.schema["x-code"]) for f in self._alike(fault) if "x-code" in f.schema), "S102")
        if code != "S102" and len(left) > 1:
            code = "S102"
        name = fault.node.get("id")
        params = {
            **_words("keys", left),
            **_object(fault.schema),
            "found": name.text if name is not None else fault.named,
        }
        self._add(fault.node, code, params)

    def _alike(self, fault: Fault) -> list[Fault]:
        """The faults of the same object that are about missing keys: they make one problem."""
        rules = ("required", "dependentRequired")
        return [f for f in self.faults if f.path == fault.path and f.rule in rules and not self._aside(f)]

    def _one_of(self, fault: Fault) -> None:
        names = [str(part["required"][0]) for part in fault.value]
        present = [key for key, _ in fault.node.entries if key.text in names]
        if len(present) > 1:
            params = {"found": present[1].text, "other": present[0].text, **_object(fault.schema)}
            self._add(present[1], "S110", params)
            return
        meant = self.unknown.get(fault.path, ())
        if any(unknown.meant is None or _stands_for(unknown, name) for unknown in meant for name in names):
            return
        self._add(fault.node, "S111", _object(fault.schema), expected=names)

    def _excluded(self, fault: Fault) -> None:
        if fault.key is None:
            return
        if "x-code" in fault.schema:
            name = fault.holder.get("id") if fault.holder is not None else None
            params = {"found": name.text if name is not None else fault.named}
            self._add(fault.node, str(fault.schema["x-code"]), params)
            return
        other = fault.by_key
        if other is None:
            reason: Mapping[str, str] = fault.schema["x-raison"]
            self._add(fault.key, "S112", {"found": fault.key.text, "why_fr": reason["fr"], "why_en": reason["en"]})
        else:
            self._add(fault.key, "S110", {"found": fault.key.text, "other": other, **_object(fault.schema)})

    # ── Values ────────────────────────────────────────────────────────────────────────────────────────────────

    def _shape(self, fault: Fault) -> None:
        if fault.in_name:
            return
        node = fault.node
        bare = fault.schema.get("x-si-liste")
        if bare is not None and node.kind == "list" and all(item.kind == "map" for item in node.items):
            self._add(fault.key or node, str(bare), {"key": fault.named})
            return
        if node.kind == "scalar" and not node.text:
            self._add(fault.key or node, "S106", {"key": fault.named, **_wanted(fault)})
            return
        nested = fault.schema.get("x-si-table")
        if nested is not None and node.kind == "map" and fault.key is not None:
            suggestion = nearest(fault.named, COMBINATORS)
            self._add(fault.key, str(nested), {"key": fault.named}, expected=COMBINATORS, suggestion=suggestion)
            return
        if fault.schema.get("type") == "array" and not node.quoted and GLUED.match(node.text):
            mended = f"- {node.text[1:]}" if not node.written else None
            self._add(node, "Y035", {"found": _shown(node.text)}, suggestion=mended)
            return
        self._add(node, "S103", {**_whose(fault), **_wanted(fault), **_both("found", FOUND[node.kind])})

    def _enum(self, fault: Fault) -> None:
        if fault.by_key is not None:
            self._not_for_type(fault)
            return
        text = str(fault.instance)
        expected = [value for value in fault.value if isinstance(value, str)]
        if not isinstance(fault.instance, str):
            params = {**_whose(fault), **_both("wanted", LISTED), **_both("found", FOUND[fault.node.kind])}
            self._add(fault.node, "S103", params, expected=expected)
            return
        if not text:
            self._add(
                fault.key or fault.node, "S106", {"key": fault.named, **_both("wanted", LISTED)}, expected=expected
            )
            return
        meant = MEANT.get(text.casefold())
        suggestion = meant if meant in expected else nearest(text, expected)
        code = str(fault.schema.get("x-code", "S104"))
        params = {"found": _shown(text), "key": fault.named}
        self._add(fault.node, code, params, expected=expected, suggestion=suggestion)

    def _not_for_type(self, fault: Fault) -> None:
        holder = fault.holder
        key = holder.key(fault.by_key or "") if holder is not None else None
        if key is None or fault.path[:-1] in self.wrong_types:
            return
        self._add(
            key, "S120", {"found": key.text, "type": str(fault.instance), **_words("types", fault.value, "ou", "or")}
        )

    def _pattern(self, fault: Fault) -> None:
        node: Node | None = fault.node
        text = str(fault.instance)
        if fault.in_name:
            node = fault.node.key(text)
        if node is None:
            return
        code = str(fault.schema.get("x-code", "S105"))
        suggestion = _as_id(text) if code == "S136" else None
        params = {"found": _shown(text), "key": fault.named, **_wanted(fault)}
        self._add(node, code, params, suggestion=suggestion)

    def _empty(self, fault: Fault) -> None:
        if fault.rule == "minItems" and fault.value > 1:
            self._count(fault)
            return
        node = fault.node.key(str(fault.instance)) if fault.in_name else (fault.key or fault.node)
        if node is not None and not self.unknown.get(fault.path):
            self._add(node, "S106", {"key": fault.named, **_wanted(fault)})

    def _count(self, fault: Fault) -> None:
        self._add(fault.node, "S107", {"key": fault.named, **_wanted(fault)})

    def _other(self, fault: Fault) -> None:
        """A rule of the schema without words of its own: the value is refused all the same."""
        self._add(fault.node, "S105", {"found": _shown(str(fault.instance)), "key": fault.named, **_wanted(fault)})

    # ── Common ────────────────────────────────────────────────────────────────────────────────────────────────

    def _aside(self, fault: Fault) -> bool:
        """Whether a misspelt key explains the fault: the object was taken for another, or the rule depends on it."""
        owner = fault.path[:-1] if fault.rule == "not" else fault.path
        if owner in self.wrong_types and "type" not in fault.schema.get("properties", {}) and fault.rule in BY_TYPE:
            return True
        if fault.path in self.misplaced and fault.rule == "required":
            return True
        explains: Iterable[str] = fault.schema.get("x-ou", ())
        found = self.unknown.get(owner, ())
        return any(unknown.aside or any(_stands_for(unknown, name) for name in explains) for unknown in found)

    def _add(
        self,
        node: Node,
        code: str,
        params: Mapping[str, str],
        *,
        expected: Iterable[str] = (),
        suggestion: str | None = None,
    ) -> None:
        names = tuple(sorted(set(expected), key=fold))
        self.made.append(
            Problem(node.position, code, params, length=node.length, expected=names, suggestion=suggestion)
        )


def _allowed(fault: Fault, known: Mapping[str, Any]) -> frozenset[str]:
    """The keys an object may have: those that its `type` takes, where it has one."""
    chosen = fault.instance.get("type") if isinstance(fault.instance, dict) else None
    depends: Mapping[str, Any] = fault.schema.get("dependentSchemas", {})

    def allowed(name: str) -> bool:
        types = depends.get(name, {}).get("properties", {}).get("type", {}).get("enum")
        return types is None or chosen is None or chosen in types

    types = known.get("type", {}).get("enum", ())
    return frozenset(name for name in known if chosen not in types or allowed(name))


def _missing(fault: Fault) -> list[str]:
    """The keys a `required` or a `dependentRequired` asks for and does not find."""
    if fault.rule == "required":
        return [name for name in fault.value if name not in fault.instance]
    needs = [name for key, names in fault.value.items() if key in fault.instance for name in names]
    return [name for name in needs if name not in fault.instance]


def _stands_for(unknown: Unknown, name: str) -> bool:
    return unknown.meant == name or nearest(unknown.key.text, (name,)) is not None


def _object(schema: Mapping[str, Any]) -> dict[str, str]:
    named: Mapping[str, str] = schema.get("x-nom", {"fr": "cet endroit", "en": "this place"})
    return {"object_fr": named["fr"], "object_en": named["en"]}


def _whose(fault: Fault) -> dict[str, str]:
    """What a value is: that of a key, or an element of its list."""
    key = fault.named
    if fault.path and isinstance(fault.path[-1], int):
        return _both("whose", (f"dans « {key} »", f'in "{key}"'))
    return _both("whose", (f"« {key} »", f'"{key}"'))


def _wanted(fault: Fault) -> dict[str, str]:
    """What the schema expects, in words."""
    named = fault.schema.get("x-attendu")
    if named is not None:
        return {"wanted_fr": named["fr"], "wanted_en": named["en"]}
    types = fault.schema.get("type", "string")
    first = types if isinstance(types, str) else types[0]
    return _both("wanted", SHAPES.get(first, SHAPES["string"]))


def _both(name: str, words: tuple[str, str]) -> dict[str, str]:
    return {f"{name}_fr": words[0], f"{name}_en": words[1]}


def _words(name: str, names: Iterable[str], fr: str = "et", en: str = "and") -> dict[str, str]:
    """Quoted names joined in a sentence, in both languages."""
    found = list(names)
    return {
        f"{name}_fr": _joined([f"« {n} »" for n in found], fr),
        f"{name}_en": _joined([f'"{n}"' for n in found], en),
    }


def _joined(parts: Sequence[str], last: str) -> str:
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _shown(text: str) -> str:
    """A value as a message quotes it: on one line, not too long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN else flat[: SHOWN - 1].rstrip() + "…"


def _as_id(text: str) -> str | None:
    """The id that a text would make, or None when it makes none."""
    made = re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")[:64]
    return made if made and made[0].isalpha() and made != text else None
