"""French words, as lists: what is long, what few people use, which fields a browser knows how to fill."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..nearest import fold
from .tree import Site

WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
END_OF_SENTENCE = re.compile(r"(?<=[.!?…])[»\"*)\]]*\s+(?=[«\"*(\[]*[^\W\d_a-zà-ÿ])|\n\s*\n|\n\s*- | ; |;\s|:\s*\n")
TARGET = re.compile(r"\]\([^)]*\)")
ABBREVIATION = re.compile(r"\b(?:M|MM|Mme|Mmes|Mlle|art|cf|ex|n°|p|L|R|D)\.\s", re.IGNORECASE)

JARGON: tuple[tuple[str, str, str], ...] = (
    ("echeant", r"le cas echeant", "s'il y a lieu, si c'est votre cas"),
    ("nonobstant", r"nonobstant", "malgré"),
    ("sus", r"(?:susmentionne|sus-mentionne|susvise|sus-vise|susnomme)e?s?|susdite?s?", "le nom de la chose"),
    ("dit", r"ledit|ladite|lesdits|lesdites|dudit|desdits|desdites|auxdits|auxdites", "ce, cette, ces"),
    ("afferent", r"afferente?s?", "qui concerne, lié à"),
    ("ci-apres", r"ci-apres", "plus bas, ou le nom de la chose"),
    ("infra", r"infra", "plus bas, ou le nom de la chose"),
    ("supra", r"supra", "plus haut, ou le nom de la chose"),
    ("defaut", r"a defaut de quoi", "sinon"),
    ("titre", r"au titre de l'article", "selon l'article"),
    ("en sus", r"en sus", "en plus"),
    ("dument", r"dument", "rien : la phrase dit la même chose sans ce mot"),
    ("aux fins", r"aux fins de", "pour"),
    ("en vertu", r"en vertu d(?:e|u|es)", "selon"),
    ("reserve", r"sous reserve (?:que|de|du|des)", "à condition que, si"),
    ("issue", r"a l'issue d(?:e|u|es)", "après"),
    ("egard", r"eu egard (?:a|au|aux)", "vu, compte tenu de"),
    ("subsequemment", r"subsequemment", "ensuite"),
    ("prorog", r"proroger|proroge(?:e|s|es)?", "prolonger"),
)
"""Words of letters and decrees, without accents, and what to write in their place; before them, what to look for first,
since most texts hold none."""

AUTOCOMPLETE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:votre )?nom(?: de famille| de naissance)?"), "family-name"),
    (re.compile(r"(?:votre |vos )?prenoms?(?:\(s\))?"), "given-name"),
    (re.compile(r"(?:votre )?date de naissance"), "bday"),
    (re.compile(r"(?:votre )?(?:e-?mail|courriel|adresse (?:e-?mail|electronique))"), "email"),
    (re.compile(r"(?:votre )?(?:numero de )?telephone(?: portable)?"), "tel"),
)
"""Labels that ask a person of themselves, and the token by which a browser knows what they ask."""


@lru_cache(maxsize=64)
def whole_words(words: str) -> re.Pattern[str]:
    """What finds some words, and not parts of longer ones. Made at first use: most texts have none of them."""
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")


folded = lru_cache(maxsize=4096)(fold)
"""A text in lower case without accents. The same texts are looked at by several rules, and again at each change."""


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of a text, the items of a list each apart, without the addresses of links."""
    words = ABBREVIATION.sub(lambda m: m[0].replace(". ", " "), TARGET.sub("]", text))
    return (part for part in END_OF_SENTENCE.split(words) if part and part.strip())


def words_in(text: str) -> int:
    """How many words a text has: `l'aide` and `rendez-vous` are one each."""
    return len(WORD.findall(text))


def autocomplete_of(site: Site) -> str | None:
    """The token a field should have so that browsers can fill it in; None where it says one, or can't be sure."""
    if (
        site.has("autocomplete")
        or site.has("taken_from")
        or (site.parent is not None and site.parent.sort in ("field", "request"))
    ):
        return None
    label = folded(site.text("label")).strip(" :*")
    return next((token for words, token in AUTOCOMPLETE if words.fullmatch(label)), None)
