"""C9xx: what is asked, shown or kept of people."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ..keywords import FIELD_KINDS
from ..problems import Problem
from ..source import Node
from . import mails
from .readable import said, texts_of
from .rules import Family, LintRule, Subject, finding
from .telling import SENSITIVE, SENSITIVE_WORDS, word_that_tells, words_of
from .tree import File, Site, Sort, files_of
from .wording import folded

RULES: tuple[LintRule, ...] = (
    LintRule("C901", "warning", {"fr": "donnée sensible sans source", "en": "sensitive data without a source"}),
    LintRule("C902", "note", {"fr": "texte libre sans consigne", "en": "free text without advice"}),
    LintRule("C903", "warning", {"fr": "nom qui dit pourquoi l'on vient", "en": "name that says why one comes"}),
    LintRule("C904", "warning", {"fr": "adresse sans https", "en": "address without https"}),
    LintRule("C905", "warning", {"fr": "réponse mise dans une adresse", "en": "answer put in an address"}),
    LintRule("C906", "note", {"fr": "adresse qui suit les personnes", "en": "address that tracks people"}),
    LintRule("C907", "note", {"fr": "ce que dit un courriel", "en": "what a mail tells"}),
    LintRule("C908", "warning", {"fr": "courriel qui dit pourquoi l'on vient", "en": "mail that says why one comes"}),
    LintRule("C909", "error", {"fr": "réponse citée par un courriel discret", "en": "answer cited by a discreet mail"}),
)

ASKED: tuple[Sort, ...] = ("field", "request", "item", "question")
ADVICE = re.compile(r"\bn'|\bne\b|\bpas\b|seulement|uniquement|inutile|sans |evitez|limitez|exclusivement|que ce qui")

TRACKING = re.compile(r"[?&](?:utm_\w+|fbclid|gclid|xtor|mc_eid|msclkid|at_campaign)=", re.IGNORECASE)
FILLED = re.compile(r"\{[^{}\s]*\}|%7B", re.IGNORECASE)
PLAIN_HTTP = re.compile(r"http://[^\s)\]\"»]+", re.IGNORECASE)
LINKED = re.compile(r"\]\((?P<target>[a-z]+://[^()\s]*)\)", re.IGNORECASE)


def check(subject: Subject) -> Iterator[Problem]:
    """What asks too much, and what would tell others why somebody came."""
    files = files_of(subject.loaded)
    for file in files:
        for site in file.of(*ASKED):
            yield from _sensitive(site)
        for site in file.of("field"):
            yield from _free_text(site)
        yield from _addresses(file)
        yield from _names(file)
        if file.kind == "portal":
            yield from _pages(file, files)
    yield from mails.check(subject)


FAMILY = Family("privacy", {"fr": "Confidentialité", "en": "Privacy"}, RULES, check)


def _sensitive(site: Site) -> Iterator[Problem]:
    """Something sensitive that is asked, without saying why it may be. The origin of what holds it is its own too."""
    label = folded(site.text("label"))
    words = SENSITIVE_WORDS.search(label)
    if words is None or words.lastindex is None or site.has("source"):
        return
    if any(holder.has("source") for holder in site.holders() if holder.sort != "file"):
        return
    french, english, _ = SENSITIVE[words.lastindex - 1]
    yield finding("C901", site.where, found=site.text("label"), what_fr=french, what_en=english)


def _free_text(site: Site) -> Iterator[Problem]:
    if FIELD_KINDS.get(site.text("kind")) == "long_text" and ADVICE.search(folded(site.text("hint"))) is None:
        yield finding("C902", site.where, found=site.text("label"))


def _addresses(file: File) -> Iterator[Problem]:
    for site in file.sites:
        address = site.get("address") if site.sort == "link" else None
        if address is not None:
            yield from _address(address, address.text)
        for _, _, node in texts_of(site):
            for found in LINKED.finditer(node.text) if "](" in node.text else ():
                yield from _address(node, found["target"])


def _address(node: Node, address: str) -> Iterator[Problem]:
    if PLAIN_HTTP.match(address):
        yield said("C904", node, address, found=address)
    filled = FILLED.search(address)
    if filled is not None:
        yield said("C905", node, address, found=address)
    tracking = TRACKING.search(address)
    if tracking is not None:
        yield said("C906", node, address, found=tracking[0].strip("?&="))


def _names(file: File) -> Iterator[Problem]:
    """What stays on a device that others may look at: tabs, addresses, names of downloads."""
    telling = words_of(file)
    for site in file.of("head", "step", "document"):
        for key in ("neutral_title", "slug", "file_name"):
            node = site.get(key)
            if node is None or (key == "neutral_title") is not (site.sort == "head"):
                continue
            yield from _neutral(node, telling)


def _pages(portal: File, files: tuple[File, ...]) -> Iterator[Problem]:
    """The pages of the portal: the title of each is in the tab, its id in the address."""
    telling = frozenset(word for file in files for word in words_of(file))
    for site in portal.of("text"):
        title = site.get("title")
        if title is not None:
            yield from _neutral(site.name, telling)
            yield from _neutral(title, telling)


def _neutral(node: Node, telling: Collection[str]) -> Iterator[Problem]:
    word = word_that_tells(folded(node.text).removesuffix(".pdf").replace("_", " "), telling)
    if word is not None:
        yield said("C903", node, node.text, found=node.text, word=word)
