"""A procedure: motifs, texts, links, documents, deposit, and the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from .forms import ChoiceList, Field, LeapDay, Origin, Rule, Step
from .justificatifs import Justificatif, JustificatifGroup
from .mails import Mail, MailRole

if TYPE_CHECKING:
    from ..facts import Fact
    from ..problems import Position
    from ..texts import Text


@dataclass(frozen=True, slots=True, eq=False)
class Motif:
    """The ground of the request. `groups` are the common justificatifs merged with the motif's own.

    Compared by identity.
    """

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


LIST, CONFIRMATION = "liste_justificatifs", "confirmation"
"""The documents that steps offer by themselves: what to bring, and what was deposited."""


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


@dataclass(frozen=True, eq=False)
class Procedure:
    """A whole procedure, immutable, compared by identity. `revision` is a digest of all its sources."""

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
    mails: Mapping[MailRole, Mail]
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
    def groups(self) -> tuple[Field, ...]:
        """The fields that are made of others."""
        return tuple(field for field in self.fields.values() if field.members)

    @cached_property
    def taken(self) -> Mapping[str, Origin]:
        """Where the answers come from that nobody is asked, by field."""
        return {name: field.taken_from for name, field in self.fields.items() if field.taken_from is not None}

    @cached_property
    def addresses(self) -> Mapping[str, str | None]:
        """The address of each named link, the portal's included; None where it is not configured."""
        return {name: link.address for name, link in self.links.items()}

    @cached_property
    def justificatifs(self) -> Mapping[str, Justificatif]:
        """Every request of every motif by id."""
        found: dict[str, Justificatif] = {}
        for motif in self.motifs.values():
            for group in motif.groups:
                for part in (group, *group.groups):
                    found.update((r.id, r) for r in part.requests)
        return found
