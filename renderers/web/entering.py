"""Signing in and out, links sent by mail, the password that must be chosen; and leaving quickly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from engine.accounts.entering import Entered, TooSoon, Wrong, link_is_good, sign_in, use_link
from engine.accounts.keeping import NotChosen, choose_password, resets_to_tell
from engine.accounts.passwords import confirmation_fault, empty_fault, rule_in_words
from engine.store import SessionStage, StaleVersion
from engine.store.people import StoredAccount
from renderers.html import ExitView, FranceConnectView, MessageView, NavLink, SignInView
from renderers.html.account_forms import (
    IDENTIFIER,
    NEW_PASSWORD,
    NEW_PASSWORD_AGAIN,
    PASSWORD,
    SHARED_DEVICE,
    link_form,
    new_password_form,
    sign_in_fields,
)

from .asking import FORGOTTEN, with_token
from .devices import device_of
from .entry_forms import said_of
from .errors import CHOOSE_PASSWORD, CREATE, ENDED
from .kept import restore_form
from .notes import KEPT, PUT_BACK
from .pages import (
    QUIT,
    SEE_OTHER,
    SIGN_IN,
    SIGNED_OUT,
    SPACE,
    account_page,
    clock_words,
    context,
    home_link,
    message,
    tab,
)
from .portal_pages import traces_links
from .provider_cookies import keep_leaving, leaving_address
from .sessions import ForeignForm, check_origin
from .site import Site
from .source import source_of
from .visits import Endpoint, Visit, named

PROVIDER, ABOUT_PROVIDER = "/connexion/fc", "https://franceconnect.gouv.fr/"


# ── Signing in ────────────────────────────────────────────────────────────────────────────────────────────────


def sign_in_page(visit: Visit) -> Response:
    """The page of guide L127-147."""
    if visit.visitor.session is not None:
        return RedirectResponse(SPACE, status_code=SEE_OTHER)
    words = visit.site.words
    notice = {
        "oui": words.gettext("Votre session est terminée. Connectez-vous pour continuer."),
        "garde": words.gettext(
            "Votre session est terminée. Ce que vous veniez d'écrire est gardé\u00a0: connectez-vous avec le même "
            "compte pour le retrouver. S'il y avait des fichiers, joignez-les à nouveau."
        ),
        "refus": words.gettext("La connexion avec FranceConnect n'est pas allée au bout. Vous pouvez recommencer."),
    }.get(visit.request.query_params.get(ENDED, ""))
    return _sign_in(visit, {}, 200, notice or "")


def sign_in_post(visit: Visit) -> Response:
    """Opens a session, or says one same thing of whatever was wrong."""
    site, words = visit.site, visit.site.words
    if empty := _empty(visit):
        return _sign_in(visit, empty, 422, "")
    source = source_of(visit.request, site.settings)
    tried = sign_in(site.registrar, visit.posted(IDENTIFIER), visit.posted(PASSWORD), source, visit.moment)
    match tried:
        case Entered():
            return _enters(visit, tried)
        case TooSoon(until=until):
            said = words.gettext(
                "Trop d'essais depuis votre connexion. Réessayez après %(time)s, ou demandez un nouveau mot de passe.",
                time=clock_words(until + dt.timedelta(minutes=1)),
            )
            status = 429
        case Wrong():
            said = words.gettext(
                "L'identifiant ou le mot de passe n'est pas le bon. Un mot de passe provisoire ne sert qu'une fois, "
                "pendant 3 jours, et un email plus récent le remplace\u00a0: demandez-en un autre avec «\u00a0Mot de "
                "passe oublié\u00a0?\u00a0»."
            )
            status = 422
    return _sign_in(visit, {IDENTIFIER: said}, status, "")


def _empty(visit: Visit) -> dict[str, str]:
    """What is wrong with controls left empty: that is told, and is no try."""
    words, errors = visit.site.words, {}
    if not visit.posted(IDENTIFIER).strip():
        errors[IDENTIFIER] = words.gettext("Écrivez l'adresse email de votre compte.")
    if fault := said_of(visit.site, PASSWORD, empty_fault(visit.posted(PASSWORD))):
        errors[PASSWORD] = fault
    return errors


def _sign_in(visit: Visit, errors: Mapping[str, str], status: int, notice: str) -> Response:
    site = visit.site
    typed = {name: visit.posted(name) for name in (IDENTIFIER, SHARED_DEVICE)}
    fields = sign_in_fields(site.words.gettext, typed, errors)
    view = SignInView(
        neutral_title=tab(site, site.words.gettext("Connexion")),
        fields=fields,
        paragraphs=(notice,) if notice else (),
        forgotten_url=FORGOTTEN,
        create_url=CREATE,
        franceconnect=FranceConnectView(PROVIDER, ABOUT_PROVIDER) if site.beside.provider is not None else None,
    )
    return with_token(visit, account_page(site, visit.visitor, view, action=SIGN_IN, status=status))


def _enters(visit: Visit, entered: Entered) -> Response:
    """A session begins: where it leads, and what is told first."""
    if entered.stage == "first_access":
        return give_session(visit, entered.account, RedirectResponse(CHOOSE_PASSWORD, SEE_OTHER), stage=entered.stage)
    return give_session(visit, entered.account, arrival(visit, entered.account))


def arrival(visit: Visit, account: StoredAccount) -> RedirectResponse:
    """Where somebody who signs in goes: to what they were writing, to what they must be told, to their space."""
    back = restore_form(visit.site, account, visit.moment)
    if back is None:
        return RedirectResponse(SPACE, SEE_OTHER)
    place = SPACE if resets_to_tell(account, visit.moment) else back.address
    return RedirectResponse(f"{place}?{PUT_BACK}={KEPT}" if back.pending else place, SEE_OTHER)


def give_session(
    visit: Visit,
    account: StoredAccount,
    response: Response,
    *,
    stage: SessionStage = "open",
    shared: bool | None = None,
) -> Response:
    """Puts a new session on an answer; whatever session there was has ended."""
    sessions = visit.site.sessions
    if visit.visitor.session is not None:
        sessions.store.delete(visit.visitor.session.token_hash)
    on_shared = bool(visit.posted(SHARED_DEVICE)) if shared is None else shared
    device = device_of(visit.request.headers.get("user-agent", ""))
    now = visit.moment.instant
    _, token = sessions.begin(account.id, now, stage=stage, shared=on_shared, device=device)
    sessions.give(response, token)
    return response


# ── A link sent by mail ───────────────────────────────────────────────────────────────────────────────────────


def link_page(visit: Visit) -> Response:
    """The page of a link: reading it does nothing, since programs that scan mails read it too."""
    site, words, token = visit.site, visit.site.words, visit.path("token")
    if not link_is_good(site.registrar, token, visit.moment):
        return _dead_link(visit)
    view = link_form(words.gettext, tab(site, words.gettext("Mot de passe")))
    return with_token(visit, account_page(site, visit.visitor, view, action=f"/acces/{token}"))


def link_post(visit: Visit) -> Response:
    """Uses the link up."""
    entered = use_link(visit.site.registrar, visit.path("token"), visit.moment)
    if isinstance(entered, Wrong):
        return _dead_link(visit)
    return give_session(visit, entered.account, RedirectResponse(CHOOSE_PASSWORD, SEE_OTHER), stage=entered.stage)


def _dead_link(visit: Visit) -> Response:
    site, words = visit.site, visit.site.words
    view = MessageView(
        title=words.gettext("Ce lien ne fonctionne plus"),
        neutral_title=tab(site, words.gettext("Lien")),
        tone="warning",
        paragraphs=(
            words.gettext("Il a déjà servi, il est trop ancien, ou un email plus récent l'a remplacé."),
            words.gettext("Demandez-en un autre avec «\u00a0Mot de passe oublié\u00a0?\u00a0»."),
        ),
        links=(NavLink(words.gettext("Mot de passe oublié\u00a0?"), FORGOTTEN), home_link(site)),
    )
    return message(site, visit.visitor, view, status=404)


# ── The password ──────────────────────────────────────────────────────────────────────────────────────────────


def password_page(visit: Visit) -> Response:
    """The password that must be chosen after a first access (guide L153-163)."""
    if visit.session.stage == "open":
        return RedirectResponse(f"{SPACE}/securite", status_code=SEE_OTHER)
    return _password(visit, {}, 200)


def password_post(visit: Visit) -> Response:
    """Takes the password: all sessions end, and this one goes on under another name."""
    site = visit.site
    if visit.session.stage == "open":
        return RedirectResponse(f"{SPACE}/securite", status_code=SEE_OTHER)
    account = site.registrar.stores.accounts.load(visit.session.owner)
    if account is None:
        return RedirectResponse(SIGN_IN, status_code=SEE_OTHER)
    new, again = visit.posted(NEW_PASSWORD), visit.posted(NEW_PASSWORD_AGAIN)
    if fault := said_of(site, NEW_PASSWORD, empty_fault(new)):
        return _password(visit, {NEW_PASSWORD: fault}, 422)
    if fault := said_of(site, NEW_PASSWORD_AGAIN, confirmation_fault(new, again)):
        return _password(visit, {NEW_PASSWORD_AGAIN: fault}, 422)
    try:
        chosen = choose_password(site.registrar, account, new, visit.moment)
    except StaleVersion:  # sent twice: the first one was taken, and has ended this session
        return RedirectResponse(SIGN_IN, status_code=SEE_OTHER)
    if isinstance(chosen, NotChosen):
        return _password(visit, {NEW_PASSWORD: said_of(site, NEW_PASSWORD, *chosen.faults)}, 422)
    offer = RedirectResponse(f"{SPACE}/code-de-secours", SEE_OTHER)
    then = arrival(visit, chosen) if account.password else offer
    return give_session(visit, chosen, then, shared=visit.session.shared)


def _password(visit: Visit, errors: Mapping[str, str], status: int) -> Response:
    site, words = visit.site, visit.site.words
    view = new_password_form(words.gettext, tab(site, words.gettext("Mot de passe")), rule_said(site), errors)
    return account_page(site, visit.visitor, view, action=CHOOSE_PASSWORD, status=status)


def rule_said(site: Site) -> str:
    """What a password must be, as the end of a sentence."""
    rule = rule_in_words(site.registrar.rule, site.said["language"])
    return site.words.gettext("qui %(rule)s.", rule=rule)


# ── Staying, leaving ──────────────────────────────────────────────────────────────────────────────────────────


def stay(visit: Visit) -> Response:
    """Keeps the session going: a script asks for it, or a button."""
    sessions = visit.site.sessions
    ends = sessions.extend(visit.session, visit.moment.instant)
    if "application/json" in visit.request.headers.get("accept", ""):
        seconds = int((ends - visit.moment.instant).total_seconds())
        return JSONResponse({"fin": clock_words(ends), "secondes": seconds})
    return RedirectResponse(SPACE, status_code=SEE_OTHER)


def sign_out(visit: Visit) -> Response:
    """Ends the session, and tells the browser to forget; another site that vouched for the person is told too."""
    response = RedirectResponse(SIGNED_OUT, status_code=SEE_OTHER)
    visit.site.sessions.end(visit.request, response)
    keep_leaving(visit, response)
    return response


def signed_out(visit: Visit) -> Response:
    """After signing out. The other site is left by a link: a form may lead to this site alone."""
    site, words = visit.site, visit.site.words
    leaving = leaving_address(visit)
    there = (NavLink(words.gettext("Me déconnecter aussi de FranceConnect"), leaving),) if leaving else ()
    still = words.gettext(
        "FranceConnect se souvient encore de vous quelques minutes dans ce navigateur. Sur un appareil partagé, "
        "déconnectez-vous-en aussi."
    )
    view = MessageView(
        title=words.gettext("Vous êtes déconnecté(e)"),
        neutral_title=tab(site, words.gettext("Déconnexion")),
        tone="success",
        paragraphs=(
            *((still,) if there else ()),
            words.gettext("Sur un appareil partagé, effacez aussi les traces de votre passage."),
        ),
        links=(*there, *traces_links(site), home_link(site)),
    )
    return message(site, visit.visitor, view)


def leave_quickly(site: Site) -> Endpoint:
    """The endpoint of the quick exit: it ends everything here at once, and leads away.

    It needs no token, so that it works from any page, an error's included: the worst it does is to sign out. A post
    that another site sends ends nothing.
    """

    async def endpoint(request: Request) -> Response:
        response = RedirectResponse(QUIT, status_code=SEE_OTHER)
        try:
            check_origin(request, site.settings)
        except ForeignForm:
            return response
        await run_in_threadpool(site.sessions.end, request, response)
        return response

    return named(endpoint, "leave_quickly", "leave")


def left(visit: Visit) -> Response:
    """The page that says nothing and goes on to a neutral site."""
    site = visit.site
    page = context(site, visit.visitor)
    return HTMLResponse(site.pages.render_exit(ExitView(site.settings.exit_site), page))
