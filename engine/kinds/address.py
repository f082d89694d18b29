"""Postal addresses: one proposed and chosen, or each part typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ..nearest import nearest
from ..problems import AnswerProblem
from ..reference.communes import communes, contradicts, insee_code
from ..reference.countries import FRANCE, FRENCH_TERRITORIES, country_label, find_country
from ..spec import Field
from ..values import Address, Value
from .characters import ascii_digits, clean, forbidden, name_of, without_hidden
from .reading import EMPTY, Form, Reading, faulty, posted

PARTS = ("numero", "voie", "complement", "code_postal", "ville", "pays", "code_insee")
"""What is posted and stored of an address, by part."""

SEARCH, CHOICE, MANUAL = "recherche", "choix", "manuel"
"""What is posted beside: the text searched, the suggestion chosen, whether parts are shown to be typed."""

_ATTRIBUTES = ("number", "street", "complement", "postcode", "city", "country", "insee")
_LENGTHS = {"numero": 20, "voie": 200, "complement": 200, "code_postal": 12, "ville": 100, "pays": 200, "code_insee": 5}
_FRENCH_POSTCODE = re.compile(r"[0-9]{5}")
_INSEE = re.compile(r"[0-9][0-9AB][0-9]{3}")


def read_form(field: Field, form: Form, name: str) -> Reading:
    """The suggestion chosen, with the complement typed beside it; else the parts typed.

    A search without a choice is not an address yet, and parts left from an earlier one don't stand for it unless they
    were asked for (`manuel`).
    """
    parts = {part: posted(form, f"{name}.{part}") for part in PARTS}
    if choice := posted(form, f"{name}.{CHOICE}").strip():
        chosen = _chosen(choice)
        if chosen is None:
            return faulty(field, "A061", SEARCH)
        return _read(field, {"complement": parts["complement"], **chosen})
    typed = any(text.strip() for part, text in parts.items() if part not in {"pays", "code_insee"})
    searched = bool(posted(form, f"{name}.{SEARCH}").strip())
    if typed and (not searched or posted(form, f"{name}.{MANUAL}") == "oui"):
        return _read(field, parts)
    return faulty(field, "A060", SEARCH) if searched else EMPTY


def read_plain(field: Field, raw: object) -> Reading:
    """A mapping of parts. Its INSEE code stays unless the communes say otherwise: it may be older than they are."""
    if not isinstance(raw, Mapping):
        return EMPTY if isinstance(raw, str) and not raw.strip() else faulty(field, "A006")
    if problems := _shape_problems(field, raw):
        return Reading(None, problems)
    parts = {part: raw.get(part) or "" for part in PARTS}
    if not any(text.strip() for part, text in parts.items() if part != "pays"):
        return EMPTY
    reading = _read(field, parts)
    if isinstance(reading.value, Address) and not reading.value.insee and _INSEE.fullmatch(parts["code_insee"]):
        return _with_stored_insee(reading.value, parts["code_insee"])
    return reading


def to_form(field: Field, value: Value, name: str) -> dict[str, tuple[str, ...]]:  # noqa: ARG001
    """The parts. `manuel` is not among them: a new search then replaces them, and is not passed over in silence."""
    return {f"{name}.{part}": (text,) for part, text in plain(value).items()}


def part_texts(value: Value) -> tuple[str, ...]:
    """The parts as they are typed, in the order of `PARTS`."""
    address = _address(value)
    return tuple([getattr(address, attribute) for attribute in _ATTRIBUTES])


def display(field: Field, value: Value, language: str) -> tuple[str, ...]:  # noqa: ARG001
    """The lines of the envelope, the country last."""
    address = _address(value)
    return (*address.lines, country_label(address.country, language))


def plain(value: Value) -> dict[str, str]:
    """The parts as they are stored."""
    return dict(zip(PARTS, part_texts(value), strict=True))


def unfold(form: Form, name: str) -> dict[str, tuple[str, ...]]:
    """What a page posted under an address, the suggestion chosen written out in its parts and the search over.

    A form without a choice, or with one that is not ours, is given back as it is.
    """
    own = {key: values for key, values in form.items() if key.startswith(f"{name}.")}
    chosen = _chosen(posted(form, f"{name}.{CHOICE}").strip())
    if chosen is None:
        return own
    complement = posted(form, f"{name}.complement")
    parts = {**dict.fromkeys(PARTS, ""), "complement": complement, "pays": FRANCE, **chosen}
    written = {f"{name}.{part}": (text,) for part, text in parts.items()}
    return {**own, **written, **{f"{name}.{part}": ("",) for part in (SEARCH, CHOICE, MANUAL)}}


def _chosen(token: str) -> Mapping[str, str] | None:
    """The parts of a suggestion of ours."""
    from ..reference.addresses import read_token  # of use to forms alone

    return read_token(token)


def _read(field: Field, parts: Mapping[str, str]) -> Reading:
    """An address of these parts, or all that is wrong with them. The INSEE code is ours, never the one posted."""
    texts = {part: clean(parts.get(part, "")[: 4 * _LENGTHS[part]]) for part in PARTS}
    if problems := _character_problems(field, texts):
        return Reading(None, problems)
    country = find_country(texts["pays"]) if texts["pays"] else FRANCE
    if country is None:
        return faulty(field, "A055", "pays")
    postcode = without_hidden(texts["code_postal"])
    if country in FRENCH_TERRITORIES:
        postcode = ascii_digits(postcode).replace(" ", "")
    address = Address(
        number=texts["numero"],
        street=texts["voie"],
        complement=texts["complement"],
        postcode=postcode,
        city=texts["ville"],
        country=country,
    )
    problems = _missing(field, address) or _french_problems(field, address)
    if problems:
        return Reading(None, problems)
    if country not in FRENCH_TERRITORIES:
        return Reading(address)
    given = texts["code_insee"].upper()
    return Reading(replace(address, insee=insee_code(communes(), postcode, address.city, given=given)))


def _shape_problems(field: Field, raw: Mapping[object, object]) -> tuple[AnswerProblem, ...]:
    """Each key that is no part of an address, with the part probably meant; each part that is no text."""
    problems = []
    for part, text in raw.items():
        if part not in PARTS:
            near = nearest(str(part), PARTS)
            params = {"key": str(part), **({"near": near} if near is not None else {})}
            problems.append(AnswerProblem(field.id, "A067", params))
        elif not isinstance(text, str | None):
            problems.append(AnswerProblem(field.id, "A006", {}, str(part)))
    return tuple(problems)


def _character_problems(field: Field, texts: Mapping[str, str]) -> tuple[AnswerProblem, ...]:
    problems = []
    for part, text in texts.items():
        if character := forbidden(text):
            problems.append(AnswerProblem(field.id, "A003", {"character": name_of(character)}, part))
        elif len(text) > _LENGTHS[part] and part != "code_insee":
            problems.append(AnswerProblem(field.id, "A002", {"max": str(_LENGTHS[part])}, part))
    return tuple(problems)


def _missing(field: Field, address: Address) -> tuple[AnswerProblem, ...]:
    """A street or what stands for it, a city, and in France a postcode. Many countries have none."""
    french = address.country in FRENCH_TERRITORIES
    wanted = (
        ("voie", "A062", bool(address.street or address.complement)),
        ("code_postal", "A063", bool(address.postcode) or not french),
        ("ville", "A064", bool(address.city)),
    )
    return tuple(AnswerProblem(field.id, code, {}, part) for part, code, given in wanted if not given)


def _french_problems(field: Field, address: Address) -> tuple[AnswerProblem, ...]:
    if address.country not in FRENCH_TERRITORIES:
        return ()
    if not _FRENCH_POSTCODE.fullmatch(address.postcode):
        return (AnswerProblem(field.id, "A065", {}, "code_postal"),)
    if contradicts(communes(), address.postcode, address.city):
        cities = dict.fromkeys(commune.city for commune in communes().by_postcode(address.postcode))
        params = {"postcode": address.postcode, "city": address.city, "cities": ", ".join(tuple(cities)[:3])}
        return (AnswerProblem(field.id, "A066", params, "code_postal"),)
    return ()


def _with_stored_insee(address: Address, stored: str) -> Reading:
    """The address with the code it was stored with, where the communes of today give none for it.

    The département of the one must be that of the other; Corsica's two share the postcodes in 20.
    """
    departments = {"20": ("2A", "2B")}.get(address.postcode[:2], (address.postcode[:2],))
    possible = address.country in FRENCH_TERRITORIES and stored[:2] in departments
    return Reading(replace(address, insee=stored) if possible else address)


def _address(value: Value) -> Address:
    if not isinstance(value, Address):
        raise TypeError(f"not an address: {type(value).__name__}")
    return value
