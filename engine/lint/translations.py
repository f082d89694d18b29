"""I5xx: translations."""

from __future__ import annotations

from .rules import Family, LintRule

RULES: tuple[LintRule, ...] = ()

FAMILY = Family("translations", {"fr": "Traductions", "en": "Translations"}, RULES)
