"""What every page must hold, read from its HTML with the standard parser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"))
CONTROLS = frozenset(("input", "select", "textarea"))
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "for")


@dataclass(slots=True)
class Node:
    """An element. `children` are elements and runs of text."""

    tag: str
    attributes: dict[str, str]
    parent: Node | None
    children: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This element and all those inside, in page order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def find(self, tag: str, **attributes: str) -> list[Node]:
        """The elements inside with this tag and these attributes (`name_` stands for `name`)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [n for n in self.walk() if n.tag == tag and all(n.attributes.get(k) == v for k, v in wanted.items())]

    def one(self, tag: str, **attributes: str) -> Node:
        """The only such element. Fails when there is none or several."""
        (found,) = self.find(tag, **attributes)
        return found

    @property
    def text(self) -> str:
        """The text inside, spaces collapsed (no-break ones too)."""
        return " ".join(self._runs().split())

    def _runs(self) -> str:
        return "".join(c if isinstance(c, str) else c._runs() for c in self.children)

    def inside(self, tag: str) -> Node | None:
        """The nearest enclosing element with this tag."""
        node = self.parent
        while node is not None and node.tag != tag:
            node = node.parent
        return node


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("#document", {}, None)
        self.open = self.root
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("option", "optgroup"):
            self._end_option()
        repeated = [name for name, count in Counter(name for name, _ in attrs).items() if count > 1]
        self.faults += [f"<{tag}> repeats {name}" for name in repeated]
        node = Node(tag, {name: value or "" for name, value in attrs}, self.open)
        self.open.children.append(node)
        if tag not in VOID:
            self.open = node

    def _end_option(self) -> None:
        """The end tag of an option may be omitted (WHATWG HTML, optional tags)."""
        if self.open.tag == "option" and self.open.parent is not None:
            self.open = self.open.parent

    def handle_endtag(self, tag: str) -> None:
        if tag in ("optgroup", "select"):
            self._end_option()
        if self.open.tag != tag or self.open.parent is None:
            self.faults.append(f"</{tag}> closes <{self.open.tag}>")
            return
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.children.append(data)


def parse(html: str) -> Node:
    """The tree of a page. Fails when tags do not close in order or an attribute is given twice."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.faults == []
    assert builder.open is builder.root
    return builder.root


def faults(html: str) -> list[str]:
    """Everything wrong with a whole page; an empty list for a good one."""
    tree = parse(html)
    return [
        *_ids(tree),
        *_labels(tree),
        *_groups(tree),
        *_headings(tree),
        *_inline(tree, html),
        *_forms(tree),
        *_structure(tree),
    ]


def _ids(tree: Node) -> Iterator[str]:
    ids = Counter(n.attributes["id"] for n in tree.walk() if "id" in n.attributes)
    yield from (f"id {i!r} given {count} times" for i, count in ids.items() if count > 1)
    yield from (f"id {i!r} is empty or holds a space" for i in ids if not i or re.search(r"\s", i))
    for node in tree.walk():
        for name in REFERENCES:
            if name in node.attributes:
                targets = node.attributes[name].split()
                yield from (f"{name}={t!r} leads nowhere" for t in targets if t not in ids)
                if not targets:
                    yield f"{name} is empty on <{node.tag}>"
        target = node.attributes.get("href", "")
        if target.startswith("#") and target[1:] not in ids:
            yield f"href={target!r} leads nowhere"


def _labels(tree: Node) -> Iterator[str]:
    labelled = Counter(n.attributes["for"] for n in tree.find("label") if n.text)
    for node in tree.walk():
        if node.tag not in CONTROLS or node.attributes.get("type") == "hidden":
            continue
        if labelled[node.attributes.get("id", "")] != 1:
            yield f"control {node.attributes.get('name')!r} has {labelled[node.attributes.get('id', '')]} labels"
        if "placeholder" in node.attributes:
            yield f"control {node.attributes.get('name')!r} has a placeholder"
    for node in (*tree.find("button"), *tree.find("a")):
        if not node.text:
            yield f"<{node.tag}> without words"


def _groups(tree: Node) -> Iterator[str]:
    for fieldset in tree.find("fieldset"):
        legends = [c for c in fieldset.children if isinstance(c, Node) and c.tag == "legend"]
        first = next((c for c in fieldset.children if isinstance(c, Node)), None)
        if len(legends) != 1 or legends[0] is not first or not legends[0].text:
            yield f"fieldset without its legend first: {fieldset.text[:40]!r}"
    for radio in tree.find("input", type="radio"):
        if radio.inside("fieldset") is None:
            yield f"radio {radio.attributes.get('name')!r} outside a fieldset"


def _headings(tree: Node) -> Iterator[str]:
    found = [(int(n.tag[1]), n) for n in tree.walk() if re.fullmatch(r"h[1-6]", n.tag)]
    if sum(level == 1 for level, _ in found) != 1:
        yield f"{sum(level == 1 for level, _ in found)} h1"
    # The summary of errors comes before the h1.
    levels = [level for level, node in found if node.attributes.get("class") != "notice__title"]
    yield from (f"h{a} then h{b}" for a, b in pairwise(levels) if b > a + 1)
    yield from (f"empty h{level}" for level, node in found if not node.text)


def _inline(tree: Node, html: str) -> Iterator[str]:
    for node in tree.walk():
        yield from (f"<{node.tag}> has {n}" for n in node.attributes if n == "style" or n.startswith("on"))
        if node.tag == "style" or (node.tag == "script" and (node.text or "src" not in node.attributes)):
            yield f"inline <{node.tag}>"
        for name in ("src", "href", "action"):
            value = node.attributes.get(name, "")
            if re.match(r"(?i)(?:https?:)?//", value) and node.tag != "a":
                yield f"<{node.tag}> asks {value} of somebody else"
            if re.match(r"(?i)\s*(?:javascript|data|vbscript):", value):
                yield f"<{node.tag}> {name}={value!r}"
        if node.attributes.get("target") == "_blank" and node.attributes.get("rel") != "noreferrer noopener":
            yield f"new window without rel: {node.text!r}"
    if "\ufdd0" in html or "\ufdd1" in html:
        yield "a mark was left"


def _forms(tree: Node) -> Iterator[str]:
    for form in tree.find("form"):
        if form.attributes.get("method") != "post" or "novalidate" not in form.attributes:
            yield "form that is not a post, or validates"
        # The quick exit has none: it works whatever became of the session.
        if len(form.find("input", name="jeton", type="hidden")) != ("data-exit" not in form.attributes):
            yield "form without its token"
        if form.find("input", type="file") and form.attributes.get("enctype") != "multipart/form-data":
            yield "form of files without enctype"
        yield from (f"button without a type: {b.text!r}" for b in form.find("button") if "type" not in b.attributes)
        names = Counter(
            n.attributes["name"]
            for n in form.walk()
            if n.tag in CONTROLS and n.attributes.get("type") not in ("radio",) and "name" in n.attributes
        )
        yield from (f"{count} controls named {name!r}" for name, count in names.items() if count > 1)
        yield from ("form inside a form" for _ in range(form.inside("form") is not None))


def _structure(tree: Node) -> Iterator[str]:
    for tag in ("html", "head", "body", "header", "main", "title"):
        if len(tree.find(tag)) != 1:
            yield f"{len(tree.find(tag))} <{tag}>"
    if not tree.one("html").attributes.get("lang"):
        yield "html without lang"
    for node in tree.walk():
        if node.tag in ("ul", "ol") and any(isinstance(c, Node) and c.tag != "li" for c in node.children):
            yield f"<{node.tag}> holds something else than items"
        if node.tag == "p" and any(c.tag in ("p", "ul", "ol", "div", "h2", "h3") for c in node.walk() if c is not node):
            yield f"block inside a paragraph: {node.text[:40]!r}"
        if node.tag == "li" and node.parent is not None and node.parent.tag not in ("ul", "ol"):
            yield "item outside a list"
