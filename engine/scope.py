"""What conditions read while a case is replayed: answers as they are met, and facts computed on demand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from .facts import Fact
from .values import ABSENT, UNKNOWN, IntRange


class Replay:
    """The scope of one replay.

    `values` holds what is settled so far: answers, `ABSENT` for what is hidden or empty, `date_depot`, `motif`. A
    fact is kept once known: more answers never change it, since conditions are monotone in what is unknown.
    """

    __slots__ = ("_known", "facts", "hidden", "values")

    def __init__(self, facts: Mapping[str, Fact], today: dt.date, motif: str | None = None) -> None:
        self.values: dict[str, object] = {"date_depot": today}
        if motif is not None:
            self.values["motif"] = motif
        self.hidden: set[str] = set()
        self.facts = facts
        self._known: dict[str, object] = {}

    def value(self, reference: str) -> object:
        """The value of a field, fact or built-in name; see `engine.conditions.nodes.Scope`."""
        found = self.values.get(reference, UNKNOWN)
        if found is not UNKNOWN:
            return found
        if reference in self._known:
            return self._known[reference]
        fact = self.facts.get(reference)
        return UNKNOWN if fact is None else self._compute(fact)

    def hide(self, reference: str) -> None:
        """Makes a field absent because it is not shown."""
        self.values[reference] = ABSENT
        self.hidden.add(reference)

    def show(self, reference: str) -> None:
        """Takes back `hide`, when a step is gone through again."""
        if reference in self.hidden:
            self.hidden.discard(reference)
            del self.values[reference]
            self._known.clear()

    def _compute(self, fact: Fact) -> object:
        value = fact.calculation(self)
        if fact.if_unknown is not None and doubtful(value) and all(name in self.values for name in fact.inputs):
            value = fact.if_unknown
        if value is not UNKNOWN:
            self._known[fact.id] = value
        return value


def doubtful(value: object) -> bool:
    """Whether a fact is not known for sure, so that `if_unknown` stands for it once everything is answered."""
    return value is UNKNOWN or isinstance(value, IntRange)
