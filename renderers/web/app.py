"""The application: routes, what is caught, what surrounds it all."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import AsyncIterator, Callable

import anyio
import anyio.to_thread
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from engine.accounts.access import Action
from engine.accounts.registrar import Registrar
from engine.dossiers.cases import Office
from engine.dossiers.uploads import erase_drafts
from engine.reference.addresses import AddressProvider
from engine.spec import Catalogue
from renderers.html import STATIC_DIR, Pages

from . import asking, closing, dev_mails, entering, franceconnect, journey, portal_pages, public, safeguards, space
from .errors import handlers, refuse_host
from .logs import RequestLog, log_fault, route_name
from .pages import OWN_PAGES
from .security import Guard
from .sessions import KEPT_AFTER, Sessions, instant_text
from .settings import Settings
from .site import DEV_MAILS, Beside, Site, utc_now
from .static import read_static
from .uploads import Intake
from .visits import Endpoint, Handler, file_post, form_post, named, page

NEVER_OPENED = dt.timedelta(days=7)
"""How long an account is kept whose first password was never chosen."""
HOUSEKEEPING = 3600
"""Seconds between two collections of what crashes and ended sessions leave."""


def create_site(
    catalogue: Catalogue,
    *,
    settings: Settings,
    registrar: Registrar,
    addresses: AddressProvider,
    clock: Callable[[], dt.datetime] = utc_now,
    pages: Pages | None = None,
    beside: Beside | None = None,
) -> Site:
    """A site over a catalogue without faults, and the stores of `registrar`; `pages` where several sites share one.

    Raises `ValueError` when the catalogue has no portal to begin from.
    """
    if catalogue.portal is None:
        raise ValueError("a site needs a portal")
    stores, sealer = registrar.stores, registrar.sealer
    return Site(
        settings=settings,
        office=Office(stores, sealer, catalogue, registrar.correspondence),
        registrar=registrar,
        portal=catalogue.portal,
        pages=pages if pages is not None else Pages(),
        sessions=Sessions(stores.sessions, settings),
        intake=Intake(stores.files, sealer),
        addresses=addresses,
        static=read_static(STATIC_DIR),
        clock=clock,
        beside=beside if beside is not None else Beside(),
    )


def hidden_steps(catalogue: Catalogue) -> tuple[str, ...]:
    """The steps whose place in addresses is one of the site's own pages: nobody could reach them."""
    return tuple(
        f"{procedure.id} : étape {step.id}, chemin {step.slug}"
        for procedure in catalogue.procedures.values()
        for step in procedure.steps
        if step.slug in OWN_PAGES and step.content != "situation"
    )


def create_app(site: Site) -> ASGIApp:
    """The ASGI application of a site."""
    # Redirections of slashes would build an absolute address from the request's own headers.
    router = Router(routes(site), redirect_slashes=False, lifespan=_lifespan(site))
    app = _Application(ExceptionMiddleware(router, dict(handlers(site))))
    return RequestLog(Guard(app, site.settings, refuse_host(site)))


class _Application:
    """What Starlette's own application is, without its layer for faults of the program: the guard is that, around it.

    A router raises what it refuses, instead of answering it, where it is in an application.
    """

    def __init__(self, answer: ASGIApp) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        scope["app"] = self
        await self._answer(scope, receive, send)


def routes(site: Site) -> list[Route]:
    """Every page, by address. Addresses are neutral: they stay in histories."""
    return [*_of_dossiers(site), *_of_accounts(site), *_of_everybody(site)]


def _of_dossiers(site: Site) -> list[Route]:
    """The pages of a dossier. The first matches most requests."""

    def read(path: str, handler: Handler, post: Endpoint | None = None) -> Route:
        return _route(path, page(site, handler, "read_dossier"), post)

    def post(handler: Handler, again: Handler | None = None) -> Endpoint:
        return form_post(site, handler, "change_dossier", again=again)

    dossier = "/d/{dossier}"
    step_post = file_post(site, journey.step_post, journey.file_limits, "change_dossier", again=journey.step_again)
    step = read(f"{dossier}/{{slug}}", journey.step_page, step_post)
    return [
        _StepsInForce(step.endpoint, site.office.catalogue),
        read(dossier, public.resume),
        read(f"{dossier}/situation", journey.situation),
        read(
            f"{dossier}/situation/{{number}}",
            journey.question_page,
            post(journey.question_post, journey.question_again),
        ),
        read(f"{dossier}/orientation", journey.orientation_page),
        read(f"{dossier}/verification", closing.check_page, post(closing.check_post)),
        read(f"{dossier}/abandonner", closing.abandon_page, post(closing.abandon_post)),
        _route(f"{dossier}/{{name}}.pdf", page(site, closing.document, "read_dossier", long=True), None),
        step,  # of a revision that is no longer in force, and for what is no page
    ]


def _of_accounts(site: Site) -> list[Route]:
    """Getting in, one's own space, getting out. What checks or makes passwords is bounded: each takes memory."""

    def read(path: str, handler: Handler, action: Action, post: Endpoint | None = None) -> Route:
        return _route(path, page(site, handler, action), post)

    def post(handler: Handler, action: Action) -> Endpoint:
        return form_post(site, handler, action)

    def hashing(handler: Handler, action: Action) -> Endpoint:
        return form_post(site, handler, action, limiter=site.hashers)

    enter: Action = "enter"
    manage: Action = "manage"
    choose: Action = "choose_password"
    vouched = site.beside.provider is not None  # these pages then wait for another site
    return [
        read("/compte", asking.create_page, enter, hashing(asking.create_post, enter)),
        read("/compte/envoye", asking.created_page, enter),
        read("/connexion", entering.sign_in_page, enter, hashing(entering.sign_in_post, enter)),
        read("/connexion/oubli", asking.forgotten_page, enter, hashing(asking.forgotten_post, enter)),
        read("/connexion/oubli/envoye", asking.sent_page, enter),
        read("/acces/{token}", entering.link_page, enter, post(entering.link_post, enter)),
        read("/mot-de-passe", entering.password_page, choose, hashing(entering.password_post, choose)),
        read("/espace", space.space_page, manage),
        read("/espace/messages/{message}", space.letter_page, "read_message"),
        read("/espace/securite", safeguards.security_page, manage, post(safeguards.security_post, manage)),
        read("/espace/mot-de-passe", safeguards.change_page, manage, hashing(safeguards.change_post, manage)),
        read(safeguards.FIRST_CODE, safeguards.first_code_page, manage, hashing(safeguards.first_code_post, manage)),
        read("/espace/code", safeguards.code_page, manage, post(safeguards.code_post, manage)),
        _route("/prolonger", None, post(entering.stay, "stay")),
        _route("/deconnexion", None, post(entering.sign_out, "leave")),
        _route("/deconnecte", page(site, entering.signed_out, "look", long=vouched), None),
        _route("/connexion/fc", page(site, franceconnect.begin, enter, long=vouched), None),
        _route("/connexion/fc/retour", page(site, franceconnect.back, enter, long=vouched), None),
        _route("/quitter", page(site, entering.left, "leave"), entering.leave_quickly(site)),
        read(DEV_MAILS, dev_mails.mails_page, "develop"),
    ]


def _of_everybody(site: Site) -> list[Route]:
    def read(path: str, handler: Handler, action: Action = "look", post: Endpoint | None = None) -> Route:
        return _route(path, page(site, handler, action), post)

    begin = form_post(site, public.reason_answer, "begin")
    return [
        read("/", public.home),
        read("/commencer", public.reason_page, "begin", begin),
        read("/orientation/{number}", public.orientation),
        read("/pages/{name}", portal_pages.text_page),
        read("/plan", portal_pages.site_map),
        read("/pause", public.paused),
        read("/termine", public.ended),
        Route("/static/{digest}/{name}", public.static_file(site), methods=["GET"]),
    ]


class _StepsInForce(Route):
    """The steps of the procedures in force, by their very names: matched before any other page."""

    def __init__(self, endpoint: ASGIApp, catalogue: Catalogue) -> None:
        super().__init__("/d/{dossier}/{slug}", endpoint, methods=["GET", "POST"])
        slugs = {step.slug for procedure in catalogue.procedures.values() for step in procedure.steps} - OWN_PAGES
        self.path_regex = re.compile(f"^/d/(?P<dossier>[^/]+)/(?P<slug>{'|'.join(map(re.escape, sorted(slugs)))})$")


def _route(path: str, read: Endpoint | None, post: Endpoint | None) -> Route:
    """One address, one route: what it does not do is then said right (405 and `Allow`)."""
    if read is not None and post is None:
        return Route(path, _Answering(read), methods=["GET"])
    if post is not None and read is None:
        return Route(path, _Answering(post), methods=["POST"])

    async def endpoint(request: Request) -> Response:
        chosen = post if request.method == "POST" else read
        assert chosen is not None  # noqa: S101 - one of each, or an address would do nothing
        return await chosen(request)

    both = named(endpoint, route_name(read), action_of(read))
    both.post_action = action_of(post)  # type: ignore[attr-defined]
    return Route(path, _Answering(both), methods=["GET", "POST"])


def action_of(endpoint: object) -> Action:
    """What one must be allowed to do to reach an endpoint."""
    found: Action = getattr(endpoint, "action", "look")
    return found


class _Answering:
    """An endpoint as an ASGI application. What it raises is for the handlers of the whole application, around it."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint, self.route_name = endpoint, route_name(endpoint)
        self.action, self.post_action = action_of(endpoint), getattr(endpoint, "post_action", action_of(endpoint))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        response = await self._endpoint(Request(scope, receive, send))
        await response(scope, receive, send)


def _lifespan(site: Site) -> Callable[[object], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        async with anyio.create_task_group() as group:
            group.start_soon(_keep_house, site)
            if site.beside.worker is not None:
                group.start_soon(site.beside.worker)
            yield
            group.cancel_scope.cancel()

    return lifespan


async def _keep_house(site: Site) -> None:
    while True:
        try:
            await anyio.to_thread.run_sync(keep_house, site)
        except Exception as fault:
            log_fault(fault)
        await anyio.sleep(HOUSEKEEPING)


def keep_house(site: Site) -> None:
    """Erases what nothing needs any more: sessions long ended, drafts long untouched, accounts never opened, files that
    no dossier names and that are older than any upload in progress, counts and forms that are too old to matter.
    """
    now = site.clock()
    stores, settings = site.office.stores, site.settings
    for session in stores.sessions.unused(instant_text(now - settings.session_longest - KEPT_AFTER)):
        stores.sessions.delete(session.token_hash)
    erase_drafts(site.office, instant_text(now - dt.timedelta(days=settings.draft_days)))
    for account in stores.accounts.never_opened(instant_text(now - NEVER_OPENED), now=instant_text(now)):
        stores.accounts.delete(account)
    stores.limits.forget(instant_text(now - dt.timedelta(days=2)))
    stores.posts.forget(instant_text(now - KEPT_AFTER))
    stores.outbox.forget_given_up(instant_text(now - dt.timedelta(days=30)))
    stores.files.collect_leftovers(stores.uploads.blobs(), older_than=now - dt.timedelta(hours=1))
