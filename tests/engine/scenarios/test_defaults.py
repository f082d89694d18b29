"""Plain answers to what a scenario does not say."""

from __future__ import annotations

import datetime as dt

from engine.kinds import read_plain
from engine.problems import Position
from engine.scenarios.defaults import READ, TYPED, default_of
from engine.spec import Field

DAY = dt.date(2026, 3, 10)
ADDRESS = Field("adresse", "address", "Adresse", Position("essai.yaml", 1, 1))


def test_the_address_that_is_not_read_is_what_reading_gives() -> None:
    first, *others = (read_plain(ADDRESS, raw) for raw in TYPED["address"])
    assert default_of(ADDRESS, DAY) == READ == first.value
    assert all(other.problems == () for other in others)
