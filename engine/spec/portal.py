"""The portal: entries of the home page, the decision graph of all procedures, and the catalogue of a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .forms import ChoiceList
from .mails import Mail, MailRole
from .procedure import Link, Procedure, TextBlock

if TYPE_CHECKING:
    from ..conditions.nodes import Condition
    from ..facts import Fact
    from ..problems import Position
    from ..texts import Text


@dataclass(frozen=True, slots=True)
class Proceed:
    """A leaf that carries on in a procedure with a motif, and where their ids are written."""

    procedure: str
    motif: str
    position: Position
    procedure_at: Position | None = None
    motif_at: Position | None = None


@dataclass(frozen=True, slots=True)
class Redirect:
    """A leaf that sends elsewhere (an orientation's id)."""

    orientation: str
    position: Position


@dataclass(frozen=True, slots=True)
class Ask:
    """Goes on with another question."""

    question: str
    position: Position


@dataclass(frozen=True, slots=True)
class Branch:
    """Where to go depends on earlier answers: the first true condition, else `otherwise`."""

    branches: tuple[tuple[Condition, Proceed | Redirect | Ask], ...]
    otherwise: Proceed | Redirect | Ask | None
    position: Position


Route = Proceed | Redirect | Ask | Branch


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a question of the tree: "Je suis …", and "Vous êtes …" once chosen."""

    id: str
    label: str
    recap: str | None
    route: Route
    position: Position


@dataclass(frozen=True, slots=True)
class Question:
    """A node of the decision graph: a choice, or a date (`route` then decides)."""

    id: str
    label: str
    position: Position
    introduction: Text | None = None
    hint: Text | None = None
    outside_steps: bool = False
    button: str | None = None
    choices: tuple[Choice, ...] = ()
    is_date: bool = False
    route: Route | None = None
    recap: Text | None = None


@dataclass(frozen=True, slots=True)
class Orientation:
    """Where someone is sent whom no procedure of this site serves."""

    id: str
    title: str
    text: Text
    link: str | None
    position: Position
    to_validate: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the home page: starts the tree (`starts`), or is answered elsewhere."""

    id: str
    label: str
    starts: bool
    orientation: str | None
    position: Position
    hint: Text | None = None


Destination = Literal["page", "entry", "orientation", "link", "home", "site_map", "account"]
"""What a link around every page leads to: something of the portal, or one of the three pages the site makes itself."""


@dataclass(frozen=True, slots=True)
class MenuLink:
    """A link of the header, the menu or the footer.

    `target` is the id of what it leads to, empty for the site's own pages. `label` is the author's, else what it leads
    to is called; None where the site has its own words.
    """

    kind: Destination
    target: str
    label: str | None
    position: Position


@dataclass(frozen=True, slots=True, eq=False)
class Portal:
    """The home page, the links around every page, the decision graph of all procedures. Compared by identity.

    `sender` is who its mails say they are from.
    """

    id: str
    version: str
    revision: str
    title: str
    subtitle: str | None
    neutral_title: str
    notice: Text | None
    entries: tuple[Entry, ...]
    start: str
    questions: Mapping[str, Question]
    orientations: Mapping[str, Orientation]
    facts: Mapping[str, Fact]
    lists: Mapping[str, ChoiceList]
    links: Mapping[str, Link]
    texts: Mapping[str, TextBlock]
    header: tuple[MenuLink, ...]
    menu: tuple[MenuLink, ...]
    footer: tuple[MenuLink, ...]
    sender: str
    mails: Mapping[MailRole, Mail]
    sources: Mapping[str, bytes]
    position: Position

    @property
    def pages(self) -> Mapping[str, str]:
        """The titles of its pages, by id: see `pages_of`."""
        return pages_of(self.texts)


def pages_of(texts: Mapping[str, TextBlock]) -> Mapping[str, str]:
    """The titles of the texts of a portal that are pages of their own, those that have one, by id."""
    return {name: block.title for name, block in texts.items() if block.title}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a folder of specs holds: an optional portal and its procedures by id."""

    portal: Portal | None
    procedures: Mapping[str, Procedure]
