"""Countries and nationalities, by ISO code."""

from __future__ import annotations

from ..reference.countries import country_label, find_country
from ..spec import Field
from ..values import Value
from .characters import clean
from .reading import EMPTY, Form, Reading, faulty, posted

_MAX = 200


def read_form(field: Field, form: Form, name: str) -> Reading:
    """The country posted: its code, or its name as typed."""
    return _read(field, posted(form, name))


def read_plain(field: Field, raw: object) -> Reading:
    """The country of a file of answers."""
    return _read(field, raw) if isinstance(raw, str) else faulty(field, "A055")


def to_form(field: Field, value: Value, name: str) -> dict[str, tuple[str, ...]]:  # noqa: ARG001
    """The country's code."""
    return {name: (str(value),)}


def display(field: Field, value: Value, language: str) -> tuple[str, ...]:  # noqa: ARG001
    """The country's name."""
    return (country_label(str(value), language),)


def _read(field: Field, raw: str) -> Reading:
    name = clean(raw[:_MAX])
    if not name:
        return EMPTY
    code = find_country(name, historic=field.historic)
    return Reading(code) if code else faulty(field, "A056" if field.kind == "nationality" else "A055")
