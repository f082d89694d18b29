"""Mails: those of the portal, which open and keep an account, and those of a procedure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..context import EMPTY_TEXT, Context, entries, scalar
from ..keywords import PORTAL_MAILS, PROCEDURE_MAILS
from ..source import Node
from ..spec import Link, Mail, MailRole, MailText
from ..texts import Text
from .texts import BUILT_IN, MAIL_LINKS, check_texts, computed_of

LOGIN, PASSWORD = "identifiant", "mot_de_passe"
SIGN_IN, SPACE, ACCESS = "connexion", "espace", "acces"

NEEDED: Mapping[MailRole, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "account_created": ((PASSWORD,), (SIGN_IN,)),
    "access_link": ((), (ACCESS,)),
    "password_forgotten": ((), (ACCESS,)),
}
"""The mails that carry an access: the names and the links without which nobody could come in."""


@dataclass(frozen=True, slots=True)
class _Citable:
    """What a mail may cite: names, links of the author with their addresses, links into the site.

    `computed` are fields that none may.
    """

    names: frozenset[str]
    addresses: Mapping[str, str | None]
    inside: frozenset[str]
    computed: frozenset[str] = frozenset()


def portal_mails(context: Context, root: Node, links: Mapping[str, Link]) -> dict[MailRole, Mail]:
    """The mails of a portal, by what they are for."""
    _check_links(context, root)
    found: dict[MailRole, Mail] = {}
    for key, node, role in _written(root, PORTAL_MAILS):
        names, given = NEEDED.get(role, ((), ()))
        citable = _Citable(frozenset({LOGIN, *names}), _addresses(links), frozenset({SIGN_IN, SPACE, *given}))
        found[role] = _mail(context, key, node, role, citable)
    return found


def procedure_mails(
    context: Context, root: Node, names: Iterable[str], links: Mapping[str, Link], fields: Mapping[str, Node]
) -> dict[MailRole, Mail]:
    """The mails of a procedure, by what they are for. They may cite what its documents may."""
    _check_links(context, root)
    citable = _Citable(frozenset(names) | BUILT_IN, _addresses(links), frozenset({SPACE}), computed_of(fields))
    return {role: _mail(context, key, node, role, citable) for key, node, role in _written(root, PROCEDURE_MAILS)}


def check_served(context: Context, root: Node) -> None:
    """A portal that leads to a procedure has all its mails: who can't be written to has no account."""
    written = frozenset(key.text for key, _ in entries(root, "courriels"))
    missing = [key for key in PORTAL_MAILS if key not in written]
    if missing:
        place = root.key("courriels") or root.key("portail") or root
        context.report(place, "S156", found=", ".join(missing))


def _written(root: Node, roles: Mapping[str, MailRole]) -> Iterator[tuple[Node, Node, MailRole]]:
    for key, node in entries(root, "courriels"):
        if key.text in roles and node.kind == "map":
            yield key, node, roles[key.text]


def _mail(context: Context, key: Node, node: Node, role: MailRole, citable: _Citable) -> Mail:
    before = len(context.texts)
    full = _text(context, key, node, role, citable)
    discreet = node.get("discret")
    other = _text(context, key, discreet, role, citable) if discreet is not None and discreet.kind == "map" else None
    # What other texts may cite is not what mails may: they are judged here, and no more with the rest.
    texts = context.texts[before:]
    del context.texts[before:]
    links = citable.addresses.keys() | citable.inside
    check_texts(context, texts, citable.names, links=links, documents=None, computed=citable.computed)
    return Mail(role, full, other, key.position)


def _text(context: Context, key: Node, node: Node, role: MailRole, citable: _Citable) -> MailText:
    written = node.get("contenu")
    body = context.text(node, "contenu")
    if written is not None and body is not None:
        _check_access(context, written, body, role)
    return MailText(scalar(node, "objet"), body or EMPTY_TEXT, citable.addresses, (written or key).position)


def _addresses(links: Mapping[str, Link]) -> dict[str, str | None]:
    return {name: link.address for name, link in links.items()}


def _check_access(context: Context, written: Node, body: Text, role: MailRole) -> None:
    """A mail that opens an account holds all that it takes, in either mode."""
    names, links = NEEDED.get(role, ((), ()))
    missing = [f"{{{name}}}" for name in names if name not in body.placeholders]
    missing += (f"lien:{link}" for link in links if link not in body.links)
    if missing:
        context.report(written, "S158", found=", ".join(missing))


def _check_links(context: Context, root: Node) -> None:
    """What leads into the site from a mail is no link of the author's."""
    for key, _ in entries(root, "liens"):
        if key.text in MAIL_LINKS:
            context.report(key, "R123", found=key.text, expected=sorted(MAIL_LINKS))
