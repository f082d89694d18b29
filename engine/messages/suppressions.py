"""T0xx: comments that suppress a finding."""

from __future__ import annotations

from collections.abc import Mapping

SUPPRESSIONS: Mapping[str, Mapping[str, str]] = {}

RELATED: Mapping[str, Mapping[str, str]] = {}
"""What the second place of a problem is."""
