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

from engine.dossiers.cases import Office
from engine.dossiers.uploads import erase_drafts
from engine.reference.addresses import AddressProvider
from engine.spec import Catalogue
from engine.store import Sealer, Stores
from renderers.html import STATIC_DIR, Pages

from . import closing, journey, public
from .errors import handlers, refuse_host
from .logs import RequestLog, log_fault, route_name
from .security import Guard
from .sessions import Sessions
from .settings import Settings
from .site import Site, utc_now
from .static import read_static
from .uploads import Intake
from .visits import Endpoint, Handler, file_post, form_post, named, page

OWN_PAGES = frozenset({"situation", "orientation", "verification", "abandonner"})
HOUSEKEEPING = 3600
"""Seconds between two collections of what crashes and ended sessions leave."""


def create_site(
    catalogue: Catalogue,
    *,
    stores: Stores,
    sealer: Sealer,
    settings: Settings,
    addresses: AddressProvider,
    clock: Callable[[], dt.datetime] = utc_now,
    pages: Pages | None = None,
) -> Site:
    """A site over a catalogue without faults; `pages` where several sites share one.

    Raises `ValueError` when the catalogue has no portal to begin from.
    """
    if catalogue.portal is None:
        raise ValueError("a site needs a portal")
    return Site(
        settings=settings,
        office=Office(stores, sealer, catalogue),
        portal=catalogue.portal,
        pages=pages if pages is not None else Pages(),
        sessions=Sessions(stores.sessions, settings),
        intake=Intake(stores.files, sealer),
        addresses=addresses,
        static=read_static(STATIC_DIR),
        clock=clock,
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

    def read(path: str, handler: Handler, post: Endpoint | None = None) -> Route:
        return _route(path, page(site, handler), post)

    def post(handler: Handler, again: Handler | None = None) -> Endpoint:
        return form_post(site, handler, again=again)

    dossier = "/d/{dossier}"
    step_post = file_post(site, journey.step_post, journey.file_limits, again=journey.step_again)
    step = read(f"{dossier}/{{slug}}", journey.step_page, step_post)
    return [
        _StepsInForce(step.endpoint, site.office.catalogue),  # first: most requests are for one
        read("/", public.home),
        read("/commencer", public.reason_page, form_post(site, public.reason_answer, in_session=False)),
        read("/orientation/{number}", public.orientation),
        read("/pages/{name}", public.text_page),
        read("/pause", public.paused),
        read("/termine", public.ended),
        Route("/static/{digest}/{name}", public.static_file(site), methods=["GET"]),
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
        _route(f"{dossier}/{{name}}.pdf", page(site, closing.document, long=True), None),
        step,  # of a revision that is no longer in force, and for what is no page
    ]


class _StepsInForce(Route):
    """The steps of the procedures in force, by their very names: matched before any other page."""

    def __init__(self, endpoint: ASGIApp, catalogue: Catalogue) -> None:
        super().__init__("/d/{dossier}/{slug}", endpoint, methods=["GET", "POST"])
        slugs = {step.slug for procedure in catalogue.procedures.values() for step in procedure.steps} - OWN_PAGES
        self.path_regex = re.compile(f"^/d/(?P<dossier>[^/]+)/(?P<slug>{'|'.join(map(re.escape, sorted(slugs)))})$")


def _route(path: str, read: Endpoint, post: Endpoint | None) -> Route:
    """One address, one route: what it does not do is then said right (405 and `Allow`)."""
    if post is None:
        return Route(path, _Answering(read), methods=["GET"])

    async def endpoint(request: Request) -> Response:
        return await (post(request) if request.method == "POST" else read(request))

    return Route(path, _Answering(named(endpoint, route_name(read))), methods=["GET", "POST"])


class _Answering:
    """An endpoint as an ASGI application. What it raises is for the handlers of the whole application, around it."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint, self.route_name = endpoint, route_name(endpoint)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        response = await self._endpoint(Request(scope, receive, send))
        await response(scope, receive, send)


def _lifespan(site: Site) -> Callable[[object], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        async with anyio.create_task_group() as group:
            group.start_soon(_keep_house, site)
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
    """Erases files that no dossier names and that are older than any upload in progress, and sessions long unused.

    A draft belongs to a session: nobody can come back to it once that has ended, and it is erased first.
    """
    now = site.clock()
    stores = site.office.stores
    older_than = now - dt.timedelta(hours=1)
    stores.files.collect_leftovers(stores.uploads.blobs(), older_than=older_than)
    idle = now - dt.timedelta(days=site.settings.session_days)
    for session in stores.sessions.unused(idle.isoformat(timespec="seconds")):
        erase_drafts(site.office, session.owner)
        stores.sessions.delete(session.token_hash)
