"""Small catalogues written out as YAML, so that everything from the text on is proved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

PLAIN = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Flow:
    """What is written on one line: a condition, a fact, a rule."""

    value: object


def yaml_of(value: Mapping[str, object]) -> str:
    """A map as a YAML file."""
    return "".join(f"{line}\n" for line in _map(value))


def _map(value: Mapping[str, object]) -> Iterator[str]:
    for key, inside in value.items():
        if isinstance(inside, Mapping) and inside:
            yield f"{key}:"
            yield from (f"  {line}" for line in _map(inside))
        elif isinstance(inside, list) and inside:
            yield f"{key}:"
            yield from (f"  {line}" for line in _list(inside))
        else:
            yield f"{key}: {_inline(inside)}"


def _list(value: Sequence[object]) -> Iterator[str]:
    for inside in value:
        if isinstance(inside, Mapping) and inside:
            first, *rest = _map(inside)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
        else:
            yield f"- {_inline(inside)}"


def _inline(value: object) -> str:
    match value:
        case Flow():
            return _inline(value.value)
        case Mapping():
            return "{" + ", ".join(f"{key}: {_inline(inside)}" for key, inside in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_inline, value)) + "]"
        case _:
            text = str(value)
            return text if PLAIN.fullmatch(text) else '"' + text.replace('"', "'") + '"'
