"""What must be said of each condition of a procedure, as all journeys through it show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from engine.conditions.nodes import AllOf, Answered, AnyOf, Condition, IsOneOf, NoneOf, Scope, Truth
from engine.facts import ByCases, Fact, Holds, SomeElement
from engine.justificatifs import resolved
from engine.scope import Replay
from engine.spec import Alternatives, Cases, Field, Item, Justificatif, Provision, Section
from engine.values import ABSENT, UNKNOWN
from tests.engine.prove.enumerating import Journey
from tests.engine.prove.seen import Seen, Verdicts, names_of, names_read, scopes_of


@dataclass(frozen=True, slots=True)
class Case:
    """One applicant at one condition: what it reads, and whether a name is hidden from them."""

    scope: Scope
    hides: Callable[[str], bool]


def plain_case(journey: Journey) -> Case:
    """An applicant, where no repeatable is gone through."""
    return Case(journey.progress.scope, lambda name: name in journey.progress.scope.hidden)


def _plain(journeys: list[Journey]) -> list[Case]:
    return [plain_case(j) for j in journeys]


def verdicts_of(seen: Seen) -> Verdicts:
    """Everything about conditions, facts and justificatifs."""
    made = Verdicts()
    for fact in seen.facts.values():
        _fact(seen, made, fact)
    for number, step in enumerate(seen.procedure.steps):
        for section in step.sections:
            _section(seen, made, number, section, ())
        if step.content == "justificatifs":
            for request in seen.procedure.justificatifs.values():
                _Requests(seen, made, number, request).add()
    return made


# ── Conditions ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition where it stands: those who come to it, everybody, and the code of what never is."""

    condition: Condition
    cases: list[Case]
    everybody: list[Case]
    dead: str


def judge(made: Verdicts, asked: Asked, *, silent: bool) -> None:
    """What must be said of a condition, of those who come to it."""
    condition, cases = asked.condition, asked.cases
    truths = {condition(case.scope) for case in cases}
    if not cases:
        void(made, condition)
    elif True not in truths:
        made.add(asked.dead, condition.position, silent=silent)
    elif truths == {True}:
        made.add("P304", condition.position, silent=silent)
    else:
        if None in truths:
            made.add("P311", condition.position, silent=silent)
        unguarded(made, condition, cases, silent=silent)
        in_vain(made, condition, cases, asked.everybody, silent=silent)


def void(made: Verdicts, condition: Condition) -> None:
    """Nobody comes to a condition."""
    made.void.add(condition.position)
    if isinstance(condition, AllOf | AnyOf | NoneOf):
        for part in condition.parts:
            void(made, part)


def unguarded(made: Verdicts, condition: Condition, cases: list[Case], *, silent: bool) -> None:
    """Negative tests that hold only because what they read is hidden."""
    for part in _negatives(condition):
        for name in names_of(part):
            if any(
                c.hides(name) and condition(c.scope) is True and _without(condition, part, c) is not True for c in cases
            ):
                made.add("P305", part.position, silent=silent)


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


def in_vain(made: Verdicts, condition: Condition, cases: list[Case], everybody: list[Case], *, silent: bool) -> None:
    """Parts that change nothing, and answers that nobody gives."""
    match condition:
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            told = False
            joined = isinstance(condition, AllOf)
            for rank, part in enumerate(parts):
                others = parts[:rank] + parts[rank + 1 :]
                here = [c for c in cases if all((other(c.scope) is True) is joined for other in others)]
                truths = {part(c.scope) is True for c in here}
                if not here:
                    void(made, part)
                elif truths == {joined}:
                    guards = joined and _guards(part, others, cases, everybody)
                    made.add("P308" if joined else "P317", part.position, silent=silent or told or guards)
                    told = told or not guards
                    void(made, part) if isinstance(part, AllOf | AnyOf | NoneOf) else None
                else:
                    in_vain(made, part, here, everybody, silent=silent)
        case IsOneOf(reference, values) if len(values) > 1:
            met = {c.scope.value(reference) in (value,) for c in cases for value in values}
            given = {value for value in values if any(c.scope.value(reference) == value for c in cases)}
            if given and given != set(values) and met:
                made.add("P318", condition.position, silent=silent)


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
    cases = [plain_case(j) for j in seen.all]
    silent = not seen.dead.isdisjoint(seen.below(names_read(fact)))
    if isinstance(calculation, Holds | SomeElement):
        values = {repr(j.progress.scope.value(fact.id)) for j in seen.all}
        if values and len(values & {"True", "False"}) == 1:
            made.add("P313", fact.position, silent=silent or repr(UNKNOWN) in values)
        elif isinstance(calculation, Holds):
            unguarded(made, calculation.condition, cases, silent=silent or fact.id in seen.dead)
            in_vain(made, calculation.condition, cases, cases, silent=silent or fact.id in seen.dead)
    if isinstance(calculation, ByCases):
        _cases(seen, made, fact, calculation, silent=silent or fact.id in seen.dead)


def _cases(seen: Seen, made: Verdicts, fact: Fact, calculation: ByCases, *, silent: bool) -> None:
    scopes = [j.progress.scope for j in seen.all]
    answered = [s for s in scopes if s.value(calculation.reference) not in (ABSENT, UNKNOWN)]
    for rank, (_, condition) in enumerate(calculation.cases):
        mine = [s for s in answered if condition(s) is True]
        if any(other(s) is True for s in mine for _, other in calculation.cases[:rank]):
            made.add("P315", condition.position, silent=silent)
        elif not mine and answered:
            made.add("P319", condition.position, silent=silent)
    if any(all(condition(s) is False for _, condition in calculation.cases) for s in answered):
        made.add("P314", fact.position, silent=silent)


# ── Sections and fields ───────────────────────────────────────────────────────────────────────────────────────────


def _section(seen: Seen, made: Verdicts, number: int, section: Section, around: tuple[Section, ...]) -> None:
    outer = tuple(s.condition for s in around if s.condition is not None)
    _checked(seen, made, number, section.condition, outer)
    for asked in section.fields:
        inside = (*outer, *((section.condition,) if section.condition is not None else ()))
        _checked(seen, made, number, asked.condition, inside)
        for member in asked.members:
            _member(seen, made, number, asked, member)
    for inner in section.sections:
        _section(seen, made, number, inner, (*around, section))


def _checked(
    seen: Seen, made: Verdicts, number: int, condition: Condition | None, outer: tuple[Condition, ...]
) -> None:
    if condition is None:
        return
    comers = [j for j in seen.comers(number) if all(c(j.progress.scope) is True for c in outer)]
    judge(made, Asked(condition, _plain(comers), _plain(seen.all), "P302"), silent=seen.silent(condition))


def _member(seen: Seen, made: Verdicts, number: int, group: Field, member: Field) -> None:
    if member.condition is None:
        return
    everybody = [(j, case) for j in seen.all for case in _element_cases(group, j)]
    comers = {id(j) for j in seen.comers(number)}
    cases = [case for j, case in everybody if id(j) in comers]
    # Of who has no element, too, one may say what would be hidden in it.
    others = [Case(j.progress.scope, partial(_would_hide, group, j.progress.scope)) for j in seen.all]
    asked = Asked(member.condition, cases, [*others, *(case for _, case in everybody)], "P302")
    judge(made, asked, silent=seen.silent(member.condition))


def _would_hide(group: Field, scope: Replay, name: str) -> bool:
    conditions = {member.id: member.condition for member in group.members}
    condition = conditions.get(name)
    return name in scope.hidden if condition is None else condition(scope) is False


def _element_cases(group: Field, journey: Journey) -> Iterator[Case]:
    for known, _, shown in scopes_of(group, journey):
        hidden = journey.progress.scope.hidden
        yield Case(known, lambda n, s=shown, h=hidden: s[n] is False if n in s else n in h)  # type: ignore[misc]


# ── Justificatifs ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Requests:
    seen: Seen
    made: Verdicts
    number: int
    request: Justificatif

    def add(self) -> None:
        """Judges the request and all that may be given for it."""
        seen, request = self.seen, self.request
        if not seen.comers(self.number):
            self.made.void.add(request.position)
        comers = [j for j in seen.comers(self.number) if request.id in seen.made[_motif(j)]]
        if request.condition is not None:
            self._judge(request.condition, comers, "P303", silent=seen.silent(request.condition))
            comers = [j for j in comers if request.condition(j.progress.scope) is True]
        silent = request.condition is not None and seen.silent(request.condition)
        if request.field is not None and request.field.condition is not None:
            silent_too = silent or seen.silent(request.field.condition)
            self._judge(request.field.condition, comers, "P302", silent=silent_too)
        if request.provision is not None:
            self._provision(request.provision, comers, silent=silent)
            self._nothing(request.provision, comers)

    def _judge(self, condition: Condition, comers: list[Journey], dead: str, *, silent: bool) -> None:
        judge(self.made, Asked(condition, _plain(comers), _plain(self.seen.all), dead), silent=silent)

    def _provision(self, provision: Provision, comers: list[Journey], *, silent: bool) -> None:
        if not isinstance(provision, Cases) and provision.condition is not None:
            condition = provision.condition
            silent = silent or self.seen.silent(condition)
            self._judge(condition, comers, "P303", silent=silent)
            comers = [j for j in comers if condition(j.progress.scope) is True]
        match provision:
            case Alternatives():
                for part in provision.parts:
                    self._provision(part, comers, silent=silent)
            case Cases():
                self._cases(provision, comers, silent=silent)

    def _cases(self, cases: Cases, comers: list[Journey], *, silent: bool) -> None:
        named = Answered(cases.reference, True, cases.position)
        silent = silent or self.seen.silent(named)
        values = {repr(j.progress.scope.value(cases.reference)) for j in comers}
        if not comers:
            self.made.void.add(cases.position)
        if repr(ABSENT) in values:
            self.made.add("P316", cases.position, silent=silent)
        if repr(UNKNOWN) in values:
            self.made.add("P311", cases.position, silent=silent)
        for key, part in cases.cases.items():
            mine = [j for j in comers if j.progress.scope.value(cases.reference) == key]
            if not mine and comers:
                self.made.add("P303", part.position, silent=silent)
            elif not comers:
                self.made.void.add(part.position)
            self._provision(part, mine, silent=silent)

    def _nothing(self, provision: Provision, comers: list[Journey]) -> None:
        for journey in comers:
            scope = journey.progress.scope
            if resolved(provision, scope) is None:
                absent = isinstance(provision, Cases) and scope.value(provision.reference) is ABSENT
                self.made.add("P316", self.request.position, silent=absent)


def _motif(journey: Journey) -> str:
    return journey.progress.motif.id if journey.progress.motif is not None else ""


def items_of(provision: Provision) -> Iterator[Item]:
    """Every document of what may be given."""
    match provision:
        case Item():
            yield provision
        case Alternatives():
            for part in provision.parts:
                yield from items_of(part)
        case Cases():
            for part in provision.cases.values():
                yield from items_of(part)
