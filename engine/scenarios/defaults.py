"""The plain answers of one procedure: what completes what a scenario does not say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from ..conditions.nodes import DateIs
from ..prove.samples import default_of
from ..prove.scenes import atoms
from ..spec import Procedure
from ..values import Value
from .reading import reads_of


@lru_cache(maxsize=256)
def follows(procedure: Procedure) -> frozenset[str]:
    """The dates that a rule places after another answer."""
    found: set[str] = set()
    for placed in reads_of(procedure).rules:
        then = placed.rule.then
        for test in atoms(then) if then is not None else ():
            if isinstance(test, DateIs) and isinstance(test.bound, str) and test.bound in procedure.fields:
                late = test.test in ("after", "not_before")
                found.add(test.reference if late else test.bound)
    return frozenset(found)


class Defaults:
    """The plain answers of one procedure on one day, made once."""

    def __init__(self, procedure: Procedure, day: dt.date) -> None:
        self.procedure, self.day = procedure, day
        self.made: dict[str, Value | None] = {}
        always = (f for f in procedure.fields.values() if f.required and f.id not in reads_of(procedure).shown)
        skipped = ("computed", "checkbox")
        self.base: Mapping[str, Value] = {
            f.id: value for f in always if f.kind not in skipped and (value := self.of(f.id)) is not None
        }
        """Those of fields that are mandatory and shown whatever the answers."""

    def of(self, name: str) -> Value | None:
        """The answer of one field."""
        if name not in self.made:
            recent = name in follows(self.procedure)
            self.made[name] = default_of(self.procedure.fields[name], self.day, recent=recent)
        return self.made[name]
