"""One server and one browser for all tests of a worker, a browsing context of its own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.browser.serving import served
from tests.browser.watching import DESKTOP, Watch, launched, new_context, telling, telling_words
from tests.journeys.comparing import read_pdf
from tests.journeys.running import PROCEDURES, Running, catalogue_of

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The real procedures, on 10 March 2026, on a free port."""
    with served(catalogue_of(PROCEDURES), tmp_path_factory.mktemp("var")) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    with launched(playwright, chromium) as found:
        yield found


@pytest.fixture(scope="session")
def keeping_browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """One that keeps in memory the pages one leaves, for the back button."""
    with launched(playwright, chromium, keeps_pages=True) as found:
        yield found


@pytest.fixture
def watch(server: Running) -> Iterator[Watch]:
    """Everything the test's pages did; at its end, nothing may be wrong, and nothing may tell why someone came."""
    seen = Watch()
    yield seen
    assert seen.faults() == []
    assert telling(seen.addresses, telling_words(server.catalogue)) == []


@pytest.fixture
def new_page(browser: Browser, server: Running, watch: Watch) -> Iterator[NewPage]:
    """Opens a browser that has never been here, with or without scripts; `of` another one than that of most tests."""
    contexts = []

    def make(*, scripts: bool = True, size: tuple[int, int] = DESKTOP, of: Browser | None = None) -> Page:
        context = new_context(of or browser, scripts=scripts, size=size, base_url=server.base_url)
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def pdf_text(pdftotext: str) -> Callable[[bytes], str]:
    """The words of a PDF, in reading order."""
    return partial(read_pdf, pdftotext)
