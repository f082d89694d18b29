"""Steps saved, left, changed: the same rules without any page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.build import load_sources
from engine.dossiers import steps
from engine.dossiers.cases import Case, Moment, Office
from engine.dossiers.outcomes import AskFirst, GoOn, Outcome, ShowAgain
from engine.dossiers.places import Place
from engine.kinds import Form
from engine.problems import AnswerProblem
from engine.reference.addresses import Suggestion
from engine.spec import Step
from engine.values import Address
from tests.engine.dossiers.conftest import SPECS
from tests.engine.dossiers.verbs import HOME, WHO, Life

COUPLE: Form = {**HOME, "statut": ("couple",), "conjoint": ("Sam",)}


@pytest.fixture
def life(office: Office, moment: Moment) -> Life:
    return Life(office, moment).begins()


def step_of(case: Case, name: str) -> Step:
    return next(step for step in case.procedure.steps if step.id == name)


def test_a_valid_step_is_saved_and_leads_on(life: Life) -> None:
    outcome = life.saves("identite", WHO)
    assert isinstance(outcome, GoOn)
    assert outcome.place == Place("step", "famille")
    assert life.case.draft.answers["nom"] == "Durand"
    assert life.case.draft.pending == {}


def test_an_error_changes_no_answer_and_keeps_what_was_typed(life: Life) -> None:
    life.saves("identite", WHO)
    outcome = life.saves("identite", {**WHO, "nom": ("Autre",), "naissance.annee": ("20",)})
    assert isinstance(outcome, ShowAgain)
    assert {p.field for p in outcome.problems} == {"naissance"}
    assert life.case.draft.answers["nom"] == "Durand"
    assert life.case.draft.pending["identite"]["nom"] == ("Autre",)
    assert life.place == Place("step", "identite"), "a step with something pending is open"


def test_a_rule_of_the_author_is_an_error(life: Life) -> None:
    outcome = life.saves("identite", {**WHO, "naissance.annee": ("2030",), "tuteur": ("Paul",)})
    assert isinstance(outcome, ShowAgain)
    assert [p.message for p in outcome.problems] == ["La naissance doit être passée."]


def test_what_appears_is_new_once(life: Life) -> None:
    life.saves("identite", WHO)
    first = life.saves("famille", {**HOME, "statut": ("couple",)})
    assert isinstance(first, ShowAgain)
    assert (first.problems, first.new) == ((), frozenset({"conjoint"}))
    case = life.case
    assert steps.new_fields(case, step_of(case, "famille")) == {"conjoint"}
    second = life.saves("famille", {**HOME, "statut": ("couple",)})
    assert isinstance(second, ShowAgain)
    assert [p.field for p in second.problems] == ["conjoint"]
    assert second.new == frozenset()
    assert isinstance(life.saves("famille", COUPLE), GoOn)
    assert life.case.draft.notices == {}


def test_what_appears_waits_for_the_errors_beside_it(life: Life) -> None:
    life.saves("identite", WHO)
    outcome = life.saves("famille", {**HOME, "statut": ("couple",), "logement.code_postal": ("",)})
    assert isinstance(outcome, ShowAgain)
    assert {p.field for p in outcome.problems} == {"logement"}
    assert outcome.new == {"conjoint"}


def test_a_removal_is_asked_before_it_is_made(life: Life) -> None:
    life.saves("identite", WHO)
    assert isinstance(life.saves("famille", COUPLE), GoOn)
    asked = life.saves("famille", HOME)
    assert isinstance(asked, AskFirst)
    assert asked.removal.answers == ("Nom du conjoint : Sam",)
    assert life.case.draft.answers["statut"] == "couple"
    assert isinstance(life.saves("famille", HOME, confirmed=True), GoOn)
    assert life.case.draft.answers["statut"] == "seul"


def test_given_up_the_page_is_as_it_was(life: Life) -> None:
    life.saves("identite", WHO)
    life.saves("famille", COUPLE)
    life.saves("famille", HOME)
    case = life.case
    steps.forget_typed(case, step_of(case, "famille"), moment=life.moment)
    assert life.case.draft.pending == {}
    again = steps.forget_typed(life.case, step_of(case, "famille"), moment=life.moment)
    assert again.case is not None
    assert again.case.stored.version == life.version, "nothing to give up, nothing saved"


@pytest.mark.parametrize("verb", ["quit_step", "go_back"])
@pytest.mark.parametrize(
    ("form", "kept"),
    [
        ({}, False),
        ({"nom": ("",), "statut": ("",)}, False),
        ({"statut": ("couple",)}, True),
        ({"statut": ("?",)}, True),
    ],
)
def test_leaving_keeps_what_says_something(life: Life, verb: str, form: Form, *, kept: bool) -> None:
    life.saves("identite", WHO)
    case = life.case
    leave = {"quit_step": steps.quit_step, "go_back": steps.go_back}[verb]
    outcome = leave(case, step_of(case, "famille"), form, version=life.version, moment=life.moment)
    assert isinstance(outcome, GoOn)
    assert outcome.place == (Place("pause") if verb == "quit_step" else Place("step", "identite"))
    assert ("famille" in life.case.draft.pending) is kept


def test_leaving_a_done_step_unchanged_keeps_it_done(life: Life) -> None:
    life.saves("identite", WHO)
    case = life.case
    steps.go_back(case, step_of(case, "identite"), WHO, version=life.version, moment=life.moment)
    assert life.place == Place("step", "famille")


def test_someone_saves_at_the_very_same_moment(life: Life) -> None:
    mine = life.case
    step = step_of(mine, "identite")
    life.saves("identite", {**WHO, "nom": ("Premier",)})

    def act(case: Case) -> Outcome:
        return steps.save_step(case, step, WHO, version=mine.stored.version, moment=life.moment)

    outcome = steps.guarded(act, mine, step, WHO)
    assert isinstance(outcome, ShowAgain)
    assert outcome.stale
    assert outcome.case.stored.version == life.version, "the page gets the newest version"
    assert life.case.draft.answers["nom"] == "Premier"


class NoAddress:
    """Knows nothing."""

    def suggest(self, text: str, limit: int) -> tuple[Suggestion, ...]:  # noqa: ARG002
        return ()


class OneAddress:
    """Knows one address."""

    def suggest(self, text: str, limit: int) -> tuple[Suggestion, ...]:
        assert (text, limit) == ("lil", steps.SUGGESTIONS)
        return (Suggestion("Lille", Address(postcode="59000", city="Lille")),)


def test_addresses_proposed(life: Life) -> None:
    life.saves("identite", WHO)
    case = life.case
    form = {"logement.recherche": ("lil",), "statut": ("seul",)}
    found = steps.search_address(case, step_of(case, "famille"), form, "logement", OneAddress())
    assert [s.label for s in found.suggestions["logement"]] == ["Lille"]
    assert found.form == form
    none = steps.search_address(case, step_of(case, "famille"), form, "logement", NoAddress())
    assert [(problem.field, problem.message) for problem in none.problems] == [("logement", steps.NO_ADDRESS)]
    empty = steps.search_address(case, step_of(case, "famille"), {}, "logement", OneAddress())
    assert empty.suggestions == {"logement": ()}


@pytest.mark.parametrize(
    ("place", "form", "problems"),
    [
        (("pieces", "numero_photo"), {"numero_photo": ("",)}, ["A001"]),
        (("pieces", "numero_photo"), {"numero_photo": ("12",)}, ["A004"]),
        (("identite", "nom"), WHO, []),
    ],
)
def test_only_a_number_that_is_there_is_confirmed(
    office: Office, moment: Moment, place: tuple[str, str], form: Form, problems: list[str]
) -> None:
    sources = {p.relative_to(SPECS).as_posix(): p.read_bytes() for p in SPECS.rglob("*.yaml")}
    optional = sources["petite.yaml"].replace(b"id: numero_photo,", b"id: numero_photo, obligatoire: non,")
    loaded = load_sources({**sources, "petite.yaml": optional})
    assert loaded.problems == ()
    life = Life(replace(office, catalogue=loaded.catalogue), moment).begins()
    life.saves("identite", WHO)
    life.saves("famille", HOME)
    step, name = place
    asked = step_of(life.case, step)
    outcome = steps.confirm_number(life.case, asked, form, name, version=life.version, moment=moment)
    assert isinstance(outcome, ShowAgain), "not said to be confirmed"
    assert [p.code for p in outcome.problems] == problems


def test_an_address_chosen_is_shown_in_its_parts(life: Life) -> None:
    life.saves("identite", WHO)
    token = Suggestion("x", Address(street="rue Nationale", postcode="59000", city="Lille")).token
    outcome = life.saves("famille", {"statut": ("",), "logement.choix": (token,)})
    assert isinstance(outcome, ShowAgain)
    assert outcome.form is not None
    assert outcome.form["logement.ville"] == ("Lille",)


def test_a_stored_answer_that_can_no_longer_be_read_is_said(life: Life) -> None:
    life.saves("identite", WHO)
    life.saves("famille", HOME)
    case = life.case
    broken = replace(case, faults={"statut": (AnswerProblem("statut", "A010"),)})
    shown = steps.show_step(broken, step_of(case, "famille"))
    assert [p.field for p in shown.problems] == ["statut"]
