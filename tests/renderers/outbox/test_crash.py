"""A worker killed at any step loses no mail and sends at most one twice; two at once send none twice."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import anyio
import pytest

from engine.store.sqlite import open_sqlite

from .mail_server import MailServer, serving
from .samples import account, letter

ROOT = Path(__file__).parents[3]
SCRIPT = "tests.renderers.outbox.crash_points"

# Every step of the delivery of one mail, in order. A worker is killed at each: between it and the one before.
UNSENT = (
    *("before claim", "claim: SELECT", "claim: BEGIN", "claim: UPDATE", "claim: COMMIT", "after claim"),
    *("before connect", "after connect", "before ehlo", "after ehlo", "before mail", "after mail"),
    *("before rcpt", "after rcpt", "before data", "in the middle of the message"),
)
SENT = (
    *("after data", "before quit", "after quit"),
    *("before sent", "sent: BEGIN", "sent: DELETE"),
)
ERASED = ("sent: PRAGMA", "after sent")
# Where the process is no longer the one to know: of the message, of the erasure.
UNKNOWN = ("at the end of the message", "sent: COMMIT")
STEPS = (*UNSENT, UNKNOWN[0], *SENT, UNKNOWN[1], *ERASED)


async def script(*arguments: object) -> str:
    """What the script prints, in a process of its own: it forks, which a process with threads must not."""
    command = [sys.executable, "-m", SCRIPT, *map(str, arguments)]
    done = await anyio.run_process(command, cwd=ROOT, check=False, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], MailServer]:
    """What the script tells of all its rounds, and the server that took the mails."""

    async def run() -> tuple[dict[str, Any], MailServer]:
        async with serving(MailServer()) as mails:
            return json.loads(await script(tmp_path_factory.mktemp("crash"), mails.port)), mails

    return anyio.run(run)


def test_t56_a_worker_is_killed_at_every_step(told: tuple[dict[str, Any], MailServer]) -> None:
    # How many statements a store needs to clean up is its own affair.
    died = [step for step, _ in itertools.groupby(found["died"] for found in told[0]["deliveries"])]
    # The first mail, the second, and a look for a third.
    assert tuple(died) == (*STEPS, *STEPS, "before claim", "claim: SELECT", "after claim", "")


def test_t56_nothing_is_lost_and_at_most_one_mail_comes_twice(told: tuple[dict[str, Any], MailServer]) -> None:
    arrived = Counter(mail.message_id for mail in told[1].received)
    for found in told[0]["deliveries"]:
        assert found["left"] == [0, 0], found["died"]
        times = sorted(arrived.pop(f"<{mail}@demarches.test>", 0) for mail in found["mails"])
        if found["died"] in SENT:
            assert times == [1, 2], found["died"]
        elif found["died"] in UNKNOWN:
            assert times in ([1, 1], [1, 2]), found["died"]
        else:
            assert times == [1, 1], found["died"]
    assert arrived == {}, "each with its own Message-ID"


def test_t56_no_half_of_a_message_was_taken_for_a_mail(told: tuple[dict[str, Any], MailServer]) -> None:
    same = {re.sub(rb"[ab]\d+@", b"x@", mail.content) for mail in told[1].received}
    assert len(same) == 1


def test_t01_letters_are_all_kept_or_none(told: tuple[dict[str, Any], MailServer]) -> None:
    additions = told[0]["additions"]
    died = [found["died"] for found in additions]
    assert died[:2] == ["before add", "add: BEGIN"]
    assert died.count("add: INSERT") == 2
    assert died[-4:] == ["add: COMMIT", "after add", "acknowledged", ""]
    committed = len(died) - 3
    assert [found["left"] for found in additions] == [0] * committed + [2] * 3


def test_two_workers_at_once_send_each_mail_once(tmp_path: Path) -> None:
    stores = open_sqlite(tmp_path)
    stores.accounts.create(account())
    stores.outbox.add(*(letter(f"m{number}") for number in range(200)))
    stores.close()

    async def both() -> tuple[list[str], MailServer]:
        # Nobody is served before both have taken mails.
        async with serving(MailServer(gather=2)) as mails:
            said: list[str] = []

            async def worker(name: str) -> None:
                said.append(await script(tmp_path, mails.port, name))

            async with anyio.create_task_group() as group:
                group.start_soon(worker, "un.test")
                group.start_soon(worker, "deux.test")
            return said, mails

    said, mails = anyio.run(both)
    counts = [re.fullmatch(r"sent=(\d+) later=0 given_up=0", line) for line in said]
    sent = [int(found[1]) for found in counts if found is not None]
    assert sum(sent) == 200
    assert min(sent) >= 4, "both took part"
    assert Counter(mail.message_id for mail in mails.received) == {
        f"<m{number}@demarches.test>": 1 for number in range(200)
    }
