"""Rules and sentences are the same codes; every rule sums itself up in both languages."""

from __future__ import annotations

import re
from collections import Counter

from engine.lint.registry import FAMILIES, FIXED, RULES
from engine.messages import MESSAGES


def test_every_rule_has_its_sentence_and_every_sentence_its_rule() -> None:
    assert set(RULES) == set(MESSAGES)


def test_no_code_is_taken_twice() -> None:
    counts = Counter(rule.code for family in FAMILIES for rule in family.rules)
    assert [code for code, count in counts.items() if count > 1] == []
    assert len({family.id for family in FAMILIES}) == len(FAMILIES)


def test_summaries_are_one_short_line_in_both_languages() -> None:
    for rule in RULES.values():
        assert set(rule.summary) == {"fr", "en"}
        for text in rule.summary.values():
            assert re.fullmatch(r"\S.{3,88}[^\s.]", text), (rule.code, text)
            assert text[0] in '«"' or text[0].islower() or text.startswith("YAML"), (rule.code, text)


def test_what_keeps_a_procedure_from_being_served_is_never_tolerated() -> None:
    assert {"Y018", "S101", "R102", "P201", "T001"} <= FIXED
    assert not {"Y040", "Y042"} & FIXED
