"""Fields as a person sees them: what the author fixed, once for everybody, and what is said in them.

Fields and their parts are named tuples: a page makes dozens of them at each request, and a tuple costs a third of a
frozen dataclass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from ..spec import Kind, Origin, Precision
from ..texts import RichText

ShownKind = Kind | Literal["password"]
"""What a control may be. No procedure asks for a password: only the site's own pages do, and none is shown again."""


@dataclass(frozen=True, slots=True)
class OptionView:
    """One option of a choice. `id` is what is posted; `anchor` the control's HTML id."""

    id: str
    label: str
    anchor: str
    selected: bool


@dataclass(frozen=True, slots=True, eq=False)
class PartFrame:
    """What the author and the language fix of one control of a composed field. Compared by identity."""

    id: str
    name: str
    anchor: str
    label: str
    autocomplete: str | None = None
    hint: str | None = None
    read_only: bool = False


class PartView(NamedTuple):
    """One control of a composed field: day, month, year, or a line of an address."""

    frame: PartFrame
    value: str = ""
    error: str | None = None

    @property
    def id(self) -> str:
        """Which part of the field it is."""
        return self.frame.id

    @property
    def anchor(self) -> str:
        """The control's HTML id."""
        return self.frame.anchor

    @property
    def label(self) -> str:
        """What it is called."""
        return self.frame.label


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """One address proposed for what was typed. `value` is posted back to choose it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, eq=False)
class FieldFrame:
    """What the author and the language fix of a field posted under one name: the same for everybody.

    Made once and shared, it is compared by identity: a renderer may keep under it what it has laid out. `name` is the
    key posted, `anchor` the HTML id of the first control; `options` are pairs of an id and a label; `hint` is there
    where nothing in it depends on a dossier. `taken_from` says where the answer comes from when nobody is asked for it:
    such a field has no control, is not `required`, and its `anchor` is where it is said.
    """

    id: str
    kind: ShownKind
    name: str
    anchor: str
    label: str
    required: bool
    hint: RichText | None = None
    options: tuple[tuple[str, str], ...] = ()
    presentation: Literal["radios", "list"] = "radios"
    parts: tuple[PartFrame, ...] = ()
    precision: Precision = "day"
    historic: bool = False
    max_length: int | None = None
    example: str | None = None
    autocomplete: str | None = None
    confirm_label: str | None = None
    remove_label: str | None = None
    taken_from: Origin | None = None


class FieldView(NamedTuple):
    """One field, or one element of a repeatable field: what the author fixed, and what is said in it.

    `anchor` is the HTML id of the control to go to: the first, or the first at fault. `value` is the raw text to show
    again (`oui`/`non` for boxes, an id for choices and countries); `display` the same in words. `why` says in an
    applicant's words why the field is shown, None when it always is or when that can't be said simply.
    """

    frame: FieldFrame
    anchor: str
    value: str = ""
    display: str = ""
    hint: RichText | None = None
    error: str | None = None
    parts: tuple[PartView, ...] = ()
    suggestions: tuple[SuggestionView, ...] = ()
    manual: bool = False
    why: str | None = None
    is_new: bool = False
    members: tuple[FieldView | RepeatView, ...] = ()

    @property
    def id(self) -> str:
        """The field's id in the procedure."""
        return self.frame.id

    @property
    def kind(self) -> ShownKind:
        """The type of the field."""
        return self.frame.kind

    @property
    def name(self) -> str:
        """The key posted."""
        return self.frame.name

    @property
    def label(self) -> str:
        """The question."""
        return self.frame.label

    @property
    def required(self) -> bool:
        """Whether it must be answered."""
        return self.frame.required

    @property
    def options(self) -> tuple[OptionView, ...]:
        """What may be chosen. The first option has the anchor of the field."""
        first = self.frame.anchor
        return tuple(
            OptionView(id_, label, f"{first}-{id_}" if n else first, id_ == self.value)
            for n, (id_, label) in enumerate(self.frame.options)
        )


@dataclass(frozen=True, slots=True, eq=False)
class RepeatFrame:
    """What the author and the language fix of a repeatable field or group. Compared by identity, as `FieldFrame`."""

    id: str
    name: str
    label: str
    required: bool
    add_label: str
    hint: RichText | None = None


class RepeatView(NamedTuple):
    """A repeatable field or group: its elements, and whether one more may be added or one removed.

    Posting `action=ajouter:<name>` adds an element, `action=retirer:<name>:<index>` removes one; both keep
    everything else that was typed.
    """

    frame: RepeatFrame
    anchor: str
    elements: tuple[FieldView, ...]
    can_add: bool
    can_remove: bool
    hint: RichText | None = None
    error: str | None = None
    why: str | None = None
    is_new: bool = False

    @property
    def id(self) -> str:
        """The field's id in the procedure."""
        return self.frame.id

    @property
    def name(self) -> str:
        """What the keys of its elements begin with."""
        return self.frame.name

    @property
    def label(self) -> str:
        """The question."""
        return self.frame.label

    @property
    def required(self) -> bool:
        """Whether one element at least must be answered."""
        return self.frame.required

    @property
    def add_label(self) -> str:
        """The words of the button that adds an element."""
        return self.frame.add_label
