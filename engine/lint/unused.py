"""N0xx: what nothing uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ..keywords import OWN_PAGES
from ..problems import Problem
from ..schema import plain
from ..source import Node
from ..spec import CONFIRMATION, LIST
from .rules import Family, LintRule, Subject, finding
from .tree import FRENCH, File, Site, Sort, files_of, included

RULES: tuple[LintRule, ...] = (
    LintRule("N001", "warning", {"fr": "fait que rien ne lit", "en": "fact that nothing reads"}),
    LintRule("N002", "warning", {"fr": "liste que rien n'emploie", "en": "list that nothing uses"}),
    LintRule("N003", "warning", {"fr": "lien que rien ne cite", "en": "link that nothing cites"}),
    LintRule("N004", "warning", {"fr": "texte que rien n'affiche", "en": "text that nothing shows"}),
    LintRule("N005", "warning", {"fr": "orientation où rien ne mène", "en": "orientation that nothing leads to"}),
    LintRule("N006", "warning", {"fr": "document que rien ne cite", "en": "document that nothing cites"}),
    LintRule("N007", "note", {"fr": "bloc que rien n'inclut", "en": "block that nothing includes"}),
    LintRule("N008", "note", {"fr": "table de services inutile", "en": "table of services that nothing uses"}),
    LintRule("N009", "warning", {"fr": "adaptation qui ne change rien", "en": "adaptation that changes nothing"}),
    LintRule("N010", "warning", {"fr": "fait attendu mais pas lu", "en": "fact expected but not read"}),
)

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
CITED = re.compile(r"\]\((?P<scheme>[a-z]+):(?P<name>[a-z][a-z0-9_]*)\)")
CONDITIONS = frozenset(FRENCH[name] for name in ("condition", "then", "cases"))
"""Under these keys every name may be a reference."""
NAMING = frozenset(
    FRENCH[name] for name in ("by", "inside", "years_between", "anniversary", "count", "field", "territory")
)
"""Under these keys a text names a field or a fact."""
PAGE = re.compile(r"/pages/(?P<name>[a-z0-9_-]+)")
"""The address of a page of the portal."""
KNOWN_DOCUMENTS = frozenset({CONFIRMATION, LIST})
"""Those that the engine gives by itself."""


def check(subject: Subject) -> Iterator[Problem]:
    """What is defined and serves nowhere. What other files could use is only judged when all are there."""
    loaded, files = subject.loaded, files_of(subject.loaded)
    uses = {file.name: _Uses(file.root) for file in files}
    every = _Uses(*(file.root for file in files))
    for file in files:
        yield from _adaptations(file, files)
        match file.kind:
            case "procedure":
                head = next(file.of("head"), None)
                tree = loaded.trees.get(head.text("id")) if head is not None else None
                used = _Uses(tree or file.root)
                yield from _facts(file, used.names | _expected_by(included(file, files)))
                yield from _of(file, used, shown=used.inserts)
            case "portal":
                yield from _facts(file, uses[file.name].names)
                if loaded.whole:
                    yield from _of(file, every, shown=every.inserts | _pages(file, every))
                    yield from _orientations(file, every)
            case "block":
                yield from _not_read(file, files)
                if loaded.whole:
                    yield from _unused("N002", file, "list", every.lists)
                if loaded.whole and file.stem not in every.blocks:
                    yield finding("N007", _head(file), found=file.stem)
            case _:
                if loaded.whole and file.kind == "services" and file.stem not in every.tables:
                    yield finding("N008", _head(file), found=file.stem)


FAMILY = Family("unused", {"fr": "Ce qui ne sert à rien", "en": "What nothing uses"}, RULES, check)


class _Uses:
    """Everything that some trees refer to, by sort. Where a name may be a reference, it counts as one."""

    def __init__(self, *roots: Node) -> None:
        self.names: set[str] = set()
        self.lists: set[str] = set()
        self.links: set[str] = set()
        self.documents: set[str] = set()
        self.inserts: set[str] = set()
        self.pages: set[str] = set()
        self.orientations: set[str] = set()
        self.blocks: set[str] = set()
        self.tables: set[str] = set()
        self.by_key: Mapping[str, set[str]] = {
            FRENCH["list"]: self.lists,
            FRENCH["link"]: self.links,
            FRENCH["redirect"]: self.orientations,
            FRENCH["page"]: self.pages,
            FRENCH["include"]: self.blocks,
            FRENCH["services"]: self.tables,
            **dict.fromkeys(NAMING, self.names),
        }
        for root in roots:
            self._read(root)

    def _read(self, node: Node) -> None:
        if node.kind == "scalar":
            self._text(node.text)
        for item in node.items:
            self._read(item)
        for key, value in node.entries:
            if key.text in CONDITIONS:
                self.names.update(_words(value))
            if value.kind == "scalar" and (named := self.by_key.get(key.text)) is not None:
                named.add(value.text)
            elif key.text in NAMING:
                self.names.update(item.text for item in value.items)
            elif key.text == FRENCH["inserts"]:
                self.inserts.update(item.text for item in value.items)
            self._read(value)

    def _text(self, text: str) -> None:
        page = PAGE.fullmatch(text) if text.startswith("/") else None
        if page is not None:
            self.pages.add(page["name"].replace("-", "_"))
        if "{" in text:
            self.names.update(PLACEHOLDER.findall(text))
        for found in CITED.finditer(text) if "](" in text else ():
            (self.links if found["scheme"] == FRENCH["link"] else self.documents).add(found["name"])


def _words(node: Node) -> Iterator[str]:
    """Every key and every text of a condition."""
    if node.kind == "scalar":
        yield node.text
    for item in node.items:
        yield from _words(item)
    for key, value in node.entries:
        yield key.text
        yield from _words(value)


def _facts(file: File, names: Iterable[str]) -> Iterator[Problem]:
    return _unused("N001", file, "fact", names)


def _of(file: File, used: _Uses, *, shown: Iterable[str]) -> Iterator[Problem]:
    """The lists, links, texts and documents of a procedure or of the portal."""
    yield from _unused("N002", file, "list", used.lists)
    yield from _unused("N003", file, "link", used.links)
    yield from _unused("N004", file, "text", shown)
    yield from _unused("N006", file, "document", used.documents | KNOWN_DOCUMENTS)


def _unused(code: str, file: File, sort: Sort, used: Iterable[str]) -> Iterator[Problem]:
    names = frozenset(used)
    for site in file.of(sort):
        if site.key is not None and site.key.text not in names:
            yield finding(code, site.key, found=site.key.text)


def _orientations(file: File, every: _Uses) -> Iterator[Problem]:
    return _unused("N005", file, "orientation", every.orientations)


def _pages(file: File, every: _Uses) -> set[str]:
    """The texts of the portal that are pages of their own: those that have a title. Where the portal says what its
    footer holds, only those that some link leads to."""
    pages = {site.id for site in file.of("text") if site.has("title")}
    return pages & (every.pages | OWN_PAGES.keys()) if next(file.of("file")).has("footer") else pages


def _not_read(file: File, files: tuple[File, ...]) -> Iterator[Problem]:
    """The facts that a block asks for and does not read; what it includes may be what reads them."""
    read = _Uses(file.root).names | _expected_by(included(file, files))
    for node in _expected(file):
        if node.text not in read:
            yield finding("N010", node, found=node.text)


def _expected_by(blocks: Iterable[File]) -> set[str]:
    return {node.text for block in blocks for node in _expected(block)}


def _expected(file: File) -> tuple[Node, ...]:
    head = next(file.of("head"), None) if file.kind == "block" else None
    listed = head.get("expects") if head is not None else None
    return listed.items if listed is not None else ()


def _head(file: File) -> Node:
    return file.root.entries[0][0]


def _adaptations(file: File, files: tuple[File, ...]) -> Iterator[Problem]:
    """What an inclusion changes to what the block says already."""
    for site in file.of("adaptation"):
        block = next((f for f in files if f.kind == "block" and f.stem == _included(site)), None)
        if block is None:
            continue
        same = [other for other in block.sites if other.node.kind == "map" and other.text("id") == site.id]
        for key, value in site.node.entries:
            theirs = [other.node.get(key.text) for other in same if other.sort != "head"]
            if theirs and all(node is not None and plain(node) == plain(value) for node in theirs):
                first = theirs[0]
                yield finding("N009", key, found=key.text, related=first.position if first is not None else None)


def _included(site: Site) -> str:
    return site.parent.text("include") if site.parent is not None else ""
