"""A field whose answer comes from the account: shown, deposited, and changed by no post."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.build import load_sources
from engine.dossiers import steps
from engine.dossiers.cases import Case, Moment, Office, case_of, dossier_context, rechecked, save_case, typed_answers
from engine.dossiers.codec import Draft, Plain, encode
from engine.dossiers.deposit import Deposited, deposit, snapshot_of
from engine.dossiers.outcomes import AskFirst, GoOn, ShowAgain
from engine.dossiers.questions import first_question, start
from engine.dossiers.seen import to_tell
from engine.kinds import Form
from engine.spec import Catalogue, Origin, Step
from engine.store import StoredDossier
from engine.view import FieldView
from engine.views.check import check_view
from engine.views.state import PageState
from engine.views.steps import step_view
from tests.engine.dossiers.conftest import SPECS
from tests.engine.dossiers.verbs import DOSSIER, OWNER, WHO, Life

ADDRESS, OTHER = "ana@exemple.test", "autre@exemple.test"
NAME = "          - {id: nom, type: texte, libelle: Nom}\n"
TAKEN = "          - {id: mail, type: email, libelle: Email, repris_de: compte}\n"
ASKED = "          - {id: mail, type: email, libelle: Email, obligatoire: non}\n"
BOX = "          - {id: courrier, type: case, libelle: Je veux du courrier}\n"
WRITTEN = "          - {id: copie, type: email, libelle: Copie, repris_de: compte, si: {courrier: oui}}\n"


def catalogue_with(*changes: tuple[str, str]) -> Catalogue:
    """The small procedure, some of its text replaced."""
    sources = {str(file.relative_to(SPECS)): file.read_text(encoding="utf-8") for file in SPECS.rglob("*.yaml")}
    for old, new in changes:
        assert old in sources["petite.yaml"]
        sources["petite.yaml"] = sources["petite.yaml"].replace(old, new)
    loaded = load_sources({name: text.encode() for name, text in sources.items()})
    assert loaded.usable, loaded.problems
    return loaded.catalogue


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return catalogue_with((NAME, NAME + TAKEN), (BOX, BOX + WRITTEN))


class Account(Life):
    """A dossier begun by someone who signed in."""

    def begins(self, cas: str = "simple") -> Account:
        question = first_question(self.office.catalogue)
        assert question is not None
        given: dict[Origin, str] = {"compte": ADDRESS}
        start(self.office, question, "demande", dossier=DOSSIER, owner=OWNER, moment=self.moment, provided=given)
        self.answers("2", {"cas": (cas,)})
        return self


@pytest.fixture
def life(office: Office, moment: Moment) -> Account:
    return Account(office, moment).begins()


def step_of(case: Case, name: str = "identite") -> Step:
    return next(step for step in case.procedure.steps if step.id == name)


def mail_of(case: Case) -> object:
    return case.progress.relevant.get("mail", "nothing")


def field_of(case: Case, form: Form | None = None) -> FieldView:
    view = step_view(case.progress, "identite", PageState(form=form))
    (found,) = [f for s in view.sections for f in s.fields if f.id == "mail"]
    assert isinstance(found, FieldView)
    return found


def test_it_is_answered_from_the_start_and_kept_apart_from_answers(life: Account) -> None:
    assert mail_of(life.case) == ADDRESS
    assert life.case.draft.provided == {"compte": ADDRESS}
    assert "mail" not in life.case.draft.answers
    assert life.place.id == "identite"


def test_a_save_keeps_what_was_provided(life: Account) -> None:
    assert isinstance(life.saves("identite", WHO), GoOn)
    assert life.case.draft.provided == {"compte": ADDRESS}
    assert mail_of(life.case) == ADDRESS


POSTS: tuple[Form, ...] = (
    {"mail": (OTHER,)},
    {"mail": ("",)},
    {"mail": ("not an address",)},
    {"mail": (OTHER, OTHER)},
    {"mail.0": (OTHER,)},
    {"mail.0.x": (OTHER,)},
)


@pytest.mark.parametrize("posted", POSTS, ids=str)
def test_t33_what_is_posted_for_it_is_neither_kept_nor_refused(life: Account, posted: Form) -> None:
    assert isinstance(life.saves("identite", {**WHO, **posted}), GoOn)
    assert mail_of(life.case) == ADDRESS
    assert "mail" not in life.case.draft.answers


Act = Callable[[Case, Step, Form, Moment], object]
ACTS: dict[str, Act] = {
    "quit": lambda c, s, f, m: steps.quit_step(c, s, f, version=c.stored.version, moment=m),
    "back": lambda c, s, f, m: steps.go_back(c, s, f, version=c.stored.version, moment=m),
    "keep": lambda c, s, f, m: steps.keep_typed(c, s, f, version=c.stored.version, moment=m),
    "aside": lambda c, s, f, m: steps.set_aside(c, s, f, version=c.stored.version, moment=m),
    "confirm": lambda c, s, f, m: steps.confirm_number(c, s, f, "mail", version=c.stored.version, moment=m),
    "remove": lambda c, s, f, m: steps.remove_number(c, s, f, "mail", version=c.stored.version, moment=m),
    "add": lambda c, s, f, m: steps.change_elements(c, s, f, "ajouter:mail", version=c.stored.version, moment=m),
    "take": lambda c, s, f, m: steps.change_elements(c, s, f, "retirer:mail:0", version=c.stored.version, moment=m),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("posted", POSTS, ids=str)
def test_t33_no_button_changes_it(life: Account, act: str, posted: Form) -> None:
    case = life.case
    ACTS[act](case, step_of(case), {"nom": ("Du",), **posted}, life.moment)
    after = life.case
    assert mail_of(after) == ADDRESS
    assert "mail" not in after.draft.answers
    assert [name for form in after.draft.pending.values() for name in form if name.startswith("mail")] == []


def test_t33_a_number_action_leaves_an_answer_of_before_accounts(office: Office, moment: Moment) -> None:
    case = old_case(office, moment, {"mail": OTHER})
    steps.remove_number(case, step_of(case), {}, "mail", version=case.stored.version, moment=moment)
    assert mail_of(Life(office, moment).case) == OTHER


def test_a_page_where_nothing_was_typed_is_left_without_a_trace(life: Account) -> None:
    case = life.case
    outcome = steps.quit_step(case, step_of(case), {}, version=case.stored.version, moment=life.moment)
    assert isinstance(outcome, GoOn)
    assert life.case.draft.pending == {}


def test_showing_it_is_no_new_question_and_hiding_it_takes_nothing_away(life: Account) -> None:
    assert isinstance(life.saves("identite", {**WHO, "courrier": ("oui",)}), GoOn)
    assert life.case.progress.relevant["copie"] == ADDRESS
    outcome = life.saves("identite", WHO)
    assert isinstance(outcome, GoOn)
    assert not isinstance(outcome, AskFirst | ShowAgain)
    assert "copie" not in life.case.progress.relevant


def test_it_shows_on_the_page_whatever_was_typed(life: Account) -> None:
    for form in (None, {}, {"mail": (OTHER,)}):
        shown = field_of(life.case, form)
        assert (shown.value, shown.label) == (ADDRESS, "Email")
        assert shown.frame.taken_from == "compte"
        assert not shown.required
        assert shown.error is None


def test_it_is_checked_without_a_way_to_change_it(life: Account) -> None:
    lines = [line for section in check_view(life.case.progress, PageState()).check for line in section.lines]
    steps_by_label = {line.label: (line.values, line.step) for line in lines}
    assert steps_by_label["Email"] == ((ADDRESS,), "")
    assert steps_by_label["Nom"][1] == "qui"


def test_the_deposit_freezes_it_as_any_other_answer(office: Office, moment: Moment) -> None:
    life = Account(office, moment)
    life.reaches_deposit()
    outcome = deposit(life.case, version=life.version, moment=moment)
    assert isinstance(outcome, Deposited)
    answers = snapshot_of(outcome.case)["answers"]
    assert isinstance(answers, dict)
    assert answers["mail"] == ADDRESS
    assert "copie" not in answers
    assert outcome.case.draft.provided == {}
    assert mail_of(life.case) == ADDRESS


# ── Drafts of before ──────────────────────────────────────────────────────────────────────────────────────────


def old_case(office: Office, moment: Moment, answers: dict[str, Plain], **more: object) -> Case:
    """A draft of the first format, begun without an account."""
    draft = Draft(answers={"raison": "demande", "cas": "simple", **answers})
    content = {**json.loads(encode(draft)), "format": 1, **more}
    del content["provided"]
    sealed = office.sealer.seal(json.dumps(content).encode(), dossier_context(DOSSIER))
    stored = StoredDossier(DOSSIER, OWNER, "draft", 1, sealed, "", moment.at, moment.at)
    office.stores.dossiers.create(stored)
    return case_of(office, stored, moment.day)


def test_without_an_account_it_is_left_empty_and_not_missed(office: Office, moment: Moment) -> None:
    case = old_case(office, moment, {})
    assert mail_of(case) is None
    assert "mail" not in case.progress.missing
    assert field_of(case).value == ""
    life = Life(office, moment)
    assert isinstance(life.saves("identite", WHO), GoOn)
    assert life.place.id == "famille"


def test_an_answer_of_before_stands_where_nothing_was_provided(office: Office, moment: Moment) -> None:
    assert mail_of(old_case(office, moment, {"mail": OTHER})) == OTHER


def test_what_is_provided_stands_before_it(catalogue: Catalogue, moment: Moment) -> None:
    draft = Draft({"raison": "demande", "cas": "simple", "mail": OTHER}, provided={"compte": ADDRESS})
    for checked in ("", catalogue.procedures["petite"].revision):
        answers, faults, _ = typed_answers(catalogue, draft, moment.day, checked=checked)
        assert answers["mail"] == ADDRESS
        assert faults == {}


@pytest.mark.parametrize("stored", ["not an address", "", None, True, [1], {"a": "b"}], ids=str)
def test_what_nobody_could_correct_is_no_fault(office: Office, moment: Moment, stored: Plain) -> None:
    case = old_case(office, moment, {"mail": stored})
    assert "mail" not in case.faults
    assert case.progress.problems == ()
    assert rechecked(case).faults == case.faults


def test_a_revision_that_takes_a_field_over_asks_nothing_new(office: Office, moment: Moment) -> None:
    asked = catalogue_with((NAME, NAME + ASKED))
    before = Account(replace(office, catalogue=asked), moment).begins()
    assert isinstance(before.saves("identite", {**WHO, "mail": (OTHER,)}), GoOn)
    now = Account(office, moment).case
    assert mail_of(now) == ADDRESS
    told = to_tell(now.draft, now.progress)
    assert not any(line.startswith("Nouvelle question") for line in told)


def test_one_that_is_new_is_not_told(office: Office, moment: Moment) -> None:
    plain = catalogue_with()
    assert isinstance(Account(replace(office, catalogue=plain), moment).begins().saves("identite", WHO), GoOn)
    now = Account(office, moment).case
    assert to_tell(now.draft, now.progress) == ()
    assert now.step_at("foyer") is not None
    assert save_case(now, now.draft, moment).draft.provided == {"compte": ADDRESS}
