"""The deposit: everything validated again from what is stored, frozen, numbered; the same deposit twice is one."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ..problems import AnswerProblem
from ..spec import Deposit, Service
from ..store import Frozen, StaleVersion, StoredDeposit
from ..store.people import Letter
from ..values import Address, AnswerMap
from ..views.state import Filler, PageState
from .cases import Case, Moment, UnknownRevision, case_of, deposit_context, dossier_context, plain_of, rechecked
from .codec import Draft, Plain, encode
from .questions import plain_answer
from .removals import unasked_files
from .seen import seen_of
from .uploads import drop_uploads

SNAPSHOT_FORMAT = 1
_OVERSEAS = ("97", "98")


@dataclass(frozen=True, slots=True)
class Deposited:
    """The dossier as deposited, now or before."""

    case: Case


@dataclass(frozen=True, slots=True)
class NotDeposited:
    """What still stands in the way. `stale` when someone saved the dossier since the page was sent.

    `changed` when what is asked has changed since, which that page did not say.
    """

    case: Case
    problems: tuple[AnswerProblem, ...]
    reason: Literal["incomplete", "pending", "redirected", "stale", "changed"]


def deposit(case: Case, *, version: int, moment: Moment, to: str = "") -> Deposited | NotDeposited:
    """Deposits a dossier, or says why not. One already deposited is given back as it is.

    Only what counts is kept: hidden answers, those of branches not taken and files no longer asked are left out.
    The acknowledgement to the address `to` is kept with the deposit, in one transaction: both are, or neither is.
    Raises `StoreFull`: nothing then has changed.
    """
    if case.deposited:
        return Deposited(case)
    case = rechecked(case)
    progress = case.progress
    if version != case.stored.version:
        return NotDeposited(case, (), "stale")
    if progress.status == "redirected":
        return NotDeposited(case, (), "redirected")
    if case.untold:
        return NotDeposited(case, (), "changed")
    if any(step.id in case.draft.pending for step in case.procedure.steps):
        return NotDeposited(case, (), "pending")
    if progress.status != "complete":
        return NotDeposited(case, progress.problems, "incomplete")
    case = drop_uploads(case, unasked_files(case, progress))
    if case.progress.status != "complete":
        return NotDeposited(case, case.progress.problems, "incomplete")
    service = service_of(case.procedure.deposit, case.progress.relevant)
    draft = Draft(answers=relevant_plain(case), seen=seen_of(case.progress))
    sealed = case.office.sealer.seal(encode(draft), dossier_context(case.stored.id))
    procedure = case.procedure
    try:
        stored = case.office.stores.dossiers.deposit(
            replace(case.stored, content=sealed, revision=procedure.revision, updated=moment.at),
            expected=version,
            site=service.site,
            sources=procedure.sources,
            freeze=lambda counter: _frozen(case, service, counter, moment, to),
        )
    except StaleVersion:
        return NotDeposited(case, (), "stale")
    return Deposited(case_of(case.office, stored, moment.day))


def service_of(rules: Deposit, answers: AnswerMap) -> Service:
    """The service that will get the dossier: that of the département of the address the procedure names."""
    value = answers.get(rules.territory) if rules.territory is not None else None
    code = departement(value) if isinstance(value, Address) else ""
    return rules.services.get(code, rules.default_service)


def departement(address: Address) -> str:
    """The département of a French address, empty when it can't be told.

    By commune first, since postcodes cross borders. A Corsican postcode says no more than 2A or 2B by its third digit.
    """
    code = address.insee or address.postcode
    if len(code) != 5:
        return ""
    if code[:2] in _OVERSEAS:
        return code[:3]
    if not address.insee and code.startswith("20"):
        return "2A" if code[2] in "01" else "2B"
    return code[:2]


def number_of(rules: Deposit, *, site: str, moment: Moment, counter: int) -> str:
    """The dossier's number, its parts in the order and widths the procedure says.

    Raises `ValueError` when the counter or the site passes its width: a number is never cut.
    """
    values = {"site": site, "date": moment.day.strftime("%Y%m%d"), "counter": str(counter)}
    parts = [values[part].zfill(width) for part, width in rules.number]
    if any(len(part) != width for part, (_, width) in zip(parts, rules.number, strict=True)):
        raise ValueError("a part of the number is wider than the procedure says")
    return "".join(parts)


def relevant_plain(case: Case) -> dict[str, Plain]:
    """The stored answers that count: those of the path taken, and of visible fields."""
    fields = case.procedure.fields
    taken = {t.question.id: plain_answer(t.question, t.answer) for t in case.progress.situation.taken}
    asked = {name: plain_of(fields[name], value) for name, value in case.progress.relevant.items() if name in fields}
    return {**taken, **asked}


def _frozen(case: Case, service: Service, counter: int, moment: Moment, to: str) -> Frozen:
    """The deposit with its number, and the letter that tells of it."""
    kept = _kept(case, service, counter, moment)
    told = {"numero": kept.number, "service": service.name, "date_depot": said_day(moment.day)}
    letter = _letter(case, told, to, moment) if to else None
    return Frozen(kept, (letter,) if letter is not None else ())


def _letter(case: Case, told: Mapping[str, str], to: str, moment: Moment) -> Letter | None:
    """The acknowledgement; None where the procedure has none, or nobody is written to."""
    mail, letters = case.procedure.mails.get("deposit"), case.office.correspondence
    if mail is None or letters is None:
        return None
    filler = Filler(case.progress, case.procedure, PageState(built_in=told))
    values = {name: filler.value(name) for name in mail.names}
    return letters.letter(mail, values, to=to, account=case.stored.owner, at=moment.at, dossier=case.stored.id)


def _kept(case: Case, service: Service, counter: int, moment: Moment) -> StoredDeposit:
    number = number_of(case.procedure.deposit, site=service.site, moment=moment, counter=counter)
    motif = case.progress.motif
    snapshot: dict[str, object] = {
        "format": SNAPSHOT_FORMAT,
        "number": number,
        "day": moment.day.isoformat(),
        "procedure": case.procedure.id,
        "revision": case.procedure.revision,
        "motif": motif.id if motif is not None else None,
        "service": {"name": service.name, "site": service.site},
        "situation": list(case.progress.situation.recap),
        "answers": relevant_plain(case),
        "requests": [state.justificatif.id for state in case.progress.requests if state.certain],
        "files": [
            {"id": u.id, "request": u.request, "item": u.item, "size": u.size, "type": u.media_type, "sha256": u.digest}
            for u in case.uploads
        ],
    }
    plain = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    sealed = case.office.sealer.seal(plain, deposit_context(case.stored.id))
    return StoredDeposit(number, moment.day.isoformat(), moment.at, case.procedure.revision, sealed)


def snapshot_of(case: Case) -> Mapping[str, object]:
    """What was frozen at the deposit. Raises `UnknownRevision` for a dossier that is not deposited."""
    if case.stored.deposit is None:
        raise UnknownRevision("not deposited")
    opened = case.office.sealer.open(case.stored.deposit.snapshot, deposit_context(case.stored.id))
    found: Mapping[str, object] = json.loads(opened)
    return found


def built_in(case: Case) -> dict[str, str]:
    """What the texts of a deposited dossier may cite: its number, its service, its day."""
    if case.stored.deposit is None:
        return {}
    service = snapshot_of(case)["service"]
    name = service.get("name", "") if isinstance(service, dict) else ""
    return {"numero": case.stored.deposit.number, "service": str(name), "date_depot": said_day(case.day)}


def said_day(day: dt.date) -> str:
    """A day as the texts of a deposit say it."""
    return day.strftime("%d/%m/%Y")
