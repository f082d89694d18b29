"""Where to go on, and what may be seen: no step is skipped."""

from __future__ import annotations

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


def test_a_way_out_leaves_what_is_behind_open_and_never_the_deposit(life: Life) -> None:
    life.begins().saves("identite", {**WHO, "naissance.annee": ("2020",)})
    life.saves("identite", {**WHO, "naissance.annee": ("2020",), "tuteur": ("Paul",)})
    assert life.place == Place("orientation", "trop_jeune")
    life.saves("famille", HOME)
    life.gives("papiers").saves("pieces", PAPERS)
    assert seen(life) == STEPS[:4]
    assert not may_check(life.case)


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
