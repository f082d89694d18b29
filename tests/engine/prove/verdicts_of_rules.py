"""What must be said of rules, of answers that they refuse, and of dead ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.problems import Position
from engine.rules import Shown, broken
from engine.spec import Field, Rule
from engine.values import ABSENT, UNKNOWN
from tests.engine.prove.enumerating import Journey
from tests.engine.prove.seen import Place, Seen, Verdicts, scopes_of
from tests.engine.prove.verdicts import in_vain, plain_case, void


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule, the step it stops at, the field that has it, the group of that field."""

    rule: Rule
    step: int
    asked: Field | None = None
    group: Field | None = None


def add_rules(seen: Seen, made: Verdicts) -> None:
    """Everything about rules; and `P309`, which has no place of its own, at the procedure's."""
    always = False
    for placed in _placed(seen):
        always = _rule(seen, made, placed) or always
    for place in seen.places.values():
        if place.asked.kind in ("choice", "yes_no") and place.asked.repeat is None:
            _answers(seen, made, place, silent=always)
    closed = next((step for n, step in enumerate(seen.procedure.steps) if not seen.comers(n)), None)
    if closed is not None:
        made.add("P322", closed.position, silent=always)
    # An exit that has nothing to do with what refuses may count as a way on, or not.
    steps = range(len(seen.procedure.steps))
    strictly, loosely = (
        any(_stuck(seen, step, ends) for step in steps) for ends in (seen.ends_well, seen.is_completed)
    )
    if loosely:
        made.add("P309", seen.procedure.position, silent=always or closed is not None or not strictly)


def _placed(seen: Seen) -> Iterator[Placed]:
    for place in seen.places.values():
        yield from (Placed(rule, place.step, place.asked) for rule in place.asked.rules)
        for member in place.asked.members:
            yield from (Placed(rule, place.step, member, place.asked) for rule in member.rules)
    for number, step in enumerate(seen.procedure.steps):
        for section in step.sections:
            for part in (section, *section.sections):
                yield from (Placed(rule, number) for rule in part.rules)
        yield from (Placed(rule, number) for rule in step.rules)
    for rule in seen.procedure.rules:
        yield Placed(rule, seen.last_read(rule))


def _breaks(placed: Placed, journey: Journey) -> bool:
    scope = journey.progress.scope
    if placed.group is None:
        return _asked(placed, journey) and broken(placed.rule, scope, Shown(scope))
    assert placed.asked is not None
    name = placed.asked.id
    return any(
        shown[name] is True and known.value(name) not in (ABSENT, UNKNOWN) and broken(placed.rule, known, seen)
        for known, seen, shown in scopes_of(placed.group, journey)
    )


def _asked(placed: Placed, journey: Journey) -> bool:
    if placed.asked is None or placed.group is not None:
        return True
    return placed.asked.id in journey.progress.visible and journey.answers.get(placed.asked.id) is not None


def _rule(seen: Seen, made: Verdicts, placed: Placed) -> bool:
    """Judges a rule; whether it stops everybody."""
    rule = placed.rule
    conditions = [c for c in (rule.when, rule.then) if c is not None]
    comers = seen.comers(placed.step)
    silent = seen.silent(*conditions) or (placed.asked is not None and placed.asked.id in seen.dead)
    breaking = [j for j in comers if _breaks(placed, j)]
    if not comers:
        made.void.add(rule.position)
        for condition in conditions:
            void(made, condition)
        return False
    if not breaking:
        made.add("P312", rule.position, silent=silent)
        return False
    if len(breaking) == len(comers):
        made.add("P307", rule.position, silent=silent)
        return True
    asked = [plain_case(j) for j in comers if _asked(placed, j)]
    if rule.when is not None and placed.group is None:
        if all(rule.when(case.scope) is True for case in asked):
            made.add("P304", rule.when.position, silent=silent)
        else:
            in_vain(made, rule.when, asked, [plain_case(j) for j in seen.all], silent=silent)
    return False


def _answers(seen: Seen, made: Verdicts, place: Place, *, silent: bool) -> None:
    """Answers that their own step always refuses."""
    asked, step = place.asked, place.step
    options: dict[object, Position] = dict.fromkeys((False, True), asked.position)
    if asked.options is not None:
        options = {o.id: o.position or asked.position for o in asked.options.options}
    comers = seen.comers(step)
    if not comers:
        made.void.update(options.values())
    given = [option for option in options if any(_is(j, asked, option) for j in comers)]
    # Who is sent elsewhere is not refused, unless what sends them has nothing to do with it: that may be said or not.
    on = [j for j in comers if seen.stops[id(j)][0] > step]
    sent = [j for j in comers if seen.stops[id(j)][1]]
    loosely = [option for option in given if not any(_is(j, asked, option) for j in on)]
    strictly = [option for option in loosely if not any(_is(j, asked, option) for j in sent)]
    # Where every answer is refused, it is a dead end, and is said as such.
    silent = silent or not on or len(strictly) == len(given)
    for option in loosely:
        made.add("P301", options[option], silent=silent or option not in strictly)


def _is(journey: Journey, asked: Field, option: object) -> bool:
    value = journey.progress.scope.value(asked.id)
    return type(value) is type(option) and value == option


def _stuck(seen: Seen, step: int, ends: Callable[[Journey], bool]) -> bool:
    """Whether some answers to the steps before one lead to refusals only."""
    before = {name for name, place in seen.places.items() if place.step < step}
    fields = seen.places.keys()
    good: dict[tuple[object, ...], bool] = {}
    for journey in seen.comers(step):
        motif = journey.progress.motif.id if journey.progress.motif is not None else None
        told = [(n, repr(v)) for n, v in journey.answers.items() if n in before or n not in fields]
        key = (journey.today, motif, *told)
        good[key] = good.get(key, False) or ends(journey)
    return not all(good.values())
