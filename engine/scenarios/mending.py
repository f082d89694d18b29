"""Plain answers that the rules refuse in one case are changed for others."""

from __future__ import annotations

from collections.abc import Callable

from ..progress import Progress
from ..spec import Procedure
from ..values import AnswerMap, Value
from .completing import values_of

Replay = Callable[[AnswerMap], Progress]


def mended(
    replay: Replay, filled: dict[str, Value | None], progress: Progress, own: frozenset[str]
) -> tuple[dict[str, Value | None], Progress]:
    """The answers of `own` that were refused, with the first values that are not. What can't be mended stays."""
    procedure = progress.procedure
    for name in dict.fromkeys(problem.field for problem in progress.problems if problem.field in own):
        if procedure is None or name not in progress.visible:
            continue
        filled, progress = _mended_one(replay, filled, progress, name, procedure)
    return filled, progress


def _mended_one(
    replay: Replay, filled: dict[str, Value | None], progress: Progress, name: str, procedure: Procedure
) -> tuple[dict[str, Value | None], Progress]:
    for value in values_of(procedure.fields[name], procedure, progress.relevant, progress.today):
        changed = {**filled, name: value}
        tried = replay(changed)
        if len(tried.problems) < len(progress.problems) and name not in {p.field for p in tried.problems}:
            return changed, tried
    return filled, progress
