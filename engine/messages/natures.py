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
    "computed": {"fr": "un champ calculé", "en": "a computed field"},
    "any": {"fr": "de type inconnu", "en": "of an unknown type"},
    # How much of a date is known.
    "month": {"fr": "au mois près", "en": "to the month"},
    "year": {"fr": "à l'année près", "en": "to the year"},
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
    "règle": {"fr": "une règle", "en": "a rule"},
    "suite": {"fr": "une suite", "en": "what follows"},
    "cas": {"fr": "un cas", "en": "a case"},
    "code": {"fr": "un code", "en": "a code"},
    "scénario": {"fr": "un scénario", "en": "a scenario"},
}

USAGES: Mapping[str, Mapping[str, str]] = {
    # What a condition may do with a reference of this type …
    "closed": {"fr": "on le compare à une ou plusieurs de ses réponses", "en": "compare it to some of its answers"},
    "boolean": {"fr": "on le compare à oui ou à non", "en": "compare it to oui or non"},
    "integer": {
        "fr": "on le compare à un nombre, ou à des bornes (min, max, plus_de, moins_de)",
        "en": "compare it to a number, or to bounds (min, max, plus_de, moins_de)",
    },
    "date": {
        "fr": "on la compare à une autre (avant, apres, au_plus_tot, au_plus_tard)",
        "en": "compare it to another (avant, apres, au_plus_tot, au_plus_tard)",
    },
    "list": {
        "fr": "on la compte ou on lit ses éléments par un fait (nombre, au_moins_un, tous_les)",
        "en": "count it or read its elements by a fact (nombre, au_moins_un, tous_les)",
    },
    "text": {
        "fr": "on peut seulement demander s'il est renseigné (renseigne: oui)",
        "en": "all one may ask is whether it is answered (renseigne: oui)",
    },
    "computed": {
        "fr": "citez plutôt ce dont il est fait, car il n'a pas de réponse",
        "en": "cite what it is made of instead, as it has no answer",
    },
    # … and what a place needs.
    "needs closed": {"fr": "il faut ici un choix", "en": "a choice is needed here"},
    "needs date": {"fr": "il faut ici une date", "en": "a date is needed here"},
    "needs list": {"fr": "il faut ici un champ ou un groupe répétable", "en": "a repeatable is needed here"},
    "needs address": {"fr": "il faut ici un champ adresse", "en": "an address field is needed here"},
    "unknown procedure": {
        "fr": "aucune démarche de ce dossier n'a cet « id », que la première clé de son fichier donne",
        "en": 'no procedure of this folder has this "id", which the head of its file gives',
    },
    "unknown motif": {
        "fr": "la démarche existe, mais n'a pas ce motif ; corrigez-le, ou ajoutez-le à ses « motifs »",
        "en": 'the procedure exists, but has no such motif; mend it, or add it to its "motifs"',
    },
    # Why something never happens.
    "contradiction": {
        "fr": "son « si » demande des choses qui s'excluent",
        "en": 'its "si" asks for things that exclude each other',
    },
    "unasked": {
        "fr": "son « si » lit une question qui n'est pas posée à ceux qu'il vise",
        "en": 'its "si" reads a question that is not asked of those it is for',
    },
    "around": {
        "fr": "son « si » et la condition qui l'entoure s'excluent",
        "en": 'its "si" and the one around it exclude each other',
    },
    "earlier": {
        "fr": "ceux qu'il vise n'arrivent pas jusque-là",
        "en": "those it is for do not come this far",
    },
    "others": {"fr": "les suites d'avant prennent tout le monde", "en": "those before take everybody"},
    "no item": {"fr": "donnez-lui un « si », ou une pièce de plus", "en": 'give it a "si", or one more item'},
    "no value": {
        "fr": "ce que lit son « selon » n'est pas demandé à tous ; donnez-lui un « si » qui le réserve aux autres",
        "en": 'what its "selon" reads is not asked of all; give it a "si" that keeps it for the others',
    },
    "never applies": {"fr": "son « si » n'est jamais vrai", "en": 'its "si" is never true'},
    "never broken": {"fr": "ce qu'elle exige est toujours vrai", "en": "what it demands always holds"},
    "always broken": {"fr": "ce qu'elle exige n'est jamais vrai", "en": "what it demands never holds"},
    "no default": {"fr": "elle n'a pas de valeur par défaut", "en": "it has no default value"},
}


ARTICLES: Mapping[str, str] = {"un": "le", "une": "la", "a": "the", "an": "the"}
VOWELS = "aeéèêiouy"


def usage(name: str, language: str) -> str:
    """What may be done with a reference, or what a place needs."""
    return _worded(USAGES, name, language)


def nature(name: str, language: str) -> str:
    """A sort of thing with its article; a name of no known sort stays as it is."""
    return _worded(NATURES, name, language)


def definite(name: str, language: str) -> str:
    """A sort of thing with the article of one that is named: "le champ", "l'étape"; of no known sort, as it is."""
    found = nature(name, language)
    article, _, noun = found.partition(" ")
    if article not in ARTICLES:
        return found
    return f"l'{noun}" if article in ("un", "une") and noun[0] in VOWELS else f"{ARTICLES[article]} {noun}"


def _worded(table: Mapping[str, Mapping[str, str]], name: str, language: str) -> str:
    words = table.get(name)
    return name if words is None else words.get(language, words["fr"])
