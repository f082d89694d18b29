"""What a template says the same way to everybody, put in its text when it is loaded.

An environment serves one language and one theme, so `{{ css['label'] }}` and `{{ _("Chercher") }}` are constants there.
Looked up at each request, they were half of the time a page took.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping

from jinja2 import Environment
from jinja2.ext import Extension
from markupsafe import Markup, escape

_CLASSES = re.compile(r"\{\{ css\['([\w-]+)'\] \}\}")
_WORDS = re.compile(r"""\{\{ _\(("[^"\\]*"|'[^'\\]*')\) \}\}""")


class Constants(Extension):
    """Replaces class names and interface strings without variables by their text, as templates are loaded."""

    css: Mapping[str, Markup] = {}
    gettext: Callable[[str], str] = staticmethod(str)

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's
        """The template's source with its constants in. Raises KeyError for a component that no theme has."""
        source = _CLASSES.sub(lambda found: self.css[found[1]], source)
        return _WORDS.sub(lambda found: self._words(ast.literal_eval(found[1])), source)

    def _words(self, message: str) -> str:
        # Jinja's gettext also reads `%%` as `%`; a catalogue's text may hold no template.
        return str(escape(self.gettext(message) % {})).replace("{", "&#123;")


def add_constants(env: Environment, css: Mapping[str, Markup], gettext: Callable[[str], str]) -> None:
    """Gives an environment its theme and its language."""
    env.add_extension(Constants)
    extension = env.extensions[Constants.identifier]
    assert isinstance(extension, Constants)  # noqa: S101 - for the type checker
    extension.css, extension.gettext = css, gettext
