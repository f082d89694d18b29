"""French spaces: a sign never begins a line, a guillemet never ends one. For pages and for printed documents."""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"

_SIGNS = re.compile("[;?!:»%€«°]")
_BEFORE_NARROW = re.compile(r" (?=[;?!]+(?:\s|[»\")\]]|$))")
_BEFORE_WIDE = re.compile(r" (?=:(?:\s|$)|»)|(?<=\d) (?=[%€](?!\w))")
_AFTER = re.compile(r"(?<=«) |(?<=\b[nN]°) ")


def french_spacing(text: str, narrow: str = NARROW_NO_BREAK) -> str:
    """The same words with no-break spaces where French wants them, in place of plain ones.

    A `narrow` one before `;`, `?`, `!`; a full one before `:`, `»`, `%`, `€` and after `«`, `n°`. No space is added or
    taken away: addresses and times keep their colon. Source: Lexique des règles typographiques en usage à l'Imprimerie
    nationale.
    """
    if _SIGNS.search(text) is None:  # most runs of a page hold no such sign
        return text
    text = _BEFORE_NARROW.sub(narrow, text)
    return _AFTER.sub(NO_BREAK, _BEFORE_WIDE.sub(NO_BREAK, text))


def page_spacing(text: str) -> str:
    """The same for pages, whose fonts are the reader's: old ones have no narrow space."""
    return french_spacing(text, NO_BREAK)
