"""What every test may use: budgets for generated cases, one date, and the two programs that come from the system."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import anyio
import pytest
from hypothesis import HealthCheck, settings

# Deadlines are off: a busy machine is not a fault of the code. The default profile gives the same cases every time;
# `PARCOURS_LONG=1` (make test-long) looks further, at random.
settings.register_profile("ci", max_examples=60, deadline=None, derandomize=True, database=None)
settings.register_profile(
    "long",
    max_examples=300,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("long" if os.environ.get("PARCOURS_LONG") == "1" else "ci")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(autouse=True, scope="session")
def _loops_apart() -> Iterator[None]:
    """What runs a loop does it in another thread where one runs already: the browser keeps its own between tests."""
    with pytest.MonkeyPatch.context() as patched:
        for module in (anyio, asyncio):
            patched.setattr(module, "run", partial(_run_apart, module.run))
        yield


def _run_apart(run: Callable[..., object], *given: object, **named: object) -> object:
    if asyncio._get_running_loop() is None:
        return run(*given, **named)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run, *given, **named).result()


@pytest.fixture
def today() -> dt.date:
    """The date on which tests happen."""
    return dt.date(2026, 3, 10)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser: `CHROMIUM`, or the first installed. Its absence is a failure, never a skip."""
    named = os.environ.get("CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else BROWSERS)), None)
    if found is None:
        pytest.fail(f"no browser: {named or ', '.join(BROWSERS)} not found (make browser, or CHROMIUM=…)")
    return found


@pytest.fixture(scope="session")
def pdftotext() -> str:
    """The path of poppler's pdftotext. Its absence is a failure, never a skip."""
    found = shutil.which("pdftotext")
    if found is None:
        pytest.fail("no pdftotext: install poppler-utils (make browser)")
    return found
