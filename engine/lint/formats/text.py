"""For people: each finding with its line and a caret, then how many there are and what can be done."""

from __future__ import annotations

from collections.abc import Mapping

from ...printer import count, print_problem
from ..linting import Findings
from ..mending import fixable

WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "fr": {
        "tolerated": ("{} faute tolérée", "{} fautes tolérées"),
        "fix": ("1 peut être corrigée d'office : ajoutez --fix", "{} peuvent être corrigées d'office : ajoutez --fix"),
    },
    "en": {
        "tolerated": ("{} tolerated", "{} tolerated"),
        "fix": ("1 can be mended for sure: add --fix", "{} can be mended for sure: add --fix"),
    },
}
EXPLAIN: Mapping[str, str] = {
    "fr": "pour en savoir plus sur une règle : parcours explain {}",
    "en": "to know more of a rule: parcours explain {}",
}
PARTIAL: Mapping[str, str] = {
    "fr": "les autres règles seront vérifiées une fois ces erreurs corrigées",
    "en": "the other rules are checked once these errors are mended",
}


def render(findings: Findings, language: str) -> str:
    """Every finding, a blank line between them, then what they come to."""
    texts = findings.texts()
    parts = [print_problem(p, texts.get(p.position.file), language, others=texts) for p in findings.problems]
    return "\n\n".join([*parts, "\n".join(_summary(findings, language))])


def summary(findings: Findings, language: str) -> str:
    """How many there are of each severity, and how many a comment suppresses."""
    said = count(findings.problems, language)
    tolerated = len(findings.tolerated)
    return f"{said}, {_number('tolerated', tolerated, language)}" if tolerated else said


def _summary(findings: Findings, language: str) -> list[str]:
    lines = [summary(findings, language)]
    if not findings.problems:
        return lines
    mended = fixable(findings.problems)
    if mended:
        lines.append(_number("fix", mended, language))
    lines.append(EXPLAIN.get(language, EXPLAIN["fr"]).format(findings.problems[0].code))
    if findings.partial:
        lines.append(PARTIAL.get(language, PARTIAL["fr"]))
    return lines


def _number(word: str, number: int, language: str) -> str:
    one, several = WORDS.get(language, WORDS["fr"])[word]
    return (one if number == 1 else several).format(number)
