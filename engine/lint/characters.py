"""Characters that are not what they look like: seen by nobody who reads a file, they change what it says.

Looked for in the lines as written: building may go on with what was meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ..problems import Edit, Position, Problem
from ..schema import is_prose
from ..source import Node
from ..yaml_errors import NO_BREAK, QUOTES, source_lines
from ..yaml_quotes import quoted
from .rules import Subject, finding

SPACES = " " + "".join(NO_BREAK)
DOUBLE = re.compile(r"(?<=\S)  +(?=\S)")
WORD = re.compile(r"\w+")
UNBROKEN = re.compile(r"\S+")
LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ]")
HIDDEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]+")
OF_OTHER_SCRIPTS = frozenset("\u061c\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069")
"""Joiners and direction marks: right among letters and signs of other scripts."""
OPENING, CLOSING = "\u201c\u201e\u2018", "\u201d\u201c\u2019"
"""Typographic quotes, which a word processor types for those of the keyboard."""
ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456\u0455\u0458"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0405\u0408"
    "\u03bf\u03bd\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "aeopcxyisjABEKMHOPCTXISJovABEZHIKMNOPTYX",
)
"""Cyrillic and Greek letters that look like Latin ones."""
PLAIN = "A-Za-zÀ-ÖØ-öø-ÿŒœ !-~«»’…–°€"
"""Characters that French texts are written with, and that nothing below has anything to say of."""
SUSPECT = re.compile(rf"[^{PLAIN}]|\S  +\S|(?:^|[\s:,\[{{])[\"'] | [\"'](?=[\s:,\]}}]|$)")
"""What a line has where a scalar of it may have one of these characters: hardly any line has, and others are passed."""

Role = Literal["key", "name", "prose"]
"""What a scalar is: a key, a value that something compares, a text that people read."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A line of a scalar as written, quotes included; `whole` says that the scalar has no other."""

    text: str
    position: Position
    node: Node
    role: Role
    whole: bool

    def part(self, code: str, start: int, stop: int, mended: str | None, **params: str) -> Problem:
        """A problem about some characters of the line, mended by what is to stand there instead."""
        place = replace(self.position, column=self.position.column + start)
        problem = Problem(place, code, params, length=stop - start)
        return problem if mended is None else replace(problem, edits=(Edit(place, stop - start, mended),))


def check(subject: Subject) -> Iterator[Problem]:
    """Every such character of the files that can be read."""
    for name, root in subject.loaded.roots.items():
        data = subject.loaded.sources.get(name)
        if data is not None:
            lines = enumerate(source_lines(data.decode("utf-8", "replace")), 1)
            suspect = {number: line for number, line in lines if SUSPECT.search(line)}
            for written in _lines(root, "", suspect) if suspect else ():
                for look in LOOKS:
                    yield from look(written)


def _lines(node: Node, key: str, lines: Mapping[int, str]) -> Iterator[_Written]:
    """The scalars of a tree, line by line, that stand on some lines."""
    for name, value in node.entries:
        yield from _of_scalar(name, lines, "key")
        yield from _lines(value, name.text, lines)
    for item in node.items:
        yield from _lines(item, key, lines)
    if node.kind == "scalar" and (node.position.line in lines or len(node.written) > 1):
        yield from _of_scalar(node, lines, "prose" if is_prose(key, node.text) else "name")


def _of_scalar(node: Node, lines: Mapping[int, str], role: Role) -> Iterator[_Written]:
    place = node.position
    if len(node.written) <= 1:
        if place.line in lines:
            start = place.column - 1
            text = lines[place.line][start : start + node.length]
            yield _Written(text, place, node, role, whole=True)
        return
    for number, text in enumerate(node.written):
        if place.line + number in lines:
            column = place.column if number == 0 else 1
            yield _Written(text, Position(place.file, place.line + number, column), node, role, whole=False)


def _edges(line: _Written) -> Iterator[Problem]:
    """A text that begins or ends with a space; a name, with a no-break one, which YAML keeps. Reading tells of keys."""
    quotes = int(line.text[:1] in tuple(QUOTES))
    inner = line.text[quotes : len(line.text) - quotes]
    if not line.whole or line.role == "key" or "\\" in inner or not inner.strip(SPACES):
        return
    code = "Y040" if line.role == "prose" else "Y045"
    spaces = SPACES if line.role == "prose" else "".join(NO_BREAK)
    begin, end = len(inner) - len(inner.lstrip(spaces)), len(inner.rstrip(spaces))
    if begin:
        yield line.part(code, quotes, quotes + begin, "")
    if end < len(inner):
        yield line.part(code, quotes + end, quotes + len(inner), "")


def _double(line: _Written) -> Iterator[Problem]:
    if line.role == "prose" and line.whole:
        for match in DOUBLE.finditer(line.text):
            yield line.part("Y041", match.start(), match.end(), " ")


def _lookalikes(line: _Written) -> Iterator[Problem]:
    """A word of Latin letters with one of another alphabet: no language writes so."""
    for match in WORD.finditer(line.text):
        word = match[0]
        if word.isascii() or word.translate(ALIKE) == word:
            continue
        mended = word.translate(ALIKE)
        if LATIN.search(word) and all(LATIN.match(c) for c in mended if c.isalpha()):
            foreign = [c for c in dict.fromkeys(word) if c.translate(ALIKE) != c]
            letters = ", ".join(f"{c} U+{ord(c):04X}" for c in foreign)
            yield line.part("Y042", match.start(), match.end(), mended, found=mended, letters=letters)


def _decomposed(line: _Written) -> Iterator[Problem]:
    if unicodedata.is_normalized("NFC", line.text):
        return
    for match in UNBROKEN.finditer(line.text):
        mended = unicodedata.normalize("NFC", match[0])
        if mended != match[0]:
            yield line.part("Y043", match.start(), match.end(), mended, found=mended)


def _hidden(line: _Written) -> Iterator[Problem]:
    for match in HIDDEN.finditer(line.text):
        around = line.text[max(match.start() - 1, 0) : match.start()] + line.text[match.end() : match.end() + 1]
        latin = all(c.isascii() or LATIN.match(c) for c in around)
        if latin or not OF_OTHER_SCRIPTS.issuperset(match[0]):
            yield line.part("Y044", match.start(), match.end(), "", character=f"U+{ord(match[0][0]):04X}")


def _quotes(line: _Written) -> Iterator[Problem]:
    """A text within typographic quotes alone: they were meant as those of YAML, and people would read them."""
    text = line.text
    if not line.whole or line.node.quoted or len(text) < 2:
        return
    if text[0] in OPENING and text[-1] in CLOSING and not any(c in OPENING for c in text[1:-1]):
        yield replace(finding("Y046", line.position, length=len(text)), suggestion=quoted(text[1:-1]))


LOOKS: tuple[Callable[[_Written], Iterator[Problem]], ...] = (
    _edges,
    _double,
    _lookalikes,
    _decomposed,
    _hidden,
    _quotes,
)
