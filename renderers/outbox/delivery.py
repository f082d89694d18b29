"""Delivers the mails of an outbox that are due: each until it was accepted, at least once, seldom twice.

A mail is erased only after whoever carries it has accepted it. Who dies in between leaves it to its lease: it is then
sent again, with the same Message-ID, by which mail servers and readers know a duplicate (RFC 5321, section 6.1).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from types import MappingProxyType
from typing import Final, Protocol

import anyio
import anyio.lowlevel
import anyio.to_thread

from engine.store import Unsealable
from engine.store.people import OutboxStore, StoredMail

RETRIES: Final = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=15),
    dt.timedelta(hours=1),
    dt.timedelta(hours=3),
    dt.timedelta(hours=6),
)
"""How long to wait after the first try, the second …; after the last of them, always that long."""
LONGEST: Final = dt.timedelta(days=5)
"""How long a mail is tried, at least (RFC 5321, section 4.5.4.1: four or five days)."""
ERASING: Final = 3
"""How often a store is asked to erase what was accepted: each that fails is a mail sent twice."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One mail, opened: the one address it goes to, and the message, which bears the stored Message-ID."""

    to: str
    message: EmailMessage


Ready = Callable[[StoredMail], Outgoing | None]
"""Opens a mail. None for one that is written to nobody: it is erased, and nothing is sent. Raises `Unsealable`, and
`Refused` for one that can never be written."""


class NotCarried(Exception):
    """A mail was not accepted. `reason` is from a closed list of words (a stage and a code): it can be logged."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refused(NotCarried):
    """It never will be: its addressee or its content is refused for good."""


class NotNow(NotCarried):
    """It may be accepted later, or it is not known whether it was."""


class Carrier(Protocol):
    """Whoever hands mails on."""

    async def carry(self, outgoing: Outgoing) -> None:
        """Returns once the mail is accepted. Raises `Refused`, `NotNow`."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How a pass goes. Raises `ValueError` where a try could outlast its lease: another worker would send it too.

    `lease` is how long a mail belongs to who took it, `patience` how long one try may last in all (seconds), `at_once`
    how many mails are carried together, `grace` how long those under way may still take once the pass is cancelled.
    """

    lease: dt.timedelta = dt.timedelta(minutes=10)
    patience: float = 480
    at_once: int = 4
    grace: float = 5

    def __post_init__(self) -> None:
        if self.patience > 0.8 * self.lease.total_seconds():  # what is accepted must be erased within it, too
            raise ValueError("one try must end well before its lease does")


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a pass did: mails accepted, put back, given up; and why those of the last two were, by reason."""

    sent: int = 0
    later: int = 0
    given_up: int = 0
    reasons: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def nothing(self) -> bool:
        """Whether nothing was due."""
        return not (self.sent or self.later or self.given_up)

    def __str__(self) -> str:
        """One line of counts and reasons, for a log: of nobody and of no mail."""
        counts = f"sent={self.sent} later={self.later} given_up={self.given_up}"
        why = "; ".join(f"{reason} x{count}" for reason, count in sorted(self.reasons.items()))
        return f"{counts} ({why})" if why else counts


async def deliver_due(
    outbox: OutboxStore, ready: Ready, carrier: Carrier, *, now: Callable[[], dt.datetime], pace: Pace | None = None
) -> Delivered:
    """Delivers all that is due, a few at once, until nothing is; `now` gives aware instants.

    No fault of one mail stops the others. Cancelled, it lets the mails under way end for the grace of its pace; what
    does not end is left to its lease. Raises the `StoreError` of a store that gives no mails.
    """
    passing = _Pass(outbox, ready, carrier, now, pace or Pace())
    while await _to_its_end(passing.round, passing.pace.grace):
        await anyio.lowlevel.checkpoint()
    return passing.delivered()


def next_try(mail: StoredMail, now: dt.datetime) -> dt.datetime | None:
    """When a mail that has just been tried in vain is tried again; None when it was for long and often enough.

    Often: one that waited for days because nobody sent any is not given up at its first failure.
    """
    due = now + RETRIES[min(max(mail.tries, 1), len(RETRIES)) - 1]
    return due if mail.tries < len(RETRIES) or due <= _last_try(mail) else None


def stamp(instant: dt.datetime) -> str:
    """An instant as the stores compare them: UTC ISO 8601, of one width."""
    return instant.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _last_try(mail: StoredMail) -> dt.datetime:
    return dt.datetime.fromisoformat(mail.created) + LONGEST


@dataclass(frozen=True, slots=True)
class _Pass:
    """One pass over what is due."""

    outbox: OutboxStore
    ready: Ready
    carrier: Carrier
    now: Callable[[], dt.datetime]
    pace: Pace
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def delivered(self) -> Delivered:
        counts = self.counts
        return Delivered(counts["sent"], counts["later"], counts["given_up"], MappingProxyType(dict(self.reasons)))

    async def round(self) -> bool:
        """Takes a few mails and delivers them, all begun at once since their leases run. False when none was due."""
        mails = await anyio.to_thread.run_sync(self._claim)
        async with anyio.create_task_group() as group:
            for mail in mails:
                group.start_soon(self._deliver, mail)
        return bool(mails)

    def _claim(self) -> tuple[StoredMail, ...]:
        now = self.now()
        until = stamp(now + self.pace.lease)
        return self.outbox.claim(now=stamp(now), until=until, most=self.pace.at_once)

    async def _deliver(self, mail: StoredMail) -> None:
        try:
            await self._try(mail)
        except Exception as fault:  # of the store: the mail is left to its lease
            self._count("later", f"store {type(fault).__name__}")

    async def _try(self, mail: StoredMail) -> None:
        try:
            outgoing = await self._opened(mail)
            if outgoing is not None:
                await self._carried(outgoing)
        except Refused as fault:
            await self._give_up(mail, fault.reason)
        except NotCarried as fault:
            await self._put_back(mail, fault.reason)
        else:
            await self._erase(mail)
            if outgoing is not None:
                self._count("sent")

    async def _opened(self, mail: StoredMail) -> Outgoing | None:
        """The mail to carry. One that is too old and still here, after many tries, kills its workers: it ends too."""
        if mail.tries > len(RETRIES) and self.now() > _last_try(mail):
            raise Refused("too old")
        try:
            return await anyio.to_thread.run_sync(self.ready, mail)
        except Unsealable:
            raise Refused("unsealable") from None
        except NotCarried:
            raise
        except Exception as fault:  # of our own code: another release may open it
            raise NotNow(f"opening {type(fault).__name__}") from fault

    async def _carried(self, outgoing: Outgoing) -> None:
        try:
            with anyio.fail_after(self.pace.patience):
                await self.carrier.carry(outgoing)
        except NotCarried:
            raise
        except Exception as fault:  # whatever it was, nothing said that the mail was accepted
            raise NotNow(f"carrying {type(fault).__name__}") from fault

    async def _erase(self, mail: StoredMail) -> None:
        for left in reversed(range(ERASING)):
            try:
                return await anyio.to_thread.run_sync(self.outbox.sent, mail.id)
            except Exception:
                if not left:
                    raise
        return None

    async def _put_back(self, mail: StoredMail, reason: str) -> None:
        due = next_try(mail, self.now())
        if due is None:
            return await self._give_up(mail, reason)
        await anyio.to_thread.run_sync(self.outbox.later, mail.id, stamp(due))
        return self._count("later", reason)

    async def _give_up(self, mail: StoredMail, reason: str) -> None:
        await anyio.to_thread.run_sync(self.outbox.gave_up, mail.id, stamp(self.now()))
        self._count("given_up", reason)

    def _count(self, what: str, reason: str = "") -> None:
        self.counts[what] += 1
        if reason:
            self.reasons[reason] += 1


async def _to_its_end(work: Callable[[], Awaitable[bool]], grace: float) -> bool:
    """Awaits `work`, which a cancellation from outside does not stop before `grace` seconds more."""
    ended = False
    kept = anyio.CancelScope(shield=True)

    async def hurry() -> None:
        try:
            await anyio.sleep_forever()
        finally:
            kept.deadline = anyio.current_time() + grace

    async with anyio.create_task_group() as group:
        group.start_soon(hurry)
        fault: Exception | None = None
        with kept:
            try:
                ended = await work()
            except Exception as raised:  # not out of the group, which would wrap it
                fault = raised
        group.cancel_scope.cancel()
    if fault is not None:
        raise fault
    return ended
