"""What must be said of each condition of a procedure, as all journeys through it show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from engine.conditions.nodes import AllOf, Answered, AnyOf, Condition, IsOneOf, NoneOf, Scope, Truth
from engine.facts import ByCases, ElementScope, Fact, Holds, SomeElement
from engine.progress import Progress
from engine.scope import Replay
from engine.spec import Field, Section
from engine.values import ABSENT, UNKNOWN
from tests.engine.prove.seen import Claim, Seen, Verdicts, names_of, names_read, scopes_of


@dataclass(frozen=True, slots=True)
class Case:
    """One applicant at one condition: what it reads, and whether a name is hidden from them."""

    scope: Scope
    hides: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition where it stands, and the code of what never is. `each` gives those of an applicant who come to it:
    nobody, one, or several elements; `everybody` are all, whether they come or not."""

    progresses: list[Progress]
    condition: Condition
    dead: str
    each: Callable[[Progress], Iterable[Case]]
    everybody: list[Case]

    @property
    def cases(self) -> list[Case]:
        """All who come to it."""
        return [case for progress in self.progresses for case in self.each(progress)]

    def some(self, claim: Callable[[Case], bool]) -> Claim:
        """That one comes to it of whom something holds."""
        return lambda progress: any(claim(case) for case in self.each(progress))

    def finds(self, *truths: Truth) -> Claim:
        """That one comes to it and finds it so."""
        return self.some(lambda case: self.condition(case.scope) in truths)


def plain_case(progress: Progress) -> Case:
    """An applicant, where no repeatable is gone through."""
    return Case(progress.scope, lambda name: name in progress.scope.hidden)


def plain_cases(seen: Seen) -> list[Case]:
    """Everybody, where no repeatable is gone through."""
    return [plain_case(j.progress) for j in seen.all]


def add_facts(seen: Seen, made: Verdicts) -> None:
    """Everything about facts."""
    for fact in seen.facts.values():
        _fact(seen, made, fact)


def add_steps(seen: Seen, made: Verdicts) -> None:
    """Everything about what sections and fields are shown for."""
    for number, step in enumerate(seen.procedure.steps):
        for section in step.sections:
            _section(seen, made, number, section, ())


# ── Conditions ────────────────────────────────────────────────────────────────────────────────────────────────────


def judge(made: Verdicts, asked: Asked, *, silent: bool) -> None:
    """What must be said of a condition, of those who come to it."""
    condition, cases = asked.condition, asked.cases
    truths = {condition(case.scope) for case in cases}
    if not cases:
        void(made, condition)
    elif True not in truths:
        claims = (partial(_would_meet, condition), asked.finds(False, None), anybody)
        made.add(asked.dead, condition.position, *claims, silent=silent)
    elif truths == {True}:
        made.add("P304", condition.position, asked.finds(True), silent=silent)
    else:
        if None in truths:
            made.add("P311", condition.position, asked.finds(None), silent=silent)
        unguarded(made, asked, silent=silent)
        in_vain(made, asked, silent=silent)


def _would_meet(condition: Condition, progress: Progress) -> bool:
    """That someone for whom a condition was written is stopped by a rule."""
    return condition(progress.scope) is True and (bool(progress.problems) or progress.exit is not None)


def void(made: Verdicts, condition: Condition) -> None:
    """Nobody comes to a condition."""
    made.void.add(condition.position)
    if isinstance(condition, AllOf | AnyOf | NoneOf):
        for part in condition.parts:
            void(made, part)


def unguarded(made: Verdicts, asked: Asked, *, silent: bool) -> None:
    """Negative tests that hold only because what they read is hidden."""
    cases = asked.cases
    for part in _negatives(asked.condition):
        for name in names_of(part):
            hides = partial(_holds_unasked, asked.condition, part, name)
            if any(map(hides, cases)):
                made.add("P305", part.position, asked.some(hides), silent=silent)


def _holds_unasked(condition: Condition, part: Condition, name: str, case: Case) -> bool:
    return case.hides(name) and condition(case.scope) is True and _without(condition, part, case) is not True


def _negatives(condition: Condition) -> Iterator[Condition]:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _negatives(part)
        case NoneOf():
            yield condition
        case Answered(_, False):
            yield condition


def _without(condition: Condition, part: Condition, case: Case) -> Truth:
    """What a condition is if one part of it is false."""
    if condition is part:
        return False
    match condition:
        case AllOf(parts):
            truths = [_without(p, part, case) for p in parts]
            return False if False in truths else None if None in truths else True
        case AnyOf(parts):
            truths = [_without(p, part, case) for p in parts]
            return True if True in truths else None if None in truths else False
        case _:
            return condition(case.scope)


def in_vain(made: Verdicts, asked: Asked, *, silent: bool) -> None:
    """Parts that change nothing, and answers that nobody gives."""
    _in_vain(made, asked, asked.condition, asked.cases, silent=silent)


def _in_vain(made: Verdicts, asked: Asked, condition: Condition, cases: list[Case], *, silent: bool) -> None:
    match condition:
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            _among(made, asked, (parts, isinstance(condition, AllOf)), cases, silent=silent)
        case IsOneOf(reference, values) if len(values) > 1:
            given = {value for value in values if any(c.scope.value(reference) == value for c in cases)}
            if given and given != set(values):
                made.add("P318", condition.position, anybody, silent=silent)


def _among(
    made: Verdicts, asked: Asked, joined: tuple[tuple[Condition, ...], bool], cases: list[Case], *, silent: bool
) -> None:
    """Parts joined by `tous`, or not."""
    parts, all_of = joined
    told = False
    for rank, part in enumerate(parts):
        others = parts[:rank] + parts[rank + 1 :]
        here = [c for c in cases if all((other(c.scope) is True) is all_of for other in others)]
        truths = {part(c.scope) is True for c in here}
        if not here:
            void(made, part)
        elif truths == {all_of}:
            guards = all_of and _guards(part, others, cases, asked.everybody)
            code = "P308" if all_of else "P317"
            claims = (asked.some(lambda case, p=part: p(case.scope) is True), asked.some(lambda _: True), anybody)  # type: ignore[misc]
            made.add(code, part.position, *claims, silent=silent or told or guards)
            told = told or not guards
            if isinstance(part, AllOf | AnyOf | NoneOf):
                void(made, part)
        else:
            _in_vain(made, asked, part, here, silent=silent)


def anybody(progress: Progress) -> bool:
    """What everybody shows."""
    del progress
    return True


def _guards(part: Condition, others: tuple[Condition, ...], cases: list[Case], everybody: list[Case]) -> bool:
    """Whether a part only says when what the others read is asked."""
    for name in {name for other in others for name in names_of(other)}:
        hides = any(c.hides(name) and part(c.scope) is not True for c in everybody)
        if hides and all(part(c.scope) is True for c in cases if not c.hides(name)):
            return True
    return False


# ── Facts ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _fact(seen: Seen, made: Verdicts, fact: Fact) -> None:
    calculation = fact.calculation
    silent = not seen.dead.isdisjoint(seen.below(names_read(fact)))
    if isinstance(calculation, Holds | SomeElement):
        values = {repr(j.progress.scope.value(fact.id)) for j in seen.all}
        if values and len(values & {"True", "False"}) == 1:
            claim = partial(_is_worth, fact.id, values)
            made.add("P313", fact.position, claim, silent=silent or repr(UNKNOWN) in values)
        elif isinstance(calculation, Holds):
            asked = Asked(seen.progresses, calculation.condition, "P313", lambda p: [plain_case(p)], plain_cases(seen))
            unguarded(made, asked, silent=silent or fact.id in seen.dead)
            in_vain(made, asked, silent=silent or fact.id in seen.dead)
    if isinstance(calculation, ByCases):
        _cases(seen, made, fact, calculation, silent=silent)


def _is_worth(name: str, values: Iterable[str], progress: Progress) -> bool:
    return repr(progress.scope.value(name)) in values


def _cases(seen: Seen, made: Verdicts, fact: Fact, calculation: ByCases, *, silent: bool) -> None:
    told = [j.progress for j in seen.all if _is_told(calculation, j.progress)]
    for rank, (_, condition) in enumerate(calculation.cases):
        twice = partial(_is_in_two, calculation, rank)
        if any(map(twice, told)):
            made.add("P315", condition.position, twice, silent=silent)
        elif told and not any(condition(p.scope) is True for p in told):
            made.add("P319", condition.position, anybody, silent=silent)
    left = partial(_is_left, calculation)
    if any(map(left, told)):
        made.add("P314", fact.position, left, silent=silent)


def _is_told(calculation: ByCases, progress: Progress) -> bool:
    return progress.scope.value(calculation.reference) not in (ABSENT, UNKNOWN)


def _is_in_two(calculation: ByCases, rank: int, progress: Progress) -> bool:
    """Whether what is answered is in a case and in one before it."""
    *others, this = (condition(progress.scope) for _, condition in calculation.cases[: rank + 1])
    return _is_told(calculation, progress) and this is True and True in others


def _is_left(calculation: ByCases, progress: Progress) -> bool:
    """Whether what is answered is in no case."""
    return _is_told(calculation, progress) and all(c(progress.scope) is False for _, c in calculation.cases)


# ── Sections and fields ───────────────────────────────────────────────────────────────────────────────────────────


def _section(seen: Seen, made: Verdicts, number: int, section: Section, around: tuple[Section, ...]) -> None:
    outer = tuple(s.condition for s in around if s.condition is not None)
    _checked(seen, made, number, section.condition, outer)
    for asked in section.fields:
        inside = (*outer, *((section.condition,) if section.condition is not None else ()))
        _checked(seen, made, number, asked.condition, inside)
        for member in asked.members:
            _member(seen, made, number, asked, member)
        _bare(seen, made, number, asked)
    for inner in section.sections:
        _section(seen, made, number, inner, (*around, section))


def _checked(
    seen: Seen, made: Verdicts, number: int, condition: Condition | None, outer: tuple[Condition, ...]
) -> None:
    if condition is None:
        return

    def each(progress: Progress) -> Iterator[Case]:
        if seen.comes(progress, number) and all(c(progress.scope) is True for c in outer):
            yield plain_case(progress)

    judge(made, Asked(seen.progresses, condition, "P302", each, plain_cases(seen)), silent=seen.silent(condition))


def _bare(seen: Seen, made: Verdicts, number: int, group: Field) -> None:
    """Whether a group that someone comes to asks nothing, where it asks something of others."""
    conditions = [member.condition for member in group.members if member.condition is not None]
    if not conditions or len(conditions) < len(group.members):
        return

    def is_bare(progress: Progress) -> bool:
        empty = ElementScope(group.id, dict.fromkeys((m.id for m in group.members), ABSENT), progress.scope)
        return all(condition(empty) is False for condition in conditions)

    def finds(progress: Progress) -> bool:
        return seen.comes(progress, number) and group.id in progress.visible and is_bare(progress)

    comers = [p for p in seen.progresses if seen.comes(p, number) and group.id in p.visible]
    if any(map(is_bare, comers)) and not all(map(is_bare, comers)):
        made.add("P323", group.position, finds, silent=seen.silent(*conditions))


def _member(seen: Seen, made: Verdicts, number: int, group: Field, member: Field) -> None:
    if member.condition is None:
        return
    # Of who has no element, too, one may say what would be hidden in it.
    everybody = [Case(j.progress.scope, partial(_would_hide, group, j.progress.scope)) for j in seen.all]
    everybody += [case for j in seen.all for case in _element_cases(group, j.progress)]

    def each(progress: Progress) -> Iterator[Case]:
        if seen.comes(progress, number):
            yield from _element_cases(group, progress)

    judge(made, Asked(seen.progresses, member.condition, "P302", each, everybody), silent=seen.silent(member.condition))


def _would_hide(group: Field, scope: Replay, name: str) -> bool:
    conditions = {member.id: member.condition for member in group.members}
    condition = conditions.get(name)
    return name in scope.hidden if condition is None else condition(scope) is False


def _element_cases(group: Field, progress: Progress) -> Iterator[Case]:
    for known, _, shown in scopes_of(group, progress):
        hidden = progress.scope.hidden
        yield Case(known, lambda n, s=shown, h=hidden: s[n] is False if n in s else n in h)  # type: ignore[misc]
