"""Where to go on, and what may be seen: no step is skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.dossiers.cases import Moment, Office
from engine.dossiers.deposit import deposit
from engine.dossiers.places import (
    Place,
    before,
    before_check,
    current_place,
    may_check,
    may_see,
    situation_place,
)
from tests.engine.dossiers.verbs import HOME, PAPERS, WHO, Life
from tests.renderers.web.test_versions import revised

STEPS = ("situation", "identite", "famille", "pieces", "depot", "confirmation")


@pytest.fixture
def life(office: Office, moment: Moment) -> Life:
    return Life(office, moment)


def seen(life: Life) -> tuple[str, ...]:
    case = life.case
    return tuple(step.id for step in case.procedure.steps if may_see(case, step))


def test_each_step_opens_the_next(life: Life) -> None:
    life.begins()
    assert (life.place, seen(life)) == (Place("step", "identite"), STEPS[:2])
    life.saves("identite", WHO)
    assert (life.place, seen(life)) == (Place("step", "famille"), STEPS[:3])
    life.saves("famille", HOME)
    assert (life.place, seen(life)) == (Place("step", "pieces"), STEPS[:4])
    assert not may_check(life.case)
    life.gives("papiers").saves("pieces", PAPERS)
    assert (life.place, seen(life)) == (Place("check"), STEPS[:5])
    assert may_check(life.case)
    deposit(life.case, version=life.version, moment=life.moment)
    assert (life.place, seen(life)) == (Place("step", "confirmation"), STEPS[5:])
    assert not may_check(life.case)


def test_a_way_out_leaves_open_the_step_that_decided_and_nothing_after(life: Life) -> None:
    life.begins().saves("identite", {**WHO, "naissance.annee": ("2020",)})
    life.saves("identite", {**WHO, "naissance.annee": ("2020",), "tuteur": ("Paul",)})
    assert life.place == Place("orientation", "trop_jeune")
    assert seen(life) == STEPS[:2]
    life.saves("famille", HOME)
    life.gives("papiers").saves("pieces", PAPERS)
    assert seen(life) == STEPS[:2], "even when the rest was answered before"
    assert not may_check(life.case)


def test_a_way_out_of_the_whole_procedure_leaves_all_that_is_behind_open(
    office: Office, moment: Moment, tmp_path: Path
) -> None:
    rule = "documents:\n  confirmation:"
    whole = f"regles:\n  - {{si: {{age: {{moins_de: 10}}}}, orienter_vers: trop_jeune}}\n\n{rule}"
    other = ("orienter_vers: trop_jeune}", "message: Trop jeune.}"), ("moins_de: 10", "moins_de: 1")
    catalogue = revised(tmp_path, *other, (rule, whole))
    life = Life(Office(office.stores, office.sealer, catalogue), moment).begins()
    for more in ({}, {"tuteur": ("Paul",)}):
        life.saves("identite", {**WHO, "naissance.annee": ("2020",), **more})
    assert life.place == Place("orientation", "trop_jeune")
    assert seen(life) == STEPS[:3]


def test_pages_before(life: Life) -> None:
    case = life.begins().case
    steps = case.procedure.steps
    assert situation_place(case) == Place("question", "2"), "the reason page is not one of the steps"
    assert before(case, steps[1]) == Place("question", "2")
    assert before(case, steps[2]) == Place("step", "identite")
    assert before(case, steps[4]) == Place("check")
    assert before_check(case) == Place("step", "pieces")


def test_an_unfinished_situation(life: Life) -> None:
    life.begins("perdu")
    assert current_place(life.case) == Place("orientation", "autre_site")
    assert life.case.progress.procedure is None
