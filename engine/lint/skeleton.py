"""A file of translations to fill in: made from the French file, or brought up to date with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ..source import Node
from .translatable import translatable_texts
from .tree import FRENCH, File

BLOCK = re.compile(r"[^\s\x00-\x1f\x7f\u2028\u2029\ufeff][^\x00-\x09\x0b-\x1f\x7f\u2028\u2029\ufeff]*")
"""A text that may be written on lines of its own: it begins with no space, and holds nothing invisible."""


def skeleton(file: File, language: str, old: Node | None = None) -> str:
    """The translations of a file into a language, as YAML: each text under its path, the French above it.

    `old` is the root of the translations there are: what they say is kept with the digest they cite, so that what is
    stale is still said to be; what translates no text any more stands at the end.
    """
    return "\n".join(_lines(file, language, old))


def _lines(file: File, language: str, old: Node | None) -> Iterator[str]:
    known = translatable_texts(file)
    done = dict(_entries(old))
    yield f"{FRENCH['translation']}:"
    yield f"  {FRENCH['translated_file']}: {file.stem}"
    yield f"  {FRENCH['language']}: {language}"
    yield ""
    yield f"{FRENCH['texts']}:"
    for path, text in known.items():
        yield from (f"  # {line}".rstrip() for line in text.node.text.strip().split("\n"))
        yield from _entry(path, *done.pop(path, ("", text.digest)))
    if done:
        yield "  # ---"
    for path, (words, digest) in done.items():
        yield from _entry(path, words, digest)
    yield ""


def _entries(old: Node | None) -> Iterator[tuple[str, tuple[str, str]]]:
    texts = old.get(FRENCH["texts"]) if old is not None else None
    for path, entry in texts.entries if texts is not None else ():
        words, digest = entry.get(FRENCH["text"]), entry.get(FRENCH["source"])
        yield path.text, (words.text if words is not None else "", digest.text if digest is not None else "")


def _entry(path: str, words: str, digest: str) -> Iterator[str]:
    yield f"  {path}:"
    yield f"    {FRENCH['text']}: {_scalar(words)}"
    yield f'    {FRENCH["source"]}: "{digest}"'


def _scalar(words: str) -> str:
    """A text as YAML: between quotes, or line by line when it has several."""
    if "\n" not in words.rstrip("\n") or not BLOCK.fullmatch(words):
        return json.dumps(words, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    lines = "".join(f"\n      {line}" if line else "\n" for line in words.rstrip("\n").split("\n"))
    return f"|{'' if words.endswith(chr(10)) else '-'}{lines}"
