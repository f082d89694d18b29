"""The personal space: somebody's dossiers, what was written to them, their sessions, what protects their account."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace

from starlette.responses import RedirectResponse, Response

from engine.accounts.access import actor_of, authorise
from engine.accounts.entering import TooSoon
from engine.accounts.keeping import NotChosen, change_password, give_code, make_code, prove_password
from engine.accounts.passwords import confirmation_fault
from engine.dossiers.cases import case_of
from engine.mails import opened_message
from engine.spec import CONFIRMATION
from engine.store import StaleVersion, StoredDossier, StoredSession
from engine.store.people import StoredAccount, StoredMessage
from engine.view import FieldView
from renderers.clock import PARIS
from renderers.html import (
    ButtonView,
    Flash,
    FormView,
    LetterView,
    NavLink,
    SecurityView,
    SpaceView,
)
from renderers.html.account_forms import (
    NEW_PASSWORD,
    NEW_PASSWORD_AGAIN,
    PASSWORD,
    RECOVERY_CODE,
    frame,
    new_password_form,
    recovery_form,
)
from renderers.html.accounts import OwnDossier, OwnMessage, OwnSession

from .entering import WELCOME, give_session, rule_said, told_of_reset
from .entry_forms import said_of
from .errors import GIVE_CODE
from .franceconnect import LINKED, UNLINK, linked_view, unlink
from .menus import START
from .pages import SEE_OTHER, SIGNED_OUT, SPACE, account_page, clock_words, document_addresses, tab
from .portal_pages import traces_links
from .provider_cookies import keep_leaving
from .sessions import NoSession
from .site import Site
from .source import source_of
from .visits import Visit

SECURITY, CHANGE = f"{SPACE}/securite", f"{SPACE}/mot-de-passe"


def account_of(visit: Visit) -> StoredAccount:
    """The account of who asks. Raises `NoSession` when it is gone."""
    found = visit.site.registrar.stores.accounts.load(visit.session.owner)
    if found is None:
        raise NoSession
    return found


# ── What there is ─────────────────────────────────────────────────────────────────────────────────────────────


def space_page(visit: Visit) -> Response:
    """Everything of one account, in neutral words."""
    site, words = visit.site, visit.site.words
    account = account_of(visit)
    flash: tuple[Flash, ...] = ()
    if account.reset and WELCOME in visit.request.query_params:
        flash = (Flash(told_of_reset(visit, account), "warning"),)
    view = SpaceView(
        neutral_title=tab(site, words.gettext("Mon espace")),
        dossiers=tuple(_dossier(visit, d) for d in site.office.stores.dossiers.of_owner(account.id)),
        messages=tuple(_line(visit, m) for m in _readable(visit, account)),
        start_url=START,
        address=site.registrar.address_of(account),
        security_url=SECURITY,
        links=traces_links(site),
        recovery_url=GIVE_CODE if account.closed_before else "",
    )
    return account_page(site, visit.visitor, view, flash=flash)


def _readable(visit: Visit, account: StoredAccount) -> list[StoredMessage]:
    actor, found = actor_of(visit.session), visit.site.office.stores.messages.of_account(account.id)
    return [m for m in found if authorise(actor, "read_message", m) == "yes"]


def _dossier(visit: Visit, stored: StoredDossier) -> OwnDossier:
    """One dossier, in neutral words: the page may be seen over a shoulder."""
    words, label, deposit = visit.site.words, visit.site.words.gettext("Ma démarche"), stored.deposit
    if deposit is None:
        state, when = (
            words.gettext("Pas encore déposée."),
            words.gettext("Modifiée le %(date)s à %(time)s.", **_when(stored.updated)),
        )
    else:
        state, when = words.gettext("Déposée"), words.gettext("le %(date)s à %(time)s.", **_when(deposit.at))
    if authorise(actor_of(visit.session), "read_dossier", stored) != "yes":
        return OwnDossier(label, state, when, closed=True)
    root = f"/d/{stored.id}"
    if deposit is None:
        return OwnDossier(label, state, when, resume_url=root, abandon_url=f"{root}/abandonner")
    case = case_of(visit.site.office, stored, visit.moment.day)
    confirmation = document_addresses(case).get(CONFIRMATION, "")
    return OwnDossier(label, state, when, deposit.number, open_url=root, confirmation_url=confirmation)


def _line(visit: Visit, stored: StoredMessage) -> OwnMessage:
    date = visit.site.words.gettext("Le %(date)s à %(time)s", **_when(stored.at))
    written = opened_message(visit.site.office.sealer, stored)
    return OwnMessage(written.subject, date, f"{SPACE}/messages/{stored.id}")


def _when(instant: str) -> dict[str, str]:
    at = dt.datetime.fromisoformat(instant).astimezone(PARIS)
    return {"date": at.strftime("%d/%m/%Y"), "time": at.strftime("%H\u00a0h\u00a0%M")}


def letter_page(visit: Visit) -> Response:
    """One message in full."""
    site, words, stored = visit.site, visit.site.words, visit.message
    if stored is None:
        return RedirectResponse(SPACE, status_code=SEE_OTHER)
    written = opened_message(site.office.sealer, stored)
    view = LetterView(
        subject=written.subject,
        neutral_title=tab(site, words.gettext("Message")),
        date=words.gettext("Le %(date)s à %(time)s", **_when(stored.at)),
        body=written.body,
        back_url=SPACE,
    )
    return account_page(site, visit.visitor, view)


# ── What protects it ──────────────────────────────────────────────────────────────────────────────────────────


def security_page(visit: Visit) -> Response:
    """The sessions, the recovery code, the password, what else opens the account."""
    if LINKED in visit.request.query_params:
        said = visit.site.words.gettext("Vous pouvez maintenant vous connecter à ce compte avec FranceConnect.")
        return _security(visit, flash=(Flash(said),) if _is_linked(visit) else ())
    return _security(visit)


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
            _session(site, s, current=s.token_hash == here) for s in site.office.stores.sessions.of_owner(account.id)
        ),
        end_all="partout",
        new_code="code",
        has_code=bool(account.recovery),
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
        begun=words.gettext("Commencée le %(date)s à %(time)s.", **_when(session.created)),
        used=words.gettext("Utilisée le %(date)s à %(time)s.", **_when(session.seen)),
        action=f"terminer:{session_id(session)}",
        current=current,
    )


def session_id(session: StoredSession) -> str:
    """What a session is called on a page: nothing of it opens anything."""
    return hashlib.sha256(b"session line:" + session.token_hash.encode()).hexdigest()[:20]


def security_post(visit: Visit) -> Response:
    """Ends one session or all of them, or makes a recovery code, shown this once."""
    site, words = visit.site, visit.site.words
    verb, _, name = visit.action.partition(":")
    sessions, owner = site.office.stores.sessions, visit.session.owner
    match verb:
        case "partout":
            sessions.delete_of(owner)
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
            return _security(visit, flash=(Flash(words.gettext("La session est terminée.")),))
    return RedirectResponse(SECURITY, status_code=SEE_OTHER)


def _unlinked(visit: Visit) -> Response:
    words = visit.site.words
    if unlink(visit, account_of(visit)):
        return _security(visit, flash=(Flash(words.gettext("FranceConnect n'ouvre plus ce compte.")),))
    said = words.gettext(
        "FranceConnect est la seule façon d'ouvrir ce compte, qui n'a pas de mot de passe\u00a0: il reste relié."
    )
    return _security(visit, flash=(Flash(said, "warning"),))


def _new_code(visit: Visit) -> Response:
    """Not while something is closed: who reads the mailbox would make the code that opens it."""
    if visit.session.closed_before:
        return RedirectResponse(GIVE_CODE, status_code=SEE_OTHER)
    try:
        _, code = make_code(visit.site.registrar, account_of(visit))
    except StaleVersion:
        return RedirectResponse(SECURITY, status_code=SEE_OTHER)
    return _security(visit, code=tuple(re.split(r"[ -]", code)))


def change_page(visit: Visit) -> Response:
    """Changing one's password."""
    return _change(visit, {}, 200)


def change_post(visit: Visit) -> Response:
    """Takes the new password once the old one is given: every other session ends."""
    site, account = visit.site, account_of(visit)
    new, again = visit.posted(NEW_PASSWORD), visit.posted(NEW_PASSWORD_AGAIN)
    source = source_of(visit.request, site.settings)
    match prove_password(site.registrar, account, visit.posted(PASSWORD), source, visit.moment):
        case TooSoon(until=until):
            return _change(visit, {PASSWORD: too_soon(visit, until)}, 429)
        case None:
            return _change(visit, {PASSWORD: site.words.gettext("Ce n'est pas votre mot de passe actuel.")}, 422)
    if fault := said_of(site, NEW_PASSWORD_AGAIN, confirmation_fault(new, again)):
        return _change(visit, {NEW_PASSWORD_AGAIN: fault}, 422)
    try:
        changed = change_password(site.registrar, account, new)
    except StaleVersion:
        return RedirectResponse(CHANGE, status_code=SEE_OTHER)
    if isinstance(changed, NotChosen):
        return _change(visit, {NEW_PASSWORD: said_of(site, NEW_PASSWORD, *changed.faults)}, 422)
    return give_session(visit, changed, RedirectResponse(SECURITY, SEE_OTHER), shared=visit.session.shared)


def _change(visit: Visit, errors: Mapping[str, str], status: int) -> Response:
    site, words = visit.site, visit.site.words
    title = tab(site, words.gettext("Mot de passe"))
    view = new_password_form(words.gettext, title, rule_said(site), errors, chosen=True)
    label = words.gettext("Mot de passe actuel\u00a0:")
    current = frame(PASSWORD, "password", label, "current-password")
    asked = FieldView(current, current.anchor, error=errors.get(PASSWORD))
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
    """Offers a recovery code, or a new one."""
    site, words = visit.site, visit.site.words
    has_one = bool(account_of(visit).recovery)
    view = FormView(
        title=words.gettext("Votre code de secours"),
        neutral_title=tab(site, words.gettext("Code")),
        paragraphs=(
            words.gettext(
                "Qui lit votre boîte mail peut faire changer votre mot de passe. Avec un code de secours, cette "
                "personne ne verra pas vos réponses ni vos fichiers\u00a0: il faudra ce code pour les rouvrir."
            ),
            words.gettext(
                "Notez-le sur un papier que vous seul(e) trouverez, ou confiez-le à une association. Sans lui, après "
                "un changement de mot de passe par email, vos démarches resteront fermées."
            ),
            *((words.gettext("Un nouveau code remplace l'ancien."),) if has_one else ()),
        ),
        buttons=(ButtonView(words.gettext("Prendre un code de secours"), "code", "main"),),
        links=(NavLink(words.gettext("Continuer sans code"), SPACE),),
    )
    return account_page(site, visit.visitor, view, action=SECURITY)


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
    try:
        given = give_code(site.registrar, account_of(visit), typed, source, visit.moment)
    except StaleVersion:
        return RedirectResponse(GIVE_CODE, status_code=SEE_OTHER)
    match given:
        case StoredAccount():
            return RedirectResponse(SPACE, status_code=SEE_OTHER)
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
