"""From a document's view to the few kinds of node that `document.typ` lays out, as plain JSON data.

Nodes: `heading` (level, runs, whether it says a `condition`), `paragraph` (runs, keep), `lines` (label, value, whether
it is long), `list` (items, each a list of nodes, and whether to `keep` them on one page), `case` (nodes set apart,
`titled` or not), `blank` (runs, and room to write), `notice` (runs). A run is words with `bold`, `italic`, `lang`,
`url`; its `parts` are the words cut where a line may end. Levels start at 1 and never skip one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, assert_never

from engine.texts import Block, BulletList, Inline, LinkSpan, Paragraph, Placeholder, RichText, Span
from engine.view import (
    AlternativesView,
    DocumentBlockView,
    DocumentLineView,
    DocumentView,
    ItemView,
    RequestGroupView,
    RequestView,
)
from renderers.french import french_spacing

from .typography import REPLACEMENT, RIGHT_TO_LEFT_LANGUAGES, breakable, printable, scripts
from .words import Words, words_for

Node = dict[str, Any]
"""JSON for the template: keys and values as the module says."""

_FIRST_LEVEL = 2  # the title of the document is the only heading of level 1
# Longer values may go over a page's end.
_LONG_VALUE = 500
_MANY_LINES = 12
# Longer lists may go over a page's end too.
_SHORT_LIST = 1200
_NO_VALUE = "—"


def document_content(view: DocumentView) -> Node:
    """All that `document.typ` needs to print a document."""
    return _Composer(view.language).document(view)


class _Composer:
    """Composes nodes in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.words: Words = words_for(language)

    def document(self, view: DocumentView) -> Node:
        nodes = [node for block in view.blocks for node in self.block(block)]
        for group in view.groups:
            nodes.extend(self.group(group, _FIRST_LEVEL))
        content = {
            "language": self.language,
            "start": "right" if self.language in RIGHT_TO_LEFT_LANGUAGES else "left",
            # A reader shows it in a tab, a phone in its search: what names the document whatever the motif.
            "title": self.spaced(_titled(view.subtitle or view.title)),
            "heading": self.runs(_titled(view.title)),
            "subtitle": self.runs(view.subtitle) if view.subtitle else None,
            "site": self.runs(view.site),
            "owner": self.runs(view.owner) if view.owner else None,
            "notice": list(self.rich(view.notice)),
            "page": self.words.page,
            "of": self.words.of,
            "nodes": nodes,
        }
        if _contains(content, REPLACEMENT):
            nodes.append({"node": "notice", "runs": self.runs(self.words.missing_characters)})
        return content

    def block(self, block: DocumentBlockView) -> Iterator[Node]:
        if block.title:
            yield self.heading(block.title, _FIRST_LEVEL)
        if block.lines:
            yield {"node": "lines", "lines": [self.line(line) for line in block.lines]}
        yield from self.rich(block.text)

    def line(self, line: DocumentLineView) -> tuple[list[Node], list[Node], bool]:
        long = len(line.value) > _LONG_VALUE or line.value.count("\n") > _MANY_LINES
        value = line.value if line.value.strip() else _NO_VALUE
        return self.runs(line.label), self.runs(value, typeset=False), long

    # ── The list of documents ─────────────────────────────────────────────────────────────────────────────────

    def group(self, group: RequestGroupView, level: int) -> Iterator[Node]:
        """A heading over its requests; those under one condition share its heading, one level above theirs."""
        yield self.heading(group.title, level)
        for condition, requests in groupby(group.requests, key=lambda request: request.heading):
            if condition:
                yield {**self.heading(condition, level + 1), "condition": True}
            for request in requests:
                yield from self.request(request, level + 2 if condition else level + 1)
        for inner in group.groups:
            yield from self.group(inner, level + 1)

    def request(self, request: RequestView, level: int) -> Iterator[Node]:
        label = request.label if request.required or not request.certain else f"{request.label} ({self.words.optional})"
        yield self.heading(label, level)
        yield from self.rich(request.text)
        if request.field is not None:
            yield {"node": "blank", "runs": self.runs(self.words.to_fill.format(label=request.field.label))}
        yield from self.rich(request.instruction, keep=True)
        match request.provision:
            case None:
                pass
            case ItemView() as item:
                yield self.documents([item])
            case AlternativesView() as alternatives:
                yield from self.case(alternatives, introduced=request.instruction is not None)
            case _:
                assert_never(request.provision)
        yield from self.rich(request.note)

    def case(self, alternatives: AlternativesView, *, introduced: bool) -> Iterator[Node]:
        """A group of documents: its title and instruction, its documents as lists, its own groups set apart.

        Without words of the author's (`introduced`), ours say whether one document is enough.
        """
        if alternatives.title:
            yield self.paragraph(alternatives.title, bold=True, keep=True)
        yield from self.rich(alternatives.instruction, keep=True)
        if not introduced and alternatives.instruction is None and len(alternatives.parts) > 1:
            yield self.paragraph(self.mode(alternatives), keep=True)
        for is_item, parts in groupby(alternatives.parts, key=lambda part: isinstance(part, ItemView)):
            if is_item:
                yield self.documents([part for part in parts if isinstance(part, ItemView)])
                continue
            for part in parts:
                if isinstance(part, AlternativesView):
                    nodes = list(self.case(part, introduced=False))
                    yield {"node": "case", "nodes": nodes, "titled": part.title is not None}

    def mode(self, alternatives: AlternativesView) -> str:
        """How many of the parts to give, in words."""
        match alternatives.mode:
            case "all_of":
                return self.words.all_of
            case "one_of":
                cases = any(isinstance(part, AlternativesView) and part.title for part in alternatives.parts)
                return self.words.one_case if cases else self.words.one_of
            case _:
                assert_never(alternatives.mode)

    def documents(self, items: Sequence[ItemView]) -> Node:
        """Documents, one a line. No page ends after the first of a few."""
        labels = [f"{item.label} ({item.max_age})" if item.max_age else item.label for item in items]
        short = sum(map(len, labels)) <= _SHORT_LIST
        return {"node": "list", "items": [[self.paragraph(label)] for label in labels], "keep": short}

    # ── Words ─────────────────────────────────────────────────────────────────────────────────────────────────

    def heading(self, text: str, level: int) -> Node:
        return {"node": "heading", "level": level, "runs": self.runs(_titled(text))}

    def paragraph(self, text: str, *, bold: bool = False, keep: bool = False) -> Node:
        """`keep` holds the paragraph on the page of what follows it."""
        return {"node": "paragraph", "runs": self.runs(text, bold=bold), "keep": keep}

    def rich(self, text: RichText | None, *, keep: bool = False) -> Iterator[Node]:
        for block in text.blocks if text else ():
            yield self.rich_block(block, keep=keep)

    def rich_block(self, block: Block, *, keep: bool) -> Node:
        match block:
            case Paragraph():
                return {"node": "paragraph", "runs": self.inlines(block.inlines), "keep": keep}
            case BulletList():
                items = [[self.rich_block(part, keep=False) for part in item] for item in block.items]
                return {"node": "list", "items": items, "keep": False}
            case _:
                assert_never(block)

    def inlines(self, inlines: Iterable[Inline]) -> list[Node]:
        runs: list[Node] = []
        for inline in inlines:
            match inline:
                case Span(text, strong, emphasis):
                    runs.extend(self.runs(text, bold=strong, italic=emphasis))
                case LinkSpan():
                    runs.extend(self.link(inline))
                case Placeholder(name):
                    raise ValueError(f"text not filled: {{{name}}}")
                case _:
                    assert_never(inline)
        return runs

    def link(self, link: LinkSpan) -> list[Node]:
        """Its words, then its address in full: on paper there is nothing to click. Other links lead nowhere here."""
        if link.kind != "external":
            return self.runs(link.text, bold=link.strong, italic=link.emphasis)
        address = link.target.removeprefix("mailto:")
        words = self.runs(link.text, bold=link.strong, italic=link.emphasis, url=link.target)
        if link.text.strip() in (address, link.target):
            return words
        return [*words, *self.runs(f" ({address})", typeset=False)]

    def runs(
        self, text: str, *, bold: bool = False, italic: bool = False, url: str | None = None, typeset: bool = True
    ) -> list[Node]:
        """Words as runs of one language each. `typeset` puts no-break spaces; a person's own words are left alone."""
        words = self.spaced(text) if typeset else printable(text)
        found: list[Node] = []
        for part, language in scripts(words):
            run: Node = {"parts": breakable(part)}
            if language and language != self.language:
                run["lang"] = language
            run |= {key: value for key, value in (("bold", bold), ("italic", italic), ("url", url)) if value}
            found.append(run)
        return found

    def spaced(self, text: str) -> str:
        words = printable(text)
        return french_spacing(words) if self.language == "fr" else words


def _titled(text: str) -> str:
    """A heading's words. One without any would leave a hole in the hierarchy, which PDF/UA forbids."""
    return text if printable(text).strip() else "–"


def _contains(node: object, character: str) -> bool:
    """Whether a character occurs anywhere in the words of a node."""
    if isinstance(node, str):
        return character in node
    values = node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ()
    return any(_contains(value, character) for value in values)
