"""D4xx: justificatifs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from ..conditions.nodes import references
from ..justificatifs import all_requests
from ..problems import Position, Problem
from ..source import Node
from ..spec import Alternatives, Cases, Item, Justificatif, JustificatifGroup, Motif, Procedure, Provision
from .rules import Family, LintRule, Subject, finding
from .tree import FRENCH, Site, files_of, places_of
from .wording import folded

Places = Mapping[Position, Site]

RULES: tuple[LintRule, ...] = (
    LintRule("D401", "warning", {"fr": "groupe sans justificatif", "en": "group without a justificatif"}),
    LintRule("D402", "warning", {"fr": "demande conditionnelle sans en-tête", "en": "conditional request, no heading"}),
    LintRule("D403", "warning", {"fr": "en-tête qui ne sera jamais lu", "en": "heading that is never shown"}),
    LintRule("D404", "warning", {"fr": "alternative d'un seul élément", "en": "alternatives of a single element"}),
    LintRule("D405", "warning", {"fr": "même document demandé deux fois", "en": "the same document asked twice"}),
    LintRule("D406", "warning", {"fr": "moins de fichiers que de pièces", "en": "fewer files than documents"}),
    LintRule("D407", "warning", {"fr": "envoi par pièce sans pièces", "en": "upload by item without items"}),
    LintRule("D408", "warning", {"fr": "code donné deux fois", "en": "code given twice"}),
    LintRule("D409", "warning", {"fr": "deux pièces de même nom", "en": "two items of one name"}),
    LintRule("D410", "warning", {"fr": "consigne contraire à la règle", "en": "instruction against the rule"}),
    LintRule("D411", "warning", {"fr": "demande que rien n'explique", "en": "request that nothing explains"}),
)

ONE_OF_THEM = re.compile(r"\b(?:un|une|l'un|l'une)(?: seule?)? (?:des|de ces|parmi)\b")
ALL_OF_THEM = re.compile(r"\btou(?:s|tes) (?:les|ces)\b|\bchac(?:un|une) des\b|\bl'ensemble des\b")
VAGUE = re.compile(
    r"(?:un |une |des |les )?(?:autres? )?"
    r"(?:documents?|justificatifs?|pieces?(?: jointes?)?|pieces? justificatives?|fichiers?|preuves?|attestations?)"
    r"(?: complementaires?| supplementaires?| a joindre| divers(?:es)?| a fournir)?"
)


def check(subject: Subject) -> Iterator[Problem]:
    """What is wrong with the documents asked: in each file, then in what each motif asks."""
    for file in files_of(subject.loaded):
        for site in file.of("request"):
            yield from _of_request(site)
        for site in file.of("parts"):
            yield from _of_parts(site)
    places = places_of(subject.loaded)
    for procedure in subject.loaded.catalogue.procedures.values():
        yield from _empty_groups(procedure, places)
        for motif in procedure.motifs.values():
            yield from _asked_together(motif, places)
        for request in procedure.justificatifs.values():
            yield from _of_built(request, procedure, places)


FAMILY = Family("justificatifs", {"fr": "Justificatifs", "en": "Justificatifs"}, RULES, check)


def _of_request(site: Site) -> Iterator[Problem]:
    heading = site.get("heading")
    if heading is not None and not site.has("condition"):
        yield finding("D403", site.node.key(FRENCH["heading"]) or heading, found=heading.text)
    explained = site.has("text", "instruction", "note", "provision", "field")
    if not explained and VAGUE.fullmatch(folded(site.text("label")).strip()):
        yield finding("D411", site.where, found=site.text("label"))


def _of_parts(site: Site) -> Iterator[Problem]:
    mode = next((name for name in ("one_of", "all_of") if site.has(name)), None)
    listed = site.get(mode) if mode is not None else None
    if mode is None or listed is None:
        return
    key = site.node.key(FRENCH[mode]) or listed
    alone = len(listed.items) == 1 and listed.items[0].get(FRENCH["include"]) is None
    if alone and not site.has("title", "instruction", "condition"):
        yield finding("D404", key, found=key.text)
    yield from _same_names(listed.items)
    instruction = site.get("instruction")
    if instruction is None and site.parent is not None and site.parent.sort == "request":
        instruction = site.parent.get("instruction")
    if instruction is not None and len(listed.items) > 1:
        said = ONE_OF_THEM if mode == "all_of" else ALL_OF_THEM
        words = said.search(instruction.text.casefold().replace("’", "'"))
        if words is not None:
            yield finding("D410", instruction, found=words[0], mode=key.text, related=key.position)


def _same_names(nodes: Iterable[Node]) -> Iterator[Problem]:
    """Documents of one list that can't be told apart."""
    seen: dict[str, Node] = {}
    for node in nodes:
        label = node.get(FRENCH["label"]) if node.kind == "map" else None
        if label is None:
            continue
        words = folded(label.text).strip().removeprefix("ou ")
        first = seen.setdefault(words, label)
        if first is not label:
            yield finding("D409", label, found=label.text, related=first.position)


def _place(places: Places, found: Justificatif | JustificatifGroup, key: str) -> Node | None:
    """Where a request or a group says something, at the key of what is no text; else where its label or title is."""
    site = places.get(found.position)
    if site is None:
        return None
    value = site.get(key)
    return site.node.key(FRENCH[key]) if value is not None and value.kind != "scalar" else value or site.where


def _empty_groups(procedure: Procedure, places: Places) -> Iterator[Problem]:
    """Groups in which no motif asks anything: their title is never shown."""
    used = {group.id for motif in procedure.motifs.values() for group in _groups(motif) if _asks(group)}
    for motif in procedure.motifs.values():
        for group in _groups(motif):
            node = _place(places, group, "title")
            if group.id not in used and node is not None:
                yield finding("D401", node, found=group.title)


def _groups(motif: Motif) -> tuple[JustificatifGroup, ...]:
    return tuple(part for group in motif.groups for part in (group, *group.groups))


def _asks(group: JustificatifGroup) -> bool:
    return bool(group.requests) or any(inner.requests for inner in group.groups)


def _asked_together(motif: Motif, places: Places) -> Iterator[Problem]:
    """The same document asked of everyone twice, and codes that letters could not tell apart."""
    labels: dict[str, Justificatif] = {}
    codes: dict[str, Justificatif] = {}
    for request in all_requests(motif):
        first = codes.setdefault(request.code, request)
        node = _place(places, request, "code")
        if first is not request and node is not None:
            yield finding("D408", node, found=request.code, related=first.position)
        if request.condition is not None:
            continue
        first = labels.setdefault(folded(request.label).strip(), request)
        node = _place(places, request, "label")
        if first is not request and node is not None:
            yield finding("D405", node, found=request.label, related=first.position)


def _of_built(request: Justificatif, procedure: Procedure, places: Places) -> Iterator[Problem]:
    node = _place(places, request, "condition")
    if node is not None and request.heading is None and _may_be_unknown(request, procedure):
        yield finding("D402", node, found=request.label)
    node = _place(places, request, "upload")
    leaves = _leaves(request.provision)
    if node is not None and request.per_item and leaves < 2:
        yield finding("D407", node, found=node.text)
    needed = _needed(request.provision)
    node = _place(places, request, "maximum")
    if node is not None and not request.per_item and needed > request.max_files:
        yield finding("D406", node, needed=str(needed), max=str(request.max_files))


def _may_be_unknown(request: Justificatif, procedure: Procedure) -> bool:
    """Whether the list may be printed before the condition of a request is known: it reads a field."""
    if request.condition is None:
        return False
    read = references(request.condition)
    inputs = (procedure.facts[name].inputs if name in procedure.facts else {name} for name in read)
    return any(name in procedure.fields for names in inputs for name in names)


def _leaves(provision: Provision | None) -> int:
    """How many documents an alternative names."""
    match provision:
        case None:
            return 0
        case Item():
            return 1
        case Alternatives():
            return sum(map(_leaves, provision.parts))
        case Cases():
            return sum(map(_leaves, provision.cases.values()))
        case _:
            assert_never(provision)


def _needed(provision: Provision | None) -> int:
    """The fewest documents that satisfy an alternative whatever the answers: those under a condition count for none."""
    match provision:
        case None:
            return 0
        case Item():
            return 0 if provision.condition is not None else 1
        case Alternatives(mode="all_of"):
            return 0 if provision.condition is not None else sum(map(_needed, provision.parts))
        case Alternatives():
            return 0 if provision.condition is not None else min(map(_needed, provision.parts), default=0)
        case Cases():
            return min(map(_needed, provision.cases.values()), default=0)
        case _:
            assert_never(provision)
