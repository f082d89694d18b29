"""Whether a rule is broken: never on what is unknown, nor because of what is hidden or missing."""

from __future__ import annotations

from .conditions.nodes import AllOf, AnyOf, Condition, DateIs, InRange, NoneOf, Scope
from .scope import Replay
from .spec import Rule
from .values import ABSENT, UNKNOWN


class Shown:
    """A replay's scope in which whatever depends on a hidden field is unknown: nobody can correct what they can't
    see."""

    def __init__(self, replay: Replay) -> None:
        self.replay = replay

    def value(self, reference: str) -> object:
        """See `engine.conditions.nodes.Scope`."""
        if reference in self.replay.hidden:
            return UNKNOWN
        fact = self.replay.facts.get(reference)
        if fact is None or not fact.inputs & self.replay.hidden:
            return self.replay.value(reference)
        return fact.calculation(self)


def broken(rule: Rule, scope: Scope, shown: Scope) -> bool:
    """Whether a rule is broken in `scope`, and still is in `shown`, where what is hidden is unknown."""
    if not _breaks(rule, scope) or not _breaks(rule, shown):
        return False
    return rule.then is None or not compares_nothing(rule.then, scope)


def _breaks(rule: Rule, scope: Scope) -> bool:
    if rule.when is not None and rule.when(scope) is not True:
        return False
    return rule.when is not None if rule.then is None else rule.then(scope) is False


def compares_nothing(condition: Condition, scope: Scope) -> bool:
    """Whether a date or a number that was left empty is compared: that it is not given is no fault of it."""
    match condition:
        case AllOf() | AnyOf() | NoneOf():
            return any(compares_nothing(part, scope) for part in condition.parts)
        case DateIs():
            bound = scope.value(condition.bound) if isinstance(condition.bound, str) else None
            return ABSENT in (scope.value(condition.reference), bound)
        case InRange():
            return scope.value(condition.reference) is ABSENT
        case _:
            return False
