"""P3xx: what the prover finds."""

from __future__ import annotations

from collections.abc import Mapping

PROOFS: Mapping[str, Mapping[str, str]] = {}

RELATED: Mapping[str, Mapping[str, str]] = {}
"""What the second place of a problem is."""
