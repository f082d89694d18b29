"""C907 to C909: what mails tell those who share a mailbox, or see a notification on a locked screen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..build import Loaded
from ..problems import Problem
from ..source import Node
from .readable import said
from .rules import Subject, finding
from .telling import SENSITIVE_WORDS, stem_of, word_that_tells, words_of, words_of_site
from .tree import File, Site, files_of
from .wording import folded

WORDS = re.compile(r"[^\W\d_]+")
CITED = re.compile(r"(?<!\\)\{ *([a-z][a-z0-9_]*) *\}")
TARGETS = re.compile(r"\]\([^()\s]*\)")

GIVEN: Mapping[str, tuple[str, str]] = {
    "numero": ("le numéro du dossier", "the number of the dossier"),
    "service": ("le service qui reçoit le dossier", "the service that gets the dossier"),
    "date_depot": ("le jour du dépôt", "the day of the deposit"),
    "motif": ("le motif de la demande", "the motif"),
    "titre": ("le titre de la démarche", "the title of the procedure"),
    "identifiant": ("l'adresse qui sert d'identifiant", "the address that signs in"),
    "mot_de_passe": ("le mot de passe provisoire", "the provisional password"),
}
"""What is cited besides answers, in words."""
ACCESS = ("un lien qui ouvre le compte", "a link that opens the account")
ACCESS_LINK = "(lien:acces)"

GUIDE = ("en mode guide", "in the guide's mode")
DISCREET = ("en mode discret", "in discreet mode")
BOTH = ("dans les deux modes", "in both modes")

SUBJECT = ("cet objet", "this subject")
SENDER = ("cet expéditeur", "this sender")
TEXT = ("ce texte discret", "this discreet text")

NOTHING = ("", "")
FRENCH, ENGLISH = 0, 1
"""The places of both languages in a pair."""

Labels = Mapping[str, str]
"""What an answer or a fact is called, by name."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """What mails are judged by: the words that tell, what names are called, what the site says under each mail."""

    telling: frozenset[str]
    labels: Labels
    notice: str

    def told(self, text: str) -> tuple[str, str]:
        """Everything that a text tells, in French and in English; empty where it tells nothing."""
        told: dict[str, str] = {}
        for word in _telling_words(text, self.telling):
            told.setdefault(stem_of(folded(word)), word.lower())
        words = told.values()
        names = tuple(dict.fromkeys(_names(text)))
        access = (ACCESS,) if ACCESS_LINK in text else ()
        french = [*(_called(name, self.labels, FRENCH) for name in names), *(it[FRENCH] for it in access)]
        english = [*(_called(name, self.labels, ENGLISH) for name in names), *(it[ENGLISH] for it in access)]
        return (
            ", ".join([*french, *(f"« {word} »" for word in words)]),
            ", ".join([*english, *(f'"{word}"' for word in words)]),
        )


def check(subject: Subject) -> Iterator[Problem]:
    """What each mail tells, in each mode, and what none should."""
    files = files_of(subject.loaded)
    telling = frozenset(word for file in files for word in words_of(file) | words_of_site(file))
    notice = next((site.text("notice") for file in files if file.kind == "portal" for site in file.of("head")), "")
    for file in files:
        ground = _Ground(telling, _labels(subject.loaded, file), notice)
        for site in file.of("mails"):
            yield from _avoided(site.get("sender"), telling, SENDER)
        for site in file.of("mail"):
            yield from _mail(file, site, ground)


def _mail(file: File, site: Site, ground: _Ground) -> Iterator[Problem]:
    """What one mail tells, and what is wrong with its discreet text. Of the portal, one without goes as it is."""
    own = next((other for other in file.of("discreet") if other.parent is site), None)
    discreet = site if own is None and file.kind == "portal" else own
    content = site.get("content")
    yield from _avoided(site.get("subject"), ground.telling, SUBJECT)
    if own is not None:
        yield from _avoided(own.get("subject"), ground.telling, SUBJECT)
    if content is None:
        return
    full = ground.told(f"{content.text}\n{ground.notice}")
    other = discreet.get("content") if discreet is not None else None
    less = ground.told(other.text) if other is not None else NOTHING
    same = other is content and full == less
    yield from _told(content, full, BOTH if same else GUIDE)
    if other is None:
        return
    yield from _avoided(other, ground.telling, TEXT)
    cited = list(_cited_discreetly(other, ground.labels)) if file.kind == "procedure" else []
    yield from cited
    if not same and not cited:
        yield from _told(other, less, DISCREET)


def _told(node: Node, told: tuple[str, str], mode: tuple[str, str]) -> Iterator[Problem]:
    """One note for a text; none where it tells nothing."""
    if told != NOTHING:
        yield finding(
            "C907",
            node,
            mode_fr=mode[FRENCH],
            mode_en=mode[ENGLISH],
            told_fr=told[FRENCH],
            told_en=told[ENGLISH],
        )


def _avoided(node: Node | None, telling: frozenset[str], place: tuple[str, str]) -> Iterator[Problem]:
    """A word that says why one comes, where everybody reads it."""
    word = next(_telling_words(node.text, telling), None) if node is not None else None
    if node is not None and word is not None:
        yield said("C908", node, word, word=word, place_fr=place[FRENCH], place_en=place[ENGLISH])


def _cited_discreetly(node: Node, labels: Labels) -> Iterator[Problem]:
    """An answer in a text that goes where others read; the first is said."""
    name = next(_names(node.text), None)
    if name is not None:
        french, english = (_called(name, labels, language) for language in (FRENCH, ENGLISH))
        yield said("C909", node, f"{{{name}}}", found=name, what_fr=french, what_en=english)


def _names(text: str) -> Iterator[str]:
    return (found[1] for found in CITED.finditer(text))


def _telling_words(text: str, telling: frozenset[str]) -> Iterator[str]:
    """The words that tell, as they are written, in their order; then what the law protects, which may be several."""
    spoken = CITED.sub(" ", TARGETS.sub("]", text))
    yield from (word for word in WORDS.findall(spoken) if word_that_tells(folded(word), telling))
    sensitive = SENSITIVE_WORDS.search(folded(spoken).replace("-", " "))
    if sensitive is not None and " " in sensitive[0]:
        yield sensitive[0]


def _called(name: str, labels: Labels, language: int) -> str:
    """What a name is in words, quoted where it is the author's."""
    if name in GIVEN:
        return GIVEN[name][language]
    label = labels.get(name) or name
    return f'"{label}"' if language == ENGLISH else f"« {label} »"


def _labels(loaded: Loaded, file: File) -> Labels:
    """What the names that the mails of a file may cite are called."""
    catalogue = loaded.catalogue
    if file.kind != "procedure":
        return {}
    procedure = catalogue.procedures.get(next((site.text("id") for site in file.of("head")), ""))
    questions = catalogue.portal.questions if catalogue.portal is not None else {}
    found = {name: question.label for name, question in questions.items()}
    if procedure is not None:
        found.update({name: fact.label or "" for name, fact in procedure.facts.items()})
        found.update({name: field.label for name, field in procedure.fields.items()})
    return found
