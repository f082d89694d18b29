"""The texts of a file that can be translated: each with its path, its place and the digest of its words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..source import Node
from .readable import texts_of
from .tree import FRENCH, File

NOT_WORDS = re.compile(r"\{[^{}]*\}|\([a-z]+:[^()]*\)|[\W\d_]+")
DIGITS = 8


@dataclass(frozen=True, slots=True)
class Translatable:
    """One text: its path in the file (`champs/nom/aide`), and the node that holds it."""

    path: str
    node: Node

    @property
    def digest(self) -> str:
        """What a translation cites to say which words it translates."""
        return digest_of(self.node.text)


def digest_of(text: str) -> str:
    """The first digits of the SHA-256 of a text, line breaks at its end apart."""
    return hashlib.sha256(text.rstrip("\n").encode()).hexdigest()[:DIGITS]


def translatable_texts(file: File) -> Mapping[str, Translatable]:
    """Every text of a file that people read, by path, in reading order.

    A text without a word of its own (`{nom}`, `12`) has nothing to translate. A block is a file of its own, whoever
    includes it; what an inclusion changes belongs to the file that says so.
    """
    found: dict[str, Translatable] = {}
    for site in file.sites:
        for _, name, node in texts_of(site):
            if NOT_WORDS.sub("", node.text):
                path = site.path if site.sort == "option" else f"{site.path}/{FRENCH[name]}"
                found.setdefault(path, Translatable(path, node))
    return found
