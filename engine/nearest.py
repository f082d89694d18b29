"""The nearest of a list of names: "vouliez-vous …"."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

PLURAL = re.compile(r"(?<=\w\w)(?:e?s|x|(?<=e)e)$")
"""What ends a word in the plural, or in the feminine of a participle: `mariée` for `marié`."""


def fold(text: str) -> str:
    """Lower case without accents, ligatures opened, typographic apostrophes made plain."""
    opened = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    decomposed = unicodedata.normalize("NFKD", opened)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def nearest(found: str, expected: Iterable[str]) -> str | None:
    """The expected name most like what was found, accents apart; None when nothing is near.

    A plural for its singular comes before all else. Two letters swapped in a short word (`mxa` for `max`) change half
    of it: the same letters in another order are near.
    """
    by_fold = {fold(name): name for name in expected}
    if fold(found) in by_fold:
        return by_fold[fold(found)]
    singular = _singular(fold(found))
    alike = next((name for folded, name in by_fold.items() if _singular(folded) == singular), None)
    if alike is not None:
        return alike
    close = difflib.get_close_matches(fold(found), by_fold, n=1, cutoff=0.7)
    if close:
        return by_fold[close[0]]
    letters = sorted(fold(found))
    return next((name for folded, name in by_fold.items() if sorted(folded) == letters), None)


def _singular(folded: str) -> str:
    """A name without the marks of the plural of its words, and of a feminine participle."""
    return "_".join(PLURAL.sub("", word) for word in folded.split("_"))
