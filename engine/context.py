"""What building shares: the problems found, and tolerant access to nodes.

Structure is checked before (`engine.schema`); building goes on over a faulty file so that everything wrong in it is
said at once. So an accessor gives an empty value where the node is missing or of another shape, and says nothing: the
schema already did.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from .nearest import nearest
from .problems import Position, Problem, Severity
from .source import Node
from .texts import Text, link_kind, parse_text

A_LINK = re.compile(r"\[(?P<text>.*)\]\((?P<target>.*)\)", re.DOTALL)
NAMED_LINK = re.compile(r"(lien|document):[a-z][a-z0-9_]*")
A_TAG = re.compile(r"<(?P<closing>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)[^>]*>", re.DOTALL)
WHOLE = re.compile(r"[0-9]{1,9}")
EMPTY_TEXT = Text("", (), frozenset(), frozenset(), frozenset())


def link_code(construct: str) -> str:
    """What is said of a construct that a text may not hold: of a link, what of it is refused."""
    link = A_LINK.fullmatch(construct)
    if link is None:
        return "S124"
    allowed = NAMED_LINK.fullmatch(link["target"]) or link_kind(link["target"]) is not None
    return "S153" if allowed else "S152"


def unpaired(refused: Iterable[str]) -> Iterator[str]:
    """What is refused of a text, without the tag that closes one said already: `</b>` after `<b>`."""
    opened: list[str] = []
    for construct in refused:
        tag = A_TAG.fullmatch(construct)
        if tag is not None and tag["closing"] and tag["name"] in opened:
            opened.remove(tag["name"])
            continue
        if tag is not None and not tag["closing"]:
            opened.append(tag["name"])
        yield construct


@dataclass(slots=True)
class Context:
    """Collects problems; remembers every text, to check what it cites at the end, and the fields of groups, with their
    group and place: nothing outside it may read them."""

    problems: list[Problem] = field(default_factory=list)
    texts: list[tuple[Text, Node]] = field(default_factory=list)
    members: dict[str, tuple[str, Position]] = field(default_factory=dict)

    def report(
        self,
        node: Node,
        code: str,
        *,
        expected: Iterable[str] = (),
        related: Position | None = None,
        severity: Severity = "error",
        meant: str | None = None,
        **params: str,
    ) -> None:
        """Notes a problem at a node. Where names are expected, the nearest to what was found is suggested, unless what
        was meant is known."""
        names = tuple(expected)
        near = meant or nearest(params.get("found", node.text), names)
        self.problems.append(
            Problem(
                position=node.position,
                code=code,
                params=params,
                severity=severity,
                length=node.length,
                expected=names,
                suggestion=near if near != params.get("found") else None,
                related=related,
            )
        )

    def text(self, node: Node | None, key: str) -> Text | None:
        """A rich text under a key, or None."""
        value = node.get(key) if node is not None else None
        return self.text_of(value) if value is not None and value.kind == "scalar" else None

    def text_of(self, node: Node) -> Text:
        """A scalar as a rich text."""
        text, refused = parse_text(node.text)
        for construct in unpaired(refused):
            self.report(within(node, construct), link_code(construct), found=construct)
        self.texts.append((text, node))
        return text

    def declare(self, seen: dict[str, Node], node: Node, kind: str) -> bool:
        """Whether this id is new in `seen`; a second use is a problem at the second place."""
        first = seen.get(node.text)
        if first is None:
            seen[node.text] = node
            return True
        self.report(node, "R106", found=node.text, kind=kind, related=first.position)
        return False


def lines_of(node: Node) -> tuple[str, ...]:
    """The lines of the file that a scalar comes from, from its first character on."""
    return node.written or ('"' * node.quoted + node.text,)


def _in_a_block(words: str) -> Iterator[str]:
    """A name between braces as the block may say it, that is included under a prefix."""
    name = words[1:-1] if words.startswith("{") and words.endswith("}") else ""
    while "_" in name:
        name = name.partition("_")[2]
        yield f"{{{name}}}"


def within(node: Node, words: str) -> Node:
    """Where a text says these words – or only the first of them, when they go on on another line – in its file; the
    whole text when they can't be found."""
    lines = lines_of(node)
    parts = (words, words.split("\n", maxsplit=1)[0], words.split(" ", maxsplit=1)[0], *_in_a_block(words))
    for part in dict.fromkeys(parts):
        pattern = re.compile(re.escape(part) + (r"(?!\w)" if part[-1:].isalnum() else ""))
        for number, line in enumerate(lines):
            found = pattern.search(line)
            if found is not None:
                place = node.position
                column = found.start() + (1 if number else place.column)
                at = replace(place, line=place.line + number, column=column)
                return replace(node, position=at, length=len(part))
    return node


def scalar(node: Node | None, key: str, default: str = "") -> str:
    """The text of a scalar under a key."""
    value = node.get(key) if node is not None else None
    return value.text if value is not None and value.kind == "scalar" else default


def optional(node: Node, key: str) -> str | None:
    """The text of a scalar under a key, or None."""
    return scalar(node, key) or None


def items(node: Node | None, key: str) -> tuple[Node, ...]:
    """The elements of a list under a key."""
    value = node.get(key) if node is not None else None
    return value.items if value is not None else ()


def entries(node: Node | None, key: str) -> tuple[tuple[Node, Node], ...]:
    """The pairs of a map under a key."""
    value = node.get(key) if node is not None else None
    return value.entries if value is not None else ()


def flag(node: Node, key: str, *, default: bool) -> bool:
    """`oui` or `non` under a key."""
    text = scalar(node, key)
    return default if text not in ("oui", "non") else text == "oui"


def integer(node: Node | None, key: str, default: int) -> int:
    """A whole number under a key."""
    found = whole(scalar(node, key))
    return default if found is None else found


def whole(text: str) -> int | None:
    """The number that a few digits say; None for anything else, `²` and thousands of digits included."""
    return int(text) if WHOLE.fullmatch(text) else None


def plain(node: Node) -> object:
    """An answer as text, lists and maps. An empty scalar is None: asked, and left empty."""
    match node.kind:
        case "scalar":
            return node.text if node.text or node.quoted else None
        case "list":
            return [plain(item) for item in node.items]
        case "map":
            return {key.text: plain(value) for key, value in node.entries}
