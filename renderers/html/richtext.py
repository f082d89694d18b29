"""Author's texts as HTML: everything escaped, nothing but paragraphs, lists, emphasis and links."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, assert_never

from markupsafe import Markup, escape

from engine.texts import BulletList, Inline, LinkSpan, Paragraph, Placeholder, RichText, Span

from .fragments import Fragment, fragment, markup, slot, without_marks

# A path of this site: `//host` and `/\host` are addresses of others to a browser.
_PATH = re.compile(r"/(?![/\\])")
_LIMIT = 4096
_ALLOWED = ("https://", "http://", "mailto:")


class Links(NamedTuple):
    """Where links of texts lead on this page. `new_window` follows the words of a link that opens one.

    `spaces` makes the spaces of the page's language (`renderers.french`).
    """

    base_path: str
    documents: Mapping[str, str]
    new_window: Markup
    spaces: Callable[[str], str] = str


def rich_html(text: RichText, links: Links) -> Markup:
    """The text as safe HTML, block by block."""

    def link_html(link: LinkSpan) -> str:
        return _link(link, escape(links.spaces(link.text)), links)

    return Markup(_html(text, links.spaces, link_html))  # noqa: S704 - every leaf is escaped


class TextShape(NamedTuple):
    """A text of the author. `html` is None where it follows the person or the page: it then fills a slot.

    `is_link` where it is nothing but a link: something to do.
    """

    html: Markup | None
    is_link: bool


@dataclass(frozen=True, slots=True, eq=False)
class LaidOut:
    """The HTML of a text that is the same for everybody, but for links that follow the page: those fill its slots.

    It holds its text, so that the text's identity is not another one's.
    """

    text: RichText
    html: Fragment
    links: tuple[tuple[LinkSpan, Markup], ...]
    """Those that follow the page, with their words as HTML."""
    shape: TextShape


def laid_out(text: RichText, links: Links) -> LaidOut:
    """A text laid out once for the pages that share new windows and spaces with `links`."""
    following: list[tuple[LinkSpan, Markup]] = []

    def link_html(link: LinkSpan) -> str:
        words = escape(links.spaces(link.text))
        if link.kind == "external":
            return _link(link, words, links)
        following.append((link, words))
        return slot(str(len(following) - 1))

    html = _html(text, lambda words: links.spaces(without_marks(words)), link_html)
    drawn = fragment(html)
    shape = TextShape(None if following else markup(drawn.constant), _is_link(text))
    return LaidOut(text, drawn, tuple(following), shape)


def _is_link(text: RichText) -> bool:
    match text.blocks:
        case (Paragraph((LinkSpan(),)),):
            return True
        case _:
            return False


class TextWriter:
    """Lays out the texts of one page. Templates call it: `{{ rich(text) }}`.

    `kept` is shared by the pages of an edition: texts that are the same for everybody, by identity.
    """

    __slots__ = ("_kept", "links")

    def __init__(self, links: Links, kept: dict[int, LaidOut]) -> None:
        self.links, self._kept = links, kept

    def __call__(self, text: RichText) -> Markup:
        """A text as HTML, every character escaped."""
        return markup(self.utf8(text))

    def utf8(self, text: RichText) -> bytes:
        """The same in UTF-8."""
        if not text.shared:
            return rich_html(text, self.links).encode()
        known = self._known(text)
        if known.shape.html is not None:
            return known.html.constant
        return known.html.fill(lambda number: _link(*known.links[int(number)], self.links).encode())

    def constant(self, text: RichText) -> Markup | None:
        """The HTML of a text that every page lays out so; None for one that follows the person or the page."""
        return self._known(text).shape.html if text.shared else None

    def shape(self, text: RichText) -> TextShape:
        """What the shape of a page says of a text."""
        return self._known(text).shape if text.shared else TextShape(None, _is_link(text))

    def _known(self, text: RichText) -> LaidOut:
        known = self._kept.get(id(text))
        if known is None or known.text is not text:
            if len(self._kept) >= _LIMIT:
                self._kept.clear()
            known = self._kept[id(text)] = laid_out(text, self.links)
        return known


Words: TypeAlias = Callable[[str], str]
LinkHtml: TypeAlias = Callable[[LinkSpan], str]


def _html(text: RichText, spaces: Words, link_html: LinkHtml) -> str:
    return "".join([_block(block, spaces, link_html) for block in text.blocks])


def _block(block: Paragraph | BulletList, spaces: Words, link_html: LinkHtml) -> str:
    match block:
        case Paragraph():
            return f"<p>{_inlines(block, spaces, link_html)}</p>"
        case BulletList():
            items = [f"<li>{_item(item, spaces, link_html)}</li>" for item in block.items]
            return f"<ul>{''.join(items)}</ul>"
        case _:
            assert_never(block)


def _item(item: tuple[Paragraph, ...], spaces: Words, link_html: LinkHtml) -> str:
    """An item of one paragraph needs no `p`: lists stay tight."""
    if len(item) == 1:
        return _inlines(item[0], spaces, link_html)
    return "".join([f"<p>{_inlines(paragraph, spaces, link_html)}</p>" for paragraph in item])


def _inlines(paragraph: Paragraph, spaces: Words, link_html: LinkHtml) -> str:
    return "".join([_inline(inline, spaces, link_html) for inline in paragraph.inlines])


def _inline(inline: Inline, spaces: Words, link_html: LinkHtml) -> str:
    match inline:
        case Span():
            html = str(escape(spaces(inline.text))).replace("\n", "<br>")
            html = f"<em>{html}</em>" if inline.emphasis else html
            return f"<strong>{html}</strong>" if inline.strong else html
        case LinkSpan():
            return link_html(inline)
        case Placeholder():
            # A text reaches a view filled; one that did not shows the name rather than nothing.
            return str(escape("{" + inline.name + "}"))
        case _:
            assert_never(inline)


def _link(link: LinkSpan, words: Markup, links: Links) -> str:
    """The link with its words, or those alone where it leads nowhere safe."""
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
