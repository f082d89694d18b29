"""Checking specs, proofs included, beside loading them; large procedures; many; and how soon the command is ready."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from engine.build import Loaded, load_sources
from engine.lint.linting import lint
from engine.prove import prove

from . import large
from .timing import row, seconds_per_call

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 3, 10)
BESIDE_LOADING, WHOLE = 5.0, 100.0
"""The bounds of a whole check: in times of loading, and in milliseconds."""
READY = 250.0
"""The bound of the command's start, in milliseconds."""
MANY, FEW = 100, 10
LINEAR = 1.2
"""How much dearer one of many procedures may be than one of few."""
LARGE = 5.0
"""The bound of the proofs of 3,000 questions, in seconds."""
LIMIT = 10.0
"""The same where guards are chained and the budget ends them, in seconds."""


def report() -> Iterator[str]:
    """One line per measure; ratios are to the bound, or to what is named."""
    yield "parcours lint, proofs included"
    yield from _whole()
    yield from _ready()
    yield from _many()
    yield from _large()


def _whole() -> Iterator[str]:
    sources = procedures()
    checked(load_sources(sources))
    times = seconds_per_call({"load": partial(load_sources, sources), "check": partial(checked_sources, sources)})
    took = times["check"] * 1000
    yield row(
        "procedures/, loaded and checked, beside loading", took, "ms", times["check"] / times["load"], BESIDE_LOADING
    )
    yield row("  beside its bound", took, "ms", took / WHOLE, 1.0)


def _ready() -> Iterator[str]:
    python = [sys.executable, "-c", "from renderers.cli import main; main()"]
    small = ROOT / "tests" / "specs" / "ok" / "minimal"
    commands = {
        "start of the command (lint --help)": ["lint", "--help"],
        "  with the smallest procedure, checked whole": ["lint", str(small)],
    }
    for label, arguments in commands.items():
        took = min(_seconds([*python, *arguments]) for _ in range(10)) * 1000
        yield row(label, took, "ms", took / READY, 1.0)
    took = min(_seconds([*python, "lint", "procedures"]) for _ in range(3)) * 1000
    yield row("  with procedures/", took, "ms", took / READY)


def _many() -> Iterator[str]:
    few, many = copies(FEW), copies(MANY)
    times = seconds_per_call({"few": partial(checked_sources, few), "many": partial(checked_sources, many)}, rounds=3)
    ratio = (times["many"] / MANY) / (times["few"] / FEW)
    yield row(f"{MANY} procedures, each beside one of {FEW}", times["many"] / MANY * 1000, "ms", ratio, LINEAR)


def _large() -> Iterator[str]:
    local = load_sources(large.local())
    took, found = proved(local)
    if set(found) - {"P310"}:
        raise ValueError(f"local conditions: {found}")
    yield row(f"proofs of {large.QUESTIONS} questions, local conditions", took, "s", took / LARGE, 1.0)
    for links in (1, 2):
        took, found = proved(load_sources(large.chained(links)))
        named = found["P320"]
        yield row(f"  guards chained by {links}, {named} places named as not proved", took, "s", took / LIMIT, 1.0)


def procedures() -> dict[str, bytes]:
    """The files of the repository's procedures."""
    folder = ROOT / "procedures"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*.yaml"))}


def copies(count: int) -> dict[str, bytes]:
    """The repository's procedure many times over, each led to by its own answer of the tree."""
    sources = {name: data for name, data in procedures().items() if not name.startswith("scenarios/")}
    name, text = next((n, d.decode()) for n, d in sources.items() if n != "portail.yaml" and "/" not in n)
    portal = sources["portail.yaml"].decode()
    procedure = next(line.split(": ")[1] for line in text.split("\n") if line.startswith("  id: "))
    leaf = next(line for line in portal.split("\n") if "poursuivre" in line)
    choice = portal[: portal.index(leaf)].rindex("      traite:")
    block = portal[choice : portal.index(leaf) + len(leaf) + 1]
    more = "".join(
        block.replace("traite:", f"traite_{n}:").replace(procedure, f"{procedure}_{n}") for n in range(1, count)
    )
    made = {n: d for n, d in sources.items() if n != name}
    made["portail.yaml"] = (portal[:choice] + block + more + portal[choice + len(block) :]).encode()
    for n in range(count):
        own = procedure if n == 0 else f"{procedure}_{n}"
        made[f"{own}.yaml"] = text.replace(f"  id: {procedure}\n", f"  id: {own}\n", 1).encode()
    return made


def checked_sources(sources: Mapping[str, bytes]) -> int:
    """The work that is timed: loading, and every rule."""
    return checked(load_sources(sources))


def checked(loaded: Loaded) -> int:
    """How many findings there are. Raises `ValueError` where loading found an error: checking would stop there."""
    if not loaded.usable:
        raise ValueError(str(loaded.problems[0]))
    return len(lint(loaded, TODAY).problems)


def proved(loaded: Loaded) -> tuple[float, Counter[str]]:
    """How long the proofs take, once, and what they find by code; of P320, how many places it names."""
    if loaded.problems:
        raise ValueError(str(loaded.problems[0]))
    start = time.perf_counter()
    found = list(prove(loaded.catalogue, TODAY))
    took = time.perf_counter() - start
    counted = Counter(problem.code for problem in found)
    counted["P320"] = sum(1 + len(problem.also) for problem in found if problem.code == "P320")
    return took, +counted


def _seconds(command: list[str]) -> float:
    # Where Python may keep what it compiles, as it does for whoever installs the package.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=kept)
    return time.perf_counter() - start
