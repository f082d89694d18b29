"""Other answers to what a scenario leaves open, when plain ones don't make its claims true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import Protocol

from ..conditions.nodes import Condition, DateIs, InRange, IsOneOf
from ..facts import Anniversary, YearsBetween, anniversary
from ..prove.samples import before
from ..prove.scenes import atoms, scenes_of
from ..spec import Claim, Field, Procedure
from ..values import AnswerMap, Value
from .defaults import Defaults
from .reading import reads_of

MOST_CANDIDATES = 2_000
"""How many completions are tried for one scenario."""
MOST_CHANGED = 4
"""How many answers may have to be other than plain, all at once."""
DAY = dt.timedelta(days=1)


class Completer(Protocol):
    """Proposes answers that may make claims true, the likeliest first. It is not believed: each proposal is replayed,
    with plain answers to the rest, and what the replay says decides."""

    def __call__(
        self, procedure: Procedure, motif: str | None, given: AnswerMap, today: dt.date, claims: tuple[Claim, ...]
    ) -> Iterator[AnswerMap]:
        """Answers beside those given, by field; none given is changed."""


def search(
    procedure: Procedure,
    motif: str | None,  # noqa: ARG001 - every claim is replayed with it
    given: AnswerMap,
    today: dt.date,
    claims: tuple[Claim, ...],
) -> Iterator[AnswerMap]:
    """Tries the values of closed fields and the days around what dates are compared to, of the fields that the claims
    depend on: one field changed, then two …"""
    reads = reads_of(procedure)
    named = frozenset[str]().union(*(reads.by_claim(claim) | _itself(claim, procedure) for claim in claims))
    open_fields = [procedure.fields[n] for n in reads.deciding(named) if n not in given]
    choices = {f.id: values for f in open_fields if (values := values_of(f, procedure, given, today))}
    tried = 0
    for size in range(1, min(MOST_CHANGED, len(choices)) + 1):
        for names in combinations(choices, size):
            for values in product(*(choices[name] for name in names)):
                yield dict(zip(names, values, strict=True))
                tried += 1
                if tried >= MOST_CANDIDATES:
                    return


def _itself(claim: Claim, procedure: Procedure) -> frozenset[str]:
    """The field that an answer is refused at."""
    return frozenset({claim.name} & procedure.fields.keys()) if claim.kind == "refused" else frozenset()


def values_of(field: Field, procedure: Procedure, given: AnswerMap, today: dt.date) -> tuple[Value | None, ...]:
    """What may be answered to a field that makes a difference; left empty where it may be."""
    found: list[Value | None] = []
    if field.repeat is None:
        match field.kind:
            case "choice":
                found += (option.id for option in field.options.options) if field.options is not None else ()
            case "yes_no" | "checkbox":
                found += (False, True)
            case "country" | "nationality":
                found += _named(field.id, procedure)
            case "date":
                found += _days(field.id, procedure, given, today)
    if not field.required:
        found.append(None)
        found.append(Defaults(procedure, today).of(field.id))
    return tuple(value for rank, value in enumerate(found) if value not in found[:rank])  # a group has no hash


def _tests(procedure: Procedure) -> Iterator[Condition]:
    """Every comparison of its conditions, those of facts too."""
    return (test for scene in scenes_of(procedure) for test in atoms(scene.condition))


def _named(name: str, procedure: Procedure) -> list[str]:
    """The values that conditions compare a field to."""
    found = {value for t in _tests(procedure) if isinstance(t, IsOneOf) and t.reference == name for value in t.values}
    return sorted(str(value) for value in found)


def _days(name: str, procedure: Procedure, given: AnswerMap, today: dt.date) -> list[dt.date]:
    """Days on each side of every bound that a date may be compared to: days written, other answers, ages."""
    found = [today, *(before(today, years) for years in (30, 10, 1))]
    found += (value for value in given.values() if isinstance(value, dt.date))
    ages, dates = _calculated(name, procedure)
    for test in _tests(procedure):
        if isinstance(test, InRange) and test.reference in ages:
            limits = (test.low, test.high)
            found += (before(today, limit) for limit in limits if limit is not None and 0 <= limit <= 150)
        elif isinstance(test, DateIs) and isinstance(test.bound, dt.date):
            years = dates.get(test.reference, 0)
            found.append(anniversary(test.bound, -years, procedure.leap_day))
    found += (before(today, years) for years in dates.values())
    return list(dict.fromkeys(day for near in found for day in (near - DAY, near, near + DAY)))


def _calculated(name: str, procedure: Procedure) -> tuple[frozenset[str], Mapping[str, int]]:
    """The facts that count years from a date, and those that are one of its birthdays."""
    facts = procedure.facts.values()
    ages = {
        f.id
        for f in facts
        if isinstance(f.calculation, YearsBetween) and name in (f.calculation.start, f.calculation.end)
    }
    birthdays = {
        f.id: f.calculation.years
        for f in facts
        if isinstance(f.calculation, Anniversary) and f.calculation.date == name
    }
    return frozenset(ages), birthdays
