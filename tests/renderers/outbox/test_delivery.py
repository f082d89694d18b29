"""Mails are delivered at least once, put back, or given up; whatever happens to one happens to no other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

import anyio
import pytest

from engine.store import StoreBusy, StoreError, StoreFull, Unsealable
from engine.store.people import OutboxState, OutboxStore, StoredMail
from renderers.outbox.delivery import (
    LONGEST,
    Delivered,
    NotNow,
    Outgoing,
    Pace,
    Ready,
    Refused,
    deliver_due,
    next_try,
    stamp,
)

from .samples import NOW, letter, opened, stored

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


@dataclass(slots=True)
class Hands:
    """A carrier that does what it is told for an address, once per try; the last word holds. Else it accepts."""

    told: Mapping[str, tuple[BaseException | None, ...]] = field(default_factory=dict)
    tries: list[str] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)

    async def carry(self, outgoing: Outgoing) -> None:
        faults = self.told.get(outgoing.to.partition("@")[0], (None,))
        fault = faults[min(self.tries.count(outgoing.to), len(faults) - 1)]
        self.tries.append(outgoing.to)
        await anyio.lowlevel.checkpoint()
        if fault is not None:
            raise fault
        self.carried.append(str(outgoing.message["Message-ID"]))


def deliver(
    outbox: OutboxStore,
    hands: Hands | None = None,
    *,
    ready: Ready = opened,
    at: dt.datetime = NOW,
    pace: Pace | None = None,
) -> Delivered:
    return anyio.run(lambda: deliver_due(outbox, ready, hands or Hands(), now=lambda: at, pace=pace))


def due_times(outbox: OutboxStore) -> dict[str, dt.timedelta]:
    """When each waiting mail is due, after now, to the minute; takes them all."""
    waits = [minutes * MINUTE for minutes in range(16)]
    return {
        mail.id: wait
        for wait in waits
        for mail in outbox.claim(now=stamp(NOW + wait), until=stamp(NOW + 30 * DAY), most=9)
    }


def test_what_is_accepted_is_erased(outbox: OutboxStore) -> None:
    hands = Hands()
    outbox.add(letter("m1"), letter("m2"))
    assert deliver(outbox, hands) == Delivered(sent=2)
    assert sorted(hands.carried) == ["<m1@demarches.test>", "<m2@demarches.test>"]
    assert outbox.state() == OutboxState(0, "", 0)
    assert deliver(outbox, hands).nothing


def test_what_is_not_due_waits(outbox: OutboxStore) -> None:
    outbox.add(letter(due=NOW + MINUTE))
    assert deliver(outbox, at=NOW + MINUTE - dt.timedelta(microseconds=1)) == Delivered()
    assert deliver(outbox, at=NOW + MINUTE) == Delivered(sent=1)


@pytest.mark.parametrize(
    ("fault", "reason", "given_up"),
    [
        (NotNow("addressee 450"), "addressee 450", 0),
        (Refused("addressee 550"), "addressee 550", 1),
        (TimeoutError("canari"), "carrying TimeoutError", 0),
        (OSError("canari"), "carrying OSError", 0),
        (RuntimeError("canari"), "carrying RuntimeError", 0),
    ],
)
def test_t56_one_that_is_not_accepted(outbox: OutboxStore, fault: Exception, reason: str, given_up: int) -> None:
    outbox.add(letter("bad"), letter("good"))
    done = deliver(outbox, Hands({"bad": (fault,)}))
    assert done == Delivered(sent=1, later=1 - given_up, given_up=given_up, reasons={reason: 1})
    assert outbox.state() == OutboxState(1 - given_up, "" if given_up else stamp(NOW), given_up)
    assert due_times(outbox) == ({} if given_up else {"bad": MINUTE})


def test_one_that_can_never_be_written_is_given_up_for_that_reason(outbox: OutboxStore) -> None:
    def ready(mail: StoredMail) -> Outgoing | None:
        if mail.id == "bad":
            raise Refused("unwritable")
        return opened(mail)

    outbox.add(letter("bad"), letter("good"))
    assert deliver(outbox, ready=ready) == Delivered(sent=1, given_up=1, reasons={"unwritable": 1})
    assert outbox.state() == OutboxState(0, "", 1)


def test_one_that_cannot_be_opened_is_given_up_and_counted(outbox: OutboxStore) -> None:
    def ready(mail: StoredMail) -> Outgoing | None:
        if mail.id == "bad":
            raise Unsealable("canari")
        return opened(mail)

    outbox.add(letter("bad"), letter("good"))
    assert deliver(outbox, ready=ready) == Delivered(sent=1, given_up=1, reasons={"unsealable": 1})
    assert outbox.state() == OutboxState(0, "", 1)


def test_one_that_this_release_cannot_open_waits_for_another(outbox: OutboxStore) -> None:
    def ready(_: StoredMail) -> Outgoing | None:
        raise KeyError("canari")

    outbox.add(letter())
    assert deliver(outbox, ready=ready) == Delivered(later=1, reasons={"opening KeyError": 1})
    assert due_times(outbox) == {"m1": MINUTE}


def test_one_to_nobody_is_erased_and_neither_sent_nor_counted(outbox: OutboxStore) -> None:
    hands = Hands()
    outbox.add(letter())
    assert deliver(outbox, hands, ready=lambda _: None) == Delivered()
    assert hands.tries == []
    assert outbox.state() == OutboxState(0, "", 0)


def test_many_with_every_fault_at_once(outbox: OutboxStore) -> None:
    told = {"m4": (NotNow("x"),), "m11": (Refused("y"),), "m12": (ValueError("z"),)}
    outbox.add(*(letter(f"m{n}") for n in range(30)))
    done = deliver(outbox, Hands(told))
    assert (done.sent, done.later, done.given_up) == (27, 2, 1)


def test_t56_the_tries_of_one_mail(outbox: OutboxStore) -> None:
    """All of them, from the first to the last, which is within five days; none before its time."""
    minutes = [0, 1, 6, 21, 81, *range(261, 5 * 24 * 60, 360)]
    outbox.add(letter())
    hands = Hands({"m1": (NotNow("connect"),)})
    for minute in minutes:
        at = NOW + minute * MINUTE
        assert deliver(outbox, hands, at=at - dt.timedelta(microseconds=1)) == Delivered()
        done = deliver(outbox, hands, at=at)
        assert (done.later, done.given_up) == ((1, 0) if minute < minutes[-1] else (0, 1))
    assert outbox.state() == OutboxState(0, "", 1)
    assert len(hands.tries) == 25


@pytest.mark.parametrize(
    ("tries", "wait"),
    [(1, MINUTE), (2, 5 * MINUTE), (3, 15 * MINUTE), (4, HOUR), (5, 3 * HOUR), (6, 6 * HOUR), (19, 6 * HOUR)],
)
def test_how_long_it_waits(tries: int, wait: dt.timedelta) -> None:
    mail = replace(stored(), tries=tries)
    assert next_try(mail, NOW) == NOW + wait
    assert next_try(mail, NOW + LONGEST - wait) == NOW + LONGEST
    late = NOW + LONGEST - wait + dt.timedelta(microseconds=1)
    assert next_try(mail, late) == (late + wait if tries < 6 else None), "at least six tries, whatever its age"


def test_every_try_bears_the_same_message_id(outbox: OutboxStore) -> None:
    seen: list[str] = []

    def ready(mail: StoredMail) -> Outgoing | None:
        seen.append(f"{mail.message_id} {mail.tries}")
        return opened(mail)

    outbox.add(letter())
    hands = Hands({"m1": (NotNow("x"), NotNow("x"), None)})
    for at in (NOW, NOW + MINUTE, NOW + 6 * MINUTE):
        deliver(outbox, hands, ready=ready, at=at)
    assert seen == ["<m1@demarches.test> 1", "<m1@demarches.test> 2", "<m1@demarches.test> 3"]
    assert hands.carried == ["<m1@demarches.test>"]


@pytest.mark.parametrize(("taken", "carried"), [(0, 1), (5, 1), (6, 0)])
def test_one_that_kills_its_workers_ends_too(outbox: OutboxStore, taken: int, carried: int) -> None:
    """Whoever takes it dies: nothing puts it back. One that merely waited for a worker for so long is still tried."""
    outbox.add(letter())
    for hours in range(taken):
        outbox.claim(now=stamp(NOW + hours * HOUR), until=stamp(NOW + hours * HOUR + MINUTE), most=1)
    hands = Hands()
    deliver(outbox, hands, at=NOW + LONGEST + MINUTE)
    assert len(hands.carried) == carried
    assert outbox.state() == OutboxState(0, "", 1 - carried)


# ── The store's faults ────────────────────────────────────────────────────────────────────────────────────────


class Failing:
    """An outbox whose calls of one name fail so many times."""

    def __init__(self, outbox: OutboxStore, name: str, times: int, fault: StoreError) -> None:
        self._outbox, self._name, self._left, self._fault = outbox, name, times, fault

    def __getattr__(self, name: str) -> Callable[..., object]:
        real: Callable[..., object] = getattr(self._outbox, name)

        def call(*arguments: object, **named: object) -> object:
            if name == self._name and self._left > 0 and "good" not in arguments:
                self._left -= 1
                raise self._fault
            return real(*arguments, **named)

        return call


@pytest.mark.parametrize(
    ("call", "times", "told", "expected"),
    [
        ("sent", 2, None, Delivered(sent=2)),
        ("sent", 3, None, Delivered(sent=1, later=1, reasons={"store StoreBusy": 1})),
        ("later", 1, NotNow("x"), Delivered(sent=1, later=1, reasons={"store StoreBusy": 1})),
        ("gave_up", 1, Refused("x"), Delivered(sent=1, later=1, reasons={"store StoreBusy": 1})),
    ],
)
def test_a_store_that_fails_leaves_a_mail_to_its_lease(
    outbox: OutboxStore, call: str, times: int, told: Exception | None, expected: Delivered
) -> None:
    outbox.add(letter("bad"), letter("good"))
    failing = cast(OutboxStore, Failing(outbox, call, times, StoreBusy("canari")))
    assert deliver(failing, Hands({"bad": (told,)})) == expected
    assert due_times(outbox) == ({} if expected.sent == 2 else {"bad": 10 * MINUTE})


def test_a_store_that_gives_nothing_is_told(outbox: OutboxStore) -> None:
    outbox.add(letter())
    with pytest.raises(StoreFull):
        deliver(cast(OutboxStore, Failing(outbox, "claim", 1, StoreFull("canari"))))
    assert deliver(outbox) == Delivered(sent=1)


# ── Time, and the end of the process ──────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class SlowHands:
    """A carrier that waits to be let go, and says when it has begun."""

    go: anyio.Event = field(default_factory=anyio.Event)
    begun: anyio.Event = field(default_factory=anyio.Event)
    wanted: int = 1
    now: int = 0
    most: int = 0

    async def carry(self, _: Outgoing) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        if self.now == self.wanted:
            self.begun.set()
        await self.go.wait()
        self.now -= 1


def test_t56_a_try_has_an_end(outbox: OutboxStore) -> None:
    outbox.add(letter())

    async def slow() -> Delivered:
        return await deliver_due(outbox, opened, SlowHands(), now=lambda: NOW, pace=Pace(patience=0.05))

    assert anyio.run(slow) == Delivered(later=1, reasons={"carrying TimeoutError": 1})


@pytest.mark.parametrize("grace", [30.0, 0.0])
def test_cancelled_it_lets_mails_under_way_end_for_a_while(outbox: OutboxStore, grace: float) -> None:
    outbox.add(letter("m1"), letter("m2"), letter("m3"))

    async def stopped() -> bool:
        hands = SlowHands(wanted=2)
        async with anyio.create_task_group() as group:
            pace = Pace(at_once=2, grace=grace)
            group.start_soon(lambda: deliver_due(outbox, opened, hands, now=lambda: NOW, pace=pace))
            await hands.begun.wait()
            group.cancel_scope.cancel()
            if grace:
                hands.go.set()
        return group.cancel_scope.cancelled_caught

    assert anyio.run(stopped)
    # With no grace the two are left to their lease; the third was never taken.
    left = {"m3": 0 * MINUTE} if grace else {"m1": 10 * MINUTE, "m2": 10 * MINUTE, "m3": 0 * MINUTE}
    assert due_times(outbox) == left


def test_a_few_are_carried_at_once(outbox: OutboxStore) -> None:
    outbox.add(*(letter(f"m{n}") for n in range(7)))

    async def together() -> tuple[int, Delivered]:
        hands, done = SlowHands(wanted=3), list[Delivered]()

        async def run() -> None:
            done.append(await deliver_due(outbox, opened, hands, now=lambda: NOW, pace=Pace(at_once=3)))

        async with anyio.create_task_group() as group:
            group.start_soon(run)
            await hands.begun.wait()
            hands.go.set()
        return hands.most, done[0]

    assert anyio.run(together) == (3, Delivered(sent=7))


@pytest.mark.parametrize(("lease", "patience"), [(10 * MINUTE, 600), (10 * MINUTE, 500), (MINUTE, 480)])
def test_a_try_may_not_outlast_its_lease(lease: dt.timedelta, patience: float) -> None:
    with pytest.raises(ValueError, match="lease"):
        Pace(lease=lease, patience=patience)


def test_what_a_pass_says_of_itself() -> None:
    assert str(Delivered(sent=3)) == "sent=3 later=0 given_up=0"
    told = Delivered(1, 2, 1, {"connect SMTPConnectError": 2, "addressee 550": 1})
    assert str(told) == "sent=1 later=2 given_up=1 (addressee 550 x1; connect SMTPConnectError x2)"
