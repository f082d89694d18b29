"""The links around every page: header, menu, footer, site map, and what is kept of them."""

from __future__ import annotations

import pytest

from renderers.html import ACCOUNT, MenuItem, NavLink, PageContext
from tests.renderers.html.checking import Node, parse
from tests.renderers.html.samples import PAGE
from tests.renderers.html.samples_accounts import SIGNED_IN, SIGNED_OUT
from tests.renderers.html.test_pages import EVERY

OUTSIDE = NavLink("Timbres", "https://timbres.example/")
HELP = (NavLink("Nous contacter", "/pages/contact"), NavLink("Besoin d'aide ?", "/pages/aide"))


def home(page: PageContext) -> Node:
    """The home page, parsed."""
    return parse(EVERY["home"](page))


def links(node: Node) -> list[tuple[str, str]]:
    """The words and the address of each link in a part of a page."""
    return [(link.text, link.attributes["href"]) for link in node.find("a")]


def test_the_links_of_the_header_are_beside_the_name_of_the_site() -> None:
    side = home(PAGE._replace(header=HELP)).one("div", class_="site-header__side")
    assert links(side.find("ul")[0]) == [("Nous contacter", "/pages/contact"), ("Besoin d'aide ?", "/pages/aide")]
    assert side.find("nav", aria_label="Langue")
    assert not home(PAGE).one("div", class_="site-header__side").find("ul", class_="site-header__links link-row")


@pytest.mark.parametrize("name", ["full", "home", "message", "reason"])
def test_the_menu_is_folded_and_needs_no_script(name: str) -> None:
    """A summary opens it, by the keyboard too; on a wide screen the style shows what it holds."""
    menu = parse(EVERY[name](PAGE)).one("nav", aria_label="Menu principal").one("details")
    assert "open" not in menu.attributes
    assert menu.one("summary").text == "Menu"
    assert [item.text for item in menu.one("ul").find("li")] == ["Accueil", "Mes demandes"]


def test_a_link_that_leaves_the_site_opens_a_window_and_says_so() -> None:
    page = home(PAGE._replace(nav=(NavLink("Accueil", "/"), OUTSIDE), footer=(OUTSIDE,)))
    for part in (page.one("nav", aria_label="Menu principal"), page.one("footer")):
        link = part.one("a", href="https://timbres.example/")
        assert link.text == "Timbres (nouvelle fenêtre)"
        assert (link.attributes["target"], link.attributes["rel"]) == ("_blank", "noreferrer noopener")
    assert "target" not in page.one("nav", aria_label="Menu principal").one("a", href="/").attributes


@pytest.mark.parametrize(
    ("url", "outside"),
    [
        ("/", False),
        ("/pages/contact", False),
        ("https://a.example/", True),
        ("mailto:a@a.example", True),
        ("//a.example/", True),
        ("/\\a.example/", True),
    ],
)
def test_what_leaves_the_site(url: str, outside: bool) -> None:
    assert NavLink("A", url).outside is outside


ONE = (NavLink("Un", "/un"),)
TWO = (NavLink("Deux", "/deux"),)


@pytest.mark.parametrize("around", [SIGNED_IN, SIGNED_OUT], ids=["in", "out"])
@pytest.mark.parametrize(
    ("header", "nav", "footer", "place"),
    [
        ((), (*ONE, ACCOUNT), TWO, "nav"),
        ((*ONE, ACCOUNT), TWO, (), "header"),
        ((), ONE, (*TWO, ACCOUNT), "footer"),
        ((), (ACCOUNT, *ONE), (), "nav"),
    ],
)
def test_the_account_is_where_the_site_says(
    around: PageContext,
    header: tuple[MenuItem, ...],
    nav: tuple[MenuItem, ...],
    footer: tuple[MenuItem, ...],
    place: str,
) -> None:
    page = home(around._replace(header=header, nav=nav, footer=footer))
    own = "/espace" if around is SIGNED_IN else "/connexion"
    parts = {
        "header": page.one("div", class_="site-header__side"),
        "nav": page.one("nav", aria_label="Menu principal"),
        "footer": next(iter(page.find("footer")), None),
    }
    assert [name for name, part in parts.items() if part is not None and part.find("a", href=own)] == [place]
    listed = {"header": header, "nav": nav, "footer": footer}[place]
    if listed and listed[0] == ACCOUNT:
        part = parts[place]
        assert part is not None
        assert links(part)[-1] == ("Un", "/un")


def test_two_pages_that_mark_another_link_do_not_share_their_header() -> None:
    first = PAGE._replace(nav=(NavLink("Un", "/un", current=True), NavLink("Deux", "/deux")))
    second = PAGE._replace(nav=(NavLink("Un", "/un"), NavLink("Deux", "/deux", current=True)))
    for page, label in ((first, "Un"), (second, "Deux"), (first, "Un")):
        menu = home(page).one("nav", aria_label="Menu principal")
        assert [link.text for link in menu.find("a", aria_current="page")] == [label]


def test_an_entry_that_is_done_elsewhere_says_so_inside_its_link() -> None:
    """Heard with the link's name, before it is followed."""
    page = home(PAGE)
    assert page.one("a", href="/ailleurs").text == "Je renouvelle ma carte Se fait sur un autre site : Le Comptoir"
    assert page.one("a", href="/commencer").text == "Je demande une première carte"


def test_the_site_map_groups_links_under_headings() -> None:
    main = parse(EVERY["site map"](PAGE)).one("main")
    assert [heading.text for heading in main.find("h2")] == ["Démarches", "Autres sites"]
    assert [links(part) for part in main.find("section")] == [
        [("Je demande", "/commencer"), ("Je valide Ailleurs", "/o/1")],
        [("Timbres (nouvelle fenêtre)", "https://timbres.example/")],
    ]
