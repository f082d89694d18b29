"""Mails on their way, the messages people read, and what is counted against abuse, in memory."""

from __future__ import annotations

import bisect
import datetime as dt
from dataclasses import replace

from .memory_shelf import Shelf
from .people import Letter, OutboxState, StoredMail, StoredMessage, Wait, checked_most


class MemoryOutbox:
    """`OutboxStore` in memory."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def add(self, *letters: Letter) -> None:
        with self._shelf.lock:
            self._shelf.refuse_letters(letters)
            self._shelf.keep_letters(letters)

    def claim(self, *, now: str, until: str, most: int) -> tuple[StoredMail, ...]:
        with self._shelf.lock:
            due = sorted((m for m in self._waiting() if m.due <= now), key=lambda m: m.created)
            taken = tuple(replace(m, due=until, tries=m.tries + 1) for m in due[: max(most, 0)])
            self._shelf.mails.update((m.id, m) for m in taken)
            return taken

    def sent(self, mail: str) -> None:
        with self._shelf.lock:
            self._shelf.forget_mail(mail)

    def later(self, mail: str, due: str) -> None:
        with self._shelf.lock:
            if mail in self._shelf.mails:
                self._shelf.mails[mail] = replace(self._shelf.mails[mail], due=due)

    def gave_up(self, mail: str, at: str) -> None:
        with self._shelf.lock:
            if mail in self._shelf.mails and mail not in self._shelf.given_up:
                self._shelf.mails[mail] = replace(self._shelf.mails[mail], content=b"")
                self._shelf.given_up[mail] = at

    def state(self) -> OutboxState:
        with self._shelf.lock:
            waiting = self._waiting()
            oldest = min((m.created for m in waiting), default="")
            return OutboxState(len(waiting), oldest, len(self._shelf.given_up))

    def forget_given_up(self, before: str) -> None:
        with self._shelf.lock:
            for mail in [m for m, at in self._shelf.given_up.items() if at < before]:
                self._shelf.forget_mail(mail)

    def _waiting(self) -> list[StoredMail]:
        return [m for m in self._shelf.mails.values() if m.id not in self._shelf.given_up]


class MemoryMessages:
    """`MessageStore` in memory."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def of_account(self, account: str) -> tuple[StoredMessage, ...]:
        with self._shelf.lock:
            mine = [m for m in self._shelf.messages.values() if m.account == account]
        # Of two of the same instant, the one that came last is first.
        last_first = sorted(enumerate(mine), key=lambda placed: (placed[1].at, placed[0]), reverse=True)
        return tuple(message for _, message in last_first)

    def load(self, message: str) -> StoredMessage | None:
        with self._shelf.lock:
            return self._shelf.messages.get(message)


class MemoryLimits:
    """`LimitStore` in memory."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def take(self, key: str, *, at: str, since: str, most: int) -> str | None:
        with self._shelf.lock:
            lately = self._after(key, since)
            if len(lately) >= checked_most(most):
                return lately[-most]
            self._add(key, at)
            return None

    def note(self, key: str, at: str) -> None:
        with self._shelf.lock:
            self._add(key, at)

    def note_after(self, key: str, *, at: str, since: str, wait: Wait) -> dt.timedelta:
        with self._shelf.lock:
            left = wait(*self._counted(key, since))
            if not left:
                self._add(key, at)
            return left

    def count(self, key: str, since: str) -> tuple[int, str]:
        with self._shelf.lock:
            return self._counted(key, since)

    def take_back(self, key: str, at: str) -> None:
        with self._shelf.lock:
            if at in (events := self._shelf.events.get(key, [])):
                events.remove(at)

    def clear(self, key: str) -> None:
        with self._shelf.lock:
            self._shelf.events.pop(key, None)

    def forget(self, before: str) -> None:
        with self._shelf.lock:
            kept = {key: events[bisect.bisect_left(events, before) :] for key, events in self._shelf.events.items()}
            self._shelf.events = {key: events for key, events in kept.items() if events}

    def _counted(self, key: str, since: str) -> tuple[int, str]:
        lately = self._after(key, since)
        return len(lately), lately[-1] if lately else ""

    def _after(self, key: str, since: str) -> list[str]:
        events = self._shelf.events.get(key, [])
        return events[bisect.bisect_right(events, since) :]

    def _add(self, key: str, at: str) -> None:
        bisect.insort(self._shelf.events.setdefault(key, []), at)
