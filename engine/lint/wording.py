"""French words, as lists: what is long, what few people use, which fields a browser knows how to fill."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..nearest import fold
from .tree import Site

WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
END_OF_SENTENCE = re.compile(r"(?<=[.!?…])[»\"*)\]]*\s+(?=[«\"*(\[]*[^\W\d_a-zà-ÿ])|\n\s*\n|\n\s*- | ; |;\s|:\s*\n")
TARGET = re.compile(r"\]\([^)]*\)")
ABBREVIATION = re.compile(r"\b(?:M|MM|Mme|Mmes|Mlle|art|cf|ex|n°|p|L|R|D)\.\s", re.IGNORECASE)

_JARGON: tuple[tuple[str, str], ...] = (
    (r"le cas echeant", "s'il y a lieu, si c'est votre cas"),
    (r"nonobstant", "malgré"),
    (r"(?:susmentionne|sus-mentionne|susvise|sus-vise|susdit|susnomme)e?s?", "dit plus haut, ou le nom de la chose"),
    (r"(?:ledit|ladite|lesdits|lesdites|dudit|desdits|desdites|auxdits)", "ce, cette, ces"),
    (r"afferente?s?", "qui concerne, lié à"),
    (r"(?:ci-apres|infra|supra)", "plus bas, plus haut, ou le nom de la chose"),
    (r"a defaut de quoi", "sinon"),
    (r"au titre de l'article", "selon l'article"),
    (r"en sus", "en plus"),
    (r"dument", "(supprimez-le)"),
    (r"aux fins de", "pour"),
    (r"en vertu de", "selon"),
    (r"sous reserve (?:que|de|du|des)", "à condition que, si"),
    (r"a l'issue de", "après"),
    (r"eu egard a", "vu, compte tenu de"),
    (r"subsequemment", "ensuite"),
    (r"proroger|proroge[es]*", "prolonger"),
    (r"notifie[es]* par voie (?:postale|electronique)", "envoyé par courrier, par email"),
)
JARGON: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<![\w-]){words}(?![\w-])"), plain) for words, plain in _JARGON
)
"""Words of letters and decrees, without accents, and what to write in their place."""
JARGON_SIGN = re.compile("|".join(f"(?:{words})" for words, _ in _JARGON))
"""Whether a text may hold one of them: most hold none."""

AUTOCOMPLETE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:votre )?nom(?: de famille| de naissance)?"), "family-name"),
    (re.compile(r"(?:votre |vos )?prenoms?(?:\(s\))?"), "given-name"),
    (re.compile(r"(?:votre )?date de naissance"), "bday"),
    (re.compile(r"(?:votre )?(?:e-?mail|courriel|adresse (?:e-?mail|electronique))"), "email"),
    (re.compile(r"(?:votre )?(?:numero de )?telephone(?: portable)?"), "tel"),
)
"""Labels that ask a person of themselves, and the token by which a browser knows what they ask."""


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of a text, the items of a list each apart, without the addresses of links."""
    words = ABBREVIATION.sub(lambda m: m[0].replace(". ", " "), TARGET.sub("]", text))
    return (part for part in END_OF_SENTENCE.split(words) if part and part.strip())


def words_in(text: str) -> int:
    """How many words a text has: `l'aide` and `rendez-vous` are one each."""
    return len(WORD.findall(text))


def autocomplete_of(site: Site) -> str | None:
    """The token a field should have so that browsers can fill it in; None where it says one, or can't be sure."""
    if site.has("autocomplete") or (site.parent is not None and site.parent.sort in ("field", "request")):
        return None
    label = fold(site.text("label")).strip(" :*")
    return next((token for words, token in AUTOCOMPLETE if words.fullmatch(label)), None)
