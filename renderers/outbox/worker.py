"""The loop that delivers what is due, again and again. Several may run on the same outbox."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Final

import anyio

from .delivery import Delivered

LOGGER: Final = logging.getLogger("parcours")
INTERVAL: Final = 5.0


class Bell:
    """Wakes the worker of the same process, which would find a new mail a few seconds later without it."""

    def __init__(self) -> None:
        self._event = anyio.Event()

    def ring(self) -> None:
        """To be called on the worker's event loop."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Until it has rung, or for so long."""
        with anyio.move_on_after(seconds):
            await self._event.wait()
        self._event = anyio.Event()


async def run_worker(
    deliver: Callable[[], Awaitable[Delivered]], *, interval: float = INTERVAL, bell: Bell | None = None
) -> None:
    """Delivers (`deliver_due`, given all it needs), waits for `interval` seconds or the bell, and so on.

    Ends when it is cancelled; `deliver_due` then lets the mails under way end. What goes wrong is logged by its class:
    a store that is full or busy now may not be later.
    """
    heard = bell or Bell()
    while True:
        await deliver_once(deliver)
        await heard.wait(interval)


async def deliver_once(deliver: Callable[[], Awaitable[Delivered]]) -> Delivered | None:
    """One pass, logged by counts where it did anything. None when it failed."""
    try:
        delivered = await deliver()
    except Exception as fault:
        LOGGER.error("outbox %s", type(fault).__name__)
        return None
    if not delivered.nothing:
        level = logging.WARNING if delivered.later or delivered.given_up else logging.INFO
        LOGGER.log(level, "outbox %s", delivered)
    return delivered
