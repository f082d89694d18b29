"""Every page up to the second step holds what all must, in every state."""

from __future__ import annotations

import pytest

from tests.browser.checking import faults_of
from tests.browser.conftest import NewPage
from tests.browser.tours import TOURS, Tour
from tests.browser.watching import telling_words
from tests.journeys.running import Running


@pytest.mark.parametrize("tour", TOURS, ids=lambda tour: tour.__name__)
def test_pages(new_page: NewPage, server: Running, tour: Tour) -> None:
    page = new_page()
    words = telling_words(server.catalogue)
    assert {name: faults for name in tour(page, server) if (faults := faults_of(page, words))} == {}
