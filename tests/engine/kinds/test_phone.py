from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import phonenumbers
import pytest
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from engine.kinds import display, read_form, read_plain
from engine.spec import Field

Make = Callable[..., Field]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0102030405", "+33102030405"),
        ("01 02 03 04 05", "+33102030405"),
        ("01.02.03.04.05", "+33102030405"),
        ("01-02-03-04-05", "+33102030405"),
        ("01\u00a002\u202f03 04 05", "+33102030405"),
        ("01\u201102–03 04 05", "+33102030405"),
        ("+33 1 02 03 04 05", "+33102030405"),
        ("+33 (0)1 02 03 04 05", "+33102030405"),
        ("0033102030405", "+33102030405"),
        ("\u202a+33 1 02 03 04 05\u202c", "+33102030405"),
        ("٠١٠٢٠٣٠٤٠٥", "+33102030405"),
        ("０１０２０３０４０５", "+33102030405"),
        ("0692 12 34 56", "+262692123456"),
        ("0590 27 12 34", "+590590271234"),
        ("0696 12 34 56", "+596696123456"),
        ("+262 692 12 34 56", "+262692123456"),
        ("+213 551 23 45 67", "+213551234567"),
        ("00 225 07 08 09 10 11", "+2250708091011"),
        ("+44 7911 123456", "+447911123456"),
        ("+39 06 1234 5678", "+390612345678"),
        ("+84 912 345 678", "+84912345678"),
    ],
)
def test_a_number_is_kept_in_its_international_form(make: Make, typed: str, kept: str) -> None:
    assert read_form(make("phone"), {"x": (typed,)}).value == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12", "A050"),
        ("01 02 03 04", "A050"),
        ("01 02 03 04 05 06", "A050"),
        ("+999 123", "A050"),
        ("+33", "A050"),
        ("-", "A050"),
        ("0" * 41, "A050"),
        ("1-800-FLOWERS", "A051"),
        ("01 02 03 04 05 ou 06", "A051"),
        ("0102030405, 0607080910", "A051"),
        ("01020304\x0005", "A051"),
        ("  ", "A001"),
    ],
)
def test_what_is_no_number_is_said(make: Make, typed: str, code: str) -> None:
    assert [problem.code for problem in read_form(make("phone"), {"x": (typed,)}).problems] == [code]


def test_it_is_shown_spaced(make: Make) -> None:
    assert display(make("phone"), "+33102030405") == ("+33 1 02 03 04 05",)
    assert display(make("phone"), "+262692123456") == ("+262 692 12 34 56",)
    assert display(make("phone"), "ancien") == ("ancien",)


def test_another_type_is_said(make: Make) -> None:
    assert read_plain(make("phone"), 33102030405).problems[0].code == "A006"


def _examples() -> Iterator[PhoneNumber]:
    """Numbers of every country and type, and others that begin as they do."""
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in PhoneNumberType.values():
            number = phonenumbers.example_number_for_type(region, kind)
            if number is None:
                continue
            yield number
            national = phonenumbers.national_significant_number(number)
            for kept in range(1, len(national)):
                other = f"+{number.country_code}{national[:kept]}{'7294150836'[: len(national) - kept]}"
                with contextlib.suppress(phonenumbers.NumberParseException):
                    yield phonenumbers.parse(other, None)


def test_what_is_kept_is_shown_as_the_library_shows_it(make: Make) -> None:
    field = make("phone")
    shown = {
        phonenumbers.format_number(number, PhoneNumberFormat.E164): phonenumbers.format_number(
            number, PhoneNumberFormat.INTERNATIONAL
        )
        for number in _examples()
    }
    assert len(shown) > 3000
    for e164, expected in shown.items():
        assert display(field, e164, "fr") == (expected,)
