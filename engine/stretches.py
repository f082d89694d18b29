"""What a replay may know of a procedure beforehand: fields that nothing hides go together, most have no rule.

A replay goes through every step at each request. Here is what it finds of a step without looking at each field.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from .spec import Field, Justificatif, Procedure, Rule, Section, Step


class Stretch(NamedTuple):
    """Fields in a row that are shown wherever their section is, none of them a group: with their names, and those that
    have rules."""

    fields: tuple[Field, ...]
    names: tuple[str, ...]
    ruled: tuple[Field, ...]


@lru_cache(maxsize=8192)
def stretches(section: Section) -> tuple[Stretch | Field, ...]:
    """A section's own fields in order: in stretches, and alone those that have a condition or are groups."""
    found: list[Stretch | Field] = []
    row: list[Field] = []
    for asked in section.fields:
        if asked.condition is None and asked.kind != "group":
            row.append(asked)
            continue
        if row:
            found.append(_stretch(row))
            row = []
        found.append(asked)
    return (*found, _stretch(row)) if row else tuple(found)


def _stretch(row: list[Field]) -> Stretch:
    return Stretch(tuple(row), tuple(f.id for f in row), tuple(f for f in row if f.rules))


@lru_cache(maxsize=1024)
def rules_of(step: Step) -> tuple[tuple[Rule, ...], ...]:
    """The rules of a step's sections, then its own."""
    return tuple(rules for rules in (*(s.rules for s in _sections(step)), step.rules) if rules)


@lru_cache(maxsize=64)
def asked_instead(procedure: Procedure) -> tuple[tuple[Justificatif, Field], ...]:
    """The requests of a procedure in place of which a field is asked, with that field."""
    return tuple((r, r.field) for r in procedure.justificatifs.values() if r.field is not None)


def _sections(step: Step) -> Iterator[Section]:
    for section in step.sections:
        yield section
        yield from section.sections
