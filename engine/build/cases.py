"""Whether a `selon` has one case, and one only, for each value that may occur."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ..conditions.nodes import AllOf, AnyOf, Condition, DateIs, InRange, NoneOf, Undecided
from ..conditions.references import Reference
from ..context import Context
from ..problems import Position
from ..source import Node

SHOWN = 12
"""How many of the values without a case a message shows."""
FIRST_DAY, LAST_DAY = dt.date.min.toordinal(), dt.date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Case:
    """A case as its author wrote it: its name, what follows it, and the condition it makes."""

    key: Node
    value: Node
    condition: Condition


@dataclass(frozen=True, slots=True)
class _Only:
    """A scope where one reference has a value and nothing else is known."""

    reference: str
    of: object

    def value(self, reference: str) -> object:
        return self.of if reference == self.reference else None


def check_cases(
    context: Context,
    holder: Node,
    known: Reference,
    tests: tuple[Case, ...],
    *,
    highest: int | None = None,
    also: Iterable[int] = (),
) -> None:
    """Reports a value that no case takes, and one that two take: each the first met, as a witness.

    The conditions themselves are asked. Numbers begin at 0 and end at `highest` where it is known; `also` may occur
    besides. Dates are judged when each bound is a day.
    """
    if not all(_decided(test.condition) for test in tests):
        return
    values = list(_witnesses(known, tests, highest, also))
    taken = {value: [t for t in tests if t.condition(_Only(known.id, value))] for value in values}
    left = [_said(value) for value, found in taken.items() if not found]
    if left:
        shown = left if known.type in ("closed", "boolean") else left[:1]
        report_missing(context, holder.key("cas") or holder, known.id, shown)
    told: set[tuple[Position, Position]] = set()
    for value, found in taken.items():
        for first, second in pairwise(found):
            place = first.key.position, second.key.position
            if place not in told:
                told.add(place)
                _report_twice(context, known, first, second, value)


def report_missing(context: Context, node: Node, reference: str, values: list[str]) -> None:
    """Reports values that no case takes."""
    more = [*values[:SHOWN], "…"] if len(values) > SHOWN else values
    context.report(node, "P201", found=", ".join(more), reference=reference)


def _report_twice(context: Context, known: Reference, first: Case, second: Case, value: object) -> None:
    written = [second.value, *second.value.items]
    place = next((node for node in written if node.kind == "scalar" and node.text == _said(value)), second.key)
    context.report(
        place,
        "P203",
        found=second.key.text,
        other=first.key.text,
        value=_said(value),
        reference=known.id,
        related=first.key.position,
    )


def _decided(condition: Condition) -> bool:
    """Whether a condition says the same of a value wherever it is: it compares it to nothing else that varies."""
    match condition:
        case AllOf() | AnyOf() | NoneOf():
            return all(_decided(part) for part in condition.parts)
        case DateIs():
            return isinstance(condition.bound, dt.date)
        case _:
            return not isinstance(condition, Undecided)


def _witnesses(
    known: Reference, tests: tuple[Case, ...], highest: int | None, also: Iterable[int]
) -> Iterator[str | bool | int | dt.date]:
    """Enough values to tell whether all have a case: every one of a list, those beside each bound of a number."""
    match known.type:
        case "closed":
            values: Mapping[str, str] = known.values or {}
            yield from values
        case "boolean":
            yield from (True, False)
        case "integer":
            ends = [end for t in tests for end in _numbers(t.condition)]
            near = {0, highest or 0, *(end + step for end in ends for step in (-1, 0))}
            yield from sorted({n for n in near if n >= 0 and (highest is None or n <= highest)} | set(also))
        case "date":
            days = {day.toordinal() for t in tests for day in _days(t.condition)}
            near = {day + step for day in days for step in (-1, 0, 1)}
            yield from (dt.date.fromordinal(day) for day in sorted(near) if FIRST_DAY <= day <= LAST_DAY)
        case _:
            return


def _numbers(condition: Condition) -> tuple[int, ...]:
    """The bounds a condition sets to a number: the first value it takes, the first it takes no more."""
    match condition:
        case AllOf() | AnyOf() | NoneOf():
            return tuple(end for part in condition.parts for end in _numbers(part))
        case InRange():
            return tuple(end for end in (condition.low, condition.high) if end is not None)
        case _:
            return ()


def _days(condition: Condition) -> tuple[dt.date, ...]:
    match condition:
        case AllOf() | AnyOf() | NoneOf():
            return tuple(day for part in condition.parts for day in _days(part))
        case DateIs(bound=dt.date() as day):
            return (day,)
        case _:
            return ()


def _said(value: object) -> str:
    """A value as authors write it."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return value.isoformat() if isinstance(value, dt.date) else str(value)
