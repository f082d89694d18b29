"""The PDFs of a procedure, as views: the list of justificatifs and the confirmation of deposit."""

from __future__ import annotations

from ..progress import Progress
from ..spec import CONFIRMATION, LIST, Catalogue, Document, DocumentBlock, Line, Portal
from ..texts import RichText
from ..view import DocumentBlockView, DocumentLineView, DocumentView, RequestGroupView
from .requests import RequestViews
from .state import Filler, PageState, addresses
from .steps import procedure_of


def list_document(catalogue: Catalogue, progress: Progress, state: PageState) -> DocumentView | None:
    """The list of justificatifs of this case: the same requests as at their step, those still uncertain under their
    heading.

    None when the procedure has no such document.
    """
    document = procedure_of(progress).documents.get(LIST)
    if document is None:
        return None
    filler = Filler(progress, procedure_of(progress), state)
    groups = RequestViews(progress, filler, state, None, lambda _: {}).groups()
    title = progress.motif.list_title if progress.motif is not None else document.title
    return _document(catalogue, document, filler, title=title, subtitle=document.title, groups=groups)


def confirmation_document(catalogue: Catalogue, progress: Progress, state: PageState) -> DocumentView | None:
    """The proof of deposit; `state.built_in` gives `numero` and `service`. None when the procedure has none."""
    document = procedure_of(progress).documents.get(CONFIRMATION)
    if document is None:
        return None
    filler = Filler(progress, procedure_of(progress), state)
    return _document(catalogue, document, filler, title=document.title)


def _document(
    catalogue: Catalogue,
    document: Document,
    filler: Filler,
    *,
    title: str,
    subtitle: str | None = None,
    groups: tuple[RequestGroupView, ...] = (),
) -> DocumentView:
    portal = catalogue.portal
    return DocumentView(
        file_name=document.file_name,
        title=title,
        subtitle=subtitle if subtitle != title else None,
        site=portal.title if portal is not None else filler.procedure.title,
        owner=portal.subtitle if portal is not None else None,
        language=filler.language,
        blocks=tuple(_block(block, filler) for block in document.blocks),
        groups=groups,
        notice=_notice(portal),
    )


def _notice(portal: Portal | None) -> RichText | None:
    """The site's notice, its links with it: on paper they are read."""
    if portal is None or portal.notice is None:
        return None
    return portal.notice.fill(lambda _: "", addresses(portal.links))


def _block(block: DocumentBlock, filler: Filler) -> DocumentBlockView:
    return DocumentBlockView(block.title, tuple(_line(line, filler) for line in block.lines), filler.text(block.text))


def _line(line: Line, filler: Filler) -> DocumentLineView:
    value = filler.plain(line.value)
    return DocumentLineView(line.label, value.upper() if line.upper else value)
