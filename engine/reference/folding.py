"""What two spellings have in common: for searching and comparing, never for showing or storing."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose, as people type them on a keyboard without them.
_PLAIN = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_SEPARATORS = re.compile(r"(?:[^\w\n]|_)+")
_EDGES = re.compile(r" *\n *")


def fold(text: str) -> str:
    """Lower case, without accents; whatever is neither letter nor digit is one space.

    `fold("L'Haÿ-les-Roses")` is `"l hay les roses"`. Folding twice changes nothing.
    """
    return " ".join(fold_lines(text).split())


def fold_lines(text: str) -> str:
    """Folds each line of a text: for thousands of names, many times faster than one by one."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold())
        marks = {ord(c): "" for c in set(text) if unicodedata.combining(c)}
        text = text.translate(_PLAIN | marks)
    return _EDGES.sub("\n", _SEPARATORS.sub(" ", text.lower())).strip(" ")
