"""Words that tell why somebody comes: what the law protects most, and what a procedure is about."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from .tree import File
from .wording import folded

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

WORD = re.compile(r"[a-z]{5,}")
_GENERIC = """
    abord aider apres aucun aupres autre autres aussi avant avoir cadre carte cartes celui cette chaque choix comme
    compte concerne confirmation contact courrier dans declaration declare declarer delivrance demande demander
    demandes demarche demarches depot depuis direction document documents donner dossier droit droits entre etape
    etapes faire famille fiche fichier formulaire france general generale identite information informations inscription
    inscrire jamais justificatif justificatifs lettre ligne liste listes lorsque mairie membre moins modification motif
    motifs notre nouveau nouvelle obtenir ordinaire parce pendant permettre personne personnel personnelle personnelles
    pieces plusieurs portail pouvez premier premiere prendre preuve proceder procedure public publique quand quelle
    recepisse recevoir reclamation recours registre renouveler renouvellement renseignements requete reponse resume
    service services simple situation simplifiee souhaite suite suivi suivre telecharger titre titres toute toutes
    usager usagers validation valider verifier version votre vouloir vous
"""
GENERIC = frozenset(_GENERIC.split())
"""Words of five letters and more that any procedure may use of itself."""


def words_of(file: File) -> frozenset[str]:
    """The words that say what a procedure is about: those of its names and motifs that others don't use."""
    if file.kind != "procedure":
        return frozenset()
    texts = [site.text(key) for site in file.of("head") for key in ("title", "full_title")]
    texts += [site.text(key) for site in file.of("motif") for key in ("label", "list_title")]
    words = {word for text in texts for word in WORD.findall(folded(text))}
    return own_stems(words)


def words_of_site(file: File) -> frozenset[str]:
    """The same of a portal, whose mails go far from it: those of its names."""
    if file.kind != "portal":
        return frozenset()
    texts = [site.text(key) for site in file.of("head") for key in ("title", "subtitle")]
    return own_stems({word for text in texts for word in WORD.findall(folded(text))})


def own_stems(words: Collection[str]) -> frozenset[str]:
    """Words without their plurals, but for those that any procedure may use of itself."""
    return frozenset(stem for word in words if (stem := stem_of(word)) not in _generic_stems())


def word_that_tells(text: str, telling: Collection[str]) -> str | None:
    """The first word of a text without accents that is one of `telling`, or says what the law protects; None."""
    found = next((w for w in WORD.findall(text) if stem_of(w) in telling), None)
    sensitive = SENSITIVE_WORDS.search(text.replace("-", " "))
    return found or (sensitive[0] if sensitive is not None else None)


@cache
def _generic_stems() -> frozenset[str]:
    return frozenset(map(stem_of, GENERIC))


def stem_of(word: str) -> str:
    """A word without its plural."""
    return word.rstrip("sx") if len(word) > 5 else word
