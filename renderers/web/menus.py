"""The links around every page, and the addresses of the pages they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

from engine.spec import Entry, MenuLink, Portal
from renderers.html import ACCOUNT, MenuItem, NavLink

from .words import N_, Words

HOME, START, SITE_MAP, SIGN_IN = "/", "/commencer", "/plan", "/connexion"
ACCOUNT_PAGES: tuple[tuple[str, str], ...] = (
    (N_("Se connecter"), SIGN_IN),
    (N_("Mot de passe oublié"), "/connexion/oubli"),
    (N_("Créer un compte"), "/compte"),
    (N_("Mon espace"), "/espace"),
)
"""The pages of accounts that the site map cites."""


@dataclass(frozen=True, slots=True)
class Menus:
    """The links around a page. One of them may be marked as the page being read."""

    header: tuple[MenuItem, ...]
    nav: tuple[MenuItem, ...]
    footer: tuple[MenuItem, ...]

    @property
    def links(self) -> tuple[NavLink, ...]:
        """All of them, without the place of the account's."""
        return tuple(item for item in (*self.header, *self.nav, *self.footer) if item != ACCOUNT)

    def on(self, address: str) -> Menus:
        """The same on the page of that address."""

        def marked(items: tuple[MenuItem, ...]) -> tuple[MenuItem, ...]:
            return tuple(
                item._replace(current=True) if item != ACCOUNT and item.url == address else item for item in items
            )

        return Menus(marked(self.header), marked(self.nav), marked(self.footer))


def menus_of(portal: Portal, words: Words) -> Menus:
    """The links that a portal lists; the account's place is at the end of the menu where it says nothing of it."""
    header, nav, footer = (_items(portal, words, listed) for listed in (portal.header, portal.menu, portal.footer))
    if not any(ACCOUNT in items for items in (header, nav, footer)):
        nav = (*nav, ACCOUNT)
    return Menus(header, nav, footer)


def menus_by_page(menus: Menus) -> Mapping[str, Menus]:
    """The links around each page that one of them leads to, by its address: a few, known when the site begins.

    What is drawn of them may then be kept: an address that somebody asks for is only looked up here.
    """
    return {link.url: menus.on(link.url) for link in menus.links if not link.outside}


def page_address(name: str) -> str:
    """The address of a page of the portal."""
    return f"/pages/{name.replace('_', '-')}"


def orientation_address(portal: Portal, name: str | None) -> str:
    """The address of an orientation: a number, as ids may say too much."""
    names = list(portal.orientations)
    return f"/orientation/{names.index(name) + 1}" if name in names else HOME


def entry_address(portal: Portal, entry: Entry) -> str:
    """Where an entry of the home page leads."""
    return START if entry.starts else orientation_address(portal, entry.orientation)


def elsewhere(portal: Portal, words: Words, entry: Entry) -> str:
    """What is said of an entry that this site does not serve; nothing of the others."""
    orientation = portal.orientations.get(entry.orientation or "")
    if orientation is None:
        return ""
    link = portal.links.get(orientation.link or "")
    if link is None or not link.address:
        return words.gettext("Ne se fait pas sur ce site")
    return words.gettext("Se fait sur un autre site\u00a0: %(name)s", name=link.label)


def _items(portal: Portal, words: Words, listed: Iterable[MenuLink]) -> tuple[MenuItem, ...]:
    found = (_item(portal, words, link) for link in listed)
    return tuple(item for item in found if item is not None)


def _item(portal: Portal, words: Words, link: MenuLink) -> MenuItem | None:
    """A link with its address; None for one whose address is not known yet."""
    label = link.label or ""
    match link.kind:
        case "page":
            return NavLink(label, page_address(link.target))
        case "entry":
            entry = next(entry for entry in portal.entries if entry.id == link.target)
            return NavLink(label, entry_address(portal, entry))
        case "orientation":
            return NavLink(label, orientation_address(portal, link.target))
        case "link":
            address = portal.links[link.target].address
            return NavLink(label, address) if address else None
        case "home":
            return NavLink(label or words.gettext("Accueil"), HOME)
        case "site_map":
            return NavLink(label or words.gettext("Plan du site"), SITE_MAP)
        case "account":
            return ACCOUNT
        case _:
            assert_never(link.kind)
