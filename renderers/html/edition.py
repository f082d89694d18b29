"""The templates in one language and one theme, with what they have drawn that is the same for everybody."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from pathlib import Path

from babel import Locale
from babel.numbers import format_decimal
from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from renderers.french import page_spacing

from .catalogues import load_catalogue
from .constants import add_constants
from .fields import FieldTemplates
from .fragments import Fragment, fragment, mark, spaced_html
from .richtext import LaidOut, Links, TextWriter

TEMPLATE_DIR = Path(__file__).parent / "templates"

_MEGABYTE = 1024 * 1024
_LIMIT = 512


class Edition:
    """One language and one theme. Holds compiled templates and drawn pieces: nothing about anybody."""

    def __init__(self, language: str, css: Mapping[str, Markup]) -> None:
        self.catalogue = load_catalogue(language)
        self.spaces = _spaces_of(language)
        self._env = _environment(language, css, self.catalogue)
        self._pieces: dict[tuple[str, Hashable], Fragment] = {}
        self._texts: dict[int, LaidOut] = {}
        self.fields = FieldTemplates(
            self._env, language, self.catalogue.gettext("États qui n'existent plus"), self.spaces
        )
        self.discreet_fields = self.fields.discreet()
        words = self.catalogue.gettext("(nouvelle fenêtre)")
        self.new_window = Markup('<span class="{}"> {}</span>').format(css["hidden"], words)

    def render(self, template: str, names: Mapping[str, object]) -> str:
        """A template, drawn now."""
        return self._env.get_template(template).render(names)

    def texts(self, base_path: str, documents: Mapping[str, str]) -> TextWriter:
        """What lays out the texts of a page. `documents` are the addresses of PDFs by id."""
        return TextWriter(Links(base_path, documents, self.new_window, self.spaces), self._texts)

    def piece(self, template: str, key: Hashable, names: Callable[[], Mapping[str, object]]) -> Fragment:
        """A piece drawn once for all pages that have the same `key`: everything in `names` must follow from it."""
        known = self._pieces.get((template, key))
        if known is None:
            if len(self._pieces) >= _LIMIT:
                self._pieces.clear()
            html = self.render(template, {**names(), "slot": mark})
            known = self._pieces[template, key] = fragment(spaced_html(html, self.spaces))
        return known


def _environment(language: str, css: Mapping[str, Markup], catalogue: Translations) -> Environment:
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
    add_constants(env, css, catalogue.gettext)
    locale = Locale.parse(language, sep="-")
    env.globals["css"] = css
    env.globals["number"] = partial(format_decimal, locale=locale)
    env.globals["size"] = partial(_size, catalogue=catalogue, locale=locale)
    env.filters["spaced"] = _spaces_of(language)
    env.filters["dotted"] = lambda extension: f".{extension}"
    return env


def _spaces_of(language: str) -> Callable[[str], str]:
    """What a page in this language does to its words: nothing, but in French."""
    return page_spacing if language.partition("-")[0] == "fr" else str


def _size(count: int, *, catalogue: Translations, locale: Locale) -> str:
    """A number of bytes in words, at the precision people need: never 0 for a file that holds something."""
    if count >= _MEGABYTE:
        number = format_decimal(round(count / _MEGABYTE, 1), locale=locale)
        return catalogue.gettext("%(number)s\u00a0Mo") % {"number": number}
    return catalogue.gettext("%(number)s\u00a0Ko") % {"number": max(1, round(count / 1024))}
