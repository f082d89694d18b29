"""I5xx: translations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..nearest import nearest
from ..problems import Problem
from ..source import Node
from .rules import Family, LintRule, Subject, finding
from .translatable import Translatable, translatable_texts
from .tree import FRENCH, File, files_of, included

RULES: tuple[LintRule, ...] = (
    LintRule("I501", "warning", {"fr": "textes sans traduction", "en": "texts without a translation"}),
    LintRule("I502", "warning", {"fr": "traduction d'un texte qui a changé", "en": "translation of an older text"}),
    LintRule("I503", "warning", {"fr": "traduction d'un texte inconnu", "en": "translation of an unknown text"}),
    LintRule("I504", "error", {"fr": "traduction qui ne cite pas la même chose", "en": "translation citing otherwise"}),
    LintRule("I505", "warning", {"fr": "traduction vide", "en": "empty translation"}),
    LintRule("I506", "error", {"fr": "langue inconnue", "en": "unknown language"}),
    LintRule("I507", "error", {"fr": "traduction au nom d'un autre fichier", "en": "translation named otherwise"}),
    LintRule("I508", "error", {"fr": "traduction d'un fichier absent", "en": "translation of a missing file"}),
    LintRule("I509", "note", {"fr": "traduction qui s'arrête en chemin", "en": "translation that stops halfway"}),
)

SOURCE_LANGUAGE = "fr"
_LANGUAGES = """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja
    jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb
    nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq
    sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ckb kmr
    prs rom snk
"""
LANGUAGES = frozenset(_LANGUAGES.split())
"""ISO 639-1, and Sorani, Kurmanji, Dari, Romani and Soninke, which have no code of two letters."""
SHOWN = 5
"""How many paths are said of what is missing."""
PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9_]*\}")
TARGET = re.compile(r"\]\(([^()\s]+)\)")


def check(subject: Subject) -> Iterator[Problem]:
    """What each translation lacks, or says of a text that is no longer there."""
    files = files_of(subject.loaded)
    by_name = {file.name: file for file in files}
    translations = [_Translation(file) for file in files if file.kind == "translation"]
    for translation in translations:
        yield from translation.faults(by_name)
    if translations and subject.loaded.whole:
        yield from _halfway(files, translations)


FAMILY = Family("translations", {"fr": "Traductions", "en": "Translations"}, RULES, check)


class _Translation:
    """A file of translations: what it says it translates, and into which language."""

    def __init__(self, file: File) -> None:
        self.file = file
        head = file.root.get(FRENCH["translation"]) or file.root
        self.of = head.get(FRENCH["translated_file"]) or head
        self.language = head.get(FRENCH["language"]) or head
        folder, slash, self.own_name = file.name.rpartition("/")
        self.original = f"{folder}{slash}{self.of.text}.yaml"

    def faults(self, files: Mapping[str, File]) -> Iterator[Problem]:
        """What is wrong with its head, then with its texts."""
        if self.language.text not in LANGUAGES - {SOURCE_LANGUAGE}:
            yield finding("I506", self.language, found=self.language.text)
        wanted = f"{self.of.text}.{self.language.text}.yaml"
        original = files.get(self.original)
        if original is None or original.kind == "translation":
            stems = sorted(f.stem for f in files.values() if self._beside(f))
            yield finding("I508", self.of, found=self.of.text, expected=stems)
            return
        if self.own_name != wanted:
            yield finding("I507", self.of, found=self.own_name, wanted=wanted)
        yield from self._texts(translatable_texts(original))

    def _beside(self, file: File) -> bool:
        """Whether a file stands in the same folder and may be translated."""
        same = file.name.rpartition("/")[0] == self.file.name.rpartition("/")[0]
        return same and file.kind not in ("translation", "services")

    def _texts(self, known: Mapping[str, Translatable]) -> Iterator[Problem]:
        key = self.file.root.key(FRENCH["texts"])
        texts = self.file.root.get(FRENCH["texts"])
        if texts is None or key is None:
            return
        missing = [path for path in known if texts.get(path) is None]
        if missing:
            said = ", ".join(missing[:SHOWN]) + (" …" if len(missing) > SHOWN else "")
            yield finding("I501", key, count=str(len(missing)), found=said, language=self.language.text)
        for path, entry in texts.entries:
            if path.text in known:
                yield from _entry(path, entry, known[path.text])
            else:
                yield replace(finding("I503", path, found=path.text), suggestion=nearest(path.text, known))


def _entry(path: Node, entry: Node, known: Translatable) -> Iterator[Problem]:
    text, digest = entry.get(FRENCH["text"]), entry.get(FRENCH["source"])
    if digest is not None and digest.text != known.digest:
        yield finding("I502", digest, found=path.text, wanted=known.digest, related=known.node.position)
    if text is None or not text.text.strip():
        yield finding("I505", text or path, found=path.text)
        return
    theirs, ours = _cited(known.node.text), _cited(text.text)
    if theirs != ours:
        french, english = _differences(" ".join(sorted(theirs - ours)), " ".join(sorted(ours - theirs)))
        yield finding("I504", text, found_fr=french, found_en=english, related=known.node.position)


def _cited(text: str) -> frozenset[str]:
    return frozenset((*PLACEHOLDER.findall(text), *TARGET.findall(text)))


def _differences(lacking: str, extra: str) -> tuple[str, str]:
    """What a translation does not cite, and what it cites too much, in French and in English."""
    french = [f"il y manque {lacking}"] * bool(lacking) + [f"elle a en trop {extra}"] * bool(extra)
    english = [f"it lacks {lacking}"] * bool(lacking) + [f"it has {extra} besides"] * bool(extra)
    return " ; ".join(french), "; ".join(english)


def _halfway(files: tuple[File, ...], translations: list[_Translation]) -> Iterator[Problem]:
    """Of a procedure that is translated, what its pages also show and that is not: its blocks, and the portal."""
    done = {(t.original, t.language.text) for t in translations}
    by_name = {file.name: file for file in files}
    portals = [file.name for file in files if file.kind == "portal"]
    for translation in translations:
        original = by_name.get(translation.original)
        if original is None or original.kind != "procedure":
            continue
        language = translation.language.text
        shown = [*portals, *(block.name for block in included(original, files))]
        lacking = [name for name in shown if (name, language) not in done and translatable_texts(by_name[name])]
        if lacking:
            said = ", ".join(name.rpartition("/")[2] for name in lacking)
            yield finding("I509", translation.language, language=language, found=said)
