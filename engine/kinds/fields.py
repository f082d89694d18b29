"""Reading, storing and saying the answer to a field of any kind, repeatable or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import assert_never

from ..conditions.nodes import Scope, Truth
from ..elements import NOTHING_KNOWN, has_conditions, shown_in
from ..problems import AnswerProblem
from ..spec import Field, Kind, Repeat
from ..values import ABSENT, UNKNOWN, Address, Element, PartialDate, Value
from . import address, boxes, choice, country, date, email, number, phone, text
from .reading import EMPTY, Family, Form, Reading, faulty, within

FAMILIES: Mapping[Kind, Family] = {
    "text": text,
    "long_text": text,
    "number": number,
    "date": date,
    "choice": choice,
    "yes_no": boxes,
    "checkbox": boxes,
    "commitment": boxes,
    "email": email,
    "phone": phone,
    "country": country,
    "nationality": country,
    "address": address,
}
"""Every kind but `group`, which is made of others, and `computed`, which nobody answers."""

_NOTHING_GIVEN = frozenset({"A001", "A012"})
_MAX_INDEX = 3  # digits: a thousand elements is far beyond any maximum


def read_form(field: Field, form: Form, name: str | None = None, *, outer: Scope | None = None) -> Reading:
    """What a page posted for a field, under `name` (by default its id). Other names in the form are ignored.

    Elements of what is repeatable are taken in the order of their index; those left empty are dropped. The parts of
    problems keep the index that was posted. `outer` answers for what the members of a group depend on beside each
    other: without it, one that depends on other fields is read, and not missed when it is empty.
    """
    name = field.id if name is None else name
    if field.kind == "computed":
        return EMPTY
    if (repeat := _repeat(field)) is None:
        return _required(field, FAMILIES[field.kind].read_form(field, form, name))
    elements = [(index, _element_of_form(field, form, f"{name}.{index}", outer)) for index in indexes(form, name)]
    return _repeated(field, repeat, elements)


def shown_members(group: Field, form: Form, name: str, outer: Scope) -> tuple[Field, ...]:
    """The members that the element posted under `name` shows."""
    if not has_conditions(group):
        return group.members
    readings = [(member, read_form(member, form, f"{name}.{member.id}", outer=outer)) for member in _asked(group)]
    shown = shown_in(group, _given(readings), outer)
    return tuple(member for member in group.members if shown[member.id])


def read_plain(field: Field, raw: object) -> Reading:
    """What was stored by `to_plain`, or written by hand in a flat file of answers. None and empty texts are empty.

    An answer given when the field was not repeatable, or was, is still read where it can be.
    """
    if field.kind == "computed":
        return EMPTY
    repeat = _repeat(field)
    if repeat is None:
        if isinstance(raw, list | tuple) and len(raw) <= 1:
            raw = raw[0] if raw else None
        return _required(field, _element_of_plain(field, raw))
    raws = raw if isinstance(raw, list | tuple) else [raw]
    return _repeated(field, repeat, [(index, _element_of_plain(field, one)) for index, one in enumerate(raws)])


def to_plain(field: Field, value: Value | None) -> object:
    """The value as JSON keeps it: `read_plain` gives it back. None stays None."""
    if isinstance(value, tuple):
        return [_plain(field, element) for element in value]
    return None if value is None else _plain(field, value)


def to_form(field: Field, value: Value | None, name: str | None = None) -> dict[str, tuple[str, ...]]:
    """What a page would post for this value: to fill its controls. Empty for None."""
    name = field.id if name is None else name
    if value is None or field.kind == "computed":
        return {}
    if _repeat(field) is None:
        return FAMILIES[field.kind].to_form(field, value, name)
    form: dict[str, tuple[str, ...]] = {}
    for index, element in enumerate(_elements(value)):
        if isinstance(element, Mapping):
            for member in field.members:
                form |= to_form(member, element.get(member.id), f"{name}.{index}.{member.id}")
        else:
            form |= FAMILIES[field.kind].to_form(field, element, f"{name}.{index}")
    return form


def part_texts(field: Field, value: Value) -> tuple[str, ...]:
    """What each control of a date or an address shows of its value, in the order of their parts."""
    return date.part_texts(value) if field.kind == "date" else address.part_texts(value)


def display(field: Field, value: Value | None, language: str = "fr") -> tuple[str, ...]:
    """The value in words: one string by element of what is repeatable, by line of an address; none for None."""
    if value is None:
        return ()
    if field.kind == "computed":
        return (str(value),)
    if _repeat(field) is None:
        return FAMILIES[field.kind].display(field, value, language)
    return tuple(_display_element(field, element, language) for element in _elements(value))


def _repeat(field: Field) -> Repeat | None:
    """How often the field is given. A group that is not said to be repeatable is one element."""
    if field.repeat is None and field.kind == "group":
        return Repeat(minimum=int(field.required), maximum=1, add_label="")
    return field.repeat


def indexes(form: Form, name: str) -> list[int]:
    """Indexes of the elements that a page posted, in order."""
    start = len(name) + 1
    heads = {key[start:].partition(".")[0] for key in form if key.startswith(f"{name}.")}
    digits = (head for head in heads if head.isascii() and head.isdecimal() and len(head) <= _MAX_INDEX)
    return sorted(int(head) for head in digits if head == str(int(head)))


def _element_of_form(field: Field, form: Form, name: str, outer: Scope | None) -> Reading:
    if field.kind != "group":
        return FAMILIES[field.kind].read_form(field, form, name)
    readings = [(member, read_form(member, form, f"{name}.{member.id}", outer=outer)) for member in _asked(field)]
    return _grouped(field, readings, outer)


def _element_of_plain(field: Field, raw: object) -> Reading:
    if raw is None:
        return faulty(field, "A012") if field.kind == "commitment" and field.required else EMPTY
    if field.kind != "group":
        return FAMILIES[field.kind].read_plain(field, raw)
    if not isinstance(raw, Mapping):
        return faulty(field, "A006")
    return _grouped(field, [(member, read_plain(member, raw.get(member.id))) for member in _asked(field)], None)


def _asked(group: Field) -> tuple[Field, ...]:
    return tuple(member for member in group.members if member.kind != "computed")


def _grouped(field: Field, readings: list[tuple[Field, Reading]], outer: Scope | None) -> Reading:
    """One element of a group, empty when nothing was answered in it: its required members are then not missing."""
    if has_conditions(field):
        shown = shown_in(field, _given(readings), outer or NOTHING_KNOWN)
        readings = [(m, _as_shown(r, shown=shown[m.id], judged=outer is not None)) for m, r in readings]
    if all(_blank(member, reading) for member, reading in readings):
        return EMPTY
    problems = [p for member, reading in readings for p in within(reading.problems, field, member.id)]
    if problems:
        return Reading(None, tuple(problems))
    # A group's element is a mapping, which `Value` holds inside tuples only: `_repeated` puts it there.
    return Reading(({member.id: reading.value for member, reading in readings},))


def _given(readings: list[tuple[Field, Reading]]) -> dict[str, object]:
    """What conditions may read of an element: a faulty member is as one not answered."""
    return {
        member.id: reading.value if reading.value is not None else (UNKNOWN if reading.problems else ABSENT)
        for member, reading in readings
    }


def _as_shown(reading: Reading, *, shown: Truth, judged: bool) -> Reading:
    """What stands of a member: nothing of a hidden one.

    Where it can't be said for want of the fields around (`judged` is false), it is only not missed.
    """
    if shown:
        return reading
    if shown is False or judged:
        return EMPTY
    wrong = tuple(problem for problem in reading.problems if problem.part or problem.code not in _NOTHING_GIVEN)
    return Reading(reading.value, wrong)


def _blank(member: Field, reading: Reading) -> bool:
    """Nothing was answered: no value, or a box as it is before anyone touches it."""
    untouched = reading.value is None or (reading.value is False and member.kind in {"checkbox", "commitment"})
    return untouched and all(problem.code in _NOTHING_GIVEN for problem in reading.problems)


def _repeated(field: Field, repeat: Repeat, elements: Iterable[tuple[int, Reading]]) -> Reading:
    """The elements that were answered, all of them right, or what is wrong with them or with how many they are."""
    problems: list[AnswerProblem] = []
    found: dict[int, Element] = {}
    for index, reading in elements:
        problems += within(reading.problems, field, str(index))
        if reading.value is not None:
            found[index] = reading.value[0] if isinstance(reading.value, tuple) else reading.value
    if problems:
        return Reading(None, tuple(problems))
    if not found:
        return _required(field, EMPTY)
    if len(found) > repeat.maximum:
        return faulty(field, "A014", str(tuple(found)[repeat.maximum]), max=str(repeat.maximum))
    if len(found) < repeat.minimum:
        return faulty(field, "A013", min=str(repeat.minimum))
    if repeat.distinct and (twice := _repetitions(field, found)):
        return Reading(None, twice)
    return Reading(tuple(found.values()))


def _repetitions(field: Field, elements: Mapping[int, Element]) -> tuple[AnswerProblem, ...]:
    """A problem for each element that was already given before it; capitals don't make a text another one."""
    seen: list[object] = []
    problems = []
    for index, element in elements.items():
        same = element.casefold() if isinstance(element, str) else element
        if same in seen:
            problems.append(AnswerProblem(field.id, "A015", {}, str(index)))
        seen.append(same)
    return tuple(problems)


def _required(field: Field, reading: Reading) -> Reading:
    """The same reading, or the problem that a required answer is missing. A box unticked is an answer."""
    if reading.value is not None or reading.problems or not field.required or field.kind == "checkbox":
        return reading
    return faulty(field, "A001", kind=field.kind)


def _elements(value: Value) -> tuple[Element, ...]:
    return value if isinstance(value, tuple) else (value,)


def _plain(field: Field, value: Element) -> object:
    match value:
        case bool() | int() | str():
            return value
        case dt.date():
            return value.isoformat()
        case PartialDate():
            return str(value)
        case Address():
            return address.plain(value)
        case Mapping():
            return {member.id: to_plain(member, value.get(member.id)) for member in _asked(field)}
        case _:
            assert_never(value)


def _display_element(field: Field, element: Element, language: str) -> str:
    if not isinstance(element, Mapping):
        return ", ".join(FAMILIES[field.kind].display(field, element, language))
    said = [(member.label, display(member, element.get(member.id), language)) for member in field.members]
    colon = "\u00a0: " if language == "fr" else ": "
    parts = [label.rstrip(" :*\u00a0") + colon + ", ".join(words) for label, words in said if words]
    return ("\u00a0; " if language == "fr" else "; ").join(parts)
