"""The laws of diagrams, against tables that say a value for each way to decide every variable."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.prove.diagrams import ALWAYS, NEVER, UNSURE, Choice, Diagrams, OverBudget

SIZES = {10: 2, 20: 3, 30: 2, 40: 2}
"""How many values each variable has, by level."""
LEVELS = tuple(SIZES)
WAYS = tuple(product(*(range(size) for size in SIZES.values())))
PLENTY = 1_000_000

Way = tuple[int, ...]
Table = Mapping[Way, object]


def tables(*values: object) -> st.SearchStrategy[Table]:
    """Functions of all variables, many of which don't depend on some."""
    rows = st.lists(st.sampled_from(values), min_size=len(WAYS), max_size=len(WAYS))
    read = st.sets(st.sampled_from(range(len(LEVELS))))

    def made(row: list[object], kept: set[int]) -> Table:
        at = {way: row[rank] for rank, way in enumerate(WAYS)}
        return {way: at[tuple(v if n in kept else 0 for n, v in enumerate(way))] for way in WAYS}

    return st.builds(made, rows, read)


def truths() -> st.SearchStrategy[Table]:
    return tables(True, False, None)


@pytest.fixture(name="diagrams", scope="module")
def fresh() -> Diagrams:
    made = Diagrams()
    made.fuel = PLENTY
    return made


def made_of(diagrams: Diagrams, table: Table, before: Way = ()) -> int:
    """The diagram of a table."""
    diagrams.fuel = PLENTY
    if len(before) == len(LEVELS):
        return diagrams.leaf(table[before])
    level = LEVELS[len(before)]
    return diagrams.node(level, tuple(made_of(diagrams, table, (*before, rank)) for rank in range(SIZES[level])))


def followed(diagrams: Diagrams, one: int, way: Way) -> object:
    """What a diagram gives at the end of one way."""
    ranks = dict(zip(LEVELS, way, strict=True))
    while diagrams.kids[one]:
        one = diagrams.kids[one][ranks[diagrams.levels[one]]]
    return diagrams.value(one)


def by(change: Callable[..., object], *parts: Table) -> Table:
    return {way: change(*(part[way] for part in parts)) for way in WAYS}


def conjunction(one: object, other: object) -> object:
    return False if False in (one, other) else None if None in (one, other) else True


def disjunction(one: object, other: object) -> object:
    return True if True in (one, other) else None if None in (one, other) else False


def negation(one: object) -> object:
    return None if one is None else not one


@given(truths())
def test_a_diagram_says_what_its_table_says(diagrams: Diagrams, table: Table) -> None:
    one = made_of(diagrams, table)
    assert {way: followed(diagrams, one, way) for way in WAYS} == table


@given(truths(), truths())
def test_what_says_the_same_is_the_same(diagrams: Diagrams, table: Table, other: Table) -> None:
    assert (made_of(diagrams, table) == made_of(diagrams, other)) == (table == other)


@given(truths(), truths())
def test_truths_are_joined_as_a_replay_does(diagrams: Diagrams, table: Table, other: Table) -> None:
    one, two = made_of(diagrams, table), made_of(diagrams, other)
    assert diagrams.both(one, two) == made_of(diagrams, by(conjunction, table, other))
    assert diagrams.either(one, two) == made_of(diagrams, by(disjunction, table, other))
    assert diagrams.contrary(one) == made_of(diagrams, by(negation, table))
    assert diagrams.holds(one) == made_of(diagrams, by(lambda truth: truth is True, table))
    assert diagrams.fails(one) == made_of(diagrams, by(lambda truth: truth is False, table))
    assert diagrams.doubts(one) == made_of(diagrams, by(lambda truth: truth is None, table))


@given(st.lists(truths(), max_size=4))
def test_many_truths_are_joined_in_any_order(diagrams: Diagrams, parts: list[Table]) -> None:
    made = [made_of(diagrams, part) for part in parts]
    every: Table = dict.fromkeys(WAYS, True)
    some: Table = dict.fromkeys(WAYS, False)
    for part in parts:
        every, some = by(conjunction, every, part), by(disjunction, some, part)
    assert diagrams.all(made) == diagrams.all(made[::-1]) == made_of(diagrams, every)
    assert diagrams.any(made) == diagrams.any(made[::-1]) == made_of(diagrams, some)


@given(truths(), tables("a", "b"), tables("a", "c"), tables("b", "c", None))
def test_one_of_three_is_chosen(diagrams: Diagrams, table: Table, yes: Table, no: Table, unsure: Table) -> None:
    parts = [made_of(diagrams, part) for part in (table, yes, no, unsure)]
    chosen = by(lambda t, y, n, u: u if t is None else y if t else n, table, yes, no, unsure)
    assert diagrams.choose(parts[0], parts[1], parts[2], parts[3]) == made_of(diagrams, chosen)


@given(tables(0, 1, 2), tables("a", "b"))
def test_values_are_changed_and_combined(diagrams: Diagrams, table: Table, other: Table) -> None:
    one, two = made_of(diagrams, table), made_of(diagrams, other)
    doubled = diagrams.map(one, lambda value: (value, value), "twice")
    assert doubled == made_of(diagrams, by(lambda value: (value, value), table))
    paired = diagrams.combine((one, two, one), lambda *values: values, "paired")
    assert paired == made_of(diagrams, by(lambda a, b: (a, b, a), table, other))
    for value in (0, 1, True, "a"):
        same = by(lambda found, value=value: type(found) is type(value) and found == value, table)
        assert diagrams.equal(one, value) == made_of(diagrams, same)


@given(truths(), st.sampled_from((*LEVELS, 15, 99)))
def test_some_below_is_whether_the_rest_may_be_true(diagrams: Diagrams, table: Table, level: int) -> None:
    above = [n for n, other in enumerate(LEVELS) if other < level]
    reached = {tuple(way[n] for n in above) for way in WAYS if table[way] is True}
    expected = {way: tuple(way[n] for n in above) in reached for way in WAYS}
    assert diagrams.some_below(made_of(diagrams, table), level) == made_of(diagrams, expected)


@given(truths(), st.sampled_from(LEVELS))
def test_a_variable_is_fixed(diagrams: Diagrams, table: Table, level: int) -> None:
    at = LEVELS.index(level)
    for rank in range(SIZES[level]):
        expected = {way: table[*way[:at], rank, *way[at + 1 :]] for way in WAYS}
        assert diagrams.fixed(made_of(diagrams, table), level, rank) == made_of(diagrams, expected)


@given(
    truths(), st.fixed_dictionaries({level: st.lists(st.integers(0, 3), min_size=3, max_size=3) for level in (10, 30)})
)
def test_a_path_is_the_cheapest(diagrams: Diagrams, table: Table, costs: Mapping[int, Sequence[int]]) -> None:
    one = made_of(diagrams, table)
    for leaf, truth in ((ALWAYS, True), (NEVER, False), (UNSURE, None)):
        path = diagrams.path(one, leaf, costs)
        assert (path is not None) == diagrams.can_be(one, leaf) == (truth in table.values())
        if path is None:
            continue
        decided = {step.level: step.rank for step in path}
        taken = [way for way in WAYS if all(way[LEVELS.index(level)] == rank for level, rank in decided.items())]
        assert {table[way] for way in taken} == {truth}
        assert price(path, costs) == min(
            price(other, costs) for other in paths(diagrams, one) if leads(diagrams, one, other) == leaf
        )


def price(path: Sequence[Choice], costs: Mapping[int, Sequence[int]]) -> int:
    return sum(costs[step.level][step.rank] if step.level in costs else 1 for step in path)


def paths(diagrams: Diagrams, one: int) -> list[list[Choice]]:
    """Every path of a diagram, down to a leaf."""
    if not diagrams.kids[one]:
        return [[]]
    level = diagrams.levels[one]
    return [[Choice(level, n), *rest] for n, kid in enumerate(diagrams.kids[one]) for rest in paths(diagrams, kid)]


def leads(diagrams: Diagrams, one: int, path: Sequence[Choice]) -> int:
    for step in path:
        one = diagrams.kids[one][step.rank]
    return one


def test_what_costs_too_much_is_not_made() -> None:
    diagrams = Diagrams()
    diagrams.fuel = 5
    with pytest.raises(OverBudget):
        diagrams.all([diagrams.equal(diagrams.variable(level, "abc"), "a") for level in range(9)])


def test_a_long_row_of_variables_is_asked_about_or_costs_too_much() -> None:
    diagrams = Diagrams()
    diagrams.fuel = PLENTY
    row = diagrams.all([diagrams.node(level, (NEVER, ALWAYS)) for level in range(3_000)])
    assert diagrams.can_be(row, ALWAYS)
    assert not diagrams.can_be(row, UNSURE)
    assert len(diagrams.support(row)) == len(diagrams.path(row, ALWAYS, {}) or ()) == 3_000
    changes: tuple[Callable[[], int], ...] = (
        lambda: diagrams.contrary(row),
        lambda: diagrams.some_below(row, 2_999),
        lambda: diagrams.fixed(row, 2_999, 1),
        lambda: diagrams.both(row, diagrams.node(3_000, (NEVER, ALWAYS))),
        lambda: diagrams.choose(row, ALWAYS, row, NEVER),
        lambda: diagrams.combine((row, row), max, "greatest"),
    )
    for change in changes:
        with pytest.raises(OverBudget):
            change()
