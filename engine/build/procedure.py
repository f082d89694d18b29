"""One procedure, section by section."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..conditions.references import Reference
from ..context import Context, entries, integer, items, scalar, whole
from ..source import Node
from ..spec import FileLimits, Link, Portal, Procedure, TextBlock
from .declare import BEFORE_ALL, declare_fields, lists_of, steps_fields
from .deposit import DepositBuilder
from .doubts import check_doubts
from .facts import FactBuilder, leap_day_of
from .fields import FieldBuilder
from .includes import Included
from .justificatifs import JustificatifBuilder
from .mails import procedure_mails
from .menus import check_page_addresses
from .texts import check_citations, documents_of, links_of, text_blocks_of

MEGABYTE = 1024 * 1024


def build_procedure(
    context: Context,
    included: Included,
    *,
    portal: Portal | None,
    services: Node | None,
    tables: Callable[[], list[str]],
    revision: str,
    sources: Mapping[str, bytes],
) -> Procedure:
    """The procedure of an expanded tree. What is wrong goes to the context; the result then only serves to go on."""
    root = included.root
    head = root.get("procedure")
    lists = lists_of(context, (root, *included.blocks.values()))
    questions = portal.questions if portal is not None else {}
    declarations = declare_fields(context, root, lists, {name: q.position for name, q in questions.items()})
    # That a block lacks a fact was said: what reads it is not a second problem.
    missing = {name: Reference(name, "any", BEFORE_ALL, place) for name, place in included.awaited.items()}
    declarations.references.update({**missing, **declarations.references})
    leap_day = leap_day_of(head)
    nodes = {scalar(node, "id"): node for _, node in steps_fields(root)}
    facts = FactBuilder(context, declarations, lists, nodes, leap_day).build(root)
    orientations = frozenset(portal.orientations if portal is not None else ())
    fields = FieldBuilder(context, declarations, lists, orientations)
    steps = fields.steps(root)
    files = file_limits(head)
    if all(step.content != "justificatifs" for step in steps):
        _check_requests(context, root)
        fields.requests_order = fields.requests_end = declarations.next_order
    fields.order, fields.end = fields.requests_order, fields.requests_end
    motifs = JustificatifBuilder(context, fields, fields.requests_order, files.max_files).motifs(root)
    check_doubts(context, facts, steps, motifs.values())
    fields.end = declarations.next_order
    links, texts = _with_the_portals(context, root, portal)
    documents = documents_of(context, root)
    _check_inserts(context, root, texts)
    check_citations(context, declarations.references, links, documents, fields=nodes)
    return Procedure(
        id=scalar(head, "id"),
        version=scalar(head, "version"),
        revision=revision,
        title=scalar(head, "titre"),
        full_title=scalar(head, "intitule") or scalar(head, "titre"),
        neutral_title=scalar(head, "titre_neutre") or scalar(head, "titre"),
        leap_day=leap_day or "1er_mars",
        files=files,
        lists=lists,
        facts=facts,
        motifs=motifs,
        steps=steps,
        rules=fields.rules(root, None),
        texts=texts,
        links=links,
        documents=documents,
        mails=procedure_mails(context, root, declarations.references, links, nodes),
        deposit=DepositBuilder(context, nodes, declarations.references, tables).build(root, services),
        sources=sources,
        position=root.position,
    )


def _with_the_portals(
    context: Context, root: Node, portal: Portal | None
) -> tuple[dict[str, Link], dict[str, TextBlock]]:
    """The links and texts of a procedure, with those of the portal, which it may cite as its own."""
    links, texts = links_of(root), text_blocks_of(context, root)
    if portal is None:
        return {**links}, {**texts}
    check_page_addresses(context, root, portal.pages)
    return {**portal.links, **links}, {**portal.texts, **texts}


def file_limits(head: Node | None) -> FileLimits:
    """What uploads may be; `taille_max: 10 Mo` counts 1 048 576 bytes to the Mo."""
    limits = head.get("fichiers") if head is not None else None
    if limits is None:
        return FileLimits()
    default = FileLimits()
    size = whole(scalar(limits, "taille_max").replace("\u00a0", " ").removesuffix("Mo").strip())
    formats = tuple(node.text.lower().lstrip(".") for node in items(limits, "formats"))
    return FileLimits(
        max_files=integer(limits, "max", default.max_files),
        max_bytes=size * MEGABYTE if size is not None else default.max_bytes,
        extensions=formats or default.extensions,
    )


def _check_requests(context: Context, root: Node) -> None:
    """Without a step for them, documents would be asked of nobody."""
    for node in (root, *(motif for _, motif in entries(root, "motifs"))):
        key = node.key("justificatifs")
        if key is not None and items(root, "etapes"):
            context.report(key, "S141")
            return


def _check_inserts(context: Context, root: Node, texts: Mapping[str, TextBlock]) -> None:
    for step in items(root, "etapes"):
        for name in items(step, "encarts"):
            if name.text not in texts:
                context.report(name, "R108", found=name.text, expected=sorted(texts))
