"""The benches measure what they say they do."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from engine.answers import read_answers
from engine.build import load_sources
from tests.bench.asgi import Target, get
from tests.bench.generated import CONDITIONS, ID, LONG, PER_STEP, STEPS, answers, long_step, source
from tests.bench.pages import Place, prepared, subjects
from tests.bench.reference_route import FIELDS, page
from tests.bench.running import cases, checked, leaves


def test_the_generated_form_has_its_fields_and_conditions() -> None:
    loaded = load_sources({f"{ID}.yaml": source()})
    assert loaded.problems == ()
    fields = loaded.catalogue.procedures[ID].fields
    assert len(fields) == STEPS * PER_STEP == 312
    assert sum(field.condition is not None for field in fields.values()) == CONDITIONS == 246


def test_the_generated_answers_are_right() -> None:
    fields = load_sources({f"{ID}.yaml": source()}).catalogue.procedures[ID].fields
    typed, problems, unknown = read_answers(fields, answers())
    assert (set(typed), problems, unknown) == (set(fields), (), ())


def test_the_timed_cases_run_to_their_end() -> None:
    for label, catalogue, given, _ in cases():
        checked(label, catalogue, given)


def test_the_long_step_is_right() -> None:
    assert load_sources(long_step()).problems == ()


def test_the_timed_pages_show_their_answers(tmp_path: Path) -> None:
    for number, (_, catalogue, raw) in enumerate(subjects()):
        target = prepared(Place(catalogue, tmp_path / str(number), bytes(32)), raw)
        body = asyncio.run(get(target.build(), target)).decode()
        assert len(re.findall(r'<input[^>]* value="[^"]', body)) > 10
    assert len(re.findall(r'value="Réponse &amp; valeur \d+"', body)) == LONG


def test_leaves_are_single_values() -> None:
    assert leaves({"a": "1", "b": ["2", "3"], "c": {"d": "4", "e": "5"}}) == 5


def test_the_reference_page_has_its_fields_and_size() -> None:
    body = asyncio.run(get(page(), Target(page, "/", {}))).decode()
    assert len(re.findall(r"<input class", body)) == FIELDS == 60
    assert 20_500 <= len(body.encode()) <= 21_500
    assert "<en cours>" not in body
