"""The official communes: their INSEE codes, postcodes and names, held in memory.

Source: INSEE's Code officiel géographique and La Poste's postcodes, as published in the file beside (see LICENCES.md).
Paris, Lyon and Marseille are known whole and by arrondissement; former communes by the one that replaced them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from .folding import fold, fold_lines

SOURCE = Path(__file__).parent / "data" / "decoupage-administratif-6.0.0" / "communes.json"

_ABBREVIATED = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_CEDEX = re.compile(r" cedex( \d{1,2})?$")
_DISTRICT = re.compile(r"^(paris|lyon|marseille) \d{1,2}( ?e| ?er| ?eme| ?ieme)?( arrondissement)?$")


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today, or a municipal arrondissement. `city` is the name on envelopes (Paris, not Paris 11e …).

    `department` is a département's or overseas collectivity's code (`59`, `2A`, `974`, `987`).
    """

    insee: str
    name: str
    city: str
    postcodes: tuple[str, ...]
    department: str
    population: int
    district: bool = False


class Communes(Protocol):
    """What addresses need to know of communes."""

    def by_insee(self, code: str) -> Commune | None:
        """The commune of a code; one that was merged gives the commune it went into."""

    def by_postcode(self, code: str) -> tuple[Commune, ...]:
        """Communes, and arrondissements rather than Paris, Lyon or Marseille, that share a postcode."""

    def named(self, name: str) -> tuple[Commune, ...]:
        """Communes whose name, of today or before a merger, is this one whatever the accents."""


def city_key(name: str) -> str:
    """What spellings of a city have in common: "St-Denis Cedex 2" is `saint denis`, "Paris 11e" is `paris`."""
    words = fold(re.sub(r"(?i)\bs/", "sur ", name)).split()
    key = _CEDEX.sub("", " ".join(_ABBREVIATED.get(word, word) for word in words))
    district = _DISTRICT.match(key)
    return district.group(1) if district else key


class CommuneIndex:
    """Communes of one published file. Looking one up costs microseconds."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        # Everything below keeps this order: the most populated first is also the order in which to propose.
        rows = sorted(rows, key=lambda row: (-int(row.get("population", 0)), row["code"]))
        former = [(row["nom"], row["code"], row["chefLieu"]) for row in rows if "chefLieu" in row]
        self._rows = {row["code"]: _row(row) for row in rows if "codesPostaux" in row}  # elsewhere, nobody lives
        self._by_postcode: dict[str, list[str]] = {}
        divided = {row["commune"] for row in rows if "commune" in row}
        for code, row in self._rows.items():
            if code not in divided:
                for postcode in row.postcodes:
                    self._by_postcode.setdefault(postcode, []).append(code)
        self._successor = {code: chief for _, code, chief in former}
        self._former = [(name, chief) for name, _, chief in former if chief in self._rows]

    def by_insee(self, code: str) -> Commune | None:
        """See `Communes`."""
        row = self._rows.get(code) or self._rows.get(self._successor.get(code, ""))
        return None if row is None else _commune(row)

    def by_postcode(self, code: str) -> tuple[Commune, ...]:
        """See `Communes`; the most populated first."""
        return self._communes(self._by_postcode.get(code, ()))

    def named(self, name: str) -> tuple[Commune, ...]:
        """See `Communes`; the most populated first."""
        return self._communes(self._by_name.get(city_key(name), ()))

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """Codes by folded name. Arrondissements are left out: their city is there."""
        today = [(row.name, row.code) for row in self._rows.values() if not row.district]
        named = today + self._former
        names: dict[str, list[str]] = {}
        for key, (_, code) in zip(fold_lines("\n".join(name for name, _ in named)).split("\n"), named, strict=True):
            same = names.setdefault(key, [])
            if code not in same:
                same.append(code)
        return names

    def _communes(self, codes: Iterable[str]) -> tuple[Commune, ...]:
        return tuple(_commune(self._rows[code]) for code in codes)


@lru_cache(maxsize=1)
def communes() -> CommuneIndex:
    """The communes this program comes with, read once per process at first use (about a quarter of a second).

    A server calls it when it starts, so that no applicant waits for it.
    """
    return CommuneIndex(json.loads(SOURCE.read_bytes()))


def matching(index: Communes, postcode: str, city: str) -> tuple[Commune, ...]:
    """Communes that have both this postcode and this name, of today or, where none has, of before a merger."""
    places, key = index.by_postcode(postcode), city_key(city)
    if same := tuple(commune for commune in places if key == city_key(commune.city)):
        return same
    named = {commune.insee for commune in index.named(city)}
    return tuple(commune for commune in places if commune.insee in named)


def insee_code(index: Communes, postcode: str, city: str, *, given: str = "") -> str:
    """The INSEE code of a postcode and a city: `given` if it is one of theirs, theirs if there is one, else empty."""
    codes = [commune.insee for commune in matching(index, postcode, city)]
    if given in codes:
        return given
    return codes[0] if len(codes) == 1 else ""


def contradicts(index: Communes, postcode: str, city: str) -> bool:
    """Whether the postcode and the city, both known, are surely of different places.

    A hamlet, a former commune, a CEDEX or a postcode newer than our data is no contradiction: no commune of that name
    may be in a département which the postcode serves.
    """
    places, key = index.by_postcode(postcode), city_key(city)
    if not places or any(city_key(commune.city) == key for commune in places):
        return False
    homonyms = index.named(city)
    if not homonyms:
        return False
    return {c.department for c in places}.isdisjoint(c.department for c in homonyms)


class _Row(NamedTuple):
    """What is kept of a row: five times lighter and quicker to make, 35,000 times, than a `Commune`."""

    code: str
    name: str
    postcodes: list[str]
    department: str
    population: int
    district: bool


def _row(row: Mapping[str, Any]) -> _Row:
    population = int(row.get("population", 0))
    return _Row(row["code"], row["nom"], row["codesPostaux"], row["departement"], population, "commune" in row)


def _commune(row: _Row) -> Commune:
    city = row.name.split()[0] if row.district else row.name
    return Commune(row.code, row.name, city, tuple(row.postcodes), row.department, row.population, row.district)
