"""P2xx: missing, unknown and overlapping cases; questions no route leads to. Said while building."""

from __future__ import annotations

from .rules import Family, refusals

RULES = refusals(
    {
        "P201": ("valeur sans cas prévu", "value without a case"),
        "P202": ("cas d'une valeur qui n'existe pas", "case of a value that does not exist"),
        "P203": ("valeur dans deux cas à la fois", "value in two cases at once"),
        "P204": ("question à laquelle aucune réponse ne mène", "question that no answer leads to"),
    }
)
"""Every rule of the family."""

FAMILY = Family("cases", {"fr": "Cas et arbre de situation", "en": "Cases and decision graph"}, RULES, early=True)
