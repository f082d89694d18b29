"""I5xx: translations."""

from __future__ import annotations

from collections.abc import Mapping

TRANSLATIONS: Mapping[str, Mapping[str, str]] = {
    "I501": {
        "fr": "sans traduction en « {language} », {count} en tout : {found} ; écrivez-les (« parcours traduire » donne"
        " le fichier à compléter)",
        "en": 'without a translation into "{language}", {count} in all: {found}; write them ("parcours traduire" gives'
        " the file to fill in)",
    },
    "I502": {
        "fr": "le texte français de « {found} » a changé depuis cette traduction : relisez-la, puis écrivez"
        " « {wanted} » pour « source »",
        "en": 'the French text of "{found}" has changed since this translation: read it again, then write "{wanted}"'
        ' for "source"',
    },
    "I503": {
        "fr": "le fichier français n'a pas de texte « {found} » : corrigez ce chemin, ou retirez la traduction",
        "en": 'the French file has no text "{found}": correct this path, or remove the translation',
    },
    "I504": {
        "fr": "cette traduction ne cite pas ce que cite le français : {found} ; la page en serait faussée :"
        " recopiez-le tel quel",
        "en": "this translation does not cite what the French does: {found}; the page would be wrong: copy it as it is",
    },
    "I505": {
        "fr": "la traduction de « {found} » est vide : écrivez-la, ou retirez-la pour que le français soit montré",
        "en": 'the translation of "{found}" is empty: write it, or remove it so that the French is shown',
    },
    "I506": {
        "fr": "« {found} » n'est pas le code d'une langue où traduire le français : en, ar, es, pt, uk …",
        "en": '"{found}" is not the code of a language to translate French into: en, ar, es, pt, uk …',
    },
    "I507": {
        "fr": "ce fichier s'appelle « {found} », mais ce qu'il dit traduire veut « {wanted} » : renommez-le, ou"
        " corrigez « de » et « langue »",
        "en": 'this file is called "{found}", but what it says it translates wants "{wanted}": rename it, or correct'
        ' "de" and "langue"',
    },
    "I508": {
        "fr": "il n'y a pas de fichier « {found} » à traduire à côté de celui-ci : corrigez « de », ou déplacez ce"
        " fichier",
        "en": 'there is no file "{found}" to translate beside this one: correct "de", or move this file',
    },
    "I509": {
        "fr": "cette démarche est traduite en « {language} », mais ses pages montrent aussi des textes qui ne le sont"
        " pas : {found} ; traduisez-les aussi",
        "en": 'this procedure is translated into "{language}", but its pages also show texts that are not: {found};'
        " translate them too",
    },
}

RELATED: Mapping[str, Mapping[str, str]] = {
    "I502": {"fr": "le texte français", "en": "the French text"},
    "I504": {"fr": "le texte français", "en": "the French text"},
}
"""What the second place of a problem is."""
