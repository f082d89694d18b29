"""Times candidates in turn, in one process, and keeps each one's best round: a busy machine slows them alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

Work = Callable[[], object]
ROUND_SECONDS = 0.05


def seconds_per_call(candidates: Mapping[str, Work], *, rounds: int = 12) -> dict[str, float]:
    """The best time of one call of each candidate, over rounds in which they take turns."""
    loops = {name: _loops(work) for name, work in candidates.items()}
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, work in candidates.items():
            taken = _time(work, loops[name]) / loops[name]
            best[name] = min(best.get(name, taken), taken)
    return best


def _loops(work: Work) -> int:
    """How many calls make a round long enough for the clock; the first, cold call is not counted."""
    work()
    loops = 1
    while (taken := _time(work, loops)) < ROUND_SECONDS / 2:
        loops = max(loops * 2, int(loops * ROUND_SECONDS / (taken + 1e-9) / 2))
    return loops


def _time(work: Work, loops: int) -> float:
    start = time.perf_counter()
    for _ in range(loops):
        work()
    return time.perf_counter() - start


def row(label: str, value: float, unit: str, ratio: float, bound: float | None = None) -> str:
    """One line of the report: what was measured, its ratio and the bound it is held to, `!!` where it is not."""
    mark = "!!" if bound is not None and ratio > bound else "  "
    held = f"(≤ {bound:g})" if bound is not None else ""
    return f"{mark} {label:<58} {value:>10.3f} {unit:<6} {ratio:>6.2f} × {held}".rstrip()
