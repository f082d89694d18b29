"""What a dossier holds, as the JSON that is sealed: the same draft is always the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn, TypeAlias

Plain: TypeAlias = "bool | int | str | list[Plain] | tuple[Plain, ...] | Mapping[str, Plain] | None"
"""What JSON says exactly: no float. A list and a tuple are the same thing; decoding gives lists and dicts."""

FORMAT: Final = 2
READ: Final = frozenset({1, FORMAT})
"""The formats that are read. The first had no `provided`: nothing came from elsewhere than the person."""

AT_HAND: Final = frozenset({"revision", "day"})
"""What of `seen` every page asks for."""

_MAPPINGS: Final = ("answers", "pending", "notices", "seen")
_PARTS: Final = frozenset({"format", "provided", *_MAPPINGS})


@dataclass(frozen=True, slots=True)
class Draft:
    """The content of a dossier.

    `answers`: stored plain answers by id, hidden ones included; None is asked and left empty. `pending`: what was
    posted and could not be stored yet, kept as posted by step id then control name, for whoever quits in the middle.
    `notices`: what the next page has to tell, by code with its parameters. `seen`: the state as last shown (its
    revision, its day, what was asked …), to tell what has changed when the draft is resumed. `provided`: what comes
    from elsewhere than the person, by `Origin`; no post changes it.
    """

    answers: Mapping[str, Plain] = field(default_factory=dict)
    pending: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    notices: Mapping[str, Plain] = field(default_factory=dict)
    seen: Mapping[str, Plain] = field(default_factory=dict)
    provided: Mapping[str, str] = field(default_factory=dict)


class Seen(Mapping[str, Plain]):
    """What was last shown of a draft: its revision and day at hand, the rest read when it is looked at.

    The labels of all that was asked are half of a dossier's content, and are only needed when something has changed.
    """

    __slots__ = ("_known", "_unread")

    def __init__(self, known: Mapping[str, Plain], unread: bytes) -> None:
        self._known, self._unread = dict(known), unread

    def __getitem__(self, key: str) -> Plain:
        if key not in self._known:
            self._read()
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        self._read()
        return iter(self._known)

    def __len__(self) -> int:
        self._read()
        return len(self._known)

    def __bool__(self) -> bool:
        return True

    def _read(self) -> None:
        if self._unread:
            unread, self._unread = self._unread, b""
            self._known |= _object(unread)


class ContentError(ValueError):
    """Bytes that are not the content of a dossier. Never quotes them: they hold answers."""


class UnknownFormat(ContentError):
    """Content of another format than this release reads."""

    def __init__(self, found: object) -> None:
        told = found if isinstance(found, int) else "none"
        super().__init__(f"content of format {told}; this release reads {min(READ)} to {max(READ)}")
        self.found = found


def encode(draft: Draft) -> bytes:
    """The bytes of a draft: keys sorted, no space; on a second line, most of what was seen.

    Raises `TypeError` for a value that is not plain.
    """
    later = {key: _plain(value) for key, value in draft.seen.items() if key not in AT_HAND}
    content = {
        "format": FORMAT,
        "answers": _plain(draft.answers),
        "pending": _plain(draft.pending),
        "notices": _plain(draft.notices),
        "provided": _plain(draft.provided),
        "seen": {key: _plain(value) for key, value in draft.seen.items() if key in AT_HAND},
    }
    text = "\n".join([_text(content), _text(later)] if later else [_text(content)])
    # What was posted is kept whatever it is, a lone surrogate included.
    return text.encode("utf-8", "surrogatepass")


def _text(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def decode(content: bytes) -> Draft:
    """The draft of these bytes. Raises `UnknownFormat`, `ContentError`."""
    first, _, later = content.partition(b"\n")
    found = _object(first)
    written = found.get("format")
    if not isinstance(written, int) or isinstance(written, bool) or written not in READ:
        raise UnknownFormat(written)
    parts = _PARTS if written == FORMAT else _PARTS - {"provided"}
    if found.keys() != parts or not all(isinstance(found[part], dict) for part in _MAPPINGS):
        raise ContentError("content with other parts than those of its format")
    seen = Seen(found["seen"], later) if later else found["seen"]
    return Draft(
        found["answers"], _pending_of(found["pending"]), found["notices"], seen, _texts(found.get("provided", {}))
    )


def _object(content: bytes) -> dict[str, Any]:
    """The JSON object of these bytes. Raises `ContentError`."""
    try:
        text = content.decode("utf-8", "surrogatepass")
        found, end = _DECODER.raw_decode(text)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        # Without its cause: that one quotes the content.
        raise ContentError("not the content of a dossier") from None
    if not isinstance(found, dict) or end != len(text):
        raise ContentError("not the content of a dossier")
    return found


def _plain(value: object) -> Plain:
    match value:
        case None | bool() | int() | str():
            return value
        case Mapping():
            if not all(isinstance(key, str) for key in value):
                raise TypeError("keys of plain values are strings")
            return {key: _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case _:
            # The type alone: a value is an answer, and answers are not for logs.
            raise TypeError(f"not a plain value: {type(value).__name__}")


def _texts(provided: object) -> Mapping[str, str]:
    if not isinstance(provided, dict) or not all(isinstance(value, str) for value in provided.values()):
        raise ContentError("what comes from elsewhere is a text by its origin")
    return provided


def _pending_of(steps: Mapping[str, object]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    pending: dict[str, dict[str, tuple[str, ...]]] = {}
    for step, controls in steps.items():
        if not isinstance(controls, dict):
            raise ContentError("pending posts are kept by step and control")
        pending[step] = {}
        for name, values in controls.items():
            if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
                raise ContentError("pending posts are lists of texts")
            pending[step][name] = tuple(values)
    return pending


def _no_float(_: str) -> NoReturn:
    raise ContentError("no plain value has a fraction")


_DECODER: Final = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float)
