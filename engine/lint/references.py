"""R1xx: what a name refers to. Said while building."""

from __future__ import annotations

from .rules import Family, LintRule

RULES: tuple[LintRule, ...] = ()

FAMILY = Family("references", {"fr": "Références", "en": "References"}, RULES, early=True)
