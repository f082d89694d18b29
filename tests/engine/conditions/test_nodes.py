"""Three-valued conditions: each node's table, and the laws all of them keep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.conditions.nodes import (
    AllOf,
    Answered,
    AnyOf,
    Condition,
    DateIs,
    InRange,
    IsOneOf,
    NoneOf,
    Truth,
    Undecided,
    references,
)
from engine.problems import Position
from engine.values import ABSENT, UNKNOWN, IntRange, PartialDate

HERE = Position("x", 1, 1)


class Known:
    """A scope of fixed values; anything else is unknown."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self.values = values

    def value(self, reference: str) -> object:
        return self.values.get(reference, UNKNOWN)


DAY = dt.date(2000, 6, 15)
TABLE: list[tuple[Condition, object, Truth]] = [
    (IsOneOf("a", frozenset({"x", "y"}), HERE), "x", True),
    (IsOneOf("a", frozenset({"x", "y"}), HERE), "z", False),
    (IsOneOf("a", frozenset({"x"}), HERE), ABSENT, False),
    (IsOneOf("a", frozenset({"x"}), HERE), UNKNOWN, None),
    (IsOneOf("a", frozenset({True}), HERE), True, True),
    (IsOneOf("a", frozenset({True}), HERE), False, False),
    (InRange("a", 16, 18, HERE), 16, True),
    (InRange("a", 16, 18, HERE), 17, True),
    (InRange("a", 16, 18, HERE), 18, False),
    (InRange("a", None, 18, HERE), 3, True),
    (InRange("a", 16, None, HERE), 15, False),
    (InRange("a", 16, 18, HERE), ABSENT, False),
    (InRange("a", 16, 18, HERE), UNKNOWN, None),
    (InRange("a", 16, 18, HERE), IntRange(16, 17), True),
    (InRange("a", 16, 18, HERE), IntRange(17, 18), None),
    (InRange("a", 16, 18, HERE), IntRange(18, 19), False),
    (InRange("a", 16, 18, HERE), IntRange(14, 15), False),
    (DateIs("a", "before", DAY, HERE), dt.date(2000, 6, 14), True),
    (DateIs("a", "before", DAY, HERE), DAY, False),
    (DateIs("a", "not_after", DAY, HERE), DAY, True),
    (DateIs("a", "not_after", DAY, HERE), dt.date(2000, 6, 16), False),
    (DateIs("a", "after", DAY, HERE), DAY, False),
    (DateIs("a", "after", DAY, HERE), dt.date(2000, 6, 16), True),
    (DateIs("a", "not_before", DAY, HERE), DAY, True),
    (DateIs("a", "not_before", DAY, HERE), dt.date(2000, 6, 14), False),
    (DateIs("a", "before", DAY, HERE), PartialDate(2000), None),
    (DateIs("a", "before", DAY, HERE), PartialDate(1999), True),
    (DateIs("a", "before", DAY, HERE), PartialDate(2001), False),
    (DateIs("a", "before", DAY, HERE), PartialDate(2000, 6), None),
    (DateIs("a", "after", DAY, HERE), PartialDate(2000, 7), True),
    (DateIs("a", "before", "b", HERE), DAY, None),
    (DateIs("a", "before", DAY, HERE), ABSENT, False),
    (Answered("a", expected=True, position=HERE), "x", True),
    (Answered("a", expected=True, position=HERE), ABSENT, False),
    (Answered("a", expected=False, position=HERE), ABSENT, True),
    (Answered("a", expected=False, position=HERE), UNKNOWN, None),
    (NoneOf((IsOneOf("a", frozenset({"x"}), HERE),), HERE), ABSENT, True),
    (Undecided(HERE), "x", None),
]


@pytest.mark.parametrize(("condition", "value", "expected"), TABLE)
def test_each_node_says_true_false_or_unknown(condition: Condition, value: object, expected: Truth) -> None:
    assert condition(Known({"a": value})) is expected


ATOMS = st.sampled_from("abcd").map(lambda name: IsOneOf(name, frozenset({True}), HERE))
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    ATOMS,
    lambda parts: st.builds(
        lambda make, inside: make(tuple(inside), HERE),
        st.sampled_from([AllOf, AnyOf, NoneOf]),
        st.lists(parts, min_size=1, max_size=3),
    ),
    max_leaves=8,
)
SCOPES = st.dictionaries(st.sampled_from("abcd"), st.sampled_from([True, False, UNKNOWN, ABSENT]))


@given(CONDITIONS, SCOPES, st.data())
def test_knowing_more_never_changes_what_was_known(
    condition: Condition, values: dict[str, object], data: st.DataObject
) -> None:
    before = condition(Known(values))
    unknown = [name for name in "abcd" if values.get(name, UNKNOWN) is UNKNOWN]
    learnt = {name: data.draw(st.sampled_from([True, False, ABSENT])) for name in unknown}
    after = condition(Known({**values, **learnt}))
    assert after is not None
    assert before is None or before is after


@given(CONDITIONS, SCOPES)
def test_none_of_is_the_contrary_of_any_of(condition: Condition, values: dict[str, object]) -> None:
    plain = condition(Known(values))
    contrary = NoneOf((condition,), HERE)(Known(values))
    assert contrary is (None if plain is None else not plain)


@given(CONDITIONS)
def test_a_condition_reads_only_its_references(condition: Condition) -> None:
    read: set[str] = set()

    class Spy:
        def value(self, reference: str) -> object:
            read.add(reference)
            return UNKNOWN

    condition(Spy())
    assert read <= references(condition)
