"""Every store that exists: what one promises, all keep."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest

from engine.store import Stores
from engine.store.connection import Link, prepared
from engine.store.memory import open_memory
from engine.store.sqlite import migrate, open_sqlite, stores_of


@pytest.fixture(params=["memory", "sqlite"])
def stores(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Iterator[Stores]:
    opened = open_memory() if request.param == "memory" else open_sqlite(tmp_path / "var")
    yield opened
    opened.close()


@pytest.fixture
def link(tmp_path: pathlib.Path) -> Iterator[Link]:
    with prepared(tmp_path / "var" / "parcours.sqlite3") as opened:
        migrate(opened)
    yield opened
    opened.close()


@pytest.fixture
def kept(link: Link, tmp_path: pathlib.Path) -> Stores:
    return stores_of(link, tmp_path / "var" / "files")
