"""Workers of several processes that empty one outbox, and press one limit, at once. Run as a script.

Prints, as JSON, the mails that each worker took and how many of its events the limit let pass.
"""

from __future__ import annotations

import json
import os
import pathlib
import sys

from engine.store.people import Letter, StoredAccount, StoredMail
from engine.store.sqlite import open_sqlite

AT, UNTIL = "2026-01-01T10:00:00Z", "2026-01-01T10:05:00Z"


def main(folder: pathlib.Path, workers: int, mails: int) -> None:
    """Fills the outbox, lets the workers go together, and prints what they took."""
    stores = open_sqlite(folder)
    stores.accounts.create(StoredAccount("a", None, b"sealed", AT))
    stores.outbox.add(*(Letter(StoredMail(f"m{n}", "a", f"<m{n}>", b"mail", AT, AT)) for n in range(mails)))
    # A store is opened after a process has forked, never before.
    stores.close()
    gate = Gate()
    pipes = [forked(folder, gate) for _ in range(workers)]
    gate.open_for(workers)
    told = [json.loads(pathlib.Path(f"/dev/fd/{pipe}").read_bytes()) for pipe in pipes]
    for _ in pipes:
        if os.wait()[1] != 0:
            raise SystemExit("a worker failed")
    sys.stdout.write(json.dumps(told))


class Gate:
    """Where workers wait until all of them have come."""

    def __init__(self) -> None:
        self._come, self._coming = os.pipe()
        self._waiting, self._go = os.pipe()

    def open_for(self, workers: int) -> None:
        """Lets the workers go once all of them wait."""
        for _ in range(workers):
            os.read(self._come, 1)
        os.close(self._go)

    def wait(self) -> None:
        """Waits, in a worker: until nobody holds the way to let go any more."""
        os.close(self._go)
        os.write(self._coming, b".")
        os.read(self._waiting, 1)


def forked(folder: pathlib.Path, gate: Gate) -> int:
    """Forks a worker that empties the outbox, one mail at a time; gives the pipe it tells through."""
    reading, writing = os.pipe()
    if os.fork():
        os.close(writing)
        return reading
    stores = open_sqlite(folder)
    gate.wait()
    taken: list[str] = []
    passed = 0
    while found := stores.outbox.claim(now=AT, until=UNTIL, most=1):
        taken += [mail.id for mail in found]
        passed += stores.limits.take("k", at=UNTIL, since=AT, most=10) is None
    os.write(writing, json.dumps({"mails": taken, "passed": passed}).encode())
    os._exit(0)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
