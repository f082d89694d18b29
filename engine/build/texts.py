"""Named texts, links and documents, and the check of what texts cite."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..conditions.compile import LISTED
from ..context import EMPTY_TEXT, Context, entries, flag, items, lines_of, optional, scalar, within
from ..nearest import nearest
from ..source import Node
from ..spec import Document, DocumentBlock, Line, Link, TextBlock
from ..texts import Text

BUILT_IN = frozenset({"numero", "date_depot", "motif", "service", "titre"})
"""Names every text may cite beside the procedure's own fields and facts."""
MAIL_LINKS: Mapping[str, tuple[str, str]] = {
    "acces": (
        "les courriels « lien_acces » et « mot_de_passe_oublie »",
        'the mails "lien_acces" and "mot_de_passe_oublie"',
    ),
    "connexion": ("les courriels du portail", "the mails of the portal"),
    "espace": ("les courriels", "mails"),
}
"""Links into the site that only mails have, and which of them: to the page that opens once, to the page that signs in,
to the personal space."""
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
    known = frozenset(names) | BUILT_IN
    computed = computed_of(fields or {})
    check_texts(context, context.texts, known, links=links.keys(), documents=frozenset(documents), computed=computed)


def check_texts(
    context: Context,
    texts: Sequence[tuple[Text, Node]],
    known: frozenset[str],
    *,
    links: Collection[str],
    documents: Collection[str] | None,
    computed: frozenset[str],
) -> None:
    """The same of some texts, with all that they may cite. `documents` is None where none may be given."""
    _check_computed(context, texts, computed)
    citable = sorted(known - computed)
    for text, node in texts:
        for name in sorted(text.placeholders - known):
            shown = citable if len(citable) <= LISTED else ()
            meant = nearest(name, citable)
            context.report(within(node, f"{{{name}}}"), "S127", found=name, expected=shown, meant=meant)
        for place, name in _halves(node, known):
            context.report(place, "S155", found=name)
        for link in sorted(text.links.difference(links)):
            place = within(node, f"lien:{link}")
            if link in MAIL_LINKS:
                french, english = MAIL_LINKS[link]
                context.report(place, "S160", found=link, where_fr=french, where_en=english)
            else:
                context.report(place, "R109", found=link, expected=sorted(links))
        for document in sorted(text.documents.difference(documents or ())):
            place = within(node, f"document:{document}")
            if documents is None:
                context.report(place, "S159", found=document)
            else:
                context.report(place, "R110", found=document, expected=sorted(documents))


def computed_of(fields: Mapping[str, Node]) -> frozenset[str]:
    """The fields that nobody answers, by id."""
    return frozenset(name for name, node in fields.items() if scalar(node, "type") == "calcule")


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


def _check_computed(context: Context, texts: Iterable[tuple[Text, Node]], computed: frozenset[str]) -> None:
    """Reports each computed field that a text cites, its own first of all: it would be found empty."""
    for text, node in texts:
        for name in sorted(text.placeholders & computed):
            context.report(within(node, f"{{{name}}}"), "S150", found=name)
