"""What scenarios assert of the portal and of each procedure, and what none of them does.

Asserting is claiming: that a case goes through something without a word about it does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..conditions.nodes import references
from ..facts import ByCases
from ..justificatifs import all_requests
from ..progress import Progress
from ..prove.breaking import breaks, read_by
from ..prove.places import Placed
from ..situation import end_of
from ..spec import Alternatives, Ask, Branch, Catalogue, Claim, Item, Portal, Procedure, Provision
from ..values import ABSENT, UNKNOWN
from .reading import Reads, reads_of
from .running import Outcome
from .signals import (
    Category,
    Signal,
    both,
    case_signal,
    entry_signal,
    leaf_signal,
    part_signals,
    portal_signals,
    procedure_signals,
    rule_signals,
)

WAYS = {True: "oui", False: "non"}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What can be asserted of one thing – a procedure's id, or the portal's – and what was."""

    of: str
    signals: tuple[Signal, ...]
    asserted: frozenset[Signal]

    @property
    def silent(self) -> tuple[Signal, ...]:
        """What no scenario asserts, by file and line."""
        left = (signal for signal in self.signals if signal not in self.asserted)
        return tuple(sorted(left, key=lambda s: (s.position, s.category, s.name, s.way)))

    @property
    def percent(self) -> int:
        """How much is asserted, rounded down: 100 only when all is."""
        return share(len(self.signals) - len(self.silent), len(self.signals))

    def of_category(self, category: Category) -> tuple[int, int]:
        """How many signals of a category are asserted, and how many there are."""
        found = [signal for signal in self.signals if signal.category == category]
        return sum(signal in self.asserted for signal in found), len(found)


def share(part: int, whole: int) -> int:
    """A percentage, rounded down; of nothing, all."""
    return 100 * part // whole if whole else 100


def coverage(catalogue: Catalogue, outcomes: Iterable[Outcome]) -> tuple[Coverage, ...]:
    """The portal first, then each procedure. Only scenarios that hold assert anything."""
    asserted = frozenset(s for outcome in outcomes if outcome.held for s in asserted_by(outcome, catalogue))
    found = []
    if catalogue.portal is not None:
        found.append(Coverage(catalogue.portal.id, tuple(dict.fromkeys(portal_signals(catalogue.portal))), asserted))
    for procedure in catalogue.procedures.values():
        found.append(Coverage(procedure.id, tuple(dict.fromkeys(procedure_signals(procedure))), asserted))
    return tuple(found)


def asserted_by(outcome: Outcome, catalogue: Catalogue) -> Iterator[Signal]:
    """What one scenario asserts."""
    claims, progress = outcome.scenario.claims, outcome.progress
    if catalogue.portal is not None:
        yield from _of_tree(outcome, catalogue.portal)
    procedure = progress.procedure
    if procedure is None:
        return
    for claim in claims:
        yield from _of_claim(claim, progress, procedure)
    yield from _options(outcome, procedure)


# ── The portal ────────────────────────────────────────────────────────────────────────────────────────────────


def _of_tree(outcome: Outcome, portal: Portal) -> Iterator[Signal]:
    scenario, path = outcome.scenario, outcome.progress.situation
    sent = {claim.name for claim in scenario.claims if claim.kind == "redirected"}
    yield from (s for s in portal_signals(portal) if s.sentence == "sent" and s.name in sent)
    for entry in portal.entries:
        if entry.id == scenario.entry and entry.orientation in sent:
            yield entry_signal(entry.id, entry.orientation or "", entry.position)
    if not any(claim.kind in ("redirected", "proceeds", "question") for claim in scenario.claims):
        return
    for number, step in enumerate(path.taken, 1):
        if step.question.id not in scenario.given:
            continue
        route = step.choice.route if step.choice is not None else step.question.route
        taken = path.taken[:number]
        end = end_of(route, portal, taken, outcome.progress.today) if isinstance(route, Branch) else route
        name = step.choice.id if step.choice is not None else step.question.id
        if isinstance(end, Ask) and step.choice is not None:
            yield Signal("option", step.question.id, name, step.choice.position)
        elif end is not None and not isinstance(end, Ask) and path.pending is None:
            yield leaf_signal(step.question.id, name, end)


# ── A procedure ───────────────────────────────────────────────────────────────────────────────────────────────


def _of_claim(claim: Claim, progress: Progress, procedure: Procedure) -> Iterator[Signal]:
    match claim.kind:
        case "shown" | "missing":
            yield Signal("shown", claim.name, "", procedure.fields[claim.name].position)
        case "hidden" if claim.name in procedure.fields:
            yield Signal("hidden", claim.name, "", procedure.fields[claim.name].position)
        case "asked" | "not_asked" | "asked_exactly":
            yield from _requested(claim, progress, procedure)
        case "items":
            provision = procedure.justificatifs[claim.name].provision
            yield from _parts(claim.name, provision, progress) if provision is not None else ()
        case "fact" if claim.name in procedure.facts:
            yield from _fact(claim, procedure)
        case "refused" | "refused_somewhere" | "message" | "accepted" | "complete" | "next_step" | "redirected":
            yield from _rules(claim, progress, reads_of(procedure))
        case _:
            return


def _requested(claim: Claim, progress: Progress, procedure: Procedure) -> Iterator[Signal]:
    if claim.kind != "asked_exactly":
        if claim.name in procedure.justificatifs:
            yield Signal(claim.kind, claim.name, "", procedure.justificatifs[claim.name].position)  # type: ignore[arg-type]
        return
    for request in all_requests(progress.motif) if progress.motif is not None else ():
        kind: Category = "asked" if request.id in claim.names else "not_asked"
        yield Signal(kind, request.id, "", request.position)


def _parts(request: str, part: Provision, progress: Progress) -> Iterator[Signal]:
    """The parts of a provision that are offered or left out here; nothing of what is inside one left out."""
    signals = tuple(part_signals(request, part))
    if isinstance(part, Item | Alternatives):
        truth = part.condition(progress.scope) if part.condition is not None else True
        yield from (s for s in signals if truth is not None and s.way == WAYS[truth])
        inner = part.parts if truth and isinstance(part, Alternatives) else ()
    else:
        value = progress.scope.value(part.reference)
        yield from (s for s in signals if s.way == value)
        inner = tuple(case for name, case in part.cases.items() if name == value)
    for one in inner:
        yield from _parts(request, one, progress)


def _fact(claim: Claim, procedure: Procedure) -> Iterator[Signal]:
    fact = procedure.facts[claim.name]
    if isinstance(claim.value, bool):
        yield from (s for s in both("fact", fact.id, fact.position) if s.way == WAYS[claim.value])
    elif isinstance(fact.calculation, ByCases):
        yield from (case_signal(fact.id, n, test) for n, test in fact.calculation.cases if n == claim.value)


def _rules(claim: Claim, progress: Progress, reads: Reads) -> Iterator[Signal]:
    for placed in reads.rules:
        happened, avoided = rule_signals(placed)
        if breaks(placed, progress):
            yield from (happened,) if _tells(claim, placed, progress) else ()
        elif _is_about_the_rest(claim, placed, progress) and _answers_all(placed, progress, reads):
            yield avoided


def _tells(claim: Claim, placed: Placed, progress: Progress) -> bool:
    """Whether a claim is that this rule, which is broken, refuses something or sends elsewhere."""
    match claim.kind:
        case "redirected":
            return placed.rule.redirect == claim.name == progress.exit
        case "refused":
            return placed.rule.redirect is None and placed.where == claim.name
        case "message":
            return placed.rule.redirect is None and placed.rule.message == claim.name
        case _:
            return placed.rule.redirect is None and claim.kind == "refused_somewhere"


def _is_about_the_rest(claim: Claim, placed: Placed, progress: Progress) -> bool:
    """Whether a claim is that no rule of this sort is broken."""
    if placed.rule.redirect is not None:
        return claim.kind in ("complete", "next_step")
    return claim.kind in ("accepted", "complete") and not progress.problems


def _answers_all(placed: Placed, progress: Progress, reads: Reads) -> bool:
    """Whether all that a rule reads is answered here: it is held to, not merely passed over."""
    own = {member.id for member in placed.group.members} if placed.group is not None else set[str]()
    cited = frozenset[str]().union(*map(references, placed.conditions))
    if any(progress.relevant.get(name) is None for name in reads.fields(cited - own)):
        return False
    read = (scope for scope, _ in read_by(placed, progress))
    return any(all(scope.value(name) not in (ABSENT, UNKNOWN) for name in cited & own) for scope in read)


def _options(outcome: Outcome, procedure: Procedure) -> Iterator[Signal]:
    """The options given by a scenario that claims something which depends on them; given at all, where nothing
    does."""
    reads = reads_of(procedure)
    judged = frozenset[str]().union(*(reads.by_claim(claim) for claim in outcome.scenario.claims))
    anywhere = _read_anywhere(procedure)
    for signal in _option_signals(procedure):
        name = signal.name
        if name not in outcome.scenario.given or name not in outcome.progress.visible:
            continue
        value = outcome.answers.get(name)
        values = value if isinstance(value, tuple) else (value,)
        said = {WAYS[v] if isinstance(v, bool) else v for v in values if isinstance(v, bool | str)}
        if signal.way in said and (name in judged or name not in anywhere):
            yield signal


@lru_cache(maxsize=64)
def _option_signals(procedure: Procedure) -> tuple[Signal, ...]:
    return tuple(signal for signal in procedure_signals(procedure) if signal.category == "option")


@lru_cache(maxsize=64)
def _read_anywhere(procedure: Procedure) -> frozenset[str]:
    return reads_of(procedure).anywhere()
