"""Fields in a terminal: their label, what was answered, what is wrong, what may be chosen."""

from __future__ import annotations

from typing import assert_never

from engine.reference.countries import country_label
from engine.view import FieldView, OptionView, PartView, RepeatView, SectionView

from .writer import BLANK, INDENT, Writer

_MANY_OPTIONS = 12


def put_section(page: Writer, section: SectionView, underline: str = "-") -> None:
    """A section with its fields, then its sub-sections."""
    page.title(section.title, underline)
    page.rich(section.introduction)
    if section.has_required:
        page.put(page.say("required"))
        page.blank()
    for field in section.fields:
        put_field(page, field)
        page.blank()
    for part in section.sections:
        put_section(page, part, ".")


def put_field(page: Writer, field: FieldView | RepeatView, *, indent: int = 0) -> None:
    """One field, or each element of a repeatable one."""
    match field:
        case FieldView():
            _put_single(page, field, indent)
        case RepeatView():
            _put_repeat(page, field, indent)
        case _:
            assert_never(field)


def put_options(page: Writer, options: tuple[OptionView, ...], *, indent: int) -> None:
    """One option a line, the chosen one marked."""
    for option in options:
        page.put(option.label, indent=indent, mark="(x) " if option.selected else "( ) ")


def put_error(page: Writer, message: str | None, *, indent: int) -> None:
    """An error, if there is one, under what it is about."""
    if message:
        page.put(page.say("error", message=message), indent=indent, mark="! ")


def _put_single(page: Writer, field: FieldView, indent: int) -> None:
    inner = indent + INDENT
    label = _label(page, field)
    match field.kind:
        case "checkbox" | "commitment":
            page.put(label, indent=indent, mark="[x] " if field.value == "oui" else "[ ] ")
        case "choice" | "yes_no" | "country" | "nationality":
            _put_choice(page, field, label, indent)
        case "date" | "address":
            page.put(page.say("asked", label=label), indent=indent)
        case "group":
            page.put(label, indent=indent)
        case "computed":
            page.put(page.pair(label, field.display), indent=indent)
        case "text" | "long_text" | "email" | "phone" | "number" | "password":
            typed = "" if field.kind == "password" else field.display or field.value
            page.put(page.pair(label, typed or BLANK), indent=indent)
        case _:
            assert_never(field.kind)
    _put_help(page, field, inner)
    _put_parts(page, field, inner)
    for member in field.members:
        put_field(page, member, indent=inner)
    if field.error not in [part.error for part in field.parts]:
        put_error(page, field.error, indent=inner)
    if field.why:
        page.put(page.say("why", why=field.why), indent=inner)
    action = field.frame.remove_label if field.display else field.frame.confirm_label
    if action:
        page.put(f"[ {action} ]", indent=inner)


def _put_help(page: Writer, field: FieldView, indent: int) -> None:
    """What is said under the label: where the answer comes from, a hint, an example."""
    if field.frame.taken_from is not None:
        page.put(page.say("taken"), indent=indent)
    page.rich(field.hint, indent=indent)
    if field.frame.example:
        page.put(page.say("example", example=field.frame.example), indent=indent)


def _put_choice(page: Writer, field: FieldView, label: str, indent: int) -> None:
    """The options themselves; of a long list only what was chosen, and how many there are."""
    if field.frame.presentation == "radios" and 0 < len(field.options) <= _MANY_OPTIONS:
        page.put(page.say("asked", label=label), indent=indent)
        put_options(page, field.options, indent=indent + INDENT)
        return
    typed = field.value if field.kind in ("choice", "yes_no") else country_label(field.value, page.language)
    chosen = field.display or next((o.label for o in field.options if o.selected), "") or typed
    page.put(page.pair(label, chosen or BLANK), indent=indent)
    if field.options:
        page.put(page.say("listed", count=len(field.options)), indent=indent + INDENT)


def _put_parts(page: Writer, field: FieldView, indent: int) -> None:
    """The controls of a composed field: those of a date on one line, those of an address one under the other."""
    if field.kind == "date":
        page.put("   ".join(_part(page, part) for part in field.parts), indent=indent)
    else:
        for part in field.parts:
            page.put(_part(page, part), indent=indent)
    for part in field.parts:
        put_error(page, part.error, indent=indent)
    for suggestion in field.suggestions:
        page.put(suggestion.label, indent=indent, mark="( ) ")


def _put_repeat(page: Writer, repeat: RepeatView, indent: int) -> None:
    inner = indent + INDENT
    page.put(_label(page, repeat), indent=indent)
    page.rich(repeat.hint, indent=inner)
    put_error(page, repeat.error, indent=inner)
    for element in repeat.elements:
        put_field(page, element, indent=inner)
        if repeat.can_remove:
            page.put(page.say("remove"), indent=inner)
    if repeat.can_add:
        page.put(f"[ {repeat.add_label} ]", indent=inner)
    if repeat.why:
        page.put(page.say("why", why=repeat.why), indent=inner)


def _label(page: Writer, field: FieldView | RepeatView) -> str:
    star = " *" if field.required and not (isinstance(field, FieldView) and field.kind == "computed") else ""
    return f"{field.label}{star}{page.say('new') if field.is_new else ''}"


def _part(page: Writer, part: PartView) -> str:
    value = country_label(part.value, page.language) if part.id == "pays" else part.value
    return page.pair(part.label, value or BLANK[: 4 if len(part.label) < 6 else None])
