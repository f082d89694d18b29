"""Kills a worker with SIGKILL at every step of a delivery, one step after the other. Run as a script.

In each round two mails wait in a new store; a forked worker delivers them and kills itself at the n-th step. Another
one takes over, before and after the end of the lease. The rounds end with the one in which nobody died. Then the same
for what writes mails into the outbox. Prints, as JSON, where each died and what was left each time.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import pathlib
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiosmtplib
import anyio
from aiosmtplib.protocol import SMTPProtocol

from engine.store import Stores, connection
from engine.store.people import OutboxStore
from engine.store.sqlite import open_sqlite
from renderers.outbox.delivery import Pace, deliver_due
from renderers.outbox.settings import MailServer
from renderers.outbox.smtp import SmtpCarrier, Times
from tests.renderers.outbox.samples import NOW, account, letter, opened

BEFORE_THE_END = NOW + dt.timedelta(minutes=9)
AFTER_THE_END = NOW + dt.timedelta(minutes=11)
COMMANDS = ("connect", "ehlo", "mail", "rcpt", "data", "quit")


@dataclass(slots=True)
class Doom:
    """Counts steps once it is armed, and kills the process at the one it was made for, whose name it tells first.

    `call` is the call of the outbox that is going on, by which its SQL statements are named.
    """

    point: int
    tell: int
    armed: bool = False
    call: str = ""
    passed: int = 0

    def step(self, name: str) -> None:
        if not self.armed:
            return
        if self.passed == self.point:
            os.write(self.tell, name.encode())
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed += 1


def main(folder: pathlib.Path, port: int) -> None:
    """Runs the rounds and prints the account."""
    deliveries = rounds(folder / "deliver", functools.partial(deliver_round, port))
    json.dump({"deliveries": deliveries, "additions": rounds(folder / "add", add_round)}, sys.stdout)


def rounds(folder: pathlib.Path, one: Callable[[pathlib.Path, int], dict[str, Any]]) -> list[dict[str, Any]]:
    """One round for each step, until nobody dies."""
    found: list[dict[str, Any]] = []
    while not found or found[-1]["died"]:
        found.append(one(folder / str(len(found)), len(found)))
    return found


def deliver_round(port: int, folder: pathlib.Path, number: int) -> dict[str, Any]:
    """Two mails, a worker that dies, and the one that takes over."""
    letters = [letter(f"{name}{number}") for name in ("a", "b")]

    def wait(stores: Stores) -> None:
        stores.accounts.create(account())
        stores.outbox.add(*letters)

    with_stores(folder, wait)
    died = forked(lambda doom: deliver(folder, port, NOW, doom=doom), number)
    forked(lambda _: deliver(folder, port, BEFORE_THE_END, AFTER_THE_END), number)
    state = with_stores(folder, lambda stores: stores.outbox.state())
    return {"died": died, "mails": [one.mail.id for one in letters], "left": [state.waiting, state.given_up]}


def add_round(folder: pathlib.Path, number: int) -> dict[str, Any]:
    """Two letters that one event writes."""
    with_stores(folder, lambda stores: stores.accounts.create(account()))

    def add(doom: Doom) -> None:
        watch_database(doom)
        stores = open_sqlite(folder)
        doom.armed = True
        Watched(stores.outbox, doom).add(letter("a"), letter("b"))
        doom.step("acknowledged")

    died = forked(add, number)
    return {"died": died, "left": with_stores(folder, lambda stores: stores.outbox.state().waiting)}


def with_stores(folder: pathlib.Path, use: Callable[[Stores], Any]) -> Any:  # noqa: ANN401 - what `use` gives
    """What `use` gives, with stores that are closed again: nobody forks with open ones."""
    stores = open_sqlite(folder)
    try:
        return use(stores)
    finally:
        stores.close()


def forked(work: Callable[[Doom], object], point: int) -> str:
    """Does some work in a process of its own; the name of the step it died at, empty when it did not."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        work(Doom(point, writing))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as said:
        died = said.read()
    _, status = os.waitpid(child, 0)
    if bool(died) != (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL) or (not died and status):
        raise SystemExit(f"the worker ended otherwise: {status}")
    return died


def deliver(folder: pathlib.Path, port: int, *at: dt.datetime, doom: Doom | None = None, name: str = "worker") -> str:
    """Passes of a worker over a store at these instants; watched, where it is to die. Gives what the last one did."""
    if doom is not None:
        watch_database(doom)
        watch_commands(doom)
    stores = open_sqlite(folder)
    outbox: OutboxStore = stores.outbox
    if doom is not None:
        doom.armed = True
        outbox = Watched(outbox, doom)
    server = MailServer("127.0.0.1", port, "none", name)
    carrier = SmtpCarrier(server, "ne-pas-repondre@demarches.test", times=Times(60, 60, 60, 60))
    pace = Pace(at_once=1 if doom is not None else 4)

    async def passes() -> str:
        done = [await deliver_due(outbox, opened, carrier, now=lambda now=now: now, pace=pace) for now in at]  # type: ignore[misc]
        return str(done[-1])

    done = anyio.run(passes)
    stores.close()
    return done


class Watched:
    """An outbox, with a step before and after each call."""

    def __init__(self, outbox: OutboxStore, doom: Doom) -> None:
        self._outbox, self._doom = outbox, doom

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - the outbox's own
        real = getattr(self._outbox, name)

        def call(*arguments: object, **named: object) -> object:
            self._doom.step(f"before {name}")
            self._doom.call = name
            result = real(*arguments, **named)
            self._doom.step(f"after {name}")
            return result

        return call


def watch_database(doom: Doom) -> None:
    """Makes every SQL statement a step, as it begins."""
    real = connection.connect

    def connect(path: pathlib.Path) -> Any:  # noqa: ANN401 - a connection
        database = real(path)
        database.conn.set_trace_callback(lambda sql: doom.step(f"{doom.call}: {sql.split()[0]}"))
        return database

    connection.connect = connect


def watch_commands(doom: Doom) -> None:
    """Makes every command a step, before and after; and the middle of a message."""

    def watched(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        async def command(*arguments: object, **named: object) -> object:
            doom.step(f"before {name}")
            result = await real(*arguments, **named)
            doom.step(f"after {name}")
            return result

        return command

    for name in COMMANDS:
        setattr(aiosmtplib.SMTP, name, watched(name, getattr(aiosmtplib.SMTP, name)))
    write = SMTPProtocol.write

    def halved(protocol: SMTPProtocol, data: bytes) -> None:
        if not data.endswith(b"\r\n.\r\n"):
            return write(protocol, data)
        half = len(data) // 2
        write(protocol, data[:half])
        doom.step("in the middle of the message")
        write(protocol, data[half:])
        return doom.step("at the end of the message")

    setattr(SMTPProtocol, "write", halved)  # noqa: B010 - of this process alone


if __name__ == "__main__":
    if len(sys.argv) == 3:
        main(pathlib.Path(sys.argv[1]), int(sys.argv[2]))
    else:
        sys.stdout.write(deliver(pathlib.Path(sys.argv[1]), int(sys.argv[2]), NOW, name=sys.argv[3]))
