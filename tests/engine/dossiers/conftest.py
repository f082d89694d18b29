"""An office in memory, and dossiers opened in it without any web around them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from engine.build import load_catalogue
from engine.dossiers.cases import Moment, Office
from engine.spec import Catalogue
from engine.store.memory import open_memory
from engine.store.sealer import KeySealer

SPECS = Path(__file__).parents[2] / "renderers" / "web" / "specs"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    loaded = load_catalogue(SPECS)
    assert loaded.usable, loaded.problems
    return loaded.catalogue


@pytest.fixture
def office(catalogue: Catalogue) -> Office:
    return Office(open_memory(), KeySealer(b"k" * 32), catalogue)


@pytest.fixture
def moment(today: dt.date) -> Moment:
    return Moment(today, dt.datetime.combine(today, dt.time(11), dt.UTC))
