"""A site, an applicant, and files of every kind made on the spot."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from engine.spec import Catalogue
from renderers.web.site import Site
from tests.renderers.web.applicant import Applicant, Clock, site_of, small_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return small_catalogue()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(catalogue: Catalogue, clock: Clock) -> Site:
    return site_of(catalogue, clock=clock)


@pytest.fixture
def ana(site: Site) -> Applicant:
    return Applicant(site)


def image_bytes(form: str, *, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """A small picture, encoded."""
    kept = io.BytesIO()
    Image.new("RGB", size, "teal").save(kept, form, **options)
    return kept.getvalue()


@pytest.fixture(scope="session")
def jpeg() -> bytes:
    return image_bytes("JPEG")
