"""What all journeys through a procedure show of it, in the terms of the language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.conditions.nodes import AllOf, AnyOf, Condition, DateIs, NoneOf, Scope, Truth
from engine.elements import shown_in
from engine.facts import Anniversary, ByCases, Count, ElementScope, Fact, Holds, SomeElement, YearsBetween
from engine.justificatifs import all_requests
from engine.problems import Position
from engine.progress import Progress
from engine.rules import Shown, broken
from engine.spec import Catalogue, Field, Justificatif, Procedure, Rule, Section
from engine.values import ABSENT, UNKNOWN
from tests.engine.prove.enumerating import Journey

Claim = Callable[[Progress], bool]
"""What one applicant shows."""


@dataclass(slots=True)
class Verdicts:
    """What the prover must say of a place and what it may say; all else is a false alarm. `void` are places nobody
    comes to: whatever is said of them is idle."""

    must: set[tuple[str, Position]] = field(default_factory=set)
    may: set[tuple[str, Position]] = field(default_factory=set)
    void: set[Position] = field(default_factory=set)
    claims: dict[tuple[str, Position], list[Claim]] = field(default_factory=dict)

    def add(self, code: str, position: Position, *claims: Claim, silent: bool = False) -> None:
        """That something holds of a place, whether or not it may go unsaid, and what one applicant may show of it: the
        most telling first."""
        (self.may if silent else self.must).add((code, position))
        self.claims.setdefault((code, position), []).extend(claims)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands."""

    asked: Field
    step: int
    sections: tuple[Section, ...] = ()
    request: Justificatif | None = None


class Seen:
    """The journeys through one procedure, and what holds of them."""

    def __init__(self, catalogue: Catalogue, procedure: Procedure, journeys: list[Journey]) -> None:
        self.catalogue, self.procedure, self.facts = catalogue, procedure, procedure.facts
        self.all = [j for j in journeys if j.progress.procedure is procedure]
        self.progresses = [j.progress for j in self.all]
        self.places = {place.asked.id: place for place in places_of(procedure)}
        self.stops = {id(j): self.stop(j.progress) for j in self.all}
        self.made = {m.id: frozenset(r.id for r in all_requests(m)) for m in procedure.motifs.values()}

    # ── Who comes where ───────────────────────────────────────────────────────────────────────────────────────

    def comers(self, step: int) -> list[Journey]:
        """Those that come to a step without a refusal or an exit."""
        return [j for j in self.all if self.stops[id(j)][0] >= step]

    def ends_well(self, journey: Journey) -> bool:
        """Whether a journey is completed, or sent elsewhere before it is refused."""
        step, sent = self.stops[id(journey)]
        return sent or step >= len(self.procedure.steps)

    def is_completed(self, journey: Journey) -> bool:
        """Whether a journey comes to its end, and is sent nowhere else."""
        return self.stops[id(journey)][0] >= len(self.procedure.steps)

    def comes(self, progress: Progress, step: int) -> bool:
        """Whether someone comes to a step, as far as is known."""
        return progress.procedure is self.procedure and progress.motif is not None and self.stop(progress)[0] >= step

    def stop(self, progress: Progress) -> tuple[int, bool]:
        """The first step beyond which someone can't go, and whether they are sent elsewhere from there."""
        wrong = {n: False for n, step in enumerate(progress.steps) if step.problems}
        wrong |= {n: True for n, step in enumerate(progress.steps) if progress.exit_step == step.step.id}
        for rule in self.procedure.rules:
            if broken(rule, progress.scope, Shown(progress.scope)):
                step = self.last_read(rule)
                wrong[step] = wrong.get(step, False) or rule.redirect is not None
        first = min(wrong, default=len(progress.steps))
        return first, wrong.get(first, False)

    def last_read(self, rule: Rule) -> int:
        """The step after which nothing that a rule reads changes."""
        names = self.names_in(*(c for c in (rule.when, rule.then) if c is not None))
        return max((self.places[n].step for n in names if n in self.places), default=0)

    # ── What is read ──────────────────────────────────────────────────────────────────────────────────────────

    def names_in(self, *conditions: Condition) -> set[str]:
        """Everything that conditions depend on, through facts too."""
        return self.below([name for condition in conditions for name in names_of(condition)])

    def below(self, names: Iterable[str]) -> set[str]:
        """Names and everything they depend on."""
        found: set[str] = set()
        left = [*names]
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left += names_read(self.facts[name]) if name in self.facts else ()
        return found

    @cached_property
    def dead(self) -> set[str]:
        """What always is the same, is never shown, or may stay unknown: what reads it may go unsaid."""
        led = {j.progress.situation.motif for j in self.all}
        unled = self.catalogue.portal is not None and not led.issuperset(self.procedure.motifs)
        found: set[str] = {"motif"} if unled else set()
        for name, fact in self.facts.items():
            values = {repr(j.progress.scope.value(name)) for j in self.all}
            plain = isinstance(fact.calculation, Holds | SomeElement)
            cases = [repr(case) for case, _ in fact.calculation.cases] if isinstance(fact.calculation, ByCases) else []
            if (plain and len(values) < 2) or repr(UNKNOWN) in values or not values.issuperset(cases):
                found.add(name)
        for name, place in self.places.items():
            comers = self.comers(place.step)
            if not any(name in j.progress.visible for j in comers):
                found.add(name)
            if any(name not in j.progress.visible and name not in j.progress.scope.hidden for j in comers):
                found.add(name)  # nobody knows whether it is shown
        return found

    def silent(self, *conditions: Condition) -> bool:
        """Whether conditions read what is dead."""
        return not self.dead.isdisjoint(self.names_in(*conditions))


def places_of(procedure: Procedure) -> Iterator[Place]:
    """Where each field stands, in asking order."""
    for number, step in enumerate(procedure.steps):
        for section in step.sections:
            yield from (Place(asked, number, (section,)) for asked in section.fields)
            for inner in section.sections:
                yield from (Place(asked, number, (section, inner)) for asked in inner.fields)
        if step.content == "justificatifs":
            for request in procedure.justificatifs.values():
                if request.field is not None:
                    yield Place(request.field, number, request=request)


def names_of(condition: Condition) -> set[str]:
    """What a condition cites."""
    match condition:
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            return {name for part in parts for name in names_of(part)}
        case DateIs(reference, _, str(bound)):
            return {reference, bound}
        case _:
            return {condition.reference} if hasattr(condition, "reference") else set()


def names_read(fact: Fact) -> set[str]:
    """What a fact cites."""
    match fact.calculation:
        case Holds(condition):
            return names_of(condition)
        case YearsBetween(start, end):
            return {start, end}
        case Anniversary(date):
            return {date}
        case Count(reference):
            return {reference}
        case SomeElement(reference, condition):
            return {reference, *names_of(condition)}
        case ByCases(reference, cases):
            return {reference, *(name for _, condition in cases for name in names_of(condition))}


def scopes_of(group: Field, progress: Progress) -> Iterator[tuple[Scope, Scope, Mapping[str, Truth]]]:
    """Of each element of a group: what conditions read there, what rules read besides, which members are shown."""
    scope = progress.scope
    value = scope.value(group.id)
    if group.id not in progress.visible or not isinstance(value, tuple):
        return
    for known in value:
        given = {name: ABSENT if answer is None else answer for name, answer in known.items()}
        shown = shown_in(group, given, scope)
        seen = {name: known.get(name) if shown[name] else UNKNOWN for name in shown}
        yield ElementScope(group.id, known, scope), ElementScope(group.id, seen, Shown(scope)), shown
