from __future__ import annotations

from renderers.clock import today_in_paris


def test_today_is_the_day_in_paris() -> None:
    assert today_in_paris().year > 2000
