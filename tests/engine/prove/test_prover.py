"""Everything that the prover says of a small procedure is what all journeys show, and nothing is left out."""

from __future__ import annotations

from hypothesis import assume, given

from engine.build import load_sources
from engine.problems import Position, Problem
from engine.prove import prove
from engine.spec import Procedure
from tests.engine.prove.enumerating import TooMany, Walk
from tests.engine.prove.seen import Seen, Verdicts
from tests.engine.prove.specs import Measure, Spec, catalogues, on_specs
from tests.engine.prove.verdicts import add_facts, add_steps
from tests.engine.prove.verdicts_of_requests import add_requests
from tests.engine.prove.verdicts_of_rules import add_rules

MOST = 1500
"""How many journeys a spec may have: beyond, it is passed over."""
OF_THE_TREE = {"P306", "P321"}
OF_THE_DAY = "P310"


def seen_in(spec: Spec) -> tuple[Seen, list[Problem]]:
    """All journeys through a spec, and what the prover finds in it."""
    loaded = load_sources({name: text.encode() for name, text in spec.files.items()})
    assume(loaded.usable)
    catalogue = loaded.catalogue
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
@given(catalogues(Measure(portal=False)))
def test_findings_are_what_all_journeys_show(spec: Spec) -> None:
    seen, found = seen_in(spec)
    assume(seen.all)
    made = verdicts_of(seen)
    said = said_of(seen.procedure, found)
    false = {one for one in said if one not in made.must | made.may and one[1] not in made.void}
    assert (sorted(false), sorted(made.must - said)) == ([], [])
