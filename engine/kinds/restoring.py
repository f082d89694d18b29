"""Answers that were already checked, from what is stored: nothing is validated again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from ..spec import Field, Kind, Procedure
from ..values import Address, Element, PartialDate, Value
from . import address

_ADDRESS = frozenset(address.PARTS)


class Unrestorable(ValueError):
    """What is stored is not what this kind of field stores: it has to be read as if it were new."""


def restore(field: Field, stored: object) -> Value | None:
    """What `to_plain` stored for this very field, as a value. None stays None.

    Only for answers read without a problem under the same spec. Raises `Unrestorable` where the shape is another.
    """
    if stored is None:
        return None
    if field.repeat is None and field.kind != "group":
        return RESTORED.get(field.kind, _text)(stored)
    if not isinstance(stored, list | tuple):
        raise Unrestorable(field.id)
    return tuple(_element(field, one) for one in stored)


def restored(procedure: Procedure, plain: Mapping[str, object]) -> dict[str, Value | None]:
    """`restore` of all that is stored of a procedure's fields; what is stored under other names is left out.

    Raises `Unrestorable`.
    """
    known = _restorers(procedure)
    values: dict[str, Value | None] = {}
    for name, stored in plain.items():
        if name in known:
            make = known[name]
            if stored is None or (make is _text and isinstance(stored, str)):  # most answers
                values[name] = stored
            else:
                values[name] = make(stored)
    return values


@lru_cache(maxsize=64)
def _restorers(procedure: Procedure) -> Mapping[str, Callable[[object], Value | None]]:
    """How what is stored of each field of a procedure becomes a value again. None is left to the caller."""
    return {
        name: RESTORED.get(field.kind, _text)
        if field.repeat is None and field.kind != "group"
        else partial(restore, field)
        for name, field in procedure.fields.items()
    }


def _element(field: Field, stored: object) -> Element:
    if field.kind != "group":
        return RESTORED.get(field.kind, _text)(stored)
    if not isinstance(stored, Mapping):
        raise Unrestorable(field.id)
    return {member.id: restore(member, stored.get(member.id)) for member in field.members if member.kind != "computed"}


def _text(stored: object) -> str:
    if not isinstance(stored, str):
        raise Unrestorable
    return stored


def _boolean(stored: object) -> bool:
    if not isinstance(stored, bool):
        raise Unrestorable
    return stored


def _date(stored: object) -> dt.date | PartialDate:
    text = _text(stored)
    try:
        if len(text) == len("2000-01-01"):
            return dt.date.fromisoformat(text)
        year, _, month = text.partition("-")
        return PartialDate(int(year), int(month) if month else None)
    except ValueError:
        raise Unrestorable from None


def _address(stored: object) -> Address:
    if not isinstance(stored, Mapping) or not stored.keys() <= _ADDRESS:
        raise Unrestorable
    return Address(*[_text(stored.get(part, "")) for part in address.PARTS])


RESTORED: Mapping[Kind, Callable[[object], str | bool | dt.date | PartialDate | Address]] = {
    "yes_no": _boolean,
    "checkbox": _boolean,
    "commitment": _boolean,
    "date": _date,
    "address": _address,
}
"""How each kind that is not kept as text is stored."""
