"""V7xx: scenarios."""

from __future__ import annotations

from collections.abc import Mapping

SCENARIOS: Mapping[str, Mapping[str, str]] = {
    "V701": {
        "fr": "« {scenario} » : {claim} ; {found}",
        "en": '"{scenario}": {claim}; {found}',
    },
    "V702": {
        "fr": "« {scenario} » : la réponse à « {name} » est refusée ({reason}) : corrigez-la, ou attendez ce refus par"
        " « bloque: [{name}] »",
        "en": '"{scenario}": the answer to "{name}" is refused ({reason}): mend it, or claim the refusal with'
        ' "bloque: [{name}]"',
    },
    "V703": {
        "fr": "« {scenario} » : la réponse à « {name} » ne sert à rien ici : {reason}",
        "en": '"{scenario}": the answer to "{name}" has no effect here: {reason}',
    },
    "V704": {
        "fr": "« {scenario} » n'attend rien : dites sous « attendu » ce qui doit être vrai",
        "en": '"{scenario}" claims nothing: say under "attendu" what must be so',
    },
    "V705": {
        "fr": "« {scenario} » raconte le même cas que « {other} », avec les mêmes attentes",
        "en": '"{scenario}" tells the same case as "{other}", with the same claims',
    },
    "V710": {
        "fr": "aucun scénario n'affirme ceci, {count} sur {total} en tout (« parcours test --coverage » donne tout) :"
        " {signals}",
        "en": 'no scenario asserts this, {count} out of {total} in all ("parcours test --coverage" gives all):'
        " {signals}",
    },
    "V711": {
        "fr": "« {found} » n'est pas {wanted}",
        "en": '"{found}" is not {wanted}',
    },
    "V712": {
        "fr": "« {found} » n'est pas une valeur de « {reference} » : il faut {wanted}",
        "en": '"{found}" is not a value of "{reference}": it takes {wanted}',
    },
}

RELATED: Mapping[str, Mapping[str, str]] = {
    "V701": {"fr": "ce qui en décide", "en": "what decides it"},
    "V705": {"fr": "l'autre scénario", "en": "the other scenario"},
}
"""What the second place of a problem is."""
