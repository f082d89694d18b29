"""The edge's own sentences: all of them in the catalogues, none written beside."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from renderers.web import errors
from renderers.web.words import Words, words_of

WEB = Path(errors.__file__).parent
SPEAKERS = sorted(WEB.glob("*.py"))
MARKS = {"gettext", "ngettext", "N_"}
FOR_OPERATORS = {"settings", "geocoder", "app"}
LAST_RESORT = "security"
"""Nothing but this page is left when the rest fails: it depends on no catalogue."""


def sentences(source: str) -> Iterator[str]:
    """The French sentences of a module that no catalogue translates."""
    tree = ast.parse(source)
    said = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) in MARKS
        for part in ast.walk(node)
    }
    said |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            words = node.value.split()
            if len(words) > 2 and (set("éèêàçùôî«»") & set(node.value) or {"le", "la", "une", "votre"} & set(words)):
                yield node.value


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@pytest.mark.parametrize("module", SPEAKERS, ids=lambda path: path.stem)
def test_no_sentence_is_said_outside_the_catalogues(module: Path) -> None:
    if module.stem not in {*FOR_OPERATORS, LAST_RESORT}:
        assert list(sentences(module.read_text(encoding="utf-8"))) == []


def test_a_planted_sentence_is_seen() -> None:
    assert list(sentences('title = "Votre saisie est gardée"')) == ["Votre saisie est gardée"]
    assert list(sentences('title = words.gettext("Votre saisie est gardée")')) == []
    assert list(sentences('title = N_("Votre saisie " "est gardée")')) == []


def test_sentences_are_said_in_the_language_of_their_catalogue() -> None:
    assert words_of("fr").gettext("Retour à l'accueil") == "Retour à l'accueil"
    assert words_of("en").gettext("Retour à l'accueil") == "Back to the home page"
    assert words_of("en").gettext("Fichier «\u00a0%(name)s\u00a0»", name="100 %.pdf") == "File “100 %.pdf”"


@pytest.mark.parametrize(("days", "expected"), [(1, "dans la journée"), (30, "dans les 30 jours")])
def test_numbers_choose_the_sentence(days: int, expected: str) -> None:
    said: Words = words_of("fr")
    one = "Pour la reprendre, connectez-vous avec votre identifiant et votre mot de passe, dans la journée."
    more = "Pour la reprendre, connectez-vous avec votre identifiant et votre mot de passe, dans les %(num)s jours."
    assert expected in said.ngettext(one, more, days)


@pytest.mark.parametrize("status", sorted(errors.PAGES))
def test_every_error_page_is_translated(status: int) -> None:
    page = errors.PAGES[status]
    english = words_of("en")
    assert all(english.gettext(sentence) != sentence for sentence in (page.title, *page.paragraphs))
