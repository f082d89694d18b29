"""The links around every page: what each leads to, what it is called, and what building refuses."""

from __future__ import annotations

import pytest

from engine.build import load_sources
from engine.lint.translatable import translatable_texts
from engine.lint.tree import files_of
from engine.spec import MenuLink, Portal

PORTAL = """\
portail: {id: portail, langage: 1, version: "1", titre: Portail, titre_neutre: Ma démarche}
liens:
  mairie: {libelle: La mairie, adresse: "https://mairie.example"}
textes:
  encart: {contenu: Un encart.}
  contact: {titre: Contact, contenu: Écrivez-nous.}
  aide: {titre: Aide, contenu: "Voyez [la mairie](lien:mairie)."}
entrees:
  - {id: debut, libelle: Je commence, situation: oui}
situation: qui
questions:
  qui: {libelle: Qui, choix: {moi: {libelle: Moi, recap: Moi, orienter_vers: ailleurs}}}
orientations:
  ailleurs: {titre: Ailleurs, texte: Voir ailleurs.}
"""


def portal_of(part: str) -> Portal:
    """The portal with one more section, which loads without a fault."""
    loaded = load_sources({"portail.yaml": (PORTAL + part).encode()})
    assert loaded.problems == ()
    assert loaded.catalogue.portal is not None
    return loaded.catalogue.portal


def told(links: tuple[MenuLink, ...]) -> list[tuple[str, str, str | None]]:
    """Links without their places."""
    return [(link.kind, link.target, link.label) for link in links]


@pytest.mark.parametrize("key", ["entete", "navigation", "pied"])
@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("page: contact", ("page", "contact", "Contact")),
        ("{page: contact, libelle: Nous contacter}", ("page", "contact", "Nous contacter")),
        ("entree: debut", ("entry", "debut", "Je commence")),
        ("orienter_vers: ailleurs", ("orientation", "ailleurs", "Ailleurs")),
        ("lien: mairie", ("link", "mairie", "La mairie")),
        ("accueil: oui", ("home", "", None)),
        ("{accueil: oui, libelle: Début}", ("home", "", "Début")),
        ("plan: oui", ("site_map", "", None)),
        ("compte: oui", ("account", "", None)),
    ],
)
def test_what_a_link_leads_to(key: str, item: str, expected: tuple[str, str, str | None]) -> None:
    """One vocabulary for the three lists; what has no words of its own is called what it leads to."""
    portal = portal_of(f"{key}:\n  - {item}\n")
    lists = {"entete": portal.header, "navigation": portal.menu, "pied": portal.footer}
    assert told(lists.pop(key)) == [expected]
    others = {key: told(links) for key, links in lists.items()}
    pages = [("page", "contact", "Contact"), ("page", "aide", "Aide")]
    assert others == {other: pages if other == "pied" else [] for other in others}


def test_the_pages_are_the_texts_that_have_a_title() -> None:
    assert dict(portal_of("").pages) == {"contact": "Contact", "aide": "Aide"}


@pytest.mark.parametrize(
    ("address", "suggestion"),
    [("/pages/contact", None), ("/pages/contcat", "contact"), ("/pages/encart", None), ("/plan", None)],
)
def test_a_link_to_a_page_that_is_not_there(address: str, suggestion: str | None) -> None:
    """In the portal's file and in a procedure's, where links are given by their address."""
    procedure = """\
procedure: {id: essai, langage: 1, version: "1", titre: Essai, titre_neutre: Neutre}
liens: {page: {libelle: Page, adresse: %s}}
motifs: {seul: {libelle: Le seul motif}}
etapes:
  - {id: un, titre: Un, sections: [{id: s, titre: S, champs: [{id: nom, type: texte, libelle: Nom}]}]}
  - {id: depot, titre: Dépôt, contenu: depot}
  - {id: confirmation, titre: Confirmation, contenu: confirmation}
"""
    portal = PORTAL.replace('"https://mairie.example"', address)
    sources = {"portail.yaml": portal.encode(), "essai.yaml": (procedure % address).encode()}
    problems = load_sources(sources).problems
    known = address in ("/pages/contact", "/plan")
    places = {position.file for p in problems for position in (p.position, *p.also)}
    assert places == (set() if known else {"essai.yaml", "portail.yaml"})
    assert {(p.code, p.suggestion) for p in problems} == (set() if known else {("R133", suggestion)})


def test_their_words_are_translated_by_what_they_lead_to() -> None:
    """Not by their place in the list, which changes."""
    part = (
        "entete:\n  - {page: contact, libelle: Nous contacter}\n  - {lien: mairie, libelle: Mairie}\n"
        "navigation:\n  - {accueil: oui, libelle: Début}\n  - {entree: debut, libelle: Commencer}\n"
        "  - {page: aide, libelle: Aide}\n  - {page: aide, libelle: Une autre}\n"
    )
    loaded = load_sources({"portail.yaml": (PORTAL + part).encode()})
    (file,) = files_of(loaded)
    paths = [path for path in translatable_texts(file) if path.startswith(("entete", "navigation"))]
    assert paths == [
        "entete/contact/libelle",
        "entete/mairie/libelle",
        "navigation/accueil/libelle",
        "navigation/debut/libelle",
        "navigation/aide/libelle",
        "navigation/aide-2/libelle",
    ]
