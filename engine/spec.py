"""The validated procedure: frozen dataclasses and nothing else. `engine.build` makes them, everything reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .conditions.nodes import Condition
    from .facts import Fact
    from .problems import Position
    from .texts import Text

Kind = Literal[
    "text",
    "long_text",
    "date",
    "choice",
    "yes_no",
    "checkbox",
    "commitment",
    "email",
    "phone",
    "country",
    "nationality",
    "number",
    "address",
    "group",
    "computed",
]
Precision = Literal["day", "month", "year"]
Content = Literal["form", "situation", "justificatifs", "deposit", "confirmation"]
LeapDay = Literal["1er_mars", "28_fevrier"]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a closed list."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A closed list, in the author's order."""

    id: str
    options: tuple[Option, ...]
    position: Position

    def label(self, option: str) -> str:
        """The label of an option's id; the id itself where a later revision dropped the option."""
        return next((o.label for o in self.options if o.id == option), option)


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often a field or a group is given. `maximum` is always finite, so that proofs are."""

    minimum: int
    maximum: int
    add_label: str
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold (`then`), what may not be (`when` alone), or a way out (`redirect`, an orientation's id)."""

    when: Condition | None
    then: Condition | None
    message: str
    redirect: str | None
    field: str | None
    position: Position


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `members` is filled for a group, `options` for a choice, `template` for a computed field."""

    id: str
    kind: Kind
    label: str
    position: Position
    hint: Text | None = None
    required: bool = True
    condition: Condition | None = None
    options: ChoiceList | None = None
    presentation: Literal["radios", "list"] = "radios"
    repeat: Repeat | None = None
    members: tuple[Field, ...] = ()
    max_length: int = 200
    pattern: str | None = None
    pattern_message: str | None = None
    pattern_example: str | None = None
    precision: Precision = "day"
    historic: bool = False
    template: Text | None = None
    confirm_label: str | None = None
    remove_label: str | None = None
    autocomplete: str | None = None
    rules: tuple[Rule, ...] = ()
    source: str | None = None
    to_validate: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a step. Its own fields come first, then its sub-sections."""

    id: str
    title: str
    position: Position
    introduction: Text | None = None
    condition: Condition | None = None
    fields: tuple[Field, ...] = ()
    sections: tuple[Section, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the progress bar. `slug` is its neutral place in URLs."""

    id: str
    title: str
    slug: str
    content: Content
    position: Position
    progress: int | None = None
    remaining: str | None = None
    recalls_situation: bool = False
    inserts: tuple[str, ...] = ()
    announcement: Text | None = None
    sections: tuple[Section, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One document that may be given, a leaf of a justificatif's alternatives."""

    id: str
    label: str
    position: Position
    condition: Condition | None = None
    max_age: str | None = None


@dataclass(frozen=True, slots=True)
class Alternatives:
    """`one_of` or `all_of` its parts, which may nest."""

    mode: Literal["one_of", "all_of"]
    parts: tuple[Item | Alternatives | Cases, ...]
    position: Position
    title: str | None = None
    instruction: Text | None = None
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Cases:
    """One part by the value of a closed reference (a choice field or a table fact); every value has its case."""

    reference: str
    cases: Mapping[str, Item | Alternatives | Cases]
    position: Position


Provision = Item | Alternatives | Cases


@dataclass(frozen=True, slots=True)
class Justificatif:
    """A requested document, or a number asked in its place (`field`)."""

    id: str
    label: str
    code: str
    position: Position
    text: Text | None = None
    instruction: Text | None = None
    note: Text | None = None
    provision: Provision | None = None
    field: Field | None = None
    required: bool = True
    max_files: int = 3
    condition: Condition | None = None
    heading: str | None = None
    per_item: bool = False
    source: str | None = None
    to_validate: str | None = None


@dataclass(frozen=True, slots=True)
class JustificatifGroup:
    """A heading over requests; one level of sub-groups."""

    id: str
    title: str
    position: Position
    requests: tuple[Justificatif, ...] = ()
    groups: tuple[JustificatifGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Motif:
    """The ground of the request. `groups` are the common justificatifs merged with the motif's own."""

    id: str
    label: str
    list_title: str
    groups: tuple[JustificatifGroup, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A named text of the procedure, shown by steps that list it."""

    id: str
    title: str | None
    body: Text
    position: Position


@dataclass(frozen=True, slots=True)
class Link:
    """A named link. Without an address, whatever cites it is left out."""

    id: str
    label: str
    address: str | None
    position: Position


@dataclass(frozen=True, slots=True)
class Line:
    """A label and a value in a document. `upper` prints the value in capitals."""

    label: str
    value: Text
    upper: bool = False


@dataclass(frozen=True, slots=True)
class DocumentBlock:
    """Lines, or a text, under an optional title."""

    title: str | None
    lines: tuple[Line, ...] = ()
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF the procedure gives. `file_name` is neutral: it stays in a phone's downloads."""

    id: str
    file_name: str
    title: str
    blocks: tuple[DocumentBlock, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Service:
    """The administration that will examine the dossier, and its site code in dossier numbers."""

    name: str
    site: str


@dataclass(frozen=True, slots=True)
class Deposit:
    """How a dossier number is made and which service gets it.

    `number` is a tuple of (part, digits) with part among `site`, `date`, `counter`. `territory` is the address
    field whose département picks the service.
    """

    number: tuple[tuple[Literal["site", "date", "counter"], int], ...]
    territory: str | None
    services: Mapping[str, Service]
    default_service: Service


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What an upload may be. `max_bytes` is inclusive; `extensions` in lower case without dot."""

    max_files: int = 3
    max_bytes: int = 10 * 1024 * 1024
    extensions: tuple[str, ...] = ("jpg", "jpeg", "pdf", "png", "bmp", "tif", "tiff")


@dataclass(frozen=True)
class Procedure:
    """A whole procedure, immutable. `revision` is a digest of all the sources it was built from."""

    id: str
    version: str
    revision: str
    title: str
    full_title: str
    neutral_title: str
    leap_day: LeapDay
    files: FileLimits
    lists: Mapping[str, ChoiceList]
    facts: Mapping[str, Fact]
    motifs: Mapping[str, Motif]
    steps: tuple[Step, ...]
    rules: tuple[Rule, ...]
    texts: Mapping[str, TextBlock]
    links: Mapping[str, Link]
    documents: Mapping[str, Document]
    deposit: Deposit
    sources: Mapping[str, bytes]
    position: Position

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every field by id, in asking order: those of the steps, then those inside justificatifs."""
        found: dict[str, Field] = {}
        for step in self.steps:
            for section in step.sections:
                for part in (section, *section.sections):
                    found.update((f.id, f) for f in part.fields)
        for request in self.justificatifs.values():
            if request.field is not None:
                found[request.field.id] = request.field
        return found

    @cached_property
    def justificatifs(self) -> Mapping[str, Justificatif]:
        """Every request of every motif by id."""
        found: dict[str, Justificatif] = {}
        for motif in self.motifs.values():
            for group in motif.groups:
                for part in (group, *group.groups):
                    found.update((r.id, r) for r in part.requests)
        return found


# ── The portal ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Proceed:
    """A leaf that carries on in a procedure with a motif."""

    procedure: str
    motif: str
    position: Position


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


@dataclass(frozen=True)
class Portal:
    """The home page and the decision graph of all procedures."""

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
