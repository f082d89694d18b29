"""Catalogues: every string of the pages is there, translated, in good typography."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from renderers.html import LOCALE_DIR, TEMPLATE_DIR, available_languages
from renderers.html.catalogues import direction_of, load_catalogue

KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}
PACKAGES = (TEMPLATE_DIR.parent, TEMPLATE_DIR.parent.parent / "web")
"""What says something to applicants by itself: the pages, and the edge that sends them."""
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
PLACEHOLDERS = re.compile(r"%\(\w+\)s|\{n\}")


def used() -> set[tuple[str, ...]]:
    """The strings that templates and code ask for, as singular and plural."""
    options = {"templates/**.html": {"trimmed": "true", "silent": "false"}}
    found = [m for package in PACKAGES for _, _, m, _, _ in extract_from_dir(package, METHODS, options, KEYWORDS)]
    return {m if isinstance(m, tuple) else (m,) for m in found}


def messages(language: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """A catalogue as written: strings of the source, strings of the language."""
    with (LOCALE_DIR / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        catalogue: Catalog = read_po(source, locale=language)
    assert not any(message.fuzzy for message in catalogue if message.id)
    assert not catalogue.obsolete
    return {_tuple(message.id): _tuple(message.string) for message in catalogue if message.id}


def _tuple(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text),)


@pytest.mark.parametrize("language", available_languages())
def test_a_catalogue_holds_what_pages_ask_for_and_no_more(language: str) -> None:
    assert set(messages(language)) == used()


@pytest.mark.parametrize("language", [language for language in available_languages() if language != "fr"])
def test_everything_is_translated(language: str) -> None:
    found = messages(language)
    assert [source for source, text in found.items() if not all(text) or source == text] == []
    for source, text in found.items():
        assert placeholders(source[-1]) == placeholders(text[-1]), source


def placeholders(text: str) -> list[str]:
    """What a string leaves room for."""
    return sorted(PLACEHOLDERS.findall(text.replace("%%", "")))


def test_french_plurals_are_written_out() -> None:
    assert all(text == source for source, text in messages("fr").items() if len(source) > 1)


def test_french_punctuation_has_no_break_spaces() -> None:
    bad = [text for source in used() for text in source if re.search("\u0020[:;?!»]|«\u0020|\u0020%%", text)]
    assert bad == []


def test_source_language_comes_first() -> None:
    assert available_languages() == ("fr", "en")


def test_a_fuzzy_translation_is_left_out(tmp_path: Path) -> None:
    shutil.copytree(LOCALE_DIR, tmp_path / "locale")
    file = tmp_path / "locale" / "en" / "LC_MESSAGES" / "messages.po"
    text = file.read_text(encoding="utf-8")
    assert 'msgid "Accueil"' in text
    file.write_text(text.replace('msgid "Accueil"', '#, fuzzy\nmsgid "Accueil"'), encoding="utf-8")
    assert load_catalogue("en").gettext("Accueil") == "Home"
    assert load_catalogue("en", tmp_path / "locale").gettext("Accueil") == "Accueil"


def test_an_unknown_language_has_no_catalogue() -> None:
    with pytest.raises(FileNotFoundError):
        load_catalogue("tlh")


@pytest.mark.parametrize(("language", "expected"), [("fr", "ltr"), ("ar", "rtl"), ("fa", "rtl"), ("zh-Hant", "ltr")])
def test_direction(language: str, expected: str) -> None:
    assert direction_of(language) == expected
