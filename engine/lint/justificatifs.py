"""D4xx: justificatifs."""

from __future__ import annotations

from .rules import Family, LintRule

RULES: tuple[LintRule, ...] = ()

FAMILY = Family("justificatifs", {"fr": "Justificatifs", "en": "Justificatifs"}, RULES)
