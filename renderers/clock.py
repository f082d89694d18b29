"""The day and the hour as they are in France."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def today_in_paris() -> dt.date:
    """The day it is in Paris."""
    return dt.datetime.now(PARIS).date()
