"""The links around every page: of the header, the menu and the footer; and what addresses pages of the portal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..context import Context, entries, items, optional
from ..source import Node
from ..spec import Destination, Entry, Link, MenuLink, Orientation

PAGES = "/pages/"
"""Where a page of the portal is, before its id."""
NAMED: tuple[tuple[str, Destination, str], ...] = (
    ("page", "page", "R133"),
    ("entree", "entry", "R134"),
    ("orienter_vers", "orientation", "R111"),
    ("lien", "link", "R109"),
)
"""The keys that name what a link leads to, what that is, and what is said of a name that nothing has."""
OWN: tuple[tuple[str, Destination], ...] = (("accueil", "home"), ("plan", "site_map"), ("compte", "account"))
"""The keys that mark a page of the site's own."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a link may lead to. `pages` are the titles of texts that are pages, by id."""

    pages: Mapping[str, str]
    entries: tuple[Entry, ...]
    orientations: Mapping[str, Orientation]
    links: Mapping[str, Link]

    def labels(self, kind: Destination) -> Mapping[str, str]:
        """What each of a kind is called, by id."""
        match kind:
            case "page":
                return self.pages
            case "entry":
                return {entry.id: entry.label for entry in self.entries}
            case "orientation":
                return {name: orientation.title for name, orientation in self.orientations.items()}
            case "link":
                return {name: link.label for name, link in self.links.items()}
            case _:
                return {}


def menu_of(context: Context, root: Node, key: str, known: Known) -> tuple[MenuLink, ...]:
    """The links listed under a key of the portal."""
    made = (_link(context, node, known) for node in items(root, key))
    return tuple(link for link in made if link is not None)


def footer_of(context: Context, root: Node, known: Known) -> tuple[MenuLink, ...]:
    """The links of the footer: every page, in order, where the portal does not say."""
    if root.get("pied") is not None:
        return menu_of(context, root, "pied", known)
    places = {key.text: key.position for key, _ in entries(root, "textes")}
    return tuple(MenuLink("page", name, title, places[name]) for name, title in known.pages.items())


def _link(context: Context, node: Node, known: Known) -> MenuLink | None:
    label = optional(node, "libelle")
    for key, kind, code in NAMED:
        target = node.get(key)
        if target is not None:
            labels = known.labels(kind)
            if target.text not in labels:
                context.report(target, code, found=target.text, expected=sorted(labels))
            return MenuLink(kind, target.text, label or labels.get(target.text), node.position)
    own = next((kind for key, kind in OWN if node.get(key) is not None), None)
    return MenuLink(own, "", label, node.position) if own is not None else None


def check_page_addresses(context: Context, root: Node, pages: Mapping[str, str]) -> None:
    """Reports each link of a file whose address is that of a page which the portal does not have."""
    for _, link in entries(root, "liens"):
        address = link.get("adresse")
        if address is None or not address.text.startswith(PAGES):
            continue
        name = address.text.removeprefix(PAGES).replace("-", "_")
        if name not in pages:
            context.report(address, "R133", found=name, expected=sorted(pages))
