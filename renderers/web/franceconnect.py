"""Signing in by a site that vouches for people, and letting it open an account one has already.

Who comes back is known by that site's own name for them (`sub`), never by their address (ADR 0083).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

from starlette.responses import RedirectResponse, Response

from engine.accounts.access import actor_of, authorise
from engine.accounts.entering import Wrong, enter_by_identity, identity_key
from engine.store import IdTaken, StoredSession
from engine.store.people import StoredAccount
from renderers.html import LinkedView, MessageView, NavLink

from .entering import PROVIDER, arrival, give_session
from .errors import CREATE, ENDED, GIVE_CODE, NOT_FOUND, error_response
from .logs import LOGGER
from .openid import (
    AccessDenied,
    ForeignAnswer,
    Identity,
    Provider,
    ProviderError,
    ProviderUnreachable,
    RequestRefused,
    UntrustedAnswer,
)
from .pages import SECURITY, SEE_OTHER, SIGN_IN, SPACE, home_link, message, tab
from .provider_cookies import Under, drop_flow, flow_of, keep_flow, keep_token
from .sessions import instant_of
from .visits import Visit
from .words import N_

BACK = f"{PROVIDER}/retour"
FRESH = dt.timedelta(minutes=10)
LINK = "lier"
"""What the address of the beginning says of who wants their account linked: a token that only our page could write."""
LINKED = "relie"
"""What the address of the security page says after that."""
UNLINK = "delier"

_SENTENCES: dict[type[ProviderError], tuple[int, tuple[str, ...]]] = {
    ProviderUnreachable: (
        503,
        (
            N_("FranceConnect ne répond pas en ce moment. Rien n'est perdu."),
            N_("Réessayez dans quelques minutes, ou connectez-vous avec votre identifiant et votre mot de passe."),
        ),
    ),
    ForeignAnswer: (
        403,
        (
            N_(
                "Cette connexion n'a pas été commencée dans ce navigateur, elle a déjà servi, ou elle a duré plus de "
                "10 minutes."
            ),
            N_("Recommencez depuis la page de connexion."),
        ),
    ),
    RequestRefused: (
        503,
        (
            N_("FranceConnect refuse pour l'instant les connexions à ce site. Vous n'y êtes pour rien."),
            N_("Connectez-vous avec votre identifiant et votre mot de passe, ou créez un compte."),
        ),
    ),
    UntrustedAnswer: (
        502,
        (
            N_("La réponse de FranceConnect n'a pas pu être vérifiée. Par sécurité, personne n'a été connecté."),
            N_("Réessayez plus tard, ou connectez-vous avec votre identifiant et votre mot de passe."),
        ),
    ),
}
NO_ADDRESS = (
    N_("FranceConnect ne nous a pas donné d'adresse email, et il en faut une pour vous écrire."),
    N_("Créez un compte avec votre adresse email. Vous pourrez ensuite le relier à FranceConnect."),
)
SIGN_IN_ANEW = (
    N_("Par sécurité, un compte se relie à FranceConnect dans les 10 minutes qui suivent une connexion."),
    N_("Déconnectez-vous, reconnectez-vous, puis recommencez."),
)
OF_ANOTHER = (
    N_("Cette identité ouvre déjà un autre compte de ce site\u00a0: elle ne peut pas être reliée à celui-ci."),
    N_("Pour vous en servir, déconnectez-vous, puis reconnectez-vous avec FranceConnect."),
)


def begin(visit: Visit) -> Response:
    """Sends the browser to the other site. Nothing changes here: what is under way is kept in a cookie."""
    provider, session = visit.site.beside.provider, visit.visitor.session
    if provider is None:
        return error_response(visit.site, NOT_FOUND)
    asked, account = visit.request.query_params.get(LINK), ""
    if asked is not None:
        if session is None or not _may_link(session, asked):
            return _cannot(visit, 403, _SENTENCES[ForeignAnswer][1])
        if session.closed_before:
            return RedirectResponse(GIVE_CODE, SEE_OTHER)
        if not is_fresh(visit):
            return _cannot(visit, 403, SIGN_IN_ANEW)
        account = session.owner
    elif session is not None:
        return RedirectResponse(SPACE, SEE_OTHER)
    try:
        begun = provider.begin(redirect_uri=visit.site.settings.base_url + BACK, now=visit.moment.instant)
    except ProviderError as fault:
        return _refused(visit, fault)
    response = RedirectResponse(begun.url, SEE_OTHER)
    keep_flow(visit, response, Under(begun.flow, account))
    return response


def back(visit: Visit) -> Response:
    """Whoever comes back signs in, or has their account linked. What was under way is forgotten, whatever comes."""
    provider = visit.site.beside.provider
    response = _back(visit, provider) if provider is not None else error_response(visit.site, NOT_FOUND)
    drop_flow(visit, response)
    return response


def _back(visit: Visit, provider: Provider) -> Response:
    try:
        under = flow_of(visit)
        identity = provider.finish(under.flow, visit.request.query_params, now=visit.moment.instant)
    except ProviderError as fault:
        return _refused(visit, fault)
    return _links(visit, under.account, identity) if under.account else _enters(visit, identity)


def _enters(visit: Visit, identity: Identity) -> Response:
    site = visit.site
    entered = enter_by_identity(site.registrar, identity.issuer, identity.subject, identity.email or "", visit.moment)
    if isinstance(entered, Wrong):
        response = _cannot(visit, 422, NO_ADDRESS, NavLink(site.words.gettext("Créer un compte"), CREATE))
    else:
        response = arrival(visit, entered.account)
        response = give_session(visit, entered.account, response, stage=entered.stage, shared=False)
    keep_token(visit, response, identity.id_token)
    return response


def _links(visit: Visit, account: str, identity: Identity) -> Response:
    """Lets an identity open the account that asked, if it is still the one signed in here."""
    registrar, session = visit.site.registrar, visit.visitor.session
    if session is None or session.owner != account or session.closed_before or not _manages(session):
        response = _cannot(visit, 403, _SENTENCES[ForeignAnswer][1])
    else:
        try:
            registrar.stores.accounts.link(account, identity_key(registrar, identity.issuer, identity.subject))
            response = RedirectResponse(f"{SECURITY}?{LINKED}=oui", SEE_OTHER)
        except IdTaken:
            response = _cannot(visit, 409, OF_ANOTHER)
    keep_token(visit, response, identity.id_token)
    return response


def _refused(visit: Visit, fault: ProviderError) -> Response:
    LOGGER.warning("provider %s: %s", type(fault).__name__, fault.reason)
    match fault:
        case AccessDenied():
            there = SPACE if visit.visitor.session is not None else f"{SIGN_IN}?{ENDED}=refus"
            return RedirectResponse(there, SEE_OTHER)
        case ProviderUnreachable() | ForeignAnswer() | RequestRefused() | UntrustedAnswer():
            status, sentences = _SENTENCES[type(fault)]
            return _cannot(visit, status, sentences)
        case _:
            raise fault


def _cannot(visit: Visit, status: int, sentences: tuple[str, ...], *links: NavLink) -> Response:
    site, words = visit.site, visit.site.words
    way = NavLink(words.gettext("Retour à la page de connexion"), SIGN_IN)
    if visit.visitor.session is not None:
        way = NavLink(words.gettext("Mon espace"), SPACE)
    view = MessageView(
        title=words.gettext("La connexion avec FranceConnect n'a pas abouti"),
        neutral_title=tab(site, words.gettext("Connexion")),
        tone="warning",
        paragraphs=tuple(words.gettext(sentence) for sentence in sentences),
        links=(*links, way, home_link(site)),
    )
    return message(site, visit.visitor, view, status=status)


# ── Linked to an account ──────────────────────────────────────────────────────────────────────────────────────


def linked_view(visit: Visit, account: StoredAccount) -> LinkedView | None:
    """What the security page says of it; None where no site vouches for people."""
    if visit.site.beside.provider is None:
        return None
    linked = bool(visit.site.registrar.stores.accounts.identities(account.id))
    return LinkedView(linked, f"{PROVIDER}?{LINK}={link_token(visit.session)}", UNLINK)


def unlink(visit: Visit, account: StoredAccount) -> bool:
    """Lets no identity open an account any more; False, and nothing done, where nothing else would open it."""
    accounts = visit.site.registrar.stores.accounts
    if not account.password:
        return False
    for identity in accounts.identities(account.id):
        accounts.unlink(account.id, identity)
    return True


def link_token(session: StoredSession) -> str:
    """Shows that a link stood on our page, in this session. It opens nothing."""
    return hashlib.sha256(b"link:" + session.csrf.encode()).hexdigest()[:32]


def is_fresh(visit: Visit) -> bool:
    """Whether who asks has just signed in: a session found open somewhere gives no lasting way in."""
    return visit.moment.instant - instant_of(visit.session.created) <= FRESH


def _may_link(session: StoredSession, asked: str) -> bool:
    return _manages(session) and hmac.compare_digest(asked.encode(), link_token(session).encode())


def _manages(session: StoredSession) -> bool:
    return authorise(actor_of(session), "manage") == "yes"
