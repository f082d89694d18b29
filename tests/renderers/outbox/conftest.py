"""Every outbox that exists, with one account to write to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store import Stores
from engine.store.memory import open_memory
from engine.store.people import OutboxStore
from engine.store.sqlite import open_sqlite

from .samples import account


@pytest.fixture(params=["memory", "sqlite"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stores]:
    opened = open_memory() if request.param == "memory" else open_sqlite(tmp_path / "var")
    opened.accounts.create(account())
    yield opened
    opened.close()


@pytest.fixture
def outbox(stores: Stores) -> OutboxStore:
    return stores.outbox
