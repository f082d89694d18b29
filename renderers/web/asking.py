"""Asking for an account or for a new password. Every address gets the same answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from starlette.responses import RedirectResponse, Response

from engine.accounts.addresses import Address, confirmation_fault, read_address
from engine.accounts.asking import ask_account, ask_password
from engine.accounts.registrar import Registrar
from engine.dossiers.cases import Moment
from renderers.html import CreatedView, MessageView, NavLink
from renderers.html.account_forms import EMAIL, EMAIL_AGAIN, creation_form, forgotten_form

from .entry_forms import said_of
from .errors import CREATE
from .menus import START
from .pages import SEE_OTHER, SIGN_IN, account_page, clock_words, home_link, message, tab
from .source import source_of
from .visits import Visit

CREATED, FORGOTTEN, SENT = "/compte/envoye", "/connexion/oubli", "/connexion/oubli/envoye"


def create_page(visit: Visit) -> Response:
    """The page where an address is given (guide L49). Who has signed in goes on."""
    if visit.visitor.session is not None:
        return RedirectResponse(START, status_code=SEE_OTHER)
    return _create(visit, {}, {}, 200)


def create_post(visit: Visit) -> Response:
    """Takes an address given twice; what comes of it is told by mail alone."""
    typed = {name: visit.posted(name) for name in (EMAIL, EMAIL_AGAIN)}
    read = read_address(typed[EMAIL])
    if not isinstance(read, Address):
        return _create(visit, typed, {EMAIL: said_of(visit.site, EMAIL, read)}, 422)
    fault = said_of(visit.site, EMAIL_AGAIN, confirmation_fault(read, typed[EMAIL_AGAIN]))
    if fault:
        return _create(visit, typed, {EMAIL_AGAIN: fault}, 422)
    later = _asked(visit, read, ask_account)
    return _create(visit, typed, {EMAIL: later}, 429) if later else RedirectResponse(CREATED, status_code=SEE_OTHER)


def _create(visit: Visit, typed: Mapping[str, str], errors: Mapping[str, str], status: int) -> Response:
    site, words = visit.site, visit.site.words
    view = creation_form(words.gettext, tab(site, words.gettext("Adresse email")), typed, errors)
    links = (NavLink(words.gettext("J'ai déjà un compte"), SIGN_IN), home_link(site))
    shown = replace(view, links=links)
    return with_token(visit, account_page(site, visit.visitor, shown, action=CREATE, status=status))


def created_page(visit: Visit) -> Response:
    """What is told of a request for an account, whatever came of it (guide L53)."""
    words = visit.site.words
    more = words.gettext("Si l'email n'arrive pas, vérifiez la rubrique Spams de votre boîte mail.")
    view = CreatedView(tab(visit.site, words.gettext("Bien enregistré")), more=(more,))
    return account_page(visit.site, visit.visitor, view)


def forgotten_page(visit: Visit) -> Response:
    """The page where a new password is asked for."""
    return _forgotten(visit, {}, {}, 200)


def forgotten_post(visit: Visit) -> Response:
    """Takes the identifier; what comes of it is told by mail alone."""
    typed = {EMAIL: visit.posted(EMAIL)}
    read = read_address(typed[EMAIL])
    if not isinstance(read, Address):
        return _forgotten(visit, typed, {EMAIL: said_of(visit.site, EMAIL, read)}, 422)
    later = _asked(visit, read, ask_password)
    return _forgotten(visit, typed, {EMAIL: later}, 429) if later else RedirectResponse(SENT, status_code=SEE_OTHER)


def _forgotten(visit: Visit, typed: Mapping[str, str], errors: Mapping[str, str], status: int) -> Response:
    site, words = visit.site, visit.site.words
    view = forgotten_form(words.gettext, tab(site, words.gettext("Mot de passe")), SIGN_IN, typed, errors)
    return with_token(visit, account_page(site, visit.visitor, view, action=FORGOTTEN, status=status))


def sent_page(visit: Visit) -> Response:
    """What is told of a request for a new password, whatever came of it."""
    words = visit.site.words
    return _told(
        visit,
        words.gettext("Mot de passe oublié"),
        words.gettext("Votre demande est bien enregistrée."),
        words.gettext(
            "Si cette adresse est celle d'un compte, un email vient de lui être envoyé avec la marche à suivre."
        ),
        words.gettext("S'il n'arrive pas, vérifiez la rubrique Spams de votre boîte mail."),
    )


def _asked(visit: Visit, address: Address, ask: Callable[[Registrar, Address, Moment], None]) -> str:
    """Does what was asked, unless too much was asked from there lately: that is then what this gives, in words."""
    registrar = visit.site.registrar
    limit = registrar.limits.creations_of_source
    source = registrar.sealer.fingerprint(source_of(visit.request, visit.site.settings), "source")
    since = limit.since(visit.moment.instant)
    key = f"asks:{source}"
    oldest = registrar.stores.limits.take(key, at=visit.moment.at, since=since, most=limit.most)
    if oldest is not None:
        until = dt.datetime.fromisoformat(oldest) + limit.period + dt.timedelta(minutes=1)
        return visit.site.words.gettext(
            "Trop de demandes viennent de votre connexion. Réessayez après %(time)s.", time=clock_words(until)
        )
    ask(registrar, address, visit.moment)
    return ""


def _told(visit: Visit, title: str, *paragraphs: str) -> Response:
    site = visit.site
    view = MessageView(
        title=title,
        neutral_title=tab(site, site.words.gettext("Bien enregistré")),
        tone="success",
        paragraphs=paragraphs,
        links=(home_link(site),),
    )
    return message(site, visit.visitor, view)


def with_token(visit: Visit, response: Response) -> Response:
    """Gives the cookie that protects a form before there is a session."""
    visit.site.sessions.give_page_token(visit.request, response, visit.visitor)
    return response
