"""What protects an account: its sessions, its password, its recovery code, what else opens it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.responses import RedirectResponse, Response

from engine.accounts.entering import TooSoon
from engine.accounts.keeping import (
    NotChosen,
    change_password,
    end_everywhere,
    give_code,
    make_code,
    prove_password,
    resets,
)
from engine.accounts.passwords import confirmation_fault, empty_fault
from engine.store import StaleVersion, StoredSession
from engine.store.people import StoredAccount
from renderers.html import Flash, NavLink, SecurityView
from renderers.html.account_forms import (
    NEW_PASSWORD,
    NEW_PASSWORD_AGAIN,
    PASSWORD,
    RECOVERY_CODE,
    code_offer,
    current_password,
    new_password_form,
    recovery_form,
)
from renderers.html.accounts import OwnSession

from .entering import arrival, give_session, rule_said
from .entry_forms import said_of
from .errors import GIVE_CODE
from .franceconnect import LINKED, UNLINK, is_fresh, linked_view, unlink
from .once import SAID, drop_once, give_once, read_once
from .pages import SECURITY, SEE_OTHER, SIGNED_OUT, SPACE, account_page, clock_words, tab
from .provider_cookies import keep_leaving
from .site import Site
from .source import source_of
from .space import account_of, days_of, when_of
from .visits import Visit
from .words import N_

CHANGE, FIRST_CODE = f"{SPACE}/mot-de-passe", f"{SPACE}/code-de-secours"
CHANGED = "change"
"""What the address of the security page says of a password just changed."""
NOT_THE_PASSWORD = N_("Ce n'est pas votre mot de passe actuel.")


# ── The sessions ──────────────────────────────────────────────────────────────────────────────────────────────


def security_page(visit: Visit) -> Response:
    """The sessions, the recovery code, the password, what else opens the account; and what was just done to them."""
    words = visit.site.words
    if LINKED in visit.request.query_params:
        said = words.gettext("Vous pouvez maintenant vous connecter à ce compte avec FranceConnect.")
        return _security(visit, flash=(Flash(said),) if _is_linked(visit) else ())
    told = read_once(visit)
    if told is None and CHANGED in visit.request.query_params:
        said = words.gettext("Votre mot de passe est changé. Vos autres sessions sont terminées.")
        return _security(visit, flash=(Flash(said),))
    if told is None:
        return _security(visit)
    if told.kind == "code":
        response = _security(visit, code=tuple(told.text.split("-")))
    else:
        response = _security(visit, flash=(Flash(words.gettext(SAID[told.kind])),))
    drop_once(visit, response)
    return response


def _is_linked(visit: Visit) -> bool:
    view = linked_view(visit, account_of(visit))
    return view is not None and view.linked


def _security(visit: Visit, *, flash: tuple[Flash, ...] = (), code: tuple[str, ...] = ()) -> Response:
    site, words = visit.site, visit.site.words
    account = account_of(visit)
    here = visit.session.token_hash
    view = SecurityView(
        neutral_title=tab(site, words.gettext("Sécurité")),
        sessions=tuple(
            _session(site, s, current=s.token_hash == here)
            for s in site.office.stores.sessions.of_owner(account.id)
            if site.sessions.lasts(s, visit.moment.instant)
        ),
        end_all="partout",
        new_code="code",
        code_url=FIRST_CODE if account.recovery else "",
        resets=days_of(visit, resets(account)),
        password_url=CHANGE if account.password else "",
        back_url=SPACE,
        code=code,
        franceconnect=linked_view(visit, account),
    )
    return account_page(site, visit.visitor, view, action=SECURITY, flash=flash)


def _session(site: Site, session: StoredSession, *, current: bool) -> OwnSession:
    words = site.words
    return OwnSession(
        device=session.device or words.gettext("Appareil inconnu"),
        begun=words.gettext("Commencée le %(date)s à %(time)s.", **when_of(session.created)),
        used=words.gettext("Utilisée le %(date)s à %(time)s.", **when_of(session.seen)),
        action=f"terminer:{session_id(session)}",
        current=current,
    )


def session_id(session: StoredSession) -> str:
    """What a session is called on a page: nothing of it opens anything."""
    return hashlib.sha256(b"session line:" + session.token_hash.encode()).hexdigest()[:20]


def security_post(visit: Visit) -> Response:
    """Ends one session or all of them, or makes a recovery code, shown this once."""
    site = visit.site
    verb, _, name = visit.action.partition(":")
    sessions, owner = site.office.stores.sessions, visit.session.owner
    match verb:
        case "partout":
            end_everywhere(site.registrar, owner)
            response = RedirectResponse(SIGNED_OUT, status_code=SEE_OTHER)
            site.sessions.end(visit.request, response)
            keep_leaving(visit, response)
            return response
        case "code":
            return _new_code(visit)
        case action if action == UNLINK:
            return _unlinked(visit)
        case "terminer":
            for session in sessions.of_owner(owner):
                if session_id(session) == name and session.token_hash != visit.session.token_hash:
                    sessions.delete(session.token_hash)
            return give_once(visit, RedirectResponse(SECURITY, status_code=SEE_OTHER), "device")
    return RedirectResponse(SECURITY, status_code=SEE_OTHER)


def _unlinked(visit: Visit) -> Response:
    """Not while something is closed: who reads the mailbox would shut her out of what they can't enter by."""
    if visit.session.closed_before:
        return RedirectResponse(GIVE_CODE, status_code=SEE_OTHER)
    if unlink(visit, account_of(visit)):
        return give_once(visit, RedirectResponse(SECURITY, status_code=SEE_OTHER), "unlinked")
    said = visit.site.words.gettext(
        "FranceConnect est la seule façon d'ouvrir ce compte, qui n'a pas de mot de passe\u00a0: il reste relié."
    )
    return _security(visit, flash=(Flash(said, "warning"),))


def _new_code(visit: Visit) -> Response:
    """Not while something is closed: who reads the mailbox would make the code that opens it."""
    if visit.session.closed_before:
        return RedirectResponse(GIVE_CODE, status_code=SEE_OTHER)
    account = account_of(visit)
    if account.recovery:  # whoever finds the session open must not replace the code that is on a paper
        return RedirectResponse(FIRST_CODE, status_code=SEE_OTHER)
    return _code_made(visit, account)


def _code_made(visit: Visit, account: StoredAccount) -> Response:
    try:
        _, code = make_code(visit.site.registrar, account)
    except StaleVersion:
        return RedirectResponse(SECURITY, status_code=SEE_OTHER)
    # By a redirection: the page that shows it can be read again without making another one.
    return give_once(visit, RedirectResponse(SECURITY, status_code=SEE_OTHER), "code", code)


@dataclass(frozen=True, slots=True)
class _Unproved:
    """Why somebody does not pass for the holder: what is said of the password typed, under which status."""

    said: str
    status: int


def _unproved(visit: Visit, account: StoredAccount) -> _Unproved | None:
    """Why who is signed in does not pass for the holder; None when the password typed is the account's."""
    site, typed = visit.site, visit.posted(PASSWORD)
    if empty := said_of(site, PASSWORD, empty_fault(typed)):
        return _Unproved(empty, 422)
    match prove_password(site.registrar, account, typed, source_of(visit.request, site.settings), visit.moment):
        case TooSoon(until=until):
            return _Unproved(too_soon(visit, until), 429)
        case None:
            return _Unproved(site.words.gettext(NOT_THE_PASSWORD), 422)
        case StoredAccount():
            return None


def change_page(visit: Visit) -> Response:
    """Changing one's password."""
    return _change(visit, {}, 200)


def change_post(visit: Visit) -> Response:
    """Takes the new password once the old one is given: every other session ends."""
    site, account = visit.site, account_of(visit)
    new, again = visit.posted(NEW_PASSWORD), visit.posted(NEW_PASSWORD_AGAIN)
    if fault := said_of(site, NEW_PASSWORD, empty_fault(new)):
        return _change(visit, {NEW_PASSWORD: fault}, 422)
    if wrong := _unproved(visit, account):
        return _change(visit, {PASSWORD: wrong.said}, wrong.status)
    if fault := said_of(site, NEW_PASSWORD_AGAIN, confirmation_fault(new, again)):
        return _change(visit, {NEW_PASSWORD_AGAIN: fault}, 422)
    try:
        changed = change_password(site.registrar, account, new)
    except StaleVersion:
        return RedirectResponse(CHANGE, status_code=SEE_OTHER)
    if isinstance(changed, NotChosen):
        return _change(visit, {NEW_PASSWORD: said_of(site, NEW_PASSWORD, *changed.faults)}, 422)
    response = RedirectResponse(f"{SECURITY}?{CHANGED}=oui", SEE_OTHER)
    return give_session(visit, changed, response, shared=visit.session.shared)


def _change(visit: Visit, errors: Mapping[str, str], status: int) -> Response:
    site, words = visit.site, visit.site.words
    title = tab(site, words.gettext("Mot de passe"))
    view = new_password_form(words.gettext, title, rule_said(site), errors, chosen=True)
    asked = current_password(words.gettext, errors)
    view = replace(
        view,
        title=words.gettext("Changer mon mot de passe"),
        paragraphs=(*view.paragraphs, words.gettext("Vos autres sessions se termineront.")),
        fields=(asked, *view.fields),
        links=(NavLink(words.gettext("Sécurité de mon compte"), SECURITY),),
    )
    return account_page(site, visit.visitor, view, action=CHANGE, status=status)


# ── The recovery code ─────────────────────────────────────────────────────────────────────────────────────────


def first_code_page(visit: Visit) -> Response:
    """Offers a recovery code, or a new one for whom the account is."""
    if visit.session.closed_before:
        return RedirectResponse(GIVE_CODE, status_code=SEE_OTHER)
    return _first_code(visit, account_of(visit), {}, 200)


def first_code_post(visit: Visit) -> Response:
    """Makes the code, shown this once. One that is there is replaced by who knows the password."""
    if visit.session.closed_before:
        return RedirectResponse(GIVE_CODE, status_code=SEE_OTHER)
    account = account_of(visit)
    if account.recovery and not account.password and not is_fresh(visit):
        return RedirectResponse(FIRST_CODE, status_code=SEE_OTHER)
    if account.recovery and account.password and (wrong := _unproved(visit, account)):
        return _first_code(visit, account, {PASSWORD: wrong.said}, wrong.status)
    return _code_made(visit, account)


def _first_code(visit: Visit, account: StoredAccount, errors: Mapping[str, str], status: int) -> Response:
    site, words = visit.site, visit.site.words
    replaces = bool(account.recovery)
    must_return = replaces and not account.password and not is_fresh(visit)
    view = code_offer(
        words.gettext,
        tab(site, words.gettext("Code")),
        SPACE,
        errors,
        replaces=replaces,
        known_by="sign_in" if must_return else "password" if replaces and account.password else "session",
    )
    return account_page(site, visit.visitor, view, action=FIRST_CODE, status=status)


def code_page(visit: Visit) -> Response:
    """Asks for the code of what a password made anew by mail has closed."""
    if not visit.session.closed_before:
        return RedirectResponse(SPACE, status_code=SEE_OTHER)
    return _code(visit, {}, 200)


def code_post(visit: Visit) -> Response:
    """Opens again what was closed."""
    site, words = visit.site, visit.site.words
    typed = visit.posted(RECOVERY_CODE)
    source = source_of(visit.request, site.settings)
    if not typed.strip():
        return _code(visit, {RECOVERY_CODE: words.gettext("Écrivez votre code de secours.")}, 422)
    try:
        given = give_code(site.registrar, account_of(visit), typed, source, visit.moment)
    except StaleVersion:
        return RedirectResponse(GIVE_CODE, status_code=SEE_OTHER)
    match given:
        case StoredAccount():
            return arrival(visit, given)
        case TooSoon(until=until):
            return _code(visit, {RECOVERY_CODE: too_soon(visit, until)}, 429)
        case None:
            said = words.gettext("Ce n'est pas votre code de secours. Vérifiez chaque lettre et chaque chiffre.")
            return _code(visit, {RECOVERY_CODE: said}, 422)


def _code(visit: Visit, errors: Mapping[str, str], status: int) -> Response:
    site, words = visit.site, visit.site.words
    typed = {RECOVERY_CODE: visit.posted(RECOVERY_CODE)}
    view = recovery_form(words.gettext, tab(site, words.gettext("Code")), SPACE, typed, errors)
    return account_page(site, visit.visitor, view, action=GIVE_CODE, status=status)


def too_soon(visit: Visit, until: dt.datetime) -> str:
    """What is said to whom failed too often."""
    time = clock_words(until + dt.timedelta(minutes=1))
    return visit.site.words.gettext("Trop d'essais. Réessayez après %(time)s.", time=time)
