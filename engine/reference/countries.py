"""Countries and territories by ISO 3166-1 code, and states that no longer exist by ISO 3166-3 code.

Labels are Unicode CLDR's, through Babel. They also serve as nationalities: no gender-neutral list of those exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..nearest import nearest
from .folding import fold

FRANCE = "FR"

_ALPHA_3 = 3

FRENCH_TERRITORIES = frozenset(("FR", "BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"))
"""Codes under which an address follows French postcodes and has an INSEE code."""

# CLDR's territories that ISO 3166-1 has no code for: regions, groupings, dependencies of others, test locales. Kosovo
# (`XK`, a user-assigned code that the European Union uses) stays: people are born there and hold its nationality.
_NOT_ISO = frozenset(("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"))


@dataclass(frozen=True, slots=True)
class Country:
    """A country as it is proposed: `code` is stored, `label` shown."""

    code: str
    label: str


# ISO 3166-3 code: French label, English label. Inhabited states and territories only: people may be born there.
_HISTORIC = {
    "AIDJ": ("Territoire français des Afars et des Issas (1967-1977)", "French Afars and Issas (1967–1977)"),
    "ANHH": ("Antilles néerlandaises (jusqu’en 2010)", "Netherlands Antilles (until 2010)"),
    "BUMM": ("Birmanie (jusqu’en 1989)", "Burma (until 1989)"),
    "BYAA": ("Biélorussie (RSS, jusqu’en 1991)", "Byelorussian SSR (until 1991)"),
    "CSHH": ("Tchécoslovaquie (jusqu’en 1992)", "Czechoslovakia (until 1992)"),
    "CSXX": ("Serbie-et-Monténégro (2003-2006)", "Serbia and Montenegro (2003–2006)"),
    "DDDE": ("République démocratique allemande (1949-1990)", "German Democratic Republic (1949–1990)"),
    "DYBJ": ("Dahomey (jusqu’en 1975)", "Dahomey (until 1975)"),
    "GEHH": ("Îles Gilbert et Ellice (jusqu’en 1979)", "Gilbert and Ellice Islands (until 1979)"),
    "HVBF": ("Haute-Volta (jusqu’en 1984)", "Upper Volta (until 1984)"),
    "NHVU": ("Nouvelles-Hébrides (jusqu’en 1980)", "New Hebrides (until 1980)"),
    "PCHH": ("Îles du Pacifique sous tutelle (jusqu’en 1986)", "Pacific Islands Trust Territory (until 1986)"),
    "PZPA": ("Zone du canal de Panama (jusqu’en 1979)", "Panama Canal Zone (until 1979)"),
    "RHZW": ("Rhodésie (jusqu’en 1980)", "Rhodesia (until 1980)"),
    "SKIN": ("Sikkim (jusqu’en 1975)", "Sikkim (until 1975)"),
    "SUHH": ("Union soviétique (URSS, jusqu’en 1991)", "Soviet Union (USSR, until 1991)"),
    "TPTL": ("Timor oriental (jusqu’en 2002)", "East Timor (until 2002)"),
    "VDVN": ("République démocratique du Viêt Nam (jusqu’en 1976)", "Democratic Republic of Viet-Nam (until 1976)"),
    "YDYE": ("Yémen démocratique (1967-1990)", "Democratic Yemen (1967–1990)"),
    "YUCS": ("Yougoslavie (jusqu’en 2003)", "Yugoslavia (until 2003)"),
    "ZRCD": ("Zaïre (1971-1997)", "Zaire (1971–1997)"),
}

# Other names under which people look for their country, beside CLDR's French and English labels, which Babel gives
# without their variants: official and former names (ISO 3166-1 and 3166-3), usual short ones, and parts of a state that
# people name as their country (ISO 3166-2: those of the United Kingdom, republics of Russia).
_ALSO_CALLED = {
    "AE": ("Emirats", "UAE"),
    "BY": ("Belarus", "Bélarus", "Biélorussie"),
    "CD": ("République démocratique du Congo", "RDC", "DRC", "RD Congo", "Congo (RDC)"),
    "CG": ("République du Congo", "Congo"),
    "CI": ("Ivory Coast",),
    "CV": ("Cap-Vert", "Cape Verde"),
    "CZ": ("République tchèque", "Czech Republic"),
    "GB": (
        "Grande-Bretagne",
        "Angleterre",
        "Écosse",
        "Pays de Galles",
        "Great Britain",
        "England",
        "UK",
        "Irlande du Nord",
    ),
    "HK": ("Hong Kong",),
    "KP": ("République populaire démocratique de Corée",),
    "KR": ("République de Corée",),
    "MD": ("République de Moldavie",),
    "MK": ("Macédoine", "Macedonia"),
    "MM": ("Birmanie", "Myanmar", "Burma"),
    "MO": ("Macao",),
    "NL": ("Hollande", "Holland"),
    "PS": ("Palestine", "État de Palestine"),
    "RU": ("Fédération de Russie", "Tchétchénie", "Daghestan", "Ingouchie", "Chechnya"),
    "SZ": ("Swaziland",),
    "TL": ("Timor oriental", "East Timor"),
    "TR": ("Türkiye", "Turkey"),
    "US": ("USA", "États-Unis d'Amérique", "United States of America"),
    "VA": ("Vatican", "Saint-Siège"),
    "DDDE": ("RDA", "Allemagne de l'Est", "GDR", "East Germany"),
    "SUHH": ("URSS", "USSR"),
    "YUCS": ("République fédérale de Yougoslavie",),
}


@lru_cache(maxsize=16)
def countries(language: str = "fr") -> tuple[Country, ...]:
    """All countries and territories of ISO 3166-1, by label in the order of the language's dictionary."""
    labels = _labels(language)
    listed = (Country(code, label) for code, label in labels.items() if len(code) == 2)
    return tuple(sorted(listed, key=lambda country: collation_key(country.label)))


@lru_cache(maxsize=16)
def other_names(language: str = "fr") -> dict[str, tuple[str, ...]]:
    """Names by code that a search should find beside labels in `language`: usual ones, the French and English labels.

    A name whose words are those of the label, or of another name, is left out, and what is between brackets of others.
    No name holds `:`, `,` or `|`.
    """
    found: dict[str, tuple[str, ...]] = {}
    for code, label in _labels(language).items():
        seen, kept = fold(label), []
        for label_or_name in (*_ALSO_CALLED.get(code, ()), _labels("fr")[code], _labels("en")[code]):
            name = label_or_name.partition(" (")[0]
            if f" {fold(name)}" not in f" {seen}":
                seen = f"{seen} {fold(name)}"
                kept.append(name)
        if kept:
            found[code] = tuple(kept)
    return found


@lru_cache(maxsize=16)
def historic_countries(language: str = "fr") -> tuple[Country, ...]:
    """States and territories that no longer exist (ISO 3166-3), in the same order."""
    labels = _labels(language)
    return tuple(sorted((Country(code, labels[code]) for code in _HISTORIC), key=lambda c: collation_key(c.label)))


def country_label(code: str, language: str = "fr") -> str:
    """The name of a country, of today or historic; the code itself where it is unknown."""
    return _labels(language).get(code, code)


def is_country(code: str, *, historic: bool = False) -> bool:
    """Whether `code` is one of ours, historic states only where asked."""
    return (len(code) == 2 or historic) and code in _labels("fr")


def find_country(text: str, *, historic: bool = False) -> str | None:
    """The code meant by a code or a name as typed: case, accents and punctuation are of no account.

    Names are the French and English labels and a few usual ones. Today's country wins over a historic state of the
    same name. None when nothing matches.
    """
    if is_country(text.upper(), historic=historic):
        return text.upper()
    folded = fold(text).replace(" ", "")
    return _names(historic=False).get(folded) or (_names(historic=True).get(folded) if historic else None)


def nearest_country(text: str, *, historic: bool = False) -> str | None:
    """The code of the country that was probably meant by a text that names none: by its name; of three letters, by the
    one code that begins as they do and is written in them, since most codes of three letters hold that of two."""
    folded = fold(text).replace(" ", "")
    if len(folded) <= _ALPHA_3:
        letters = folded.upper()
        possible = {letters[:1] + letter for letter in letters[1:]} if len(letters) == _ALPHA_3 else set()
        codes = [code for code in sorted(possible) if is_country(code)]
        return codes[0] if len(codes) == 1 else None
    names = {**(_names(historic=True) if historic else {}), **_names(historic=False)}
    near = nearest(folded, names)
    return names[near] if near is not None else None


def collation_key(label: str) -> tuple[str, str]:
    """The sorting key of a French dictionary: letters first, accents only between what is otherwise the same."""
    return fold(label).replace(" ", ""), label


@lru_cache(maxsize=16)
def _labels(language: str) -> dict[str, str]:
    """All labels by code. A language that CLDR does not name countries in has the French ones."""
    position = 0 if language == "fr" else 1
    cldr = _territories(language)
    labels = {code: label for code, label in cldr.items() if _is_iso(code)}
    labels.update((code, names[position]) for code, names in _HISTORIC.items())
    return labels


def _territories(language: str) -> dict[str, str]:
    from babel import Locale, UnknownLocaleError  # slow to import, and checking a spec has no use for it

    french: dict[str, str] = dict(Locale("fr").territories)
    if language == "fr":
        return french
    try:
        return french | dict(Locale.parse(language, sep="-").territories)
    except (ValueError, UnknownLocaleError):
        return french


def _is_iso(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in _NOT_ISO


@lru_cache(maxsize=2)
def _names(*, historic: bool) -> dict[str, str]:
    """Codes by folded name without spaces, so that "Viêt Nam" and "Vietnam" are one."""
    names: dict[str, str] = {}
    for code, others in _ALSO_CALLED.items():
        if (code in _HISTORIC) is historic:
            names.update((fold(other).replace(" ", ""), code) for other in others)
    for language in ("en", "fr"):
        for code, label in _labels(language).items():
            if (code in _HISTORIC) is historic:
                names[fold(label).replace(" ", "")] = code
                names.setdefault(fold(label.partition(" (")[0]).replace(" ", ""), code)
    return names
