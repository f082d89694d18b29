"""Telephone numbers of any country, kept in the international form E.164."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from ..spec import Field
from ..values import Value
from .characters import ascii_digits, without_hidden
from .reading import EMPTY, Form, Reading, faulty, posted

# A number without a country's prefix is dialled from France, whose overseas ranges (0262, 0692 …) have other prefixes.
_REGIONS = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM")
_TYPED = re.compile(r"[+0-9 ().\-/]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\uff0d]")
_MAX = 40


def read_form(field: Field, form: Form, name: str) -> Reading:
    """The number posted."""
    return _read(field, posted(form, name))


def read_plain(field: Field, raw: object) -> Reading:
    """The number of a file of answers."""
    return _read(field, raw) if isinstance(raw, str) else faulty(field, "A006")


def to_form(field: Field, value: Value, name: str) -> dict[str, tuple[str, ...]]:  # noqa: ARG001
    """The number in its international form, spaced."""
    return {name: (_international(str(value)),)}


def display(field: Field, value: Value, language: str) -> tuple[str, ...]:  # noqa: ARG001
    """The number in its international form, spaced: +33 1 02 03 04 05."""
    return (_international(str(value)),)


def _read(field: Field, raw: str) -> Reading:
    if len(raw) > _MAX:
        return faulty(field, "A050")
    typed = ascii_digits(_DASHES.sub("-", without_hidden(raw).replace("\uff0b", "+")))
    typed = " ".join(typed.split())
    if not typed:
        return EMPTY
    if not _TYPED.fullmatch(typed):
        return faulty(field, "A051")
    number = _parsed(typed)
    if number is None:
        return faulty(field, "A050")
    return Reading(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _parsed(typed: str) -> PhoneNumber | None:
    """The number, or None. With a country's prefix a possible length is enough: new ranges open faster than lists."""
    foreign = typed.startswith(("+", "00"))
    for region in _REGIONS:
        try:
            number = phonenumbers.parse(typed, region)
        except NumberParseException:
            return None
        if phonenumbers.is_valid_number(number) or (foreign and phonenumbers.is_possible_number(number)):
            return number
    return None


def _international(e164: str) -> str:
    number = _stored(e164)
    return e164 if number is None else phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _stored(e164: str) -> PhoneNumber | None:
    """The number kept under this form; None for one kept by a release with other rules: it is shown as it is.

    What is stored was parsed once: only its country's prefix has to be found again, which no other one begins.
    """
    digits = e164.removeprefix("+")
    for length in (1, 2, 3):
        code, national = digits[:length], digits[length:]
        if digits.isdecimal() and national and int(code) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            zeros = len(national) - len(national.lstrip("0"))
            return PhoneNumber(
                country_code=int(code),
                national_number=int(national),
                italian_leading_zero=True if zeros else None,
                number_of_leading_zeros=zeros if zeros > 1 else None,
            )
    return None
