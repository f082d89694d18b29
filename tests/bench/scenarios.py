"""Running the scenarios of authors: completing, replaying and judging each one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from engine.build import Loaded, load_catalogue
from engine.scenarios.running import Runner

from .timing import row, seconds_per_call

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {
    "procedures": "scenarios of procedures/",
    "tests/specs/ok/conditions": "scenarios whose answers are nearly all to be found",
}
PER_SECOND = {"procedures": 2_000}


def report() -> Iterator[str]:
    """One line per folder, each time with a runner that has seen nothing. The ratio is to the bound."""
    yield "parcours test: scenarios per second, beside how many there must be"
    for folder, label in FOLDERS.items():
        loaded = load_catalogue(ROOT / folder)
        checked(label, loaded)
        once = seconds_per_call({label: partial(run_all, loaded)})[label]
        speed, bound = len(loaded.scenarios) / once, PER_SECOND.get(folder)
        ratio = (bound or speed) / speed
        yield row(f"{label} ({len(loaded.scenarios)})", speed, "/s", ratio, 1.0 if bound is not None else None)


def run_all(loaded: Loaded) -> bool:
    """The work that is timed. Gives whether all hold."""
    runner = Runner(loaded.catalogue)
    held = [runner.run(scenario).held for scenario in loaded.scenarios]
    return all(held)


def checked(label: str, loaded: Loaded) -> None:
    """Raises `ValueError` when a scenario does not hold: a search that ends early or late proves nothing."""
    if loaded.problems or not loaded.scenarios or not run_all(loaded):
        raise ValueError(f"{label}: not all scenarios hold")
