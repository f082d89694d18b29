"""Races, as they happen between two tabs or two workers."""

from __future__ import annotations

import threading
from collections.abc import Callable


def at_once(number: int, work: Callable[[int], None]) -> list[BaseException]:
    """Runs `work(0)`, `work(1)` … in threads that all start together; gives what they raised."""
    gate, raised = threading.Barrier(number), list[BaseException]()

    def one(index: int) -> None:
        gate.wait(timeout=30)
        try:
            work(index)
        except Exception as fault:
            raised.append(fault)

    threads = [threading.Thread(target=one, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised
