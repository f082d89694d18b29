"""The comments of a YAML file, which its tree does not have: what stands between the tokens of its parser.

A `#` in a text, quoted or not, is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from .yaml_errors import source_lines

COMMENT = re.compile(r"(?m)(?:^|(?<=[ \t]))#[^\r\n]*")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, `#` included. Line and column count from 1; `alone` says that nothing stands before it on its line."""

    line: int
    column: int
    text: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Comments:
    """The comments of a file, in order; and the last line of each text of several lines, by its first."""

    found: tuple[Comment, ...] = ()
    texts: Mapping[int, int] = field(default_factory=dict)


def read_comments(text: str) -> Comments:
    """The comments of a file's text. Never raises: after a fault of syntax nothing more is found."""
    found: list[Comment] = []
    texts: dict[int, int] = {}
    lines = source_lines(text)
    for start, stop in _gaps(text, texts):
        for match in COMMENT.finditer(text, start, stop):
            before = source_lines(text[: match.start()])
            alone = not before[-1].strip()
            rest = lines[len(before) - 1][len(before[-1]) :]
            found.append(Comment(len(before), len(before[-1]) + 1, rest, alone))
    return Comments(tuple(found), texts)


def _gaps(text: str, texts: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Where no token stands, by index. Fills `texts` on the way."""
    parser = yaml.CSafeLoader(text)
    end = 0
    try:
        while (token := parser.get_token()) is not None:
            first, last = token.start_mark, token.end_mark
            if isinstance(token, yaml.ScalarToken):
                # A block of text ends at the start of the line after it.
                stop = last.line + bool(last.column)
                texts[first.line + 1] = max(stop, texts.get(first.line + 1, 0))
            if first.index > end:
                yield end, first.index
            end = max(end, last.index)
    except yaml.YAMLError:
        return
    finally:
        parser.dispose()
    yield end, len(text)
