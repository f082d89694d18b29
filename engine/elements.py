"""The elements of a repeatable group: which members each one shows, and what of it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .conditions.nodes import Scope, Truth
from .facts import ElementScope
from .problems import AnswerProblem
from .spec import Field
from .values import ABSENT, UNKNOWN, Value


class NothingKnown:
    """A scope where nothing is answered: what an element alone can say."""

    def value(self, reference: str) -> object:
        """Always unknown."""
        del reference
        return UNKNOWN


NOTHING_KNOWN = NothingKnown()


def has_conditions(group: Field) -> bool:
    """Whether what an element shows depends on answers."""
    return any(member.condition is not None for member in group.members)


def has_rules(group: Field) -> bool:
    """Whether a member has rules of its own."""
    return any(member.rules for member in group.members)


def shown_in(group: Field, given: Mapping[str, object], outer: Scope) -> dict[str, Truth]:
    """Whether each member is shown in one element: true, false, or None while it can't be said.

    `given` has each member's value, `ABSENT` when left empty; one that is not there, or is `UNKNOWN`, is not answered.
    A hidden member is absent for those after it, as a hidden field is. `outer` answers for all that is no member.
    """
    values: dict[str, object] = {}
    scope = ElementScope(group.id, values, outer)
    found: dict[str, Truth] = {}
    for member in group.members:
        truth = True if member.condition is None else member.condition(scope)
        found[member.id] = truth
        met = given.get(member.id, UNKNOWN) if truth else UNKNOWN
        values[member.id] = ABSENT if truth is False else met
    return found


@dataclass(frozen=True, slots=True)
class Settled:
    """A group's answer once it is known what each element shows.

    `counts` is what is kept: hidden members are left empty in it. `known` is what conditions read of it, `shown` the
    same with what is not shown unknown. `missing` are the mandatory members that are shown and left empty.
    """

    counts: Value
    known: tuple[Mapping[str, object], ...]
    shown: tuple[Mapping[str, object], ...]
    missing: tuple[AnswerProblem, ...]


def settled(group: Field, value: Value, outer: Scope) -> Settled:
    """A group's answer, element by element."""
    counts: list[Mapping[str, Value | None]] = []
    known: list[Mapping[str, object]] = []
    seen: list[Mapping[str, object]] = []
    missing: list[AnswerProblem] = []
    for index, element in enumerate(value if isinstance(value, tuple) else (value,)):
        if not isinstance(element, Mapping):
            continue
        given = {name: ABSENT if answer is None else answer for name, answer in element.items()}
        shown = shown_in(group, given, outer)
        counts.append({name: answer if shown.get(name) else None for name, answer in element.items()})
        known.append({name: UNKNOWN if shown[name] is None else counts[-1].get(name) for name in shown})
        seen.append({name: element.get(name) if shown[name] else UNKNOWN for name in shown})
        missing += (
            AnswerProblem(group.id, *_wanting(member), f"{index}.{member.id}")
            for member in group.members
            if shown[member.id] and member.required and element.get(member.id) is None
        )
    return Settled(tuple(counts), tuple(known), tuple(seen), tuple(missing))


def _wanting(member: Field) -> tuple[str, Mapping[str, str]]:
    return ("A012", {}) if member.kind == "commitment" else ("A001", {"kind": member.kind})
