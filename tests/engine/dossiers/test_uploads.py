"""Files joined, named and taken away; a dossier erased."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.dossiers.cases import Case, Moment, Office
from engine.dossiers.deposit import deposit
from engine.dossiers.files import Refusal
from engine.dossiers.removals import unasked_files
from engine.dossiers.steps import missing_files
from engine.dossiers.uploads import (
    ReceivedUpload,
    RefusedUpload,
    abandon,
    accepting,
    attach,
    drop_uploads,
    erase_drafts,
    name_items,
    remove_upload,
)
from engine.problems import AnswerProblem
from engine.spec import Step
from engine.store import AlreadyDeposited, UnknownDossier
from tests.engine.dossiers.verbs import HOME, OWNER, WHO, Life


@pytest.fixture
def life(office: Office, moment: Moment) -> Life:
    life = Life(office, moment).begins("complet")
    life.saves("identite", WHO)
    life.saves("famille", HOME)
    return life


def joins(life: Life, *controls: str, digest: str = "") -> tuple[Case, tuple[AnswerProblem, ...]]:
    case = life.case
    received = []
    for control in controls:
        blob = f"{len(life.office.stores.files.names()):032x}"
        life.office.stores.files.write(blob, [b"x"])
        received.append(ReceivedUpload(control, f"{control}.pdf", "application/pdf", 1, digest or blob * 2, blob))
    ids = iter(f"{upload.blob}" for upload in received)
    return attach(case, pieces(case), received, new_id=lambda: next(ids), moment=life.moment)


def pieces(case: Case) -> Step:
    return next(step for step in case.procedure.steps if step.content == "justificatifs")


def test_controls_that_take_files(life: Life) -> None:
    assert set(accepting(life.case)) == {"papiers", "attestation", "parents.mere", "parents.pere"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((), ("parents.mere", "Joignez un document pour « Papiers des parents ».")),
        (("parents.mere",), ("parents.pere", "Pour « Papiers des parents », il manque : « Du père ».")),
        (("parents.pere",), ("parents.mere", "Pour « Papiers des parents », il manque : « De la mère ».")),
        (("parents.pere", "parents.mere"), None),
    ],
)
def test_what_is_missing_of_documents_asked_apart(
    life: Life, given: tuple[str, ...], said: tuple[str, str] | None
) -> None:
    case, _ = joins(life, *given)
    state = next(s for s in case.progress.requests if s.justificatif.id == "parents")
    mandatory = replace(state, justificatif=replace(state.justificatif, required=True))
    problems = missing_files((mandatory,), pieces(case), case)
    assert [(p.field, p.message) for p in problems] == ([] if said is None else [said])


def test_each_file_stands_alone(life: Life) -> None:
    case, problems = joins(life, "papiers", "inconnu", "attestation")
    assert [file.control for file in case.files] == ["papiers", "attestation"]
    assert [p.field for p in problems] == ["inconnu"]
    assert len(life.office.stores.files.names()) == 2, "the bytes of the refused one are gone"


def test_refusals_of_one_control_are_said_together(life: Life) -> None:
    case = life.case
    refused = [RefusedUpload("papiers", Refusal("empty", name)) for name in ("a.pdf", "b.pdf")]
    _, problems = attach(case, pieces(case), refused, new_id=lambda: "x", moment=life.moment)
    assert len(problems) == 1
    assert problems[0].message is not None
    assert "a.pdf" in problems[0].message
    assert "b.pdf" in problems[0].message


def test_more_than_may_be_and_the_same_twice(life: Life) -> None:
    joins(life, "attestation")
    _, problems = joins(life, "attestation")
    assert "1 fichiers au plus" in str(problems[0].message)
    joins(life, "papiers", digest="d" * 64)
    _, problems = joins(life, "papiers", digest="d" * 64)
    assert "déjà joint" in str(problems[0].message)


def test_another_step_takes_none(life: Life) -> None:
    case = life.case
    life.office.stores.files.write("a" * 32, [b"x"])
    file = ReceivedUpload("papiers", "a.pdf", "application/pdf", 1, "d" * 64, "a" * 32)
    case, problems = attach(case, case.procedure.steps[1], [file], new_id=lambda: "u", moment=life.moment)
    assert (case.files, len(problems)) == ((), 1)
    assert life.office.stores.files.names() == frozenset()


def test_which_document_a_file_is(life: Life) -> None:
    case, _ = joins(life, "papiers")
    (file,) = case.files
    key = f"piece.{file.id}"
    assert name_items(case, {key: ("carte",)}).files[0].item == "carte"
    assert name_items(life.case, {key: ("inconnu",)}).files[0].item == "carte"
    assert name_items(life.case, {}).files[0].item == "carte"
    assert name_items(life.case, {key: ("",)}).files[0].item == ""


def test_taken_away(life: Life) -> None:
    case, _ = joins(life, "papiers", "attestation")
    first, second = case.files
    left, control = remove_upload(case, first.id)
    assert (control, [f.id for f in left.files]) == ("papiers", [second.id])
    assert remove_upload(left, first.id)[1] == ""
    assert drop_uploads(left, left.files).files == ()
    assert life.office.stores.files.names() == frozenset()


def test_files_of_what_is_not_asked_any_more(life: Life) -> None:
    joins(life, "papiers", "attestation")
    life.answers("2", {"cas": ("simple",)}, confirmed=True)
    case = life.case
    assert [file.control for file in unasked_files(case, case.progress)] == ["attestation"]


def test_abandoned_nothing_is_left(life: Life) -> None:
    case, _ = joins(life, "papiers")
    abandon(case)
    abandon(case)
    with pytest.raises(UnknownDossier):
        _ = life.case
    assert life.office.stores.files.names() == frozenset()
    assert life.office.stores.uploads.blobs() == frozenset()


def test_a_deposit_is_not_abandoned(office: Office, moment: Moment) -> None:
    life = Life(office, moment, "another").reaches_deposit()
    deposit(life.case, version=life.version, moment=moment)
    with pytest.raises(AlreadyDeposited):
        abandon(life.case)
    assert life.case.files


def test_drafts_long_untouched_are_erased_and_deposits_stay(office: Office, moment: Moment) -> None:
    kept = Life(office, moment, "kept").reaches_deposit()
    deposit(kept.case, version=kept.version, moment=moment)
    draft = Life(office, moment, "draft").begins("complet")
    draft.saves("identite", WHO)
    draft.saves("famille", HOME)
    joins(draft, "papiers", "attestation")
    erase_drafts(office, moment.at)
    assert len(draft.case.files) == 2, "it was changed since"
    erase_drafts(office, "9999")
    assert [dossier.id for dossier in office.stores.dossiers.of_owner(OWNER)] == ["kept"]
    assert office.stores.files.names() == office.stores.uploads.blobs() == {file.blob for file in kept.case.uploads}
