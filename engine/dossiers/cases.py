"""A dossier opened: what is stored, read with the spec in force and replayed. All of this package starts here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, cast

from ..answers import read_answers
from ..build import load_sources
from ..kinds import to_plain
from ..kinds.restoring import Unrestorable, restored
from ..mails import Correspondence
from ..problems import by_field
from ..progress import Faults, Progress
from ..run import run, run_from
from ..situation import SituationPath, date_field, walk
from ..spec import Catalogue, Field, Procedure, Step
from ..store import Sealer, StoredDossier, StoredUpload, Stores, UnknownDossier
from ..values import AnswerMap, Value
from ..views import GivenFile
from .codec import Draft, Plain, decode, encode
from .seen import CARRIED, reworded, seen_of, stamp_of, to_tell, without

EMPTY_ANSWERS: Final = frozenset({"A001", "A012"})
"""Problems that only say that nothing is there yet."""


class UnknownRevision(LookupError):
    """A deposited dossier names a revision whose sources are not kept, or no longer build."""


class Archive:
    """The catalogues of past revisions, rebuilt from the sources that deposits keep. Holds the last few."""

    def __init__(self, sources: Callable[[str], Mapping[str, bytes] | None], keep: int = 8) -> None:
        self._sources, self._keep = sources, keep
        self._built: dict[str, Catalogue] = {}

    def catalogue(self, revision: str) -> Catalogue:
        """The catalogue as it was. Raises `UnknownRevision`."""
        found = self._built.get(revision)
        if found is None:
            sources = self._sources(revision)
            loaded = load_sources(sources, whole=False) if sources is not None else None
            if loaded is None or not loaded.usable:
                raise UnknownRevision(revision)
            found = loaded.catalogue
            while len(self._built) >= self._keep:
                self._built.pop(next(iter(self._built)))
            self._built[revision] = found
        return found


@dataclass(frozen=True, slots=True)
class Office:
    """What the life of dossiers needs: where they are kept, what seals them, the specs in force.

    `correspondence` is how people are written to; without it, nobody is.
    """

    stores: Stores
    sealer: Sealer
    catalogue: Catalogue
    correspondence: Correspondence | None = None
    archive: Archive = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "archive", Archive(self.stores.revisions.sources))


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is done: the day in Paris, and the instant, which knows its time zone."""

    day: dt.date
    instant: dt.datetime

    @property
    def at(self) -> str:
        """The instant as UTC ISO 8601."""
        return self.instant.astimezone(dt.UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True)
class Case:
    """One dossier, open.

    `answers` are the stored ones that could be read, hidden ones included; `faults` the problems of the others. For a
    deposited dossier, `catalogue`, answers and day are those of the deposit.

    `untold` is what has changed and the page posted did not say, `unread` the commitments it had in other words: see
    `posted_from`.
    """

    office: Office
    catalogue: Catalogue
    stored: StoredDossier
    draft: Draft
    answers: AnswerMap
    faults: Faults
    uploads: tuple[StoredUpload, ...]
    files: tuple[GivenFile, ...]
    progress: Progress
    untold: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()

    @property
    def day(self) -> dt.date:
        """The day it is evaluated at."""
        return self.progress.today

    @property
    def deposited(self) -> bool:
        """Whether it can no longer be changed."""
        return self.stored.status == "deposited"

    @property
    def procedure(self) -> Procedure:
        """The procedure the situation led to. Raises `LookupError` while it has not."""
        if self.progress.procedure is None:
            raise LookupError("the situation leads to no procedure yet")
        return self.progress.procedure

    @property
    def counts(self) -> dict[str, int]:
        """Files given by upload control."""
        return counts_of(self.files)

    def step_at(self, slug: str) -> Step | None:
        """The step at a place of the address, or None."""
        steps = self.progress.procedure.steps if self.progress.procedure is not None else ()
        return next((step for step in steps if step.slug == slug), None)

    def replay(self, answers: AnswerMap, faults: Faults | None = None) -> Progress:
        """Where the case would stand with other answers, the same day and with the same files."""
        return run(self.catalogue, answers, self.day, faults=faults, uploads=self.counts)


def counts_of(files: tuple[GivenFile, ...]) -> dict[str, int]:
    """Files by upload control."""
    counts: dict[str, int] = {}
    for file in files:
        counts[file.control] = counts.get(file.control, 0) + 1
    return counts


def dossier_context(dossier: str) -> str:
    """What the content of a dossier is bound to when it is sealed."""
    return f"dossier:{dossier}"


def deposit_context(dossier: str) -> str:
    """What the snapshot of a deposit is bound to."""
    return f"deposit:{dossier}"


def name_context(upload: str) -> str:
    """What the name of a file is bound to."""
    return f"upload-name:{upload}"


def open_case(office: Office, dossier: str, owner: str, day: dt.date) -> Case:
    """Opens a dossier of `owner`, to be evaluated on `day`.

    Raises `UnknownDossier` when there is none, or it is someone else's: the two can't be told apart.
    """
    stored = office.stores.dossiers.load(dossier)
    if stored.owner != owner:
        raise UnknownDossier(dossier)
    return case_of(office, stored, day)


def case_of(office: Office, stored: StoredDossier, day: dt.date) -> Case:
    """Opens a dossier already loaded."""
    draft = decode(office.sealer.open(stored.content, dossier_context(stored.id)))
    catalogue = office.catalogue
    if stored.deposit is not None:
        catalogue = office.archive.catalogue(stored.deposit.revision)
        day = dt.date.fromisoformat(stored.deposit.day)
    uploads = office.stores.uploads.of_dossier(stored.id) if stored.files else ()
    files = tuple(_given(office.sealer, upload) for upload in uploads)
    answers, faults, path = typed_answers(catalogue, draft, day, checked=stored.revision)
    found = catalogue.procedures.get(path.procedure or "")
    if stored.deposit is None and found is not None and (again := reworded(draft, found)):
        # A commitment holds for the words it was made under, whatever is saved next.
        draft = without(draft, again)
        answers = {name: value for name, value in answers.items() if name not in again}
        faults = {name: problems for name, problems in faults.items() if name not in again}
    progress = run_from(catalogue, path, answers, day, faults=faults, uploads=counts_of(files))
    return Case(office, catalogue, stored, draft, answers, faults, uploads, files, progress)


def with_files(case: Case) -> Case:
    """The case with its files as they are now; the rest as it was opened, so that a save in between is still seen."""
    uploads = case.office.stores.uploads.of_dossier(case.stored.id)
    opened = case_of(case.office, replace(case.stored, files=len(uploads)), case.day)
    return replace(opened, untold=case.untold, unread=case.unread)


def posted_from(case: Case, stamp: str) -> Case:
    """The case as a post changes it, from a page that showed the state of `stamp`.

    A page made before a change of the procedure, or another day, has not said what changed: a save carries it to the
    next page, and nothing is deposited before.
    """
    procedure = case.progress.procedure
    if case.deposited or procedure is None or stamp == stamp_of(case.progress):
        return case
    return replace(case, untold=to_tell(case.draft, case.progress), unread=reworded(case.draft, procedure))


def save_case(case: Case, draft: Draft, moment: Moment) -> Case:
    """Keeps a draft in place of the one that was opened; the case as it is then.

    Raises what `DossierStore.save` does: `StaleVersion` when someone saved it in between.
    """
    answers, faults, _ = typed_answers(case.catalogue, draft, case.day, checked=case.stored.revision)
    progress = case.replay(answers, faults)
    notices: dict[str, Plain] = {name: said for name, said in draft.notices.items() if name != CARRIED}
    if case.untold:
        notices[CARRIED] = case.untold
    draft = replace(draft, seen=seen_of(progress), notices=notices)
    sealed = case.office.sealer.seal(encode(draft), dossier_context(case.stored.id))
    # What could not be read under this revision is to be read again, so that it is said again.
    revision = progress.procedure.revision if progress.procedure is not None and not faults else ""
    wanted = replace(case.stored, content=sealed, revision=revision, updated=moment.at)
    stored = case.office.stores.dossiers.save(wanted, expected=case.stored.version)
    return replace(case, stored=stored, draft=draft, answers=answers, faults=faults, progress=progress)


def rechecked(case: Case) -> Case:
    """The same case, every answer read and validated again as if it were new."""
    answers, faults, _ = typed_answers(case.catalogue, case.draft, case.day)
    return replace(case, answers=answers, faults=faults, progress=case.replay(answers, faults))


def typed_answers(
    catalogue: Catalogue, draft: Draft, day: dt.date, *, checked: str = ""
) -> tuple[AnswerMap, Faults, SituationPath]:
    """The answers of a draft read with the spec in force, those of the tree first since they say which procedure it is.

    Gives them, the problems of those that could not be read, and the walk through the tree.

    `checked` is the revision under which they were all read without a fault: under the same one they are not validated
    again. Keys that no field has any more are left out: they stay stored, and mean nothing. Fields that nobody is asked
    have what the draft was provided with, whatever is stored of them; left empty where there is neither.
    """
    plain = draft.answers
    situation = _situation_answers(catalogue, plain)
    path = walk(catalogue.portal, situation, day) if catalogue.portal is not None else SituationPath()
    found = catalogue.procedures.get(path.procedure or "")
    fields = found.fields if found is not None else {}
    if found is not None and found.revision == checked:
        try:
            given = restored(found, plain)
        except Unrestorable:
            pass
        else:
            return {**situation, **given, **_taken(found, draft)}, {}, path
    taken = _taken(found, draft) if found is not None else {}
    unread = {name: value for name, value in plain.items() if name not in situation and name not in taken}
    answers, problems, _ = read_answers(fields, unread)
    real = tuple(p for p in problems if p.part or p.code not in EMPTY_ANSWERS)
    return {**situation, **answers, **taken}, by_field(real), path


def _taken(procedure: Procedure, draft: Draft) -> AnswerMap:
    """The answers to fields that nobody is asked. What is stored of one stands where nothing was provided: it was
    frozen by a deposit, or answered when the field was still asked."""
    found = {name: draft.provided.get(origin, draft.answers.get(name)) for name, origin in procedure.taken.items()}
    return {name: given if isinstance(given, str) and given else None for name, given in found.items()}


def _situation_answers(catalogue: Catalogue, plain: Mapping[str, Plain]) -> dict[str, Value | None]:
    questions = catalogue.portal.questions if catalogue.portal is not None else {}
    found: dict[str, Value | None] = {}
    for name in [n for n in questions if n in plain]:
        question, value = questions[name], plain[name]
        if question.is_date:
            read, _, _ = read_answers({name: date_field(question)}, {name: value})
            found |= read
        elif isinstance(value, str):
            found[name] = value
    return found


def plain_of(asked: Field, value: Value | None) -> Plain:
    """An answer as it is stored."""
    return cast(Plain, to_plain(asked, value))


def _given(sealer: Sealer, upload: StoredUpload) -> GivenFile:
    name = sealer.open(upload.name, name_context(upload.id)).decode()
    return GivenFile(upload.id, upload.request, name, upload.size, upload.item)
