"""Pictures of every state of the tours, on a desk and on a phone, and the README's: `make screenshots`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.serving import served
from tests.browser.tours import TOURS
from tests.browser.watching import DESKTOP, launched, new_context
from tests.journeys.running import PROCEDURES, ROOT, catalogue_of

PHONE = (360, 740)
README = ROOT / "docs" / "images" / "etape-2.png"
SHOWN = "etape-2"
"""The state of the README's picture: its top, as it is on a desk."""


def main(folder: Path) -> None:
    """Writes `<size>-<state>.png` in `folder`, and the README's picture in its place."""
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as var,
        served(catalogue_of(PROCEDURES), Path(var)) as server,
        sync_playwright() as playwright,
        launched(playwright, browser_path) as browser,
    ):
        for name, size in (("bureau", DESKTOP), ("telephone", PHONE)):
            for tour in TOURS:
                context = new_context(browser, scripts=True, size=size, base_url=server.base_url)
                page = context.new_page()
                for state in tour(page, server):
                    page.screenshot(path=folder / f"{name}-{state}.png", full_page=True)
                    if (name, state) == ("bureau", SHOWN):
                        README.parent.mkdir(parents=True, exist_ok=True)
                        page.screenshot(path=README, clip={"x": 0, "y": 0, "width": size[0], "height": 1100})
                context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("build/screenshots"))
