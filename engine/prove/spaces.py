"""All the ways to answer one procedure: its variables, when each field is shown, what each answer then counts for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ..facts import SomeElement
from ..justificatifs import all_requests
from ..spec import Field, Justificatif, Motif, Procedure, Repeat, Section
from ..values import ABSENT, UNKNOWN
from .days import DEPOSIT
from .diagrams import ALWAYS, NEVER, UNSURE, Diagrams, OverBudget
from .meanings import Meanings, sequence
from .places import Place, places_of
from .scenes import member_name
from .variables import DAY, FIELDS, GIVEN, MOTIF, STRIDE, Domains, Variable

Hidden = Literal["absent", "read by facts", "unknown"]
"""What a hidden member counts for: absent for conditions, and for facts even where rules read them; unknown for the
rules of members."""


class Space:
    """One procedure, asked with one of `motifs`.

    `meanings` is what conditions read; `seen` what rules read besides, where whatever is hidden is unknown. `limits`
    are truths that no answers can break, by name.
    """

    def __init__(self, procedure: Procedure, domains: Domains, diagrams: Diagrams, motifs: tuple[str, ...]) -> None:
        self.procedure, self.domains, self.diagrams = procedure, domains, diagrams
        self.places: dict[str, Place] = {place.field.id: place for place in places_of(procedure)}
        self.variables: dict[int, Variable] = {}
        self.limits: dict[str, int] = {}
        self.motif = self.variable("motif", MOTIF, tuple(motifs) or (UNKNOWN,))
        self._shown: dict[str, int] = {}
        self._elements: dict[tuple[str, Hidden], tuple[Meanings, ...]] = {}
        plain, seen = _Repeatables(self, "absent"), _Repeatables(self, "read by facts")
        self.meanings = Meanings(diagrams, procedure.facts, self._own, self.is_settled, plain)
        self.seen = Meanings(diagrams, {}, self._own_seen, self.is_settled, seen)

    # ── Variables ─────────────────────────────────────────────────────────────────────────────────────────────

    def variable(self, name: str, level: int, values: tuple[object, ...]) -> int:
        """The diagram of an answer."""
        self.variables.setdefault(level, Variable(name, level, values))
        return self.diagrams.variable(level, values)

    def level(self, name: str) -> int:
        """The level of a field: in asking order."""
        return FIELDS + self.places[name].order * STRIDE

    def shown(self, name: str) -> int:
        """Whether a field is shown: true, false (it is then absent), or unknown (it then stays unknown)."""
        found = self._shown.get(name)
        if found is None:
            found = self._shown[name] = sequence(self.diagrams, tuple(self._around(self.places[name])))
        return found

    def section_shown(self, sections: tuple[Section, ...]) -> int:
        """Whether a section is shown, the last of those that stand one inside the other."""
        conditions = [s.condition for s in sections if s.condition is not None]
        return sequence(self.diagrams, tuple(self.meanings.truth(c) for c in conditions))

    def requested(self, request: Justificatif) -> int:
        """Whether a request is made: false for motifs that don't make it."""
        made = self.diagrams.map(self.motif, lambda motif: motif in self.makers(request), ("makes", request.id))
        condition = request.condition
        return made if condition is None else self.diagrams.both(made, self.meanings.truth(condition))

    def makers(self, request: Justificatif) -> frozenset[str]:
        """The motifs that make a request."""
        motifs: Mapping[str, Motif] = self.procedure.motifs
        return frozenset(name for name, motif in motifs.items() if request in all_requests(motif))

    def _around(self, place: Place) -> Iterator[int]:
        if place.request is not None:
            yield self.requested(place.request)
        for section in place.sections:
            if section.condition is not None:
                yield self.meanings.truth(section.condition)
        if place.field.condition is not None:
            yield self.meanings.truth(place.field.condition)

    # ── Values ────────────────────────────────────────────────────────────────────────────────────────────────

    def is_settled(self, name: str) -> int:
        """Whether a field's answer is known once everything is answered: it is, unless nobody knows if it is shown."""
        if name not in self.places:
            return ALWAYS
        return self.diagrams.map(self.shown(name), lambda truth: truth is not None, "settled")

    def hidden(self, name: str) -> int:
        """Whether a field is hidden."""
        return self.diagrams.fails(self.shown(name)) if name in self.places else NEVER

    def answer(self, name: str) -> int:
        """What is answered to a field, were it shown."""
        field = self.places[name].field
        if name in self.domains.crowded:
            raise OverBudget
        if field.repeat is not None or field.kind == "group":
            return self.diagrams.map(self._counted(field), _given, "given")
        return self.variable(name, self.level(name), self.domains.of_field(field, name))

    def count(self, name: str, hidden: Hidden) -> int:
        """How many elements a repeatable has: a number, absent or unknown."""
        unknown = self.diagrams.leaf(UNKNOWN)
        if name not in self.places:
            return unknown
        absent = self.diagrams.leaf(ABSENT) if hidden == "absent" else unknown
        return self.diagrams.choose(self.shown(name), self._counted(self.places[name].field), absent, unknown)

    def _counted(self, field: Field) -> int:
        repeat = field.repeat
        least, most = (max(repeat.minimum, 1), self._most(field, repeat)) if repeat is not None else (1, 1)
        values = tuple(range(least, max(most, least) + 1))
        return self.variable(field.id, self.level(field.id), values if field.required else (*values, ABSENT))

    def _most(self, field: Field, repeat: Repeat) -> int:
        """How many elements there may be: where they must differ, no more than there are ways to answer one."""
        if not repeat.distinct:
            return repeat.maximum
        ways = 1
        for part in field.members or (field,):
            options = self.domains.options_of(member_name(field, part.id), part)
            if options is None:
                return repeat.maximum
            ways *= options + (part is not field and not (part.required and part.condition is None))
        return min(repeat.maximum, ways)

    def _own(self, reference: str) -> int | None:
        if reference in self.places:
            return self._under(self.shown(reference), self.answer(reference))
        return self._built_in(reference)

    def _built_in(self, reference: str) -> int | None:
        if reference == DEPOSIT:
            if DEPOSIT in self.domains.crowded:
                raise OverBudget
            return self.variable(DEPOSIT, DAY, self.domains.calendar.days[DEPOSIT])
        return self.motif if reference == "motif" else None

    def _own_seen(self, reference: str) -> int | None:
        """As rules read it: what is hidden is unknown, and so is what facts make of it."""
        unknown = self.diagrams.leaf(UNKNOWN)
        if reference in self.places:
            return self.diagrams.choose(self.shown(reference), self.answer(reference), unknown, unknown)
        fact = self.procedure.facts.get(reference)
        if fact is None:
            return self._built_in(reference)
        hidden = self.diagrams.any([self.hidden(name) for name in sorted(fact.inputs)])
        return self.diagrams.choose(hidden, self.seen.calculated(fact), self.meanings.value(reference), UNSURE)

    def _under(self, shown: int, answer: int) -> int:
        return self.diagrams.choose(shown, answer, self.diagrams.leaf(ABSENT), self.diagrams.leaf(UNKNOWN))

    # ── Elements ──────────────────────────────────────────────────────────────────────────────────────────────

    def elements(self, name: str, hidden: Hidden) -> tuple[Meanings, ...]:
        """A reader of each element that is looked at apart: one for each thing that is asked of elements; others may
        be like one of these."""
        found = self._elements.get((name, hidden))
        if found is None:
            group = self.places[name].field
            readers = range(self._looked_at(group))
            found = tuple(self._element(group, index, hidden) for index in readers)
            self._elements[name, hidden] = found
            if hidden == "absent":
                self._limit(group, found)
        return found

    def _looked_at(self, group: Field) -> int:
        """How many elements are looked at apart: one for each fact and rule about them is enough, but for those that
        must all differ."""
        most = self._most(group, group.repeat) if group.repeat is not None else 1
        if group.repeat is not None and group.repeat.distinct:
            return most
        calculations = [fact.calculation for fact in self.procedure.facts.values()]
        asked = sum(isinstance(c, SomeElement) and c.reference == group.id for c in calculations)
        return min(most, max(1, asked + sum(len(member.rules) for member in group.members)))

    def _element(self, group: Field, index: int, hidden: Hidden) -> Meanings:
        """A reader of one element: its members first, then what is outside."""
        outer = self.meanings if hidden == "absent" else self.seen
        base = self.level(group.id) + 1 + index * (len(group.members) + 1)
        ranks = {member.id: rank for rank, member in enumerate(group.members or (group,))}
        unknown = self.diagrams.leaf(UNKNOWN)
        absent = unknown if hidden == "unknown" else self.diagrams.leaf(ABSENT)

        def own(reference: str) -> int | None:
            rank = ranks.get(reference)
            if rank is None:
                return outer.value(reference)
            member = group.members[rank] if group.members else group
            answer = self._member(group, index, member, base + rank)
            if member is group or member.condition is None:
                return answer
            shown = self.elements(group.id, "absent")[index].truth(member.condition)
            return self.diagrams.choose(shown, answer, absent, unknown)

        return Meanings(self.diagrams, {}, own, self.is_settled, outer.repeatables)

    def _member(self, group: Field, index: int, member: Field, level: int) -> int:
        name = member_name(group, member.id)
        if name in self.domains.crowded:
            raise OverBudget
        values = self.domains.of_field(member, name)
        if member is group:
            values = tuple(value for value in values if value is not ABSENT)  # an element is never empty
        return self.variable(f"{group.id}.{index}.{member.id}", level, values)

    def _limit(self, field: Field, elements: tuple[Meanings, ...]) -> None:
        """An element whose members are all left empty or hidden is none, but where it shows none of them. Where
        elements must differ, no more of them share a class of options than it has options."""
        if field.members and all(not member.required or member.condition is not None for member in field.members):
            for index, element in enumerate(elements):
                empty = self.diagrams.all([element.is_absent(member.id) for member in field.members])
                there = self.diagrams.beyond(self._counted(field), index)
                left = self.diagrams.all([there, empty, self.diagrams.contrary(self.bare(field, element))])
                self.limits[f"{field.id}.{index}"] = self.diagrams.contrary(left)
        classes = self.domains.classes.get(member_name(field, field.id), {})
        if field.repeat is None or not field.repeat.distinct or field.members or not classes:
            return
        for first in dict.fromkeys(classes.values()):
            size = sum(other == first for other in classes.values())
            if size < len(elements):
                self.limits[f"{field.id}.{first}"] = self._at_most(field, elements, first, size)

    def bare(self, group: Field, element: Meanings) -> int:
        """Whether an element of a group shows nothing to answer."""
        conditions = [member.condition for member in group.members if member.condition is not None]
        if len(conditions) < len(group.members):
            return NEVER
        return self.diagrams.all([self.diagrams.fails(element.truth(condition)) for condition in conditions])

    def _at_most(self, field: Field, elements: tuple[Meanings, ...], option: str, size: int) -> int:
        count, total = self._counted(field), self.diagrams.leaf(0)
        for index, element in reversed([*enumerate(elements)]):
            parts = (count, element.value(field.id), total)
            total = self.diagrams.combine(parts, _counting(index, option), ("count", index, option))
        return self.diagrams.map(total, lambda found: isinstance(found, int) and found <= size, ("at most", size))


@dataclass(frozen=True, slots=True)
class _Repeatables:
    """See `engine.prove.meanings.Repeatables`."""

    space: Space
    hidden: Hidden

    def count(self, reference: str) -> int:
        return self.space.count(reference, self.hidden)

    def elements(self, reference: str) -> tuple[Meanings, ...]:
        return self.space.elements(reference, self.hidden)


def _given(count: object) -> object:
    return ABSENT if count is ABSENT else GIVEN


def _counting(index: int, option: str) -> Callable[[object, object, object], int]:
    def counted(count: object, value: object, total: object) -> int:
        there = isinstance(count, int) and count > index
        return (total if isinstance(total, int) else 0) + (there and value == option)

    return counted
