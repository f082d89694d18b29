"""Sorts of things, in words: a param of a problem names them by a keyword or by a type."""

from __future__ import annotations

from collections.abc import Mapping

NATURES: Mapping[str, Mapping[str, str]] = {
    # The types of what a condition may read.
    "closed": {"fr": "un choix", "en": "a choice"},
    "boolean": {"fr": "un oui / non", "en": "a yes / no"},
    "integer": {"fr": "un nombre", "en": "a number"},
    "date": {"fr": "une date", "en": "a date"},
    "list": {"fr": "une liste", "en": "a list"},
    "text": {"fr": "un texte libre", "en": "a free text"},
    "any": {"fr": "de type inconnu", "en": "of an unknown type"},
    # What has an id.
    "démarche": {"fr": "une démarche", "en": "a procedure"},
    "étape": {"fr": "une étape", "en": "a step"},
    "section": {"fr": "une section", "en": "a section"},
    "champ": {"fr": "un champ", "en": "a field"},
    "champ du groupe": {"fr": "un champ du groupe", "en": "a field of the group"},
    "fait": {"fr": "un fait", "en": "a fact"},
    "liste": {"fr": "une liste", "en": "a list"},
    "question": {"fr": "une question", "en": "a question"},
    "entrée": {"fr": "une entrée", "en": "an entry"},
    "motif": {"fr": "un motif", "en": "a motif"},
    "groupe de justificatifs": {"fr": "un groupe de justificatifs", "en": "a group of justificatifs"},
    "justificatif": {"fr": "un justificatif", "en": "a justificatif"},
    "pièce": {"fr": "une pièce", "en": "an item"},
    "chemin": {"fr": "un chemin", "en": "a path"},
    "bloc": {"fr": "un bloc", "en": "a block"},
    "portail": {"fr": "un portail", "en": "a portal"},
    "code": {"fr": "un code", "en": "a code"},
}


def nature(name: str, language: str) -> str:
    """A sort of thing with its article; a name of no known sort stays as it is."""
    words = NATURES.get(name)
    return name if words is None else words.get(language, words["fr"])
