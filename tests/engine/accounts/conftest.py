"""A desk with the portal of the real procedures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store.memory import open_memory
from engine.store.sqlite import open_sqlite
from tests.engine.accounts.keeping_accounts import Desk
from tests.journeys.running import PROCEDURES, catalogue_of


@pytest.fixture(params=["memory", "sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    portal = catalogue_of(PROCEDURES).portal
    assert portal is not None
    stores = open_memory() if request.param == "memory" else open_sqlite(tmp_path / "var")
    yield Desk(portal, stores=stores)
    stores.close()


@pytest.fixture
def link_desk() -> Desk:
    portal = catalogue_of(PROCEDURES).portal
    assert portal is not None
    return Desk(portal, first_access="link")
