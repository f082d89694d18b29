"""What must be said of rules, of answers that they refuse, and of dead ends, as all journeys show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from engine.problems import Position
from engine.progress import Progress
from engine.rules import Shown, broken
from engine.spec import Field, Rule
from engine.values import ABSENT, UNKNOWN
from tests.engine.prove.enumerating import Journey
from tests.engine.prove.seen import Place, Seen, Verdicts, scopes_of
from tests.engine.prove.verdicts import Asked, Case, anybody, in_vain, plain_case, plain_cases, void


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
        for asked in place.asked.members or (place.asked,):
            if asked.kind in ("choice", "yes_no", "checkbox"):
                _answers(seen, made, place, asked, silent=always)
    closed = next((step for n, step in enumerate(seen.procedure.steps) if not seen.comers(n)), None)
    if closed is not None:
        made.add("P322", closed.position, anybody, silent=always)
    # An exit that has nothing to do with what refuses may count as a way on, or not.
    steps = range(len(seen.procedure.steps))
    strictly, loosely = (
        any(_stuck(seen, step, ends) for step in steps) for ends in (seen.ends_well, seen.is_completed)
    )
    if loosely:
        made.add("P309", seen.procedure.position, anybody, silent=always or closed is not None or not strictly)


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


def _breaks(placed: Placed, progress: Progress) -> bool:
    scope = progress.scope
    if placed.group is None:
        return _asked(placed, progress) and broken(placed.rule, scope, Shown(scope))
    assert placed.asked is not None
    name = placed.asked.id
    return any(
        shown[name] is True and known.value(name) not in (ABSENT, UNKNOWN) and broken(placed.rule, known, seen)
        for known, seen, shown in scopes_of(placed.group, progress)
    )


def _asked(placed: Placed, progress: Progress) -> bool:
    if placed.asked is None or placed.group is not None:
        return True
    name = placed.asked.id
    return name in progress.visible and progress.scope.value(name) not in (ABSENT, UNKNOWN)


def _rule(seen: Seen, made: Verdicts, placed: Placed) -> bool:
    """Judges a rule; whether it stops everybody."""
    rule = placed.rule
    conditions = [c for c in (rule.when, rule.then) if c is not None]
    comers = [j.progress for j in seen.comers(placed.step)]
    silent = seen.silent(*conditions) or (placed.asked is not None and placed.asked.id in seen.dead)
    breaking = [p for p in comers if _breaks(placed, p)]
    if not comers:
        made.void.add(rule.position)
        for condition in conditions:
            void(made, condition)
        return False
    if not breaking:
        applies = partial(_finds, seen, placed)
        made.add("P312", rule.position, applies, partial(_meets, seen, placed, False), silent=silent)
        return False
    if len(breaking) == len(comers):
        made.add("P307", rule.position, partial(_meets, seen, placed, True), silent=silent)
        return True
    if rule.when is not None and placed.group is None:
        asked = Asked(seen.progresses, rule.when, "P312", partial(_applies, seen, placed), plain_cases(seen))
        if all(rule.when(case.scope) is True for case in asked.cases):
            comes = partial(_finds, seen, placed)
            made.add("P304", rule.when.position, asked.finds(True), comes, silent=silent)
        else:
            in_vain(made, asked, silent=silent)
    return False


def _meets(seen: Seen, placed: Placed, breaks: bool, progress: Progress) -> bool:
    """That someone comes to a rule, and breaks it or not."""
    return seen.comes(progress, placed.step) and _breaks(placed, progress) is breaks


def _finds(seen: Seen, placed: Placed, progress: Progress) -> bool:
    """That someone comes to a rule that is looked at, and finds its `si` true; in an element, that someone comes."""
    when = placed.rule.when
    met = when is None or placed.group is not None or when(progress.scope) is True
    return seen.comes(progress, placed.step) and _asked(placed, progress) and met


def _applies(seen: Seen, placed: Placed, progress: Progress) -> Iterator[Case]:
    if seen.comes(progress, placed.step) and _asked(placed, progress):
        yield plain_case(progress)


def _answers(seen: Seen, made: Verdicts, place: Place, asked: Field, *, silent: bool) -> None:
    """Answers that their own step always refuses."""
    step = place.step
    options: dict[object, Position] = dict.fromkeys((False, True), asked.position)
    if asked.options is not None:
        options = {o.id: o.position or asked.position for o in asked.options.options}
    comers = seen.comers(step)
    if not comers:
        made.void.update(options.values())
    given = [option for option in options if any(_is(j.progress, place, asked, option) for j in comers)]
    # Who is sent elsewhere is not refused, unless what sends them has nothing to do with it: that may be said or not.
    on = [j.progress for j in comers if seen.stops[id(j)][0] > step]
    sent = [j.progress for j in comers if seen.stops[id(j)][1]]
    loosely = [option for option in given if not any(_is(p, place, asked, option) for p in on)]
    strictly = [option for option in loosely if not any(_is(p, place, asked, option) for p in sent)]
    # Where every answer is refused, it is a dead end, and is said as such.
    silent = silent or not on or len(strictly) == len(given)
    offered = [option for option in loosely if asked.kind != "checkbox" or option is True]
    for option in offered:
        claim = partial(_is_refused, place, asked, option)
        made.add("P301", options[option], claim, silent=silent or option not in strictly)


def _is_refused(place: Place, asked: Field, option: object, progress: Progress) -> bool:
    return _is(progress, place, asked, option) and bool(progress.problems)


def _is(progress: Progress, place: Place, asked: Field, option: object) -> bool:
    """Whether someone gives an answer; in an element at least."""
    value = progress.scope.value(place.asked.id)
    values = value if isinstance(value, tuple) else (value,)
    inside = (v.get(asked.id) if isinstance(v, Mapping) else v for v in values)
    return any(type(v) is type(option) and v == option for v in inside)


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
