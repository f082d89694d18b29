"""The shape of a field: all that is fixed in its HTML, and which states hold. What its fragment is compiled from.

A shape holds nothing a person typed, except which option of a short closed list is chosen. Templates of
`templates/fields` see a shape and never the field, so they can't print a value past the slots. `state_of` says in a
few values which shape a field has, so that a shape is only made when its fragment is.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple, assert_never

from markupsafe import Markup

from engine.view import FieldView, OptionView, PartView, RepeatView

_DRAWN_ALIKE = frozenset(
    {
        "text",
        "long_text",
        "email",
        "password",
        "phone",
        "date",
        "country",
        "nationality",
        "computed",
        "checkbox",
        "commitment",
    }
)
"""The kinds that are drawn alike whatever is answered, but for what fills their slots."""
_OF_OPTIONS = frozenset({"choice", "yes_no"})


class OptionShape(NamedTuple):
    """One radio button."""

    id: str
    label: str
    anchor: str
    selected: bool


class PartShape(NamedTuple):
    """One control of a composed field. `position` names its slots.

    `invalid` marks the control; `has_error` also says why beside it, where the whole field does not say it already.
    """

    position: int
    id: str
    name: str
    anchor: str
    label: str
    autocomplete: str | None
    hint: str | None
    read_only: bool
    invalid: bool
    has_error: bool

    @property
    def described(self) -> str:
        """The ids of what describes this control, for `aria-describedby`."""
        ids = ("aide-" + self.anchor if self.hint else "", "erreur-" + self.anchor if self.has_error else "")
        return " ".join(filter(None, ids))


class FieldShape(NamedTuple):
    """A field without what a person typed. `hint` is laid out already where it is the same on every page."""

    kind: str
    name: str
    anchor: str
    label: str
    label_style: str
    required: bool
    has_value: bool
    has_hint: bool
    hint: Markup | None
    has_error: bool
    why: str | None
    is_new: bool
    options: tuple[OptionShape, ...]
    parts: tuple[PartShape, ...]
    precision: str
    max_length: int | None
    example: str | None
    autocomplete: str | None
    confirm_label: str | None
    remove_label: str | None
    has_suggestions: bool
    manual: bool

    @property
    def key(self) -> str:
        """What ids of the field's own texts end with. Its anchor is taken: that is the first control's."""
        return self.name.replace(".", "-")

    @property
    def has_help(self) -> bool:
        """Whether something is said under the label: a hint, an example, a limit."""
        return self.has_hint or bool(self.example) or self.max_length is not None or self.precision != "day"

    def needs(self, part: PartShape) -> bool:
        """Whether a part of a date must be filled in: the least precision accepted says it."""
        parts = {"day": ("jour", "mois", "annee"), "month": ("mois", "annee"), "year": ("annee",)}
        return self.required and part.id in parts[self.precision]

    @property
    def described(self) -> str:
        """The ids of what describes the field, for `aria-describedby`."""
        ids = ("aide-" + self.key if self.has_help else "", "erreur-" + self.key if self.has_error else "")
        return " ".join(filter(None, ids))


class RepeatShape(NamedTuple):
    """A repeatable field or group, without its elements. `elements` are their labels, in words, and remove buttons'.

    `anchor` is there where no element has it.
    """

    name: str
    anchor: str
    label: str
    label_style: str
    required: bool
    elements: tuple[tuple[str, str], ...]
    add_label: str
    can_add: bool
    can_remove: bool
    has_hint: bool
    has_error: bool
    why: str | None
    is_new: bool

    @property
    def key(self) -> str:
        """What ids of its own texts end with; those of elements have their index besides."""
        return self.name.replace(".", "-")

    @property
    def has_help(self) -> bool:
        """Whether something is said under the legend."""
        return self.has_hint

    @property
    def described(self) -> str:
        """The ids of what describes the whole, for `aria-describedby`."""
        ids = ("aide-" + self.key if self.has_hint else "", "erreur-" + self.key if self.has_error else "")
        return " ".join(filter(None, ids))


def template_of(field: FieldView) -> str:
    """The name of the template in `templates/fields` that draws this kind of field."""
    if field.frame.taken_from is not None:
        return "taken"
    match field.kind:
        case "text" | "email" | "phone":
            return "text"
        case "number":
            return "text" if field.frame.confirm_label is None else "number"
        case "choice":
            return "select" if field.frame.presentation == "list" else "radios"
        case "country" | "nationality":
            return "select"
        case "yes_no":
            return "radios"
        case "checkbox" | "commitment":
            return "box"
        case "long_text" | "password" | "date" | "address" | "group" | "computed":
            return field.kind
        case _:
            assert_never(field.kind)


def state_of(field: FieldView, label: str, label_style: str, *, hinted: bool = True) -> Hashable:
    """What tells the shapes of one frame apart: two fields of the same state have the same shape."""
    frame, error = field.frame, field.error
    radios = frame.options and frame.presentation == "radios"
    return (
        frame,
        label,
        label_style,
        hinted,
        _option_chosen(field) if radios else field.value != "",
        field.hint is None,
        field.why,
        field.is_new,
        field.manual,
        () if error is None else (tuple([(part.error is None, part.error == error) for part in field.parts]),),
        field.suggestions != (),
    )


def usual_state(field: FieldView) -> Hashable:
    """The state of a field in short, where nothing is said of it but what it asks and what was answered; else None.

    Two fields of the same usual state are drawn alike, under the label of their frame.
    """
    frame, why = field.frame, field.why
    kind = frame.kind
    if field.error is not None or field.is_new or field.hint is not frame.hint:
        return None
    if kind in _DRAWN_ALIKE:
        return frame if why is None else (frame, why)
    if kind in _OF_OPTIONS:
        return (frame, why, _option_chosen(field) if frame.presentation == "radios" else field.value != "")
    searched = field.value != "" or field.manual or field.suggestions != ()
    return (frame, why) if kind == "address" and not searched else None


def _option_chosen(field: FieldView) -> str | bool:
    """Which option is chosen; of what was posted and is none, only that there was something: states are kept."""
    for option, _ in field.frame.options:
        if option == field.value:
            return option
    return field.value != ""


def shape_of(
    field: FieldView, label: str, label_style: str, *, hinted: bool = True, hint: Markup | None = None
) -> FieldShape:
    """The shape of a field under this label; `label_style` is the label's component in the theme.

    Not `hinted`, it leaves out what helps to fill it in: said already above. `hint` is the field's laid out, where
    every page lays it out so.
    """
    frame = field.frame
    return FieldShape(
        frame.kind,
        frame.name,
        frame.anchor,
        label,
        label_style,
        frame.required,
        bool(field.value),
        hinted and field.hint is not None,
        hint,
        field.error is not None,
        field.why,
        field.is_new,
        _options(field) if frame.options and template_of(field) == "radios" else (),
        tuple([_part(position, part, field.error) for position, part in enumerate(field.parts)]) if field.parts else (),
        frame.precision if frame.kind == "date" else "day",
        frame.max_length if frame.kind == "long_text" else None,
        frame.example,
        frame.autocomplete,
        frame.confirm_label,
        frame.remove_label,
        bool(field.suggestions),
        field.manual,
    )


def without_autocomplete(shape: FieldShape) -> FieldShape:
    """The same shape where no browser is to fill in its controls. Boxes can't say so (WHATWG HTML): their form does."""
    return shape._replace(
        autocomplete=None if shape.kind in ("checkbox", "commitment") else "off",
        parts=tuple([part._replace(autocomplete="off") for part in shape.parts]),
    )


def _options(field: FieldView) -> tuple[OptionShape, ...]:
    return tuple([_option(option) for option in field.options])


def _option(option: OptionView) -> OptionShape:
    return OptionShape(option.id, option.label, option.anchor, option.selected)


def _part(position: int, part: PartView, said: str | None) -> PartShape:
    frame = part.frame
    return PartShape(
        position,
        frame.id,
        frame.name,
        frame.anchor,
        frame.label,
        frame.autocomplete,
        frame.hint,
        frame.read_only,
        part.error is not None,
        part.error is not None and part.error != said,
    )


def repeat_state_of(repeat: RepeatView) -> Hashable:
    """What tells the shapes of one repeatable apart. Its elements have the labels of their own frames."""
    return (
        repeat.frame,
        tuple([element.frame for element in repeat.elements]) or repeat.anchor,
        repeat.can_add,
        repeat.can_remove,
        repeat.hint is None,
        repeat.error is None,
        repeat.why,
        repeat.is_new,
    )


def repeat_shape_of(repeat: RepeatView) -> RepeatShape:
    """The shape of a repeatable."""
    return RepeatShape(
        repeat.name,
        repeat.anchor if not repeat.elements else "",
        repeat.label,
        "legend",
        repeat.required,
        tuple([(element.label, element.frame.remove_label or "") for element in repeat.elements]),
        repeat.add_label,
        repeat.can_add,
        repeat.can_remove,
        repeat.hint is not None,
        repeat.error is not None,
        repeat.why,
        repeat.is_new,
    )
