"""Whole pages: views in, HTML out. Nothing else is known of the outside than what the page's context says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from engine.reference.countries import other_names
from engine.view import FieldFrame, FieldView, QuestionView, StepView

from .accounts import AccountView, ExitView, FormView, SignInView, template_of_account
from .around import exit_html, footer_html, header_html, manner_of, session_html
from .catalogues import SOURCE_LANGUAGE, available_languages, direction_of
from .context import HomeView, MainButton, MessageView, PageContext, SiteMapView
from .edition import Edition
from .fields import FieldWriter
from .fragments import Out, mark, markup
from .richtext import TextWriter
from .steps import Places, documents_of, new_fields, places, step_shape, step_values
from .theme import theme

_ABSENT = dict.fromkeys(("flashes", "erreurs", "notices", "documents", "question", "demandes", "verification"), b"")
"""What fills the slots of parts that are not there."""

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
        return self.step_utf8(view, page).decode()

    def step_utf8(self, view: StepView, page: PageContext) -> bytes:
        """The same in UTF-8, as it is sent."""
        drawn = self._begun(page)
        main = page.main_button or _main_button(view, drawn.edition)
        shape = step_shape(view, page, main, drawn.rich)
        piece = drawn.edition.piece(
            "step.html",
            (page.language, page.static_url, *manner_of(page).values(), shape),
            lambda: {
                **self._around(drawn),
                "s": shape,
                "country_names": _country_names(page.language) if shape.has_countries else "",
                **{name: mark(name) for name in ("exit", "header", "session", "footer")},
                "flashes": mark("flashes"),
            },
        )
        sections = places(view.sections)
        values = self._values(view, sections, drawn)
        fields = {f"champs.{place}": section.fields for place, section in sections}
        put = drawn.write.put
        out: Out = [piece.head]
        for slot, constant in piece.tail:
            if slot in fields:
                put(fields[slot], out)
            else:
                out.append(values[slot])
            out.append(constant)
        return b"".join(out)

    def _values(self, view: StepView, sections: Places, drawn: _Drawn) -> dict[str, bytes]:
        """What fills the slots of a step's page but its fields; most parts are not there on most pages."""
        edition, page = drawn.edition, drawn.page
        values = step_values(view, page, drawn.rich, sections)
        values |= {
            **_ABSENT,
            "exit": exit_html(edition, page),
            "header": header_html(edition, page, drawn.rich),
            "session": session_html(edition, page),
            "footer": footer_html(edition, page),
        }

        def add(slot: str, template: str, **names: object) -> None:
            values[slot] = self._part(template, drawn, {"view": view, **names}).encode()

        if page.flash:
            add("flashes", "_flashes.html")
        if view.errors:
            add("erreurs", "_errors.html")
        appeared = new_fields(sections) if view.reveals else []
        if view.notices or appeared:
            add("notices", "_notices.html", new_fields=appeared)
        if documents := documents_of(view, page.document_urls):
            add("documents", "_documents.html", documents=documents)
        if view.question:
            add("question", "_question.html", **_question_names(view, "legend-h2"))
        if view.groups:
            add("demandes", "_justificatifs.html")
        if view.check:
            add("verification", "_check.html")
        return values

    def render_question(self, view: StepView, page: PageContext) -> str:
        """A question asked before the steps begin: `view.question` alone, its label the title of the page."""
        drawn = self._begun(page)
        shape = step_shape(view, page, page.main_button or _main_button(view, drawn.edition), drawn.rich)
        names = {"view": view, "s": shape, "new_fields": [], **_question_names(view, "legend-h1")}
        return self._render("question.html", drawn, names)

    def render_home(self, view: HomeView, page: PageContext) -> str:
        """The home page."""
        return self._render("home.html", self._begun(page), {"view": view})

    def render_message(self, view: MessageView, page: PageContext) -> str:
        """An error, an orientation, a question before something is lost."""
        return self._render("message.html", self._begun(page), {"view": view})

    def render_site_map(self, view: SiteMapView, page: PageContext) -> str:
        """The site map."""
        return self._render("site_map.html", self._begun(page), {"view": view})

    def render_account(self, view: AccountView, page: PageContext) -> str:
        """A page about the account: signing in, its short forms, the personal space and what belongs to it."""
        asked = view.fields if isinstance(view, FormView | SignInView) else ()
        names = {"view": view, "has_password": any(field.kind == "password" for field in asked)}
        return self._render(template_of_account(view), self._begun(page), names)

    def render_exit(self, view: ExitView, page: PageContext) -> str:
        """The page the quick exit answers with. It says nothing and leaves: only its language is that of the site."""
        names = {"view": view, **self._around(self._begun(page))}
        return self._edition(page.language).render("exit.html", names)

    def _begun(self, page: PageContext) -> _Drawn:
        edition = self._edition(page.language)
        rich = edition.texts(page.base_path, page.document_urls)
        fields = edition.fields if page.autocomplete else edition.discreet_fields
        return _Drawn(page, edition, rich, FieldWriter(fields, rich))

    def _around(self, drawn: _Drawn) -> dict[str, object]:
        """What every page says of itself."""
        page = drawn.page
        return {
            "language": page.language,
            "direction": self._direction(page.language),
            "static_url": page.static_url,
            **manner_of(page),
        }

    def _part(self, template: str, drawn: _Drawn, names: Mapping[str, object]) -> str:
        """A template drawn now, with what draws texts and fields."""
        own = {"page": drawn.page, "write": drawn.write, "rich": drawn.rich}
        return drawn.edition.render(template, {**own, **names})

    def _render(self, template: str, drawn: _Drawn, names: Mapping[str, object]) -> str:
        """A whole page drawn now."""
        edition, page = drawn.edition, drawn.page
        own = {
            "exit": markup(exit_html(edition, page)),
            "header": markup(header_html(edition, page, drawn.rich)),
            "session": markup(session_html(edition, page)),
            "footer": markup(footer_html(edition, page)),
            "flashes": Markup(self._part("_flashes.html", drawn, {})) if page.flash else "",  # noqa: S704 - a template's
        }
        return self._part(template, drawn, {**self._around(drawn), **own, **names})

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


class _Drawn(NamedTuple):
    """A page being drawn: its context, and what draws it."""

    page: PageContext
    edition: Edition
    rich: TextWriter
    write: FieldWriter


def _country_names(language: str) -> str:
    """The other names of countries, for `static/search.js`: `GB:Angleterre,Écosse|US:USA`."""
    return "|".join(f"{code}:{','.join(names)}" for code, names in other_names(language).items())


def _question_names(view: StepView, legend: str) -> dict[str, object]:
    field = _field_of(view.question) if view.question is not None else None
    return {"question_field": field, "legend": legend}


def _main_button(view: StepView, edition: Edition) -> MainButton:
    if view.question is not None and view.question.button:
        return MainButton(label=view.question.button, action="enregistrer")
    return _usual_button(view.content, edition)


@lru_cache(maxsize=64)
def _usual_button(content: str, edition: Edition) -> MainButton:
    gettext = edition.catalogue.gettext
    match content:
        case "deposit":
            return MainButton(label=gettext("Déposer la demande"), action="deposer")
        case "check":
            return MainButton(label=gettext("Tout est exact, je poursuis"), action="enregistrer")
        case _:
            return MainButton(label=gettext("Enregistrer et poursuivre"), action="enregistrer")


def _field_of(question: QuestionView) -> FieldView:
    """The field that asks a question of the tree."""
    if question.date is not None:
        return question.date
    options = tuple((option.id, option.label) for option in question.options)
    frame = _frame_of(question.id, question.anchor, question.label, options)
    chosen = next((option.id for option in question.options if option.selected), "")
    return FieldView(frame, frame.anchor, chosen, hint=question.hint, error=question.error)


@lru_cache(maxsize=512)
def _frame_of(question: str, anchor: str, label: str, options: tuple[tuple[str, str], ...]) -> FieldFrame:
    """What is fixed of a question of the tree: the same frame for the same question. Its hint fills a slot."""
    return FieldFrame(question, "choice", question, anchor, label, required=True, options=options)
