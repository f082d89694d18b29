"""Every store that exists: what one promises, all keep."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest

from engine.store import Stores
from engine.store.memory import open_memory
from engine.store.sqlite import open_sqlite


@pytest.fixture(params=["memory", "sqlite"])
def stores(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Iterator[Stores]:
    opened = open_memory() if request.param == "memory" else open_sqlite(tmp_path / "var")
    yield opened
    opened.close()
