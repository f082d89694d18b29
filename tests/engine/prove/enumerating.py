"""Every settled journey through a small catalogue, found by running the interpreter: the oracle of the prover.

A journey is a whole set of answers: nothing that is shown is left to answer. It is found one question at a time, as an
applicant meets them, and knows nothing of how the prover sees a procedure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations_with_replacement, permutations, product

from engine.elements import shown_in
from engine.progress import Progress
from engine.run import run
from engine.spec import Catalogue, Field, Portal, Procedure
from engine.values import ABSENT, PartialDate, Value
from tests.engine.prove.grid import DEPOSIT, Grid
from tests.engine.prove.writing import COUNTRIES

ELSEWHERE = "AF"
"""A country that no generated spec cites."""
Answers = Mapping[str, Value | None]


class TooMany(Exception):
    """There are more journeys than a test has the time for."""


@dataclass(frozen=True, slots=True)
class Journey:
    """One journey: its answers, where it ends. `came` is how many steps it comes to without a refusal or an exit."""

    today: dt.date
    answers: Answers
    progress: Progress


@dataclass(slots=True)
class Walk:
    """Walks one procedure of a catalogue, behind its portal if there is one."""

    catalogue: Catalogue
    today: dt.date
    most: int
    found: int = 0

    def journeys(self) -> Iterator[Journey]:
        """All of them. Raises `TooMany`."""
        portal, procedure = self.catalogue.portal, next(iter(self.catalogue.procedures.values()))
        facts = {**(portal.facts if portal is not None else {}), **procedure.facts}
        grid = Grid([part for part in (portal, procedure) if part is not None], facts, self.today)
        for day in grid.deposits():
            ends = [*self._tree(portal, {}, day, grid)] if portal is not None else []
            led = [answers for answers, leads in ends if leads]
            for answers, leads in ends:
                if not leads:
                    yield self._made(run(self.catalogue, answers, day), answers, day)
            for answers in led:
                yield from self._fields(grid, day, procedure, None, dict(answers))
            if portal is None or not self._led_on_some_day(grid, portal):
                for motif in procedure.motifs:
                    yield from self._fields(grid, day, procedure, motif, {})

    def walks(self) -> Iterator[Progress]:
        """All the ways through the portal, alone. Raises `TooMany`."""
        portal = self.catalogue.portal
        if portal is None:
            return
        alone = Catalogue(portal, {})
        grid = Grid([portal], portal.facts, self.today)
        for day in grid.deposits():
            for answers, _ in self._tree(portal, {}, day, grid):
                yield self._made(run(alone, answers, day), answers, day).progress

    def _led_on_some_day(self, grid: Grid, portal: Portal) -> bool:
        return any(leads for day in grid.deposits() for _, leads in self._tree(portal, {}, day, grid))

    def _made(self, progress: Progress, answers: Answers, day: dt.date) -> Journey:
        self.found += 1
        if self.found > self.most:
            raise TooMany
        return Journey(day, dict(answers), progress)

    def _tree(self, portal: Portal, answers: Answers, day: dt.date, grid: Grid) -> Iterator[tuple[Answers, bool]]:
        """The answers to the questions of a portal, and whether they lead to the procedure."""
        situation = run(self.catalogue, answers, day).situation
        if situation.pending is None:
            yield answers, situation.procedure in self.catalogue.procedures
            return
        question = portal.questions[situation.pending]
        values: tuple[Value, ...] = tuple(choice.id for choice in question.choices)
        if question.is_date:
            values = grid.values(None, question.id, _days(answers, day))
        for value in values:
            yield from self._tree(portal, {**answers, question.id: value}, day, grid)

    def _fields(
        self, grid: Grid, day: dt.date, procedure: Procedure, motif: str | None, answers: dict[str, Value | None]
    ) -> Iterator[Journey]:
        progress = run(self.catalogue, answers, day, procedure=procedure.id, motif=motif)
        open_ones = {name for step in progress.steps for name in (*step.missing, *step.unsettled)}
        name = next((name for name in progress.visible if name in open_ones and name not in answers), None)
        if name is None:
            yield self._made(progress, answers, day)
            return
        for value in self._values(procedure.fields[name], progress, grid, _days(answers, day)):
            yield from self._fields(grid, day, procedure, motif, {**answers, name: value})

    def _values(
        self, asked: Field, progress: Progress, grid: Grid, known: Mapping[str, dt.date]
    ) -> Iterator[Value | None]:
        """Every answer to a field, as far as conditions can tell them apart."""
        if not asked.required and asked.kind not in ("checkbox", "commitment"):
            yield None
        if asked.repeat is None:
            yield from self._single(asked, asked.id, grid, known)
            return
        elements = [*self._elements(asked, progress, grid, known)]
        for count in range(max(asked.repeat.minimum, 1), asked.repeat.maximum + 1):
            if asked.repeat.distinct:
                yield from permutations(elements, count)
            elif asked.members:
                yield from combinations_with_replacement(elements, count)
            else:
                yield from product(elements, repeat=count)

    def _single(self, asked: Field, name: str, grid: Grid, known: Mapping[str, dt.date]) -> tuple[Value, ...]:
        match asked.kind:
            case "yes_no" | "checkbox":
                return (False, True)
            case "choice":
                return tuple(option.id for option in asked.options.options) if asked.options is not None else ()
            case "country":
                return (*COUNTRIES, ELSEWHERE)
            case "date":
                return grid.values(asked, name, known)
            case _:
                return ("texte",)

    def _elements(self, asked: Field, progress: Progress, grid: Grid, known: Mapping[str, dt.date]) -> Iterator[Value]:
        """Every element of a repeatable: what it hides is left empty."""
        if not asked.members:
            yield from self._single(asked, asked.id, grid, known)
            return
        yield from self._members(asked, {}, progress, grid, known)

    def _members(
        self,
        asked: Field,
        given: dict[str, Value | None],
        progress: Progress,
        grid: Grid,
        known: Mapping[str, dt.date],
    ) -> Iterator[Value]:
        if len(given) == len(asked.members):
            read = {name: ABSENT if value is None else value for name, value in given.items()}
            if set(read.values()) != {ABSENT} or True not in shown_in(asked, read, progress.scope).values():
                yield given  # type: ignore[misc]  # a map is an element, but for one that is left empty
            return
        member = asked.members[len(given)]
        read = {name: ABSENT if value is None else value for name, value in given.items()}
        shown = shown_in(asked, read, progress.scope)[member.id]
        values: tuple[Value | None, ...] = (None,)
        if shown:
            values = self._single(member, member.id, grid, {**known, **_days(given, known[DEPOSIT])})
            if not member.required and member.kind != "checkbox":
                values = (None, *values)
        for value in values:
            yield from self._members(asked, {**given, member.id: value}, progress, grid, known)


def _days(answers: Mapping[str, Value | None], deposit: dt.date) -> dict[str, dt.date]:
    """The days given so far; of a date known in part, the first it may be."""
    found = {DEPOSIT: deposit}
    for name, value in answers.items():
        if isinstance(value, PartialDate):
            found[name] = value.first
        elif isinstance(value, dt.date):
            found[name] = value
    return found
