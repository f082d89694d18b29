"""The console script: the engine's commands, and those that show and serve. Each is imported when it is used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from engine.commands import COMMANDS, group

from .clock import today_in_paris

COMMANDS.update(
    show="renderers.show:show_command",
    serve="renderers.serve:serve_command",
    worker="renderers.worker:worker_command",
)


def main() -> None:
    """Runs the command line."""
    clock: Callable[[], dt.date] = today_in_paris
    group(prog_name="parcours", obj=clock)


if __name__ == "__main__":
    main()
