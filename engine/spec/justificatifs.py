"""Justificatifs: what is requested, and in which alternatives it may be given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .forms import Field

if TYPE_CHECKING:
    from ..conditions.nodes import Condition
    from ..problems import Position
    from ..texts import Text


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One document that may be given, a leaf of a justificatif's alternatives."""

    id: str
    label: str
    position: Position
    condition: Condition | None = None
    max_age: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Alternatives:
    """`one_of` or `all_of` its parts, which may nest."""

    mode: Literal["one_of", "all_of"]
    parts: tuple[Item | Alternatives | Cases, ...]
    position: Position
    title: str | None = None
    instruction: Text | None = None
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """One part by the value of a closed reference (a choice field or a table fact); every value has its case."""

    reference: str
    cases: Mapping[str, Item | Alternatives | Cases]
    position: Position


Provision = Item | Alternatives | Cases


@dataclass(frozen=True, slots=True, eq=False)
class Justificatif:
    """A requested document, or a number asked in its place (`field`). Compared by identity."""

    id: str
    label: str
    code: str
    position: Position
    text: Text | None = None
    instruction: Text | None = None
    note: Text | None = None
    provision: Provision | None = None
    field: Field | None = None
    required: bool = True
    max_files: int = 3
    condition: Condition | None = None
    heading: str | None = None
    per_item: bool = False
    source: str | None = None
    to_validate: str | None = None


@dataclass(frozen=True, slots=True)
class JustificatifGroup:
    """A heading over requests; one level of sub-groups."""

    id: str
    title: str
    position: Position
    requests: tuple[Justificatif, ...] = ()
    groups: tuple[JustificatifGroup, ...] = ()
