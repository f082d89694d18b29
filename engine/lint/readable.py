"""What people read of an object: which of its keys, and whether as a label or as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ..context import within
from ..keywords import KEYWORDS
from ..problems import Problem
from ..source import Node
from .tree import Site

LABELS = frozenset({"label", "title"})
SENTENCES = frozenset(
    {
        "announcement",
        "hint",
        "instruction",
        "introduction",
        "message",
        "note",
        "notice",
        "pattern_message",
        "recap",
        "text",
    }
)
OTHERS = frozenset(
    {
        "add_label",
        "button",
        "confirm_label",
        "heading",
        "list_title",
        "max_age",
        "neutral_title",
        "remaining",
        "remove_label",
        "sender",
        "subject",
        "subtitle",
        "template",
    }
)
READ = LABELS | SENTENCES | OTHERS
UNREAD = frozenset({"fact", "service", "table", "deposit"})
"""Sorts whose words only the author and the administration read."""

WRITTEN = frozenset({"text", "mail", "discreet"})
"""Sorts whose content is a text; that of a step says what is on its page."""

Sense = Literal["label", "sentences", "other"]


def texts_of(site: Site) -> Iterator[tuple[Sense, str, Node]]:
    """What people read of an object: in which sense, under which key by its canonical name, and the text."""
    if site.sort in UNREAD:
        return
    if site.sort == "option":
        if site.node.kind == "scalar":
            yield "label", "label", site.node
        return
    for key, value in site.node.entries:
        name = KEYWORDS.get(key.text, "")
        if value.kind != "scalar" or not value.text:
            continue
        if name in LABELS:
            yield "label", name, value
        elif name in SENTENCES or (name == "content" and site.sort in WRITTEN):
            yield "sentences", name, value
        elif name in OTHERS and not (name == "template" and site.sort == "deposit"):
            yield "other", name, value


def said(code: str, node: Node, words: str, **params: str) -> Problem:
    """A finding at the words of a text. Of a text over several lines it stands at its start, where a comment may
    suppress it, and the words are its second place."""
    place = within(node, words)
    if place.position.line == node.position.line:
        return Problem(place.position, code, params, length=place.length)
    return Problem(node.position, code, params, length=node.length, related=place.position)
