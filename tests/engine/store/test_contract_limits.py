"""What every store promises of what is counted against abuse."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.store import Stores
from tests.engine.store.at_once import at_once

SINCE = "2026-01-01T10"


def at(minute: int) -> str:
    return f"2026-01-01T10:{minute:02d}"


def taken(stores: Stores, minute: int, since: str = SINCE, most: int = 3, key: str = "k") -> str | None:
    return stores.limits.take(key, at=at(minute), since=since, most=most)


def test_t18_the_first_ones_pass_and_the_next_is_told_what_must_grow_old(stores: Stores) -> None:
    assert [taken(stores, minute) for minute in range(1, 6)] == [None, None, None, at(1), at(1)]
    # What was refused does not count, and another key counts for itself.
    assert stores.limits.count("k", SINCE) == (3, at(3))
    assert taken(stores, 6, key="other") is None
    # Once the first is old, one more passes, and no second one.
    assert [taken(stores, 6, since=at(1)), taken(stores, 6, since=at(1))] == [None, at(2)]


def test_an_event_at_the_limit_of_the_time_is_old(stores: Stores) -> None:
    stores.limits.note("k", at(1))
    assert stores.limits.count("k", at(0)) == (1, at(1))
    assert stores.limits.count("k", at(1)) == (0, "")


def test_noted_beyond_the_limit_the_one_that_matters_is_told(stores: Stores) -> None:
    for minute in (5, 1, 4, 2, 3):
        stores.limits.note("k", at(minute))
    # Of five, three must grow old before there are fewer than three.
    assert taken(stores, 9) == at(3)
    assert taken(stores, 9, since=at(2)) == at(3)
    assert taken(stores, 9, since=at(3)) is None
    assert stores.limits.count("k", SINCE) == (6, at(9))


def test_events_of_the_same_instant_all_count(stores: Stores) -> None:
    assert [taken(stores, 1) for _ in range(4)] == [None, None, None, at(1)]
    assert stores.limits.count("k", SINCE) == (3, at(1))


HOUR, NOW = dt.timedelta(hours=1), dt.timedelta()


def test_t18_one_is_noted_when_nothing_is_to_be_waited_after_those_before(stores: Stores) -> None:
    told: list[tuple[int, str]] = []

    def noted(minute: int, left: dt.timedelta, since: str = SINCE) -> dt.timedelta:
        def wait(number: int, last: str) -> dt.timedelta:
            told.append((number, last))
            return left

        return stores.limits.note_after("k", at=at(minute), since=since, wait=wait)

    assert [noted(1, NOW), noted(2, HOUR), noted(3, NOW), noted(4, HOUR, at(1))] == [NOW, HOUR, NOW, HOUR]
    assert list(dict.fromkeys(told)) == [(0, ""), (1, at(1)), (1, at(3))]
    assert stores.limits.count("k", SINCE) == (2, at(3))
    assert stores.limits.count("other", SINCE) == (0, "")


@pytest.mark.parametrize("most", [0, -1])
def test_a_limit_that_allows_nothing_is_a_mistake(most: int, stores: Stores) -> None:
    with pytest.raises(ValueError, match="at least one"):
        taken(stores, 1, most=most)


def test_of_events_of_one_instant_one_is_taken_back(stores: Stores) -> None:
    for minute in (1, 1, 2):
        stores.limits.note("k", at(minute))
    stores.limits.note("other", at(1))
    counted = []
    for minute in (1, 9, 1, 1, 2):
        stores.limits.take_back("k", at(minute))
        counted.append(stores.limits.count("k", SINCE))
    assert counted == [(2, at(2)), (2, at(2)), (1, at(2)), (1, at(2)), (0, "")]
    stores.limits.take_back("nothing", at(1))
    assert stores.limits.count("other", SINCE) == (1, at(1))


def test_a_key_is_forgotten_alone(stores: Stores) -> None:
    for key in ("k", "other"):
        stores.limits.note(key, at(1))
    stores.limits.clear("k")
    stores.limits.clear("nothing")
    assert stores.limits.count("k", SINCE) == (0, "")
    assert stores.limits.count("other", SINCE) == (1, at(1))


def test_old_events_of_all_keys_are_erased(stores: Stores) -> None:
    for minute in (3, 1, 2):
        stores.limits.note("k", at(minute))
        stores.limits.note(f"k{minute}", at(minute))
    stores.limits.forget(at(2))
    assert stores.limits.count("k", "") == (2, at(3))
    assert [stores.limits.count(f"k{minute}", "")[0] for minute in (1, 2, 3)] == [0, 1, 1]


def test_t18_of_sixteen_at_once_each_is_told_of_those_before(stores: Stores) -> None:
    said: list[dt.timedelta] = []

    def one(_: int) -> None:
        said.append(
            stores.limits.note_after("k", at=at(1), since=SINCE, wait=lambda number, _: HOUR if number > 2 else NOW)
        )

    assert at_once(16, one) == []
    assert (said.count(NOW), said.count(HOUR)) == (3, 13)
    assert stores.limits.count("k", "") == (3, at(1))


def test_t18_twenty_at_once_never_pass_the_limit(stores: Stores) -> None:
    said: list[str | None] = []
    assert at_once(20, lambda n: said.append(taken(stores, n, most=7))) == []
    assert said.count(None) == 7
    assert stores.limits.count("k", "")[0] == 7
