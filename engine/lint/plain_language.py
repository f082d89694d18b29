"""A6xx: plain language and accessibility."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ..context import within
from ..problems import Edit, Position, Problem
from ..source import Node
from ..spec import Field, Procedure, Section
from .readable import said, texts_of
from .rules import Family, LintRule, Subject, finding
from .tree import FRENCH, File, Site, files_of, places_of
from .wording import JARGON, autocomplete_of, folded, sentences_of, whole_words, words_in

RULES: tuple[LintRule, ...] = (
    LintRule("A601", "note", {"fr": "libellé très long", "en": "very long label"}),
    LintRule("A602", "note", {"fr": "phrase très longue", "en": "very long sentence"}),
    LintRule("A603", "warning", {"fr": "libellé en majuscules", "en": "label in capitals"}),
    LintRule("A604", "warning", {"fr": "marque d'obligation écrite à la main", "en": "mark of obligation by hand"}),
    LintRule("A605", "warning", {"fr": "deux champs de même libellé", "en": "two fields of one label"}),
    LintRule("A606", "warning", {"fr": "deux options de même libellé", "en": "two options of one label"}),
    LintRule("A607", "warning", {"fr": "lien qui ne dit pas où il mène", "en": "link that says nothing"}),
    LintRule("A608", "warning", {"fr": "format sans message", "en": "format without a message"}),
    LintRule("A609", "note", {"fr": "format sans exemple", "en": "format without an example"}),
    LintRule("A610", "note", {"fr": "aide qui répète le libellé", "en": "hint that repeats the label"}),
    LintRule("A611", "note", {"fr": "trop de boutons", "en": "too many buttons"}),
    LintRule("A612", "warning", {"fr": "deux étapes de même titre", "en": "two steps of one title"}),
    LintRule("A613", "note", {"fr": "page de beaucoup de champs", "en": "page of many fields"}),
    LintRule("A614", "note", {"fr": "mot que peu de gens emploient", "en": "word that few people use"}),
    LintRule("A615", "note", {"fr": "espace qui manque avant un signe", "en": "space missing before a sign"}),
    LintRule("A616", "warning", {"fr": "message qui ne dit pas quoi faire", "en": "message that does not help"}),
    LintRule("A617", "note", {"fr": "saisie que le navigateur pourrait aider", "en": "typing a browser could help"}),
)

LONG_LABEL = 25
"""Words. A label is read whole before it is answered, and heard again at each option: a long sentence is too much."""
LONG_SENTENCE = 30
"""Words. Guides of plain language ask for 15 to 20 on average; beyond 30 nobody disputes that it is to be cut."""
MANY_BUTTONS = 7
MANY_FIELDS = 20

SHOUTED = re.compile(r"[^\W\d_]{2,}(?:[\s'’/-]+[^\W\d_]+)+|[^\W\d_]{9,}")
MARK = re.compile(r"\s*(?:\*+|\((?:champ )?(?:obligatoire|requis|obligatoires)\))\s*:?\s*$", re.IGNORECASE)
LINK = re.compile(r"(?<!!)\[(?P<words>[^\[\]]+)\]\((?P<target>[^()\s]+)\)")
NO_WORDS = re.compile(
    r"(?:cliquez|cliquer|cliquez-?ici|appuyez)?\s*(?:sur )?(?:ici|la|ce lien|le lien|lien|en savoir plus|plus d'infos?"
    r"|voir|lire(?: la suite)?|suite|>+|→|\.{2,3}|…|cliquez|cliquez ici|site)"
)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
GLUED = re.compile(r"(?<=[^\W\d_])(?P<sign>[?!;:]+)(?=\s|$)")
EMPTY_MESSAGE = re.compile(
    r"(?:erreur|(?:la |le |cette |ce )?(?:valeur|champ|saisie|format|donnee|reponse|date|numero|code|texte)"
    r"(?: est| n'est pas)?"
    r" (?:invalide|incorrecte?|erronee?|non valide|valide|refusee?|correcte?|mauvaise?|faux|fausse))(?: ici)?"
)


def check(subject: Subject) -> Iterator[Problem]:
    """What makes a form hard to read, to hear or to fill in: text by text, object by object, page by page."""
    files = files_of(subject.loaded)
    prefixed = _prefixed(files)
    for file in files:
        for site in file.sites:
            yield from _of_texts(site)
        yield from _of_objects(file)
        if file.stem not in prefixed:  # such a block asks of others than the applicant too
            yield from _of_typing(file)
    places = places_of(subject.loaded)
    for procedure in subject.loaded.catalogue.procedures.values():
        yield from _of_pages(procedure, places)


FAMILY = Family(
    "plain_language",
    {"fr": "Langage clair et accessibilité", "en": "Plain language and accessibility"},
    RULES,
    check,
)


def _of_texts(site: Site) -> Iterator[Problem]:
    printed = site.sort in ("document", "document_block", "line", "item", "parts", "motif")
    for sense, name, node in texts_of(site):
        if sense == "label" and not printed:
            yield from _of_label(site, node)
        if sense == "sentences":
            yield from _long_sentences(node)
            yield from _links(node, printed=printed)
        if name in ("message", "pattern_message") and EMPTY_MESSAGE.fullmatch(folded(node.text).strip(" .!")):
            yield finding("A616", node, found=node.text)
        yield from _jargon(node)
        yield from _glued(node)


def _of_label(site: Site, node: Node) -> Iterator[Problem]:
    text = node.text.strip()
    count = words_in(text)
    if count > LONG_LABEL and site.sort in ("field", "option", "choice", "question", "entry"):
        yield finding("A601", node, count=str(count), max=str(LONG_LABEL))
    if text.isupper() and SHOUTED.search(text) and site.sort not in ("link", "head"):
        yield finding("A603", node, found=text)
    mark = MARK.search(node.text) if site.sort in ("field", "request", "option", "question") else None
    if mark is not None and mark.start() > 0:
        place = within(node, mark[0].strip())
        yield replace(finding("A604", place, found=mark[0].strip()), edits=_cut(node, mark[0]))


def _cut(node: Node, tail: str) -> tuple[Edit, ...]:
    """The edit that takes the end of a text away, where the text stands on one line as it is."""
    if node.written:
        return ()
    start = node.position.column + node.quoted + len(node.text) - len(tail)
    return (Edit(replace(node.position, column=start), len(tail), ""),)


def _long_sentences(node: Node) -> Iterator[Problem]:
    """The longest sentence of a text, once it is too long: its start is pointed at."""
    longest = max(sentences_of(node.text), key=words_in, default="")
    count = words_in(longest)
    if count > LONG_SENTENCE:
        start = " ".join(longest.split()[:3])
        yield said("A602", node, start, count=str(count), max=str(LONG_SENTENCE), found=_start(longest))


def _start(sentence: str) -> str:
    return " ".join(sentence.split()[:6]) + " …"


def _links(node: Node, *, printed: bool) -> Iterator[Problem]:
    for link in LINK.finditer(node.text) if "](" in node.text else ():
        words = link["words"].strip()
        bare = ADDRESS.fullmatch(words) is not None and not printed
        if bare or NO_WORDS.fullmatch(folded(words).strip(" .!*")):
            yield said("A607", node, f"[{link['words']}", found=words)


def _jargon(node: Node) -> Iterator[Problem]:
    text = folded(node.text)
    for sign, jargon, plain in JARGON:
        found = whole_words(jargon).search(text) if sign in text else None
        if found is not None:
            words = node.text[found.start() : found.end()] if len(text) == len(node.text) else found[0]
            yield said("A614", node, words, found=words, plain=plain)


def _glued(node: Node) -> Iterator[Problem]:
    """A sign without its space. Where the text is between quotes, on one line, the space can be put in for sure."""
    found = GLUED.search(node.text)
    if found is None:
        return
    word = node.text[: found.end()].split()[-1]
    edits: tuple[Edit, ...] = ()
    if node.quoted and not node.written:
        column = node.position.column + 1 + found.start("sign")
        edits = (Edit(replace(node.position, column=column), 0, " "),)
    yield replace(said("A615", node, word, found=word, sign=found["sign"]), edits=edits)


def _of_objects(file: File) -> Iterator[Problem]:
    for site in file.of("field"):
        yield from _of_field(site)
    for site in file.of("list"):
        yield from _twins("A606", (value for _, value in site.node.entries))
    for site in file.of("question"):
        choices = site.get("choices")
        labels = (node.get(FRENCH["label"]) for _, node in choices.entries) if choices is not None else ()
        yield from _twins("A606", (label for label in labels if label is not None))


def _of_field(site: Site) -> Iterator[Problem]:
    pattern, hint = site.node.key(FRENCH["pattern"]), site.get("hint")
    if pattern is not None and not site.has("pattern_message"):
        yield finding("A608", pattern, found=site.text("label"))
    if pattern is not None and not site.has("pattern_example"):
        yield finding("A609", pattern, found=site.text("label"))
    if hint is not None and _folded(hint.text) == _folded(site.text("label")):
        yield finding("A610", hint, found=hint.text)


def _prefixed(files: tuple[File, ...]) -> set[str]:
    """The blocks that serve more than once in a procedure, with those they take in."""
    taken = {file.stem: {site.text("include") for site in file.of("include")} for file in files}
    found: set[str] = set()
    pending = {site.text("include") for file in files for site in file.of("include") if site.has("prefix")}
    while pending:
        found |= pending
        pending = {name for block in pending for name in taken.get(block, ())} - found
    return found


def _of_typing(file: File) -> Iterator[Problem]:
    for site in file.of("field"):
        token = autocomplete_of(site)
        if token is not None:
            yield finding("A617", site.where, found=site.text("label"), token=token)


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", folded(text)))


def _twins(code: str, nodes: Iterable[Node]) -> Iterator[Problem]:
    """Those that say the same as one before."""
    seen: dict[str, Node] = {}
    for node in nodes:
        first = seen.setdefault(folded(node.text).strip(), node)
        if first is not node and node.kind == "scalar":
            yield finding(code, node, found=node.text, related=first.position)


def _of_pages(procedure: Procedure, places: Mapping[Position, Site]) -> Iterator[Problem]:
    titles: dict[str, Position] = {}
    for step in procedure.steps:
        site = places.get(step.position)
        if site is None:
            continue
        first = titles.setdefault(folded(step.title).strip(), step.position)
        if first != step.position:
            yield finding("A612", site.where, found=step.title, related=first)
        parts = [part for section in step.sections for part in (section, *section.sections)]
        count = sum(len(part.fields) for part in parts)
        if count > MANY_FIELDS:
            yield finding("A613", site.where, found=step.title, count=str(count), max=str(MANY_FIELDS))
        for part in parts:
            yield from _same_labels(part, part.fields, places)
            for field in part.fields:
                yield from _buttons(field, places)


def _buttons(field: Field, places: Mapping[Position, Site]) -> Iterator[Problem]:
    site = places.get(field.position)
    wanted = site.get("presentation") if site is not None else None
    count = len(field.options.options) if field.options is not None else 0
    if wanted is not None and field.presentation == "radios" and count > MANY_BUTTONS:
        yield finding("A611", wanted, count=str(count), max=str(MANY_BUTTONS))


def _same_labels(
    holder: Section | Field, fields: tuple[Field, ...], places: Mapping[Position, Site]
) -> Iterator[Problem]:
    """Fields of one part of a page that a person who hears them can't tell apart, when one of them always shows."""
    seen: dict[str, Field] = {}
    for field in fields:
        yield from _same_labels(field, field.members, places)
        site = places.get(field.position)
        if site is None or field.kind == "computed":
            continue
        first = seen.setdefault(folded(field.label).strip(" :*"), field)
        together = first.condition is None or field.condition is None
        if first is not field and together and first.position != field.position:
            title = holder.title if isinstance(holder, Section) else holder.label
            yield finding("A605", site.where, found=field.label, section=title, related=first.position)
        if first is not field and field.condition is None:
            seen[folded(field.label).strip(" :*")] = field
