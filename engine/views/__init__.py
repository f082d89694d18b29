"""From where a case stands to what a person sees: the builders of `engine.view`."""

from __future__ import annotations

from .check import check_view
from .documents import confirmation_document, list_document
from .situation import question_view
from .state import GivenFile, PageState
from .steps import step_view

__all__ = [
    "GivenFile",
    "PageState",
    "check_view",
    "confirmation_document",
    "list_document",
    "question_view",
    "step_view",
]
