"""The plain text of a mail: lines that any client shows whole, and addresses written out."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final, assert_never

from engine.texts import Block, BulletList, Inline, LinkSpan, Paragraph, Placeholder, Span
from engine.view import Written

from ..french import page_spacing
from .words import is_whole, shown

WIDTH: Final = 72
RULE: Final = "-" * 20


def text_of(written: Written, language: str) -> str:
    """The body, then the notice under a rule. Ends with one line end."""
    parts = [_block(block, language) for block in written.body.blocks]
    if written.notice is not None:
        parts += [RULE, *(_block(block, language) for block in written.notice.blocks)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block, language: str) -> str:
    match block:
        case Paragraph():
            return "\n".join(_lines(block, language))
        case BulletList():
            return "\n".join(line for item in block.items for line in _item(item, language))
        case _:
            assert_never(block)


def _item(item: tuple[Paragraph, ...], language: str) -> Iterator[str]:
    """What follows the first line of an item lines up with its words."""
    lines = [line for paragraph in item for line in _lines(paragraph, language)]
    yield from (f"- {line}" if number == 0 else f"  {line}" for number, line in enumerate(lines))


def _lines(paragraph: Paragraph, language: str) -> Iterator[str]:
    """A link alone has its address on a line of its own, where nothing stands beside it."""
    match paragraph.inlines:
        case (LinkSpan() as link,) if is_whole(link) and link.text != link.target:
            yield from _wrapped(f"{link.text} :" if language == "fr" else f"{link.text}:", language)
            yield link.target
        case inlines:
            for line in "".join(map(_words, inlines)).split("\n"):
                yield from _wrapped(line, language)


def _wrapped(line: str, language: str) -> list[str]:
    spaced = page_spacing(shown(line)) if language == "fr" else shown(line)
    return textwrap.wrap(spaced, WIDTH, break_long_words=False, break_on_hyphens=False)


def _words(inline: Inline) -> str:
    """Its words; those of a link with its address between angle brackets (RFC 3986, appendix C)."""
    match inline:
        case Span():
            return inline.text
        case LinkSpan():
            if not is_whole(inline) or inline.text == inline.target:
                return inline.text
            return f"{inline.text} <{inline.target}>"
        case Placeholder():
            return f"{{{inline.name}}}"
        case _:
            assert_never(inline)
