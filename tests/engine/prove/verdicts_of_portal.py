"""What must be said of the routes of a portal, as all ways through it show."""

from __future__ import annotations

from collections.abc import Iterator

from engine.conditions.nodes import Condition
from engine.progress import Progress
from engine.situation import scope_of
from engine.spec import Branch, Portal, Question
from tests.engine.prove.seen import Verdicts
from tests.engine.prove.verdicts import Asked, Case, anybody, judge


def add_routes(portal: Portal, walks: list[Progress], made: Verdicts) -> None:
    """Everything about where answers lead."""
    for question in portal.questions.values():
        if isinstance(question.route, Branch):
            _branches(portal, walks, made, (question, None), question.route)
        for choice in question.choices:
            if isinstance(choice.route, Branch):
                _branches(portal, walks, made, (question, choice.id), choice.route)


def _branches(
    portal: Portal, walks: list[Progress], made: Verdicts, place: tuple[Question, str | None], route: Branch
) -> None:
    question, choice = place
    before: list[Condition] = []
    for condition, end in route.branches:
        others = tuple(before)

        def each(progress: Progress, others: tuple[Condition, ...] = others) -> Iterator[Case]:
            for case in _cases(portal, question, choice, progress):
                if not any(other(case.scope) is True for other in others):
                    yield case

        def chosen(progress: Progress) -> Iterator[Case]:
            yield from _cases(portal, question, choice, progress)

        asked = Asked(walks, condition, "P306", each, [])
        wanted = [c for walk in walks for c in chosen(walk) if condition(c.scope) is True]
        if not any(question.id in [t.question.id for t in walk.situation.taken] for walk in walks):
            made.void.update((condition.position, end.position))
        elif not asked.cases:
            made.add("P306", end.position, anybody)
        elif wanted and not any(condition(case.scope) is True for case in asked.cases):
            made.add("P306", condition.position, anybody)
        else:
            judge(made, asked, silent=False)
        before.append(condition)


def _cases(portal: Portal, question: Question, choice: str | None, progress: Progress) -> Iterator[Case]:
    """Someone who takes a question's route, as it finds them."""
    taken = progress.situation.taken
    names = [step.question.id for step in taken]
    if question.id not in names:
        return
    here = taken[: names.index(question.id) + 1]
    if choice is None or here[-1].answer == choice:
        yield Case(scope_of(portal, here, progress.today), lambda _: False)
