"""Interface strings: gettext catalogues, read from their `.po` files and compiled in memory.

French is the source language: its strings are the keys. Nothing compiled is kept on disk, so a catalogue and what
is shown can't differ.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LOCALE_DIR = Path(__file__).parent / "locale"
SOURCE_LANGUAGE = "fr"


def available_languages(folder: Path = LOCALE_DIR) -> tuple[str, ...]:
    """The languages that have a catalogue, the source language first."""
    found = {path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/messages.po")}
    return (SOURCE_LANGUAGE, *sorted(found - {SOURCE_LANGUAGE}))


def load_catalogue(language: str, folder: Path = LOCALE_DIR) -> Translations:
    """The catalogue of a language. Raises FileNotFoundError when there is none; fuzzy entries are left out."""
    path = folder / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def direction_of(language: str) -> str:
    """`rtl` or `ltr`, as HTML's `dir` says it."""
    return "rtl" if Locale.parse(language, sep="-").character_order == "right-to-left" else "ltr"
