"""Lines of a terminal: wrapped, indented, free of what could drive the terminal."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import assert_never

from engine.texts import BulletList, LinkSpan, Paragraph, Placeholder, RichText, Span

from .words import say

WIDTH = 80
INDENT = 4
BLANK = "_" * 20


def clean(text: str) -> str:
    """The same words without control characters: what was typed can't colour, move or ring a terminal."""
    return "".join(
        c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs") or c in "\u200c\u200d"
    )


class Writer:
    """Collects the lines of a page."""

    def __init__(self, language: str = "fr") -> None:
        self.language = language
        self._lines: list[str] = []

    def text(self) -> str:
        """All lines, ending with one newline."""
        return "\n".join(self._lines).strip("\n") + "\n"

    def say(self, key: str, **params: object) -> str:
        """Some of our own words, in the language of the page."""
        return say(self.language, key, **params)

    def pair(self, label: str, value: str) -> str:
        """A label with its value."""
        return self.say("pair", label=label, value=value)

    def blank(self) -> None:
        """An empty line, never two."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def put(self, words: str, *, indent: int = 0, mark: str = "") -> None:
        """Words after a mark (`- `, `(x) `); what wraps lines up with the words."""
        for number, line in enumerate(clean(words).split("\n")):
            lead = " " * indent + (mark if number == 0 else " " * len(mark))
            follow = " " * (indent + len(mark))
            wrapped = textwrap.wrap(line, WIDTH, initial_indent=lead, subsequent_indent=follow, break_on_hyphens=False)
            self._lines.extend(wrapped or [lead.rstrip()])

    def title(self, words: str, underline: str) -> None:
        """A title of one or several lines with a line under it, a blank line before and after."""
        self.blank()
        start = len(self._lines)
        self.put(words)
        self._lines.append(underline * max(len(line) for line in self._lines[start:]))
        self.blank()

    def rich(self, text: RichText | None, *, indent: int = 0) -> None:
        """Paragraphs and lists, with the address of each link, a blank line after."""
        for block in text.blocks if text else ():
            match block:
                case Paragraph():
                    self.put(words_of(block), indent=indent)
                case BulletList():
                    for item in block.items:
                        for number, paragraph in enumerate(item):
                            self.put(words_of(paragraph), indent=indent, mark="- " if number == 0 else "  ")
                case _:
                    assert_never(block)
            self.blank()


def words_of(paragraph: Paragraph) -> str:
    """A paragraph's words; a link is followed by its address, a document by the word PDF."""
    words: list[str] = []
    for inline in paragraph.inlines:
        match inline:
            case Span():
                words.append(inline.text)
            case LinkSpan():
                target = "PDF" if inline.kind == "document" else inline.target.removeprefix("mailto:")
                told = inline.text == target or inline.text.endswith(f"({target})")
                words.append(inline.text if told else f"{inline.text} ({target})")
            case Placeholder():
                words.append(f"{{{inline.name}}}")
            case _:
                assert_never(inline)
    return "".join(words)
