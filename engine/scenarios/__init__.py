"""Scenarios of authors: completed, replayed and judged, and what they leave unasserted. Pure."""
