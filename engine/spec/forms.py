"""Steps, sections, fields and their rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ..conditions.nodes import Condition
    from ..problems import Position
    from ..texts import Text

Kind = Literal[
    "text",
    "long_text",
    "date",
    "choice",
    "yes_no",
    "checkbox",
    "commitment",
    "email",
    "phone",
    "country",
    "nationality",
    "number",
    "address",
    "group",
    "computed",
]
Precision = Literal["day", "month", "year"]
Content = Literal["form", "situation", "justificatifs", "deposit", "confirmation"]
LeapDay = Literal["1er_mars", "28_fevrier"]
Origin = Literal["compte"]
"""Where the answer to a field may come from that nobody is asked: the account that the dossier belongs to."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a closed list, and where it is written."""

    id: str
    label: str
    position: Position | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A closed list, in the author's order."""

    id: str
    options: tuple[Option, ...]
    position: Position

    def label(self, option: str) -> str:
        """The label of an option's id; the id itself where a later revision dropped the option."""
        return next((o.label for o in self.options if o.id == option), option)


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often a field or a group is given. `maximum` is always finite, so that proofs are."""

    minimum: int
    maximum: int
    add_label: str
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold (`then`), what may not be (`when` alone), or a way out (`redirect`, an orientation's id)."""

    when: Condition | None
    then: Condition | None
    message: str
    redirect: str | None
    field: str | None
    position: Position


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One question. `members` is filled for a group, `options` for a choice, `template` for a computed field.

    `taken_from` says where its answer comes from when nobody is asked for it: it is shown and can't be changed.
    Compared by identity: what is made of it once is kept under it.
    """

    id: str
    kind: Kind
    label: str
    position: Position
    hint: Text | None = None
    required: bool = True
    condition: Condition | None = None
    options: ChoiceList | None = None
    presentation: Literal["radios", "list"] = "radios"
    repeat: Repeat | None = None
    members: tuple[Field, ...] = ()
    max_length: int = 200
    pattern: str | None = None
    pattern_message: str | None = None
    pattern_example: str | None = None
    precision: Precision = "day"
    historic: bool = False
    template: Text | None = None
    confirm_label: str | None = None
    remove_label: str | None = None
    autocomplete: str | None = None
    taken_from: Origin | None = None
    rules: tuple[Rule, ...] = ()
    source: str | None = None
    to_validate: str | None = None

    @property
    def asked(self) -> bool:
        """Whether a person answers it: it is neither computed nor taken from elsewhere."""
        return self.kind != "computed" and self.taken_from is None


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A titled part of a step. Its own fields come first, then its sub-sections. Compared by identity."""

    id: str
    title: str
    position: Position
    introduction: Text | None = None
    condition: Condition | None = None
    fields: tuple[Field, ...] = ()
    sections: tuple[Section, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One page of the progress bar. `slug` is its neutral place in URLs. Compared by identity."""

    id: str
    title: str
    slug: str
    content: Content
    position: Position
    progress: int | None = None
    remaining: str | None = None
    recalls_situation: bool = False
    inserts: tuple[str, ...] = ()
    announcement: Text | None = None
    sections: tuple[Section, ...] = ()
    rules: tuple[Rule, ...] = ()
