"""The theme: every component has its classes, templates name only components, the style sheet draws them all."""

from __future__ import annotations

import re

import pytest

from renderers.html import NEUTRAL, STATIC_DIR, TEMPLATE_DIR
from renderers.html.theme import theme

TEMPLATES = {path: path.read_text(encoding="utf-8") for path in sorted(TEMPLATE_DIR.rglob("*.html"))}
# Names put together from a value: css['notice-' ~ tone].
COMPUTED = {
    "notice-": {"info", "success", "warning", "error"},
    "button-": {"main", "secondary", "danger"},
    "step-": {"done", "current", "todo"},
}


def named() -> set[str]:
    """Every component that some template may use."""
    found = {name for text in TEMPLATES.values() for name in re.findall(r"""css\['([\w-]+)'\]""", text)}
    found |= {
        name for text in TEMPLATES.values() for use in re.findall(r"css\[[^\]]+\]", text) for name in _quoted(use)
    }
    found |= {start + end for start, ends in COMPUTED.items() for end in ends}
    return found | {"legend-h1", "legend-h2", "label", "label-plain", "hidden"}


def _quoted(use: str) -> set[str]:
    return {name for name in re.findall(r"'([a-z0-9-]+)'", use) if name in NEUTRAL}


def test_every_component_is_used_and_exists() -> None:
    assert named() == set(NEUTRAL)


def test_templates_hold_no_class_name() -> None:
    classes = [value for text in TEMPLATES.values() for value in re.findall(r'class="([^"]*)"', text)]
    bare = [value for value in classes if re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", value).strip()]
    assert classes
    assert bare == []


def test_every_class_has_its_rule() -> None:
    style = "".join(path.read_text(encoding="utf-8") for path in STATIC_DIR.glob("*.css"))
    drawn = set(re.findall(r"\.([a-z][\w-]*)", style))
    wanted = {name for classes in NEUTRAL.values() for name in classes.split()}
    assert wanted - drawn == PLAIN


# Classes that a theme may draw and ours leaves as the browser does.
PLAIN = {"removed", "confirmation", "section", "insert", "fieldset", "select", "check", "row__part"}
PLAIN |= {"button--secondary", "notice--info", "check__lines", "check__value"}


@pytest.mark.parametrize("name", ["buton", ""])
def test_an_unknown_component_is_refused(name: str) -> None:
    with pytest.raises(KeyError, match="no such component"):
        theme({name: "x"})


def test_classes_are_escaped_once() -> None:
    assert theme({"label": '"><b>'})["label"] == "&#34;&gt;&lt;b&gt;"
