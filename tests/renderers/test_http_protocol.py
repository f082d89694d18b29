"""What a stranger may send to the server, and hold of it; and that no refusal leaves without its headers."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from email.message import Message as Headers
from email.parser import BytesParser
from typing import Any, cast

import pytest
import uvicorn
from starlette.types import Message, Receive, Scope, Send
from uvicorn.server import ServerState

from renderers.http_protocol import DROPPED, BoundedProtocol, Bounds
from renderers.serve import config_of
from renderers.web.security import HEADERS, HSTS

HOST = "127.0.0.1"
MEBIBYTE = 1024 * 1024
PATIENCE = 30
"""Seconds after which a server that says nothing has failed the test."""
MOST = Bounds().head_bytes


async def weighs(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with the weight of the body; `/tot` before the body came, `/gros` with more than a socket holds."""
    if scope["type"] != "http":
        return
    weight, more = 0, scope["path"] != "/tot"
    while more:
        message: Message = await receive()
        if message["type"] == "http.disconnect":
            return
        weight, more = weight + len(message["body"]), message["more_body"]
    body = b"%d" % weight
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@contextlib.contextmanager
def serving(bounds: Bounds | None = None, *, secure: bool = False) -> Iterator[int]:
    """A real server on a port of this machine, until the block ends. Gives the port."""
    with socket.create_server((HOST, 0)) as listening:
        server = uvicorn.Server(config_of(weighs, secure=secure, bounds=bounds))
        server.config.lifespan = "off"
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server with the bounds of every deployment."""
    with serving() as found:
        yield found


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, as it came."""

    status: int
    headers: Headers
    body: bytes


@dataclass(slots=True)
class Client:
    """One connection, by hand."""

    socket: socket.socket
    come: bytes = b""

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def read(self) -> Answer:
        """The next answer."""
        head = self._until(b"\r\n\r\n")
        line, _, rest = head.partition(b"\r\n")
        headers = BytesParser().parsebytes(rest)
        length = int(headers.get("content-length", "0"))
        while len(self.come) < length:
            self._more()
        body, self.come = self.come[:length], self.come[length:]
        return Answer(int(line.split()[1]), headers, body)

    def rest(self) -> bytes:
        """All that comes until the server closes."""
        while packet := self.socket.recv(65536):
            self.come += packet
        return self.come

    def _until(self, end: bytes) -> bytes:
        while end not in self.come:
            self._more()
        head, _, self.come = self.come.partition(end)
        return head

    def _more(self) -> None:
        packet = self.socket.recv(65536)
        assert packet, f"closed after {self.come!r}"
        self.come += packet


@contextlib.contextmanager
def client(port: int) -> Iterator[Client]:
    with socket.create_connection((HOST, port), timeout=PATIENCE) as opened:
        yield Client(opened)


GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"

MALFORMED = {
    "unknown method": b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n",
    "CONNECT to nothing": b"CONNECT exemple HTTP/1.1\r\nHost: x\r\n\r\n",
    "name of a header": b"GET / HTTP/1.1\r\nHo st: x\r\n\r\n",
    "header without a colon": b"GET / HTTP/1.1\r\nHost\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
    "piece of a body": CHUNKED + b"ZZ\r\n",
    "address without a path": b"GET http://x HTTP/1.1\r\nHost: x\r\n\r\n",
    "version": b"GET / HTTP/7.3\r\nHost: x\r\n\r\n",
    "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}


def assert_headers(answer: Answer, *, secure: bool = False) -> None:
    """Whether an answer has, once, each header that all have."""
    expected = {**HEADERS, "Cache-Control": "no-store", "Content-Type": "text/plain; charset=utf-8"}
    if secure:
        expected["Strict-Transport-Security"] = HSTS
    assert {name: answer.headers.get_all(name) for name in expected} == {n: [v] for n, v in expected.items()}
    assert ("Strict-Transport-Security" in answer.headers) == secure
    assert answer.headers["Connection"] == "close"


# ── Headers of what the server refuses itself ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sent", MALFORMED.values(), ids=MALFORMED)
def test_what_can_not_be_read_is_refused_with_every_header(port: int, sent: bytes) -> None:
    with client(port) as it:
        it.send(sent)
        answer = it.read()
        assert (answer.status, answer.body.decode()) == (400, "Requête illisible.")
        assert_headers(answer)
        assert it.rest() == b"", "the connection is closed"


def test_a_site_reached_by_https_says_so_in_refusals_too() -> None:
    with serving(secure=True) as port, client(port) as it:
        it.send(MALFORMED["unknown method"])
        assert_headers(it.read(), secure=True)


# ── Heads ─────────────────────────────────────────────────────────────────────────────────────────────────────


def head_of(length: int) -> bytes:
    """A request without a body that weighs `length` bytes."""
    begun = b"GET / HTTP/1.1\r\nHost: x\r\nCookie: "
    return begun + b"c" * (length - len(begun) - 4) + b"\r\n\r\n"


@pytest.mark.parametrize("packet", [MEBIBYTE, 10_000, 4_096])
def test_a_head_as_long_as_the_bound_is_answered(port: int, packet: int) -> None:
    with client(port) as it:
        for _ in range(2):
            sent = head_of(MOST)
            for start in range(0, MOST, packet):
                it.send(sent[start : start + packet])
            assert it.read().status == 200


@pytest.mark.parametrize("length", [MOST + 1, 3 * MOST])
def test_a_longer_one_is_refused(port: int, length: int) -> None:
    with client(port) as it:
        it.send(head_of(length))
        answer = it.read()
        assert (answer.status, answer.body.decode()) == (431, "Requête trop longue.")
        assert_headers(answer)
        assert it.rest() == b""


ENDLESS = {
    "header": (b"GET / HTTP/1.1\r\nHost: x\r\nX: ", b"x"),
    "name of a header": (b"GET / HTTP/1.1\r\nHost: x\r\n", b"x"),
    "headers": (b"GET / HTTP/1.1\r\nHost: x\r\n", b"X: x\r\n"),
    "request line": (b"GET /", b"x"),
    "lines before it": (b"", b"\r\n"),
    "extension of a piece": (CHUNKED + b"1;", b"x"),
    "header after a body": (CHUNKED + b"0\r\nX: ", b"x"),
    "header after a request": (GET + b"GET / HTTP/1.1\r\nX: ", b"x"),
}


@pytest.mark.parametrize(("begun", "endless"), ENDLESS.values(), ids=ENDLESS)
def test_what_never_ends_is_cut_while_others_are_answered(
    monkeypatch: pytest.MonkeyPatch, port: int, begun: bytes, endless: bytes
) -> None:
    taken: list[int] = []
    receive = BoundedProtocol.data_received

    def counted(self: BoundedProtocol, data: bytes) -> None:
        taken.append(len(data))
        receive(self, data)

    monkeypatch.setattr(BoundedProtocol, "data_received", counted)
    packet, whole = endless * (MEBIBYTE // len(endless)), 200
    with client(port) as flood, client(port) as other:
        sent = 0
        with contextlib.suppress(ConnectionError):
            flood.send(begun)
            for sent in range(whole):  # noqa: B007 - how far it went
                flood.send(packet)
                other.send(GET)
                assert other.read().status == 200
    assert sent < whole - 1, "it was never stopped"
    # The network gives at most a quarter of a mebibyte at once.
    assert sum(taken) < (DROPPED + 2) * MOST + MEBIBYTE, "more was read than is dropped"


def test_a_head_half_sent_is_refused_in_time() -> None:
    with serving(Bounds(head_seconds=0.05)) as port, client(port) as it:
        it.send(GET[:20])
        answer = it.read()
        assert (answer.status, answer.body.decode()) == (408, "Requête trop lente.")
        assert_headers(answer)
        assert it.rest() == b""


@pytest.mark.parametrize("sent", [b"", CHUNKED, CHUNKED + b"3\r\nab"], ids=["nothing", "no body", "half a body"])
def test_what_does_not_come_is_not_waited_for(sent: bytes) -> None:
    with serving(Bounds(head_seconds=0.05, stall_seconds=0.05)) as port, client(port) as it:
        it.send(sent)
        assert it.rest() == b""


def test_one_connection_too_many_is_told_to_come_back() -> None:
    with serving(Bounds(connections=1)) as port, client(port) as first:
        first.send(GET)
        assert first.read().status == 200
        with client(port) as second:
            answer = second.read()
            assert answer.status == 503
            assert_headers(answer)
        first.send(GET)
        assert first.read().status == 200


# ── What must go on ───────────────────────────────────────────────────────────────────────────────────────────


def test_several_requests_of_one_connection_are_answered_one_by_one_and_at_once(port: int) -> None:
    post = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
    with client(port) as it:
        for sent, weight in ((GET, b"0"), (post, b"5"), (GET, b"0")):
            it.send(sent)
            assert it.read().body == weight
        it.send(GET + post + GET + post)
        assert [it.read().body for _ in range(4)] == [b"0", b"5", b"0", b"5"]


def test_an_upload_is_received_whole(port: int) -> None:
    weight = 3 * MEBIBYTE + 1
    with client(port) as it:
        for path, body in ((b"/", b"%d" % weight), (b"/tot", b"0")):
            it.send(b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (path, weight))
            it.send(b"u" * weight)
            assert it.read().body == body


def test_a_body_in_pieces_is_received_whole(port: int) -> None:
    with client(port) as it:
        it.send(CHUNKED + b"1\r\nx\r\n" * MEBIBYTE + b"1;a=b\r\ny\r\n0\r\nX: after\r\n\r\n" + GET)
        assert it.read().body == b"%d" % (MEBIBYTE + 1)
        assert it.read().status == 200


def test_who_asks_whether_to_go_on_is_told(port: int) -> None:
    with client(port) as it:
        it.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        assert it.read().status == 100
        it.send(b"hello")
        assert it.read().body == b"5"


@pytest.mark.parametrize("after", [MALFORMED["unknown method"], head_of(2 * MOST)], ids=["malformed", "too long"])
def test_what_is_refused_takes_no_answer_from_the_request_before(port: int, after: bytes) -> None:
    with client(port) as it:
        it.send(GET + after)
        assert it.read().body == b"0"
        assert it.rest() == b"", "no answer in the place of another"


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        b"CONNECT x:1 HTTP/1.1\r\n\r\n",
    ],
    ids=["upgrade", "tunnel"],
)
def test_no_other_protocol_is_spoken(port: int, sent: bytes) -> None:
    with client(port) as it:
        it.send(sent + b"\x81\x05hello")
        answer = it.read()
        assert answer.headers["Connection"] == "close"
        assert it.rest() == b""


# ── Time, without waiting ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Timer:
    """What a loop was asked to do later."""

    seconds: float
    act: Callable[[], object]
    live: bool = True

    def cancel(self) -> None:
        self.live = False


class Task:
    """A request that is never begun: tests answer in its place."""

    def __init__(self, work: Coroutine[Any, Any, None]) -> None:
        work.close()

    def add_done_callback(self, _then: object) -> None:
        pass


@dataclass(slots=True)
class Loop:
    """A loop whose time passes when told."""

    timers: list[Timer] = field(default_factory=list)

    def call_later(self, seconds: float, act: Callable[[], object]) -> Timer:
        self.timers.append(Timer(seconds, act))
        return self.timers[-1]

    def create_task(self, work: Coroutine[Any, Any, None]) -> Task:
        return Task(work)

    def waited(self) -> list[float]:
        """The delays under way."""
        return [timer.seconds for timer in self.timers if timer.live]

    def passes(self) -> None:
        """Lets every delay under way come to its end."""
        due, self.timers = [timer for timer in self.timers if timer.live], []
        for timer in due:
            timer.act()


class Wire(asyncio.Transport):
    """A transport whose other end takes only what it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.written, self.left, self.closing, self.aborted, self.reading = b"", 0, False, False, True

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)

    def write_eof(self) -> None:
        pass

    def can_write_eof(self) -> bool:
        return True

    def get_write_buffer_size(self) -> int:
        return self.left

    def is_closing(self) -> bool:
        return self.closing

    def close(self) -> None:
        self.closing = True

    def abort(self) -> None:
        self.closing = self.aborted = True

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True


@dataclass(slots=True)
class Held:
    """One connection, without a server."""

    loop: Loop
    wire: Wire
    protocol: BoundedProtocol

    def sends(self, data: bytes) -> None:
        self.protocol.data_received(data)

    def is_answered(self) -> None:
        """The application answers the current request, and nothing of it is taken yet."""
        cycle = self.protocol.cycle

        async def answer() -> None:
            await cycle.send({"type": "http.response.start", "status": 204, "headers": []})
            await cycle.send({"type": "http.response.body", "body": b"", "more_body": False})

        asyncio.run(answer())


@pytest.fixture
def held() -> Held:
    config = config_of(weighs, secure=False)
    config.load()
    loop, wire = Loop(), Wire()
    made = cast("type[BoundedProtocol]", config.http_protocol_class)
    protocol = made(config, ServerState(), {}, cast("asyncio.AbstractEventLoop", loop))
    protocol.connection_made(wire)
    return Held(loop, wire, protocol)


POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"
BOUNDS = Bounds()


def test_an_ordinary_request_sets_no_delay(held: Held) -> None:
    assert held.loop.waited() == [BOUNDS.head_seconds], "for the first byte"
    held.sends(GET)
    assert held.loop.waited() == []
    held.is_answered()
    assert held.loop.waited() == [held.protocol.timeout_keep_alive]
    held.sends(GET)
    assert held.loop.waited() == []


def test_the_delay_of_a_head_begins_with_it_and_no_byte_puts_it_off(held: Held) -> None:
    held.sends(GET[:1])
    (first,) = [timer for timer in held.loop.timers if timer.live]
    for byte in GET[1:-1]:
        held.sends(bytes([byte]))
    assert [timer for timer in held.loop.timers if timer.live] == [first]
    held.loop.passes()
    assert held.wire.written.startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("begun", [b"", GET], ids=["first", "second request"])
def test_empty_lines_put_nothing_off(held: Held, begun: bytes) -> None:
    if begun:
        held.sends(begun)
        held.is_answered()
        written = len(held.wire.written)
    else:
        written = 0
    held.sends(b"\r\n")
    held.sends(b"\r\n")
    assert held.loop.waited() == [BOUNDS.head_seconds]
    held.loop.passes()
    assert held.wire.written[written:].startswith(b"HTTP/1.1 408 ")
    assert held.loop.waited() == [BOUNDS.leaving_seconds]
    held.loop.passes()
    assert held.wire.aborted


def test_a_slow_upload_that_goes_on_is_waited_for(held: Held) -> None:
    held.sends(POST)
    for _ in range(50):
        held.sends(b"u" * BOUNDS.stall_bytes)
        assert held.loop.waited() == [BOUNDS.stall_seconds]
        held.loop.passes()
        assert not held.wire.closing
    held.sends(b"u" * (BOUNDS.stall_bytes - 1))
    held.loop.passes()
    assert held.wire.closing
    assert held.wire.written == b"", "no answer that a browser would take for that of the site"


def test_who_sends_is_not_blamed_for_what_the_site_takes_its_time_for(held: Held) -> None:
    held.sends(POST + b"u" * 100_000)
    assert not held.wire.reading, "as much waits as may"
    for _ in range(3):
        held.loop.passes()
    assert not held.wire.closing
    held.protocol.flow.resume_reading()
    held.loop.passes()
    assert held.wire.closing


def test_who_was_not_told_to_go_on_is_waited_for(held: Held) -> None:
    held.sends(POST.replace(b"Host: x", b"Host: x\r\nExpect: 100-continue"))
    for _ in range(3):
        held.loop.passes()
    assert not held.wire.closing


def test_a_request_half_sent_waits_for_the_answer_to_the_one_before(held: Held) -> None:
    held.sends(GET + GET[:10])
    held.loop.passes()
    assert not held.wire.closing
    assert held.wire.written == b""
    held.is_answered()
    held.loop.passes()
    assert held.wire.closing


@pytest.mark.parametrize(("taken", "cut"), [(1, False), (0, True)], ids=["slowly", "never"])
def test_who_takes_nothing_of_an_answer_is_cut(held: Held, *, taken: int, cut: bool) -> None:
    held.sends(GET)
    held.wire.left = 100_000
    held.protocol.pause_writing()
    for _ in range(4):
        held.wire.left -= taken
        held.loop.passes()
    assert held.wire.aborted == cut
    held.protocol.resume_writing()
    assert held.loop.waited() == []


@pytest.mark.parametrize("request_", [GET, GET.replace(b"1.1", b"1.0")], ids=["kept open", "closed at once"])
def test_a_connection_closed_with_an_answer_to_take_is_not_kept_for_ever(held: Held, request_: bytes) -> None:
    held.sends(request_)
    held.wire.left = 1_000
    held.is_answered()
    held.loop.passes()
    assert held.wire.closing
    held.loop.passes()
    assert held.wire.aborted


def test_nothing_is_left_of_a_connection_that_ended(held: Held) -> None:
    held.sends(POST)
    held.protocol.pause_writing()
    held.protocol.connection_lost(None)
    assert held.loop.waited() == []
