"""Whole pages: views in, HTML out. Nothing else is known of the outside than what the page's context says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from markupsafe import Markup

from engine.view import FieldView, QuestionView, RepeatView, StepView

from .catalogues import SOURCE_LANGUAGE, available_languages, direction_of
from .context import HomeView, MainButton, MessageView, PageContext
from .edition import Edition
from .fields import FieldWriter
from .richtext import Links, rich_html
from .theme import theme

STATIC_DIR = Path(__file__).parent / "static"


class Pages:
    """Renders pages. One object serves every request; it keeps compiled templates and nothing about anybody."""

    def __init__(self, theme_changes: Mapping[str, str] | None = None) -> None:
        """`theme_changes` replaces the class names of some components. Raises KeyError for an unknown component."""
        self._theme = theme(theme_changes)
        self._languages = available_languages()
        self._editions: dict[str, Edition] = {}
        self._directions: dict[str, str] = {}

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
        edition = self._edition(page.language)
        documents = view.documents or {}
        names: dict[str, object] = {
            "view": view,
            "legend": legend,
            "question_field": None if view.question is None else _field_of(view.question),
            "progress": edition.piece("_progress.html", view.steps, {"steps": view.steps}).constant,
            "actions": _actions(edition, view, page),
            "documents": [(label, page.document_urls[i]) for i, label in documents.items() if i in page.document_urls],
            "new_fields": [field for fields in _field_lists(view) for field in _new_fields(fields)],
        }
        return self._render(template, page, names)

    def _render(self, template: str, page: PageContext, names: dict[str, object]) -> str:
        edition = self._edition(page.language)
        links = Links(page.base_path, page.document_urls, edition.new_window, edition.spaces)
        names["page"] = page
        names["direction"] = self._direction(page.language)
        names["write"] = FieldWriter(edition.fields, links)
        names["rich"] = partial(rich_html, links=links)
        names["header"] = _header(edition, page, links)
        names["footer"] = edition.piece("_footer.html", page.footer, {"page": page}).constant
        return edition.render(template, names)

    def _edition(self, language: str) -> Edition:
        """The edition of a language; of the source language where the interface is not translated."""
        found = self._editions.get(language)
        if found is None:
            base = language.partition("-")[0]
            known = next((code for code in (language, base) if code in self._languages), SOURCE_LANGUAGE)
            # Two requests may load it at once: the second one's is kept, both are good.
            found = self._editions[language] = self._editions.get(known) or Edition(known, self._theme)
        return found

    def _direction(self, language: str) -> str:
        found = self._directions.get(language)
        if found is None:
            found = self._directions[language] = direction_of(language)
        return found


def _header(edition: Edition, page: PageContext, links: Links) -> Markup:
    """The header, drawn once per site but for its links to other languages: those are of this very page."""
    key = (page.home_url, page.site_title, page.site_subtitle, page.notice, page.nav, page.dev, page.base_path)
    rich = partial(rich_html, links=Links(links.base_path, {}, links.new_window, links.spaces))
    header = edition.piece("_header.html", key, {"page": page, "rich": rich})
    return header.fill(lambda _: edition.render("_languages.html", {"page": page}) if len(page.languages) > 1 else "")


def _actions(edition: Edition, view: StepView, page: PageContext) -> Markup:
    """The buttons that end a step's form, the main one first."""
    main = page.main_button or _main_button(view, edition)
    names = {
        "main": main,
        "has_previous": view.previous is not None,
        "can_quit": view.can_quit,
        "can_abandon": view.can_abandon,
    }
    return edition.piece("_actions.html", tuple(names.values()), names).constant


def _main_button(view: StepView, edition: Edition) -> MainButton:
    gettext = edition.catalogue.gettext
    if view.question is not None and view.question.button:
        return MainButton(label=view.question.button, action="enregistrer")
    if view.content == "deposit":
        return MainButton(label=gettext("Déposer la demande"), action="deposer")
    if view.content == "check":
        return MainButton(label=gettext("Tout est exact, je poursuis"), action="enregistrer")
    return MainButton(label=gettext("Enregistrer et poursuivre"), action="enregistrer")


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


def _field_lists(view: StepView) -> Iterator[tuple[FieldView | RepeatView, ...]]:
    for section in view.sections:
        yield section.fields
        for part in section.sections:
            yield part.fields


def _new_fields(fields: Iterable[FieldView | RepeatView]) -> Iterator[FieldView | RepeatView]:
    """The fields that were not there when the page was last sent, each group or repeatable once."""
    for field in fields:
        if field.is_new:
            yield field
        elif isinstance(field, RepeatView):
            yield from _new_fields(field.elements)
        elif field.members:
            yield from _new_fields(field.members)
