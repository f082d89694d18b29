"""Forms that came too late: kept sealed for their account, put back where they were typed at its next sign-in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.accounts.access import Actor, authorise
from engine.dossiers import steps
from engine.dossiers.cases import Case, Moment, case_of
from engine.dossiers.outcomes import GoOn
from engine.dossiers.places import may_see
from engine.dossiers.questions import answer_question, question_at
from engine.store import StoreError
from engine.store.people import StoredAccount, StoredPost

from .pages import OWN_PAGES, address_of
from .site import Site

_ADDRESS = re.compile(r"^/d/([A-Za-z0-9_-]+)/([a-z0-9-]+)(?:/([0-9]{1,4}))?$")


def keep_form(site: Site, account: str, path: str, form: Mapping[str, tuple[str, ...]], moment: Moment) -> None:
    """Keeps what was typed on the page at `path`, in place of any form kept before."""
    content = json.dumps([path, {name: list(values) for name, values in form.items()}]).encode()
    sealed = site.office.sealer.seal(content, _context(account))
    site.office.stores.posts.keep(StoredPost(account, moment.at, sealed))


@dataclass(frozen=True, slots=True)
class PutBack:
    """Where what was typed is to be seen. It is `pending` when nothing of it was done yet."""

    address: str
    pending: bool


def can_be_put_back(path: str) -> bool:
    """Whether a post to this address holds answers: others, a deletion for one, are not done afterwards."""
    found = _ADDRESS.match(path)
    return found is not None and (found[3] is not None or found[2] not in OWN_PAGES)


def restore_form(site: Site, account: StoredAccount, moment: Moment) -> PutBack | None:
    """Puts the form kept for an account back where it was typed.

    What was typed in a step is there again, not saved yet; the answer to a question of the situation is given, unless
    it would take something away: then the question is asked again. None when there is no form, or its page is no more,
    or waits for the recovery code: the form is then kept.
    """
    kept = site.office.stores.posts.take(account.id)
    if kept is None:
        return None
    path, typed = json.loads(site.office.sealer.open(kept.content, _context(account.id)))
    form = {name: tuple(values) for name, values in typed.items()}
    found = _ADDRESS.match(path)
    if found is None:
        return None
    try:
        stored = site.office.stores.dossiers.load(found[1])
        verdict = authorise(Actor(account.id, closed_before=account.closed_before), "change_dossier", stored)
        if verdict == "give_code":
            site.office.stores.posts.keep(kept)
        if verdict != "yes":
            return None
        case = case_of(site.office, stored, moment.day)
        if found[3]:
            return _answered(case, found[3], form, path, moment)
        return PutBack(path, pending=True) if _put_back(case, found[2], form, moment) else None
    except (StoreError, LookupError):
        return None


def _put_back(case: Case, slug: str, form: Mapping[str, tuple[str, ...]], moment: Moment) -> bool:
    step = case.step_at(slug)
    if step is None or case.deposited:
        return False
    if step.content not in ("form", "deposit", "justificatifs"):
        return False
    if may_see(case, step):
        steps.keep_typed(case, step, form, version=case.stored.version, moment=moment)
        return True
    steps.set_aside(case, step, form, version=case.stored.version, moment=moment)
    return True


def _answered(
    case: Case, number: str, form: Mapping[str, tuple[str, ...]], path: str, moment: Moment
) -> PutBack | None:
    question = question_at(case, number)
    if question is None or case.deposited:
        return None
    outcome = answer_question(case, question, form, version=case.stored.version, moment=moment)
    if isinstance(outcome, GoOn):
        return PutBack(address_of(outcome.place, outcome.case), pending=False)
    return PutBack(path, pending=True)


def _context(account: str) -> str:
    """What a kept form is bound to when it is sealed."""
    return f"kept-form:{account}"
