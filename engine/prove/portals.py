"""All the ways through the decision graph: who is asked each question, and where each answer leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..build.portal import next_questions
from ..conditions.nodes import Condition, DateIs
from ..spec import Ask, Branch, Portal, Proceed, Question, Redirect, Route
from ..values import ABSENT, UNKNOWN
from .days import DEPOSIT
from .diagrams import ALWAYS, NEVER, Diagrams, OverBudget
from .meanings import Meanings
from .scenes import atoms, portal_scenes
from .variables import DAY, PORTAL, Domains, Variable


@dataclass(frozen=True, slots=True)
class Passage:
    """One way on from a question: the option taken (None for a date), the condition of a branch (None otherwise), those
    who come to it, and those of them who take it."""

    question: Question
    choice: str | None
    end: Proceed | Redirect | Ask
    condition: Condition | None
    comers: int
    takers: int


class Tree:
    """The decision graph of a portal, walked once for all answers. `asked` says who is asked each question."""

    def __init__(self, portal: Portal, domains: Domains, diagrams: Diagrams) -> None:
        self.portal, self.domains, self.diagrams = portal, domains, diagrams
        self.variables: dict[int, Variable] = {}
        self.order = {name: rank for rank, name in enumerate(in_order(portal))}
        self.asked: dict[str, int] = dict.fromkeys(self.order, NEVER)
        self.meanings = Meanings(diagrams, portal.facts, self._own, lambda _: ALWAYS, _NoRepeatables(diagrams))
        self.passages: list[Passage] = []
        if portal.start in self.asked:
            self.asked[portal.start] = ALWAYS
        for name in self.order:
            self._walk(portal.questions[name])

    def reach(self, procedure: str, motif: str) -> int:
        """Who is led to a motif of a procedure."""
        ends = [p.takers for p in self.passages if isinstance(p.end, Proceed) and _leads(p.end, procedure, motif)]
        return self.diagrams.any(ends)

    def motifs(self, procedure: str) -> tuple[str, ...]:
        """The motifs of a procedure that somebody is led to."""
        led = (p for p in self.passages if isinstance(p.end, Proceed) and p.end.procedure == procedure)
        found = dict.fromkeys(p.end.motif for p in led if isinstance(p.end, Proceed) and p.takers != NEVER)
        return tuple(found)

    def _walk(self, question: Question) -> None:
        asked = self.asked[question.id]
        if question.is_date and question.route is not None:
            self._follow(question, None, question.route, asked)
        for choice in question.choices:
            taken = self.diagrams.equal(self.answer(question.id), choice.id)
            self._follow(question, choice.id, choice.route, self.diagrams.both(asked, taken))

    def _follow(self, question: Question, choice: str | None, route: Route, comers: int) -> None:
        if not isinstance(route, Branch):
            self._pass(Passage(question, choice, route, None, comers, comers))
            return
        for condition, end in route.branches:
            holds = self.diagrams.holds(self.meanings.truth(condition))
            takers = self.diagrams.both(comers, holds)
            self._pass(Passage(question, choice, end, condition, comers, takers))
            comers = self.diagrams.both(comers, self.diagrams.contrary(holds))
        if route.otherwise is not None:
            self._pass(Passage(question, choice, route.otherwise, None, comers, comers))

    def _pass(self, passage: Passage) -> None:
        self.passages.append(passage)
        if isinstance(passage.end, Ask) and passage.end.question in self.asked:
            name = passage.end.question
            self.asked[name] = self.diagrams.either(self.asked[name], passage.takers)

    def answer(self, name: str) -> int:
        """What is answered to a question, were it asked."""
        if name in self.domains.crowded:
            raise OverBudget
        level = PORTAL + self.order[name]
        values = self.domains.of_question(self.portal.questions[name])
        self.variables.setdefault(level, Variable(name, level, values))
        return self.diagrams.variable(level, values)

    def _own(self, reference: str) -> int | None:
        if reference in self.order:
            absent = self.diagrams.leaf(ABSENT)
            return self.diagrams.choose(self.asked[reference], self.answer(reference), absent, absent)
        if reference in self.portal.questions:
            return self.diagrams.leaf(ABSENT)  # no answer leads to it
        if reference != DEPOSIT:
            return None
        if DEPOSIT in self.domains.crowded:
            raise OverBudget
        days = self.domains.calendar.days[DEPOSIT]
        self.variables.setdefault(DAY, Variable(DEPOSIT, DAY, days))
        return self.diagrams.variable(DAY, days)


@dataclass(frozen=True, slots=True)
class _NoRepeatables:
    """A portal has none."""

    diagrams: Diagrams

    def count(self, reference: str) -> int:
        del reference
        return self.diagrams.leaf(UNKNOWN)

    def elements(self, reference: str) -> tuple[Meanings, ...]:
        del reference
        return ()


def in_order(portal: Portal) -> tuple[str, ...]:
    """The questions that the first leads to, each after all those that lead to it. In a circle, which is a fault said
    elsewhere, as they come."""
    found: list[str] = []
    seen: set[str] = set()
    left: list[tuple[str, Iterator[str]]] = []

    def enter(name: str) -> None:
        seen.add(name)
        left.append((name, iter(next_questions(portal.questions[name]))))

    if portal.start in portal.questions:
        enter(portal.start)
    while left:
        name, targets = left[-1]
        target = next((t for t in targets if t not in seen and t in portal.questions), None)
        if target is None:
            found.append(name)
            left.pop()
        else:
            enter(target)
    return tuple(reversed(found))


def depends_on_the_day(portal: Portal) -> bool:
    """Whether the way through a tree may depend on the day of the deposit."""
    compared = {
        name
        for scene in portal_scenes(portal)
        for atom in atoms(scene.condition)
        if isinstance(atom, DateIs)
        for name in (atom.reference, atom.bound)
    }
    return DEPOSIT in compared or any(DEPOSIT in fact.inputs for fact in portal.facts.values())


def _leads(end: Proceed, procedure: str, motif: str) -> bool:
    return end.procedure == procedure and end.motif == motif
