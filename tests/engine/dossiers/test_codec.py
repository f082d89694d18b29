"""A draft is given back as it was, the same draft is the same bytes, and nothing else is read as a draft."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dossiers.codec import ContentError, Draft, UnknownFormat, decode, encode

ANY_TEXT = st.text(st.characters())  # lone surrogates included: a hand-made request may post them
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=8,
)
MAPPINGS = st.dictionaries(ANY_TEXT, PLAIN, max_size=4)
PENDING = st.dictionaries(
    ANY_TEXT, st.dictionaries(ANY_TEXT, st.lists(ANY_TEXT, max_size=3).map(tuple), max_size=3), max_size=3
)
PROVIDED = st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=2)
DRAFTS = st.builds(Draft, answers=MAPPINGS, pending=PENDING, notices=MAPPINGS, seen=MAPPINGS, provided=PROVIDED)

SAMPLE = Draft(
    answers={"nom": "Nguyễn", "ville": None, "accord": True, "enfants": [{"prenom": "Zoé"}]},
    pending={"identite": {"naissance.jour": ("32",), "langues": ("fr", "ar")}},
    provided={"compte": "ana@exemple.test"},
)
FIRST_FORMAT = (
    '{"answers":{"accord":true,"enfants":[{"prenom":"Zoé"}],"nom":"Nguyễn","ville":null},"format":1,"notices":{},'
    '"pending":{"identite":{"langues":["fr","ar"],"naissance.jour":["32"]}},"seen":{}}'
)
EMPTY: Mapping[str, Any] = {"format": 2, "answers": {}, "pending": {}, "notices": {}, "seen": {}, "provided": {}}


@given(DRAFTS)
def test_a_draft_is_given_back_as_it_was(draft: Draft) -> None:
    assert decode(encode(draft)) == draft


@given(DRAFTS)
def test_the_same_draft_is_the_same_bytes_whatever_the_order(draft: Draft) -> None:
    turned = replace(
        draft,
        answers=dict(reversed(list(draft.answers.items()))),
        pending=dict(reversed(list(draft.pending.items()))),
    )
    assert encode(turned) == encode(draft)
    assert encode(decode(encode(draft))) == encode(draft)


def test_the_bytes_are_those_of_the_format() -> None:
    """Written out: a change here is a change of format, and needs a new number."""
    assert encode(SAMPLE).decode() == (
        '{"answers":{"accord":true,"enfants":[{"prenom":"Zoé"}],"nom":"Nguyễn","ville":null},"format":2,"notices":{},'
        '"pending":{"identite":{"langues":["fr","ar"],"naissance.jour":["32"]}},'
        '"provided":{"compte":"ana@exemple.test"},"seen":{}}'
    )


def test_a_draft_of_the_first_format_is_still_read() -> None:
    """It was given nothing: accounts came later."""
    assert decode(FIRST_FORMAT.encode()) == replace(SAMPLE, provided={})
    with pytest.raises(ContentError):
        decode(FIRST_FORMAT.replace('"seen":{}', '"seen":{},"provided":{}').encode())


def test_tuples_and_lists_are_the_same() -> None:
    assert encode(Draft(answers={"a": ("x", ("y",))})) == encode(Draft(answers={"a": ["x", ["y"]]}))


@pytest.mark.parametrize("value", [1.0, float("nan"), b"bytes", {1: "x"}, {"a": {2: "x"}}, {"x"}, object()])
def test_only_plain_values_are_kept(value: Any) -> None:  # noqa: ANN401 - anything that is not plain
    with pytest.raises(TypeError):
        encode(Draft(answers={"a": value}))


@pytest.mark.parametrize("found", [0, 3, "1", None, True, 1.5, [1]])
def test_another_format_is_refused(found: object) -> None:
    with pytest.raises(ContentError):
        decode(json.dumps({**EMPTY, "format": found}).encode())


def test_a_later_format_is_told_by_its_number() -> None:
    with pytest.raises(UnknownFormat, match="format 7") as told:
        decode(json.dumps({**EMPTY, "format": 7, "more": 1}).encode())
    assert told.value.found == 7


def test_a_missing_format_is_refused() -> None:
    with pytest.raises(UnknownFormat):
        decode(b"{}")


@pytest.mark.parametrize("content", [b"", b"\xff", b"null", b"[]", b'"x"', b"{", b"[" * 100_000])
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(ContentError):
        decode(content)


@pytest.mark.parametrize(
    "change",
    [
        {"answers": []},
        {"answers": {"a": 1.5}},
        {"answers": {"a": float("nan")}},
        {"seen": None},
        {"more": {}},
        {"provided": []},
        {"provided": {"compte": None}},
        {"provided": {"compte": ["ana@exemple.test"]}},
        {"pending": {"s": []}},
        {"pending": {"s": {"c": "x"}}},
        {"pending": {"s": {"c": [1]}}},
    ],
)
def test_other_parts_than_those_of_the_format_are_refused(change: Mapping[str, object]) -> None:
    with pytest.raises(ContentError):
        decode(json.dumps({**EMPTY, **change}).encode())


def test_a_missing_part_is_refused() -> None:
    with pytest.raises(ContentError):
        decode(json.dumps({part: {} for part in EMPTY if part != "pending"} | {"format": 2}).encode())


def test_no_message_quotes_an_answer() -> None:
    for content in (b'{"answers": "canary', json.dumps({**EMPTY, "canary": {}}).encode()):
        with pytest.raises(ContentError) as told:
            decode(content)
        assert "canary" not in str(told.value)
    with pytest.raises(TypeError) as wrong:
        encode(Draft(answers={"canary": b"canary"}))  # type: ignore[dict-item]  # what the test is about
    assert "canary" not in str(wrong.value)
