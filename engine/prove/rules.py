"""Rules: each may be broken and may be kept, and whoever passes some can pass the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from ..problems import Problem
from ..progress import Progress
from ..spec import Rule
from .breaking import breaks, read_by
from .conditions import ConditionCheck, Spot
from .constraints import Constraint
from .grounds import Place
from .places import Placed
from .procedures import ProcedureGround
from .variables import FIELDS, STRIDE
from .witnesses import Claim


def check_rules(ground: ProcedureGround, number: int) -> Iterator[Problem]:
    """What is wrong with the rules of a step. Those that let some pass then hold for who comes to the next."""
    for placed in ground.placed:
        if placed.step == number:
            yield from ground.within(placed.rule.position, _rule(ground, placed))


def _rule(ground: ProcedureGround, placed: Placed) -> Iterator[Problem]:
    diagrams = ground.diagrams
    broken = ground.rules.broken(placed)
    breaking = ground.comers(placed.step, broken)
    kept = ground.comers(placed.step, diagrams.contrary(broken))
    telling = ground.possible(breaking) and ground.possible(kept)
    silent = ground.reads_dead(*placed.conditions) or (placed.field is not None and placed.field.id in ground.dead)
    if not silent:
        yield from _when(ground, placed) if telling else _vain(ground, placed, broken)
    if telling:
        ground.add(placed, broken)
    elif ground.possible(breaking):
        ground.closed = True


def _vain(ground: ProcedureGround, placed: Placed, broken: int) -> Iterator[Problem]:
    """A rule that stops nobody, or everybody."""
    rule = placed.rule
    applies = ground.rules.applies(placed)
    came = ground.comes(placed.step)
    comers = ground.comers(placed.step, applies)
    if not ground.possible(comers):
        others = ground.contexts.before(placed.step, broken, applies)
        if ground.possible(others):
            place = Place("P312", rule.position, _named(placed, "never applies"))
            yield ground.problem(place, others, came)
        return
    breaking = ground.comers(placed.step, broken)
    if not ground.possible(breaking):
        place = Place("P312", rule.position, _named(placed, "never broken"))
        yield ground.problem(place, comers, lambda p: came(p) and _meets(placed, p) and not breaks(placed, p))
        return
    place = Place("P307", rule.position, _named(placed, "always broken"))
    yield ground.problem(place, breaking, lambda p: came(p) and breaks(placed, p))


def _is_asked(placed: Placed, progress: Progress) -> bool:
    """Whether a replay looks at a rule."""
    return any(True for _ in read_by(placed, progress))


def _meets(placed: Placed, progress: Progress) -> bool:
    """Whether a replay looks at a rule, and finds its `si` true; of a member's, nothing is said."""
    when = placed.rule.when
    found = (when is None or when(scope) is True for scope, _ in read_by(placed, progress))
    return placed.group is not None or any(found)


def _when(ground: ProcedureGround, placed: Placed) -> Iterator[Problem]:
    """What the `si` of a rule says in vain."""
    condition = placed.rule.when
    if condition is None or placed.group is not None:
        return
    came = ground.comes(placed.step)
    alone = replace(placed.rule, when=None)
    asked = ground.rules.applies(replace(placed, rule=alone))
    meanings = ground.space.meanings
    spot = Spot(
        condition=condition,
        what="règle",
        name=placed.rule.message or placed.rule.redirect or "",
        dead="P312",
        context=ground.around(placed.step, asked, condition),
        comes=lambda progress: came(progress) and _is_asked(placed, progress),
        asks=lambda progress: condition(progress.scope),
    )
    yield from ConditionCheck(ground, meanings, spot, ground.space.hidden, ground.known(condition)).superfluous()


def check_way(ground: ProcedureGround, number: int) -> Iterator[Problem]:
    """Whether somebody comes to a step: rules that each let some pass may let nobody pass together."""
    yield from ground.within(ground.procedure.steps[number].position, _way(ground, number))


def _way(ground: ProcedureGround, number: int) -> Iterator[Problem]:
    for part in dict.fromkeys(ground.contexts.parts(number).values()):
        if ground.possible(ground.contexts.join(part)):
            continue
        constraints = [ground.contexts.constraints[rank] for rank in part]
        last = max((c.step for c in constraints if c.placed is not None), default=0)
        stopping = [c.placed.rule for c in constraints if c.placed is not None and c.step == last]
        came = ground.contexts.join(tuple(rank for rank in part if ground.contexts.constraints[rank].step < last))
        step = ground.procedure.steps[number]
        place = Place("P322", step.position, {"name": step.id}, stopping[-1].position if stopping else None)
        yield ground.problem(place, came, ground.comes(last))
        return


def check_endings(ground: ProcedureGround) -> Iterator[Problem]:
    """Answers after which nothing that may be answered is accepted any more."""
    seen: set[tuple[int, ...]] = set()
    for part in ground.contexts.parts(len(ground.procedure.steps) + 1).values():
        if part not in seen:
            seen.add(part)
            yield from ground.within(ground.procedure.position, _ending(ground, part))


def _ending(ground: ProcedureGround, part: tuple[int, ...]) -> Iterator[Problem]:
    diagrams = ground.diagrams
    constraints = [ground.contexts.constraints[rank] for rank in part]
    ends = diagrams.both(
        ground.contexts.ends(part), ground.contexts.join(tuple(r for r in part if _is_form(ground, r)))
    )
    for step in sorted({c.step for c in constraints if c.placed is not None}):
        passed = diagrams.all([c.holds for c in constraints if c.step < step])
        stuck = diagrams.both(passed, diagrams.contrary(diagrams.some_below(ends, _first_level(ground, step))))
        if not ground.possible(stuck):
            continue
        first, *others = _refusing(ground, constraints, step, stuck)
        params = {"name": ground.procedure.steps[step].id, "message": first.message}
        place = Place("P309", first.position, params, others[0].position if others else None)
        yield ground.problem(place, stuck, partial(_comes_with, ground.answered(stuck), ground.comes(step)))
        return


def _comes_with(asked: frozenset[str], came: Claim, progress: Progress) -> bool:
    """Whether a replay comes somewhere with an answer to each of some questions that it shows."""
    return came(progress) and asked & progress.visible.keys() <= progress.relevant.keys()


def _refusing(ground: ProcedureGround, constraints: list[Constraint], step: int, stuck: int) -> list[Rule]:
    """The rules to blame: those from a step on without which someone would get on; else the last."""
    later = [(c, c.placed.rule) for c in constraints if c.step >= step and c.placed is not None]
    found: list[Rule] = []
    for one, rule in later:
        others = ground.diagrams.all([stuck, *(c.holds for c in constraints if c is not one)])
        if ground.possible(others):
            found.append(rule)
    return found or [later[-1][1]]


def _is_form(ground: ProcedureGround, rank: int) -> bool:
    return ground.contexts.constraints[rank].placed is None


def _first_level(ground: ProcedureGround, step: int) -> int:
    """The level of the first field of a step, or of what comes after."""
    orders = [place.order for place in ground.space.places.values() if place.step >= step]
    return FIELDS + min(orders, default=len(ground.space.places)) * STRIDE


def _named(placed: Placed, why: str) -> dict[str, str]:
    return {"message": placed.rule.message or placed.rule.redirect or "", "why": why}
