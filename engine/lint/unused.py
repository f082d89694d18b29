"""N0xx: what nothing uses."""

from __future__ import annotations

from .rules import Family, LintRule

RULES: tuple[LintRule, ...] = ()

FAMILY = Family("unused", {"fr": "Ce qui ne sert à rien", "en": "What nothing uses"}, RULES)
