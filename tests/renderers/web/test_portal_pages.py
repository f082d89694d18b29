"""The links around every page of a site, its pages that are texts, and the site map."""

from __future__ import annotations

import pytest

from engine.build import load_sources
from engine.spec import Catalogue
from renderers.html import ACCOUNT, NavLink
from renderers.web.menus import Menus, elsewhere, menus_by_page, orientation_address
from renderers.web.site import LANGUAGE, Site
from renderers.web.words import words_of
from tests.renderers.html.checking import Node, parse
from tests.renderers.web.applicant import SPECS, Applicant, site_of

LINKS = """
entete:
  - {libelle: Nous contacter, page: contact}
navigation:
  - accueil: oui
  - {libelle: Demander, entree: demander}
  - {libelle: Autre chose, entree: autre_chose}
  - {libelle: Trop jeune, orienter_vers: trop_jeune}
  - lien: ailleurs
  - lien: a_venir
  - compte: oui
pied:
  - page: contact
  - plan: oui
  - page: mentions_legales
"""
ADDED = {
    "textes:\n": "textes:\n  contact: {titre: Contact, contenu: Écrivez-nous.}\n"
    "  cachee: {titre: Une autre page, contenu: Une page que rien ne cite.}\n",
    "liens:\n": "liens:\n  a_venir: {libelle: Une adresse à venir}\n",
}


def catalogue_with(links: str) -> Catalogue:
    """The small catalogue, its portal with more pages and with links of its own."""
    sources = {str(file.relative_to(SPECS)): file.read_bytes() for file in SPECS.rglob("*.yaml")}
    portal = sources["portail.yaml"].decode()
    for before, after in ADDED.items():
        assert before in portal
        portal = portal.replace(before, after, 1)
    loaded = load_sources({**sources, "portail.yaml": (portal + links).encode()})
    assert loaded.usable, loaded.problems
    return loaded.catalogue


@pytest.fixture(scope="module")
def linked() -> Site:
    """A site whose portal says its links."""
    return site_of(catalogue_with(LINKS))


def page(site: Site, address: str, status: int = 200) -> Node:
    """A page as somebody sees it who has no account."""
    someone = Applicant(site, "").opens(address)
    assert someone.status == status
    return parse(someone.page.text)


def menu(found: Node) -> list[tuple[str, str]]:
    """The words and the address of each link of the menu."""
    return [(a.text, a.attributes["href"]) for a in found.one("nav", aria_label="Menu principal").find("a")]


def test_the_links_of_a_site_lead_to_its_pages(linked: Site) -> None:
    """One whose address is not known yet is hidden."""
    found = page(linked, "/")
    assert menu(found) == [
        ("Accueil", "/"),
        ("Demander", "/commencer"),
        ("Autre chose", "/orientation/1"),
        ("Trop jeune", "/orientation/2"),
        ("Un autre site (nouvelle fenêtre)", "https://ailleurs.example/"),
        ("Se connecter", "/connexion"),
    ]
    assert [(a.text, a.attributes["href"]) for a in found.one("footer").find("a")] == [
        ("Contact", "/pages/contact"),
        ("Plan du site", "/plan"),
        ("Mentions légales", "/pages/mentions-legales"),
    ]
    assert found.one("header").one("a", href="/pages/contact").text == "Nous contacter"


def test_every_link_of_the_site_is_a_page(linked: Site) -> None:
    someone = Applicant(linked)
    for link in {*linked.menus.links, *(NavLink("", url) for _, url in menu(page(linked, "/plan")))}:
        if not link.outside:
            someone.opens(link.url)
            assert someone.status in (200, 303), link


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("/", ["Accueil"]),
        ("/pages/contact", ["Nous contacter", "Contact"]),
        ("/pages/mentions-legales", ["Mentions légales"]),
        ("/pages/cachee", []),
        ("/plan", ["Plan du site"]),
        ("/orientation/1", ["Autre chose"]),
        ("/orientation/2", ["Trop jeune"]),
    ],
)
def test_the_page_being_read_is_marked(linked: Site, address: str, marked: list[str]) -> None:
    assert [a.text for a in page(linked, address).find("a", aria_current="page")] == marked


def test_what_is_asked_for_is_not_what_headers_are_kept_under(linked: Site) -> None:
    """Addresses come from anybody, and are as many as they like."""
    before = dict(linked.said_on)
    someone = Applicant(linked)
    for address in ("/pages/rien", "/plan?x=1", "/orientation/99", "/orientation/01", "/?a=<b>"):
        someone.opens(address)
    assert dict(linked.said_on) == before
    assert set(before) == {"/", "/commencer", "/orientation/1", "/orientation/2", "/plan", "/pages/contact"} | {
        "/pages/mentions-legales"
    }


def test_without_lists_every_page_is_in_the_footer_and_the_menu_has_the_account() -> None:
    found = page(site_of(catalogue_with("")), "/")
    assert menu(found) == [("Se connecter", "/connexion")]
    assert [a.text for a in found.one("footer").find("a")] == ["Contact", "Une autre page", "Mentions légales"]


def test_an_entry_that_is_done_elsewhere_says_where(linked: Site) -> None:
    main = page(linked, "/").one("main")
    assert main.one("a", href="/orientation/1").text == (
        "Je veux autre chose Se fait sur un autre site : Un autre site"
    )
    assert main.one("a", href="/commencer").text == "Je demande"


def test_an_entry_that_is_done_nowhere_says_that_it_is_not_done_here() -> None:
    """Its orientation has no link, or one whose address is not known yet."""
    for before, after in ((", lien: ailleurs}", "}"), (', adresse: "https://ailleurs.example/"}', "}")):
        portal = (SPECS / "portail.yaml").read_text(encoding="utf-8")
        assert before in portal
        made = load_sources({"portail.yaml": portal.replace(before, after).encode()}, whole=False).catalogue.portal
        assert made is not None
        told = [elsewhere(made, words_of(LANGUAGE), entry) for entry in made.entries]
        assert told == ["", "Ne se fait pas sur ce site"]


def test_the_site_map_cites_each_page_once(linked: Site) -> None:
    """Those that no link leads to as well, under their own titles."""
    main = page(linked, "/plan").one("main")
    groups = {
        part.one("h2").text: [(a.text, a.attributes["href"]) for a in part.find("a")] for part in main.find("section")
    }
    accounts = groups.pop("Votre compte")
    assert ("Se connecter", "/connexion") in accounts
    assert ("Créer un compte", "/compte") in accounts
    assert groups == {
        "Démarches": [
            ("Je demande", "/commencer"),
            ("Je veux autre chose Se fait sur un autre site : Un autre site", "/orientation/1"),
        ],
        "Ce site": [
            ("Accueil", "/"),
            ("Contact", "/pages/contact"),
            ("Trop jeune", "/orientation/2"),
            ("Mentions légales", "/pages/mentions-legales"),
            ("Une autre page", "/pages/cachee"),
        ],
        "Autres sites": [("Un autre site (nouvelle fenêtre)", "https://ailleurs.example/")],
    }
    addresses = [a.attributes["href"] for a in main.find("a")]
    assert len(addresses) == len(set(addresses))


def test_the_site_map_offers_no_account_to_who_has_one(ana: Applicant) -> None:
    assert "/compte" in Applicant(ana.site, "").opens("/plan").parsed.hrefs
    assert "/compte" not in ana.opens("/plan").parsed.hrefs


@pytest.mark.parametrize("address", ["/plan", "/pages/contact", "/orientation/1", "/"])
def test_titles_of_tabs_are_neutral(linked: Site, address: str) -> None:
    title = page(linked, address).one("title").text
    assert title.endswith(" – Ma démarche")
    assert "Un autre site" not in title


@pytest.mark.parametrize("name", ["rien", "sauvegarde", "contact/", "%00", "contact%2F"])
def test_a_page_that_is_not_there(linked: Site, name: str) -> None:
    """A text without a title is no page."""
    page(linked, f"/pages/{name}", 404)


def test_the_account_is_not_among_the_links() -> None:
    menus = Menus((ACCOUNT,), (NavLink("A", "/a"), ACCOUNT), (NavLink("B", "https://b.example/"),))
    assert menus.links == (NavLink("A", "/a"), NavLink("B", "https://b.example/"))
    assert list(menus_by_page(menus)) == ["/a"]
    assert menus_by_page(menus)["/a"].nav == (NavLink("A", "/a", current=True), ACCOUNT)


def test_an_orientation_nobody_knows_leads_home(linked: Site) -> None:
    assert orientation_address(linked.portal, None) == "/"
    assert orientation_address(linked.portal, "rien") == "/"
