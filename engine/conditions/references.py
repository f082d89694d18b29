"""What a condition may read: the references of a procedure with their types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ..context import Context
from ..problems import Position
from ..source import Node

ReferenceType = Literal["closed", "boolean", "integer", "date", "text", "list", "computed", "any"]

READABLE: tuple[ReferenceType, ...] = ("closed", "boolean", "integer", "date", "text", "list")
"""What a condition may read, whatever it asks of it."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A field, a fact, a question of the tree, `motif` or `date_depot`.

    `order` is its place in asking order (a fact's is that of its last input); `values` are the ids of a closed
    reference. Type `any` stands for what could not be built: every test on it is accepted, in silence. `last` is, of a
    fact, its input that is asked last.
    """

    id: str
    type: ReferenceType
    order: int
    position: Position
    label: str = ""
    values: Mapping[str, str] | None = None
    last: str | None = None

    @property
    def place(self) -> Position | None:
        """Where it is defined; None for the day of the deposit, which no file defines."""
        return None if self.id == "date_depot" else self.position


def report_type(context: Context, node: Node, known: Reference, use: str) -> None:
    """Reports a reference of another type than its place takes. `use` says what is done with it, or needed here."""
    context.report(node, "R103", reference=known.id, type=known.type, use=use, found=node.text, related=known.place)
