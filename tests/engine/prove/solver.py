"""A second opinion: one procedure told to an SMT solver, written apart from `engine.prove`.

Answers are variables of the solver; a date is a year, a month and a day of the calendar, and an age is said by its
birthdays. Of what is answered for sure nothing stays unknown, so truths have two values here: dates known in part and
repeatables are left to the enumeration.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import assert_never

import z3

from engine.conditions.nodes import AllOf, Answered, AnyOf, Condition, DateIs, InRange, IsOneOf, NoneOf, Undecided
from engine.facts import Anniversary, ByCases, Count, Holds, SomeElement, YearsBetween
from engine.justificatifs import all_requests
from engine.spec import Field, Justificatif, LeapDay, Procedure, Rule, Section

FIRST_YEAR, LAST_YEAR = 1880, 2200
NOBODY = "une autre réponse"
"""Stands for the countries that no condition cites."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, as the solver knows it."""

    year: z3.ArithRef
    month: z3.ArithRef
    day: z3.ArithRef

    def number(self) -> z3.ArithRef:
        """A number that orders days."""
        return (self.year * 13 + self.month) * 32 + self.day


@dataclass(frozen=True, slots=True)
class Worth:
    """What a reference is worth: whether it is absent, and else a yes or no, the place of an option, or a day."""

    absent: z3.BoolRef
    value: z3.ExprRef | Day | None = None
    options: Mapping[object, int] = field(default_factory=dict)


class Solver:
    """A procedure, and what the solver says of its conditions."""

    def __init__(self, procedure: Procedure, today: dt.date) -> None:
        self.procedure, self.today = procedure, today
        self.solver = z3.Solver()
        self.shown: dict[str, z3.BoolRef] = {}
        self.worths: dict[str, Worth] = {}
        self.facts: dict[str, Worth] = {}
        self.free_day = any(isinstance(atom.bound, dt.date) for atom in _dates(procedure))
        self._declare()

    def possible(self, *claims: z3.BoolRef) -> bool:
        """Whether some answers make all of these true."""
        self.solver.push()
        self.solver.add(*claims)
        found = self.solver.check()
        self.solver.pop()
        assert found != z3.unknown
        return bool(found == z3.sat)

    # ── Answers ───────────────────────────────────────────────────────────────────────────────────────────────

    def _declare(self) -> None:
        deposit = self._day("date_depot") if self.free_day else _fixed(self.today)
        self.worths["date_depot"] = Worth(z3.BoolVal(val=False), deposit)
        self.worths["motif"] = self._chosen("motif", tuple(self.procedure.motifs), z3.BoolVal(val=False))
        for step in self.procedure.steps:
            for section in step.sections:
                self._section(section, z3.BoolVal(val=True))
            if step.content == "justificatifs":
                for request in self.procedure.justificatifs.values():
                    if request.field is not None:
                        self._field(request.field, self.requested(request))

    def _section(self, section: Section, around: z3.BoolRef) -> None:
        here = z3.And(around, self.truth(section.condition))
        for asked in section.fields:
            self._field(asked, here)
        for inner in section.sections:
            self._section(inner, here)

    def _field(self, asked: Field, around: z3.BoolRef) -> None:
        shown = z3.And(around, self.truth(asked.condition))
        self.shown[asked.id] = shown
        optional = not asked.required and asked.kind not in ("checkbox", "commitment")
        empty = z3.Bool(f"{asked.id} vide") if optional else z3.BoolVal(val=False)
        absent = z3.Or(z3.Not(shown), empty)
        match asked.kind:
            case "yes_no" | "checkbox":
                self.worths[asked.id] = Worth(absent, z3.Bool(asked.id))
            case "choice":
                assert asked.options is not None
                self.worths[asked.id] = self._chosen(asked.id, tuple(o.id for o in asked.options.options), absent)
            case "country":
                self.worths[asked.id] = self._chosen(asked.id, (*_cited(self.procedure, asked.id), NOBODY), absent)
            case "date":
                self.worths[asked.id] = Worth(absent, self._day(asked.id))
            case _:
                self.worths[asked.id] = Worth(absent)

    def _chosen(self, name: str, options: tuple[object, ...], absent: z3.BoolRef) -> Worth:
        value = z3.Int(name)
        self.solver.add(value >= 0, value < len(options))
        return Worth(absent, value, {option: place for place, option in enumerate(options)})

    def _day(self, name: str) -> Day:
        made = Day(*(z3.Int(f"{name} {part}") for part in ("an", "mois", "jour")))
        last = z3.If(
            made.month == 2,
            z3.If(_leap(made.year), 29, 28),
            z3.If(z3.Or([made.month == month for month in (4, 6, 9, 11)]), 30, 31),
        )
        self.solver.add(made.year >= FIRST_YEAR, made.year <= LAST_YEAR, made.month >= 1, made.month <= 12)
        self.solver.add(made.day >= 1, made.day <= last)
        return made

    # ── Conditions ────────────────────────────────────────────────────────────────────────────────────────────

    def truth(self, condition: Condition | None) -> z3.BoolRef:
        """Whether a condition holds."""
        match condition:
            case None:
                return z3.BoolVal(val=True)
            case AllOf(parts):
                return z3.And([self.truth(part) for part in parts])
            case AnyOf(parts):
                return z3.Or([self.truth(part) for part in parts])
            case NoneOf(parts):
                return z3.Not(z3.Or([self.truth(part) for part in parts]))
            case Answered(reference, expected):
                absent = self.worth(reference).absent
                return z3.Not(absent) if expected else absent
            case IsOneOf():
                return self._one_of(condition)
            case InRange():
                return self._in_range(condition)
            case DateIs():
                return self._date_is(condition)
            case Undecided():
                raise ValueError("a condition that is not compiled")
            case _:
                assert_never(condition)

    def _one_of(self, condition: IsOneOf) -> z3.BoolRef:
        worth = self.worth(condition.reference)
        if worth.options:
            places = [worth.options[value] for value in condition.values if value in worth.options]
            met = z3.Or([worth.value == place for place in places])
        else:
            met = z3.Or([worth.value if value else z3.Not(worth.value) for value in condition.values])
        return z3.And(z3.Not(worth.absent), met)

    def _in_range(self, condition: InRange) -> z3.BoolRef:
        calculation = self.procedure.facts[condition.reference].calculation
        assert isinstance(calculation, YearsBetween)
        start, end = self.worth(calculation.start), self.worth(calculation.end)
        there = z3.Not(z3.Or(start.absent, end.absent))
        low = _turned(start.value, end.value, condition.low, calculation.leap_day)
        high = _turned(start.value, end.value, condition.high, calculation.leap_day)
        return z3.And(
            there, low if condition.low is not None else True, z3.Not(high) if condition.high is not None else True
        )

    def _date_is(self, condition: DateIs) -> z3.BoolRef:
        worth, bound = self.worth(condition.reference), condition.bound
        other = self.worth(bound) if isinstance(bound, str) else Worth(z3.BoolVal(val=False), _fixed(bound))
        assert isinstance(worth.value, Day)
        assert isinstance(other.value, Day)
        one, two = worth.value.number(), other.value.number()
        compared = {"before": one < two, "after": one > two, "not_before": one >= two, "not_after": one <= two}
        return z3.And(z3.Not(worth.absent), z3.Not(other.absent), compared[condition.test])

    def worth(self, reference: str) -> Worth:
        """What a reference is worth."""
        if reference in self.worths:
            return self.worths[reference]
        if reference not in self.facts:
            self.facts[reference] = self._fact(reference)
        return self.facts[reference]

    def _fact(self, name: str) -> Worth:
        calculation = self.procedure.facts[name].calculation
        never = z3.BoolVal(val=False)
        match calculation:
            case Holds(condition):
                return Worth(never, self.truth(condition))
            case YearsBetween(start, end):
                return Worth(z3.Or(self.worth(start).absent, self.worth(end).absent))
            case Anniversary(date, years, leap_day):
                worth = self.worth(date)
                assert isinstance(worth.value, Day)
                return Worth(worth.absent, _birthday(worth.value, years, leap_day))
            case ByCases(reference, cases):
                return self._cases(reference, cases)
            case Count() | SomeElement():
                raise ValueError("repeatables are not told to the solver")
            case _:
                assert_never(calculation)

    def _cases(self, reference: str, cases: tuple[tuple[str, Condition], ...]) -> Worth:
        place: z3.ExprRef = z3.IntVal(len(cases))
        for number, (_, condition) in reversed([*enumerate(cases)]):
            place = z3.If(self.truth(condition), z3.IntVal(number), place)
        absent = z3.Or(self.worth(reference).absent, place == len(cases))
        return Worth(absent, place, {name: number for number, (name, _) in enumerate(cases)})

    def requested(self, request: Justificatif) -> z3.BoolRef:
        """Whether a request is made."""
        motif = self.worths["motif"]
        makers = [name for name, m in self.procedure.motifs.items() if request in all_requests(m)]
        made = z3.Or([motif.value == motif.options[name] for name in makers])
        return z3.And(made, self.truth(request.condition))


def _leap(year: z3.ArithRef) -> z3.BoolRef:
    return z3.And(year % 4 == 0, z3.Or(year % 100 != 0, year % 400 == 0))


def _fixed(day: dt.date) -> Day:
    return Day(z3.IntVal(day.year), z3.IntVal(day.month), z3.IntVal(day.day))


def _birthday(day: Day, years: int, leap_day: LeapDay) -> Day:
    """An nth birthday: for who was born on 29 February, in common years, as the procedure says."""
    year = day.year + years
    moved = z3.And(day.month == 2, day.day == 29, z3.Not(_leap(year)))
    if leap_day == "1er_mars":
        return Day(year, z3.If(moved, 3, day.month), z3.If(moved, 1, day.day))
    return Day(year, day.month, z3.If(moved, 28, day.day))


def _turned(start: object, end: object, years: int | None, leap_day: LeapDay) -> z3.BoolRef:
    """Whether at least so many years were completed."""
    if years is None or years <= 0:
        return z3.BoolVal(val=True)
    assert isinstance(start, Day)
    assert isinstance(end, Day)
    return end.number() >= _birthday(start, years, leap_day).number()


def conditions_of(procedure: Procedure) -> Iterator[Condition]:
    """Every condition of a procedure but those of alternatives."""
    for step in procedure.steps:
        for section in step.sections:
            for part in (section, *section.sections):
                yield from (c for c in (part.condition, *(f.condition for f in part.fields)) if c is not None)
                yield from _of_rules((*part.rules, *(rule for f in part.fields for rule in f.rules)))
        yield from _of_rules(step.rules)
    yield from _of_rules(procedure.rules)
    for request in procedure.justificatifs.values():
        inside = request.field.condition if request.field is not None else None
        yield from (c for c in (request.condition, inside) if c is not None)
    for fact in procedure.facts.values():
        match fact.calculation:
            case Holds(condition):
                yield condition
            case ByCases(_, cases):
                yield from (condition for _, condition in cases)


def _of_rules(rules: tuple[Rule, ...]) -> Iterator[Condition]:
    for rule in rules:
        yield from (c for c in (rule.when, rule.then) if c is not None)


def _atoms(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, AllOf | AnyOf | NoneOf):
        for part in condition.parts:
            yield from _atoms(part)
    else:
        yield condition


def _dates(procedure: Procedure) -> Iterator[DateIs]:
    for condition in conditions_of(procedure):
        yield from (atom for atom in _atoms(condition) if isinstance(atom, DateIs))


def _cited(procedure: Procedure, name: str) -> tuple[object, ...]:
    tests = (atom for condition in conditions_of(procedure) for atom in _atoms(condition))
    return tuple(
        sorted({v for t in tests if isinstance(t, IsOneOf) and t.reference == name for v in t.values}, key=str)
    )
