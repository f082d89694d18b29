"""What a problem of a spec says, by code and language. Positions, carets and suggestions are added by `engine.printer`.

The first letter of a code names its family, and the codes of a family are said in one module:

| codes | about | module |
|---|---|---|
| Y0xx | the YAML itself: characters, indentation, quotes, what the language refuses of YAML | `syntax` |
| S1xx | structure, key by key: what the schema says (S101–S112, S130, S134, S136 …), what building adds | `structure` |
| R1xx | references: to a field, a value, a list, a text, a block … | `references` |
| P2xx | cases: missing, unknown, overlapping; questions no route leads to | `references` |
| P3xx | what the prover finds | `proofs` |
| D4xx, A6xx, Z8xx, C9xx, N0xx | justificatifs, plain language, sources, privacy, what nothing uses | `quality` |
| I5xx | translations | `translations` |
| V7xx | scenarios | `scenarios` |
| T0xx | comments that suppress a finding | `suppressions` |

A sentence begins in lower case and says what was found, quoted, then what was expected. `{name}` is a param of the
problem, `{name:nature}` one that names a sort of thing (`champ`, `closed` …) and is said in words, `{name:usage}` what
may be done with it, `{name:definite}` a sort of thing with "the",
`{name:regex}` a regular expression engine's complaint. A param given as `name_fr` and `name_en` is
taken in the sentence's language.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Mapping

from ..problems import Problem
from . import proofs, quality, scenarios, suppressions, translations
from .natures import definite, nature, usage
from .references import REFERENCES
from .regex import complaint
from .structure import STRUCTURE
from .syntax import SYNTAX

MESSAGES: Mapping[str, Mapping[str, str]] = {
    **SYNTAX,
    **STRUCTURE,
    **REFERENCES,
    **proofs.PROOFS,
    **quality.QUALITY,
    **translations.TRANSLATIONS,
    **scenarios.SCENARIOS,
    **suppressions.SUPPRESSIONS,
}
"""Every code, with its sentence by language."""

RELATED: Mapping[str, Mapping[str, str]] = {
    **proofs.RELATED,
    **quality.RELATED,
    **translations.RELATED,
    **scenarios.RELATED,
    **suppressions.RELATED,
    "Y013": {"fr": "première définition", "en": "first definition"},
    "R106": {"fr": "première définition", "en": "first definition"},
    "R126": {"fr": "défini ici", "en": "defined here"},
    "R127": {"fr": "premier usage", "en": "first use"},
    "R101": {"fr": "nom proche, mais demandé plus loin", "en": "a near name, but asked later"},
    "R102": {"fr": "défini ici", "en": "defined here"},
    "R103": {"fr": "défini ici", "en": "defined here"},
    "R104": {"fr": "demandé ici", "en": "asked here"},
    "R130": {"fr": "ce « si »", "en": 'this "si"'},
    "R131": {"fr": "demandé ici", "en": "asked here"},
    "S128": {"fr": "l'autre borne", "en": "the other bound"},
    "S108": {"fr": "première clé", "en": "first key"},
    "S144": {"fr": "première étape", "en": "first step"},
    "P203": {"fr": "premier cas", "en": "first case"},
    "R115": {"fr": "attendu ici", "en": "expected here"},
}
"""What a problem's second place is; elsewhere `OTHER_PLACE`."""
OTHER_PLACE: Mapping[str, str] = {"fr": "voir aussi", "en": "see also"}

EXPECTED: Mapping[str, Mapping[str, str]] = {
    "S101": {"fr": "autres clés possibles", "en": "other possible keys"},
    "R123": {"fr": "noms réservés", "en": "reserved names"},
}
"""What a problem's list of names is; elsewhere `ACCEPTED`. Keys that are there already are not in it."""
ACCEPTED: Mapping[str, str] = {"fr": "attendu", "en": "expected"}

FALLBACK = "fr"


def sentence(problem: Problem, language: str) -> str:
    """What is wrong, in one line: no code, no position. A language without sentences of its own gets French.

    Never raises: a code without a sentence is said as such, a param that is missing shows as `…`.
    """
    texts = MESSAGES.get(problem.code)
    if texts is None:
        return problem.code
    return _spoken(texts, language).format_map(_Params(problem.params, language if language in texts else FALLBACK))


def related_label(code: str, language: str) -> str:
    """What the second place of a problem is: "première définition", "défini ici" …"""
    return _spoken(RELATED.get(code, OTHER_PLACE), language)


def expected_label(code: str, language: str) -> str:
    """What the names listed under a problem are: "attendu", "autres clés possibles" …"""
    return _spoken(EXPECTED.get(code, ACCEPTED), language)


def _spoken(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language, texts[FALLBACK])


def parameters(code: str) -> frozenset[str]:
    """The params that a code's sentences use."""
    texts = MESSAGES[code].values()
    return frozenset(name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name)


def visible(text: str) -> str:
    """A text on one line, without what a terminal would obey or hide: control and direction marks show as �."""
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in _one_line(text))


def _one_line(text: str) -> str:
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ").replace("\t", " ")


class _Params(dict[str, "_Param"]):
    """A problem's params in one language."""

    def __init__(self, params: Mapping[str, str], language: str) -> None:
        ours = {name: value for name, value in params.items() if not name.endswith(("_fr", "_en"))}
        theirs = {name[:-3]: value for name, value in params.items() if name.endswith(f"_{language}")}
        super().__init__({name: _Param(value, language) for name, value in {**ours, **theirs}.items()})
        self.language = language

    def __missing__(self, key: str) -> _Param:
        return _Param("…", self.language)


class _Param:
    """One param: how it is shown depends on what the sentence asks for."""

    def __init__(self, value: str, language: str) -> None:
        self.value, self.language = value, language

    def __format__(self, form: str) -> str:
        match form:
            case "definite":
                return definite(self.value, self.language)
            case "nature":
                return visible(nature(self.value, self.language))
            case "usage":
                return visible(usage(self.value, self.language))
            case "regex":
                return visible(complaint(self.value, self.language))
            case _:
                return visible(self.value)
