"""One request as handlers see it: who asks, what was posted. Made off the event loop, since it reads the store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from engine.dossiers.cases import Case, Moment, open_case
from engine.dossiers.uploads import ReceivedUpload, RefusedUpload
from engine.spec import FileLimits

from .forms import MEBIBYTE, Form, FormTooLarge, Limits, Received, Sink, read_form
from .sessions import NoSession, Visitor
from .site import Site, moment_of, new_blob

TOKEN_KEY, VERSION_KEY, ACTION_KEY = "jeton", "version", "action"
FILES_AT_ONCE = 40
TEXT_SECONDS, FILES_SECONDS = 60, 900
"""How long a post may take to arrive. A slow network needs minutes for ten mebibytes; nobody needs an hour."""
TOTAL_FACTOR = 25
"""How many files of the largest size one post may hold."""

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request. `form` and `files` are empty for a GET; `too_large` says that a post was cut short by a limit."""

    site: Site
    request: Request
    visitor: Visitor
    moment: Moment
    form: Form = field(default_factory=dict)
    files: tuple[ReceivedUpload | RefusedUpload, ...] = ()
    too_large: FormTooLarge | None = None

    @property
    def action(self) -> str:
        """The button pressed."""
        return self.posted(ACTION_KEY)

    @property
    def version(self) -> int:
        """The version of the dossier that the page was made from; -1 when it does not say."""
        said = self.posted(VERSION_KEY)
        return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else -1

    def posted(self, name: str) -> str:
        """The last value posted under a name, empty when there is none."""
        return self.form.get(name, ("",))[-1]

    def path(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params.get(name, ""))

    def case(self) -> Case:
        """The dossier of the address. Raises `NoSession`, `UnknownDossier`: to the person the two are the same."""
        return open_case(self.site.office, self.path("dossier"), self.visitor.owner, self.moment.day)


Handler = Callable[[Visit], Response]


def page(site: Site, handler: Handler, *, long: bool = False) -> Endpoint:
    """The endpoint of a page that is read.

    Over local stores it is answered where it stands: handing a millisecond of work to a thread costs as much again.
    `long` says that the work takes longer (a PDF), and always goes to a thread.
    """

    async def in_thread(request: Request) -> Response:
        return await run_in_threadpool(lambda: handler(_visit(site, request)))

    async def here(request: Request) -> Response:
        return handler(_visit(site, request))

    return named(here if site.office.stores.local and not long else in_thread, handler.__name__)


def form_post(site: Site, handler: Handler, *, in_session: bool = True) -> Endpoint:
    """The endpoint of a form without files. `in_session`: it needs a session, not only the first form's token."""

    async def endpoint(request: Request) -> Response:
        form = await _read_text(request)
        return await run_in_threadpool(lambda: handler(_posted(site, request, form, in_session=in_session)))

    return named(endpoint, handler.__name__)


def file_post(site: Site, handler: Handler, limits_of: Callable[[Visit], FileLimits]) -> Endpoint:
    """The endpoint of a form that may hold files. `limits_of` finds what they may be, or raises before any is read."""

    async def endpoint(request: Request) -> Response:
        if not request.headers.get("content-type", "").lower().startswith("multipart/"):
            form = await _read_text(request)
            return await run_in_threadpool(lambda: handler(_posted(site, request, form, in_session=True)))
        gate = await run_in_threadpool(lambda: _visit(site, request))
        limits = await run_in_threadpool(lambda: limits_of(gate))
        form, files, too_large = await _receive(gate, limits)
        if too_large is not None and TOKEN_KEY not in form:
            raise too_large  # refused on its announced length: nothing of it was read
        return await run_in_threadpool(
            lambda: handler(_posted(site, request, form, in_session=True, files=files, too_large=too_large))
        )

    return named(endpoint, handler.__name__)


async def _read_text(request: Request) -> Form:
    with anyio.fail_after(TEXT_SECONDS):
        return (await read_form(request, Limits(files=0))).form


async def _receive(
    gate: Visit, limits: FileLimits
) -> tuple[Form, tuple[ReceivedUpload | RefusedUpload, ...], FormTooLarge | None]:
    site = gate.site

    async with site.intake.post() as group:

        async def open_sink(_control: str, form: Form) -> Sink:
            # The token comes first in our forms: a stranger's file is refused before a byte of it is kept.
            site.sessions.check_form(gate.request, gate.visitor, form.get(TOKEN_KEY, ("",))[-1])
            return site.intake.open(group, new_blob())

        try:
            with anyio.fail_after(FILES_SECONDS):
                received = await read_form(gate.request, limits_for(limits), open_sink)
        except FormTooLarge as fault:
            return fault.form, (), fault
        return received.form, await _checked(site, received, limits), None


async def _checked(site: Site, received: Received, limits: FileLimits) -> tuple[ReceivedUpload | RefusedUpload, ...]:
    try:
        return tuple([await site.intake.check(file, limits) for file in received.files])
    except BaseException:
        await received.abort()
        raise


def limits_for(files: FileLimits) -> Limits:
    """What a post with files may weigh."""
    return Limits(
        files=FILES_AT_ONCE, file_bytes=files.max_bytes, total_bytes=TOTAL_FACTOR * files.max_bytes + MEBIBYTE
    )


def _visit(site: Site, request: Request) -> Visit:
    now = site.clock()
    return Visit(site, request, site.sessions.visitor(request, now), moment_of(now))


def _posted(
    site: Site,
    request: Request,
    form: Form,
    *,
    in_session: bool,
    files: tuple[ReceivedUpload | RefusedUpload, ...] = (),
    too_large: FormTooLarge | None = None,
) -> Visit:
    now = site.clock()
    visitor = site.sessions.visitor(request, now)
    if in_session and visitor.session is None:
        raise NoSession
    site.sessions.check_form(request, visitor, form.get(TOKEN_KEY, ("",))[-1])
    return Visit(site, request, visitor, moment_of(now), form, files, too_large)


def named(endpoint: Endpoint, name: str) -> Endpoint:
    """An endpoint with the name the log gives it."""
    endpoint.route_name = name  # type: ignore[attr-defined]
    return endpoint
