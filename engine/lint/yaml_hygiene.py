"""Y0xx: the YAML itself, and the traps of French typography. Said while reading."""

from __future__ import annotations

from .rules import Family, LintRule

RULES: tuple[LintRule, ...] = ()

FAMILY = Family("yaml", {"fr": "YAML et typographie", "en": "YAML and typography"}, RULES, early=True)
