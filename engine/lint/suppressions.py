"""T0xx: comments that suppress a finding. Said by `engine.lint.linting`, once everything else is."""

from __future__ import annotations

from .rules import Family, rule

RULES = (
    rule("T001", "error", "faute tolérée sans motif", "finding tolerated without a reason"),
    rule("T002", "warning", "« tolérer » qui ne sert plus", '"tolérer" that serves no more'),
    rule("T003", "error", "« tolérer » d'une règle inconnue", '"tolérer" of an unknown rule'),
    rule("T004", "error", "faute qui ne peut être tolérée", "finding that cannot be tolerated"),
    rule("T005", "error", "« tolérer » sans code", '"tolérer" without a code'),
)
"""Every rule of the family."""

FAMILY = Family("suppressions", {"fr": "Fautes tolérées", "en": "Tolerated findings"}, RULES, early=True)
