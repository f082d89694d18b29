"""The prover and an SMT solver, told the same procedures, agree on what may be."""

from __future__ import annotations

import datetime as dt

from hypothesis import assume, given

from engine.build import load_sources
from engine.facts import Count, SomeElement
from engine.prove import ground_of
from engine.prove.diagrams import ALWAYS
from engine.prove.grounds import Budget
from engine.prove.procedures import ProcedureGround
from engine.spec import Procedure
from tests.engine.prove.solver import Solver, conditions_of
from tests.engine.prove.specs import Measure, Spec, catalogues, on_specs

ENOUGH = 20_000_000
"""Steps that no spec of this size needs: nothing is passed over for its cost."""
SIMPLE = Measure(fields=6, dates=3, repeatables=False, partial=False, portal=False)


def told(spec: Spec) -> tuple[ProcedureGround, Solver] | None:
    """A procedure told to both; None when it does not load, or compares a date to so many that what reads it is said
    not to be proved."""
    loaded = load_sources({name: text.encode() for name, text in spec.files.items() if name != "portail.yaml"})
    if any(problem.code != "R111" for problem in loaded.problems):
        return None
    procedure: Procedure = loaded.catalogue.procedures["essai"]
    assert not any(isinstance(f.calculation, Count | SomeElement) for f in procedure.facts.values())
    ground = ground_of(loaded.catalogue, procedure, None, spec.today, budget=Budget())
    if ground.space.domains.crowded:
        return None
    ground.diagrams.fuel = ENOUGH
    return ground, Solver(procedure, spec.today)


@on_specs
@given(catalogues(SIMPLE))
def test_both_say_the_same_of_each_condition(spec: Spec) -> None:
    both = told(spec)
    assume(both is not None)
    assert both is not None
    ground, solver = both
    diagrams = ground.diagrams
    diagrams.fuel = ENOUGH
    for condition in conditions_of(ground.procedure):
        truth = ground.space.meanings.truth(condition)
        said = (diagrams.can_be(truth, ALWAYS), diagrams.can_be(diagrams.fails(truth), ALWAYS))
        meant = solver.truth(condition)
        assert said == (solver.possible(meant), solver.possible(~meant)), condition


@on_specs
@given(catalogues(SIMPLE))
def test_both_say_the_same_of_what_is_shown_and_asked(spec: Spec) -> None:
    both = told(spec)
    assume(both is not None)
    assert both is not None
    ground, solver = both
    diagrams, space = ground.diagrams, ground.space
    pairs = [(space.shown(name), solver.shown[name]) for name in space.places]
    requests = ground.procedure.justificatifs.values()
    pairs += [(space.requested(request), solver.requested(request)) for request in requests]
    for one, other in pairs:
        assert diagrams.can_be(one, ALWAYS) == solver.possible(other)
    for rank, (one, other) in enumerate(pairs):
        for two, another in pairs[:rank]:
            alone = diagrams.both(one, diagrams.contrary(diagrams.holds(two)))
            assert diagrams.can_be(alone, ALWAYS) == solver.possible(other, ~another)


def test_a_disagreement_would_be_seen() -> None:
    text = """\
procedure: {id: essai, langage: 1, version: "1", titre: E, titre_neutre: N, anniversaire_29_fevrier: 1er_mars}
faits:
  age: {annees_entre: [naissance, date_depot]}
motifs: {m: {libelle: M}}
etapes:
  - id: e
    titre: E
    sections:
      - id: s
        titre: S
        champs:
          - {id: naissance, type: date, libelle: N}
          - {id: tuteur, type: oui_non, libelle: T, si: {age: {moins_de: 18}}}
  - {id: depot, titre: D, contenu: depot}
  - {id: confirmation, titre: C, contenu: confirmation}
"""
    both = told(Spec({"essai.yaml": text}, dt.date(2026, 2, 28)))
    assert both is not None
    _, solver = both
    birth = solver.worths["naissance"].value
    leap = [birth.year == 2008, birth.month == 2, birth.day == 29]  # type: ignore[union-attr]
    assert solver.possible(solver.shown["tuteur"], *leap)
    assert not solver.possible(~solver.shown["tuteur"], *leap)
