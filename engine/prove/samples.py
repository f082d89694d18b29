"""A plain answer that a field accepts: what completes a witness, or a scenario, where any will do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ..facts import anniversary
from ..kinds import read_plain, to_plain
from ..reference.countries import countries
from ..spec import Field
from ..values import ABSENT, Address, PartialDate, Value

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
        asked = [m for m in field.members if m.required] or field.members  # of none, an element would be none
        element = {m.id: raw for m in asked if (raw := _raw_of(m, day)) is not None}
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


@lru_cache(maxsize=4096)
def sample(field: Field, day: dt.date) -> object:
    """The same as a file of answers has it; None where nothing plain is accepted."""
    return _written(to_plain(field, default_of(field, day)))


def samples(field: Field, day: dt.date) -> Iterator[object]:
    """All plain answers that a field accepts, as a file has them, each once, the most ordinary first; None alone where
    there are none. Of what has elements or is an address, one."""
    first = sample(field, day)
    yield first
    if field.repeat is None and field.kind != "address":
        for value in _accepted(field, day, recent=False):
            if (written := _written(to_plain(field, value))) != first:
                yield written


def _written(value: object) -> object:
    """A stored answer as an author writes it: yes and no in words, in elements too."""
    match value:
        case bool():
            return plain_of(value)
        case list():
            return [_written(part) for part in value]
        case dict():
            return {name: _written(part) for name, part in value.items()}
        case _:
            return value


def plain_of(value: object) -> object:
    """A value of a diagram as a file of answers has it; None for what is left empty."""
    if value is ABSENT or value is None:
        return None
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, PartialDate | int | str) else None
