"""C9xx: what is asked, shown or kept of people."""

from __future__ import annotations

from .rules import Family, LintRule

RULES: tuple[LintRule, ...] = ()

FAMILY = Family("privacy", {"fr": "Confidentialité", "en": "Privacy"}, RULES)
