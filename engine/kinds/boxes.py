"""Yes or no: two buttons, a box, or a box that must be ticked."""

from __future__ import annotations

from ..reference.folding import fold
from ..spec import Field
from ..values import Value
from .reading import EMPTY, Form, Reading, faulty, posted

_WORDS = {"oui": True, "true": True, "non": False, "false": False}
_LABELS = {"fr": ("Non", "Oui"), "en": ("No", "Yes")}


def read_form(field: Field, form: Form, name: str) -> Reading:
    """The button chosen; a box that was not posted is not ticked."""
    answer = fold(posted(form, name))
    if field.kind != "yes_no":
        return _checked(field, ticked=_WORDS.get(answer, False))
    if not answer:
        return EMPTY
    return faulty(field, "A011") if answer not in _WORDS else Reading(_WORDS[answer])


def read_plain(field: Field, raw: object) -> Reading:
    """`true`, `false`, or the words of a file of answers."""
    if isinstance(raw, str) and not raw.strip():
        return EMPTY
    answer = _WORDS.get(fold(raw)) if isinstance(raw, str) else raw
    if not isinstance(answer, bool):
        return faulty(field, "A011")
    return Reading(answer) if field.kind == "yes_no" else _checked(field, ticked=answer)


def to_form(field: Field, value: Value, name: str) -> dict[str, tuple[str, ...]]:
    """`oui`, or `non`; a box that is not ticked posts nothing."""
    if value is not True and field.kind != "yes_no":
        return {}
    return {name: ("oui" if value is True else "non",)}


def display(field: Field, value: Value, language: str) -> tuple[str, ...]:  # noqa: ARG001
    """Yes or no in words."""
    return (_LABELS.get(language, _LABELS["fr"])[value is True],)


def _checked(field: Field, *, ticked: bool) -> Reading:
    """A box as it stands. A commitment that must be made is faulty until it is."""
    if field.kind == "commitment" and field.required and not ticked:
        return faulty(field, "A012")
    return Reading(ticked)
