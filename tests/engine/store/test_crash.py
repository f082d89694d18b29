"""Several processes on one folder: killed at any instant they lose nothing, together they share the work."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
from typing import Any

ROUNDS = 400 if os.environ.get("PARCOURS_LONG") == "1" else 80


def test_killed_writers_lose_nothing(tmp_path: pathlib.Path) -> None:
    """Nothing acknowledged is lost; no record is without its file, no deposit without its letters."""
    account = _told("crash_rounds.py", tmp_path, ROUNDS)
    assert account["faults"] == []
    # The kills hit the places that matter: in the middle of a file, between a file and its record, between a dossier
    # and its deposit, between a mail taken and sent.
    assert min(account["seen"][what] for what in ("acknowledged", "unfinished", "orphans", "drafts", "leases")) > 0


def test_processes_share_the_outbox_and_the_limits(tmp_path: pathlib.Path) -> None:
    workers = _told("claim_race.py", tmp_path, 3, 600)
    taken = [mail for worker in workers for mail in worker["mails"]]
    assert sorted(taken) == sorted(f"m{number}" for number in range(600))
    assert sum(worker["passed"] for worker in workers) == 10


def _told(script: str, *arguments: object) -> Any:  # noqa: ANN401 - JSON
    """What a script of this folder prints, in a process of its own: it forks, which a process with threads must not."""
    root = pathlib.Path(__file__).parents[3]
    done = subprocess.run(
        # By its path: what is installed may bring a package `tests` of its own, which would be found first.
        [sys.executable, str(pathlib.Path(__file__).parent / script), *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(root)},
        cwd=root,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
