"""Scripts that run right to left, and characters no font has: pure functions from words to words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from .coverage import families

REPLACEMENT = "\ufffd"
RIGHT_TO_LEFT_LANGUAGES = frozenset({"ar", "fa", "he", "ps", "ur", "yi"})

# French, Vietnamese, Russian, Ukrainian …: Noto Sans shows all of it, and each mark is part of its letter.
EVERYDAY = re.compile("[ -~\u00a0-\u00ac\u00ae-\u017f\u0400-\u045f\u1ea0-\u1ef9–—‘’“”…•€\u202f]*")

_ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
_HEBREW = "\u0590-\u05ff\ufb1d-\ufb4f"
_BETWEEN = "[\\s\u00a0\u200c\u200d\u200e\u200f'’.,\\-]*"
_RIGHT_TO_LEFT = re.compile(
    f"(?P<ar>[{_ARABIC}](?:{_BETWEEN}[{_ARABIC}])*)|(?P<he>[{_HEBREW}](?:{_BETWEEN}[{_HEBREW}])*)"
)

_JOINERS = "\u200c\u200d\u200e\u200f"  # needed to spell Persian and Urdu, harmless elsewhere
_LINE_ENDS = "\t\n\r\v\f\u0085\u2028\u2029"
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # of a variant of the same letter
_MARKS = ("Mn", "Mc", "Me")
_LONG_WORD = re.compile(r"\S*://\S+|\S{25,}")
_SEGMENT = re.compile(r"[A-Za-z]+://[^/]*/*|[^/]*/+|[^/]+")
_WHOLE = 25
_WHOLE_SITE = 45
_BREAK_EVERY = 10
_SIGN_NEARBY = re.compile(r"[^-.]{0,14}[-.]")


class Script(NamedTuple):
    """A run of words of one direction. `language` is None for the document's own."""

    text: str
    language: str | None


def printable(text: str) -> str:
    """The same words without control characters; `\ufffd` stands for each character that no font has.

    So it does for a mark that no font can put on its letter. Marks that reorder what follows are dropped: they could
    make a document say something else than was typed.
    """
    if EVERYDAY.fullmatch(text):
        return text
    kept: list[str] = []
    fonts = families()  # those that can show the letter and the marks read since
    for character in text:
        category = unicodedata.category(character)
        if character in _LINE_ENDS:
            kept.append(" " if character == "\t" else "\n")
            fonts = families()
        elif category == "Cc" or (category == "Cf" and character not in _JOINERS) or _SELECTORS.match(character):
            continue
        else:
            having = fonts if category in _MARKS or character in _JOINERS else families()
            found = tuple(font for font in having if ord(character) in font)
            kept.append(character if found else REPLACEMENT)
            fonts = found or families()
    return "".join(kept)


def scripts(text: str) -> Iterator[Script]:
    """The text cut where its direction changes; each right-to-left run carries its language."""
    done = 0
    for match in _RIGHT_TO_LEFT.finditer(text):
        if match.start() > done:
            yield Script(text[done : match.start()], None)
        yield Script(match.group(), match.lastgroup)
        done = match.end()
    if done < len(text):
        yield Script(text[done:], None)


def breakable(text: str) -> tuple[str, ...]:
    """The text in parts between which a line may end, cut only inside words too long for a column.

    An address is cut after its slashes, where people expect it, but for those of `https://`; what is still too long,
    anywhere.
    """
    parts: list[str] = []
    done = 0
    for match in _LONG_WORD.finditer(text):
        # What follows an address is no part of it: the template keeps the first part of one whole.
        end = (match.end(),) if "://" in match[0] else ()
        for cut in (*_cuts(text, match.start(), match.end()), *end):
            parts.append(text[done:cut])
            done = cut
    parts.append(text[done:])
    return tuple(part for part in parts if part)


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Where a long word may end a line, its own start first."""
    for segment in _SEGMENT.finditer(text, start, end):
        cut = segment.start()
        short = segment.end() - cut <= (_WHOLE_SITE if "://" in segment.group() else _WHOLE)
        while cut < segment.end():
            yield cut
            cut = segment.end() if short else _next_cut(text, cut + _BREAK_EVERY, segment.end())


def _next_cut(text: str, start: int, end: int) -> int:
    """Where to cut from `start` on: after a hyphen or a dot nearby, else without parting a letter from its marks."""
    if (sign := _SIGN_NEARBY.match(text, start, end)) is not None:
        return sign.end()
    while start < end and (unicodedata.combining(text[start]) or text[start] in _JOINERS):
        start += 1
    return start
