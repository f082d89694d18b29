"""One scenario: its answers read, completed, replayed, and its claims judged. No HTTP, no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..answers import read_answers
from ..justificatifs import control_keys
from ..problems import AnswerProblem, by_field
from ..progress import Faults, Progress
from ..prove.breaking import breaks
from ..run import run, run_from
from ..situation import SituationPath, date_field, walk
from ..spec import Catalogue, Claim, Entry, Field, Procedure, Scenario
from ..stretches import asked_instead
from ..values import UNKNOWN, AnswerMap, Value
from .completing import Completer
from .defaults import Defaults
from .judging import holds
from .mending import mended
from .proving import proved
from .reading import reads_of
from .routes import Wanted, ways

MOST_WAYS = 8
"""How many ways through the tree are tried for one scenario."""
MOST_MORE = 60
"""How many more completions are tried for one that stops nobody, once one makes the claims true."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scenario comes to.

    `answers` are all those of the case, `completed` the ones that the scenario does not give. `failed` are the claims
    that do not hold, `refused` the answers it gives that their fields can't take, `idle` those that have no effect.
    """

    scenario: Scenario
    progress: Progress
    answers: AnswerMap
    completed: AnswerMap
    failed: tuple[Claim, ...] = ()
    refused: tuple[AnswerProblem, ...] = ()
    idle: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        """Whether all it claims is so, and nothing it says is wrong or useless."""
        return not self.faults

    @property
    def faults(self) -> int:
        """How many things are wrong."""
        return len(self.failed) + len(self.refused) + len(self.idle)


@dataclass(frozen=True, slots=True)
class _Way:
    """A way through the tree, or none to go."""

    path: SituationPath
    tree: AnswerMap
    procedure: Procedure | None
    motif: str | None


@dataclass(frozen=True, slots=True)
class _Told:
    """What a scenario says, read for one procedure. `left` are the fields whose lack of an answer is claimed."""

    answers: AnswerMap
    faults: Faults
    files: Mapping[str, int]
    left: frozenset[str]


_NOTHING = _Told({}, {}, {}, frozenset())
_ABOUT_WAYS = ("redirected", "proceeds", "question")
_ABOUT_REFUSALS = frozenset({"redirected", "refused", "refused_somewhere", "message", "next_step"})


@dataclass(slots=True)
class Runner:
    """Runs the scenarios of a catalogue. What procedures and days have in common is made once."""

    catalogue: Catalogue
    completer: Completer = proved
    defaults: dict[tuple[str, dt.date], Defaults] = field(default_factory=dict)
    known_ways: dict[object, tuple[_Way, ...]] = field(default_factory=dict)

    def run(self, scenario: Scenario) -> Outcome:
        """Completes and replays a scenario. When plain answers don't make its claims true, others are looked for."""
        entry = self._entry(scenario)
        if entry is not None and entry.orientation is not None:
            path = SituationPath(orientation=entry.orientation)
            return _outcome(scenario, run_from(self.catalogue, path, {}, scenario.day), {}, _NOTHING)
        best: Outcome | None = None
        for way in self._ways(scenario):
            told = self._told(scenario, way)
            found = self._completed(scenario, way, told, {})
            refused = bool(found.refused) and not (found.failed or found.idle)
            if refused or (found.held and not _is_stopped(found)):
                return found
            other = self._searched(scenario, way, told, found)
            if other.held:
                return other
            best = other if best is None or other.faults < best.faults else best
        assert best is not None  # noqa: S101 - there is always one way, if only the one given
        return best

    def _entry(self, scenario: Scenario) -> Entry | None:
        entries = self.catalogue.portal.entries if self.catalogue.portal is not None else ()
        return next((entry for entry in entries if entry.id == scenario.entry), None)

    # ── Through the tree ──────────────────────────────────────────────────────────────────────────────────────

    def _ways(self, scenario: Scenario) -> tuple[_Way, ...]:
        """The ways that a scenario may mean; the one its own answers take, when they lead nowhere else."""
        portal = self.catalogue.portal
        tree = self._tree(scenario)
        wanted = tuple((c.kind, c.name, c.names) for c in scenario.claims if c.kind in _ABOUT_WAYS)
        key = (scenario.procedure, scenario.day, frozenset(tree.items()), wanted, str(scenario.given.get("motif")))
        found = self.known_ways.get(key)
        if found is None:
            made = self._motifs(scenario) if portal is None else self._search_ways(scenario, tree)
            found = self.known_ways[key] = tuple(made)
        return found

    def _search_ways(self, scenario: Scenario, tree: AnswerMap) -> Iterator[_Way]:
        portal = self.catalogue.portal
        assert portal is not None  # noqa: S101 - the caller looked
        given = {name: value for name, value in tree.items() if value is not None}
        path = walk(portal, given, scenario.day)
        aims = _aims(scenario, self.catalogue)
        if path.pending is None or path.pending in given or any(c.kind == "question" for c in scenario.claims):
            aims = ()
        found: set[tuple[str | None, ...]] = set()
        for aim in aims:
            for answers, end in ways(portal, given, scenario.day, aim):
                where = (end.procedure, end.motif, end.orientation)
                if where not in found:
                    found.add(where)
                    yield self._way(end, answers, scenario)
                if len(found) >= MOST_WAYS:
                    return
        if not found and scenario.procedure is not None and path.pending is not None and not given:
            yield from self._motifs(scenario)  # no way through the tree leads there
        elif not found:
            yield self._way(path, given, scenario)

    def _way(self, path: SituationPath, tree: AnswerMap, scenario: Scenario) -> _Way:
        motif = path.motif or _motif_given(scenario)
        return _Way(path, tree, self.catalogue.procedures.get(path.procedure or ""), motif)

    def _motifs(self, scenario: Scenario) -> Iterator[_Way]:
        """A procedure by itself, with the motif that is said, or each in turn."""
        procedure = self.catalogue.procedures.get(scenario.procedure or "")
        said = _motif_given(scenario)
        motifs: tuple[str | None, ...] = (said,) if said is not None or procedure is None else tuple(procedure.motifs)
        yield from (_Way(SituationPath(), {}, procedure, motif) for motif in motifs or (None,))

    def _tree(self, scenario: Scenario) -> AnswerMap:
        """The answers to the tree's questions."""
        found: dict[str, Value | None] = {}
        questions = self.catalogue.portal.questions if self.catalogue.portal is not None else {}
        for name in scenario.given.keys() & questions.keys():
            asked, raw = questions[name], scenario.given[name]
            if asked.is_date:
                found.update(read_answers({name: date_field(asked)}, {name: raw})[0])
            elif isinstance(raw, str):
                found[name] = raw
        return found

    # ── Answers ───────────────────────────────────────────────────────────────────────────────────────────────

    def _told(self, scenario: Scenario, way: _Way) -> _Told:
        questions = self.catalogue.portal.questions if self.catalogue.portal is not None else {}
        fields: dict[str, Field] = {n: date_field(q) for n, q in questions.items() if q.is_date and n in scenario.given}
        if way.procedure is not None:
            fields |= way.procedure.fields
        answers, problems, unknown = read_answers(fields, scenario.given)
        requests = way.procedure.justificatifs if way.procedure is not None else {}
        files = {name: _count(scenario.given[name]) for name in unknown if name.partition(".")[0] in requests}
        left = _left_open(scenario, way.procedure)
        return _Told(answers, by_field(problems), files, left)

    def _completed(self, scenario: Scenario, way: _Way, told: _Told, proposed: AnswerMap) -> Outcome:
        """The case with plain answers where neither the scenario nor the proposal says anything."""
        answers: dict[str, Value | None] = {**way.tree, **told.answers}
        if way.procedure is None:
            return _outcome(scenario, self._replay(scenario, way, told, answers), answers, told)
        plain = self._defaults(way.procedure, scenario.day)
        said = answers.keys() | told.faults.keys() | told.left
        filled: dict[str, Value | None] = {n: v for n, v in {**plain.base, **proposed}.items() if n not in said}
        while True:
            progress = self._replay(scenario, way, told, {**filled, **answers})
            more = {
                n: v for n in progress.missing if n not in filled and n not in said and (v := plain.of(n)) is not None
            }
            if not more:
                break
            filled |= more
        own = filled.keys() - proposed.keys()
        if any(problem.field in own for problem in progress.problems):

            def replay(changed: AnswerMap) -> Progress:
                return self._replay(scenario, way, told, {**changed, **answers})

            filled, progress = mended(replay, filled, progress, frozenset(own))
        return _outcome(scenario, progress, {**filled, **answers}, told)

    def _replay(self, scenario: Scenario, way: _Way, told: _Told, answers: AnswerMap) -> Progress:
        return run(
            self.catalogue,
            answers,
            scenario.day,
            procedure=way.procedure.id if way.procedure is not None else None,
            motif=way.motif,
            faults=told.faults,
            uploads=told.files if told.files or _awaits_files(scenario, way.procedure) else None,
            settle=True,
        )

    def _searched(self, scenario: Scenario, way: _Way, told: _Told, found: Outcome) -> Outcome:
        """The first case in which everything claimed is so, and nobody is stopped who need not be; else the first in
        which everything claimed is so, or most of it."""
        held = found if found.held else None
        if way.procedure is None:
            return found
        claims = (*scenario.claims, Claim("accepted", scenario.place))
        if held is None:
            claims = (*found.failed, *_effects(scenario, way.procedure, found.idle))
        given = {**way.tree, **told.answers, **dict.fromkeys(told.left)}
        left = MOST_MORE
        for proposed in self.completer(way.procedure, way.motif, given, scenario.day, claims):
            other = self._completed(scenario, way, told, proposed)
            if not (other.failed or other.idle):
                if not _is_stopped(other):
                    return other
                held = held or other
            elif other.faults < found.faults:
                found = other
            left -= held is not None
            if not left:
                break
        return held or found

    def _defaults(self, procedure: Procedure, day: dt.date) -> Defaults:
        key = (procedure.id, day)
        found = self.defaults.get(key)
        if found is None:
            found = self.defaults[key] = Defaults(procedure, day)
        return found


def _aims(scenario: Scenario, catalogue: Catalogue) -> tuple[Wanted, ...]:
    """The ends of the tree that a scenario may mean, the likeliest first."""
    proceeds = [(c.name, c.names[0]) for c in scenario.claims if c.kind == "proceeds"]
    sent = {c.name for c in scenario.claims if c.kind == "redirected"}
    motif = _motif_given(scenario)
    own = scenario.procedure

    def carries_on(path: SituationPath) -> bool:
        wanted = own in (None, path.procedure) and path.procedure in catalogue.procedures
        return wanted and motif in (None, path.motif)

    if proceeds:
        return (lambda path: (path.procedure, path.motif) in proceeds,)
    if sent and own is None:
        return (lambda path: path.orientation in sent, carries_on)
    return (carries_on,)


def _motif_given(scenario: Scenario) -> str | None:
    motif = scenario.given.get("motif")
    return motif if isinstance(motif, str) else None


def _left_open(scenario: Scenario, procedure: Procedure | None) -> frozenset[str]:
    """The fields that must stay without an answer: what is claimed to be missing, not yet known, or not yet done."""
    if procedure is None:
        return frozenset()
    left: set[str] = set()
    for claim in scenario.claims:
        if claim.kind == "missing":
            left.add(claim.name)
        elif claim.kind == "fact" and claim.value is UNKNOWN and claim.name in procedure.facts:
            left |= procedure.facts[claim.name].inputs
        elif claim.kind == "next_step":
            left |= _from_step(procedure, claim.name)
    return frozenset(left - scenario.given.keys())


def _from_step(procedure: Procedure, name: str) -> set[str]:
    """The fields of a step and of those after it."""
    reached, found = False, set()
    for step in procedure.steps:
        reached = reached or step.id == name
        if not reached:
            continue
        found |= {f.id for s in step.sections for part in (s, *s.sections) for f in part.fields}
        if step.content == "justificatifs":
            found |= {asked.id for _, asked in asked_instead(procedure)}
    return found


def _awaits_files(scenario: Scenario, procedure: Procedure | None) -> bool:
    """Whether it is claimed that documents are what comes next: then none is given yet."""
    steps = procedure.steps if procedure is not None else ()
    files = {step.id for step in steps if step.content == "justificatifs"}
    return any(claim.kind == "next_step" and claim.name in files for claim in scenario.claims)


def _count(value: object) -> int:
    """How many files an answer names."""
    return len(value) if isinstance(value, list) else int(bool(value))


def _outcome(scenario: Scenario, progress: Progress, answers: AnswerMap, told: _Told) -> Outcome:
    """The case judged. Of what was completed, what the case does not ask is left out."""
    asked = {*progress.visible, *(taken.question.id for taken in progress.situation.taken)}
    completed = {n: v for n, v in answers.items() if n in asked and n not in scenario.given}
    said = {claim.name for claim in scenario.claims if claim.kind == "refused"}
    expected = any(claim.kind == "refused_somewhere" for claim in scenario.claims)
    refused = [] if expected else [p for name, found in told.faults.items() if name not in said for p in found]
    return Outcome(
        scenario,
        progress,
        answers,
        completed,
        tuple(claim for claim in scenario.claims if not holds(claim, progress)),
        tuple(refused),
        tuple(name for name in scenario.given if not _has_effect(name, scenario, asked, progress)),
    )


def _has_effect(name: str, scenario: Scenario, asked: set[str], progress: Progress) -> bool:
    """Whether an answer counts: something asks it, in this very case."""
    if name == "motif":
        return progress.motif is not None and progress.motif.id == scenario.given[name]
    if name in asked or name == progress.situation.pending:
        return True
    return any(name in control_keys(state) for state in progress.requests)


def _effects(scenario: Scenario, procedure: Procedure, idle: tuple[str, ...]) -> Iterator[Claim]:
    """What must be so for answers to have an effect."""
    for name in idle:
        if name in procedure.fields:
            yield Claim("shown", scenario.places[name], name)
        elif (request := name.partition(".")[0]) in procedure.justificatifs:
            yield Claim("asked", scenario.places[name], request)


def _is_stopped(outcome: Outcome) -> bool:
    """Whether someone is refused or sent elsewhere of whom no claim says so, and not only for what the scenario
    itself answers."""
    progress, kinds = outcome.progress, {claim.kind for claim in outcome.scenario.claims}
    procedure = progress.procedure
    if procedure is None or not (progress.problems or progress.exit):
        return False
    reads = reads_of(procedure)
    for placed in reads.rules:
        about = _ABOUT_REFUSALS if placed.rule.redirect is None else frozenset({"redirected"})
        own = reads.by_rule(placed) <= outcome.scenario.given.keys()
        if kinds.isdisjoint(about) and not own and breaks(placed, progress):
            return True
    return False
