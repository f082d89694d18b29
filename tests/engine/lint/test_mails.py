"""C907 to C909: what each mail tells in each mode, and the words that none should say."""

from __future__ import annotations

import pytest

from engine.lint.privacy import FAMILY
from engine.messages import sentence
from tests.engine.lint.linting import MOTIFS, found, in_procedure, problems, procedure
from tests.mails import MAILS

MOTIF = "motifs:\n  v: {libelle: Je suis victime de violences}\n"
BARE = "\n".join(line for line in MAILS.split("\n") if "# tolérer" not in line)
PORTAL = f"""\
portail: {{id: p, langage: 1, version: "1", titre: Refuge, sous_titre: Un abri, titre_neutre: Ma démarche}}
situation: q
questions: {{q: {{libelle: Q, choix: {{a: {{libelle: A, orienter_vers: o}}}}}}}}
orientations: {{o: {{titre: O, texte: O.}}}}
{BARE}"""


def mail(subject: str = "Du nouveau", body: str = "Bonjour.", discreet: str = "") -> str:
    """The mail of a deposit."""
    return f'courriels:\n  depot:\n    objet: {subject}\n    contenu: "{body}"\n{discreet}'


def quietly(subject: str = "Du nouveau", body: str = "Bonjour.") -> str:
    """A discreet text."""
    return f'    discret:\n      objet: {subject}\n      contenu: "{body}"\n'


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (mail(), []),
        (mail(discreet=quietly()), []),
        (mail(body="[Ouvrir](lien:espace)"), []),
        (mail(body="{accord}"), [("C907", '"{accord}"')]),
        (MOTIF + mail(body="Ces violences sont graves."), [("C907", '"Ces violences sont graves."')]),
        (MOTIF + mail("Violences"), [("C908", "Violences")]),
        (MOTIF + mail("Ma violence"), [("C908", "violence")]),
        (mail("Votre casier judiciaire"), [("C908", "casier judiciaire")]),
        (mail("Votre maladie"), [("C908", "maladie")]),
        (MOTIF + mail(discreet=quietly("Victime")), [("C908", "Victime")]),
        (MOTIF + mail(discreet=quietly(body="Une victime.")), [("C907", '"Une victime."'), ("C908", "victime")]),
        (mail(discreet=quietly(body="{accord}")), [("C909", "{accord}")]),
        (mail(discreet=quietly(body="{numero} {service}")), [("C909", "{numero}")]),
        (mail(body=r"\\{accord}"), []),
        (mail(body="[violences](https://violences.example)"), []),
    ],
)
def test_what_is_found(part: str, expected: list[tuple[str, str]]) -> None:
    assert in_procedure(FAMILY, part if "motifs" in part else MOTIFS + part) == expected


def told(files: dict[str, str], language: str = "fr") -> list[str]:
    """What the notes say."""
    return [sentence(p, language).partition(" : " if language == "fr" else ": ")[2] for p in problems(FAMILY, files)]


def test_everything_a_mail_tells_is_said_in_words_once() -> None:
    body = "{accord} {numero} {accord} {service} {date_depot} {motif} {titre} : cette violence, ces Violences"
    files = {"essai.yaml": procedure(MOTIF + mail(body=body))}
    assert told(files) == [
        "« Accord », le numéro du dossier, le service qui reçoit le dossier, le jour du dépôt, le motif de la demande,"
        " le titre de la démarche, « violence »"
    ]
    assert told(files, "en") == [
        '"Accord", the number of the dossier, the service that gets the dossier, the day of the deposit, the motif,'
        ' the title of the procedure, "violence"'
    ]


def test_a_fact_is_called_by_its_words_or_its_name() -> None:
    facts = "faits:\n  f: {libelle: est d'accord, si: {accord: oui}}\n  g: {si: {accord: oui}}\n"
    files = {"essai.yaml": procedure(facts + mail(body="{f} {g}"))}
    assert told(files) == ["« est d'accord », « g »"]


def test_each_mode_of_the_portal_s_mails_is_told_apart() -> None:
    said = [sentence(p, "fr") for p in problems(FAMILY, {"portail.yaml": PORTAL})]
    assert [text.partition(",")[0] for text in said] == ["en mode guide", "en mode discret"] * 3
    assert [text.partition(" : ")[2] for text in said] == [
        *["le mot de passe provisoire"] * 2,
        *["un lien qui ouvre le compte"] * 4,
    ]


def test_a_mail_that_is_the_same_in_both_modes_is_told_once() -> None:
    text = PORTAL.replace('contenu: "[Se connecter](lien:connexion)"}', 'contenu: "{identifiant}"}')
    (said,) = [s for p in problems(FAMILY, {"portail.yaml": text}) if "deux modes" in (s := sentence(p, "fr"))]
    assert said == "dans les deux modes, ce courriel dit à qui ouvre la boîte : l'adresse qui sert d'identifiant"


def test_what_the_site_says_under_its_mails_counts_in_the_mode_of_the_guide() -> None:
    text = PORTAL.replace("titre_neutre: Ma démarche}", "titre_neutre: Ma démarche, avertissement: Un vrai refuge.}")
    said = [sentence(p, "fr") for p in problems(FAMILY, {"portail.yaml": text})]
    assert [("refuge" in s, s.startswith("en mode guide")) for s in said if "refuge" in s] == [(True, True)] * 5
    assert not any("refuge" in s for s in said if s.startswith("en mode discret"))


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("expediteur: Mon espace personnel", "expediteur: Le refuge", "refuge"),
        ("nouvelle: {objet: Du nouveau", "nouvelle: {objet: Des nouvelles du refuge", "refuge"),
        ('contenu: "[Ouvrir mon espace personnel]', 'contenu: "Au refuge : [ouvrir]', "refuge"),
    ],
)
def test_the_portal_s_own_name_tells_too(before: str, after: str, word: str) -> None:
    assert ("C908", word) in found(FAMILY, {"portail.yaml": PORTAL.replace(before, after)})


def test_the_words_of_any_procedure_are_kept_from_the_portal_s_mails() -> None:
    portal = PORTAL.replace("objet: Du nouveau", "objet: Vos violences")
    files = {"portail.yaml": portal, "essai.yaml": procedure(MOTIF)}
    assert [f for f in found(FAMILY, files) if f[0] == "C908"] == [("C908", "violences")]
