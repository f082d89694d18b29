"""Pages and documents as a person sees them. What each page is made of are named tuples, as for fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ..spec import Content
from ..texts import RichText
from .fields import FieldView, OptionView, RepeatView

StepMark = Literal["done", "current", "todo"]


class StepRef(NamedTuple):
    """One step in the progress header. A tuple, as it is part of what a renderer keeps a page under."""

    id: str
    number: int
    title: str
    slug: str
    mark: StepMark


@dataclass(frozen=True, slots=True)
class ErrorView:
    """One line of the error summary. `anchor` is the id of the control to go to."""

    anchor: str
    message: str
    label: str


class SectionView(NamedTuple):
    """A titled part of a step. `has_required` asks for the line about required fields."""

    id: str
    title: str
    introduction: RichText | None
    fields: tuple[FieldView | RepeatView, ...]
    sections: tuple[SectionView, ...] = ()
    has_required: bool = False


class InsertView(NamedTuple):
    """A named text of the procedure."""

    id: str
    title: str | None
    body: RichText


@dataclass(frozen=True, slots=True)
class FileView:
    """One file already received. `size` in bytes; `item` the document the applicant said it is."""

    id: str
    name: str
    size: int
    item: str | None = None
    item_label: str | None = None


@dataclass(frozen=True, slots=True)
class ItemView:
    """One document that may be given."""

    id: str
    label: str
    max_age: str | None = None


@dataclass(frozen=True, slots=True)
class AlternativesView:
    """A group of documents, with the author's heading and instruction. `mode` is for renderers that say it in words."""

    mode: Literal["one_of", "all_of"]
    title: str | None
    instruction: RichText | None
    parts: tuple[ItemView | AlternativesView, ...]


@dataclass(frozen=True, slots=True)
class RequestView:
    """One requested document at step "justificatifs", or in the printed list.

    `certain` is false where the request's condition is still unknown: it is then neither mandatory nor optional.
    `heading` is set only there ("Si vous êtes mineur …"). `control` is the form key and `anchor` the id of the upload
    control; `warning` lists what the files given do not cover. Where each document is asked apart, `parts` are these,
    each with its control, and the request itself has none.
    """

    id: str
    label: str
    required: bool
    control: str
    anchor: str
    text: RichText | None = None
    instruction: RichText | None = None
    note: RichText | None = None
    provision: ItemView | AlternativesView | None = None
    field: FieldView | None = None
    files: tuple[FileView, ...] = ()
    max_files: int = 3
    can_add: bool = True
    items: tuple[ItemView, ...] = ()
    heading: str | None = None
    certain: bool = True
    error: str | None = None
    warning: str | None = None
    why: str | None = None
    parts: tuple[RequestView, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestGroupView:
    """A heading over requests."""

    id: str
    title: str
    requests: tuple[RequestView, ...]
    groups: tuple[RequestGroupView, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question of the decision tree: options, or a date in three parts."""

    id: str
    label: str
    anchor: str
    introduction: RichText | None
    hint: RichText | None
    options: tuple[OptionView, ...]
    date: FieldView | None
    error: str | None
    button: str | None
    earlier: tuple[AnsweredQuestionView, ...] = ()


@dataclass(frozen=True, slots=True)
class AnsweredQuestionView:
    """A question already answered on the way to the current one."""

    id: str
    label: str
    answer: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the check-your-answers page. `step` is the slug to go back to, `anchor` the control there.

    `step` is empty for what is only said, and can't be changed.
    """

    label: str
    values: tuple[str, ...]
    step: str
    anchor: str
    error: str | None = None


@dataclass(frozen=True, slots=True)
class CheckSection:
    """The lines of one section."""

    title: str
    lines: tuple[CheckLine, ...]


@dataclass(frozen=True, slots=True)
class FilesNotice:
    """The limits every upload control says."""

    max_bytes: int
    extensions: tuple[str, ...]


class StepView(NamedTuple):
    """One page of a procedure. Which of `question`, `sections`, `groups`, `check` is filled follows `content`.

    `reveals` says that some of its fields were not there when the page was last sent, `lists_countries` that some may
    be chosen from the list of countries.
    """

    title: str
    neutral_title: str
    procedure_title: str
    content: Content | Literal["check"]
    step: str
    slug: str
    number: int
    total: int
    steps: tuple[StepRef, ...]
    version: int
    progress: int | None = None
    remaining: str | None = None
    recap: tuple[str, ...] = ()
    recalls_situation: bool = False
    inserts: tuple[InsertView, ...] = ()
    announcement: RichText | None = None
    question: QuestionView | None = None
    sections: tuple[SectionView, ...] = ()
    groups: tuple[RequestGroupView, ...] = ()
    files: FilesNotice | None = None
    check: tuple[CheckSection, ...] = ()
    errors: tuple[ErrorView, ...] = ()
    notices: tuple[str, ...] = ()
    previous: str | None = None
    can_quit: bool = True
    can_abandon: bool = True
    number_given: str | None = None
    documents: Mapping[str, str] | None = None
    reveals: bool = False
    lists_countries: bool = False


@dataclass(frozen=True, slots=True)
class DocumentLineView:
    """A label and its value in a PDF."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class DocumentBlockView:
    """Lines, or a text, under an optional title."""

    title: str | None
    lines: tuple[DocumentLineView, ...]
    text: RichText | None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A PDF to print: blocks, then for the list of justificatifs its groups. `site` and `owner` head every page."""

    file_name: str
    title: str
    subtitle: str | None
    site: str
    owner: str | None
    language: str
    blocks: tuple[DocumentBlockView, ...]
    groups: tuple[RequestGroupView, ...] = ()
    notice: RichText | None = None
