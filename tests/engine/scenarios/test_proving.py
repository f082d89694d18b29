"""What a scenario leaves open, where many answers at once must be other than plain."""

from __future__ import annotations

import datetime as dt

from engine.scenarios.completing import search
from engine.scenarios.proving import proved
from engine.scenarios.running import Runner
from tests.engine.conftest import Load

NAMES = "abcdefgh"
DEEP = "\n".join(
    f"- {{id: {name}, type: choix, libelle: {name.upper()}, options: {{u: U, v: V, w: W}}"
    + (f", si: {{{before}: w}}" if before else "")
    + "}"
    for before, name in zip(["", *NAMES], NAMES, strict=False)
)
LAST = "\n- {id: fin, type: texte, libelle: Fin, si: {h: w}}"
SCENARIO = """
scenarios:
  - {nom: Au bout, le: 2026-03-10, attendu: {visibles: [fin]}}
"""


def test_a_chain_of_answers_is_found(load: Load) -> None:
    loaded = load(DEEP + LAST, after=SCENARIO)
    assert loaded.problems == ()
    outcome = Runner(loaded.catalogue).run(loaded.scenarios[0])
    assert outcome.held
    assert {name: outcome.answers[name] for name in NAMES} == dict.fromkeys(NAMES, "w")
    assert not Runner(loaded.catalogue, search).run(loaded.scenarios[0]).held


def test_what_is_given_is_not_changed(load: Load) -> None:
    loaded = load(DEEP + LAST, after=SCENARIO)
    (scenario,) = loaded.scenarios
    procedure = loaded.catalogue.procedures["essai"]
    proposals = list(proved(procedure, "seul", {"a": "w", "c": "u"}, dt.date(2026, 3, 10), scenario.claims))
    assert all({"a", "c"}.isdisjoint(proposed) for proposed in proposals)


def test_dates_that_are_given_bound_those_that_are_not(load: Load) -> None:
    fields = """
    - {id: debut, type: date, libelle: Début}
    - {id: fin, type: date, libelle: Fin}
    - {id: pourquoi, type: texte, libelle: Pourquoi, si: {fin: {avant: debut}}}
    """
    after = """
scenarios:
  - {nom: À rebours, le: 2026-03-10, avec: {debut: 1950-06-01}, attendu: {visibles: [pourquoi]}}
"""
    loaded = load(fields, after=after)
    assert loaded.problems == ()
    outcome = Runner(loaded.catalogue).run(loaded.scenarios[0])
    assert outcome.held
    end = outcome.answers["fin"]
    assert isinstance(end, dt.date)
    assert end < dt.date(1950, 6, 1)
