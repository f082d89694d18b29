"""Which names are this machine's own."""

from __future__ import annotations

import pytest

from renderers.hosts import is_loopback

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what it is not


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("127.8.0.1", True), ("[::1]", True), (EVERYWHERE, False), ("localhost.exemple.fr", False)],
)
def test_loopback(host: str, *, own: bool) -> None:
    assert is_loopback(host) is own
