"""What depends on the day of the deposit: a draft begun one day and deposited another may ask something else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..build.facts import reads_of
from ..conditions.nodes import Condition, DateIs, references
from ..justificatifs import parts_of
from ..problems import Position, Problem
from ..progress import Progress
from ..spec import Cases, Field, Procedure
from ..values import UNKNOWN
from .breaking import breaks
from .days import DEPOSIT
from .diagrams import UNSURE
from .places import Placed, placed_rules, places_of
from .procedures import ProcedureGround
from .scenes import atoms, provided_conditions, sections_of
from .variables import DAY
from .witnesses import Claim, Wanted

LATER = dt.timedelta(days=15)
"""How much later the second deposit is: a draft may well wait that long."""


@dataclass(frozen=True, slots=True)
class Use:
    """What decides on a screen, a justificatif or an exit, and the step it is asked at: what it reads, its value as a
    diagram, and what a replay says of it."""

    conditions: tuple[Condition, ...]
    reads: frozenset[str]
    step: int
    value: Callable[[ProcedureGround], int]
    told: Callable[[ProcedureGround, Progress], object]


def check_day(ground: ProcedureGround, later: dt.date) -> Iterator[Problem]:
    """Each fact, or date compared in place, that reads the day of the deposit and changes what is shown or asked.
    `ground` reckons with two days of deposit: today and `later`."""
    found: dict[Position, tuple[str, list[Use]]] = {}
    for use in uses_of(ground.procedure):
        for name, position in _readers(ground, use):
            found.setdefault(position, (name, []))[1].append(use)
    for position, (name, uses) in found.items():
        yield from ground.within(position, _named(ground, later, position, (name, uses)))


def compares_the_day(procedure: Procedure) -> bool:
    """Whether something that decides compares the day of the deposit in place."""
    conditions = [condition for use in uses_of(procedure) for condition in use.conditions]
    return any(isinstance(a, DateIs) and DEPOSIT in references(a) for c in conditions for a in atoms(c))


# ── What decides ──────────────────────────────────────────────────────────────────────────────────────────────


def uses_of(procedure: Procedure) -> Iterator[Use]:
    """All that decides on what is shown or asked, or where one is sent."""
    for number, step in enumerate(procedure.steps):
        parts = [part for section in step.sections for part in sections_of(section)]
        yield from (_of_condition(part.condition, number) for part in parts if part.condition is not None)
        if step.content == "justificatifs":
            yield from _of_requests(procedure, number)
    for place in places_of(procedure):
        if place.field.condition is not None:
            yield _of_condition(place.field.condition, place.step)
        for member in place.field.members:
            if member.condition is not None:
                yield _of_member(place.field, member.condition, place.step)
    yield from (_of_exit(placed) for placed in placed_rules(procedure) if placed.rule.redirect is not None)


def _of_requests(procedure: Procedure, step: int) -> Iterator[Use]:
    for request in procedure.justificatifs.values():
        if request.condition is not None:
            yield _of_condition(request.condition, step)
        if request.provision is not None:
            yield from (_of_condition(c, step) for c in provided_conditions(request.provision))
            yield from (_of_cases(part, step) for part in parts_of(request.provision) if isinstance(part, Cases))


def _of_condition(condition: Condition, step: int) -> Use:
    def value(ground: ProcedureGround) -> int:
        return ground.space.meanings.truth(condition)

    def told(_: ProcedureGround, progress: Progress) -> object:
        return condition(progress.scope)

    return Use((condition,), references(condition), step, value, told)


def _of_member(group: Field, condition: Condition, step: int) -> Use:
    """In the first element of its group: the others are alike."""

    def value(ground: ProcedureGround) -> int:
        there = ground.diagrams.beyond(ground.space.count(group.id, "absent"), 0)
        truth = ground.space.elements(group.id, "absent")[0].truth(condition)
        return ground.diagrams.choose(there, truth, UNSURE, UNSURE)

    def told(ground: ProcedureGround, progress: Progress) -> object:
        return ground.element(group, condition, progress)

    return Use((condition,), references(condition), step, value, told)


def _of_cases(cases: Cases, step: int) -> Use:
    def value(ground: ProcedureGround) -> int:
        return ground.space.meanings.value(cases.reference)

    def told(_: ProcedureGround, progress: Progress) -> object:
        return progress.scope.value(cases.reference)

    return Use((), frozenset({cases.reference}), step, value, told)


def _of_exit(placed: Placed) -> Use:
    def value(ground: ProcedureGround) -> int:
        return ground.rules.broken(placed)

    def told(_: ProcedureGround, progress: Progress) -> object:
        return breaks(placed, progress)

    read = frozenset[str]().union(*map(references, placed.conditions))
    return Use(placed.conditions, read, placed.step, value, told)


# ── What changes ──────────────────────────────────────────────────────────────────────────────────────────────


def _readers(ground: ProcedureGround, use: Use) -> Iterator[tuple[str, Position]]:
    """The facts, or the comparisons in place, that read the day of the deposit."""
    for atom in (atom for condition in use.conditions for atom in atoms(condition)):
        if isinstance(atom, DateIs) and DEPOSIT in references(atom):
            yield atom.reference, atom.position
    for name in sorted(frozenset[str]().union(*map(ground.inputs, use.reads))):
        fact = ground.facts.get(name)
        if fact is not None and DEPOSIT in reads_of(fact.calculation):
            yield name, fact.position


def _named(
    ground: ProcedureGround, later: dt.date, position: Position, found: tuple[str, list[Use]]
) -> Iterator[Problem]:
    name, uses = found
    diagrams = ground.diagrams
    for use in uses:
        value = use.value(ground)
        days = ground.space.variables.get(DAY)
        if days is None:
            continue
        sooner = diagrams.fixed(value, DAY, days.values.index(ground.stage.today))
        after = diagrams.fixed(value, DAY, days.values.index(later))
        changes = diagrams.combine((sooner, after), _differ, "differ")
        for leaf in sorted(diagrams.leaves(sooner)):
            changing = diagrams.both(changes, diagrams.equal(sooner, diagrams.value(leaf)))
            if ground.possible(changing):
                witness = ground.witness(changing, Wanted(_changing(ground, use, later), later))
                if witness is None:
                    continue  # rules refuse those whose answers would change
                yield Problem(position, "P310", {"name": name}, length=len(name), witness=witness)
                return


def _differ(one: object, other: object) -> bool:
    """Whether two values are known, and not the same."""
    return one != other and None not in (one, other) and UNKNOWN not in (one, other)


def _changing(ground: ProcedureGround, use: Use, later: dt.date) -> Claim:
    """That the same answers, deposited later, give something another value."""
    comes = ground.comes(use.step)

    def claim(progress: Progress) -> bool:
        again = ground.stage.again(progress, later)
        return comes(progress) and _differ(use.told(ground, progress), use.told(ground, again))

    return claim
