"""A browser that is watched: what its pages load, say in the console and leave in the history."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request

from engine.reference.folding import fold
from engine.spec import Catalogue, Proceed
from tests.journeys.running import HOST

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
)
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (4\d\d)")
"""What the console says of a page whose status is not 200: errors are served with theirs."""

DOSSIER = re.compile(r"/(?:d|acces|espace/messages)/[^/]+/?")

DESKTOP, NARROW = (1280, 900), (320, 640)


@dataclass  # no slots: the browser's driver notes its handlers on the object
class Watch:
    """What a browser did."""

    hosts: set[str] = field(default_factory=set)
    console: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)
    """The hosts that a test goes to on purpose."""

    def follow(self, page: Page) -> None:
        """Watches a tab."""
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.failures.append(str(error)))
        page.on("framenavigated", lambda frame: self.addresses.add(urlsplit(frame.url).path))

    def faults(self) -> list[str]:
        """Everything that must not happen."""
        foreign = [f"request to {host}" for host in sorted(self.hosts) if host not in (HOST, *self.elsewhere)]
        return [*foreign, *self.console, *self.failures]

    def _request(self, request: Request) -> None:
        self.hosts.add(urlsplit(request.url).hostname or "")

    def _failed(self, request: Request) -> None:
        # The browser gives up what a page was still asking for when one leaves it: nothing failed.
        if request.failure != "net::ERR_ABORTED":
            self.failures.append(f"{request.url}: {request.failure}")

    def _said(self, message: ConsoleMessage) -> None:
        # A policy that is broken is said here too.
        if message.type in ("error", "warning") and not REFUSED.match(message.text):
            self.console.append(f"{message.type}: {message.text}")


def telling(texts: Iterable[str], words: frozenset[str]) -> list[str]:
    """The titles or addresses that hold one of these words; ids in addresses are random, and left out."""
    return [text for text in texts if words & set(fold(DOSSIER.sub("/", text)).split())]


def telling_words(catalogue: Catalogue) -> frozenset[str]:
    """The words that would say why someone is here: those of the procedures' names, motifs and last choices."""
    portal = catalogue.portal
    assert portal is not None
    choices = [choice for question in portal.questions.values() for choice in question.choices]
    labels = [choice.label for choice in choices if isinstance(choice.route, Proceed)]
    for procedure in catalogue.procedures.values():
        labels += [procedure.full_title, *(motif.label for motif in procedure.motifs.values())]
    # Short words are those of any sentence; those of ids are abbreviations that insiders read.
    ids = [word for name in catalogue.procedures for word in name.split("_") if len(word) > 2]
    return frozenset([*ids, *(word for label in labels for word in fold(label).split() if len(word) > 4)])


@contextmanager
def launched(playwright: Playwright, chromium: str, *, keeps_pages: bool = False) -> Iterator[Browser]:
    """The system's Chromium, which asks nobody for anything of its own.

    `keeps_pages`: it keeps the pages one leaves in memory, for the back button, as people's browsers do.
    """
    left_out = ["--disable-back-forward-cache"] if keeps_pages else None
    browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS), ignore_default_args=left_out)
    try:
        yield browser
    finally:
        browser.close()


def new_context(
    browser: Browser, *, base_url: str, scripts: bool = True, size: tuple[int, int] = DESKTOP
) -> BrowserContext:
    """A browser that has never been here. It reads French, as most of them; motion is reduced to save time."""
    context = browser.new_context(
        base_url=base_url,
        java_script_enabled=scripts,
        locale="fr-FR",
        reduced_motion="reduce",
        viewport={"width": size[0], "height": size[1]},
    )
    context.set_default_timeout(15_000)
    return context
