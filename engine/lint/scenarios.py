"""V7xx: scenarios."""

from __future__ import annotations

from .rules import Family, LintRule

RULES: tuple[LintRule, ...] = ()

FAMILY = Family("scenarios", {"fr": "Scénarios", "en": "Scenarios"}, RULES)
