"""S1xx: keys that are unknown, missing or misplaced, and what the schema says of values. Said while loading."""

from __future__ import annotations

from .rules import Family, LintRule

RULES: tuple[LintRule, ...] = ()

FAMILY = Family("structure", {"fr": "Structure", "en": "Structure"}, RULES, early=True)
