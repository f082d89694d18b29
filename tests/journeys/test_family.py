"""The five family statuses, and a status that changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.applicant import Applicant, answers_of
from tests.journeys.comparing import assert_same, run_command
from tests.journeys.running import TODAY
from tests.journeys.test_guide import FILE

UNION = {"date_union": "2019-10-12", "pays_union": "VN"}
LABELS = ("Date de début de l'union", "Pays de l'union")
STATUSES = {"celibataire": False, "concubin": False, "divorce": False, "marie": True, "pacse": True}


@pytest.mark.parametrize(("status", "union"), STATUSES.items())
def test_a_union_is_asked_of_the_married_and_the_pacsed(
    someone: Applicant,
    status: str,
    union: bool,
    tmp_path: Path,
) -> None:
    answers = {**answers_of("adulte"), **UNION, "situation_familiale": status}
    someone.begins(answers)
    someone.answers(answers)
    offered = someone.page.form.named("situation_familiale")[0].options
    assert set(offered) == {"", *STATUSES}
    someone.answers(answers)
    asked = someone.steps["Motif de séjour"]
    assert ("date_union" in asked, "pays_union" in asked) == (union, union)
    someone.steps["Dépôt de la demande"] = ("observations",)  # not reached here: it asks everybody the same
    report = run_command(FILE, {**someone.given, "numero_ephoto": answers["numero_ephoto"]}, TODAY, tmp_path)
    assert_same(someone, report)


def test_a_status_that_takes_answers_away_says_so_first(someone: Applicant) -> None:
    """Nothing changes before it is confirmed; and the answers are there again when the status is."""
    answers = answers_of("mariee")
    someone.begins(answers)
    someone.fills(answers)
    someone.modifies("Quelle est votre situation familiale actuelle ?")

    someone.presses("Enregistrer et poursuivre", someone.types({"situation_familiale": "celibataire"}))
    assert someone.page.heading == "Ce changement retire des éléments de votre demande"
    removed = [li.text for li in someone.page.tree.one("ul", class_="removed").find("li")]
    assert [line.partition(" :")[0].partition("\u00a0:")[0] for line in removed] == list(LABELS)
    assert all(line.partition(": ")[2] for line in removed), "each with the answer it takes away"
    someone.keeps_answer()
    assert someone.page.form.named("situation_familiale")[0].value == "marie"

    someone.presses("Enregistrer et poursuivre", someone.types({"situation_familiale": "celibataire"}))
    someone.confirms_change()
    assert someone.page.heading == "Vérifiez vos réponses"
    assert not any(label in someone.page.text for label in LABELS)

    someone.modifies("Quelle est votre situation familiale actuelle ?")
    someone.answers({"situation_familiale": "marie"})
    assert someone.page.heading == "Vérifiez vos réponses"
    assert "12/10/2019" in someone.page.text


def test_a_union_can_not_be_skipped_at_the_deposit(someone: Applicant) -> None:
    """Married, and the questions that appear then left empty: neither saving nor any address leads further."""
    answers = answers_of("mariee")
    someone.begins(answers)
    someone.answers(answers)
    asked = {name: value for name, value in answers.items() if name not in UNION}
    someone.answers(asked)
    assert (someone.page.heading, someone.page.status) == ("Motif de séjour", 422)
    assert len(someone.page.errors) == 2
    step = someone.page.address
    for place in ("justificatifs", "verification", "depot", "confirmation"):
        someone.client.get(step.replace("precisions", place))
        assert someone.resumes().address == step
