"""Requests per second of ASGI applications that take turns: called directly, or behind uvicorn in a process each."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from renderers.serve import server_of

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Application = Callable[[Scope, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]
HOST = "127.0.0.1"
CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class Target:
    """One page of one application, which `build` makes. `headers` go with each request (a session's cookie …)."""

    build: Callable[[], Application]
    path: str
    headers: Mapping[str, str]


def requests_per_second(targets: Mapping[str, Target], *, rounds: int = 12, seconds: float = 0.4) -> dict[str, float]:
    """The best round of each, applications called directly."""

    async def measure() -> dict[str, float]:
        best = dict.fromkeys(targets, 0.0)
        applications = {name: target.build() for name, target in targets.items()}
        for _ in range(rounds):
            for name, target in targets.items():
                once = partial(get, applications[name], target)
                best[name] = max(best[name], await _rate(once, seconds))
        return best

    return asyncio.run(measure())


def served_per_second(targets: Mapping[str, Target], *, rounds: int = 12, seconds: float = 0.4) -> dict[str, float]:
    """The best round of each, behind uvicorn with uvloop and httptools, asked by several connections at once.

    The server then always has a request to answer: what is measured is its work, not how long a reader takes.
    """

    async def measure(ports: Mapping[str, int]) -> dict[str, float]:
        best = dict.fromkeys(targets, 0.0)
        async with contextlib.AsyncExitStack() as stack:
            clients = {
                name: [await stack.enter_async_context(_client(ports[name])) for _ in range(CONNECTIONS)]
                for name in targets
            }
            for _ in range(rounds):
                for name, target in targets.items():
                    asked = [_rate(partial(client.get, _request(target)), seconds) for client in clients[name]]
                    best[name] = max(best[name], sum(await asyncio.gather(*asked)))
        return best

    with contextlib.ExitStack() as stack:
        ports = {name: stack.enter_context(_served(target.build)) for name, target in targets.items()}
        return asyncio.run(measure(ports))


async def get(application: Application, target: Target) -> bytes:
    """The body of one GET. Raises `RuntimeError` on any other status than 200."""
    status, body = 0, bytearray()
    headers = [(k.lower().encode(), v.encode()) for k, v in {"host": HOST, **target.headers}.items()]
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": target.path,
        "raw_path": target.path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": headers,
        "client": (HOST, 50000),
        "server": (HOST, 80),
        "state": {},
    }
    asked = False

    async def receive() -> Message:
        nonlocal asked
        if asked:
            await asyncio.sleep(3600)
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            body.extend(message.get("body", b""))

    await application(scope, receive, send)
    if status != 200:
        raise RuntimeError(f"{target.path}: status {status}")
    return bytes(body)


async def _rate(once: Callable[[], Awaitable[object]], seconds: float) -> float:
    done, start = 0, time.perf_counter()
    while (taken := time.perf_counter() - start) < seconds:
        await once()
        done += 1
    return done / taken


def _request(target: Target) -> bytes:
    headers = {"host": HOST, **target.headers}
    lines = [f"GET {target.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@dataclass(frozen=True, slots=True)
class _Client:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def get(self, request: bytes) -> bytes:
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.split(b"\r\n")[0].decode())
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        return await self.reader.readexactly(int(length.split(b":")[1]))


@contextlib.asynccontextmanager
async def _client(port: int) -> AsyncIterator[_Client]:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        yield _Client(reader, writer)
    finally:
        writer.close()
        await writer.wait_closed()


@contextlib.contextmanager
def _served(build: Callable[[], Application]) -> Iterator[int]:
    """A server in a process of its own; gives its port, which is bound before, so that a client only waits."""
    listening = socket.socket()
    listening.bind((HOST, 0))
    listening.listen()
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(build, listening), daemon=True)
    process.start()
    try:
        yield listening.getsockname()[1]
    finally:
        process.terminate()
        process.join(timeout=5)
        listening.close()


def _serve(build: Callable[[], Application], listening: socket.socket) -> None:
    server_of(build(), secure=False).run(sockets=[listening])
