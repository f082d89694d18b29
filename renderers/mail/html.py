"""The HTML of a mail: paragraphs, lists and links, and nothing that a client would fetch."""

from __future__ import annotations

from html import escape
from typing import assert_never

from engine.texts import Block, BulletList, Inline, LinkSpan, Paragraph, Placeholder, RichText, Span
from engine.view import Written

from ..french import page_spacing
from .words import is_whole, shown


def html_of(written: Written, language: str) -> str:
    """A whole page, every character of it escaped."""
    notice = f"<hr>\n{_blocks(written.notice, language)}" if written.notice is not None else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n'
        f'<head><meta charset="utf-8"><title>{_said(written.subject, language)}</title></head>\n'
        f'<body dir="auto">\n{_blocks(written.body, language)}{notice}</body>\n</html>\n'
    )


def _blocks(text: RichText, language: str) -> str:
    return "".join(f"{_block(block, language)}\n" for block in text.blocks)


def _block(block: Block, language: str) -> str:
    match block:
        case Paragraph():
            return f"<p>{_inlines(block, language)}</p>"
        case BulletList():
            items = (f"<li>{_item(item, language)}</li>" for item in block.items)
            return f"<ul>{''.join(items)}</ul>"
        case _:
            assert_never(block)


def _item(item: tuple[Paragraph, ...], language: str) -> str:
    """An item of one paragraph needs no `p`."""
    if len(item) == 1:
        return _inlines(item[0], language)
    return "".join(f"<p>{_inlines(paragraph, language)}</p>" for paragraph in item)


def _inlines(paragraph: Paragraph, language: str) -> str:
    return "".join(_inline(inline, language) for inline in paragraph.inlines)


def _inline(inline: Inline, language: str) -> str:
    match inline:
        case Span():
            return _marked(inline, _said(inline.text, language).replace("\n", "<br>"))
        case LinkSpan():
            words = _said(inline.text, language)
            return _marked(
                inline, f'<a href="{escape(shown(inline.target))}">{words}</a>' if is_whole(inline) else words
            )
        case Placeholder():
            return escape(f"{{{inline.name}}}")
        case _:
            assert_never(inline)


def _marked(inline: Span | LinkSpan, html: str) -> str:
    html = f"<em>{html}</em>" if inline.emphasis else html
    return f"<strong>{html}</strong>" if inline.strong else html


def _said(words: str, language: str) -> str:
    return escape(shown(page_spacing(words) if language == "fr" else words))
