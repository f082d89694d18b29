"""A flow, as it is kept between two requests."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderers.web.openid import Flow, ForeignAnswer

AT = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
FLOW = Flow("https://fc.exemple.fr", "etat", "une-fois", "preuve", "https://exemple.fr/retour", AT)


@given(
    st.builds(
        Flow,
        st.text(),
        st.text(min_size=1),
        st.text(min_size=1),
        st.text(),
        st.text(),
        st.datetimes(timezones=st.just(dt.UTC)),
    )
)
def test_a_flow_comes_back_as_it_was(flow: Flow) -> None:
    assert Flow.decode(flow.encode()) == flow


def test_a_flow_does_not_show_its_secrets() -> None:
    assert not [text for text in ("etat", "une-fois", "preuve") if text in repr(FLOW)]


@given(
    st.binary() | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(lambda v: json.dumps(v).encode())
)
def test_anything_else_is_foreign(data: bytes) -> None:
    with pytest.raises(ForeignAnswer):
        Flow.decode(data)


@pytest.mark.parametrize(
    ("place", "value"),
    [(0, 2), (1, None), (2, ""), (3, ""), (6, "hier"), (6, "2026-03-10T12:00:00"), (6, 1)],
)
def test_a_flow_with_something_else_in_it_is_foreign(place: int, value: object) -> None:
    kept = json.loads(FLOW.encode())
    kept[place] = value
    with pytest.raises(ForeignAnswer):
        Flow.decode(json.dumps(kept).encode())
