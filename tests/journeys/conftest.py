"""The application as it is, over a store of its own for each test, and people who use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.journeys.applicant import Applicant
from tests.journeys.comparing import read_pdf
from tests.journeys.running import PROCEDURES, Running, catalogue_of


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """The real procedures, on 10 March 2026."""
    made = Running(catalogue_of(PROCEDURES), tmp_path / "var")
    yield made
    made.stop()


@pytest.fixture
def someone(running: Running) -> Applicant:
    """A person with a browser that has never been here."""
    return Applicant(running)


@pytest.fixture
def pdf_text(pdftotext: str) -> Callable[[bytes], str]:
    """The words of a PDF, in reading order."""

    return partial(read_pdf, pdftotext)
