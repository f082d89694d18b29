"""The personal space: somebody's dossiers, and what was written to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from starlette.responses import RedirectResponse, Response

from engine.accounts.access import actor_of, authorise
from engine.accounts.keeping import resets_to_tell
from engine.dossiers.cases import case_of
from engine.mails import opened_message
from engine.spec import CONFIRMATION
from engine.store import StoredDossier
from engine.store.people import StoredAccount, StoredMessage
from renderers.clock import PARIS
from renderers.html import Flash, LetterView, SpaceView
from renderers.html.accounts import OwnDossier, OwnMessage

from .errors import GIVE_CODE
from .menus import START
from .notes import PUT_BACK
from .pages import SECURITY, SEE_OTHER, SPACE, account_page, document_addresses, tab
from .portal_pages import traces_links
from .sessions import NoSession
from .visits import Visit


def account_of(visit: Visit) -> StoredAccount:
    """The account of who asks. Raises `NoSession` when it is gone."""
    found = visit.site.registrar.stores.accounts.load(visit.session.owner)
    if found is None:
        raise NoSession
    return found


def space_page(visit: Visit) -> Response:
    """Everything of one account, in neutral words."""
    site, words = visit.site, visit.site.words
    account = account_of(visit)
    messages = site.office.stores.messages.of_account(account.id)
    readable = [m for m in messages if authorise(actor_of(visit.session), "read_message", m) == "yes"]
    view = SpaceView(
        neutral_title=tab(site, words.gettext("Mon espace")),
        dossiers=tuple(_dossier(visit, d) for d in site.office.stores.dossiers.of_owner(account.id)),
        messages=tuple(_line(visit, m) for m in readable),
        closed_messages=len(readable) < len(messages),
        start_url=START,
        address=site.registrar.address_of(account),
        security_url=SECURITY,
        links=traces_links(site),
        recovery_url=GIVE_CODE if account.closed_before else "",
    )
    return account_page(site, visit.visitor, view, flash=tuple(_told(visit, account)))


def _told(visit: Visit, account: StoredAccount) -> Iterator[Flash]:
    """What is to be known first: passwords made anew by mail, a form that was kept."""
    words, resets = visit.site.words, resets_to_tell(account, visit.moment)
    if resets:
        said = words.gettext(
            "Votre mot de passe a été changé par un lien envoyé à votre adresse email : %(when)s. Si ce n'était "
            "pas vous, quelqu'un lit votre boîte mail : changez-en le mot de passe, puis celui de ce compte.",
            when=days_of(visit, resets),
        )
        yield Flash(said, "warning")
    if PUT_BACK in visit.request.query_params:
        said = words.gettext("Ce que vous aviez écrit est de nouveau dans votre démarche, pas encore enregistré.")
        yield Flash(said, "info")


def days_of(visit: Visit, instants: tuple[str, ...]) -> str:
    """Several instants in words; empty for none."""
    words = visit.site.words
    return ", ".join(words.gettext("le %(date)s à %(time)s", **when_of(at)) for at in instants)


def _dossier(visit: Visit, stored: StoredDossier) -> OwnDossier:
    """One dossier, in neutral words: the page may be seen over a shoulder."""
    words, label, deposit = visit.site.words, visit.site.words.gettext("Ma démarche"), stored.deposit
    if deposit is None:
        state, when = (
            words.gettext("Pas encore déposée."),
            words.gettext("Modifiée le %(date)s à %(time)s.", **when_of(stored.updated)),
        )
    else:
        state, when = words.gettext("Déposée"), words.gettext("le %(date)s à %(time)s.", **when_of(deposit.at))
    if authorise(actor_of(visit.session), "read_dossier", stored) != "yes":
        return OwnDossier(label, state, when, closed=True)
    root = f"/d/{stored.id}"
    if deposit is None:
        return OwnDossier(label, state, when, resume_url=root, abandon_url=f"{root}/abandonner")
    case = case_of(visit.site.office, stored, visit.moment.day)
    confirmation = document_addresses(case).get(CONFIRMATION, "")
    return OwnDossier(label, state, when, deposit.number, open_url=root, confirmation_url=confirmation)


def _line(visit: Visit, stored: StoredMessage) -> OwnMessage:
    date = visit.site.words.gettext("Le %(date)s à %(time)s", **when_of(stored.at))
    written = opened_message(visit.site.office.sealer, stored)
    return OwnMessage(written.subject, date, f"{SPACE}/messages/{stored.id}")


def when_of(instant: str) -> dict[str, str]:
    """An instant as sentences say it: `date` and `time`, in Paris."""
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
        date=words.gettext("%(date)s à %(time)s", **when_of(stored.at)),
        body=written.body,
        back_url=SPACE,
    )
    return account_page(site, visit.visitor, view)
