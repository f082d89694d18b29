"""An answer that a field accepts, where any will do: what completes a witness."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from ..kinds import read_plain
from ..reference.countries import countries
from ..spec import Field
from ..values import ABSENT, PartialDate

ADULT = 30
"""How old, in years, someone is of whom nothing more is known."""
PHONE = "+33199001234"
"""A French number of those that are given to nobody."""
ADDRESS = {"numero": "1", "voie": "rue de la Paix", "code_postal": "59000", "ville": "Lille", "pays": "FR"}
FEW = 40
"""The longest text that is tried for a pattern."""


def plain_of(value: object) -> object:
    """A value of a diagram as a file of answers has it; None for what is left empty."""
    if value is ABSENT or value is None:
        return None
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, PartialDate | int | str) else None


@lru_cache(maxsize=4096)
def sample(field: Field, today: dt.date) -> object:
    """A plain answer that a field accepts, alone; None for a pattern for which none is found."""
    one = _one(field, today)
    repeat = field.repeat
    if repeat is None or one is None:
        return one
    return [one] * max(repeat.minimum, 1) if not repeat.distinct else _distinct(field, max(repeat.minimum, 1), one)


def _distinct(field: Field, count: int, one: object) -> object:
    if field.options is not None:
        return [option.id for option in field.options.options[:count]]
    if field.kind in ("country", "nationality"):
        return [country.code for country in countries()[:count]]
    return [one, *(f"{one} {n}" for n in range(2, count + 1))]


def _one(field: Field, today: dt.date) -> object:
    match field.kind:
        case "choice":
            return field.options.options[0].id if field.options is not None and field.options.options else None
        case "yes_no" | "checkbox":
            return "non"
        case "commitment":
            return "oui"
        case "date":
            return today.replace(year=today.year - ADULT, day=min(today.day, 28)).isoformat()
        case "country" | "nationality":
            return countries()[0].code
        case "email":
            return "personne@exemple.fr"
        case "phone":
            return PHONE
        case "address":
            return ADDRESS
        case "group":
            return {member.id: sample(member, today) for member in field.members}
        case _:
            return next(_accepted(field), None)


def _accepted(field: Field) -> Iterator[str]:
    """Texts that a field accepts."""
    if field.pattern is None:
        yield "texte"[: field.max_length] if field.kind != "number" else "12345678"[: field.max_length]
        return
    alone = replace(field, repeat=None)
    tried = (c * n for n in range(1, min(field.max_length, FEW) + 1) for c in ("1", "A", "a", "0"))
    for text in (*([field.pattern_example] if field.pattern_example else []), *tried):
        if not read_plain(alone, text).problems:
            yield text
