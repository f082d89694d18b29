"""What a person sees of a dossier at one moment: immutable, ready for any renderer.

A view holds no function, no spec object and no answer that is not shown. Texts are parsed (`engine.texts`), values
are formatted, errors attached. Renderers only lay out.
"""

from __future__ import annotations

from .fields import FieldFrame, FieldView, OptionView, PartFrame, PartView, RepeatFrame, RepeatView, SuggestionView
from .mails import Written
from .pages import (
    AlternativesView,
    AnsweredQuestionView,
    CheckLine,
    CheckSection,
    DocumentBlockView,
    DocumentLineView,
    DocumentView,
    ErrorView,
    FilesNotice,
    FileView,
    InsertView,
    ItemView,
    QuestionView,
    RequestGroupView,
    RequestView,
    SectionView,
    StepMark,
    StepRef,
    StepView,
)

__all__ = [
    "AlternativesView",
    "AnsweredQuestionView",
    "CheckLine",
    "CheckSection",
    "DocumentBlockView",
    "DocumentLineView",
    "DocumentView",
    "ErrorView",
    "FieldFrame",
    "FieldView",
    "FileView",
    "FilesNotice",
    "InsertView",
    "ItemView",
    "OptionView",
    "PartFrame",
    "PartView",
    "QuestionView",
    "RepeatFrame",
    "RepeatView",
    "RequestGroupView",
    "RequestView",
    "SectionView",
    "StepMark",
    "StepRef",
    "StepView",
    "SuggestionView",
    "Written",
]
