"""Documents as accessible PDFs (PDF/UA-1), laid out by typst from one template and plain data."""

from __future__ import annotations

import json
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import cast

import typst

from engine.view import DocumentView

from .content import document_content
from .coverage import FONTS

__all__ = ["render_document"]

_TEMPLATE = Path(__file__).parent / "document.typ"

# A compiler serves one thread at a time and keeps its fonts: as many exist as documents were ever printed at once.
_idle: SimpleQueue[typst.Compiler] = SimpleQueue()


def render_document(view: DocumentView) -> bytes:
    """The PDF of a document. The same view gives the same bytes.

    Raises `typst.TypstError` rather than give a file that does not conform; no text a person or an author writes does
    that. Safe from any thread.
    """
    content = json.dumps(document_content(view), ensure_ascii=False)
    try:
        compiler = _idle.get_nowait()
    except Empty:
        compiler = _new_compiler()
    try:
        printed = compiler.compile(sys_inputs={"content": content}, pdf_standards=["ua-1"])
    finally:
        _idle.put(compiler)
    return cast(bytes, printed)  # one file and no output path: bytes, says typst


def _new_compiler() -> typst.Compiler:
    """Sees its own folder only: no font of the system, no package, no network."""
    return typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=[FONTS], ignore_system_fonts=True)
