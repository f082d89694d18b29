"""Facts: each takes all the values its author named, and a `selon` has one case for each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ..facts import Anniversary, ByCases, Count, Fact, Holds, SomeElement, YearsBetween
from ..problems import Problem
from ..progress import Progress
from ..values import ABSENT, UNKNOWN
from .conditions import ConditionCheck, Spot
from .diagrams import ALWAYS
from .grounds import Place
from .procedures import ProcedureGround


def check_facts(ground: ProcedureGround) -> Iterator[Problem]:
    """What is wrong with the facts of a procedure, those that others read first."""
    for fact in sorted(ground.facts.values(), key=lambda f: len(ground.inputs(f.id))):
        yield from ground.within(fact.position, _fact(ground, fact))


def _fact(ground: ProcedureGround, fact: Fact) -> Iterator[Problem]:
    if not ground.dead.isdisjoint(ground.inputs(fact.id)):
        return
    match fact.calculation:
        case Holds(condition):
            yield from _yes_or_no(ground, fact)
            if fact.id not in ground.dead:
                yield from _inside(ground, fact, Holds(condition))
        case SomeElement():
            yield from _yes_or_no(ground, fact)
        case ByCases():
            yield from _cases(ground, fact, fact.calculation)
        case YearsBetween() | Anniversary() | Count():
            return


def _yes_or_no(ground: ProcedureGround, fact: Fact) -> Iterator[Problem]:
    value = ground.space.meanings.value(fact.id)
    for wanted in (True, False):
        met = ground.diagrams.equal(value, wanted)
        if not ground.possible(ground.comers(0, met)):
            other = ground.comers(0, ground.diagrams.equal(value, not wanted))
            said = "non" if wanted else "oui"
            ground.dead.add(fact.id)
            if not ground.possible(other):
                return
            place = Place("P313", fact.position, {"name": fact.id, "found": said})
            yield ground.problem(place, other, partial(_is_worth, fact.id, not wanted))
            return


def _inside(ground: ProcedureGround, fact: Fact, calculation: Holds) -> Iterator[Problem]:
    condition = calculation.condition
    spot = Spot(
        condition=condition,
        what="fait",
        name=fact.id,
        dead="P313",
        context=ground.around(0, ALWAYS, condition),
        comes=lambda _: True,
        asks=lambda progress: condition(progress.scope),
    )
    check = ConditionCheck(ground, ground.space.meanings, spot, ground.space.hidden, ground.known(condition))
    yield from check.unguarded()
    yield from check.superfluous()


def _cases(ground: ProcedureGround, fact: Fact, calculation: ByCases) -> Iterator[Problem]:
    meanings, diagrams = ground.space.meanings, ground.diagrams
    read = meanings.value(calculation.reference)
    asked = diagrams.map(read, _is_answer, "answered")
    if not ground.possible(ground.comers(0, asked)):
        return  # nobody is asked what it goes by: that is said there
    taken = diagrams.leaf(False)  # noqa: FBT003 - a truth
    earlier: list[tuple[str, int]] = []
    for name, condition in calculation.cases:
        truth = diagrams.both(asked, diagrams.holds(meanings.truth(condition)))
        twice = diagrams.both(taken, truth)
        if ground.possible(twice):
            other = next(n for n, t in earlier if ground.possible(diagrams.both(t, truth)))
            both = diagrams.both(truth, dict(earlier)[other])
            params = {"found": name, "other": other, "name": fact.id, "reference": calculation.reference}
            place = Place("P315", condition.position, params)
            yield ground.problem(place, both, partial(_is_worth, fact.id, other))
        alone = diagrams.both(truth, diagrams.contrary(taken))
        if not ground.possible(ground.comers(0, alone)) and not ground.possible(twice):
            ground.dead.add(fact.id)
            place = Place("P319", condition.position, {"found": name, "name": fact.id})
            yield ground.problem(place, asked, lambda _: True)
        taken = diagrams.either(taken, truth)
        earlier.append((name, truth))
    failing = diagrams.all([diagrams.fails(meanings.truth(c)) for _, c in calculation.cases])
    left = diagrams.both(asked, failing)
    if ground.possible(left):
        place = Place("P314", fact.position, {"name": fact.id, "reference": calculation.reference})
        yield ground.problem(place, left, partial(_is_worth, fact.id, ABSENT))


def _is_answer(value: object) -> bool:
    return value is not ABSENT and value is not UNKNOWN


def _is_worth(name: str, value: object, progress: Progress) -> bool:
    return progress.scope.value(name) == value
