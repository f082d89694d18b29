"""What depends on the day of the deposit: a draft begun one day and deposited another may ask something else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from ..build.facts import reads_of
from ..conditions.nodes import Condition, DateIs, references
from ..problems import Position, Problem
from ..progress import Progress
from ..spec import Procedure
from .days import DEPOSIT
from .procedures import ProcedureGround
from .scenes import atoms, provided_conditions, sections_of
from .variables import DAY
from .witnesses import Claim, Wanted

LATER = dt.timedelta(days=15)
"""How much later the second deposit is: a draft may well wait that long."""


@dataclass(frozen=True, slots=True)
class Use:
    """A `si` that decides on a screen, a justificatif or an exit, and the step it is asked at."""

    condition: Condition
    step: int


def check_day(ground: ProcedureGround, later: dt.date) -> Iterator[Problem]:
    """Each fact, or date compared in place, that reads the day of the deposit and changes what is shown or asked.
    `ground` reckons with two days of deposit: today and `later`."""
    found: dict[Position, tuple[str, list[Use]]] = {}
    for use in uses_of(ground.procedure):
        for name, position in _readers(ground, use.condition):
            found.setdefault(position, (name, []))[1].append(use)
    for position, (name, uses) in found.items():
        yield from ground.within(position, _named(ground, later, position, (name, uses)))


def uses_of(procedure: Procedure) -> Iterator[Use]:
    """Every `si` of a procedure that decides on what is shown, asked or where one is sent."""
    number = 0
    for number, step in enumerate(procedure.steps):
        for section in step.sections:
            for part in sections_of(section):
                asked = [part.condition, *(f.condition for f in part.fields)]
                yield from (Use(c, number) for c in asked if c is not None)
                rules = [*part.rules, *(rule for field in part.fields for rule in field.rules)]
                yield from (Use(r.when, number) for r in rules if r.redirect is not None and r.when is not None)
        yield from (Use(r.when, number) for r in step.rules if r.redirect is not None and r.when is not None)
        if step.content == "justificatifs":
            for request in procedure.justificatifs.values():
                inside = provided_conditions(request.provision) if request.provision is not None else ()
                made = (request.condition, request.field.condition if request.field is not None else None, *inside)
                yield from (Use(c, number) for c in made if c is not None)


def compares_the_day(procedure: Procedure) -> bool:
    """Whether some `si` compares the day of the deposit in place."""
    conditions = [use.condition for use in uses_of(procedure)]
    return any(isinstance(a, DateIs) and DEPOSIT in references(a) for c in conditions for a in atoms(c))


def _readers(ground: ProcedureGround, condition: Condition) -> Iterator[tuple[str, Position]]:
    """The facts, or the comparisons of a condition itself, that read the day of the deposit."""
    for atom in atoms(condition):
        if isinstance(atom, DateIs) and DEPOSIT in references(atom):
            yield atom.reference, atom.position
    for name in sorted(ground.inputs_of(condition)):
        fact = ground.facts.get(name)
        if fact is not None and DEPOSIT in reads_of(fact.calculation):
            yield name, fact.position


def _named(
    ground: ProcedureGround, later: dt.date, position: Position, found: tuple[str, list[Use]]
) -> Iterator[Problem]:
    name, uses = found
    for use in uses:
        truth = ground.diagrams.holds(ground.space.meanings.truth(use.condition))
        days = ground.space.variables.get(DAY)
        if days is None:
            continue
        sooner = ground.diagrams.fixed(truth, DAY, days.values.index(ground.stage.today))
        after = ground.diagrams.fixed(truth, DAY, days.values.index(later))
        for one, other in ((sooner, after), (after, sooner)):
            changes = ground.diagrams.both(one, ground.diagrams.contrary(other))
            if ground.possible(changes):
                witness = ground.witness(changes, Wanted(_changing(ground, use, later), later))
                if witness is None:
                    continue  # rules refuse those whose answers would change
                yield Problem(position, "P310", {"name": name}, length=len(name), witness=witness)
                return


def _changing(ground: ProcedureGround, use: Use, later: dt.date) -> Claim:
    """That the same answers, deposited later, give a condition another truth."""

    comes = ground.comes(use.step)

    def claim(progress: Progress) -> bool:
        if not comes(progress):
            return False
        again = ground.stage.again(progress, later)
        first, second = use.condition(progress.scope), use.condition(again.scope)
        return first is not second and None not in (first, second)

    return claim
