"""Whether a condition says something where it stands: neither always true nor never, no part of it in vain, nothing
that is left unsaid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter

from ..conditions.nodes import AllOf, Answered, AnyOf, Condition, IsOneOf, NoneOf, Scope, Truth, references
from ..problems import Position, Problem
from ..progress import Progress
from ..spec import Field
from .grounds import Ground, Place
from .meanings import Meanings
from .scenes import member_name, reads_member
from .witnesses import Claim


@dataclass(frozen=True, slots=True)
class Spot:
    """A condition, what it decides on (`what` is a sort of thing, `name` its id), and how a replay says so.

    `context` is who comes there, `comes` whether a replay does, `asks` the condition asked of a replay. `dead` is the
    code of what never is; `outer` are the conditions around this one, the nearest last; `scope` is what a
    replay reads there.
    """

    condition: Condition
    what: str
    name: str
    dead: str
    context: int
    comes: Claim
    asks: Callable[[Progress], Truth]
    outer: tuple[Condition, ...] = ()
    scope: Callable[[Progress], Scope] = attrgetter("scope")

    def place(self, code: str, position: Position, related: Position | None = None, **params: str) -> Place:
        """Where something of this condition is said."""
        return Place(code, position, {"what": self.what, "name": self.name, **params}, related)

    def claim(self, wanted: Truth) -> Claim:
        """That a replay comes here and finds the condition so."""
        return lambda progress: self.comes(progress) and self.asks(progress) is wanted


@dataclass(frozen=True, slots=True)
class ConditionCheck:
    """Checks one condition. `hidden` says, of a reference, who does not see it; `known` that a replay has answers to
    everything it depends on."""

    ground: Ground
    reader: Meanings
    spot: Spot
    hidden: Callable[[str], int]
    known: Claim
    group: Field | None = None

    def findings(self) -> Iterator[Problem]:
        """Everything wrong with the condition. Nothing where nobody comes to it: that is said elsewhere."""
        ground, spot = self.ground, self.spot
        diagrams = ground.diagrams
        if not ground.possible(spot.context):
            return
        truth = self.reader.truth(spot.condition)
        true = diagrams.both(spot.context, diagrams.holds(truth))
        untrue = diagrams.both(spot.context, diagrams.contrary(diagrams.holds(truth)))
        if not ground.possible(true):
            yield self._never(untrue)
            return
        if not ground.possible(untrue):
            yield self._always(true)
            return
        unsure = diagrams.both(spot.context, diagrams.doubts(truth))
        if ground.possible(unsure):
            claim = spot.claim(None)
            place = spot.place("P311", spot.condition.position)
            yield ground.problem(place, unsure, lambda progress: claim(progress) and self.known(progress))
            ground.dead.add(spot.name)
        yield from self._unguarded(true)
        yield from self._in_vain(spot.condition, spot.context)

    def superfluous(self) -> Iterator[Problem]:
        """Only what is said in vain: that it always holds, or parts that change nothing."""
        truth = self.ground.diagrams.holds(self.reader.truth(self.spot.condition))
        true = self.ground.diagrams.both(self.spot.context, truth)
        if not self.ground.possible(self.ground.diagrams.both(self.spot.context, self.ground.diagrams.contrary(truth))):
            if self.ground.possible(true):
                yield self._always(true)
            return
        yield from self._in_vain(self.spot.condition, self.spot.context)

    def unguarded(self) -> Iterator[Problem]:
        """Only negative tests of what may be hidden."""
        truth = self.ground.diagrams.holds(self.reader.truth(self.spot.condition))
        yield from self._unguarded(self.ground.diagrams.both(self.spot.context, truth))

    def _always(self, true: int) -> Problem:
        spot, ground = self.spot, self.ground
        untrue = ground.diagrams.contrary(ground.diagrams.holds(self.reader.truth(spot.condition)))
        saying = (outer.position for outer in reversed(spot.outer) if not self._may_be(untrue, outer))
        place = spot.place("P304", spot.condition.position, next(saying, None) or ground.excluding(untrue))
        return ground.problem(place, true, spot.claim(True))  # noqa: FBT003 - a truth

    def _may_be(self, one: int, outer: Condition) -> bool:
        return self.ground.possible(self.ground.diagrams.both(one, self.reader.truth(outer)))

    def _never(self, comers: int) -> Problem:
        """Nothing makes it true: by itself, or for who comes there."""
        spot, ground = self.spot, self.ground
        alone = ground.diagrams.holds(self.reader.truth(spot.condition))

        def untrue(progress: Progress) -> bool:
            return spot.comes(progress) and spot.asks(progress) is not True

        if not ground.possible(alone):
            unasked = self._unasked()
            why = "contradiction" if unasked is None else "unasked"
            return ground.problem(spot.place(spot.dead, spot.condition.position, unasked, why=why), comers, untrue)
        for outer in reversed(spot.outer):
            if not self._may_be(alone, outer):
                place = spot.place(spot.dead, spot.condition.position, outer.position, why="around")
                return ground.problem(place, comers, untrue)
        rule = ground.excluding(alone)
        unasked = self._unasked_here() if rule is None else None
        why = "earlier" if unasked is None else "unasked"
        place = spot.place(spot.dead, spot.condition.position, rule or unasked, why=why)
        # Who it was written for, and does not come; else who comes.
        aimed = ground.problem(place, ground.nearly(alone), lambda p: spot.asks(p) is True and _is_stopped(p))
        return aimed if aimed.witness is not None else ground.problem(place, comers, untrue)

    def _unasked(self) -> Position | None:
        """What keeps a question from being asked when the rest of the condition holds; None when nothing does."""
        ground, condition = self.ground, self.spot.condition
        parts = condition.parts if isinstance(condition, AllOf) else ()
        for name in dict.fromkeys(name for part in parts for name in sorted(ground.inputs_of(part))):
            rest = [self.reader.truth(part) for part in parts if name not in ground.inputs_of(part)]
            for asked, position in self._showing(name):
                if ground.possible(ground.diagrams.all(rest)) and not ground.possible(
                    ground.diagrams.all([*rest, asked])
                ):
                    return position
        return None

    def _unasked_here(self) -> Position | None:
        """What keeps a question that is read from being asked to any who come here."""
        ground = self.ground
        for name in sorted(ground.inputs_of(self.spot.condition)):
            for asked, position in self._showing(name):
                if not ground.possible(ground.diagrams.both(self.spot.context, asked)):
                    return position
        return None

    def _showing(self, name: str) -> Iterator[tuple[int, Position]]:
        for member in self.group.members if self.group is not None else ():
            if member.id == name and member.condition is not None:
                yield self.reader.truth(member.condition), member.condition.position
        yield from self.ground.showing(name)

    # ── Tests of what may be hidden ───────────────────────────────────────────────────────────────────────────

    def _unguarded(self, true: int) -> Iterator[Problem]:
        """Negative tests that hold only because what they read is hidden."""
        ground, spot = self.ground, self.spot
        for part in negatives(spot.condition):
            without = ground.diagrams.contrary(ground.diagrams.holds(self.reader.test(spot.condition, part)))
            for name in sorted(references(part)):
                unseen = ground.diagrams.all([true, without, self.hidden(name)])
                if ground.possible(unseen):
                    place = spot.place("P305", part.position, found=name)
                    yield ground.problem(place, unseen, self._unseen(part, name))
                    break

    def _unseen(self, part: Condition, name: str) -> Claim:
        """That a replay meets the condition because a question is hidden; in an element, only that it meets it."""
        met = self.spot.claim(True)  # noqa: FBT003 - a truth
        if self.group is not None:
            return met
        less, scope = without(self.spot.condition, part), self.spot.scope
        return lambda progress: met(progress) and name in progress.scope.hidden and less(scope(progress)) is not True

    # ── Parts in vain ─────────────────────────────────────────────────────────────────────────────────────────

    def _in_vain(self, condition: Condition, context: int) -> Iterator[Problem]:
        """Parts that change nothing, where the whole does; and answers of a list that nobody gives there."""
        match condition:
            case AllOf(parts):
                yield from self._among(parts, context, absorbing=False)
            case AnyOf(parts) | NoneOf(parts):
                yield from self._among(parts, context, absorbing=True)
            case IsOneOf() if len(condition.values) > 1:
                yield from self._values(condition, context)
            case _:
                return

    def _among(self, parts: tuple[Condition, ...], context: int, *, absorbing: bool) -> Iterator[Problem]:
        """Of parts joined by `tous` (or `un_de` when `absorbing`): each where the others leave the choice to it."""
        ground, diagrams = self.ground, self.ground.diagrams
        truths = [diagrams.holds(self.reader.truth(part)) for part in parts]
        told = False
        for rank, part in enumerate(parts):
            others = truths[:rank] + truths[rank + 1 :]
            left = diagrams.contrary(diagrams.any(others)) if absorbing else diagrams.all(others)
            here = diagrams.both(context, left)
            decided = diagrams.both(here, truths[rank] if absorbing else diagrams.contrary(truths[rank]))
            if not ground.possible(decided):
                guards = not absorbing and self._guards(part, parts[:rank] + parts[rank + 1 :], context)
                if not told and ground.possible(here) and not guards:
                    told = True  # of two parts that say the same, one is enough
                    place = self.spot.place("P317" if absorbing else "P308", part.position)
                    yield self._met(place, part, diagrams.both(context, truths[rank]), here)
                continue
            yield from self._in_vain(part, here)

    def _met(self, place: Place, part: Condition, met: int, others: int) -> Problem:
        """A part in vain, with somebody whom it is true of; where there is none, with whoever comes."""
        comes = self.spot.comes
        if self.group is not None or not self.ground.possible(met):
            return self.ground.problem(place, others, comes)
        return self.ground.problem(
            place, met, lambda progress: comes(progress) and part(self.spot.scope(progress)) is True
        )

    def _guards(self, part: Condition, others: tuple[Condition, ...], context: int) -> bool:
        """Whether a part is implied because what others read is only asked then: saying so is good style."""
        ground, diagrams = self.ground, self.ground.diagrams
        truth = diagrams.holds(self.reader.truth(part))
        for name in {name for other in others for name in references(other)}:
            seen = diagrams.both(context, diagrams.contrary(self.hidden(name)))
            sometimes = ground.possible(diagrams.both(self.hidden(name), diagrams.contrary(truth)))
            if sometimes and not ground.possible(diagrams.both(seen, diagrams.contrary(truth))):
                return True
        return False

    def _values(self, condition: IsOneOf, context: int) -> Iterator[Problem]:
        value = self.reader.value(condition.reference)
        classes: dict[bool, list[str]] = {True: [], False: []}
        given: list[tuple[int, object]] = []
        for wanted in sorted(condition.values, key=str):
            met = self.ground.diagrams.equal(value, self._stands_for(condition.reference, wanted))
            possible = self.ground.possible(self.ground.diagrams.both(context, met))
            if not possible and self.group is None and self.ground.possible(met):
                given.append((met, self._stands_for(condition.reference, wanted)))
            classes[possible].append("oui" if wanted is True else "non" if wanted is False else str(wanted))
        if classes[True] and classes[False]:
            found = ", ".join(classes[False])
            place = self.spot.place("P318", condition.position, found=found, reference=condition.reference)
            if given:
                met, value_of = given[0][0], condition.reference
                told = partial(_is_worth, value_of, given[0][1])
                yield self.ground.problem(place, met, lambda progress: told(self.spot.scope(progress)))
            else:
                yield self.ground.problem(place, context, self.spot.comes)

    def _stands_for(self, reference: str, value: object) -> object:
        """The option that stands for this one in diagrams."""
        inside = self.group is not None and reads_member(self.group, reference)
        name = member_name(self.group, reference) if inside and self.group is not None else reference
        return self.ground.classes.get(name, {}).get(str(value), value)


def _is_worth(reference: str, wanted: object, scope: Scope) -> bool:
    return scope.value(reference) == wanted


def _is_stopped(progress: Progress) -> bool:
    """Whether some rule refuses an answer, or sends elsewhere."""
    return bool(progress.problems) or progress.exit is not None


def without(condition: Condition, part: Condition) -> Condition:
    """A condition in which a part never holds."""
    if condition is part:
        return AnyOf((), part.position)
    if isinstance(condition, AllOf | AnyOf | NoneOf):
        return replace(condition, parts=tuple(without(inner, part) for inner in condition.parts))
    return condition


def negatives(condition: Condition) -> Iterator[Condition]:
    """The parts of a condition that hold of what is absent: `aucun_de`, `renseigne: non`."""
    match condition:
        case NoneOf():
            yield condition
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from negatives(part)
        case Answered() if not condition.expected:
            yield condition
        case _:
            return
