"""What the age changes, on the pages and from the command alike. Today is 10 March 2026."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.journeys.applicant import Applicant, answers_of
from tests.journeys.comparing import assert_same, run_command
from tests.journeys.running import TODAY, Running
from tests.journeys.test_guide import EMANCIPATION, FILE, REPRESENTATION

ELSEWHERE = "Cette demande est possible à partir de 16 ans"


class Age(NamedTuple):
    """A birth date; whether the box of emancipation shows (and is ticked); the document asked because of it."""

    born: str
    box: bool
    ticked: str
    document: str | None


AGES = {
    "day of 16": Age("2010-03-10", True, "non", REPRESENTATION),
    "16, emancipated": Age("2009-06-15", True, "oui", EMANCIPATION),
    "17": Age("2008-08-20", True, "non", REPRESENTATION),
    "eve of 18": Age("2008-03-11", True, "non", REPRESENTATION),
    "eve of 18, emancipated": Age("2008-03-11", True, "oui", EMANCIPATION),
    "day of 18": Age("2008-03-10", False, "non", None),
    "born 29 February, 18 since 1 March": Age("2008-02-29", False, "non", None),
}


@pytest.mark.parametrize("age", AGES.values(), ids=AGES.keys())
def test_a_minor_is_asked_more(someone: Applicant, age: Age, tmp_path: Path) -> None:
    answers = {**answers_of("adulte"), "date_naissance": age.born, "date_entree": "2024-11-02", "emancipe": age.ticked}
    someone.begins(answers)
    someone.answers(answers)
    assert ("emancipe" in someone.steps["Informations personnelles"]) is age.box
    someone.answers(answers)
    labels = [request.label for request in someone.requests]
    assert [label for label in labels if label in (REPRESENTATION, EMANCIPATION)] == [age.document][
        : age.document is not None
    ]
    report = run_command(FILE, {**someone.given, "numero_ephoto": answers["numero_ephoto"]}, TODAY, tmp_path)
    someone.steps["Dépôt de la demande"] = ("observations",)  # not reached here: it asks everybody the same
    assert_same(someone, report)


@pytest.mark.parametrize(("born", "title"), [("2010-03-11", ELSEWHERE), ("2010-03-10", "Motif de séjour")])
def test_the_eve_and_the_day_of_16(someone: Applicant, born: str, title: str) -> None:
    answers = {**answers_of("adulte"), "date_naissance": born}
    someone.begins(answers)
    assert someone.answers(answers).heading == title


def test_who_turns_18_between_two_visits_is_told(someone: Applicant, running: Running) -> None:
    """The draft is evaluated anew on the day it is opened: what is no longer asked is said, and not transmitted."""
    answers = {**answers_of("adulte"), "date_naissance": "2008-03-11", "date_entree": "2024-11-02", "emancipe": "oui"}
    someone.begins(answers)
    someone.answers(answers)
    someone.quits()
    running.clock.day = dt.date(2026, 3, 11)
    someone.signs_in()
    someone.resumes()
    said = " ".join(someone.page.notices)
    assert "Avec la date du jour, ce qui vous est demandé a changé depuis votre dernière saisie du 10/03/2026" in said
    assert "Question qui n'est plus posée : « Je suis un mineur (+16 ans) émancipé »" in said
    assert f"Document qui n'est plus demandé : « {EMANCIPATION} »" in said
