from __future__ import annotations

import datetime as dt
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.accounts.throttle import LONGEST_DELAY, Limit, Limits, delay_after, source_key, stamp, wait
from engine.dossiers.cases import Moment

NOON = dt.datetime(2026, 3, 14, 12, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(-1, 0), (0, 0), (1, 0), (3, 0), (4, 1), (5, 2), (6, 4), (10, 64), (13, 512), (14, 900), (15, 900), (10**6, 900)],
)
def test_t18_the_delay_doubles_after_three_failures_up_to_a_quarter_of_an_hour(failures: int, seconds: int) -> None:
    assert delay_after(failures) == dt.timedelta(seconds=seconds)


@given(st.integers(0, 100))
def test_t18_a_failure_more_never_shortens_it(failures: int) -> None:
    assert delay_after(failures) <= delay_after(failures + 1) <= LONGEST_DELAY


@pytest.mark.parametrize(
    ("failures", "ago", "left"),
    [
        (3, 0, 0),
        (5, 0, 2),
        (5, 1, 1),
        (5, 2, 0),
        (5, 3, 0),
        (50, 60, 840),
        (5, -3600, 2),  # the clock was set back
    ],
)
def test_what_is_left_to_wait(failures: int, ago: int, left: int) -> None:
    assert wait(failures, stamp(NOON - ago * SECOND), NOON) == left * SECOND


def test_nothing_is_left_to_wait_where_nothing_happened() -> None:
    assert wait(0, "", NOON) == wait(9, "", NOON) == dt.timedelta()


def test_instants_are_written_as_stores_write_them_whatever_their_zone() -> None:
    paris = NOON.astimezone(dt.timezone(dt.timedelta(hours=1)))
    assert stamp(NOON) == stamp(paris) == Moment(NOON.date(), NOON).at == "2026-03-14T12:00:00.000000+00:00"
    assert Limit(3, dt.timedelta(days=1)).since(paris) == "2026-03-13T12:00:00.000000+00:00"


@given(st.datetimes(timezones=st.timezones()), st.datetimes(timezones=st.timezones()))
def test_they_compare_as_texts(one: dt.datetime, other: dt.datetime) -> None:
    one, other = (max(instant, NOON) for instant in (one, other))
    assert (stamp(one) < stamp(other)) == (one < other)
    assert len(stamp(one)) == len(stamp(NOON))


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = NOON.replace(tzinfo=None)
    for use in (
        lambda: stamp(naive),
        lambda: wait(9, stamp(NOON), naive),
        lambda: Limits().mails_to_address.since(naive),
    ):
        with pytest.raises(ValueError, match="time zone"):
            use()


def test_every_limit_lets_somebody_through() -> None:
    limits = [getattr(Limits(), field.name) for field in fields(Limits)]
    assert all(limit.most > 0 and limit.period > dt.timedelta() for limit in limits if isinstance(limit, Limit))
    assert Limits().failures >= LONGEST_DELAY
    assert Limits().slow_sign_ins_of_source.period <= dt.timedelta(minutes=1)  # what who shares a source may wait
    assert Limits().mails_to_address == Limit(3, dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("ip", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        (" 192.0.2.7 ", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("", "unknown"),
        ("testclient", "unknown"),
        ("192.0.2.7, 192.0.2.8", "unknown"),
        ("192.0.2.007", "unknown"),
    ],
)
def test_a_source_is_a_line(ip: str, key: str) -> None:
    assert source_key(ip) == key


@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
def test_all_addresses_of_a_line_are_one_source(ip: object, host: int) -> None:
    import ipaddress

    assert isinstance(ip, ipaddress.IPv6Address)
    other = ipaddress.IPv6Address(int(ip) >> 64 << 64 | host)
    if ip.ipv4_mapped is None and other.ipv4_mapped is None:
        assert source_key(str(ip)) == source_key(str(other))
