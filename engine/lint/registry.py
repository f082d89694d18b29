"""Every family of rules, in the order in which they are documented. A family that is not here does not run."""

from __future__ import annotations

from collections.abc import Mapping

from . import (
    cases,
    justificatifs,
    plain_language,
    privacy,
    proofs,
    references,
    scenarios,
    sources,
    structure,
    suppressions,
    translations,
    unused,
    yaml_hygiene,
)
from .rules import Family, LintRule

FAMILIES: tuple[Family, ...] = (
    yaml_hygiene.FAMILY,
    structure.FAMILY,
    references.FAMILY,
    cases.FAMILY,
    proofs.FAMILY,
    justificatifs.FAMILY,
    translations.FAMILY,
    plain_language.FAMILY,
    scenarios.FAMILY,
    sources.FAMILY,
    privacy.FAMILY,
    unused.FAMILY,
    suppressions.FAMILY,
)

RULES: Mapping[str, LintRule] = {rule.code: rule for family in FAMILIES for rule in family.rules}
"""Every rule by code."""

FIXED: frozenset[str] = frozenset(
    {
        *(rule.code for family in FAMILIES if family.early for rule in family.rules if rule.severity == "error"),
        *(rule.code for rule in suppressions.RULES),
    }
)
"""Codes that no comment suppresses: what they find keeps a procedure from being served, or is about such a comment."""
