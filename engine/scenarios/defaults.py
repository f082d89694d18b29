"""An answer to what a scenario does not say: a plain one, that its field accepts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ..conditions.nodes import DateIs
from ..facts import anniversary
from ..kinds import read_plain
from ..reference.countries import countries
from ..spec import Field, Procedure
from ..values import Address, Value
from .reading import atoms, reads_of

ADULT, RECENT = 30, 1
"""How many years before the deposit: a date that nothing places after another, and one that something does."""
ADDRESS: Mapping[str, str] = {"voie": "Rue des Exemples", "code_postal": "59000", "ville": "Lille", "pays": "FR"}
READ = Address("1", ADDRESS["voie"], "", ADDRESS["code_postal"], ADDRESS["ville"], ADDRESS["pays"], insee="59350")
"""The first of these addresses as it is read: reading it would first read the 35,000 communes."""
TYPED: Mapping[str, tuple[object, ...]] = {
    "yes_no": ("non", "oui"),
    "checkbox": ("non", "oui"),
    "commitment": ("oui",),
    "email": tuple(f"personne{number}@exemple.example" for number in ("", *range(2, 10))),
    "phone": tuple(f"01990012{number}" for number in range(34, 44)),
    "address": tuple({"numero": str(number), **ADDRESS} for number in range(1, 11)),
}
LENGTHS = range(1, 41)


def default_of(field: Field, day: dt.date, *, recent: bool = False) -> Value | None:
    """What a person with nothing special would answer on that day; None where nothing plain is accepted.

    `recent` takes a date of last year rather than one of thirty years ago.
    """
    if field.repeat is None and field.kind == "address":
        return READ
    if field.repeat is None and field.kind != "group":
        return next(_accepted(field, day, recent=recent), None)
    minimum = max(field.repeat.minimum if field.repeat is not None else 1, 1)
    if field.kind == "group":
        element = {m.id: raw for m in field.members if m.required and (raw := _raw_of(m, day)) is not None}
        raws: list[object] = [element] * minimum
    else:
        raws = list(_raw(field, day, recent=recent))
        raws = raws[:minimum] if field.repeat is not None and field.repeat.distinct else (raws[:1] * minimum)
    return read_plain(field, raws).value


def _accepted(field: Field, day: dt.date, *, recent: bool) -> Iterator[Value]:
    for raw in _raw(field, day, recent=recent):
        reading = read_plain(field, raw)
        if reading.value is not None:
            yield reading.value


def _raw_of(member: Field, day: dt.date) -> object:
    """A member's answer as a file gives it; None where nothing plain is accepted."""
    if member.repeat is not None:
        return [next(_raw(member, day, recent=True), None)] * max(member.repeat.minimum, 1)
    return next((raw for raw in _raw(member, day, recent=True) if read_plain(member, raw).value is not None), None)


def _raw(field: Field, day: dt.date, *, recent: bool) -> Iterator[object]:
    """Plain answers to one element of a field, the plainest first."""
    match field.kind:
        case "choice":
            yield from (option.id for option in field.options.options) if field.options is not None else ()
        case "country" | "nationality":
            yield from (country.code for country in countries())
        case "date":
            years = (RECENT, ADULT) if recent else (ADULT, RECENT)
            yield from (before(day, number).isoformat() for number in years)
        case "text" | "long_text" | "number":
            yield from _texts(field)
        case "group" | "computed":
            return
        case _:
            yield from TYPED[field.kind]


def _texts(field: Field) -> Iterator[str]:
    if field.pattern_example is not None:
        yield field.pattern_example
    if field.pattern is not None:
        for length in LENGTHS:
            yield from (character * length for character in "0Aa")
    elif field.kind == "number":
        yield from ("1" * length for length in LENGTHS if length <= field.max_length)
    else:
        yield "Exemple"[: field.max_length]
        yield from (f"Exemple {number}"[: field.max_length] for number in range(2, 20))


def before(day: dt.date, years: int) -> dt.date:
    """The same day, years before."""
    return anniversary(day, -years, "28_fevrier")


@lru_cache(maxsize=256)
def follows(procedure: Procedure) -> frozenset[str]:
    """The dates that a rule places after another answer."""
    found: set[str] = set()
    for _, rule in reads_of(procedure).rules:
        for test in atoms(rule.then) if rule.then is not None else ():
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
