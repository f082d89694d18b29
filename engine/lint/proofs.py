"""P3xx: what the prover finds."""

from __future__ import annotations

from .rules import Family, LintRule

RULES: tuple[LintRule, ...] = ()

FAMILY = Family("proofs", {"fr": "Preuves", "en": "Proofs"}, RULES)
