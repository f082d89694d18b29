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
)

RULES: Mapping[str, LintRule] = {rule.code: rule for family in FAMILIES for rule in family.rules}
"""Every rule by code."""
