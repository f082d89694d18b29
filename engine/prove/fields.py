"""Steps, sections, fields and their options: whether each is for somebody, and each condition says something."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ..facts import ElementScope
from ..problems import Problem
from ..progress import Progress
from ..spec import Field, Section
from ..values import ABSENT
from .conditions import ConditionCheck, Spot
from .grounds import Place
from .procedures import ProcedureGround
from .scenes import sections_of

NEVER_SHOWN = "P302"


def check_step(ground: ProcedureGround, number: int) -> Iterator[Problem]:
    """What is wrong with the conditions of a step."""
    for section in ground.procedure.steps[number].sections:
        yield from _section(ground, number, section, ())


def check_requested(ground: ProcedureGround, number: int) -> Iterator[Problem]:
    """The same of the fields asked in place of a document."""
    for place in ground.space.places.values():
        if place.step == number and place.request is not None and place.request.id not in ground.dead:
            yield from _field(ground, number, place.field, ())


def _section(ground: ProcedureGround, number: int, section: Section, around: tuple[Section, ...]) -> Iterator[Problem]:
    if section.condition is not None:
        found = list(ground.within(section.condition.position, _checked(ground, number, "section", section, around)))
        yield from found
        if any(problem.code == NEVER_SHOWN for problem in found):
            ground.dead.update(field.id for part in sections_of(section) for field in part.fields)
            return
    for field in section.fields:
        yield from _field(ground, number, field, (*around, section))
    for inner in section.sections:
        yield from _section(ground, number, inner, (*around, section))


def _field(ground: ProcedureGround, number: int, field: Field, around: tuple[Section, ...]) -> Iterator[Problem]:
    if field.condition is not None:
        found = list(ground.within(field.condition.position, _checked(ground, number, "champ", field, around)))
        yield from found
        if any(problem.code == NEVER_SHOWN for problem in found):
            ground.dead.add(field.id)
            return
    for member in field.members:
        if member.condition is not None:
            yield from ground.within(member.condition.position, _member(ground, number, field, member))
    if field.members:
        yield from ground.within(field.position, _bare(ground, number, field))


def _checked(
    ground: ProcedureGround, number: int, what: str, asked: Field | Section, around: tuple[Section, ...]
) -> Iterator[Problem]:
    """The condition of a section or a field, for who comes to what is around it."""
    condition = asked.condition
    if condition is None or ground.reads_dead(condition):
        return
    meanings, diagrams = ground.space.meanings, ground.diagrams
    request = ground.space.places[asked.id].request if isinstance(asked, Field) else None
    here = diagrams.holds(ground.space.section_shown(around) if request is None else ground.space.requested(request))
    outer = tuple(part.condition for part in (*around, request) if part is not None and part.condition is not None)
    spot = Spot(
        condition=condition,
        what=what,
        name=asked.id,
        dead=NEVER_SHOWN,
        context=ground.around(number, here, condition),
        comes=ground.comes(number, *outer) if request is None else ground.makes(number, request, *outer),
        asks=lambda progress: condition(progress.scope),
        outer=outer,
    )
    yield from ConditionCheck(ground, meanings, spot, ground.space.hidden, ground.known(condition, *outer)).findings()


def _bare(ground: ProcedureGround, number: int, group: Field) -> Iterator[Problem]:
    """Whether a group may ask nothing: where it is mandatory, nobody can go on from there."""
    conditions = [member.condition for member in group.members if member.condition is not None]
    if len(conditions) < len(group.members) or ground.reads_dead(*conditions):
        return
    diagrams, element = ground.diagrams, ground.space.elements(group.id, "absent")[0]
    bare, shown = ground.space.bare(group, element), diagrams.holds(ground.space.shown(group.id))
    comers = ground.comers(number, diagrams.both(shown, bare))
    others = ground.comers(number, diagrams.both(shown, diagrams.contrary(bare)))
    if not ground.possible(comers) or not ground.possible(others):
        return  # where nobody is asked anything, each member is never shown
    came = ground.comes(number)

    def claim(progress: Progress) -> bool:
        empty = ElementScope(group.id, dict.fromkeys((m.id for m in group.members), ABSENT), progress.scope)
        return came(progress) and group.id in progress.visible and all(c(empty) is False for c in conditions)

    yield ground.problem(Place("P323", group.position, {"name": group.id}), comers, claim)


def _member(ground: ProcedureGround, number: int, group: Field, member: Field) -> Iterator[Problem]:
    """The condition of a member, in the first element of its group: the others are alike."""
    condition = member.condition
    if condition is None or ground.reads_dead(condition):
        return
    reader = ground.space.elements(group.id, "absent")[0]
    here = ground.diagrams.both(
        ground.diagrams.holds(ground.space.shown(group.id)),
        ground.diagrams.beyond(ground.space.count(group.id, "absent"), 0),
    )
    members = {m.id: m for m in group.members}

    def hidden(name: str) -> int:
        inside = members.get(name)
        if inside is None:
            return ground.space.hidden(name)
        unseen = ground.diagrams.leaf(False) if inside.condition is None else reader.truth(inside.condition)  # noqa: FBT003
        return ground.diagrams.fails(unseen) if inside.condition is not None else unseen

    came = ground.comes(number)
    around: tuple[Section | Field, ...] = (*ground.space.places[group.id].sections, group)
    spot = Spot(
        condition=condition,
        what="champ du groupe",
        name=member.id,
        dead=NEVER_SHOWN,
        context=ground.around(number, here, condition, reader),
        comes=lambda progress: came(progress) and group.id in progress.visible,
        asks=partial(ground.element, group, condition),
        outer=tuple(part.condition for part in around if part.condition is not None),
    )
    known = ground.known(condition)
    yield from ConditionCheck(ground, reader, spot, hidden, known, group).findings()
