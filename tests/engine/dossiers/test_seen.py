"""What has changed since a draft was last shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from engine.dossiers import steps
from engine.dossiers.cases import Moment, Office, open_case
from engine.dossiers.codec import Draft, Plain
from engine.dossiers.deposit import NotDeposited, deposit
from engine.dossiers.outcomes import AskFirst, GoOn
from engine.dossiers.seen import seen_of, what_changed
from engine.store import Stores
from engine.store.sealer import KeySealer
from tests.engine.dossiers.verbs import OWNER, WHO, Life
from tests.renderers.web.test_versions import revised


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


# ── Words that changed ────────────────────────────────────────────────────────────────────────────────────────

PLACE = "champs: [{id: observations, type: texte_long, libelle: Observations, obligatoire: non}]"
PROMISE = "champs: [{id: promesse, type: engagement, libelle: Je promets tout}]"


def office_with(folder: Path, stores: Stores, *changes: tuple[str, str]) -> Office:
    """An office over the same stores, with the small procedure in other words."""
    return Office(stores, KeySealer(b"k" * 32), revised(folder, *changes))


@pytest.fixture
def promised(office: Office, moment: Moment, tmp_path: Path) -> Life:
    """Everything answered, the commitment of the last step made."""
    life = Life(office_with(tmp_path / "before", office.stores, (PLACE, PROMISE)), moment).reaches_deposit()
    assert isinstance(life.saves("depot", {"promesse": ("oui",)}), GoOn)
    assert life.case.progress.status == "complete"
    return life


def test_a_commitment_in_other_words_is_to_be_made_again(promised: Life, tmp_path: Path) -> None:
    new = PROMISE.replace("tout", "autre chose")
    life = Life(office_with(tmp_path / "after", promised.office.stores, (PLACE, new)), promised.moment)
    assert life.case.progress.missing == ("promesse",)
    assert "Question reformulée : « Je promets autre chose ». Votre accord est à donner de nouveau." in what_changed(
        life.case.draft, life.case.progress
    )
    not_yet = deposit(life.case, version=life.version, moment=life.moment)
    assert isinstance(not_yet, NotDeposited)
    assert isinstance(life.saves("identite", {**WHO, "nom": ("Durant",)}), GoOn)
    assert life.case.progress.missing == ("promesse",), "another save does not make it"
    assert isinstance(life.saves("depot", {"promesse": ("oui",)}), GoOn)
    assert life.case.progress.status == "complete"


def test_a_commitment_ticked_and_not_saved_is_to_be_ticked_again(promised: Life, tmp_path: Path) -> None:
    case = promised.case
    steps.keep_pending(case, case.procedure.steps[4], {"promesse": ("oui",)}, promised.moment)
    new = PROMISE.replace("tout", "autre chose")
    life = Life(office_with(tmp_path / "after", promised.office.stores, (PLACE, new)), promised.moment)
    assert life.case.draft.pending == {"depot": {}}


def test_a_commitment_in_the_same_words_stays_made(promised: Life, tmp_path: Path) -> None:
    changes = (PLACE, PROMISE), ("libelle: Surnom", "libelle: Sobriquet"), ("libelle: Acte d'union", "libelle: Acte")
    life = Life(office_with(tmp_path / "after", promised.office.stores, *changes), promised.moment)
    assert life.case.progress.status == "complete"
    assert what_changed(life.case.draft, life.case.progress)[1:] == ("Question reformulée : « Sobriquet ».",)


def test_a_document_in_other_words_is_said(life: Life, tmp_path: Path) -> None:
    office = office_with(tmp_path / "after", life.office.stores, ("Papiers d'identité", "Vos papiers"))
    case = Life(office, life.moment).case
    assert what_changed(case.draft, case.progress)[1:] == ("Document désigné autrement : « Vos papiers ».",)


@pytest.mark.parametrize(("kind", "kept"), [("oui_non", " Votre réponse ne sera pas transmise."), ("case", "")])
def test_no_is_an_answer_and_an_empty_box_is_none(
    office: Office, moment: Moment, tmp_path: Path, kind: str, kept: str
) -> None:
    given = "non" if kept else ""
    plain = "- {id: tuteur, type: texte, libelle: Nom du tuteur, si: {mineur: oui}}"
    asked = f"- {{id: aide, type: {kind}, libelle: Aide, si: {{mineur: oui}}}}\n          - {{id: tuteur"
    life = Life(office_with(tmp_path, office.stores, (plain, asked + plain.removeprefix("- {id: tuteur"))), moment)
    young = {**WHO, "naissance.annee": ("2008",), "naissance.mois": ("3",), "naissance.jour": ("11",)}
    life.begins().saves("identite", young)
    assert isinstance(life.saves("identite", {**young, "aide": (given,), "tuteur": ("Paul",)}), GoOn)
    grown = open_case(life.office, life.dossier, OWNER, moment.day + dt.timedelta(days=1))
    assert f"Question qui n'est plus posée : « Aide ».{kept}" in what_changed(grown.draft, grown.progress)
    asked_first = life.saves("identite", {**young, "naissance.annee": ("1990",), "aide": (given,)})
    assert isinstance(asked_first, AskFirst)
    assert asked_first.removal.answers == (*(("Aide : Non",) if kept else ()), "Nom du tuteur : Paul")
