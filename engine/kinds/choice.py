"""One answer of a closed list, by its id."""

from __future__ import annotations

from ..spec import Field
from ..values import Value
from .reading import EMPTY, Form, Reading, faulty, posted


def read_form(field: Field, form: Form, name: str) -> Reading:
    """The option posted."""
    return _read(field, posted(form, name))


def read_plain(field: Field, raw: object) -> Reading:
    """The option of a file of answers."""
    return _read(field, raw) if isinstance(raw, str) else faulty(field, "A010")


def to_form(field: Field, value: Value, name: str) -> dict[str, tuple[str, ...]]:  # noqa: ARG001
    """The option's id."""
    return {name: (str(value),)}


def display(field: Field, value: Value, language: str) -> tuple[str, ...]:  # noqa: ARG001
    """The option's label, which the spec gives in its language."""
    return (field.options.label(str(value)) if field.options else str(value),)


def _read(field: Field, raw: str) -> Reading:
    option = raw.strip()
    if not option:
        return EMPTY
    known = field.options is not None and any(option == o.id for o in field.options.options)
    return Reading(option) if known else faulty(field, "A010")
