"""P2xx: missing, unknown and overlapping cases; questions no route leads to. Said while building."""

from __future__ import annotations

from .rules import Family, LintRule

RULES: tuple[LintRule, ...] = ()

FAMILY = Family("cases", {"fr": "Cas et arbre de situation", "en": "Cases and decision graph"}, RULES, early=True)
