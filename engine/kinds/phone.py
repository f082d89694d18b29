"""Telephone numbers of any country, kept in the international form E.164.

The library of numbers is slow to import, and only answers need it: the functions that do import it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from ..spec import Field
from ..values import Value
from .characters import ascii_digits, without_hidden
from .reading import EMPTY, Form, Reading, faulty, posted

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

# A number without a country's prefix is dialled from France, whose overseas ranges (0262, 0692 …) have other prefixes.
_REGIONS = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM")
_TYPED = re.compile(r"[+0-9 ().\-/]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\uff0d]")
_MAX = 40
_GROUP = re.compile(r"\\(\d)")
_Format: TypeAlias = tuple[re.Pattern[str] | None, re.Pattern[str], str]
"""How a number may begin, its groups of digits, and the same with spaces: `{0}` is the whole, `{1}` the first group."""


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
    from phonenumbers import PhoneNumberFormat, format_number

    return Reading(format_number(number, PhoneNumberFormat.E164))


def _parsed(typed: str) -> PhoneNumber | None:
    """The number, or None. With a country's prefix a possible length is enough: new ranges open faster than lists."""
    from phonenumbers import NumberParseException, is_possible_number, is_valid_number, parse

    foreign = typed.startswith(("+", "00"))
    for region in _REGIONS:
        try:
            number = parse(typed, region)
        except NumberParseException:
            return None
        if is_valid_number(number) or (foreign and is_possible_number(number)):
            return number
    return None


def _international(e164: str) -> str:
    """The number spaced as the library spaces it; one kept by a release with other rules is shown as it is.

    What is stored was parsed once: only its country's prefix has to be found again, which no other one begins. The
    library would also look for an extension, a carrier, a national prefix; a page of many fields has no time for it.
    """
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    digits = e164.removeprefix("+")
    if not digits.isdecimal():
        return e164
    for length in (1, 2, 3):
        code, national = digits[:length], digits[length:]
        if national and int(code) in COUNTRY_CODE_TO_REGION_CODE:
            return f"+{code}{_spaced(national, _formats(int(code)))}"
    return e164


def _spaced(national: str, formats: tuple[_Format, ...]) -> str:
    """A national number after its prefix, spaced by the first format that fits."""
    for beginning, whole, spaced in formats:
        if (beginning is None or beginning.match(national)) and (found := whole.fullmatch(national)):
            return spaced.format(national, *found.groups(""))
    return f" {national}"


@lru_cache(maxsize=512)
def _formats(code: int) -> tuple[_Format, ...]:
    """How numbers of a country's prefix are spaced: the library's data, compiled once."""
    from phonenumbers import PhoneMetadata, region_code_for_country_code

    region = region_code_for_country_code(code)
    metadata = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
    formats = (metadata.intl_number_format or metadata.number_format) if metadata is not None else ()
    return tuple(
        (
            # The last pattern is the most detailed one.
            re.compile(f.leading_digits_pattern[-1]) if f.leading_digits_pattern else None,
            re.compile(f.pattern),
            _GROUP.sub(r"{\1}", f" {f.format}"),
        )
        for f in formats
        if f.pattern is not None
    )
