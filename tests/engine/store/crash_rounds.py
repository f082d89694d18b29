"""Kills writers with SIGKILL, again and again on the same folder, and looks at what is left. Run as a script.

Each round forks a writer that saves a dossier, receives files, deposits dossiers with their letters and sends mails in
a loop, and says each time what it was told is kept. Every other writer kills itself just before or after the n-th
system call or SQL statement; the others are killed from outside after some acknowledgements. Prints, as JSON, what was
lost (nothing may be) and what was seen.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import itertools
import json
import os
import pathlib
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable

from engine.store import Frozen, StoredDeposit, StoredDossier, StoredUpload, Stores
from engine.store.connection import Link, prepared
from engine.store.people import Letter, StoredAccount, StoredMail, StoredMessage
from engine.store.sqlite import migrate, stores_of

LATE = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
AT = "2026-01-01T10:00:00Z"
NEVER = "9999"


def main(folder: pathlib.Path, rounds: int) -> None:
    """Runs the rounds and prints the account."""
    link, stores = opened(folder)
    stores.dossiers.create(StoredDossier("d", "o", "draft", 1, b"0", "r", AT, AT))
    stores.accounts.create(StoredAccount("a", None, b"sealed", AT))
    link.close()
    faults: list[str] = []
    seen: Counter[str] = Counter()
    for number in range(rounds):
        chance = random.Random(number)  # noqa: S311 - the same kills at each run
        acknowledged = killed_writer(folder, number, chance)
        faults += [f"round {number}: {fault}" for fault in look(folder, acknowledged, seen)]
    sys.stdout.write(json.dumps({"faults": faults, "seen": seen}))


def opened(folder: pathlib.Path) -> tuple[Link, Stores]:
    """What `open_sqlite` does, keeping the link."""
    with prepared(folder / "parcours.sqlite3") as link:
        migrate(link)
    return link, stores_of(link, folder / "files")


def killed_writer(folder: pathlib.Path, number: int, chance: random.Random) -> list[list[str]]:
    """Forks a writer, sees it killed, and gives what it had acknowledged."""
    point, after, patience = chance.randrange(1, 130), chance.random() < 0.5, chance.randrange(1, 9)
    inside = number % 2 == 0
    reading, writing = os.pipe()
    writer = os.fork()
    if writer == 0:
        os.close(reading)
        write_for_ever(folder, number, writing, doomed(point, after=after) if inside else None)
    os.close(writing)
    acknowledged = []
    with os.fdopen(reading, encoding="ascii") as lines:
        for line in lines:
            acknowledged.append(line.split())
            if not inside and len(acknowledged) == patience:
                os.kill(writer, signal.SIGKILL)
    _, status = os.waitpid(writer, 0)
    if os.WTERMSIG(status) != signal.SIGKILL:
        raise SystemExit(f"the writer was not killed: {status}")
    return acknowledged


def doomed(point: int, *, after: bool) -> Callable[[], bool]:
    """A countdown; whoever asks before and after each step kills the process when it says so."""
    steps = itertools.count()
    target = 2 * point + after

    def now() -> bool:
        return next(steps) == target

    return now


def write_for_ever(folder: pathlib.Path, number: int, acknowledge: int, doom: Callable[[], bool] | None) -> None:
    """The writer: one file and one save after the other."""
    link, stores = opened(folder)
    say = os.write
    if doom is not None:
        watch(link, doom)
    for index in itertools.count():
        content = f"{number}.{index}".encode() * 5000
        name = hashlib.sha256(content).hexdigest()
        stores.files.write(name, [content[:30_000], content[30_000:]])
        stores.uploads.add(StoredUpload(name, "d", "q", "", b"n", "t", 1, name, name, AT), maximum=1_000_000)
        version = stores.dossiers.load("d").version
        kept = stores.dossiers.save(StoredDossier("d", "o", "draft", 0, content, "r", AT, AT), expected=version)
        deposit(stores, name)
        sent = send(stores)
        say(acknowledge, f"{name} {kept.version} {sent}\n".encode())


def deposit(stores: Stores, name: str) -> None:
    """A dossier of the account, deposited, with a mail and a message that tell of it, all under one id."""
    letter = Letter(StoredMail(name, "a", name, b"mail", AT, AT), StoredMessage(name, "a", name, AT, b"message"))

    def freeze(counter: int) -> Frozen:
        return Frozen(StoredDeposit(str(counter), "2026-01-01", AT, "r", b"frozen"), (letter,))

    given = StoredDossier(name, "a", "draft", 1, b"0", "r", AT, AT)
    stores.dossiers.create(given)
    stores.dossiers.deposit(given, expected=1, site="75", sources={"r.yaml": b""}, freeze=freeze)


def send(stores: Stores) -> str:
    """Sends one mail that waits, and gives its id. What a worker took and died with stays taken."""
    claimed = stores.outbox.claim(now=AT, until=NEVER, most=1)
    for mail in claimed:
        stores.outbox.sent(mail.id)
    return claimed[0].id if claimed else "-"


def watch(link: Link, doom: Callable[[], bool]) -> None:
    """Makes every system call of the file store, and every SQL statement, a place to die."""

    def die() -> None:
        if doom():
            os.kill(os.getpid(), signal.SIGKILL)

    def watched(real: Callable[..., object], *arguments: object, **options: object) -> object:
        die()
        result = real(*arguments, **options)
        die()
        return result

    for call in ("open", "write", "fsync", "rename"):
        setattr(os, call, functools.partial(watched, getattr(os, call)))

    def statement(_: str) -> None:
        die()
        die()

    link.database().conn.set_trace_callback(statement)


def look(folder: pathlib.Path, acknowledged: list[list[str]], seen: Counter[str]) -> list[str]:
    """What is wrong after a kill; counts in `seen` what a crash leaves, to know that the kills hit something."""
    link, stores = opened(folder)
    rows = {upload.blob for upload in stores.uploads.of_dossier("d")}
    faults = [f"acknowledged file lost: {name}" for name, _, _ in acknowledged if name not in rows]
    for name in rows - stores.files.names():
        faults.append(f"record without its file: {name}")
    for name in rows & stores.files.names():
        if hashlib.sha256(b"".join(stores.files.read(name))).hexdigest() != name:
            faults.append(f"file damaged: {name}")
    version = stores.dossiers.load("d").version
    if acknowledged and version not in (int(acknowledged[-1][1]), int(acknowledged[-1][1]) + 1):
        faults.append(f"save lost: {version} after {acknowledged[-1][1]}")
    if link.rows("PRAGMA integrity_check") != [("ok",)]:
        faults.append("database damaged")
    faults += look_at_letters(stores, acknowledged, seen)
    seen["acknowledged"] += len(acknowledged)
    seen["unfinished"] += len(list((folder / "files").glob("*.tmp")))
    seen["orphans"] += len(stores.files.names() - rows)
    stores.files.collect_leftovers(stores.uploads.blobs(), older_than=LATE)
    if {path.name for path in (folder / "files").iterdir()} != rows:
        faults.append("leftovers not collected")
    link.close()
    return faults


def look_at_letters(stores: Stores, acknowledged: list[list[str]], seen: Counter[str]) -> list[str]:
    """What is wrong with deposits and what tells of them. Takes all mails that wait, to see them, and sends them."""
    dossiers = stores.dossiers.of_owner("a")
    deposited = {dossier.id for dossier in dossiers if dossier.deposit is not None}
    faults = [f"acknowledged deposit lost: {name}" for name, _, _ in acknowledged if name not in deposited]
    if {message.id for message in stores.messages.of_account("a")} != deposited:
        faults.append("deposits and their messages differ")
    waiting = stores.outbox.claim(now=NEVER, until=NEVER, most=1_000_000)
    sent = {mail for _, _, mail in acknowledged if mail != "-"}
    faults += [f"mail of no deposit: {mail.id}" for mail in waiting if mail.id not in deposited]
    faults += [f"mail sent waits again: {mail.id}" for mail in waiting if mail.id in sent]
    # One may have been sent by who was killed before saying so.
    if len(deposited) - seen["deposits"] - len(waiting) - len(sent) not in (0, 1):
        faults.append("a mail was lost")
    seen["deposits"] = len(deposited)
    seen["drafts"] += sum(dossier.deposit is None for dossier in dossiers)
    # Taken by who was killed before it was sent: the tries say so.
    seen["leases"] += sum(mail.tries > 1 for mail in waiting)
    for mail in waiting:
        stores.outbox.sent(mail.id)
    for dossier in dossiers:
        if dossier.deposit is None:
            stores.dossiers.delete(dossier.id)
    return faults


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), int(sys.argv[2]))
