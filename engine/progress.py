"""Where a case stands: what its replay says, and what every view, report and page reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from .justificatifs import RequestState
from .problems import AnswerProblem
from .scope import Replay
from .situation import SituationPath
from .spec import Field, Motif, Procedure, Step
from .values import AnswerMap

Status = Literal["incomplete", "complete", "blocked", "redirected"]
Faults = Mapping[str, tuple[AnswerProblem, ...]]
"""The problems of answers that could not be read, by field."""


class StepProgress(NamedTuple):
    """One step: the ids of its visible fields, those still to answer, its problems; `done` when nothing is left.

    `unsettled` are visible optional fields nobody has seen yet: they keep a step from being done, without being
    mandatory.
    """

    step: Step
    visible: tuple[str, ...]
    missing: tuple[str, ...]
    unsettled: tuple[str, ...]
    problems: tuple[AnswerProblem, ...]
    done: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a case stands.

    `relevant` are the answers that count: hidden ones and those of branches not taken are left out. `visible` and
    `missing` are in asking order. `exit` is the orientation a rule sent to, `exit_step` the step of that rule (None
    when it is the procedure's). `next_step` is a step's id, None once redirected. `scope` answers for every field and
    fact, for views and explanations.
    """

    today: dt.date
    situation: SituationPath
    procedure: Procedure | None
    motif: Motif | None
    status: Status
    next_step: str | None
    steps: tuple[StepProgress, ...]
    visible: Mapping[str, Field]
    missing: tuple[str, ...]
    problems: tuple[AnswerProblem, ...]
    requests: tuple[RequestState, ...]
    relevant: AnswerMap
    scope: Replay
    exit: str | None = None
    exit_step: str | None = None

    @property
    def facts(self) -> dict[str, object]:
        """Every fact with its value: `ABSENT`, `UNKNOWN`, or what it is."""
        facts = self.procedure.facts if self.procedure is not None else {}
        return {name: self.scope.value(name) for name in facts}

    def step(self, step: str) -> StepProgress:
        """The progress of one step. Raises `KeyError` for an unknown one."""
        for progress in self.steps:
            if progress.step.id == step:
                return progress
        raise KeyError(step)
