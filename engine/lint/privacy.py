"""C9xx: what is asked, shown or kept of people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from ..keywords import FIELD_KINDS
from ..problems import Problem
from ..source import Node
from .readable import said, texts_of
from .rules import Family, LintRule, Subject, finding
from .tree import File, Site, Sort, files_of
from .wording import folded

RULES: tuple[LintRule, ...] = (
    LintRule("C901", "warning", {"fr": "donnée sensible sans source", "en": "sensitive data without a source"}),
    LintRule("C902", "note", {"fr": "texte libre sans consigne", "en": "free text without advice"}),
    LintRule("C903", "warning", {"fr": "nom qui dit pourquoi l'on vient", "en": "name that says why one comes"}),
    LintRule("C904", "warning", {"fr": "adresse sans https", "en": "address without https"}),
    LintRule("C905", "warning", {"fr": "réponse mise dans une adresse", "en": "answer put in an address"}),
    LintRule("C906", "note", {"fr": "adresse qui suit les personnes", "en": "address that tracks people"}),
)

SENSITIVE: tuple[tuple[str, str, str], ...] = (
    (
        "la santé",
        "health",
        r"etat de sante|sante|maladies?|medical(?:e|es)?|medicaux|handicap(?:e|es|ee|ees)?|grossesse|hospitalis\w+"
        r"|groupe sanguin|invalidite|addictions?|psychiatr\w+",
    ),
    ("les convictions religieuses", "religious beliefs", r"religions?|convictions? religieu\w+|cultes?|bapteme"),
    ("les opinions politiques", "political opinions", r"opinions? politiques?|partis? politiques?"),
    ("l'appartenance syndicale", "trade union membership", r"appartenance syndicale|syndicats? professionnels?"),
    ("l'origine", "racial or ethnic origin", r"ethnies?|ethniques?|raciale?s?|couleur de (?:la )?peau"),
    (
        "la vie ou l'orientation sexuelle",
        "sex life or sexual orientation",
        r"orientation sexuelle|vie sexuelle|sexualite|identite de genre|transgenre",
    ),
    ("des données génétiques ou biométriques", "genetic or biometric data", r"genetiques?|biometri\w+|empreintes?"),
    (
        "des condamnations ou des infractions",
        "convictions or offences",
        r"casier judiciaire|condamnations?(?: penales?)?|infractions?|incarcer\w+",
    ),
    (
        "le numéro de sécurité sociale",
        "the social security number",
        r"numero de (?:la )?securite sociale|n° de securite sociale|nir|numero d'inscription au repertoire",
    ),
    (
        "des données bancaires ou de revenus",
        "bank details or income",
        r"iban|rib|carte bancaire|releves? bancaires?|coordonnees bancaires|salaires?|revenus?"
        r"|avis d'imposition|bulletins? de (?:paie|salaire)",
    ),
)
"""What the law protects most (GDPR, articles 9 and 10; national numbers), and what people never give without a reason:
how it is said, in words without accents."""
SENSITIVE_WORDS = re.compile(rf"(?<!\w)(?:{'|'.join(f'({words})' for _, _, words in SENSITIVE)})(?!\w)")
"""One group for each of them, in their order."""

ASKED: tuple[Sort, ...] = ("field", "request", "item", "question")
ADVICE = re.compile(r"\bn'|\bne\b|\bpas\b|seulement|uniquement|inutile|sans |evitez|limitez|exclusivement|que ce qui")

WORD = re.compile(r"[a-z]{5,}")
_GENERIC = """
    abord aider apres aucun aupres autre autres aussi avant avoir cadre carte cartes celui cette chaque choix comme
    compte concerne confirmation contact courrier dans declaration declare declarer delivrance demande demander
    demandes demarche demarches depot depuis document documents donner dossier droit droits entre etape etapes faire
    famille fiche fichier formulaire general identite information informations inscription inscrire jamais
    justificatif justificatifs lettre ligne liste listes lorsque mairie membre moins modification motif motifs notre
    nouveau nouvelle obtenir ordinaire parce pendant permettre personne personnel personnelle personnelles pieces
    plusieurs portail pouvez premier premiere prendre preuve proceder procedure public publique quand quelle
    recepisse recevoir reclamation recours registre renouveler renouvellement renseignements requete reponse resume
    service services simple situation simplifiee souhaite suite suivi suivre telecharger titre titres toute toutes
    usager usagers validation valider verifier version votre vouloir vous
"""
GENERIC = frozenset(_GENERIC.split())
"""Words of five letters and more that any procedure may use of itself."""
TRACKING = re.compile(r"[?&](?:utm_\w+|fbclid|gclid|xtor|mc_eid|msclkid|at_campaign)=", re.IGNORECASE)
FILLED = re.compile(r"\{[^{}\s]*\}|%7B", re.IGNORECASE)
PLAIN_HTTP = re.compile(r"http://[^\s)\]\"»]+", re.IGNORECASE)
LINKED = re.compile(r"\]\((?P<target>[a-z]+://[^()\s]*)\)", re.IGNORECASE)


def check(subject: Subject) -> Iterator[Problem]:
    """What asks too much, and what would tell others why somebody came."""
    files = files_of(subject.loaded)
    for file in files:
        for site in file.of(*ASKED):
            yield from _sensitive(site)
        for site in file.of("field"):
            yield from _free_text(site)
        yield from _addresses(file)
        yield from _names(file)


FAMILY = Family("privacy", {"fr": "Confidentialité", "en": "Privacy"}, RULES, check)


def _sensitive(site: Site) -> Iterator[Problem]:
    """Something sensitive that is asked, without saying why it may be. The origin of what holds it is its own too."""
    label = folded(site.text("label"))
    words = SENSITIVE_WORDS.search(label)
    if words is None or words.lastindex is None or site.has("source"):
        return
    if any(holder.has("source") for holder in site.holders() if holder.sort != "file"):
        return
    french, english, _ = SENSITIVE[words.lastindex - 1]
    yield finding("C901", site.where, found=site.text("label"), what_fr=french, what_en=english)


def _free_text(site: Site) -> Iterator[Problem]:
    if FIELD_KINDS.get(site.text("kind")) == "long_text" and ADVICE.search(folded(site.text("hint"))) is None:
        yield finding("C902", site.where, found=site.text("label"))


def _addresses(file: File) -> Iterator[Problem]:
    for site in file.sites:
        address = site.get("address") if site.sort == "link" else None
        if address is not None:
            yield from _address(address, address.text)
        for _, _, node in texts_of(site):
            for found in LINKED.finditer(node.text) if "](" in node.text else ():
                yield from _address(node, found["target"])


def _address(node: Node, address: str) -> Iterator[Problem]:
    if PLAIN_HTTP.match(address):
        yield said("C904", node, address, found=address)
    filled = FILLED.search(address)
    if filled is not None:
        yield said("C905", node, address, found=address)
    tracking = TRACKING.search(address)
    if tracking is not None:
        yield said("C906", node, address, found=tracking[0].strip("?&="))


def _names(file: File) -> Iterator[Problem]:
    """What stays on a device that others may look at: tabs, addresses, names of downloads."""
    telling = _telling(file)
    for site in file.of("head", "step", "document"):
        for key in ("neutral_title", "slug", "file_name"):
            node = site.get(key)
            if node is None or (key == "neutral_title") is not (site.sort == "head"):
                continue
            words = folded(node.text).removesuffix(".pdf")
            found = next((w for w in WORD.findall(words) if _stem(w) in telling), None)
            sensitive = SENSITIVE_WORDS.search(words.replace("-", " "))
            word = found or (sensitive[0] if sensitive is not None else None)
            if word is not None:
                yield said("C903", node, node.text, found=node.text, word=word)


def _telling(file: File) -> Mapping[str, str]:
    """The words that say what a procedure is about: those of its names and motifs that others don't use."""
    if file.kind != "procedure":
        return {}
    texts = [site.text(key) for site in file.of("head") for key in ("title", "full_title")]
    texts += [site.text(key) for site in file.of("motif") for key in ("label", "list_title")]
    words = {word for text in texts for word in WORD.findall(folded(text))}
    return {_stem(word): word for word in words - GENERIC if _stem(word) not in _generic_stems()}


@cache
def _generic_stems() -> frozenset[str]:
    return frozenset(map(_stem, GENERIC))


def _stem(word: str) -> str:
    """A word without its plural."""
    return word.rstrip("sx") if len(word) > 5 else word
