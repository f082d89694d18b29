"""The portal: entries of the home page, the decision graph of all procedures, and the catalogue of a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .forms import ChoiceList
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


@dataclass(frozen=True, slots=True, eq=False)
class Portal:
    """The home page and the decision graph of all procedures. Compared by identity."""

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
    sources: Mapping[str, bytes]
    position: Position


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a folder of specs holds: an optional portal and its procedures by id."""

    portal: Portal | None
    procedures: Mapping[str, Procedure]
