"""V7xx: scenarios."""

from __future__ import annotations

from collections.abc import Mapping

SCENARIOS: Mapping[str, Mapping[str, str]] = {}

RELATED: Mapping[str, Mapping[str, str]] = {}
"""What the second place of a problem is."""
