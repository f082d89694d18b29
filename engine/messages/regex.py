"""The complaints of the regular expression engine (RE2), which speaks English, by the fragment that begins them."""

from __future__ import annotations

from collections.abc import Mapping

COMPLAINTS: Mapping[str, str] = {
    "missing closing ]": "un crochet « [ » n'est pas fermé",
    "missing ]": "un crochet « [ » n'est pas fermé",
    "missing closing )": "une parenthèse « ( » n'est pas fermée",
    "missing )": "une parenthèse « ( » n'est pas fermée",
    "unexpected )": "une parenthèse « ) » n'est pas ouverte",
    "trailing \\": "une barre « \\ » ne peut finir l'expression",
    "no argument for repetition operator": "rien ne précède le signe de répétition",
    "missing argument to repetition operator": "rien ne précède le signe de répétition",
    "bad repetition operator": "deux signes de répétition se suivent",
    "invalid repetition size": "ce nombre de répétitions n'est pas admis (1 000 au plus)",
    "bad repetition": "cette répétition n'est pas admise",
    "invalid character class range": "cet intervalle de caractères va à l'envers ou n'existe pas",
    "invalid character class": "ces crochets ne forment pas une classe de caractères",
    "invalid escape sequence": "cette suite « \\… » n'existe pas",
    "invalid perl operator": "cette construction « (?… » n'existe pas",
    "invalid named capture group": "ce nom de groupe n'est pas admis",
    "invalid UTF-8": "un caractère n'est pas lisible",
    "pattern too large": "elle est trop grande",
    "not ASCII": "elle a une lettre accentuée ou un autre signe qui n'est pas ASCII",
    "bad": "elle n'est pas correcte",
}


def complaint(detail: str, language: str) -> str:
    """RE2's complaint in the language of the sentence, with the part of the pattern it cites."""
    if language != "fr":
        return detail
    for start, words in COMPLAINTS.items():
        if detail.startswith(start):
            cited = detail.partition(": ")[2]
            return f"{words} : {cited}" if cited else words
    return detail or "elle n'est pas correcte"
