"""The shape of a field: all that is fixed in its HTML, and which states hold. The key of its compiled fragment.

A shape holds nothing a person typed, except which option of a short closed list is chosen. Templates of
`templates/fields` see a shape and never the field, so they can't print a value past the slots.
"""

from __future__ import annotations

from typing import NamedTuple, assert_never

from engine.view import FieldView, OptionView, PartView, RepeatView


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
    """A field without what a person typed."""

    kind: str
    name: str
    anchor: str
    label: str
    label_style: str
    required: bool
    has_value: bool
    has_hint: bool
    has_error: bool
    has_why: bool
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
    """A repeatable field or group, without its elements. `elements` are their labels, in words, and remove buttons'."""

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
    has_why: bool
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
    match field.kind:
        case "text" | "email" | "phone":
            return "text"
        case "number":
            return "text" if field.confirm_label is None else "number"
        case "choice":
            return "select" if field.presentation == "list" else "radios"
        case "country" | "nationality":
            return "select"
        case "yes_no":
            return "radios"
        case "checkbox" | "commitment":
            return "box"
        case "long_text" | "date" | "address" | "group" | "computed":
            return field.kind
        case _:
            assert_never(field.kind)


def shape_of(field: FieldView, label: str, label_style: str, *, hinted: bool = True) -> FieldShape:
    """The shape of a field under this label; `label_style` is the label's component in the theme.

    Not `hinted`, it leaves out what helps to fill it in: said already above.
    """
    return FieldShape(
        field.kind,
        field.name,
        field.anchor,
        label,
        label_style,
        field.required,
        bool(field.value),
        hinted and field.hint is not None,
        field.error is not None,
        field.why is not None,
        field.is_new,
        _options(field) if field.options and template_of(field) == "radios" else (),
        tuple([_part(position, part, field.error) for position, part in enumerate(field.parts)]) if field.parts else (),
        field.precision if field.kind == "date" else "day",
        field.max_length if field.kind == "long_text" else None,
        field.example,
        field.autocomplete,
        field.confirm_label,
        field.remove_label,
        bool(field.suggestions),
        field.manual,
    )


def _options(field: FieldView) -> tuple[OptionShape, ...]:
    return tuple([_option(option, field.value) for option in field.options])


def _option(option: OptionView, value: str) -> OptionShape:
    return OptionShape(option.id, option.label, option.anchor, option.selected or option.id == value)


def _part(position: int, part: PartView, said: str | None) -> PartShape:
    return PartShape(
        position,
        part.id,
        part.name,
        part.anchor,
        part.label,
        part.autocomplete,
        part.hint,
        part.read_only,
        part.error is not None,
        part.error is not None and part.error != said,
    )


def repeat_shape_of(repeat: RepeatView) -> RepeatShape:
    """The shape of a repeatable."""
    return RepeatShape(
        repeat.name,
        repeat.anchor,
        repeat.label,
        "legend",
        repeat.required,
        tuple([(element.label, element.remove_label or "") for element in repeat.elements]),
        repeat.add_label,
        repeat.can_add,
        repeat.can_remove,
        repeat.hint is not None,
        repeat.error is not None,
        repeat.why is not None,
        repeat.is_new,
    )
