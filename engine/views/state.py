"""What a page shows beside the answers: what was posted, what was refused, files, notices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from ..kinds import Form, display
from ..messages_answers import message_of
from ..problems import AnswerProblem
from ..progress import Progress
from ..spec import Link, Procedure
from ..texts import RichText, Text
from ..values import IntRange, Mark
from ..view import InsertView, StepMark, StepRef, SuggestionView

YES_NO: Mapping[str, tuple[str, str]] = {"fr": ("non", "oui"), "en": ("no", "yes")}


@dataclass(frozen=True, slots=True)
class GivenFile:
    """One file received. `control` is the upload control's key, `item` the document the applicant said it is."""

    id: str
    control: str
    name: str
    size: int
    item: str = ""


class PageState(NamedTuple):
    """Everything a page shows that is not in the answers.

    `form` is what was typed, shown again instead of the stored answers; `problems` what was refused in it.
    `suggestions` are proposed addresses by field name; `new` the fields that appeared since the page was last shown.
    """

    version: int = 0
    form: Form | None = None
    problems: tuple[AnswerProblem, ...] = ()
    files: tuple[GivenFile, ...] = ()
    notices: tuple[str, ...] = ()
    suggestions: Mapping[str, tuple[SuggestionView, ...]] = MappingProxyType({})
    new: frozenset[str] = frozenset()
    language: str = "fr"
    built_in: Mapping[str, str] = MappingProxyType({})


class Filler:
    """Fills the texts of one procedure with the answers of one case."""

    def __init__(self, progress: Progress, procedure: Procedure, state: PageState) -> None:
        self.progress, self.procedure, self.language = progress, procedure, state.language
        self._given = state.built_in
        self._built_in: dict[str, str] | None = None
        self.links = procedure.addresses

    def text(self, text: Text | None) -> RichText | None:
        """The text filled, or None."""
        if text is None:
            return None
        return text.fill(self.value, self.links) if text.placeholders else text_of(text, self.procedure)

    def plain(self, text: Text | None) -> str:
        """The text filled, without marks; empty for None."""
        filled = self.text(text)
        return filled.plain if filled is not None else ""

    def value(self, name: str) -> str:
        """What a placeholder stands for: a built-in value, an answer in words, a fact; empty when not known."""
        if self._built_in is None:
            self._built_in = {**built_in_values(self.progress), **self._given}
        if name in self._built_in:
            return self._built_in[name]
        asked = self.procedure.fields.get(name)
        if asked is not None:
            value = self.progress.relevant.get(name)
            return ", ".join(display(asked, value, self.language)) if value is not None else ""
        return self._fact(self.progress.scope.value(name))

    def _fact(self, value: object) -> str:
        """A fact in words; empty while it is not known."""
        match value:
            case bool():
                return YES_NO.get(self.language, YES_NO["fr"])[value]
            case IntRange():
                return f"{value.low}–{value.high}"
            case dt.date():
                return value.strftime("%d/%m/%Y")
            case Mark():
                return ""
            case _:
                return str(value)

    def inserts(self, names: tuple[str, ...]) -> tuple[InsertView, ...]:
        """Named texts, in order; one left without any content is left out."""
        shown = []
        for name in names:
            block = self.procedure.texts.get(name)
            body = self.text(block.body) if block is not None else None
            if block is not None and body is not None and body.blocks:
                shown.append(InsertView(name, block.title, body))
        return tuple(shown)


@lru_cache(maxsize=4096)
def text_of(text: Text, procedure: Procedure) -> RichText:
    """A text that depends on no dossier, its links resolved once for everybody."""
    return text.fixed or replace(text.fill(lambda _: "", procedure.addresses), shared=True)


def built_in_values(progress: Progress) -> dict[str, str]:
    """What every text may cite beside answers and facts."""
    return {
        "motif": progress.motif.label if progress.motif is not None else "",
        "date_depot": progress.today.strftime("%d/%m/%Y"),
        "titre": progress.procedure.title if progress.procedure is not None else "",
        "numero": "",
        "service": "",
    }


def addresses(links: Mapping[str, Link]) -> dict[str, str | None]:
    """The address of each named link."""
    return {name: link.address for name, link in links.items()}


def anchor_of(name: str) -> str:
    """The HTML id of the control posted under a name."""
    return "f-" + name.replace(".", "-")


@lru_cache(maxsize=1024)
def step_refs(procedure: Procedure, current: str, done: frozenset[str]) -> tuple[StepRef, ...]:
    """The progress header: `current` highlighted, those of `done` marked. Kept: it is the same for everybody."""
    marks: dict[str, StepMark] = {s.id: "done" if s.id in done else "todo" for s in procedure.steps}
    marks[current] = "current"
    return tuple(StepRef(s.id, n, s.title, s.slug, marks[s.id]) for n, s in enumerate(procedure.steps, 1))


Faults = Mapping[str, str]
"""Messages by part of a field; the empty part is the whole."""


def faults_of(state: PageState, labels: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The problems of a page in words, by field (or justificatif, or step) and part. The first of each place counts."""
    found: dict[str, dict[str, str]] = {}
    for problem in state.problems:
        said = message_of(problem, labels.get(problem.field, ""), state.language)
        found.setdefault(problem.field, {}).setdefault(problem.part, said)
    return found


def inside(faults: Faults, prefix: str) -> dict[str, str]:
    """The faults of one element or member, seen from inside."""
    if not faults:
        return {}
    start = f"{prefix}."
    below = {part[len(start) :]: said for part, said in faults.items() if part.startswith(start)}
    return {"": faults[prefix], **below} if prefix in faults else below
