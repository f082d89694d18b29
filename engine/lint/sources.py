"""Z8xx: sources and open questions."""

from __future__ import annotations

from .rules import Family, LintRule

RULES: tuple[LintRule, ...] = ()

FAMILY = Family("sources", {"fr": "Sources et questions ouvertes", "en": "Sources and open questions"}, RULES)
