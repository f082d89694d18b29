"""Named texts, links and documents, and the check of what texts cite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ..conditions.compile import LISTED
from ..context import EMPTY_TEXT, Context, entries, flag, items, lines_of, optional, scalar, within
from ..nearest import nearest
from ..source import Node
from ..spec import Document, DocumentBlock, Line, Link, TextBlock

BUILT_IN = frozenset({"numero", "date_depot", "motif", "service", "titre"})
"""Names every text may cite beside the procedure's own fields and facts."""
WHOLE = re.compile(r"\\?\{[^{}]*\}")
HALF = re.compile(r"\{ *(?P<opened>[a-z][a-z0-9_]*)\b|\b(?P<closed>[a-z][a-z0-9_]*) *\}")
"""A name with one of its braces, once those that have both are blank."""


def links_of(root: Node) -> dict[str, Link]:
    """The named links of a file."""
    return {
        key.text: Link(key.text, scalar(value, "libelle"), optional(value, "adresse"), key.position)
        for key, value in entries(root, "liens")
    }


def text_blocks_of(context: Context, root: Node) -> dict[str, TextBlock]:
    """The named texts of a file."""
    return {
        key.text: TextBlock(
            key.text, optional(value, "titre"), context.text(value, "contenu") or EMPTY_TEXT, key.position
        )
        for key, value in entries(root, "textes")
    }


def documents_of(context: Context, root: Node) -> dict[str, Document]:
    """The PDFs of a procedure."""
    return {
        key.text: Document(
            id=key.text,
            file_name=scalar(value, "nom_fichier") or f"{key.text}.pdf",
            title=scalar(value, "titre"),
            blocks=tuple(_block(context, node) for node in items(value, "blocs")),
            position=key.position,
        )
        for key, value in entries(root, "documents")
    }


def _block(context: Context, node: Node) -> DocumentBlock:
    lines = tuple(
        Line(
            scalar(line, "libelle"),
            context.text(line, "valeur") or EMPTY_TEXT,
            flag(line, "majuscules", default=False),
        )
        for line in items(node, "lignes")
    )
    return DocumentBlock(optional(node, "titre"), lines, context.text(node, "texte"))


def check_citations(
    context: Context,
    names: Iterable[str],
    links: Mapping[str, Link],
    documents: Iterable[str],
    fields: Mapping[str, Node] | None = None,
) -> None:
    """Reports each name, link or document that a text cites and nothing defines, and those of `fields` that are
    computed."""
    computed = frozenset(name for name, node in (fields or {}).items() if scalar(node, "type") == "calcule")
    _check_computed(context, computed)
    known, printed = frozenset(names) | BUILT_IN, frozenset(documents)
    citable = sorted(known - computed)
    for text, node in context.texts:
        for name in sorted(text.placeholders - known):
            shown = citable if len(citable) <= LISTED else ()
            meant = nearest(name, citable)
            context.report(within(node, f"{{{name}}}"), "S127", found=name, expected=shown, meant=meant)
        for place, name in _halves(node, known):
            context.report(place, "S155", found=name)
        for link in sorted(text.links - links.keys()):
            context.report(within(node, f"lien:{link}"), "R109", found=link, expected=sorted(links))
        for document in sorted(text.documents - printed):
            context.report(within(node, f"document:{document}"), "R110", found=document, expected=sorted(printed))


def _halves(node: Node, known: frozenset[str]) -> Iterator[tuple[Node, str]]:
    """Where a brace lacks at a name that a text may cite, and this name."""
    lacking = {name for _, name in _half_names(node.text) if name in known}
    unplaced = set(lacking)
    for number, line in enumerate(lines_of(node) if lacking else ()):
        for half, name in _half_names(line):
            if name in lacking:
                unplaced.discard(name)
                column = half.start() + (1 if number else node.position.column)
                place = replace(node.position, line=node.position.line + number, column=column)
                yield replace(node, position=place, length=len(half[0])), name
    yield from ((node, name) for name in sorted(unplaced))


def _half_names(text: str) -> Iterator[tuple[re.Match[str], str]]:
    rest = WHOLE.sub(lambda whole: " " * len(whole[0]), text)
    for half in HALF.finditer(rest):
        if not rest[: half.start()].endswith("\\"):
            yield half, half["opened"] or half["closed"]


def _check_computed(context: Context, computed: frozenset[str]) -> None:
    """Reports each computed field that a text cites, its own first of all: it would be found empty."""
    for text, node in context.texts:
        for name in sorted(text.placeholders & computed):
            context.report(within(node, f"{{{name}}}"), "S150", found=name)
