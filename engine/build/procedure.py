"""One procedure, section by section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..conditions.references import Reference
from ..context import Context, entries, integer, items, optional, scalar
from ..source import Node
from ..spec import Deposit, FileLimits, Link, Portal, Procedure, Service, TextBlock
from .declare import declare_fields, lists_of, steps_fields
from .facts import FactBuilder, leap_day_of
from .fields import FieldBuilder
from .justificatifs import JustificatifBuilder
from .texts import check_citations, documents_of, links_of, text_blocks_of

NUMBER_PART = re.compile(r"\{(site|date|compteur):([0-9]{1,2})\}")
NUMBER_PARTS: Mapping[str, str] = {"site": "site", "date": "date", "compteur": "counter"}
MEGABYTE = 1024 * 1024


def build_procedure(
    context: Context,
    root: Node,
    *,
    blocks: Iterable[Node],
    portal: Portal | None,
    services: Node | None,
    revision: str,
    sources: Mapping[str, bytes],
) -> Procedure:
    """The procedure of an expanded tree. What is wrong goes to the context; the result then only serves to go on."""
    head = root.get("procedure")
    lists = lists_of(context, (root, *blocks))
    declarations = declare_fields(context, root, lists)
    leap_day = leap_day_of(head)
    nodes = {scalar(node, "id"): node for _, node in steps_fields(root)}
    facts = FactBuilder(context, declarations, lists, nodes, leap_day).build(root)
    orientations = frozenset(portal.orientations) if portal is not None else None
    fields = FieldBuilder(context, declarations, lists, orientations)
    steps = fields.steps(root)
    files = file_limits(head)
    fields.order, fields.end = fields.requests_order, fields.requests_end
    motifs = JustificatifBuilder(context, fields, fields.requests_order, files.max_files).motifs(root)
    fields.end = declarations.next_order
    links: dict[str, Link] = {**(portal.links if portal is not None else {}), **links_of(root)}
    texts: dict[str, TextBlock] = {**(portal.texts if portal is not None else {}), **text_blocks_of(context, root)}
    documents = documents_of(context, root)
    _check_inserts(context, root, texts)
    check_citations(context, declarations.references, links, documents)
    title = scalar(head, "titre")
    return Procedure(
        id=scalar(head, "id"),
        version=scalar(head, "version"),
        revision=revision,
        title=title,
        full_title=scalar(head, "intitule") or title,
        neutral_title=scalar(head, "titre_neutre") or title,
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
        deposit=_deposit(context, root, services, declarations.references),
        sources=sources,
        position=root.position,
    )


def file_limits(head: Node | None) -> FileLimits:
    """What uploads may be; `taille_max: 10 Mo` counts 1 048 576 bytes to the Mo."""
    limits = head.get("fichiers") if head is not None else None
    if limits is None:
        return FileLimits()
    default = FileLimits()
    size = scalar(limits, "taille_max").replace("\u00a0", " ").removesuffix("Mo").strip()
    formats = tuple(node.text.lower().lstrip(".") for node in items(limits, "formats"))
    return FileLimits(
        max_files=integer(limits, "max", default.max_files),
        max_bytes=int(size) * MEGABYTE if size.isdigit() else default.max_bytes,
        extensions=formats or default.extensions,
    )


def _check_inserts(context: Context, root: Node, texts: Mapping[str, TextBlock]) -> None:
    for step in items(root, "etapes"):
        for name in items(step, "encarts"):
            if name.text not in texts:
                context.report(name, "R108", found=name.text, expected=sorted(texts))


def _deposit(context: Context, root: Node, services: Node | None, references: Mapping[str, Reference]) -> Deposit:
    node = root.get("depot")
    if node is None:
        return Deposit((("date", 8), ("counter", 7)), None, {}, Service("", ""))
    number = node.get("numero")
    parts = NUMBER_PART.findall(number.text) if number is not None else []
    rest = NUMBER_PART.sub("", number.text) if number is not None else ""
    if number is not None and (rest or sorted(name for name, _ in parts) != ["compteur", "date", "site"]):
        context.report(number, "S129", found=number.text)
    named = node.get("services")
    if named is not None and services is None:
        context.report(named, "R132", found=named.text)
    territory = node.get("territoire")
    if territory is not None and territory.text not in references:
        context.report(territory, "R101", found=territory.text, expected=sorted(references))
    table = services.get("services") if services is not None else None
    return Deposit(
        number=tuple((NUMBER_PARTS[name], int(width)) for name, width in parts),  # type: ignore[misc]
        territory=optional(node, "territoire"),
        services={key.text: _service(value) for key, value in entries(table, "departements")},
        default_service=_service(table.get("defaut") if table is not None else None),
    )


def _service(node: Node | None) -> Service:
    return Service(scalar(node, "nom"), scalar(node, "site"))
