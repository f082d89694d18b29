"""Loading a procedure, beside what no loader can avoid: composing its YAML in C and validating it by the schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

from engine.build import load_sources
from engine.schema import SCHEMA_FILE, file_kind, plain, validator
from engine.source import read_source

from .generated import ID, source
from .timing import row, seconds_per_call

ROOT = Path(__file__).resolve().parents[2]
BOUND = 1.5


def report() -> Iterator[str]:
    """One line per set of files."""
    yield "Loading, beside yaml.compose (C) and JSON Schema validation of the same files"
    for label, sources in sets().items():
        yield from measure(label, sources)


def sets() -> dict[str, dict[str, bytes]]:
    """The files of each procedure of the repository with what they include, and the generated one."""
    folder = ROOT / "procedures"
    everything = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*.yaml"))}
    loaded = load_sources(everything)
    found = {name: dict(procedure.sources) for name, procedure in loaded.catalogue.procedures.items()}
    return {**found, f"{ID} (generated)": {f"{ID}.yaml": source()}}


def measure(label: str, sources: Mapping[str, bytes]) -> Iterator[str]:
    """The lines of one set. Raises `ValueError` when the files are not right: a loader that stops early proves nothing.

    The second line, for information, takes the engine's own validator, which follows references beforehand.
    """
    if problems := load_sources(sources, whole=False).problems:
        raise ValueError(f"{label}: {problems[0]}")
    files = [_file(name, data) for name, data in sources.items()]
    times = seconds_per_call(
        {
            "load": partial(load_sources, sources, whole=False),
            "stock": partial(_reference, [(f.data, f.tree, f.stock) for f in files]),
            "ours": partial(_reference, [(f.data, f.tree, f.ours) for f in files]),
        }
    )
    took = times["load"] * 1000
    size = sum(map(len, sources.values())) / 1000
    yield row(f"{label}, {len(sources)} files, {size:.0f} kB", took, "ms", times["load"] / times["stock"], BOUND)
    yield row("  beside our own validator of the same schema", took, "ms", times["load"] / times["ours"])


def _reference(files: list[tuple[bytes, object, Draft202012Validator]]) -> None:
    for data, tree, validating in files:
        yaml.compose(data, Loader=yaml.CSafeLoader)
        for error in validating.iter_errors(tree):
            raise error


@dataclass(frozen=True, slots=True)
class _File:
    """A file, its tree as data, and two validators of its kind: as the library makes it, and ours."""

    data: bytes
    tree: object
    stock: Draft202012Validator
    ours: Draft202012Validator


def _file(name: str, data: bytes) -> _File:
    root, _ = read_source(name, data)
    kind = file_kind(root) if root is not None else None
    if root is None or kind is None:
        raise ValueError(f"{name} can't be read")
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    stock = Draft202012Validator({"$ref": f"#/$defs/fichier_{kind}", "$defs": schema["$defs"]})
    return _File(data, plain(root), stock, validator(kind))
