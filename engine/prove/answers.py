"""Answers that are offered, and that the rules of their own step never accept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from ..problems import Position, Problem
from ..progress import Progress
from ..spec import Field
from .diagrams import ALWAYS
from .grounds import Place
from .procedures import ProcedureGround
from .samples import plain_of

CLOSED = frozenset({"choice", "yes_no", "checkbox"})
"""The kinds whose answers an author chose."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is answered: a field, or the first element of a repeatable, or a member of it, for others are alike. `name`
    and `level` are those of its variable; `there` is whether there is such an element."""

    field: Field
    group: Field | None
    name: str
    level: int
    value: int
    there: int

    def is_refused(self, answer: object, progress: Progress) -> bool:
        """That a replay gives an answer, and is refused."""
        if self.group is None:
            given = [progress.scope.value(self.field.id)]
        else:
            found = progress.scope.value(self.group.id)
            elements = found if isinstance(found, tuple) else ()
            inside = self.group is not self.field
            given = [element.get(self.field.id) if inside else element for element in elements]
        return any(type(one) is type(answer) and one == answer for one in given) and bool(progress.problems)


def check_answers(ground: ProcedureGround, number: int) -> Iterator[Problem]:
    """What is refused to whoever answers it at a step."""
    if any(c.step == number and c.placed is not None for c in ground.constraints):
        for place in ground.space.places.values():
            if place.step == number and place.field.id not in ground.dead:
                for asked in _asked(ground, place.field):
                    yield from ground.within(asked.field.position, _answers(ground, number, asked))


def _asked(ground: ProcedureGround, field: Field) -> Iterator[_Asked]:
    """What of a field has answers that an author chose."""
    space, level = ground.space, ground.space.level(field.id)
    if field.repeat is None and not field.members:
        if field.kind in CLOSED:
            yield _Asked(field, None, field.id, level, space.meanings.value(field.id), ALWAYS)
        return
    members = field.members or (field,)
    if not any(member.kind in CLOSED for member in members):
        return
    first, there = space.elements(field.id, "absent")[0], ground.diagrams.beyond(space.count(field.id, "absent"), 0)
    for rank, member in enumerate(members):
        if member.kind in CLOSED and (member is field or member.repeat is None):
            name = f"{field.id}.0.{member.id}"
            yield _Asked(member, field, name, level + 1 + rank, first.value(member.id), there)


def _answers(ground: ProcedureGround, number: int, asked: _Asked) -> Iterator[Problem]:
    diagrams, field = ground.diagrams, asked.field
    accepted = ground.contexts.going_on(number, asked.level)
    if accepted is None or not ground.possible(ground.comers(number, accepted)):
        return  # no rule is about it; or nobody gets on, which is said as such
    classes = ground.classes.get(field.id if asked.group is None else f"{asked.group.id}.{field.id}", {})
    own = ground.contexts.rules_of(number, asked.level)
    for answer, position in _closed_answers(field):
        chosen = diagrams.both(asked.there, diagrams.equal(asked.value, classes.get(str(answer), answer)))
        comers = diagrams.both(ground.contexts.before(number, chosen, accepted), chosen)
        if not ground.possible(comers) or ground.possible(diagrams.both(comers, accepted)):
            continue
        refusing = next((c.placed for c in own if not ground.possible(diagrams.both(comers, c.holds))), None)
        if refusing is None:  # several do, together
            broken = (c.placed for c in own if ground.possible(diagrams.both(comers, diagrams.contrary(c.holds))))
            refusing = next(broken, None)
        related = refusing.rule.position if refusing is not None else None
        place = Place("P301", position, {"found": str(plain_of(answer)), "name": field.id}, related)
        yield ground.problem(place, comers, partial(asked.is_refused, answer), given={asked.name: answer})


def _closed_answers(field: Field) -> Iterator[tuple[str | bool, Position]]:
    """What may be answered to a field whose answers the author chose, and where it is written. A box that must be
    ticked is a way to have something agreed to."""
    if field.options is None:
        yield from ((answer, field.position) for answer in ((True,) if field.kind == "checkbox" else (False, True)))
    else:
        yield from ((option.id, option.position or field.position) for option in field.options.options)
