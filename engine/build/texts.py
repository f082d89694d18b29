"""Named texts, links and documents, and the check of what texts cite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..conditions.compile import LISTED
from ..context import EMPTY_TEXT, Context, entries, flag, items, optional, scalar, within
from ..nearest import nearest
from ..source import Node
from ..spec import Document, DocumentBlock, Line, Link, TextBlock

BUILT_IN = frozenset({"numero", "date_depot", "motif", "service", "titre"})
"""Names every text may cite beside the procedure's own fields and facts."""


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
        for link in sorted(text.links - links.keys()):
            context.report(within(node, f"lien:{link}"), "R109", found=link, expected=sorted(links))
        for document in sorted(text.documents - printed):
            context.report(within(node, f"document:{document}"), "R110", found=document, expected=sorted(printed))


def _check_computed(context: Context, computed: frozenset[str]) -> None:
    """Reports each computed field that a text cites, its own first of all: it would be found empty."""
    for text, node in context.texts:
        for name in sorted(text.placeholders & computed):
            context.report(within(node, f"{{{name}}}"), "S150", found=name)
