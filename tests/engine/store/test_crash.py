"""A process killed at any instant loses nothing it had acknowledged, and leaves no record without its file."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys

ROUNDS = 400 if os.environ.get("PARCOURS_LONG") == "1" else 50


def test_killed_writers_lose_nothing(tmp_path: pathlib.Path) -> None:
    """In a process of its own: it forks, which a process with threads must not."""
    root = pathlib.Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-m", "tests.engine.store.crash_rounds", str(tmp_path), str(ROUNDS)],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    account = json.loads(done.stdout)
    assert account["faults"] == []
    # The kills hit the places that matter: in the middle of a file, and between a file and its record.
    assert min(account["seen"][what] for what in ("acknowledged", "unfinished", "orphans")) > 0
