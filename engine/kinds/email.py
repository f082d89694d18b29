"""One e-mail address."""

from __future__ import annotations

from ..spec import Field
from ..values import Value
from . import text
from .characters import clean, forbidden, without_hidden
from .reading import EMPTY, Form, Reading, faulty, posted

_MAX = 254  # RFC 5321 §4.5.3.1.3, less the angle brackets


def read_form(field: Field, form: Form, name: str) -> Reading:
    """The address posted."""
    return _read(field, posted(form, name))


def read_plain(field: Field, raw: object) -> Reading:
    """The address of a file of answers."""
    return _read(field, raw) if isinstance(raw, str) else faulty(field, "A006")


def to_form(field: Field, value: Value, name: str) -> dict[str, tuple[str, ...]]:
    """The address itself."""
    return text.to_form(field, value, name)


def display(field: Field, value: Value, language: str) -> tuple[str, ...]:
    """The address itself."""
    return text.display(field, value, language)


def _read(field: Field, raw: str) -> Reading:
    """The address as typed. Whether someone reads it is not looked up: only a mail can tell."""
    address = clean(without_hidden(raw[: 4 * _MAX]))
    if not address:
        return EMPTY
    if len(address) > _MAX or len(raw) > 4 * _MAX:
        return faulty(field, "A002", max=str(_MAX))
    if "@" not in address:
        return faulty(field, "A041")
    if address.count("@") > 1 or any(c in address for c in ",;"):
        return faulty(field, "A042")
    if forbidden(address) or any(c.isspace() for c in address):
        return faulty(field, "A043")
    from email_validator import EmailNotValidError, validate_email  # slow to import, and only answers need it

    try:
        # Addresses under .test reach nobody: they are how one tries the site without writing to anyone.
        validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return faulty(field, "A040")
    return Reading(address)
