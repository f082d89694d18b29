"""What a rule is, for who meets its code: its page, or the line that sums it up."""

from __future__ import annotations

from pathlib import Path

from ..printer import SEVERITIES
from .registry import FAMILIES, RULES

PAGES = Path(__file__).parent / "pages"


def page(code: str) -> str | None:
    """The page of a rule, in French, as Markdown; None when it has none."""
    file = PAGES / f"{code}.md"
    return file.read_text(encoding="utf-8") if code in RULES and file.is_file() else None


def explained(code: str, language: str) -> str:
    """The page of a rule; of one without a page, what sums it up."""
    return page(code) or f"# {code} – {RULES[code].summary.get(language, RULES[code].summary['fr'])}\n"


def listed(language: str) -> str:
    """Every rule on a line, by family."""
    parts: list[str] = []
    for family in FAMILIES:
        if family.rules:
            lines = [f"  {rule.code}  {rule.summary.get(language, rule.summary['fr'])}" for rule in family.rules]
            parts.append("\n".join([family.title.get(language, family.title["fr"]), *lines]))
    return "\n\n".join(parts) + "\n"


def index() -> str:
    """The rules as the page `docs/reference/regles.md` lists them, in French."""
    names = SEVERITIES["fr"]
    parts: list[str] = []
    for family in FAMILIES:
        if family.rules:
            rows = [
                f"| {rule.code} | {names[rule.severity][0]} | {_cell(rule.summary['fr'])} |" for rule in family.rules
            ]
            head = ("| code | gravité | ce que la règle trouve |", "|---|---|---|")
            parts.append("\n".join([f"## {family.title['fr']}", "", *head, *rows]))
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
