"""Findings as something reads them: a terminal, a program, a forge, a review. A format is a function to text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..linting import Findings
from . import github, json, markdown, sarif, text

Format = Callable[[Findings, str], str]
"""Takes findings and a language (`fr` or `en`), gives the text to print, without a final line break."""

FORMATS: Mapping[str, Format] = {
    "text": text.render,
    "json": json.render,
    "github": github.render,
    "sarif": sarif.render,
    "markdown": markdown.render,
}
"""Every format by its name."""
