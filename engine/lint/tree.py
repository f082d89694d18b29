"""A file of specs as the objects it holds – fields, requests, texts … – with their sort, their place and their path.

The language's keys are read by their canonical names (`engine.keywords`): nothing here is in French.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ..build import Loaded
from ..keywords import KEYWORDS, PORTAL_MAILS, PROCEDURE_MAILS
from ..problems import Position
from ..schema import file_kind
from ..source import Node

FRENCH: Mapping[str, str] = {name: key for key, name in KEYWORDS.items()}
"""The key of the language by its canonical name."""

Sort = Literal[
    "file",
    "head",
    "link",
    "list",
    "option",
    "fact",
    "motif",
    "step",
    "section",
    "field",
    "repeat",
    "rule",
    "group",
    "request",
    "item",
    "parts",
    "text",
    "document",
    "document_block",
    "line",
    "mails",
    "mail",
    "discreet",
    "deposit",
    "table",
    "service",
    "entry",
    "question",
    "choice",
    "branch",
    "orientation",
    "menu_link",
    "include",
    "adaptation",
]
Shape = Literal["one", "each", "named"]
"""One object; a list of them; a map of them by name."""

OF_A_FILE: tuple[tuple[str, Shape, Sort], ...] = (
    ("procedure", "one", "head"),
    ("portal", "one", "head"),
    ("block", "one", "head"),
    ("links", "named", "link"),
    ("lists", "named", "list"),
    ("facts", "named", "fact"),
    ("motifs", "named", "motif"),
    ("steps", "each", "step"),
    ("justificatifs", "each", "group"),
    ("rules", "each", "rule"),
    ("texts", "named", "text"),
    ("documents", "named", "document"),
    ("mails", "one", "mails"),
    ("deposit", "one", "deposit"),
    ("heading", "each", "menu_link"),
    ("menu", "each", "menu_link"),
    ("footer", "each", "menu_link"),
    ("entries", "each", "entry"),
    ("questions", "named", "question"),
    ("orientations", "named", "orientation"),
    ("services", "one", "table"),
)
PARTS: tuple[tuple[str, Shape, Sort], ...] = (
    ("one_of", "each", "item"),
    ("all_of", "each", "item"),
    ("cases", "named", "item"),
)
MAILS: tuple[str, ...] = tuple({**PORTAL_MAILS, **PROCEDURE_MAILS}.values())
"""The mails of a file, by their canonical names."""
CHILDREN: Mapping[Sort, tuple[tuple[str, Shape, Sort], ...]] = {
    "file": OF_A_FILE,
    "motif": (("justificatifs", "each", "group"),),
    "step": (("sections", "each", "section"), ("rules", "each", "rule")),
    "section": (("fields", "each", "field"), ("sections", "each", "section"), ("rules", "each", "rule")),
    "field": (
        ("options", "one", "list"),
        ("repeat", "one", "repeat"),
        ("fields", "each", "field"),
        ("rules", "each", "rule"),
    ),
    "group": (("requests", "each", "request"), ("groups", "each", "group")),
    "request": (("field", "one", "field"), ("provision", "one", "item")),
    "parts": PARTS,
    "question": (("choices", "named", "choice"), ("by", "each", "branch"), ("question", "one", "question")),
    "choice": (("question", "one", "question"), ("by", "each", "branch")),
    "branch": (("question", "one", "question"),),
    "document": (("blocks", "each", "document_block"),),
    "document_block": (("lines", "each", "line"),),
    "mails": tuple((name, "one", "mail") for name in MAILS),
    "mail": (("discreet", "one", "discreet"),),
    "table": (("default_service", "one", "service"), ("departments", "named", "service")),
    "include": (("adapt", "named", "adaptation"),),
}
"""What each sort of object holds: under which key, in which shape."""

ALONE: frozenset[Sort] = frozenset({"head", "list", "repeat", "deposit", "table", "mails", "mail", "discreet"})
"""Objects that the key they stand under is enough to find in what holds them."""

HOLDERS: Mapping[Sort, str] = {
    "link": "links",
    "list": "lists",
    "fact": "facts",
    "motif": "motifs",
    "step": "steps",
    "section": "sections",
    "field": "fields",
    "group": "groups",
    "request": "justificatifs",
    "text": "texts",
    "document": "documents",
    "entry": "entries",
    "question": "questions",
    "orientation": "orientations",
}
"""Objects whose id is enough to find them in a file, and the first word of their path."""

TARGETS = ("page", "entry", "redirect", "link")
OWN_PAGES = ("home", "site_map", "account")
"""What a link around every page leads to: it is named by that."""

GUESSES: tuple[tuple[frozenset[str], Sort], ...] = (
    (frozenset({"kind"}), "field"),
    (frozenset({"requests", "groups"}), "group"),
    (frozenset({"then", "message", "redirect"}), "rule"),
    (frozenset({"content", "inserts", "slug", "announcement", "progress", "remaining"}), "step"),
    (frozenset({"fields", "sections", "introduction"}), "section"),
    (frozenset({"one_of", "all_of", "cases", "max_age"}), "item"),
)
"""What an element of a block is, by a key that only it has; else a request."""


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """An object of a file: its node, the key that names it in a map, what holds it, its path in the file."""

    sort: Sort
    node: Node
    key: Node | None
    parent: Site | None
    path: str

    def get(self, name: str) -> Node | None:
        """The value under a key, given by its canonical name."""
        return self.node.get(FRENCH[name])

    def text(self, name: str) -> str:
        """The text under a key; empty where there is none."""
        value = self.get(name)
        return value.text if value is not None and value.kind == "scalar" else ""

    def has(self, *names: str) -> bool:
        """Whether one of these keys is there."""
        return any(self.get(name) is not None for name in names)

    @property
    def id(self) -> str:
        """What names it, or an empty text."""
        return self.key.text if self.key is not None else self.text("id")

    @property
    def name(self) -> Node:
        """Where to point at the whole: the key or the id that names it, else its first key."""
        first = self.node.entries[0][0] if self.node.entries else self.node
        return self.key or self.get("id") or first

    @property
    def where(self) -> Node:
        """Where to point at what people read of it: its label or title, else what names it."""
        return self.get("label") or self.get("title") or self.name

    def holders(self) -> Iterator[Site]:
        """What holds it, from the nearest up to the file."""
        site = self.parent
        while site is not None:
            yield site
            site = site.parent


@dataclass(frozen=True, slots=True, eq=False)
class File:
    """A file with its objects in reading order, the file itself first. `kind` is the key that makes it what it is, by
    its canonical name."""

    name: str
    kind: str
    sites: tuple[Site, ...]

    @property
    def root(self) -> Node:
        """The whole file."""
        return self.sites[0].node

    @property
    def stem(self) -> str:
        """Its name without folder and ending: how a block is cited."""
        return self.name.rsplit("/", 1)[-1].removesuffix(".yaml")

    def of(self, *sorts: Sort) -> Iterator[Site]:
        """The objects of some sorts."""
        return (site for site in self.sites if site.sort in sorts)


@lru_cache(maxsize=2)
def files_of(loaded: Loaded) -> tuple[File, ...]:
    """The files of what was loaded, as written. Walked once for all the families that look at them."""
    return tuple(
        File(name, KEYWORDS[kind], sites_of(root))
        for name, root in loaded.roots.items()
        if (kind := file_kind(root)) is not None
    )


@lru_cache(maxsize=2)
def places_of(loaded: Loaded) -> Mapping[Position, Site]:
    """The objects of all files by the place of their node, to find what a compiled spec is made of."""
    return {site.node.position: site for file in files_of(loaded) for site in file.sites}


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """An object where it is found: under which key of what holds it, and at which place of a list."""

    sort: Sort
    node: Node
    parent: Site
    under: str
    key: Node | None
    number: int


def included(file: File, files: tuple[File, ...]) -> tuple[File, ...]:
    """The blocks that a file takes in, and those that they take in."""
    blocks = {other.stem: other for other in files if other.kind == "block"}
    found: dict[str, File] = {}
    pending = [file]
    while pending:
        for site in pending.pop().of("include"):
            block = blocks.get(site.text("include"))
            if block is not None and block.stem not in found:
                found[block.stem] = block
                pending.append(block)
    return tuple(found.values())


def sites_of(root: Node) -> tuple[Site, ...]:
    """The objects of a tree in reading order, the file itself first. A path that would come twice gets a number."""
    top = Site("file", root, None, None, "")
    found = [top]
    if top.has("translation"):
        return (top,)
    seen: dict[str, int] = {}

    def add(it: _Found) -> None:
        path = _path(it)
        if it.sort in HOLDERS or it.sort in ("adaptation", "menu_link"):
            seen[path] = seen.get(path, 0) + 1
            path = path if seen[path] == 1 else f"{path}-{seen[path]}"
        site = Site(it.sort, it.node, it.key, it.parent, path)
        found.append(site)
        below(site)

    def below(site: Site) -> None:
        if site.sort == "list":
            found.extend(
                Site("option", value, key, site, f"{site.path}/{key.text}") for key, value in site.node.entries
            )
        for under, shape, sort in CHILDREN.get(site.sort, ()):
            value = site.get(under)
            for number, (key, node) in enumerate(_elements(value, shape) if value is not None else (), 1):
                add(_Found(_sort_of(sort, node), node, site, under, key, number))

    below(top)
    content = top.get("content")
    for number, node in enumerate(content.items if content is not None else (), 1):
        add(_Found(_guess(node), node, top, "content", None, number))
    return tuple(found)


def _elements(value: Node, shape: Shape) -> Iterator[tuple[Node | None, Node]]:
    """The objects under a key, with the keys that name them. A question may be one in place or the name of another."""
    match shape:
        case "one":
            if value.kind == "map":
                yield None, value
        case "each":
            yield from ((None, item) for item in value.items if item.kind == "map")
        case "named":
            yield from ((key, item) for key, item in value.entries if item.kind == "map")


def _sort_of(sort: Sort, node: Node) -> Sort:
    if node.get(FRENCH["include"]) is not None:
        return "include"
    if sort == "item" and any(node.get(FRENCH[name]) is not None for name, _, _ in PARTS):
        return "parts"
    return sort


def _guess(node: Node) -> Sort:
    """What an element of a block is."""
    names = {KEYWORDS[key.text] for key, _ in node.entries if key.text in KEYWORDS}
    sort: Sort = next((sort for keys, sort in GUESSES if keys & names), "request")
    return _sort_of(sort, node)


def _path(site: _Found) -> str:
    """Where an object is said to be: by its id where ids are unique in a file, else by its place in what holds it."""
    parent, sort, node = site.parent, site.sort, site.node
    own = node.get(FRENCH["id"])
    id_ = site.key.text if site.key is not None else own.text if own is not None else str(site.number)
    word = FRENCH[site.under]
    if sort == "include":
        prefix = node.get(FRENCH["prefix"]) or node.get(FRENCH["include"])
        return f"{FRENCH['include']}/{prefix.text if prefix is not None else site.number}"
    if sort in ("item", "parts"):
        return _path_of_item(parent, sort, id_, site.number)
    if sort == "menu_link":
        return f"{word}/{_target(node) or id_}"
    named = site.key is not None or own is not None
    if sort in HOLDERS and named and not (sort == "field" and parent.sort == "field"):
        return f"{FRENCH[HOLDERS[sort]]}/{id_}"
    if sort == "adaptation":
        return f"{parent.path}/{id_}"
    return (
        f"{parent.path}/{word}".strip("/")
        if sort in ALONE or site.under == "default_service"
        else f"{parent.path}/{word}/{id_}".strip("/")
    )


def _target(node: Node) -> str:
    """What a link around every page leads to, in one word."""
    named = next((node.get(FRENCH[name]) for name in TARGETS if node.get(FRENCH[name]) is not None), None)
    return named.text if named is not None else next((FRENCH[n] for n in OWN_PAGES if node.get(FRENCH[n])), "")


def _path_of_item(parent: Site, sort: Sort, id_: str, number: int) -> str:
    """A document by its id in its request, a group of documents by its numbers from the outside in."""
    word = FRENCH["provision"]
    if parent.sort != "parts":
        base = f"{parent.path}/{word}".strip("/")
        return base if sort == "parts" else f"{base}/{id_}"
    request = next((s for s in parent.holders() if s.sort != "parts"), parent)
    base = f"{request.path}/{word}".strip("/")
    if sort == "item":
        return f"{base}/{id_}"
    numbers = parent.path.removeprefix(base).strip("/")
    return f"{base}/{numbers}.{number}" if numbers else f"{base}/{number}"
