"""Whole pages: views in, HTML out. Nothing else is known of the outside than what the page's context says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.numbers import format_decimal
from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from engine.view import FieldView, QuestionView, RepeatView, StepView

from .catalogues import SOURCE_LANGUAGE, available_languages, direction_of, load_catalogue
from .constants import add_constants
from .context import HomeView, MainButton, MessageView, PageContext
from .fields import FieldTemplates, FieldWriter
from .richtext import Links, rich_html
from .theme import theme

TEMPLATE_DIR = Path(__file__).parent / "templates"
STATIC_DIR = Path(__file__).parent / "static"

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Edition:
    """The templates in one language: environment, compiled fields, catalogue."""

    env: Environment
    fields: FieldTemplates
    catalogue: Translations
    new_window: Markup


class Pages:
    """Renders pages. One object serves every request; it keeps compiled templates and nothing about anybody."""

    def __init__(self, theme_changes: Mapping[str, str] | None = None) -> None:
        """`theme_changes` replaces the class names of some components. Raises KeyError for an unknown component."""
        self._theme = theme(theme_changes)
        self._languages = available_languages()
        self._editions: dict[str, _Edition] = {}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages the interface is written in, the source language first."""
        return self._languages

    def render_step(self, view: StepView, page: PageContext) -> str:
        """A page of a procedure, under the progress header."""
        return self._step("step.html", view, page, "legend-h2")

    def render_question(self, view: StepView, page: PageContext) -> str:
        """A question asked before the steps begin: `view.question` alone, its label the title of the page."""
        return self._step("question.html", view, page, "legend-h1")

    def render_home(self, view: HomeView, page: PageContext) -> str:
        """The home page."""
        return self._render("home.html", page, {"view": view})

    def render_message(self, view: MessageView, page: PageContext) -> str:
        """An error, an orientation, a question before something is lost."""
        return self._render("message.html", page, {"view": view})

    def _step(self, template: str, view: StepView, page: PageContext, legend: str) -> str:
        question = view.question
        documents = view.documents or {}
        names: dict[str, object] = {
            "view": view,
            "legend": legend,
            "question_field": None if question is None else _field_of(question),
            "main": page.main_button or self._main_button(view, page.language),
            "documents": [(label, page.document_urls[i]) for i, label in documents.items() if i in page.document_urls],
            "new_fields": [field for section in _sections(view) for field in _new_fields(section)],
        }
        return self._render(template, page, names)

    def _render(self, template: str, page: PageContext, names: Mapping[str, object]) -> str:
        edition = self._edition(page.language)
        links = Links(base_path=page.base_path, documents=page.document_urls, new_window=edition.new_window)
        return edition.env.get_template(template).render(
            **names,
            page=page,
            direction=direction_of(page.language),
            write=FieldWriter(edition.fields, links),
            rich=partial(rich_html, links=links),
        )

    def _main_button(self, view: StepView, language: str) -> MainButton:
        gettext = self._edition(language).catalogue.gettext
        if view.question is not None and view.question.button:
            return MainButton(label=view.question.button, action="enregistrer")
        if view.content == "deposit":
            return MainButton(label=gettext("Déposer la demande"), action="deposer")
        if view.content == "check":
            return MainButton(label=gettext("Tout est exact, je poursuis"), action="enregistrer")
        return MainButton(label=gettext("Enregistrer et poursuivre"), action="enregistrer")

    def _edition(self, language: str) -> _Edition:
        """The edition of a language; of the source language where the interface is not translated."""
        found = self._editions.get(language)
        if found is None:
            base = language.partition("-")[0]
            known = next((code for code in (language, base) if code in self._languages), SOURCE_LANGUAGE)
            found = self._editions[language] = self._load(known)
        return found

    def _load(self, language: str) -> _Edition:
        catalogue = load_catalogue(language)
        env = Environment(
            loader=FileSystemLoader(TEMPLATE_DIR),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            extensions=["jinja2.ext.i18n"],
        )
        env.install_gettext_callables(catalogue.gettext, catalogue.ngettext, newstyle=True)  # type: ignore[attr-defined]
        add_constants(env, self._theme, catalogue.gettext)
        env.globals["css"] = self._theme
        env.globals["number"] = partial(format_decimal, locale=Locale.parse(language, sep="-"))
        env.globals["size"] = partial(_size, catalogue=catalogue, language=language)
        env.filters["dotted"] = lambda extension: f".{extension}"
        words = catalogue.gettext("(nouvelle fenêtre)")
        new_window = Markup('<span class="{}"> {}</span>').format(self._theme["hidden"], words)
        fields = FieldTemplates(env, language, catalogue.gettext("États qui n'existent plus"))
        return _Edition(env=env, fields=fields, catalogue=catalogue, new_window=new_window)


def _size(count: int, *, catalogue: Translations, language: str) -> str:
    """A number of bytes in words, at the precision people need: never 0 for a file that holds something."""
    if count >= _MEGABYTE:
        number = format_decimal(round(count / _MEGABYTE, 1), locale=Locale.parse(language, sep="-"))
        return catalogue.gettext("%(number)s\u00a0Mo") % {"number": number}
    return catalogue.gettext("%(number)s\u00a0Ko") % {"number": max(1, round(count / 1024))}


def _field_of(question: QuestionView) -> FieldView:
    """The field that asks a question of the tree."""
    if question.date is not None:
        return question.date
    return FieldView(
        id=question.id,
        kind="choice",
        name=question.id,
        anchor=question.anchor,
        label=question.label,
        required=True,
        hint=question.hint,
        error=question.error,
        options=question.options,
    )


def _sections(view: StepView) -> Iterator[tuple[FieldView | RepeatView, ...]]:
    for section in view.sections:
        yield section.fields
        for part in section.sections:
            yield part.fields


def _new_fields(fields: Iterable[FieldView | RepeatView]) -> Iterator[FieldView | RepeatView]:
    """The fields that were not there when the page was last sent, each group or repeatable once."""
    for field in fields:
        if field.is_new:
            yield field
        else:
            yield from _new_fields(field.elements if isinstance(field, RepeatView) else field.members)
