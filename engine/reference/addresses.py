"""Addresses proposed for what someone typed: from the communes we hold, or from a geocoder asked for us.

No request is made here: the geocoder's provider is given a function that makes one. What comes back from it, or from a
browser that posts a suggestion, is checked like anything typed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from ..values import Address
from .communes import Commune, Communes, city_key, insee_code

Fetch = Callable[[str, Mapping[str, str]], bytes]
"""Posts a form to an address and gives the body, within a short time. Raises what it likes. Logs nothing."""

MAX_TYPED = 300
"""Characters of a search that are looked at."""

MAX_TOKEN = 1500
_MAX_BODY = 1_000_000
_PARTS = ("number", "street", "complement", "postcode", "city", "insee")
_KEYS = ("numero", "voie", "complement", "code_postal", "ville", "code_insee")
_NUMBER = re.compile(r"(\d{1,4}(?: ?(?:bis|ter|quater|[a-z](?= )))?(?:[-/]\d{1,4})?)[ ,]+(?=\S)", re.IGNORECASE)
_POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One address to choose. `token` is posted back to choose it, and says all of it: nothing is kept meanwhile."""

    label: str
    address: Address

    @property
    def token(self) -> str:
        """The address as `read_token` reads it."""
        parts = {key: getattr(self.address, part) for key, part in zip(_KEYS, _PARTS, strict=True)}
        return json.dumps({key: part for key, part in parts.items() if part}, ensure_ascii=False)


class AddressProvider(Protocol):
    """Who proposes addresses."""

    def suggest(self, text: str, limit: int) -> tuple[Suggestion, ...]:
        """At most `limit` addresses in France for what was typed, likeliest first. Never raises."""


def read_token(token: str) -> Mapping[str, str] | None:
    """The parts (`numero`, `voie` …) a posted suggestion says, unchecked; None when it is not one of ours."""
    try:
        parts = json.loads(token) if len(token) <= MAX_TOKEN else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(parts, dict) or not parts:
        return None
    known = all(key in _KEYS and isinstance(part, str) for key, part in parts.items())
    return parts if known else None


@dataclass(frozen=True, slots=True)
class CommuneProvider:
    """Proposes from the official communes alone: it knows no street, and keeps the one that was typed.

    "20 rue Nationale 59000 Lille" and "20 rue Nationale, Lille" give number, street, postcode, city and INSEE code. A
    commune alone is no address: who chose it would be refused.
    """

    communes: Communes

    def suggest(self, text: str, limit: int) -> tuple[Suggestion, ...]:
        """See `AddressProvider`."""
        typed = " ".join(text[:MAX_TYPED].split())
        return tuple(islice(self._suggestions(typed), limit))

    def _suggestions(self, typed: str) -> Iterator[Suggestion]:
        seen: set[str] = set()
        for street, commune, postcode in self._places(typed):
            if not street:
                continue
            number = _NUMBER.match(street)
            address = Address(
                number=number.group(1) if number else "",
                street=street[number.end() :] if number else street,
                postcode=postcode,
                city=commune.city,
                insee=insee_code(self.communes, postcode, commune.city, given=commune.insee),
            )
            label = ", ".join(address.lines)
            if label not in seen:
                seen.add(label)
                yield Suggestion(label, address)

    def _places(self, typed: str) -> Iterator[tuple[str, Commune, str]]:
        """Street as typed, commune, postcode. With a postcode, what follows it is the city; else the last words are."""
        if found := list(_POSTCODE.finditer(typed)):
            code = found[-1]
            street, city = typed[: code.start()].strip(" ,"), city_key(typed[code.end() :])
            around = self.communes.by_postcode(code.group())
            named = [commune for commune in around if city_key(commune.city).startswith(city)]
            return ((street, commune, code.group()) for commune in named or around)
        return self._places_without_postcode(typed)

    def _places_without_postcode(self, typed: str) -> Iterator[tuple[str, Commune, str]]:
        words = [] if self.communes.named(typed) else typed.split(" ")
        for start in range(1, len(words)):  # the longest name wins: "La Roche-sur-Yon" before "Yon"
            street, city = " ".join(words[:start]).strip(" ,"), " ".join(words[start:])
            for commune in self.communes.named(city):
                yield from ((street, commune, postcode) for postcode in commune.postcodes)


@dataclass(frozen=True, slots=True)
class GeocoderProvider:
    """Asks a geocoder that answers GeoJSON as the public one does, and falls back on another provider.

    `address` is where it listens. What was typed goes in the body of a POST, never in an address that may be logged.
    """

    address: str
    fetch: Fetch
    fallback: AddressProvider
    communes: Communes

    def suggest(self, text: str, limit: int) -> tuple[Suggestion, ...]:
        """See `AddressProvider`."""
        typed = " ".join(text[:MAX_TYPED].split())
        if not typed:
            return ()
        form = {"q": typed, "limit": str(limit), "autocomplete": "1"}
        try:
            body = self.fetch(self.address, form)
            found = tuple(islice(self._read(body), limit))
        except Exception:  # whatever happens out there, the applicant goes on with what we know ourselves
            found = ()
        return found or self.fallback.suggest(text, limit)

    def _read(self, body: bytes) -> Iterator[Suggestion]:
        """Suggestions of a GeoJSON FeatureCollection. Raises an exception of any kind on anything else."""
        if len(body) > _MAX_BODY:
            raise ValueError("answer too long")
        for feature in json.loads(body)["features"]:
            properties: Mapping[str, Any] = feature["properties"]
            alone = properties.get("type") == "municipality"
            street = _text(properties.get("street")) or _text(properties.get("name"))
            postcode, city = _text(properties.get("postcode")), _text(properties.get("city"))
            if alone or not street or not postcode or not city:
                continue
            address = Address(
                number=_text(properties.get("housenumber")),
                street=street,
                postcode=postcode,
                city=city,
                insee=insee_code(self.communes, postcode, city, given=_text(properties.get("citycode"))),
            )
            yield Suggestion(_text(properties.get("label")) or ", ".join(address.lines), address)


def _text(value: object) -> str:
    """A property as one line of text, empty when it is none."""
    return " ".join(value[:MAX_TYPED].split()) if isinstance(value, str) else ""
