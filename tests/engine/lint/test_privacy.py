"""C9xx: each fault at its place, and nothing said of what is right."""

from __future__ import annotations

import pytest

from engine.lint.privacy import FAMILY
from tests.engine.lint.linting import HEAD, found, in_procedure, problems, procedure

MOTIF = "motifs:\n  v: {libelle: Je suis victime de violences}\n"


def field(rest: str, kind: str = "texte") -> str:
    """One field, written on a line."""
    return f"champs:\n  - {{id: a, type: {kind}, {rest}}}\n"


def link(address: str) -> str:
    """One link."""
    return f'liens:\n  m: {{libelle: M, adresse: "{address}"}}\n'


def document(name: str) -> str:
    """The proof of deposit, under a name of file."""
    return f"documents:\n  confirmation: {{nom_fichier: {name}, titre: Preuve}}\n"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (field('libelle: "Avez-vous un handicap ?"'), [("C901", '"Avez-vous un handicap ?"')]),
        (field("libelle: Revenus du foyer"), [("C901", "Revenus du foyer")]),
        (field("libelle: Numéro de sécurité sociale"), [("C901", "Numéro de sécurité sociale")]),
        (field("libelle: Revenus du foyer, source: article 3"), []),
        (field("libelle: Race de l'animal"), []),
        (field("libelle: Syndicat de copropriété"), []),
        (field("libelle: Retraite et santé au travail, source: article 2"), []),
        (
            "justificatifs:\n  - {id: g, titre: G, demandes: [{id: p, libelle: Certificat médical}]}\n",
            [("C901", "Certificat médical")],
        ),
        (
            "justificatifs:\n  - {id: g, titre: G, source: loi 3, demandes: [{id: p, libelle: Certificat médical}]}\n",
            [],
        ),
        (field("libelle: Remarques", "texte_long"), [("C902", "Remarques")]),
        (field("libelle: Remarques, aide: N'écrivez rien de votre santé.", "texte_long"), []),
        (field("libelle: Remarques, aide: Dix lignes.", "texte_long"), [("C902", "Remarques")]),
        (MOTIF + document("preuve-victime.pdf"), [("C903", "preuve-victime.pdf")]),
        (MOTIF + document("preuve.pdf"), []),
        (document("certificat-medical.pdf"), [("C903", "certificat-medical.pdf")]),
        (document("bulletins-de-salaire.pdf"), [("C903", "bulletins-de-salaire.pdf")]),
        (HEAD.replace("Ma démarche", "Violences") + MOTIF, [("C903", "Violences")]),
        (link("http://m.example"), [("C904", "http://m.example")]),
        (field('libelle: V, aide: "Voyez [le site](http://m.example)."'), [("C904", "http://m.example")]),
        (link("https://m.example/{nom}"), [("C905", "https://m.example/{nom}")]),
        (link("https://m.example/?utm_source=x"), [("C906", "https://m.example/?utm_source=x")]),
        (link("https://m.example/?page=2"), []),
        (link("mailto:a@m.example"), []),
    ],
)
def test_what_is_found(part: str, expected: list[tuple[str, str]]) -> None:
    seen = [(code, text.strip('"') if code != "C901" else text) for code, text in in_procedure(FAMILY, part)]
    assert seen == expected


def test_an_address_of_a_step_says_nothing_of_the_motif() -> None:
    text = procedure(MOTIF)
    telling = text.replace("titre: Saisie\n    sections", "titre: Saisie\n    chemin: mes-violences\n    sections")
    assert found(FAMILY, {"essai.yaml": telling}) == [("C903", "mes-violences")]
    neutral = telling.replace("mes-violences", "informations")
    assert found(FAMILY, {"essai.yaml": neutral}) == []


PORTAL = """\
portail: {id: p, langage: 1, version: "1", titre: P, titre_neutre: Ma démarche}
textes:
  %s: {%scontenu: Un texte.}
entrees: [{id: e, libelle: E, situation: oui}]
situation: q
questions:
  q: {libelle: Q, choix: {a: {libelle: A, recap: A, orienter_vers: o}}}
orientations:
  o: {titre: O, texte: O.}
"""


@pytest.mark.parametrize(
    ("id_", "title", "expected"),
    [
        ("contact", "titre: Contact, ", []),
        ("mes_violences", "titre: Aide, ", ["mes_violences"]),
        ("aide", "titre: Violences, ", ["Violences"]),
        ("etat_de_sante", "titre: Aide, ", ["etat_de_sante"]),
        ("mes_violences", "", []),
    ],
)
def test_a_page_of_the_portal_says_nothing_of_any_procedure(id_: str, title: str, expected: list[str]) -> None:
    """Its id is in the address, its title in the tab; a text that is no page has neither."""
    files = {"portail.yaml": PORTAL % (id_, title), "essai.yaml": procedure(MOTIF)}
    assert found(FAMILY, files) == [("C903", words) for words in expected]


def test_what_it_is_about_is_said_in_the_reader_s_language() -> None:
    (only,) = problems(FAMILY, {"essai.yaml": procedure(field("libelle: Groupe sanguin"))})
    assert (only.params["what_fr"], only.params["what_en"]) == ("la santé", "health")
