"""Opening what was received, in a child process of its own: whatever a file does there, the server goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final, cast, get_args

from engine.dossiers.files import FileType, Refusal, RefusalCode

_CHILD: Final = Path(__file__).with_name("inspect_file.py")
_WAIT: Final = 20
"""Seconds on the clock. The child stops itself earlier, after ten seconds of work."""


def check_content(data: bytes, kind: FileType, name: str) -> Refusal | None:
    """Why the content is refused, or None when it is what it says. Blocks for about a tenth of a second.

    `kind` is what its first bytes say; `name` is the display name, for the refusal.
    """
    # -I: neither the environment nor the current folder chooses what the child imports.
    command = [sys.executable, "-I", str(_CHILD), kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_WAIT, check=False, env={})  # noqa: S603
    except subprocess.TimeoutExpired:
        return Refusal("too_complex", name)
    if done.returncode != 0:
        # Killed by its limits, or by the file itself: what its error output says may quote the file, so it is dropped.
        return Refusal("too_complex", name)
    verdict = json.loads(done.stdout)
    code = verdict["code"]
    if code == "ok":
        return None
    if code not in get_args(RefusalCode):
        raise ValueError(f"unknown verdict {code!r}")
    return Refusal(cast(RefusalCode, code), name, str(verdict["detail"]))
