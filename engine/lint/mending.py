"""`--fix`: the edits of findings made in memory until none is left, then written, each file at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..problems import Edit, Problem
from .edits import applied, written
from .linting import Findings

ROUNDS = 20
"""How many times the findings of what was mended are mended in turn."""
Refusal = Literal["outside", "changed", "system"]


@dataclass(frozen=True, slots=True)
class Change:
    """An edit that was made: the code of its finding, and what stood there."""

    code: str
    edit: Edit
    before: str


@dataclass(frozen=True, slots=True)
class Mended:
    """What is left to say after mending, the files that changed by the names that positions have, and each change."""

    findings: Findings
    files: Mapping[str, bytes]
    changes: tuple[Change, ...]


def mend(lint: Callable[[Mapping[str, bytes]], Findings], allowed: Collection[str]) -> Mended:
    """Makes every edit of the findings in the files that may change. `lint` gives the findings of the files as read,
    but for those changed that it is given."""
    files: dict[str, bytes] = {}
    changes: list[Change] = []
    for _ in range(ROUNDS):
        findings = lint(files)
        made = _round(findings, allowed)
        if not made:
            return Mended(findings, files, tuple(changes))
        for name, (data, done) in made.items():
            files[name] = data
            changes += done
    return Mended(lint(files), files, tuple(changes))


def _round(findings: Findings, allowed: Collection[str]) -> dict[str, tuple[bytes, list[Change]]]:
    """Each file with the edits of its findings made; the edits of a finding are made all, or none."""
    by_file: dict[str, dict[Edit, str]] = {}
    for problem in findings.problems:
        if problem.edits and all(edit.position.file in allowed for edit in problem.edits):
            for edit in problem.edits:
                by_file.setdefault(edit.position.file, {}).setdefault(edit, problem.code)
    made: dict[str, tuple[bytes, list[Change]]] = {}
    for name, codes in by_file.items():
        before = findings.sources[name]
        data, done = applied(before, codes)
        if data != before:
            text = before.decode("utf-8")
            made[name] = data, [Change(codes[edit], edit, written(text, edit) or "") for edit in done]
    return made


def replace_file(path: Path, read: bytes, new: bytes, inside: Iterable[Path]) -> Refusal | None:
    """Replaces a file at once, keeping its mode: whoever opens it reads the old bytes or the new ones. Gives None, or
    why it was not done.

    A link is followed only to a file that is one of `inside`, or in one; `read` is what the file held when it was read:
    one that changed since is left alone.
    """
    try:
        real = path.resolve(strict=True)
        roots = [root.resolve() for root in inside]
        if not any(root in (real, *real.parents) for root in roots):
            return "outside"
        if real.read_bytes() != read:
            return "changed"
        _write(real, new)
    except OSError:
        return "system"
    return None


def _write(path: Path, data: bytes) -> None:
    now = path.stat()
    import tempfile  # slow to import, and most commands mend nothing

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(now.st_mode & 0o7777)
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            os.chown(name, now.st_uid, now.st_gid)  # what root mends stays its owner's
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def fixable(problems: Iterable[Problem]) -> int:
    """How many findings have an edit."""
    return sum(bool(problem.edits) for problem in problems)
