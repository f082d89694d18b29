"""A6xx: plain language and accessibility."""

from __future__ import annotations

from .rules import Family, LintRule

RULES: tuple[LintRule, ...] = ()

FAMILY = Family(
    "plain_language",
    {"fr": "Langage clair et accessibilité", "en": "Plain language and accessibility"},
    RULES,
)
