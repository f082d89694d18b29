"""Who is asked which documents and questions: the guide's decision table, by age, emancipation and family status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.answers import read_answers
from engine.build import load_catalogue
from engine.justificatifs import leaves
from engine.progress import Progress
from engine.run import run
from engine.spec import Item

ROOT = Path(__file__).resolve().parents[2]
LOADED = load_catalogue(ROOT / "procedures")
PROCEDURE = next(iter(LOADED.catalogue.procedures.values()))
TODAY = dt.date(2026, 3, 10)

PATH = {"raison": "attaches_familiales", "situation": "autre", "autre_situation": "traite"}
BASE: Mapping[str, object] = {
    "nom_naissance": "Okonkwo",
    "prenoms": ["Adaeze"],
    "sexe": "feminin",
    "date_naissance": "1997-05-14",
    "pays_naissance": "NG",
    "lieu_naissance": "Benin City",
    "nationalites": ["NG"],
    "adresse": {"numero": "20", "voie": "Rue Nationale", "code_postal": "59000", "ville": "Lille", "pays": "FR"},
    "email": "adaeze@exemple.example",
    "telephone": "0612345678",
    "date_entree": "2022-09-03",
    "situation_familiale": "celibataire",
    "enfants_a_charge": "oui",
    "attestation_polygamie": "oui",
    "attestation_sanctions": "oui",
    "numero_ephoto": "0123456789012345678901",
}
ALWAYS = [
    "photographie",
    "justificatif_nationalite",
    "justificatif_identite",
    "justificatif_domicile",
    "procedure_judiciaire",
]
REPRESENTATION, EMANCIPATION = "representation_legale", "emancipation"


def stand(change: Mapping[str, object], *, on: dt.date = TODAY, path: Mapping[str, str] = PATH) -> Progress:
    """Where the base case stands once changed."""
    answers, problems, unknown = read_answers(PROCEDURE.fields, {**BASE, **change})
    assert (problems, unknown) == ((), ())
    return run(LOADED.catalogue, {**answers, **path}, on, settle=True)


def asked(progress: Progress) -> set[str]:
    assert all(state.certain for state in progress.requests)
    return {state.justificatif.id for state in progress.requests}


def test_the_files_hold_together() -> None:
    assert LOADED.problems == ()


D = dt.date
BIRTHS = [
    # birth, on, emancipated → extra requests, box shown, status
    (D(2010, 3, 11), TODAY, None, set(), False, "redirected"),
    (D(2010, 3, 10), TODAY, "non", {REPRESENTATION}, True, "complete"),
    (D(2010, 3, 10), TODAY, "oui", {EMANCIPATION}, True, "complete"),
    (D(2009, 1, 1), TODAY, "non", {REPRESENTATION}, True, "complete"),
    (D(2009, 1, 1), TODAY, "oui", {EMANCIPATION}, True, "complete"),
    (D(2008, 3, 11), TODAY, "non", {REPRESENTATION}, True, "complete"),
    (D(2008, 3, 11), TODAY, "oui", {EMANCIPATION}, True, "complete"),
    (D(2008, 3, 10), TODAY, None, set(), False, "complete"),
    (D(2008, 3, 10), TODAY, "oui", set(), False, "complete"),
    (D(1960, 1, 1), TODAY, None, set(), False, "complete"),
    (D(2008, 2, 29), D(2026, 2, 28), "non", {REPRESENTATION}, True, "complete"),
    (D(2008, 2, 29), D(2026, 2, 28), "oui", {EMANCIPATION}, True, "complete"),
    (D(2008, 2, 29), D(2026, 3, 1), None, set(), False, "complete"),
    (D(2012, 2, 29), D(2028, 2, 28), None, set(), False, "redirected"),
    (D(2012, 2, 29), D(2028, 2, 29), "non", {REPRESENTATION}, True, "complete"),
]


@pytest.mark.parametrize(("birth", "on", "emancipated", "extra", "box", "status"), BIRTHS)
def test_documents_by_age_and_emancipation(
    birth: dt.date, on: dt.date, emancipated: str | None, *, extra: set[str], box: bool, status: str
) -> None:
    change: dict[str, object] = {"date_naissance": birth.isoformat(), "date_entree": "2023-01-01"}
    if emancipated is not None:
        change["emancipe"] = emancipated
    progress = stand(change, on=on)
    assert progress.status == status
    assert ("emancipe" in progress.visible) is box
    assert asked(progress) == {*ALWAYS, *extra}
    assert progress.exit == ("moins_de_16_ans" if status == "redirected" else None)


@pytest.mark.parametrize(
    ("status", "union"),
    [("celibataire", False), ("concubin", False), ("divorce", False), ("marie", True), ("pacse", True)],
)
def test_union_date_and_country_by_family_status(status: str, *, union: bool) -> None:
    progress = stand({"situation_familiale": status})
    shown = {"date_union", "pays_union"} & set(progress.visible)
    assert shown == ({"date_union", "pays_union"} if union else set())
    assert set(progress.missing) == shown
    assert asked(progress) == set(ALWAYS)


def test_no_family_status_is_left_out() -> None:
    options = PROCEDURE.fields["situation_familiale"].options
    assert options is not None
    assert [option.id for option in options.options] == ["celibataire", "concubin", "divorce", "marie", "pacse"]


def test_an_answer_hidden_by_a_change_is_not_kept_in_what_counts() -> None:
    union = {"date_union": "2019-10-12", "pays_union": "VN"}
    married = stand({"situation_familiale": "marie", **union})
    assert married.status == "complete"
    single = stand({"situation_familiale": "celibataire", **union})
    assert single.status == "complete"
    assert not {"date_union", "pays_union"} & set(single.relevant)


def test_a_situation_changed_on_the_way_leaves_the_procedure_and_comes_back_whole() -> None:
    assert stand({}, path={**PATH, "situation": "famille_francais"}).status == "redirected"
    assert stand({}, path={"raison": "attaches_familiales", "situation": "autre"}).status == "incomplete"
    assert stand({}).status == "complete"


def test_children_ask_nothing_more() -> None:
    assert list(stand({"enfants_a_charge": "oui"}).visible) == list(stand({"enfants_a_charge": "non"}).visible)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"date_naissance": "2026-03-10", "date_entree": "2026-03-10"}, "date_naissance"),
        ({"date_entree": "1990-01-01"}, "date_entree"),
        ({"date_entree": "2026-03-11"}, "date_entree"),
        ({"situation_familiale": "marie", "pays_union": "VN", "date_union": "1990-01-01"}, "date_union"),
        ({"situation_familiale": "pacse", "pays_union": "FR", "date_union": "2026-03-11"}, "date_union"),
    ],
)
def test_dates_that_cannot_be_are_refused(change: Mapping[str, object], problem: str) -> None:
    progress = stand(change)
    assert [p.field for p in progress.problems] == [problem]


def test_nationality_may_be_proved_by_any_of_five_documents() -> None:
    state = next(s for s in stand({}).requests if s.justificatif.id == "justificatif_nationalite")
    items: tuple[Item, ...] = leaves(state.provision)
    assert len(items) == 5


def test_before_the_age_is_known_both_parts_for_minors_are_listed_under_their_headings() -> None:
    progress = run(LOADED.catalogue, PATH, TODAY)
    uncertain = {s.justificatif.id: s.justificatif.heading for s in progress.requests if not s.certain}
    assert set(uncertain) == {REPRESENTATION, EMANCIPATION}
    assert all(heading and heading.startswith("Si vous êtes mineur") for heading in uncertain.values())
