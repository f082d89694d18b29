"""One procedure to be proved: all its answers, its rules, who comes to each step."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from ..conditions.nodes import Condition, Truth, references
from ..facts import ElementScope, SomeElement
from ..problems import Position, Witness
from ..progress import Progress
from ..rules import Shown, broken
from ..spec import Field, Justificatif, Procedure
from .constraints import BEFORE_ALL, Constraint, Contexts, Rules
from .diagrams import Diagrams, OverBudget
from .grounds import Budget, Ground
from .meanings import Meanings
from .places import Placed, placed_rules
from .portals import Tree
from .spaces import Space
from .variables import Domains
from .witnesses import Claim, Stage, Wanted


class ProcedureGround(Ground):
    """A procedure, asked with some of its motifs, and what its checks share."""

    def __init__(
        self,
        procedure: Procedure,
        domains: Domains,
        diagrams: Diagrams,
        *,
        stage: Stage,
        budget: Budget,
        motifs: tuple[str, ...],
    ) -> None:
        self.procedure = procedure
        self.space = Space(procedure, domains, diagrams, motifs)
        super().__init__(
            diagrams,
            budget,
            stage,
            facts=procedure.facts,
            variables=self.space.variables,
            classes=domains.classes,
        )
        self.rules = Rules(self.space)
        self.placed: tuple[Placed, ...] = tuple(placed_rules(procedure))
        self.constraints: list[Constraint] = []
        self.contexts = Contexts(diagrams, ())
        self.closed = False  # whether a rule stops everybody

    def constrain(self, tree: Tree | None) -> None:
        """Takes in what always holds: elements that must differ, and the ways through a tree of the same diagrams."""
        asked = {f.calculation.reference for f in self.facts.values() if isinstance(f.calculation, SomeElement)}
        for name, place in self.space.places.items():
            if name in asked or any(m.rules or m.condition is not None for m in place.field.members):
                self.space.elements(name, "absent")
        holds = list(self.space.limits.values())
        if tree is not None:
            led = [
                self.diagrams.both(self.is_motif(motif), tree.reach(self.procedure.id, motif))
                for motif in self.procedure.motifs
            ]
            holds.append(self.diagrams.any(led))
            self.space.variables.update(tree.variables)
        self.constraints += [Constraint(BEFORE_ALL, one, None) for one in holds]
        self.contexts = Contexts(self.diagrams, self.constraints)

    def add(self, placed: Placed, broken: int) -> None:
        """Takes in a rule that stops some, and not all, of those who come to it."""
        self.constraints.append(Constraint(placed.step, self.diagrams.contrary(broken), placed))
        self.contexts = Contexts(self.diagrams, self.constraints)

    def showing(self, name: str) -> Iterable[tuple[int, Position]]:
        """See `Ground`: the conditions of a field, and of the sections around it."""
        place = self.space.places.get(name)
        if place is None:
            return
        for condition in (place.field.condition, *(section.condition for section in reversed(place.sections))):
            if condition is not None:
                yield self.space.meanings.truth(condition), condition.position

    def excluding(self, one: int) -> Position | None:
        """See `Ground`."""
        found = self._stopping(one)
        return found.placed.rule.position if found is not None and found.placed is not None else None

    def nearly(self, one: int) -> int:
        """See `Ground`."""
        stopping = self._stopping(one)
        if stopping is None:
            return one
        found = one
        with suppress(OverBudget):
            for constraint in self.contexts.linked(one):
                more = self.diagrams.both(found, constraint.holds) if constraint is not stopping else found
                found = more if self.possible(more) else found
        return found

    def _stopping(self, one: int) -> Constraint | None:
        """The first rule that stops all of whom something is true; none where it is true of nobody."""
        if not self.possible(one):
            return None
        ruled = (c for c in self.constraints if c.placed is not None)
        return next((c for c in ruled if not self.possible(self.diagrams.both(one, c.holds))), None)

    def witness(self, shown: int, wanted: Wanted) -> Witness | None:
        """See `Ground`. Where a replay does not agree, someone is looked for whom no rule refuses for what `shown` does
        not tell."""
        found = super().witness(shown, wanted)
        if found is not None:
            return found
        for part in dict.fromkeys(self.contexts.parts(len(self.procedure.steps) + 1).values()):
            accepted = self.diagrams.both(shown, self.contexts.join(part))
            shown = accepted if self.possible(accepted) else shown
        return super().witness(shown, wanted)

    def is_motif(self, motif: str) -> int:
        """Whether the motif is this one."""
        return self.diagrams.equal(self.space.motif, motif)

    def comers(self, step: int, *about: int) -> int:
        """Who comes to a step, and of whom more is true."""
        return self.diagrams.all([self.contexts.before(step, *about), *about])

    def around(self, step: int, here: int, condition: Condition, read: Meanings | None = None) -> int:
        """Who comes to a condition of a step, where `here` is true: as far as all that the condition reads matters."""
        reader = read or self.space.meanings
        about = [reader.value(name) for name in sorted(references(condition))]
        return self.diagrams.both(self.contexts.before(step, here, *about), here)

    # ── What a replay says ────────────────────────────────────────────────────────────────────────────────────

    def comes(self, step: int, *outer: Condition) -> Claim:
        """That a replay comes to a step without a refusal, and some conditions hold there."""

        whole = [p.rule for p in self.placed if p.step < step and p.holder == self.procedure.id]

        def claim(progress: Progress) -> bool:
            before = progress.steps[:step]
            out = {s.step.id for s in before}
            stopped = any(s.problems for s in before) or progress.exit_step in out
            stopped = stopped or any(broken(rule, progress.scope, Shown(progress.scope)) for rule in whole)
            led = progress.motif is not None and not progress.situation.orientation
            return led and not stopped and all(c(progress.scope) is True for c in outer)

        return claim

    def makes(self, step: int, request: Justificatif, *outer: Condition) -> Claim:
        """That a replay comes to a step with a motif that makes a request, and some conditions hold there."""
        came, makers = self.comes(step, *outer), self.space.makers(request)
        return lambda progress: came(progress) and progress.motif is not None and progress.motif.id in makers

    def known(self, *conditions: Condition) -> Claim:
        """That a replay has an answer to all that some conditions depend on."""
        inputs = self.inputs_of(*conditions)

        def claim(progress: Progress) -> bool:
            open_ones = {name for s in progress.steps for name in (*s.missing, *s.unsettled)}
            return inputs.isdisjoint(open_ones)

        return claim

    def element(self, group: Field, condition: Condition, progress: Progress) -> Truth:
        """What a condition says of the first element of a repeatable, in a replay."""
        found = progress.scope.value(group.id)
        if not isinstance(found, tuple) or not found:
            return None
        return condition(ElementScope(group.id, found[0], progress.scope))
