"""D4xx justificatifs, A6xx plain language, Z8xx sources, C9xx privacy, N0xx unused."""

from __future__ import annotations

from collections.abc import Mapping

QUALITY: Mapping[str, Mapping[str, str]] = {}

RELATED: Mapping[str, Mapping[str, str]] = {}
"""What the second place of a problem is."""
