"""Findings as something reads them: a terminal, a program, a forge, a review. A format is a function to text."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from ..linting import Findings

Format = Callable[[Findings, str], str]
"""Takes findings and a language (`fr` or `en`), gives the text to print, without a final line break."""

FORMATS: Final = ("text", "json", "github", "sarif", "markdown")
"""Every format by its name."""


def format_of(name: str) -> Format:
    """The format of a name, imported when it is asked for. Raises `ValueError` for an unknown name."""
    if name not in FORMATS:
        raise ValueError(name)
    render: Format = import_module(f"{__name__}.{name}").render
    return render
