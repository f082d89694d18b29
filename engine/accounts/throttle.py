"""How often something may be tried: arithmetic over what the store of limits counts.

A person who was found out must not be locked out by whoever found her: what slows down after wrong passwords is one
source on one account, never the account (threat T18).
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from dataclasses import dataclass
from typing import Final

_MINUTE: Final = dt.timedelta(minutes=1)
_HOUR: Final = dt.timedelta(hours=1)
_DAY: Final = dt.timedelta(days=1)
_NONE: Final = dt.timedelta()

FREE_FAILURES: Final = 3
LONGEST_DELAY: Final = dt.timedelta(minutes=15)
UNKNOWN_SOURCE: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Limit:
    """No more than `most` within `period`."""

    most: int
    period: dt.timedelta

    def since(self, now: dt.datetime) -> str:
        """The instant after which events count, as stores write it. Raises `ValueError` without a time zone."""
        return stamp(now - self.period)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a deployment allows. Each is counted under a key of its own.

    By source: loose, since a telephone network or a shelter gives hundreds of people one address. By address
    written to: whoever is written to did not ask for it (T26). `failures_of_source` counts wrong sign-ins alone. Over
    it, `slow_sign_ins_of_source` counts all of them: whoever shares a line with a person and invents identifiers on it
    does not keep her out (T18), and still neither tries many passwords nor keeps processors busy. `failures` is how
    long wrong passwords of one source on one account are remembered; how many there may be, `delay_after` says.
    """

    creations_of_source: Limit = Limit(30, _HOUR)
    failures_of_source: Limit = Limit(100, _HOUR)
    slow_sign_ins_of_source: Limit = Limit(20, _MINUTE)
    mails_to_address: Limit = Limit(3, _DAY)
    uploads_of_account: Limit = Limit(300, _DAY)
    failures: dt.timedelta = _DAY


def delay_after(failures: int) -> dt.timedelta:
    """How long to wait after that many wrong passwords in a row: nothing for three, then 1 s, 2 s, 4 s … 15 min."""
    if failures <= FREE_FAILURES:
        return _NONE
    doublings = min(failures - FREE_FAILURES - 1, LONGEST_DELAY.seconds.bit_length())
    return min(dt.timedelta(seconds=2**doublings), LONGEST_DELAY)


def wait(failures: int, last: str, now: dt.datetime) -> dt.timedelta:
    """How long must still be waited: nothing when it may be tried again.

    `failures` and `last` are what `LimitStore.count` gives. A clock set back makes nobody wait longer than the delay
    itself. Raises `ValueError` for `now` without a time zone.
    """
    delay = delay_after(failures)
    if not delay or not last:
        return _NONE
    elapsed = max(_aware(now) - dt.datetime.fromisoformat(last), _NONE)
    return max(delay - elapsed, _NONE)


def stamp(instant: dt.datetime) -> str:
    """An instant as stores write it: UTC ISO 8601, one width. Raises `ValueError` without a time zone."""
    return _aware(instant).astimezone(dt.UTC).isoformat(timespec="microseconds")


def source_key(ip: str) -> str:
    """What counts as one source: an IPv4 address whole, an IPv6 one by its /64, which is what one line is given.

    IPv4 written inside IPv6 (`::ffff:192.0.2.1`) is IPv4. Whatever is no address is one source, `unknown`.
    """
    try:
        address = ipaddress.ip_address(ip.strip().partition("%")[0])
    except ValueError:
        return UNKNOWN_SOURCE
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), 64), strict=False))


def _aware(instant: dt.datetime) -> dt.datetime:
    if instant.utcoffset() is None:
        raise ValueError("an instant knows its time zone")
    return instant
