"""The site's own sentences, in its language: gettext's, from the same catalogues as those of the pages.

What is written in the code is the source, in French, with its no-break spaces; `make messages` collects it.
"""

from __future__ import annotations

from functools import lru_cache
from gettext import NullTranslations

from renderers.html import load_catalogue


class Words:
    """Says the sentences of the code in one language. What changes in them is named: `%(name)s`."""

    def __init__(self, catalogue: NullTranslations) -> None:
        self._catalogue = catalogue

    def gettext(self, message: str, **params: object) -> str:
        """The sentence in this language, its params in their places."""
        return _filled(self._catalogue.gettext(message), params)

    def ngettext(self, one: str, several: str, count: int, **params: object) -> str:
        """The sentence for a number of things, which it calls `%(num)s`."""
        return _filled(self._catalogue.ngettext(one, several, count), {"num": count, **params})


@lru_cache(maxsize=16)
def words_of(language: str) -> Words:
    """The sentences of a language. Raises FileNotFoundError when it has no catalogue."""
    return Words(load_catalogue(language))


def N_(message: str) -> str:
    """Marks a sentence of a table, to be said later: a table is made before any language is known."""
    return message


def _filled(sentence: str, params: dict[str, object]) -> str:
    return sentence % params if params else sentence
