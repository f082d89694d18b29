"""The reason page and the situation."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.dossiers.cases import Moment, Office
from engine.dossiers.outcomes import AskFirst, GoOn, ShowAgain
from engine.dossiers.places import Place, questions_of
from engine.dossiers.questions import (
    answer_question,
    begin,
    first_question,
    plain_answer,
    previous_question,
    question_at,
    read_question,
)
from engine.kinds import Form
from engine.problems import Position
from engine.spec import Catalogue, Question
from engine.values import Value
from tests.engine.dossiers.verbs import HOME, WHO, Life

SINCE = Question("depuis", "Depuis quand ?", Position("", 1, 1), is_date=True)


@pytest.fixture
def life(office: Office, moment: Moment) -> Life:
    return Life(office, moment).begins()


@pytest.mark.parametrize(
    ("form", "value", "code"),
    [
        ({"raison": ("demande",)}, "demande", None),
        ({"raison": ("promenade", "demande")}, "demande", None),
        ({"raison": ("",)}, None, "A001"),
        ({}, None, "A001"),
        ({"raison": ("inconnue",)}, None, "A010"),
    ],
)
def test_answers_to_a_choice(catalogue: Catalogue, form: Form, value: Value | None, code: str | None) -> None:
    question = first_question(catalogue)
    assert question is not None
    found, problems = read_question(question, form)
    assert (found, [p.code for p in problems]) == (value, [code] if code else [])


def test_answers_to_a_date() -> None:
    form = {"depuis.jour": ("3",), "depuis.mois": ("9",), "depuis.annee": ("2022",)}
    value, problems = read_question(SINCE, form)
    assert (value, problems) == (dt.date(2022, 9, 3), ())
    assert plain_answer(SINCE, value) == "2022-09-03"
    assert read_question(SINCE, {"depuis.jour": ("3",)})[1]


def test_where_one_begins(catalogue: Catalogue, today: dt.date) -> None:
    assert begin(catalogue, today).situation.pending == "raison"


def test_questions_along_the_path(life: Life) -> None:
    case = life.case
    assert [q.id for q in questions_of(case)] == ["raison", "cas"]
    for number, name in (
        ("1", "raison"),
        ("2", "cas"),
        ("3", None),
        ("0", None),
        ("-1", None),
        ("²", None),
        ("9" * 5000, None),
        ("", None),
    ):
        found = question_at(case, number)
        assert (found.id if found else None) == name
    assert previous_question(case, questions_of(case)[1]) == Place("question", "1")
    assert previous_question(case, questions_of(case)[0]) == Place("home")


def test_the_same_answer_saves_nothing(life: Life) -> None:
    version = life.version
    outcome = life.answers("2", {"cas": ("simple",)})
    assert isinstance(outcome, GoOn)
    assert life.version == version


def test_an_earlier_answer_looked_at_leads_to_the_next_question(life: Life) -> None:
    outcome = life.answers("1", {"raison": ("demande",)})
    assert isinstance(outcome, GoOn)
    assert outcome.place == Place("question", "2")


def test_a_change_asks_first_when_it_removes_answers(life: Life) -> None:
    life.saves("identite", WHO)
    life.saves("famille", HOME)
    asked = life.answers("2", {"cas": ("perdu",)})
    assert isinstance(asked, AskFirst)
    assert "Nom : Durand" in asked.removal.answers
    assert life.case.draft.answers["cas"] == "simple"
    done = life.answers("2", {"cas": ("perdu",)}, confirmed=True)
    assert isinstance(done, GoOn)
    assert done.place == Place("orientation", "autre_site")
    assert life.case.draft.answers["nom"] == "Durand", "going back is free"
    life.answers("2", {"cas": ("simple",)})
    assert life.place == Place("step", "pieces")


def test_a_wrong_answer_is_shown_again(life: Life) -> None:
    outcome = life.answers("2", {"cas": ("?",), "autre": ("x",)})
    assert isinstance(outcome, ShowAgain)
    assert outcome.form == {"cas": ("?",)}
    assert [p.code for p in outcome.problems] == ["A010"]


def test_a_stale_answer_is_told(life: Life) -> None:
    case = life.case
    question = question_at(case, "2")
    assert question is not None
    outcome = answer_question(case, question, {"cas": ("complet",)}, version=life.version - 1, moment=life.moment)
    assert isinstance(outcome, ShowAgain)
    assert outcome.stale
