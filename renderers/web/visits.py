"""One request as handlers see it: who asks, what was posted; and whether they may, before any handler is called."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import anyio
import anyio.to_thread
from anyio import CapacityLimiter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from engine.accounts.access import Action, actor_of, authorise
from engine.dossiers.cases import Case, Moment, case_of, open_case, posted_from
from engine.dossiers.uploads import ReceivedUpload, RefusedUpload
from engine.spec import FileLimits
from engine.store import StoreBusy, StoredSession, UnknownDossier
from engine.store.people import StoredMessage

from .forms import MEBIBYTE, Form, FormTooLarge, Limits, Received, Sink, read_form
from .kept import can_be_put_back, keep_form
from .sessions import CodeDue, EndedSession, ExpiredForm, ForeignForm, NoSession, PasswordDue, Visitor, check_origin
from .site import Site, moment_of, new_blob

TOKEN_KEY, VERSION_KEY, ACTION_KEY, STAMP_KEY = "jeton", "version", "action", "etat-montre"
FILES_AT_ONCE = 40
TEXT_SECONDS, FILES_SECONDS = 60, 900
"""How long a post may take to arrive. A slow network needs minutes for ten mebibytes; nobody needs an hour."""
TOTAL_FACTOR = 25
"""How many files of the largest size one post may hold."""
WAITING_TO_HASH = 60
"""How many posts may wait for a password to be checked; later ones are told to come back in a minute."""
ENDED_FILES = FileLimits(max_bytes=16 * MEBIBYTE, extensions=())
"""What is read past, and not kept, of the files of a post whose session has ended."""

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request. `form` and `files` are empty for a GET.

    `fault` says why nothing of a post may be done, though what was typed may be shown again: its token is not that of
    the session, or a limit cut it short.
    """

    site: Site
    request: Request
    visitor: Visitor
    moment: Moment
    form: Form = field(default_factory=dict)
    files: tuple[ReceivedUpload | RefusedUpload, ...] = ()
    fault: ExpiredForm | FormTooLarge | None = None
    message: StoredMessage | None = None

    @property
    def session(self) -> StoredSession:
        """The session of who asks. Raises `NoSession`."""
        if self.visitor.session is None:
            raise NoSession
        return self.visitor.session

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
        posts, read = self.request.method == "POST", self.visitor.dossier
        if read is not None and not posts:
            return case_of(self.site.office, read, self.moment.day)
        case = open_case(self.site.office, self.path("dossier"), self.visitor.owner, self.moment.day)
        return posted_from(case, self.posted(STAMP_KEY)) if posts else case


Handler = Callable[[Visit], Response]


def page(site: Site, handler: Handler, action: Action = "look", *, long: bool = False) -> Endpoint:
    """The endpoint of a page that is read by whoever may do `action`.

    Over local stores it is answered where it stands: handing a millisecond of work to a thread costs as much again.
    `long` says that the work takes longer (a PDF), and always goes to a thread.
    """

    async def in_thread(request: Request) -> Response:
        return await run_in_threadpool(lambda: handler(_visit(site, request, action)))

    async def here(request: Request) -> Response:
        return handler(_visit(site, request, action))

    return named(here if site.office.stores.local and not long else in_thread, handler.__name__, action)


@dataclass(frozen=True, slots=True)
class Post:
    """What was received of a post."""

    form: Form
    files: tuple[ReceivedUpload | RefusedUpload, ...] = ()
    too_large: FormTooLarge | None = None


def form_post(
    site: Site,
    handler: Handler,
    action: Action,
    *,
    again: Handler | None = None,
    limiter: CapacityLimiter | None = None,
) -> Endpoint:
    """The endpoint of a form without files, for whoever may do `action`.

    `again` shows what was typed when nothing of the post may be done (`Visit.fault`); without it an error page does.
    `limiter` bounds how many are handled at once, where that costs memory (passwords).
    """

    async def endpoint(request: Request) -> Response:
        post = await _read_text(request)
        if limiter is not None and limiter.statistics().tasks_waiting >= WAITING_TO_HASH:
            raise StoreBusy("too many passwords to check")
        return await anyio.to_thread.run_sync(
            lambda: _handled(site, request, post, handler, action=action, again=again), limiter=limiter
        )

    return named(endpoint, handler.__name__, action)


def file_post(
    site: Site, handler: Handler, limits_of: Callable[[Visit], FileLimits], action: Action, *, again: Handler
) -> Endpoint:
    """The endpoint of a form that may hold files. `limits_of` finds what they may be, or raises before any is read.

    `again` as in `form_post`.
    """

    async def endpoint(request: Request) -> Response:
        if request.headers.get("content-type", "").lower().startswith("multipart/"):
            gate = await run_in_threadpool(lambda: _gate(site, request, action))
            if gate.visitor.session is None:
                post = await _receive_ended(gate)
            else:
                limits = await run_in_threadpool(lambda: limits_of(gate))
                post = await _receive(gate, limits)
        else:
            post = await _read_text(request)
        return await run_in_threadpool(lambda: _handled(site, request, post, handler, action=action, again=again))

    return named(endpoint, handler.__name__, action)


def _handled(
    site: Site, request: Request, post: Post, handler: Handler, *, action: Action, again: Handler | None
) -> Response:
    """The answer to a post. With a fault, `handler` is never called: whatever it does needs a whole post of ours."""
    visit = _posted(site, request, post, action)
    if visit.fault is None:
        return handler(visit)
    for file in post.files:
        if isinstance(file, ReceivedUpload):
            site.office.stores.files.delete(file.blob)
    if again is None:
        raise visit.fault
    return again(visit)


async def _read_text(request: Request) -> Post:
    try:
        with anyio.fail_after(TEXT_SECONDS):
            return Post((await read_form(request, Limits(files=0))).form)
    except FormTooLarge as fault:
        if TOKEN_KEY not in fault.form:
            raise
        return Post(fault.form, too_large=fault)


class _Nowhere:
    """The sink of files that may not be kept: they are read past, for the sake of the fields that follow."""

    async def write(self, data: bytes) -> None:
        """Drops some bytes."""

    async def close(self) -> None:
        """Nothing was kept."""

    async def abort(self) -> None:
        """Nothing was kept."""


async def _receive(gate: Visit, limits: FileLimits) -> Post:
    site = gate.site

    async with site.intake.post() as group:

        async def open_sink(_control: str, form: Form) -> Sink:
            # The token comes first in our forms: a stranger's file is refused before a byte of it is kept.
            try:
                site.sessions.check_form(gate.request, gate.visitor, form.get(TOKEN_KEY, ("",))[-1])
            except ExpiredForm:
                return _Nowhere()
            return site.intake.open(group, new_blob())

        try:
            with anyio.fail_after(FILES_SECONDS):
                received = await read_form(gate.request, limits_for(limits), open_sink)
        except FormTooLarge as fault:
            if TOKEN_KEY not in fault.form:
                raise  # refused on its announced length: nothing of it was read
            return Post(fault.form, too_large=fault)
        return Post(received.form, await _checked(site, received, limits))


async def _receive_ended(gate: Visit) -> Post:
    """The text of a post whose session has ended; its files are read past."""
    ended = gate.visitor.ended

    async def open_sink(_control: str, form: Form) -> Sink:
        if ended is None or not _same(form.get(TOKEN_KEY, ("",))[-1], ended.csrf):
            raise EndedSession
        return _Nowhere()

    try:
        with anyio.fail_after(FILES_SECONDS):
            return Post((await read_form(gate.request, limits_for(ENDED_FILES), open_sink)).form)
    except FormTooLarge as fault:
        return Post(fault.form, too_large=fault)


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


def _visit(site: Site, request: Request, action: Action) -> Visit:
    """A request that changes nothing: the dossier is read with the session."""
    now = site.clock()
    visitor = site.sessions.visitor(request, now, request.path_params.get("dossier"))
    return Visit(site, request, visitor, moment_of(now), message=_allowed(site, request, visitor, action))


def _gate(site: Site, request: Request, action: Action) -> Visit:
    """Who posts, before anything of it is read. One whose session has just ended is let through to `_posted`."""
    now = site.clock()
    visitor = site.sessions.visitor(request, now, request.path_params.get("dossier"))
    if visitor.ended is None:
        _allowed(site, request, visitor, action)
    return Visit(site, request, visitor, moment_of(now))


def _posted(site: Site, request: Request, post: Post, action: Action) -> Visit:
    now = site.clock()
    visitor = site.sessions.visitor(request, now, request.path_params.get("dossier"))
    token = post.form.get(TOKEN_KEY, ("",))[-1]
    if visitor.ended is not None and action == "change_dossier" and can_be_put_back(request.url.path):
        _keep_ended(site, request, visitor.ended, post.form)
    message = _allowed(site, request, visitor, action)
    fault: ExpiredForm | FormTooLarge | None = post.too_large
    try:
        if action == "leave":  # from a page of another session, or of one that has ended, one leaves all the same
            check_origin(request, site.settings)
        else:
            site.sessions.check_form(request, visitor, token)
    except ExpiredForm as expired:
        fault = expired
    files = () if fault else post.files
    return Visit(site, request, visitor, moment_of(now), post.form, files, fault, message)


def _keep_ended(site: Site, request: Request, ended: StoredSession, form: Form) -> None:
    """Keeps what was posted once its session had ended, for the next sign-in of its account. Raises `EndedSession`."""
    try:
        check_origin(request, site.settings)
    except ForeignForm:
        raise EndedSession from None
    if not _same(form.get(TOKEN_KEY, ("",))[-1], ended.csrf):
        raise EndedSession
    posted = {name: values for name, values in form.items() if name != TOKEN_KEY}
    keep_form(site, ended.owner, request.url.path, posted, moment_of(site.clock()))
    raise EndedSession(kept=True)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _allowed(site: Site, request: Request, visitor: Visitor, action: Action) -> StoredMessage | None:
    """Lets through who may do `action` to what the address names; gives the message it names, if it names one.

    Raises `NoSession`, `EndedSession`, `PasswordDue`, `CodeDue`; `UnknownDossier` for what is not there or not theirs.
    """
    actor = actor_of(visitor.session, develops=site.settings.dev)
    name = request.path_params.get("message")
    message = site.office.stores.messages.load(name) if name is not None and visitor.session is not None else None
    match authorise(actor, action, message if action == "read_message" else visitor.dossier):
        case "yes":
            return message
        case "sign_in":
            raise EndedSession if visitor.ended is not None else NoSession
        case "choose_password":
            raise PasswordDue
        case "give_code":
            raise CodeDue
        case "unknown":
            raise UnknownDossier(request.path_params.get("dossier", ""))


def named(endpoint: Endpoint, name: str, action: Action = "look") -> Endpoint:
    """An endpoint with the name the log gives it, and what one must be allowed to do to reach it."""
    endpoint.route_name = name  # type: ignore[attr-defined]
    endpoint.action = action  # type: ignore[attr-defined]
    return endpoint
