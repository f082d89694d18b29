"""Author's texts as HTML: everything escaped, nothing but paragraphs, lists, emphasis and links."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import assert_never

from markupsafe import Markup, escape

from engine.texts import BulletList, Inline, LinkSpan, Paragraph, Placeholder, RichText, Span

# A path of this site: `//host` and `/\host` are addresses of others to a browser.
_PATH = re.compile(r"/(?![/\\])")
_ALLOWED = ("https://", "http://", "mailto:")


@dataclass(frozen=True, slots=True)
class Links:
    """Where links of texts lead on this page. `new_window` follows the words of a link that opens one.

    `spaces` makes the spaces of the page's language (`renderers.french`).
    """

    base_path: str
    documents: Mapping[str, str]
    new_window: Markup
    spaces: Callable[[str], str] = str


def rich_html(text: RichText, links: Links) -> Markup:
    """The text as safe HTML, block by block."""
    return Markup("".join([_block(block, links) for block in text.blocks]))  # noqa: S704 - every leaf is escaped


def _block(block: Paragraph | BulletList, links: Links) -> str:
    match block:
        case Paragraph():
            return f"<p>{_inlines(block, links)}</p>"
        case BulletList():
            return f"<ul>{''.join([f'<li>{_item(item, links)}</li>' for item in block.items])}</ul>"
        case _:
            assert_never(block)


def _item(item: tuple[Paragraph, ...], links: Links) -> str:
    """An item of one paragraph needs no `p`: lists stay tight."""
    if len(item) == 1:
        return _inlines(item[0], links)
    return "".join([f"<p>{_inlines(paragraph, links)}</p>" for paragraph in item])


def _inlines(paragraph: Paragraph, links: Links) -> str:
    return "".join([_inline(inline, links) for inline in paragraph.inlines])


def _inline(inline: Inline, links: Links) -> str:
    match inline:
        case Span():
            html = str(escape(links.spaces(inline.text))).replace("\n", "<br>")
            html = f"<em>{html}</em>" if inline.emphasis else html
            return f"<strong>{html}</strong>" if inline.strong else html
        case LinkSpan():
            return _link(inline, links)
        case Placeholder():
            # A text reaches a view filled; one that did not shows the name rather than nothing.
            return str(escape("{" + inline.name + "}"))
        case _:
            assert_never(inline)


def _link(link: LinkSpan, links: Links) -> str:
    """The link, or its words alone where it leads nowhere safe."""
    words = escape(links.spaces(link.text))
    match link.kind:
        case "external":
            if not link.target.lower().startswith(_ALLOWED):
                return str(words)
            # A new window: the page left behind may hold answers not yet saved.
            address = escape(link.target)
            return f'<a href="{address}" target="_blank" rel="noreferrer noopener">{words}{links.new_window}</a>'
        case "internal":
            if not _PATH.match(link.target):
                return str(words)
            return f'<a href="{escape(links.base_path + link.target)}">{words}</a>'
        case "document":
            url = links.documents.get(link.target.removeprefix("document:"))
            return str(words) if url is None else f'<a href="{escape(url)}" download>{words}</a>'
        case _:
            assert_never(link.kind)
