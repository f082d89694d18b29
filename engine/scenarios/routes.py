"""Ways through the portal's decision graph that a scenario may mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from ..conditions.nodes import DateIs
from ..prove.samples import before
from ..prove.scenes import atoms, portal_scenes
from ..situation import SituationPath, walk
from ..spec import Portal, Question
from ..values import Value

Wanted = Callable[[SituationPath], bool]
MOST_WALKS = 2_000
YEARS = (30, 5, 1, 0)
DAY = dt.timedelta(days=1)


def ways(
    portal: Portal, given: Mapping[str, Value], today: dt.date, wanted: Wanted
) -> Iterator[tuple[Mapping[str, Value], SituationPath]]:
    """The answers to the tree that keep those given and end where it is wanted, with their walk; in the author's
    order."""
    left: list[Mapping[str, Value]] = [given]
    walks = 0
    while left and walks < MOST_WALKS:
        answers = left.pop()
        path = walk(portal, answers, today)
        walks += 1
        if path.pending is None:
            if wanted(path):
                yield answers, path
        elif path.pending not in answers:
            question = portal.questions[path.pending]
            following = [{**answers, question.id: value} for value in _values(portal, question, today)]
            left.extend(reversed(following))


def _values(portal: Portal, question: Question, today: dt.date) -> list[Value]:
    """What may be answered to a question: its options, or days on each side of what routes compare dates to."""
    if not question.is_date:
        return [choice.id for choice in question.choices]
    days = [before(today, years) for years in YEARS]
    days += [day for bound in _bounds(portal) for day in (bound - DAY, bound, bound + DAY)]
    return list(dict.fromkeys(days))


def _bounds(portal: Portal) -> Iterator[dt.date]:
    """The days that conditions of the tree compare to."""
    for scene in portal_scenes(portal):
        for test in atoms(scene.condition):
            if isinstance(test, DateIs) and isinstance(test.bound, dt.date):
                yield test.bound
