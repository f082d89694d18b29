"""Everything that the prover says of a small procedure is what all journeys show, and nothing is left out."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import assume, given

from engine.build import load_sources
from engine.cli import replay
from engine.context import plain
from engine.printer import as_yaml
from engine.problems import Position, Problem, Witness
from engine.progress import Progress
from engine.prove import prove
from engine.source import read_source
from engine.spec import Catalogue, Procedure
from tests.engine.prove.enumerating import TooMany, Walk
from tests.engine.prove.seen import Seen, Verdicts
from tests.engine.prove.specs import Measure, Spec, catalogues, on_specs, portals
from tests.engine.prove.verdicts import add_facts, add_steps, anybody
from tests.engine.prove.verdicts_of_portal import add_routes
from tests.engine.prove.verdicts_of_requests import add_requests
from tests.engine.prove.verdicts_of_rules import add_rules

MOST = 1500
"""How many journeys a spec may have: beyond, it is passed over."""
OF_THE_TREE = {"P306", "P321"}
OF_THE_DAY = "P310"


def loaded(spec: Spec) -> Catalogue:
    """The catalogue of a spec; of few that are drawn, none."""
    found = load_sources({name: text.encode() for name, text in spec.files.items()})
    assume(found.usable)
    return found.catalogue


def seen_in(spec: Spec) -> tuple[Seen, list[Problem]]:
    """All journeys through a spec, and what the prover finds in it."""
    catalogue = loaded(spec)
    try:
        journeys = [*Walk(catalogue, spec.today, MOST).journeys()]
    except TooMany:
        assume(False)
    procedure = next(iter(catalogue.procedures.values()))
    return Seen(catalogue, procedure, journeys), [*prove(catalogue, spec.today)]


def verdicts_of(seen: Seen) -> Verdicts:
    """All that must and may be said of a procedure."""
    made = Verdicts()
    for add in (add_facts, add_steps, add_requests, add_rules):
        add(seen, made)
    return made


def said_of(procedure: Procedure, found: list[Problem]) -> set[tuple[str, Position]]:
    """What is said of a procedure; a dead end has no place of its own."""
    return {
        (p.code, procedure.position if p.code == "P309" else p.position)
        for p in found
        if p.code not in OF_THE_TREE and p.code != OF_THE_DAY and p.position.file == procedure.position.file
    }


@on_specs
@given(catalogues(Measure()))
def test_findings_are_what_all_journeys_show(spec: Spec) -> None:
    seen, found = seen_in(spec)
    assume(seen.all)
    made = verdicts_of(seen)
    said = said_of(seen.procedure, found)
    false = {one for one in said if one not in made.must | made.may and one[1] not in made.void}
    assert (sorted(false), sorted(made.must - said)) == ([], [])


@on_specs
@given(catalogues(Measure()))
def test_applicants_show_what_is_said_and_nothing_more(spec: Spec) -> None:
    seen, found = seen_in(spec)
    assume(seen.all)
    check_applicants(seen.catalogue, found, verdicts_of(seen))


@on_specs
@given(portals())
def test_applicants_of_a_portal_show_what_is_said(spec: Spec) -> None:
    catalogue = Catalogue(loaded(spec).portal, {})
    portal, made = catalogue.portal, Verdicts()
    assert portal is not None
    try:
        add_routes(portal, [*Walk(catalogue, spec.today, MOST).walks()], made)
    except TooMany:
        assume(False)
    check_applicants(catalogue, [*prove(catalogue, spec.today)], made)


def check_applicants(catalogue: Catalogue, found: list[Problem], made: Verdicts) -> None:
    """Each applicant shows what is said, and shows it no more without any one answer."""
    for problem in found:
        told = made.claims.get((problem.code, problem.position), [])
        if told:
            assert problem.witness is not None, problem
            answers = problem.witness.answers
            shown = next((c for c in told if c(_replayed(catalogue, problem.witness, answers))), None)
            assert shown is not None, problem
            for name in answers if shown is not anybody and len(answers) > 1 else ():
                less = {other: value for other, value in answers.items() if other != name}
                assert not shown(_replayed(catalogue, problem.witness, less)), (name, problem)


@on_specs
@given(portals())
def test_findings_are_what_all_ways_through_a_portal_show(spec: Spec) -> None:
    catalogue = loaded(spec)
    portal = catalogue.portal
    assert portal is not None
    try:
        walks = [*Walk(catalogue, spec.today, MOST).walks()]
    except TooMany:
        assume(False)
    made = Verdicts()
    add_routes(portal, walks, made)
    led = {walk.situation.motif for walk in walks}
    motifs = next(iter(catalogue.procedures.values())).motifs
    made.must |= {("P321", motif.position) for name, motif in motifs.items() if name not in led}
    said = {(p.code, p.position) for p in prove(catalogue, spec.today)}
    false = {one for one in said if one not in made.must | made.may and one[1] not in made.void}
    assert (sorted(false), sorted(made.must - said)) == ([], [])


def _replayed(catalogue: Catalogue, witness: Witness, answers: Mapping[str, object]) -> Progress:
    """Where some answers of an applicant stand, as `parcours run --answers` says once they are written to a file."""
    written = "".join(f"{name}: {as_yaml(value)}\n" for name, value in answers.items())
    root, problems = read_source("reponses.yaml", written.encode()) if written else (None, ())
    assert problems == ()
    entries = root.entries if root is not None else ()
    return replay(catalogue, {key.text: plain(value) for key, value in entries}, witness.today)
