"""The decision graph: each answer leads somewhere for somebody, and each condition of its routes says something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from ..conditions.nodes import Condition, Truth
from ..problems import Position, Problem
from ..progress import Progress
from ..scope import Replay
from ..situation import scope_of
from ..spec import Ask, Catalogue, Portal, Proceed, Redirect
from .conditions import ConditionCheck, Spot
from .diagrams import NEVER, Diagrams
from .grounds import Budget, Ground, Place
from .portals import Passage, Tree
from .variables import domains_of
from .witnesses import Claim, Stage, Wanted

DEAD_END = "P306"


class TreeGround(Ground):
    """A portal, and what its checks share."""

    def __init__(self, catalogue: Catalogue, portal: Portal, today: dt.date, budget: Budget) -> None:
        diagrams = Diagrams()
        diagrams.fuel = budget.left
        domains = domains_of(None, portal, today)
        self.portal = portal
        self.tree = Tree(portal, domains, diagrams)
        stage = Stage(Catalogue(catalogue.portal, {}), None, today, {})
        super().__init__(
            diagrams, budget, stage, facts=portal.facts, variables=self.tree.variables, classes=domains.classes
        )

    def lead(self, procedure: str, motif: str) -> dict[str, object]:
        """The fewest answers of the tree that lead to a motif of a procedure."""
        reach = self.tree.reach(procedure, motif)

        def led(progress: Progress) -> bool:
            return (progress.situation.procedure, progress.situation.motif) == (procedure, motif)

        found = self.witness(reach, Wanted(led))
        return dict(found.answers) if found is not None else {}

    def showing(self, name: str) -> Iterable[tuple[int, Position]]:
        """See `Ground`: who is asked a question of the tree."""
        question = self.portal.questions.get(name)
        if question is not None and name in self.tree.asked:
            yield self.tree.asked[name], question.position

    def comes(self, question: str) -> Claim:
        """That a replay is asked a question."""

        def claim(progress: Progress) -> bool:
            taken = [step.question.id for step in progress.situation.taken]
            return question in taken or progress.situation.pending == question

        return claim


def check_tree(ground: TreeGround) -> Iterator[Problem]:
    """Everything wrong with the tree."""
    told: set[Position] = set()
    for passage in ground.tree.passages:
        for problem in ground.within(passage.end.position, _passage(ground, passage)):
            if problem.position not in told:
                told.add(problem.position)
                yield problem


def _passage(ground: TreeGround, passage: Passage) -> Iterator[Problem]:
    if not ground.possible(passage.comers):
        asked = ground.tree.asked[passage.question.id]
        if ground.possible(asked) and passage.condition is not None:
            place = Place(DEAD_END, passage.end.position, _led(passage))
            yield ground.problem(place, _chosen(ground, passage), ground.comes(passage.question.id))
        return  # the question is never asked, or what is left (`sinon`) is nobody: the last condition tells
    condition = passage.condition
    if condition is None:
        return
    if _taken_before(ground, passage, condition):
        wanted = ground.diagrams.both(_chosen(ground, passage), ground.tree.meanings.truth(condition))
        place = Place(DEAD_END, condition.position, _led(passage))
        yield ground.problem(place, wanted, lambda progress: _asks(ground, passage, progress) is True)
        return
    alone = ground.diagrams.holds(ground.tree.meanings.truth(condition))
    if ground.possible(alone) and not ground.possible(ground.diagrams.both(_chosen(ground, passage), alone)):
        place = Place(DEAD_END, condition.position, {**_led(passage), "why": "earlier"})
        yield ground.problem(place, alone, lambda progress: condition(_here(ground, progress)) is True)
        return
    spot = Spot(
        condition=condition,
        what="suite",
        name=_target(passage),
        dead=DEAD_END,
        context=passage.comers,
        comes=ground.comes(passage.question.id),
        asks=lambda progress: _asks(ground, passage, progress),
        scope=lambda progress: _here(ground, progress),
    )
    check = ConditionCheck(ground, ground.tree.meanings, spot, lambda _: NEVER, lambda _: True)
    yield from check.findings()


def _taken_before(ground: TreeGround, passage: Passage, condition: Condition) -> bool:
    """Whether those a passage is for come, and all take one before it."""
    holds = ground.diagrams.holds(ground.tree.meanings.truth(condition))
    wanted = ground.diagrams.both(_chosen(ground, passage), holds)
    return ground.possible(wanted) and not ground.possible(ground.diagrams.both(passage.comers, holds))


def _chosen(ground: TreeGround, passage: Passage) -> int:
    """Who comes to the question of a passage, and takes its option."""
    asked = ground.tree.asked[passage.question.id]
    if passage.choice is None:
        return asked
    wanted = passage.choice
    taken = ground.diagrams.equal(ground.tree.answer(passage.question.id), wanted)
    return ground.diagrams.both(asked, taken)


def _here(ground: TreeGround, progress: Progress) -> Replay:
    """What conditions read after all that a replay answers in the tree."""
    return scope_of(ground.portal, list(progress.situation.taken), progress.today)


def _asks(ground: TreeGround, passage: Passage, progress: Progress) -> Truth:
    condition = passage.condition
    taken = list(progress.situation.taken)
    names = [step.question.id for step in taken]
    if condition is None or passage.question.id not in names:
        return None
    here = taken[: names.index(passage.question.id) + 1]
    if passage.choice is not None and here[-1].answer != passage.choice:
        return None
    return condition(scope_of(ground.portal, here, progress.today))


def _led(passage: Passage) -> dict[str, str]:
    return {"what": "suite", "name": _target(passage), "why": "others"}


def _target(passage: Passage) -> str:
    match passage.end:
        case Ask(question):
            return question
        case Proceed(procedure, motif):
            return f"{procedure}, {motif}"
        case Redirect(orientation):
            return orientation
