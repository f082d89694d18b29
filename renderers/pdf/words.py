"""The few words that printed documents add to the author's own, by language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What is printed around the content. `page` and `of` make "Page 1 / 3"; `to_fill` names a field."""

    page: str
    of: str
    optional: str
    to_fill: str
    one_of: str
    all_of: str
    one_case: str
    missing_characters: str


_FRENCH = Words(
    page="Page",
    of="/",
    optional="facultatif",
    to_fill="À indiquer – {label} :",
    one_of="Un des documents suivants :",
    all_of="Tous les documents suivants :",
    one_case="Selon votre situation :",
    missing_characters=(
        "Le signe \ufffd remplace un caractère qui ne peut pas être imprimé ici. "
        "Votre dossier garde ce que vous avez écrit."
    ),
)
_BY_LANGUAGE = {"fr": _FRENCH}


def words_for(language: str) -> Words:
    """The words of a language, French where they are not translated."""
    return _BY_LANGUAGE.get(language, _FRENCH)
