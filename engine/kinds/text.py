"""Texts of one line or several, in any script."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from ..problems import AnswerProblem
from ..spec import Field
from ..values import Value
from .characters import clean, forbidden, name_of
from .reading import EMPTY, Form, Reading, faulty, posted


class Pattern(Protocol):
    """A compiled pattern, of which only this is used."""

    def fullmatch(self, text: str) -> object | None:
        """Something when the whole text is as the pattern says."""


def read_form(field: Field, form: Form, name: str) -> Reading:
    """The text posted."""
    return read(field, posted(form, name))


def read_plain(field: Field, raw: object) -> Reading:
    """The text of a file of answers."""
    return read(field, raw) if isinstance(raw, str) else faulty(field, "A006")


def to_form(field: Field, value: Value, name: str) -> dict[str, tuple[str, ...]]:  # noqa: ARG001
    """The text itself."""
    return {name: (str(value),)}


def display(field: Field, value: Value, language: str) -> tuple[str, ...]:  # noqa: ARG001
    """The text itself."""
    return (str(value),)


def read(field: Field, raw: str) -> Reading:
    """A text, cleaned and checked against the field's length and pattern."""
    lines = field.kind == "long_text"
    # A text far beyond the limit is not worth normalising, whatever it is.
    text = clean(raw[: 4 * field.max_length + 1000], lines=lines)
    if not text:
        return EMPTY
    if fault := _character_fault(field, text, lines=lines):
        return fault
    if len(text) > field.max_length or len(raw) > 4 * field.max_length + 1000:
        return faulty(field, "A002", max=str(field.max_length))
    return matched(field, text)


def matched(field: Field, text: str) -> Reading:
    """The text, or the author's message (ours where there is none) when the whole of it is not as `pattern` says."""
    if field.pattern is None or compiled(field.pattern).fullmatch(text):
        return Reading(text)
    code = "A004" if field.pattern_example is None else "A005"
    params = {"example": field.pattern_example or ""}
    return Reading(None, (AnswerProblem(field.id, code, params, message=field.pattern_message),))


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> Pattern:
    """An author's pattern for the linear-time engine. Raises `re2.error` when it is not one of its expressions."""
    import re2  # slow to import, and a spec may have no pattern

    options = re2.Options()
    options.log_errors = False  # said by the exception; RE2 would print it as well
    options.max_mem = 1 << 20
    regexp: Pattern = re2.compile(pattern, options)
    return regexp


def pattern_fault(pattern: str) -> str | None:
    """Why an author's pattern is refused, in the engine's words, or None."""
    if not pattern.isascii():
        return "not ASCII"
    import re2

    try:
        compiled(pattern)
    except re2.error as error:
        reason = error.args[0] if error.args else error
        return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
    return None


def _character_fault(field: Field, text: str, *, lines: bool) -> Reading | None:
    character = forbidden(text, lines=lines)
    if character is None:
        return None
    return faulty(field, "A007") if character == "\n" else faulty(field, "A003", character=name_of(character))
