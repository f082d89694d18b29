"""Forms that came too late: kept sealed for their account, put back where they were typed at its next sign-in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from engine.dossiers import steps
from engine.dossiers.cases import Case, Moment, open_case
from engine.dossiers.outcomes import GoOn
from engine.dossiers.places import may_see
from engine.dossiers.questions import answer_question, question_at
from engine.store import StoreError
from engine.store.people import StoredPost

from .pages import address_of
from .site import Site

_ADDRESS = re.compile(r"^/d/([A-Za-z0-9_-]+)/([a-z0-9-]+)(?:/([0-9]{1,4}))?$")


def keep_form(site: Site, account: str, path: str, form: Mapping[str, tuple[str, ...]], moment: Moment) -> None:
    """Keeps what was typed on the page at `path`, in place of any form kept before."""
    content = json.dumps([path, {name: list(values) for name, values in form.items()}]).encode()
    sealed = site.office.sealer.seal(content, _context(account))
    site.office.stores.posts.keep(StoredPost(account, moment.at, sealed))


def restore_form(site: Site, account: str, moment: Moment) -> str:
    """Puts the form kept for an account back where it was typed; gives the address where it is to be seen.

    What was typed in a step is there again, not saved yet; the answer to a question of the situation is given, unless
    it would take something away: then the question is asked again. Empty when there is no form, or its page is no more.
    """
    kept = site.office.stores.posts.take(account)
    if kept is None:
        return ""
    path, typed = json.loads(site.office.sealer.open(kept.content, _context(account)))
    form = {name: tuple(values) for name, values in typed.items()}
    found = _ADDRESS.match(path)
    if found is None:
        return ""
    try:
        case = open_case(site.office, found[1], account, moment.day)
        if found[3]:
            return _answered(case, found[3], form, path, moment)
        return path if _put_back(case, found[2], form, moment) else ""
    except (StoreError, LookupError):
        return ""


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


def _answered(case: Case, number: str, form: Mapping[str, tuple[str, ...]], path: str, moment: Moment) -> str:
    question = question_at(case, number)
    if question is None or case.deposited:
        return ""
    outcome = answer_question(case, question, form, version=case.stored.version, moment=moment)
    return address_of(outcome.place, outcome.case) if isinstance(outcome, GoOn) else path


def _context(account: str) -> str:
    """What a kept form is bound to when it is sealed."""
    return f"kept-form:{account}"
