"""The loop: it goes on whatever happens, ends when told, and its log speaks of nobody."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import anyio
import pytest

from engine.store import StoreBusy
from renderers.outbox.delivery import Delivered
from renderers.outbox.worker import Bell, deliver_once, run_worker

FOR_EVER = 3600.0


def passes(*results: Delivered | Exception) -> tuple[list[int], Callable[[], Awaitable[Delivered]]]:
    """A `deliver` with these results, which cancels its worker once there are no more; and how often it ran."""
    ran: list[int] = []

    async def deliver() -> Delivered:
        ran.append(len(ran))
        if len(ran) > len(results):
            raise anyio.get_cancelled_exc_class()
        result = results[len(ran) - 1]
        if isinstance(result, Exception):
            raise result
        return result

    return ran, deliver


def run(deliver: Callable[[], Awaitable[Delivered]], **options: Any) -> None:  # noqa: ANN401 - of `run_worker`
    """A worker until it is cancelled."""

    async def until_cancelled() -> None:
        async with anyio.create_task_group() as group:

            async def worker() -> None:
                try:
                    await run_worker(deliver, **options)
                finally:
                    group.cancel_scope.cancel()

            group.start_soon(worker)

    anyio.run(until_cancelled)


def test_it_delivers_again_and_again() -> None:
    ran, deliver = passes(*[Delivered()] * 5)
    run(deliver, interval=0.0)
    assert len(ran) == 6


def test_a_bell_wakes_it() -> None:
    bell, ran = Bell(), list[int]()

    async def deliver() -> Delivered:
        ran.append(len(ran))
        if len(ran) == 3:
            raise anyio.get_cancelled_exc_class()
        bell.ring()
        return Delivered()

    run(deliver, interval=FOR_EVER, bell=bell)
    assert len(ran) == 3


def test_a_bell_rung_while_it_waits() -> None:
    async def rung() -> None:
        bell = Bell()
        async with anyio.create_task_group() as group:
            group.start_soon(bell.wait, FOR_EVER)
            await anyio.lowlevel.checkpoint()
            bell.ring()
        with anyio.move_on_after(0.01) as scope:
            await bell.wait(FOR_EVER)
        assert scope.cancelled_caught, "one ring wakes once"

    anyio.run(rung)


def test_a_fault_does_not_end_it_and_is_logged_by_its_class(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "parcours")
    ran, deliver = passes(StoreBusy("canari"), OSError("canari"), KeyError("canari"), Delivered(sent=1))
    run(deliver, interval=0.0)
    assert len(ran) == 5
    assert messages(caplog.records) == [
        "ERROR outbox StoreBusy",
        "ERROR outbox OSError",
        "ERROR outbox KeyError",
        "INFO outbox sent=1 later=0 given_up=0",
    ]


@pytest.mark.parametrize(
    ("delivered", "logged"),
    [
        (Delivered(), []),
        (Delivered(sent=2), ["INFO outbox sent=2 later=0 given_up=0"]),
        (Delivered(later=1, reasons={"login 535": 1}), ["WARNING outbox sent=0 later=1 given_up=0 (login 535 x1)"]),
        (Delivered(given_up=1), ["WARNING outbox sent=0 later=0 given_up=1"]),
    ],
)
def test_a_pass_is_logged_by_counts(
    caplog: pytest.LogCaptureFixture, delivered: Delivered, logged: Sequence[str]
) -> None:
    caplog.set_level(logging.INFO, "parcours")
    assert anyio.run(deliver_once, passes(delivered)[1]) == delivered
    assert messages(caplog.records) == logged


def messages(records: Sequence[logging.LogRecord]) -> list[str]:
    assert all(record.exc_info is None for record in records)
    return [f"{record.levelname} {record.getMessage()}" for record in records]
