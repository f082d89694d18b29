"""The elements of a repeatable that a witness answers: those of a path and others, no two the same where they must
differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice, product

from ..spec import Field
from ..values import ABSENT
from .samples import plain_of, sample, samples
from .scenes import member_name
from .variables import GIVEN

Classes = Mapping[str, Mapping[str, str]]
"""See `engine.prove.variables.Domains`."""
Told = Mapping[str, object]
"""What a path says of one element, by member; of an element that has none, by the field itself."""


def elements_of(field: Field, told: Mapping[int, Told], count: object, today: dt.date, classes: Classes) -> object:
    """The answer to a repeatable or to a group, as a file has it: the elements of a path, by number, and others like
    the first of them."""
    if count is ABSENT:
        return None
    repeat = field.repeat
    least = repeat.minimum if repeat is not None else 1
    wanted = count if isinstance(count, int) else max(least, 1, *(index + 1 for index in told))
    first = told[min(told)] if told else {}
    made: list[object] = []
    for index in range(wanted):
        likely = islice(_likely(field, told.get(index, first), today, classes), wanted)
        found = [*likely] if repeat is not None and repeat.distinct else [*islice(likely, 1)]
        made.append(next((one for one in found if one not in made), found[0] if found else None))
    return made[0] if repeat is None else made


def _likely(field: Field, told: Told, today: dt.date, classes: Classes) -> Iterator[object]:
    """What one element may be, all different; the most ordinary first."""
    if not field.members:
        alone, name = replace(field, repeat=None), member_name(field, field.id)
        yield from _answers(alone, name, told.get(field.id, GIVEN), today, classes)
        return
    # As many of each member as there may be elements: all of them would be too many ways to combine them.
    most = field.repeat.maximum if field.repeat is not None else 1
    names = [member.id for member in field.members]
    ways = [
        [*islice(_answers(m, member_name(field, m.id), told.get(m.id, GIVEN), today, classes), most)]
        for m in field.members
    ]
    if all(way == [None] for way in ways):  # it would be no element: what is hidden may hold anything
        ways = [[sample(member, today)] for member in field.members]
    yield from (dict(zip(names, way, strict=True)) for way in product(*ways))


def _answers(field: Field, name: str, value: object, today: dt.date, classes: Classes) -> Iterator[object]:
    """The plain answers that a value of a path stands for; where it says nothing, any that are accepted."""
    if value is not GIVEN:
        yield plain_of(value)
        alike = classes.get(name, {})
        yield from (option for option, first in alike.items() if first == value and option != value)
        return
    yield from samples(field, today)


def removable(elements: object) -> Iterator[tuple[int, str | None]]:
    """What may be left out of a repeatable: its elements, the last first; then what is answered in each."""
    if not isinstance(elements, list):
        return
    yield from ((rank, None) for rank in reversed(range(len(elements))))
    for rank, element in enumerate(elements):
        yield from ((rank, member) for member in (element if isinstance(element, Mapping) else ()))


def without(elements: object, part: tuple[int, str | None]) -> list[object]:
    """The elements of a repeatable without one, or without one answer of one; empty when there is no such."""
    rank, member = part
    if not isinstance(elements, list) or rank >= len(elements):
        return []
    if member is None:
        return [*elements[:rank], *elements[rank + 1 :]]
    left = {name: value for name, value in elements[rank].items() if name != member}
    return [*elements[:rank], left, *elements[rank + 1 :]] if left else []
