"""Elements of repeatable fields added to, or taken from, what was typed: posted keys and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from ..kinds import Form
from ..spec import Field

_MAX_DIGITS = 3
_MAX_INDEX = 10**_MAX_DIGITS - 1


def indexes(form: Form, name: str) -> tuple[int, ...]:
    """The indexes posted under a repeatable name, in order."""
    start = f"{name}."
    heads = {key[len(start) :].partition(".")[0] for key in form if key.startswith(start)}
    return tuple(sorted(int(head) for head in heads if _is_index(head)))


def add_element(fields: Mapping[str, Field], form: Form, name: str) -> Form:
    """One more element, empty, unless the field's maximum is reached."""
    asked = fields.get(name)
    given = indexes(form, name)
    count = given[-1] + 1 if given else 1
    most = asked.repeat.maximum if asked is not None and asked.repeat is not None else _MAX_INDEX
    if count >= most:
        return form
    return {**form, f"{name}.{count}": ("",)}


def remove_element(form: Form, name: str, index: str) -> Form:
    """One element less; those after it move up."""
    given = indexes(form, name)
    if not _is_index(index) or int(index) not in given:
        return form
    gone = int(index)
    kept: dict[str, tuple[str, ...]] = {}
    start = f"{name}."
    for key, values in form.items():
        head, dot, rest = key[len(start) :].partition(".") if key.startswith(start) else ("", "", "")
        if not _is_index(head):
            kept[key] = values
        elif int(head) != gone:
            moved = int(head) - 1 if int(head) > gone else int(head)
            kept[f"{start}{moved}{dot}{rest}"] = values
    if not indexes(kept, name):
        kept[f"{start}0"] = ("",)
    return kept


def _is_index(head: str) -> bool:
    return head.isascii() and head.isdecimal() and len(head) <= _MAX_DIGITS and head == str(int(head))
