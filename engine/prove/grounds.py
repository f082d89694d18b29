"""What every check of a proof shares: diagrams, a budget, witnesses, and what is dead already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from ..build.facts import reads_of
from ..conditions.nodes import Condition, references
from ..facts import Fact
from ..problems import Position, Problem, Witness
from .days import DEPOSIT
from .diagrams import ALWAYS, Choice, Diagrams, OverBudget
from .variables import Variable
from .witnesses import Claim, Stage, Wanted

PER_QUERY = 150_000
"""How many steps one check may take: about a fifth of a second."""
PER_PROOF = 2_000_000
"""How many all checks of a procedure may take together."""


@dataclass(slots=True)
class Budget:
    """What is left for the checks of one procedure, and the places of those that could not be ended."""

    left: int = PER_PROOF
    each: int = PER_QUERY
    unproved: list[Position] = field(default_factory=list)


@contextmanager
def not_proved(budget: Budget, position: Position) -> Iterator[None]:
    """What is begun here and costs too much is noted as not proved."""
    try:
        yield
    except OverBudget:
        budget.unproved.append(position)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is said: code, position, params of its sentence, second place."""

    code: str
    position: Position
    params: Mapping[str, str]
    related: Position | None = None


class Ground:
    """What checks of one procedure, or of the tree, share. `classes` are those of `Domains`.

    `dead` are names of what was found never to be, or always to be the same, and of what may stay unknown: what reads
    them is not a second problem.
    """

    def __init__(
        self,
        diagrams: Diagrams,
        budget: Budget,
        stage: Stage,
        *,
        facts: Mapping[str, Fact],
        variables: Mapping[int, Variable],
        classes: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.diagrams, self.budget, self.stage = diagrams, budget, stage
        self.facts, self.variables, self.classes = facts, variables, classes
        self.dead: set[str] = set()
        self._inputs: dict[str, frozenset[str]] = {}

    def within(self, position: Position, check: Iterator[Problem]) -> Iterator[Problem]:
        """What a check finds; where it costs too much, its place is noted as not proved."""
        fuel = self.diagrams.fuel = min(self.budget.each, self.budget.left)
        try:
            with not_proved(self.budget, position):
                yield from check
        finally:
            self.budget.left -= fuel - max(self.diagrams.fuel, 0)

    def possible(self, one: int) -> bool:
        """Whether some answers make a truth true."""
        return self.diagrams.can_be(one, ALWAYS)

    def problem(self, place: Place, shown: int, claim: Claim, *, given: Mapping[str, object] | None = None) -> Problem:
        """A finding with an applicant for whom `shown` is true, as a replay agrees. `given` are answers of theirs that
        diagrams don't tell from others."""
        return Problem(
            place.position,
            place.code,
            dict(place.params),
            related=place.related,
            witness=self.witness(shown, Wanted(claim, given=given or {})),
        )

    def witness(self, shown: int, wanted: Wanted) -> Witness | None:
        """The applicant with the fewest answers for whom a truth holds; None where a replay does not agree."""
        path = self._path(shown)
        return None if path is None else self.stage.witness(path, self.variables, wanted)

    def showing(self, name: str) -> Iterable[tuple[int, Position]]:
        """What must hold for a question to be asked, and where that is written."""
        del name
        return ()

    def excluding(self, one: int) -> Position | None:
        """The rule that stops all of whom something is true before they come here; None when none does alone."""
        del one
        return None

    def nearly(self, one: int) -> int:
        """Of whom something is true and who do not come here, those whom one rule alone stops; all where none does."""
        return one

    def answered(self, shown: int) -> frozenset[str]:
        """The questions that the applicant for whom a truth holds answers."""
        return frozenset(self.variables[step.level].name.partition(".")[0] for step in self._path(shown) or ())

    def _path(self, shown: int) -> tuple[Choice, ...] | None:
        free = {v.level: [0] * len(v.values) for v in self.variables.values() if v.name in ("motif", DEPOSIT)}
        return self.diagrams.path(shown, ALWAYS, free)

    def inputs(self, name: str) -> frozenset[str]:
        """Everything a reference depends on: itself, its facts, their fields."""
        found = self._inputs.get(name)
        if found is None:
            fact = self.facts.get(name)
            self._inputs[name] = frozenset({name})  # a circle of facts is said elsewhere
            reads = reads_of(fact.calculation) if fact is not None else frozenset()
            found = frozenset({name}).union(*(self.inputs(other) for other in reads))
            self._inputs[name] = found
        return found

    def inputs_of(self, *conditions: Condition) -> frozenset[str]:
        """Everything some conditions depend on."""
        read = {name for condition in conditions for name in references(condition)}
        return frozenset[str]().union(*(self.inputs(name) for name in read))

    def reads_dead(self, *conditions: Condition) -> bool:
        """Whether some conditions depend on what was found to be dead."""
        return not self.dead.isdisjoint(self.inputs_of(*conditions)) if self.dead else False
