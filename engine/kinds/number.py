"""Numbers that are names (of a file, of a card): texts without the spaces and dashes people put in them."""

from __future__ import annotations

import re

from ..spec import Field
from ..values import Value
from . import text
from .reading import Form, Reading, faulty, posted

# Spaces of any width, hyphens and dashes of any length, the minus sign, full stops and middle dots.
_SEPARATORS = re.compile(r"[\s\-.\u00b7\u2010-\u2015\u2212\ufe58\ufe63\uff0d]+")


def read_form(field: Field, form: Form, name: str) -> Reading:
    """The number posted."""
    return _read(field, posted(form, name))


def read_plain(field: Field, raw: object) -> Reading:
    """The number of a file of answers; an integer of a JSON file as well."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    return _read(field, raw) if isinstance(raw, str) else faulty(field, "A006")


def to_form(field: Field, value: Value, name: str) -> dict[str, tuple[str, ...]]:
    """The number itself."""
    return text.to_form(field, value, name)


def display(field: Field, value: Value, language: str) -> tuple[str, ...]:
    """The number itself."""
    return text.display(field, value, language)


def _read(field: Field, raw: str) -> Reading:
    return text.read(field, _SEPARATORS.sub("", raw))
