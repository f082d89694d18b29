"""Z8xx: sources and open questions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from ..problems import Problem
from ..source import Node
from .rules import Family, LintRule, Subject, finding
from .tree import File, Site, Sort, files_of
from .wording import folded

RULES: tuple[LintRule, ...] = (
    LintRule("Z801", "note", {"fr": "ce qui ne dit pas d'où il vient", "en": "what does not say where it comes from"}),
    LintRule("Z802", "note", {"fr": "question ouverte", "en": "open question"}),
    LintRule("Z803", "note", {"fr": "version qui n'est pas une date", "en": "version that is not a date"}),
    LintRule("Z804", "note", {"fr": "source trop vague", "en": "source too vague"}),
)

TOLD: tuple[Sort, ...] = ("field", "request", "rule", "orientation")
"""What somebody will ask the origin of: each is an obligation, or sends people away."""
ANSWERS = ("source", "to_validate")

NAMED_ALONE = re.compile(
    r"(?:le |la |les |un |une |l'|cf\.? )?"
    r"(?:guide|code|loi|decret|arrete|circulaire|instruction|texte|reglement|notice|note|ceseda|legifrance|"
    r"service-public|site|internet|formulaire|cerfa|annexe|doc(?:umentation)?|metier|juridique|reunion|mail|courriel)"
    r"(?: (?:usager|officiel(?:le)?|civil|penal|metier|general|en vigueur|ministerielle?|administratif|interne|web))?"
)


def check(subject: Subject) -> Iterator[Problem]:
    """What a file does not say of its origin, and what it leaves open."""
    for file in files_of(subject.loaded):
        yield from _without_source(file)
        yield from _open_questions(file)
        for site in file.sites:
            yield from _vague(site)
        for site in file.of("head"):
            yield from _version(site)


FAMILY = Family("sources", {"fr": "Sources et questions ouvertes", "en": "Sources and open questions"}, RULES, check)


def _without_source(file: File) -> Iterator[Problem]:
    """One finding for a whole file, at the first place; the origin of what holds an object is its own too."""
    bare = [site.where for site in file.of(*TOLD) if not _told(site)]
    if bare:
        first, *others = bare
        yield replace(finding("Z801", first, count=str(len(bare))), also=tuple(node.position for node in others))


def _told(site: Site) -> bool:
    return site.has(*ANSWERS) or any(s.has(*ANSWERS) for s in site.holders() if s.sort != "file")


def _open_questions(file: File) -> Iterator[Problem]:
    """Each question once a file, however many places ask it."""
    asked: dict[str, list[Node]] = {}
    for site in file.sites:
        question = site.get("to_validate") if site.node.kind == "map" else None
        if question is not None and question.kind == "scalar":
            asked.setdefault(question.text, []).append(question)
    for text, (first, *others) in asked.items():
        yield replace(finding("Z802", first, found=text), also=tuple(node.position for node in others))


def _vague(site: Site) -> Iterator[Problem]:
    source = site.get("source") if site.node.kind == "map" else None
    if source is not None and source.kind == "scalar" and NAMED_ALONE.fullmatch(folded(source.text).strip(" .")):
        yield finding("Z804", source, found=source.text)


def _version(site: Site) -> Iterator[Problem]:
    version = site.get("version")
    if version is None:
        return
    try:
        dt.datetime.strptime(version.text, "%Y-%m-%d").replace(tzinfo=dt.UTC)
    except ValueError:
        yield finding("Z803", version, found=version.text)
