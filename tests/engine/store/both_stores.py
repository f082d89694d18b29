"""The store in memory and the one in SQLite, side by side."""

from __future__ import annotations

import pathlib
import shutil
import tempfile
from collections.abc import Callable

from hypothesis.stateful import RuleBasedStateMachine, rule

from engine.store import StoreError, Stores
from engine.store.memory import open_memory
from engine.store.sqlite import open_sqlite


class BothStores(RuleBasedStateMachine):
    """Does each thing to both, and compares what comes back: a value, or the error with its message."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="same-stores-"))
        self.memory, self.sqlite = open_memory(), open_sqlite(self.folder / "var")

    def teardown(self) -> None:
        self.sqlite.close()
        shutil.rmtree(self.folder)

    def same(self, act: Callable[[Stores], object]) -> None:
        assert _outcome(act, self.memory) == _outcome(act, self.sqlite)

    @rule()
    def restart(self) -> None:
        self.sqlite.close()
        self.sqlite = open_sqlite(self.folder / "var")


def _outcome(act: Callable[[Stores], object], stores: Stores) -> tuple[str, object]:
    try:
        return "gives", act(stores)
    except StoreError as fault:
        return type(fault).__name__, str(fault)
