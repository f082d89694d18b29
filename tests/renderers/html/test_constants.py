"""Constants of an edition: in the templates once they are loaded, and never a template themselves."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment

from renderers.html.constants import add_constants
from renderers.html.theme import theme

WORDS = {"Chercher": "Search <&>", "Piège": "{{ 1 + 1 }}{# x #}", "À %(n)s": "%(n)s", "Cent %%": "100 %%"}


def render(source: str) -> str:
    """A template of one line, rendered."""
    env = Environment(autoescape=True, loader=DictLoader({"t": source}), extensions=["jinja2.ext.i18n"])
    env.install_gettext_callables(lambda m: WORDS.get(m, m), lambda s, p, n: s, newstyle=True)  # type: ignore[attr-defined] # noqa: ARG005 - gettext's
    add_constants(env, theme({"label": "a b"}), lambda message: WORDS.get(message, message))
    env.globals["css"] = theme()
    return env.get_template("t").render(n=2)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p class=\"{{ css['label'] }}\">", '<p class="a b">'),
        ('{{ _("Chercher") }}', "Search &lt;&amp;&gt;"),
        ("{{ _('Chercher') }}", "Search &lt;&amp;&gt;"),
        ('{{ _("Piège") }}', "&#123;&#123; 1 + 1 }}&#123;# x #}"),
        ('{{ _("Cent %%") }}', "100 %"),
        ('{{ _("À %(n)s", n=n) }}', "2"),
        ("{{ css['label' if n else 'star'] }}", "label"),
    ],
)
def test_constants(source: str, expected: str) -> None:
    assert render(source) == expected


def test_an_unknown_component_is_seen_at_load() -> None:
    with pytest.raises(KeyError):
        render("{{ css['inconnu'] }}")
