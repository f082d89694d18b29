"""Files joined to a request, named, and taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from ..justificatifs import RequestState, control_keys, leaves
from ..kinds import Form
from ..problems import AnswerProblem
from ..spec import Step
from ..store import AlreadyDeposited, DuplicateFile, StoredUpload, StoreFull, TooManyFiles
from ..views import GivenFile
from .cases import Case, Moment, Office, name_context, with_files
from .files import Refusal, sentence_of

REFUSED_FILE = "F001"
ITEM_KEY = "piece."
"""Prefix of the control that says which document a file is."""


@dataclass(frozen=True, slots=True)
class ReceivedUpload:
    """One file received, opened and found to be what it says; its bytes are already in the store, sealed.

    `control` is the upload control it came from, `name` its display name, `blob` where its bytes are.
    """

    control: str
    name: str
    media_type: str
    size: int
    digest: str
    blob: str


@dataclass(frozen=True, slots=True)
class RefusedUpload:
    """One file not taken, and the control it came from."""

    control: str
    refusal: Refusal


def accepting(case: Case) -> dict[str, RequestState]:
    """The requests that take files now, by upload control."""
    return {control: state for state in case.progress.requests for control in control_keys(state)}


def attach(
    case: Case,
    step: Step,
    received: Iterable[ReceivedUpload | RefusedUpload],
    *,
    new_id: Callable[[], str],
    moment: Moment,
) -> tuple[Case, tuple[AnswerProblem, ...]]:
    """Joins files to the requests they were sent for; those that can't be are said, and their bytes erased.

    Each file stands alone: one refused takes nothing away from the others. Gives the case with the files as they are.
    """
    wanted = accepting(case) if step.content == "justificatifs" else {}
    refused: dict[str, list[Refusal]] = {}
    for file in received:
        if isinstance(file, RefusedUpload):
            refused.setdefault(file.control, []).append(file.refusal)
            continue
        refusal = _join(case, file, wanted.get(file.control), new_id(), moment)
        if refusal is not None:
            case.office.stores.files.delete(file.blob)
            refused.setdefault(file.control, []).append(refusal)
    problems = tuple(
        AnswerProblem(control, REFUSED_FILE, message=" ".join(sentence_of(r) for r in found))
        for control, found in refused.items()
    )
    return with_files(case), problems


def _join(case: Case, file: ReceivedUpload, state: RequestState | None, upload: str, moment: Moment) -> Refusal | None:
    if state is None:
        return Refusal("unknown_request", file.name)
    maximum = state.justificatif.max_files
    sealed = case.office.sealer.seal(file.name.encode(), name_context(upload))
    stored = StoredUpload(
        id=upload,
        dossier=case.stored.id,
        request=file.control,
        item="",
        name=sealed,
        media_type=file.media_type,
        size=file.size,
        digest=file.digest,
        blob=file.blob,
        at=moment.at,
    )
    try:
        case.office.stores.uploads.add(stored, maximum=maximum)
    except TooManyFiles:
        return Refusal("too_many", file.name, str(maximum))
    except DuplicateFile:
        return Refusal("duplicate", file.name)
    except StoreFull:
        return Refusal("not_kept", file.name)
    return None


def remove_upload(case: Case, upload: str) -> tuple[Case, str]:
    """Takes a file away, its bytes too; gives the control it was joined to, empty when there was no such file."""
    gone = case.office.stores.uploads.remove(case.stored.id, upload)
    if gone is None:
        return case, ""
    case.office.stores.files.delete(gone.blob)
    return with_files(case), gone.request


def name_items(case: Case, form: Form) -> Case:
    """Notes which document each file is, as the page says. What is not one of the request's documents is ignored."""
    changed = False
    wanted = accepting(case)
    for file in case.files:
        posted = form.get(f"{ITEM_KEY}{file.id}")
        state = wanted.get(file.control)
        if posted is None or state is None or posted[0] == file.item:
            continue
        if not posted[0] or posted[0] in {item.id for item in leaves(state.provision)}:
            case.office.stores.uploads.set_item(case.stored.id, file.id, posted[0])
            changed = True
    return with_files(case) if changed else case


def drop_uploads(case: Case, files: Iterable[GivenFile]) -> Case:
    """Takes away several files at once."""
    for file in files:
        gone = case.office.stores.uploads.remove(case.stored.id, file.id)
        if gone is not None:
            case.office.stores.files.delete(gone.blob)
    return with_files(case)


def abandon(case: Case) -> None:
    """Erases the dossier, its files and their bytes, at once and for good. Silent when it is already gone.

    Raises `AlreadyDeposited`.
    """
    _erase(case.office, case.stored.id)


def erase_drafts(office: Office, updated_before: str) -> None:
    """Erases every draft last changed before this instant. What is deposited stays."""
    for dossier in office.stores.dossiers.drafts(updated_before):
        with suppress(AlreadyDeposited):
            _erase(office, dossier)


def _erase(office: Office, dossier: str) -> None:
    for blob in office.stores.dossiers.delete(dossier):
        office.stores.files.delete(blob)
