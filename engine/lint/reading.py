"""From paths to the catalogues that are linted. What can't be read is a finding, like anything else."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..build import BLOCKS, SCENARIOS, Loaded, files_of, load_sources
from ..problems import Position, Problem
from ..spec_files import REASONS, read_file, why

UNREAD = "Y005"
"""What is said of an empty file: one that can't be read stands for it, so that nothing is said to be missing."""
SUFFIX = ".yaml"


@dataclass(frozen=True, slots=True)
class Target:
    """One catalogue to lint: the bytes of its files by name, the folder they are in, as shown.

    `whole` says that all files of the folder are there; `given` are the files that were asked for, by the names that
    positions have; `apart` says that nothing is to be said of the others; `paths` is where each file is, by the same
    names; `problems` what could not be read.
    """

    sources: Mapping[str, bytes]
    folder: str
    whole: bool
    given: frozenset[str] = frozenset()
    apart: bool = False
    paths: Mapping[str, Path] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def load(self, changed: Mapping[str, bytes] | None = None) -> Loaded:
        """The catalogue, with some files changed: their bytes by the names that positions have."""
        other = changed or {}
        sources = {name: other.get(self.shown(name), data) for name, data in self.sources.items()}
        loaded = load_sources(sources, folder=self.folder, whole=self.whole)
        lost = {problem.position.file for problem in self.problems}
        kept = [p for p in loaded.problems if p.code != UNREAD or p.position.file not in lost]
        return replace(loaded, problems=(*self.problems, *kept))

    def shown(self, name: str) -> str:
        """The name that positions have of a file."""
        return f"{self.folder}/{name}" if self.folder else name


def targets(path: Path) -> Iterator[Target]:
    """The catalogues of a path: a folder of specs, the folders in it where it has none of its own, or one file.

    Never raises for what the path holds; a path that is not there is the caller's to refuse.
    """
    if path.is_dir():
        yield from _folders(path) if path.suffix != SUFFIX else [_lost(path, REASONS[errno.EISDIR])]
    elif path.parent.name == BLOCKS:
        yield _target(path.parent.parent, only=path)
    else:
        yield _target(path)


def _folders(path: Path) -> Iterator[Target]:
    """A folder of blocks is a part of the one above."""
    if path.name == BLOCKS and any(path.glob("*.yaml")):
        yield _target(path.parent, only=path)
        return
    found = list(_catalogues(path, frozenset()))
    yield from found or [Target({}, "", whole=True, problems=(Problem(Position(str(path), 1, 1), "Y034"),))]


def _catalogues(folder: Path, above: frozenset[Path]) -> Iterator[Target]:
    """The folder, if it has YAML; else those below that have. A link back to a folder above is not followed; one that
    can't be read is said, and its neighbours are read."""
    here = folder.resolve()
    if here in above:
        return
    entries = _entries(folder)
    if isinstance(entries, Target):
        yield entries
        return
    if any(entry.name.endswith(SUFFIX) for entry in entries):
        yield _target(folder)
        return
    for entry in entries:
        if entry.is_dir() and not entry.name.startswith("."):
            yield from _catalogues(folder / entry.name, above | {here})


def _entries(folder: Path) -> list[os.DirEntry[str]] | Target:
    """What a folder holds, by name; or the finding that it can't be read."""
    try:
        return sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as fault:
        return _lost(folder, why(fault))


def _target(path: Path, *, only: Path | None = None) -> Target:
    whole = path.is_dir()
    folder = path if whole else path.parent
    for part in (folder / BLOCKS, folder / SCENARIOS):
        # Without its blocks, or not knowing that it has scenarios, nothing true can be said of a folder.
        entries = _entries(part) if part.is_dir() else None
        if isinstance(entries, Target):
            return entries
    shown = "" if str(folder) == "." else str(folder)
    target = Target({}, shown, whole)
    sources: dict[str, bytes] = {}
    places: dict[str, Path] = {}
    problems: list[Problem] = []
    for name, file in files_of(path).items():
        places[target.shown(name)] = file
        data = read_file(file)
        if isinstance(data, tuple):
            problems.append(_unread(target.shown(name), data))
            data = b""
        sources[name] = data
    asked = only or path
    given = frozenset(name for name, file in places.items() if asked in (file, *file.parents))
    return Target(sources, shown, whole, given, only is not None, places, tuple(problems))


def _unread(name: str, why: tuple[str, str]) -> Problem:
    return Problem(Position(name, 1, 1), "Y033", {"reason_fr": why[0], "reason_en": why[1]})


def _lost(path: Path, why: tuple[str, str]) -> Target:
    return Target({}, "", whole=True, problems=(_unread(str(path), why),))


def all_targets(paths: Iterable[Path]) -> list[Target]:
    """The catalogues of several paths, none twice: a file of a folder that is given too is a part of it."""
    found: dict[tuple[object, ...], Target] = {}
    for path in paths:
        for target in targets(path):
            places = tuple(problem.position for problem in target.problems)
            found.setdefault((target.folder, target.whole, target.apart, target.given, places), target)
    folders = {target.folder for target in found.values() if target.whole and target.sources and not target.apart}
    return [t for t in found.values() if (t.whole and not t.apart) or not t.sources or t.folder not in folders]
