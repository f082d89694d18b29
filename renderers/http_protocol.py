"""HTTP as the server speaks it: uvicorn's, which trusts who connects, with bounds on what a stranger may send or hold.

uvicorn bounds nothing before a request is whole, and its parser joins what came of a header again at every packet: one
endless header takes the whole process. What it refuses itself never reaches the application, hence its headers neither.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from typing import ClassVar, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one connection may take.

    `head_bytes` is for what precedes a body (request line and headers), and for what stands between the pieces of one
    or after it. A head has `head_seconds`, and so has the first byte of a connection. Within `stall_seconds`, a body
    brings `stall_bytes`, and who is answered takes some of the answer. Who was refused has `leaving_seconds` to read
    it. Beyond `connections` at once, one more is told to come back.
    """

    head_bytes: int = 32 * 1024
    head_seconds: float = 15
    stall_seconds: float = 30
    stall_bytes: int = 1024
    leaving_seconds: float = 2
    connections: int = 800


DROPPED: Final = 8
"""How many times the bound of a head is read on and dropped, so that who sends it comes to read the refusal."""
# Whoever reads these made the request by hand, or has a browser full of cookies: no page could be relied upon.
REFUSALS: Final[Mapping[HTTPStatus, str]] = {
    HTTPStatus.BAD_REQUEST: "Requête illisible.",
    HTTPStatus.REQUEST_TIMEOUT: "Requête trop lente.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "Requête trop longue.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Service occupé. Réessayez dans quelques minutes.",
}


class _Phase(Enum):
    """What is expected next of who connects."""

    BETWEEN = auto()
    HEAD = auto()
    BODY = auto()


class BoundedProtocol(HttpToolsProtocol):
    """One connection. `protocol_of` gives it its bounds, and each refusal as it is sent."""

    bounds: ClassVar[Bounds] = Bounds()
    refusals: ClassVar[Mapping[HTTPStatus, bytes]] = {}

    # What follows is per connection; a class's own value costs nothing until it changes.
    _phase = _Phase.BETWEEN
    _unspent = 0  # bytes read since something came of any: the end of a head, a piece of a body
    _brought = 0  # bytes of the body since its watch was set
    _untaken = 0  # bytes of the answer that were not taken when its watch was set
    _deaf = False  # whatever comes is dropped
    _watch: asyncio.TimerHandle | None = None  # on who sends
    _reader: asyncio.TimerHandle | None = None  # on who is answered

    # ── The connection ──

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.bounds.connections:
            self._deaf = True
            transport.write(self.refusals[HTTPStatus.SERVICE_UNAVAILABLE])
            transport.close()
        else:
            self._set_watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_watch()
        self._end_reader()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._deaf:
            self._drop(data)
            return
        self._unspent += len(data)
        if self._unspent <= self.bounds.head_bytes:
            super().data_received(data)
        else:
            self._receive_in_pieces(data)
        if self._watch is None and (self._unspent or self._phase is not _Phase.BETWEEN) and not self._deaf:
            self._set_watch()

    def _receive_in_pieces(self, data: bytes) -> None:
        """Gives the parser no more at once than may be the rest of a head."""
        self._unspent -= len(data)
        start = 0
        while start < len(data) and not self._deaf:
            room = self.bounds.head_bytes - self._unspent
            if room <= 0:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
                return
            piece = data[start : start + room]
            start += len(piece)
            self._unspent += len(piece)
            super().data_received(piece)

    # ── What the parser says ──

    def on_message_begin(self) -> None:
        self._go_on(_Phase.HEAD)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()  # first: an address that is none is still a fault of the head
        self._go_on(_Phase.BODY)

    def on_body(self, body: bytes) -> None:
        self._unspent = 0
        self._brought += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._go_on(_Phase.BETWEEN)
        super().on_message_complete()

    def _go_on(self, phase: _Phase) -> None:
        self._phase = phase
        if phase is not _Phase.HEAD:
            self._unspent = 0
        if self._watch is not None:
            self._end_watch()

    # ── Who sends too slowly ──

    def _set_watch(self) -> None:
        """Looks again when what is expected should have come. Set only once a packet did not bring all of it."""
        self._brought = 0
        seconds = self.bounds.stall_seconds if self._phase is _Phase.BODY else self.bounds.head_seconds
        self._watch = self.loop.call_later(seconds, self._look)

    def _end_watch(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    def _look(self) -> None:
        self._watch = None
        if self._is_ours_to_wait():
            self._set_watch()
        elif self._phase is _Phase.HEAD or (self._phase is _Phase.BETWEEN and self._unspent):
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self.transport.close()

    def _is_ours_to_wait(self) -> bool:
        """Whether who sends does what they can: a body comes, or we do not let it, or an earlier answer is due."""
        if self._phase is _Phase.BODY:
            held = self.flow.read_paused or self.cycle.waiting_for_100_continue
            return held or self._brought >= self.bounds.stall_bytes
        return self._is_answering()

    def _is_answering(self) -> bool:
        return not getattr(self.cycle, "response_complete", True)  # there is none before the first request

    # ── What is refused ──

    def send_400_response(self, _msg: str) -> None:
        """Refuses what can't be read, as uvicorn does, with the headers of every answer."""
        self._refuse(HTTPStatus.BAD_REQUEST)

    def _unsupported_upgrade_warning(self) -> None:
        # Answered as any request is; what comes next would be in another protocol. uvicorn logs two lines and goes on.
        self._answer_and_leave()

    def _refuse(self, status: HTTPStatus) -> None:
        self._deaf = True
        self._end_watch()
        if self.transport.is_closing():
            return
        if self._phase is not _Phase.BODY:
            if self._is_answering():
                self._answer_and_leave()
                return
        elif self.cycle.response_started or self.pipeline:
            # In the middle of an answer, or before that to an earlier request, it would be taken for that answer.
            self.transport.close()
            return
        else:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self._say(self.refusals[status])

    def _answer_and_leave(self) -> None:
        """Ends the connection after the answers that are due."""
        self._deaf = True
        self._end_watch()
        if self._is_answering():
            self.cycle.keep_alive = False
        else:
            self.transport.close()

    def _say(self, refusal: bytes) -> None:
        """Says why, then leaves: closing with bytes unread would have the kernel take the refusal back."""
        self._unset_keepalive_if_required()
        self._unspent = 0
        self.transport.write(refusal)
        if self.transport.can_write_eof():
            self.transport.write_eof()
            self._watch = self.loop.call_later(self.bounds.leaving_seconds, self.transport.abort)
        else:
            self.transport.close()

    def _drop(self, data: bytes) -> None:
        self._unspent += len(data)
        if self._watch is not None and self._unspent > DROPPED * self.bounds.head_bytes:
            self.transport.abort()

    # ── Who does not take what they asked for ──

    def pause_writing(self) -> None:
        super().pause_writing()
        self._set_reader()

    def resume_writing(self) -> None:
        super().resume_writing()
        if not self.transport.is_closing():
            self._end_reader()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.is_closing():
            self._set_reader()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._set_reader()

    def _set_reader(self) -> None:
        if self._reader is None:
            self._untaken = self.transport.get_write_buffer_size()
            self._reader = self.loop.call_later(self.bounds.stall_seconds, self._look_at_reader)

    def _end_reader(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
            self._reader = None

    def _look_at_reader(self) -> None:
        self._reader = None
        left = self.transport.get_write_buffer_size()
        if left and left >= self._untaken:
            self.transport.abort()
        elif left:
            self._set_reader()


def protocol_of(headers: Sequence[tuple[bytes, bytes]], bounds: Bounds) -> type[BoundedProtocol]:
    """The protocol of a site whose every answer has `headers`."""

    class SiteProtocol(BoundedProtocol):
        """One connection to this site."""

    SiteProtocol.bounds = bounds
    SiteProtocol.refusals = {status: refusal(status, text, headers) for status, text in REFUSALS.items()}
    return SiteProtocol


def refusal(status: HTTPStatus, text: str, headers: Sequence[tuple[bytes, bytes]]) -> bytes:
    """A whole answer, the last one of its connection."""
    body = text.encode()
    said = (
        *headers,
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
        (b"connection", b"close"),
    )
    lines = (b"HTTP/1.1 %d %s" % (status, status.phrase.encode()), *(b"%s: %s" % pair for pair in said))
    return b"\r\n".join((*lines, b"", body))
