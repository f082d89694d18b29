"""What can be proved of procedures: for each claim that fails, a concrete applicant; for each cost too high, its name.

The method is in `docs/adr/0071-prover.md`: decision diagrams over the compiled conditions, dates on the days that tell
them apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from ..problems import Position, Problem
from ..spec import Catalogue, Procedure
from .answers import check_answers
from .days import DEPOSIT
from .deposit_day import LATER, check_day, compares_the_day
from .diagrams import Diagrams
from .facts import check_facts
from .fields import check_requested, check_step
from .grounds import PER_PROOF, PER_QUERY, Budget, Place, not_proved
from .portals import Tree, depends_on_the_day
from .procedures import ProcedureGround
from .requests import check_requests
from .rules import check_endings, check_rules, check_way
from .trees import TreeGround, check_tree
from .variables import domains_of
from .witnesses import Stage

UNPROVED = "P320"


def prove(catalogue: Catalogue, today: dt.date, *, steps: int = PER_PROOF, each: int = PER_QUERY) -> Iterator[Problem]:
    """Everything that is wrong with a catalogue, with witnesses as of `today`.

    `steps` bounds the work on one procedure, `each` that of one check; what needs more is said not to be proved (P320).
    The catalogue must have been built without an error. Severities are the linter's to give.
    """
    tree: TreeGround | None = None
    portal = catalogue.portal
    if portal is not None:
        budget = Budget(steps, each)
        with not_proved(budget, portal.position):
            tree = TreeGround(catalogue, portal, today, budget)
            yield from check_tree(tree)
        yield from _unproved(budget, portal.position)
    for procedure in catalogue.procedures.values():
        budget = Budget(steps, each)
        with not_proved(budget, procedure.position):
            yield from _procedure(catalogue, procedure, tree, today, budget)
        yield from _unproved(budget, procedure.position)


def ground_of(
    catalogue: Catalogue,
    procedure: Procedure,
    tree: TreeGround | None,
    today: dt.date,
    *,
    budget: Budget,
    later: dt.date | None = None,
) -> ProcedureGround:
    """A procedure ready to be asked about, behind the tree that leads to it if there is one. `later` is a second day of
    deposit to reckon with."""
    portal = catalogue.portal
    joined = portal is not None and depends_on_the_day(portal)
    diagrams = Diagrams()
    diagrams.fuel = budget.left
    domains = domains_of(procedure, portal if joined else None, today, later=later)
    led = tree.tree.motifs(procedure.id) if tree is not None else ()
    motifs = tuple(m for m in procedure.motifs if m in led) or tuple(procedure.motifs)
    lead = {m: tree.lead(procedure.id, m) for m in motifs} if tree is not None and led and not joined else {}
    stage = Stage(catalogue, procedure, today, lead, motifs, domains.classes)
    ground = ProcedureGround(procedure, domains, diagrams, stage=stage, budget=budget, motifs=motifs)
    ground.constrain(Tree(portal, domains, diagrams) if joined and led and portal is not None else None)
    return ground


def _procedure(
    catalogue: Catalogue, procedure: Procedure, tree: TreeGround | None, today: dt.date, budget: Budget
) -> Iterator[Problem]:
    ground = ground_of(catalogue, procedure, tree, today, budget=budget)
    if tree is not None:
        yield from _motifs(ground, tree)
    yield from check_facts(ground)
    for number, step in enumerate(procedure.steps):
        closed = list(check_way(ground, number))
        yield from closed
        if closed:
            return  # of what nobody comes to, nothing more can be said
        yield from check_step(ground, number)
        if step.content == "justificatifs":
            yield from check_requests(ground, number)
            yield from check_requested(ground, number)
        yield from check_rules(ground, number)
        yield from check_answers(ground, number)
        if ground.closed:
            return
    yield from check_endings(ground)
    if any(DEPOSIT in fact.inputs for fact in procedure.facts.values()) or compares_the_day(procedure):
        later = today + LATER
        yield from check_day(ground_of(catalogue, procedure, tree, today, budget=budget, later=later), later)


def _motifs(ground: ProcedureGround, tree: TreeGround) -> Iterator[Problem]:
    """Motifs that no answer leads to."""
    procedure = ground.procedure
    led = tree.tree.motifs(procedure.id)
    for name, motif in procedure.motifs.items():
        if name not in led:
            yield Problem(motif.position, "P321", {"name": name}, length=len(name))
            ground.dead.add("motif")  # what tells motifs apart is not a second problem


def _unproved(budget: Budget, position: Position) -> Iterator[Problem]:
    """One finding for all that could not be proved, each place named."""
    places = sorted(set(budget.unproved))
    if places:
        place = Place(UNPROVED, places[0], {"count": str(len(places))})
        problem = Problem(place.position, place.code, dict(place.params), also=tuple(places[1:]))
        yield problem if len(places) > 1 else replace(problem, related=position)
