"""Pages made of the portal alone: its texts that are pages, and the site map."""

from __future__ import annotations

from starlette.responses import HTMLResponse, Response

from engine.keywords import OWN_PAGES
from renderers.html import LinkGroup, NavLink, SiteMapView, TextView

from .errors import CREATE, NOT_FOUND, error_response
from .menus import ACCOUNT_PAGES, HOME, SITE_MAP, elsewhere, entry_address, page_address
from .pages import context, home_link, tab
from .site import Site, filled
from .visits import Visit

(TRACES,) = OWN_PAGES


def text_page(visit: Visit) -> Response:
    """A text of the portal that has a title: legal mentions, accessibility …"""
    site = visit.site
    name = visit.path("name").replace("-", "_")
    block = site.portal.texts.get(name)
    body = filled(site, block.body) if block is not None and block.title else None
    if block is None or body is None or not block.title:
        return error_response(site, NOT_FOUND)
    view = TextView(block.title, tab(site, block.title), body, links=(home_link(site),))
    page = context(site, visit.visitor, here=page_address(name))
    return HTMLResponse(site.pages.render_account(view, page))


def traces_links(site: Site) -> tuple[NavLink, ...]:
    """The page that says how to leave no trace on a device, where the portal has one."""
    title = site.portal.pages.get(TRACES)
    return (NavLink(title, page_address(TRACES)),) if title is not None else ()


def site_map(visit: Visit) -> Response:
    """All that can be reached without a dossier: entries, pages of the portal, those of accounts, other sites."""
    site = visit.site
    title = site.words.gettext("Plan du site")
    view = SiteMapView(title, tab(site, title), _site_map_groups(visit))
    return HTMLResponse(site.pages.render_site_map(view, context(site, visit.visitor, here=SITE_MAP)))


def _site_map_groups(visit: Visit) -> tuple[LinkGroup, ...]:
    """The links of the site map, each address once: what an entry leads to is not cited again from the menu.

    Who is signed in has an account, and is not told to create one.
    """
    site = visit.site
    portal, words = site.portal, site.words
    useless = CREATE if visit.visitor.session is not None else None
    entries = tuple(
        NavLink(entry.label, entry_address(portal, entry), note=elsewhere(portal, words, entry))
        for entry in portal.entries
    )
    accounts = tuple(NavLink(words.gettext(label), url) for label, url in ACCOUNT_PAGES if url != useless)
    met = {link.url for link in (*entries, *accounts)} | {SITE_MAP}
    home = NavLink(words.gettext("Accueil"), HOME)
    titles = {page_address(name): title for name, title in portal.pages.items()}
    others: dict[str, NavLink] = {}
    for link in (home, *site.menus.links, *(NavLink(title, url) for url, title in titles.items())):
        if link.url not in met:
            others.setdefault(link.url, NavLink(titles.get(link.url, link.label), link.url))
    groups = (
        LinkGroup(words.gettext("Démarches"), entries),
        LinkGroup(words.gettext("Votre compte"), accounts),
        LinkGroup(words.gettext("Ce site"), tuple(link for link in others.values() if not link.outside)),
        LinkGroup(words.gettext("Autres sites"), tuple(link for link in others.values() if link.outside)),
    )
    return tuple(group for group in groups if group.links)
