"""What has changed since a draft was last shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from engine.dossiers.cases import Moment, Office, open_case
from engine.dossiers.codec import Draft, Plain
from engine.dossiers.seen import seen_of, what_changed
from tests.engine.dossiers.verbs import OWNER, WHO, Life


@pytest.fixture
def life(office: Office, moment: Moment) -> Life:
    life = Life(office, moment).begins()
    life.saves("identite", WHO)
    return life


def test_nothing_changed(life: Life) -> None:
    assert what_changed(life.case.draft, life.case.progress) == ()


def test_another_day_that_changes_nothing_is_not_said(life: Life) -> None:
    later = open_case(life.office, life.dossier, OWNER, life.moment.day + dt.timedelta(days=20))
    assert what_changed(later.draft, later.progress) == ()


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("fields", {}, "Nouvelle question : « Nom »."),
        ("fields", {"ancien": "Ancien champ"}, "Question qui n'est plus posée : « Ancien champ »."),
        ("requests", {"vieux": "Vieux papier"}, "Document qui n'est plus demandé : « Vieux papier »."),
        ("requests", {}, "Nouveau document demandé : « Papiers d'identité »."),
    ],
)
def test_what_another_revision_changes(life: Life, part: str, value: Plain, said: str) -> None:
    case = life.case
    draft = replace(case.draft, seen={**case.draft.seen, "revision": "another", part: value})
    lines = what_changed(draft, case.progress)
    assert lines[0].startswith("Cette démarche a été mise à jour depuis votre dernière saisie du 10/03/2026")
    assert said in lines


def test_an_answer_that_is_not_asked_any_more_will_not_be_sent(life: Life) -> None:
    case = life.case
    draft = Draft(
        answers={**case.draft.answers, "ancien": "x", "vide": None},
        seen={**case.draft.seen, "revision": "another", "fields": {"ancien": "Ancien", "vide": "Vide"}},
    )
    lines = what_changed(draft, case.progress)
    assert "Question qui n'est plus posée : « Ancien ». Votre réponse ne sera pas transmise." in lines
    assert "Question qui n'est plus posée : « Vide »." in lines


@pytest.mark.parametrize("own", [{"motif": "complet"}, {"procedure": "autre"}])
def test_the_persons_own_change_of_situation_is_not_said(life: Life, own: dict[str, Plain]) -> None:
    case = life.case
    draft = replace(case.draft, seen={**case.draft.seen, "revision": "another", "fields": {}, **own})
    assert what_changed(draft, case.progress) == ()


def test_before_there_is_a_procedure_nothing_is_noted(office: Office, moment: Moment) -> None:
    life = Life(office, moment).begins("perdu")
    assert seen_of(life.case.progress) == {}
