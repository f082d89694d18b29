"""Author's texts: a small, safe Markdown parsed once at load, filled with answers at display.

The subset is paragraphs, `-` lists, `**strong**`, `*emphasis*` and links; no HTML, no images, no headings. A link's
target is `lien:<id>`, `document:<id>`, an absolute address or a path. `{name}` is replaced by a value when the text is
shown; braces are data, never a template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Literal, assert_never

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.tree import SyntaxTreeNode

LinkKind = Literal["external", "internal", "document"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters; `strong` and `emphasis` may both hold. `text` has no placeholder left once filled."""

    text: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class LinkSpan:
    """A link. `target` is an address, a path, or `document:<id>`, resolved by the renderer.

    In a text not yet filled it may also be `lien:<id>`; the kind is then `external` until its address is known.
    """

    text: str
    target: str
    kind: LinkKind
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`{name}` in a text not yet filled."""

    name: str
    strong: bool = False
    emphasis: bool = False


Inline = Span | LinkSpan | Placeholder


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; a line break in the source is a space, two spaces at the end of a line a `\\n` span."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list; each item is a tuple of paragraphs."""

    items: tuple[tuple[Paragraph, ...], ...]


Block = Paragraph | BulletList


@dataclass(frozen=True, slots=True)
class RichText:
    """Blocks ready to lay out. `shared`: it holds nobody's words, and the same object is given to everybody."""

    blocks: tuple[Block, ...]
    shared: bool = field(default=False, compare=False)

    @property
    def plain(self) -> str:
        """The text without marks, paragraphs separated by a blank line, list items by `- `."""
        return "\n\n".join(_plain_block(block) for block in self.blocks)


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """An author's text as compiled: its source, its blocks, and the names it cites. Compared by identity."""

    source: str
    blocks: tuple[Block, ...]
    placeholders: frozenset[str]
    links: frozenset[str]
    documents: frozenset[str]
    fixed: RichText | None = field(init=False, repr=False, compare=False)
    """The text itself where nothing in it depends on a dossier; most texts, filled at no cost."""

    def __post_init__(self) -> None:
        fixed = None if self.placeholders or self.links else RichText(self.blocks, shared=True)
        object.__setattr__(self, "fixed", fixed)

    def fill(self, value_of: Callable[[str], str], links: Mapping[str, str | None]) -> RichText:
        """Replaces placeholders and link ids; leaves out each paragraph or item citing a link without address.

        `value_of` gives the words of a name; they are shown as they are, never read as Markdown. `links` gives the
        address of a `lien:` id; an id that is not there has none. A list item whose first paragraph is left out
        disappears whole, as does a list without items.
        """
        if self.fixed is not None:
            return self.fixed
        return RichText(tuple(_filled_blocks(self.blocks, value_of, links)))


def parse_text(source: str) -> tuple[Text, tuple[str, ...]]:
    """The text and the constructs refused in it (as they were written).

    What is refused stays in the text as plain characters, so that nothing an author wrote is lost.
    """
    if _UNMARKED.fullmatch(source):  # most labels and hints: what follows would find one paragraph, 50 times slower
        paragraph = Paragraph((Span(source.rstrip(" \n")),))
        return Text(source, (paragraph,), frozenset(), frozenset(), frozenset()), ()
    reader = _Reader(source.replace("\r\n", "\n").replace("\r", "\n"))
    blocks = tuple(reader.blocks())
    text = Text(source, blocks, frozenset(reader.placeholders), frozenset(reader.links), frozenset(reader.documents))
    return text, tuple(reader.refused)


def link_kind(address: str) -> LinkKind | None:
    """What an address points to, None where it may not be used: only https, http, mailto and `/path` are safe."""
    if _EXTERNAL.fullmatch(address):
        return "external"
    return "internal" if _PATH.fullmatch(address) else None


_EXTERNAL = re.compile(r"(?:https?://[^\s/\\?#]|mailto:[^\s@]+@)[^\s\\]*", re.ASCII | re.IGNORECASE)
_PATH = re.compile(r"/(?:[^\s/\\][^\s\\]*)?")  # "//host" would leave the site
_NAMED_LINK = re.compile(r"(lien|document):([a-z][a-z0-9_]{0,63})")
_MARKING = r"*_\[\]`<>{}\\&\x00-\x1f\x7f"
# Ends with a letter or a sign: which other spaces than plain ones end a paragraph is left to the parser.
_UNMARKED = re.compile(rf"[^\W\d_](?:[^{_MARKING}]*[^{_MARKING}\s])? *\n?")
_PLACEHOLDER = re.compile(r"\{( *[^\W\d_][\w.-]* *)\}")  # one word: what is no name is then said to be unknown


# ── Filling ───────────────────────────────────────────────────────────────────────────────────────────────────


def _filled_blocks(
    blocks: Iterable[Block], value_of: Callable[[str], str], links: Mapping[str, str | None]
) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Paragraph():
                filled = _filled_paragraph(block, value_of, links)
                if filled is not None:
                    yield filled
            case BulletList():
                items = tuple(_filled_items(block, value_of, links))
                if items:
                    yield BulletList(items)
            case _:
                assert_never(block)


def _filled_items(
    bullets: BulletList, value_of: Callable[[str], str], links: Mapping[str, str | None]
) -> Iterator[tuple[Paragraph, ...]]:
    for item in bullets.items:
        filled = [_filled_paragraph(paragraph, value_of, links) for paragraph in item]
        if not filled or filled[0] is not None:
            yield tuple(paragraph for paragraph in filled if paragraph is not None)


def _filled_paragraph(
    paragraph: Paragraph, value_of: Callable[[str], str], links: Mapping[str, str | None]
) -> Paragraph | None:
    filled: list[Inline] = []
    for inline in paragraph.inlines:
        match inline:
            case Span():
                filled.append(inline)
            case Placeholder(name, strong, emphasis):
                value = value_of(name)
                if value:
                    filled.append(Span(value, strong, emphasis))
            case LinkSpan():
                link = _resolved(inline, links)
                if link is None:
                    return None
                filled.append(link)
            case _:
                assert_never(inline)
    return Paragraph(tuple(filled))


def _resolved(link: LinkSpan, links: Mapping[str, str | None]) -> LinkSpan | None:
    scheme, _, name = link.target.partition(":")
    if scheme != "lien":
        return link
    address = links.get(name)
    kind = None if address is None else link_kind(address)
    if address is None or kind is None:
        return None
    return LinkSpan(link.text, address, kind, link.strong, link.emphasis)


def _plain_block(block: Block) -> str:
    match block:
        case Paragraph():
            return _plain_paragraph(block)
        case BulletList():
            return "\n".join("- " + "\n\n  ".join(_plain_paragraph(p) for p in item) for item in block.items)
        case _:
            assert_never(block)


def _plain_paragraph(paragraph: Paragraph) -> str:
    return "".join(f"{{{i.name}}}" if isinstance(i, Placeholder) else i.text for i in paragraph.inlines)


# ── Parsing ───────────────────────────────────────────────────────────────────────────────────────────────────


def _read_placeholder(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser calls it so
    """An inline rule: `{name}` is taken before `_` in it can be read as emphasis."""
    match = _PLACEHOLDER.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("placeholder", "", 0).content = match.group(1)
    state.pos = match.end()
    return True


@cache
def _parser() -> MarkdownIt:
    """CommonMark where what we refuse is recognised, so that it can be reported rather than shown by surprise."""
    from markdown_it import MarkdownIt  # slow to import, and a spec may have plain texts alone

    parser = MarkdownIt("commonmark", {"html": True}).enable("table").disable(["reference"])
    # Escapes stay apart from plain text: `\{nom}` is not a placeholder.
    parser.disable(["text_join"])
    parser.inline.ruler.before("emphasis", "placeholder", _read_placeholder)
    # Every target reaches our own check: a forbidden one is a finding, not silently text.
    setattr(parser, "validateLink", lambda _url: True)  # noqa: B010 - a method replaced as its documentation says
    return parser


_PLAIN = Span("")
_NAMED_KINDS: Mapping[str, LinkKind] = {"lien": "external", "document": "document"}


@dataclass(slots=True)
class _Reader:
    """Reads one source, noting on the way what it cites and what is refused."""

    source: str
    placeholders: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)

    def blocks(self) -> Iterator[Block]:
        from markdown_it.tree import SyntaxTreeNode

        for node in SyntaxTreeNode(_parser().parse(self.source)).children:
            if node.type == "bullet_list" and node.markup == "-":
                items = tuple(tuple(self.paragraph(part) for part in item.children) for item in node.children)
                yield BulletList(tuple(item for item in items if item))
            else:
                yield self.paragraph(node)

    def paragraph(self, node: SyntaxTreeNode) -> Paragraph:
        """A paragraph; any other block as its source lines, refused."""
        if node.type == "paragraph":
            inlines = (inline for child in node.children for inline in self.inlines(child.children))
            return Paragraph(tuple(_joined(inlines)))
        start, end = node.map or (0, 0)
        raw = [line.strip() for line in self.source.split("\n")[start:end]]
        self.refused.append("\n".join(raw).strip())
        return Paragraph((Span(" ".join(line for line in raw if line)),))

    def inlines(self, nodes: Iterable[SyntaxTreeNode], style: Span = _PLAIN) -> Iterator[Inline]:
        """The inlines of `nodes`, each with the emphasis of `style`."""
        for node in nodes:
            match node.type:
                case "text" | "text_special":
                    yield replace(style, text=node.content)
                case "softbreak":
                    yield replace(style, text=" ")
                case "hardbreak":
                    yield replace(style, text="\n")
                case "strong":
                    yield from self.inlines(node.children, replace(style, strong=True))
                case "em":
                    yield from self.inlines(node.children, replace(style, emphasis=True))
                case "placeholder":
                    self.placeholders.add(node.content)
                    yield Placeholder(node.content, style.strong, style.emphasis)
                case "link" if node.markup != "autolink":
                    yield self.link(node, style)
                case _:
                    yield self.literal(node, style)

    def link(self, node: SyntaxTreeNode, style: Span) -> Inline:
        """A link with an allowed target and a fixed text; otherwise refused as it was written."""
        target = str(node.attrs.get("href", ""))
        named = _NAMED_LINK.fullmatch(target)
        kind = link_kind(target) if named is None else _NAMED_KINDS[named[1]]
        inner = _Reader(self.source)
        words = tuple(inner.inlines(node.children, style))
        text = "".join(word.text for word in words if isinstance(word, Span))
        fixed = not (inner.refused or inner.placeholders or "\n" in text)
        if kind is None or node.attrs.get("title") or not fixed or not text.strip():
            return self.literal(node, style)
        if named is not None:
            (self.documents if kind == "document" else self.links).add(named[2])
        strong, emphasis = all(w.strong for w in words), all(w.emphasis for w in words)
        return LinkSpan(text, target, kind, strong, emphasis)

    def literal(self, node: SyntaxTreeNode, style: Span) -> Span:
        """The construct as it was written, refused."""
        raw = _raw(node)
        self.refused.append(raw)
        return replace(style, text=raw)


def _joined(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Without empty runs; neighbours of one style are one run. A line break stays a run of its own."""
    held: Span | None = None
    for inline in inlines:
        if isinstance(inline, Span) and not inline.text:
            continue
        if isinstance(inline, Span) and inline.text != "\n":
            if held is not None and (held.strong, held.emphasis) == (inline.strong, inline.emphasis):
                held = replace(held, text=held.text + inline.text)
                continue
            if held is not None:
                yield held
            held = inline
            continue
        if held is not None:
            yield held
            held = None
        yield inline
    if held is not None:
        yield held


def _raw(node: SyntaxTreeNode) -> str:
    """An inline construct as it was written, near enough to find it again."""
    inner = "".join(_raw(child) for child in node.children)
    title = f' "{node.attrs["title"]}"' if node.type in ("link", "image") and node.attrs.get("title") else ""
    match node.type:
        case "softbreak" | "hardbreak":
            written = " "
        case "placeholder":
            written = f"{{{node.content}}}"
        case "text_special":
            written = node.markup
        case "link" if node.markup == "autolink":
            written = f"<{inner}>"
        case "link":
            written = f"[{inner}]({node.attrs.get('href', '')}{title})"
        case "image":
            written = f"![{inner}]({node.attrs.get('src', '')}{title})"
        case _:
            written = f"{node.markup}{inner or node.content}{node.markup}"
    return written
