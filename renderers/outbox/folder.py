"""Mails carried into a folder, for development: nothing leaves the machine, and a page shows what would have.

They are in clear, secrets included: the folder and its files are for their owner alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Final

import anyio.to_thread

from .delivery import NotNow, Outgoing
from .smtp import envelope_address, on_the_wire

SUFFIX: Final = ".eml"
MOST: Final = 200
"""How many mails a folder is read for: the last ones."""
_LARGEST: Final = 1_000_000
_LINK: Final = re.compile(r"https?://[^\s<>\"']+")


class FolderCarrier:
    """`Carrier` into a folder. `clock` gives aware instants."""

    def __init__(self, folder: Path, *, clock: Callable[[], dt.datetime]) -> None:
        self._folder, self._clock = folder, clock

    async def carry(self, outgoing: Outgoing) -> None:
        """Returns once the mail is in the folder, whole. Raises `Refused`, `NotNow`."""
        try:
            await anyio.to_thread.run_sync(self._keep, outgoing)
        except OSError as fault:
            raise NotNow(f"folder {type(fault).__name__}") from fault

    def _keep(self, outgoing: Outgoing) -> None:
        envelope_address(outgoing)  # what a server would not be told is refused here too
        content = on_the_wire(outgoing)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        at = self._clock().astimezone(dt.UTC)
        of = hashlib.sha256(str(outgoing.message["Message-ID"]).encode()).hexdigest()[:16]
        kept = self._folder / f"{at:%Y%m%dT%H%M%S.%fZ}-{of}{SUFFIX}"
        unfinished = kept.with_suffix(".tmp")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            kept.hardlink_to(unfinished)  # a rename would overwrite
        finally:
            unfinished.unlink()


@dataclass(frozen=True, slots=True)
class KeptMail:
    """One mail of a folder, as a page shows it: text to be escaped. `links` are those of its body, in their order."""

    name: str
    to: str
    subject: str
    date: str
    body: str
    links: tuple[str, ...]


def read_folder(folder: Path) -> tuple[KeptMail, ...]:
    """The mails of a folder, the last first; what is no mail is passed over. Empty when there is no folder."""
    names = sorted((path.name for path in _listed(folder) if path.suffix == SUFFIX), reverse=True)
    read = (_read(folder / name) for name in names[:MOST])
    return tuple(mail for mail in read if mail is not None)


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _read(path: Path) -> KeptMail | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError:
        return None
    if len(content) > _LARGEST:
        return None
    try:
        return _shown(path.name, message_from_bytes(content, policy=policy.default))
    except Exception:  # a file of someone else's: the parser of headers raises many things
        return None


def _shown(name: str, message: EmailMessage) -> KeptMail | None:
    part = message.get_body(("plain",))
    if message["To"] is None or part is None:
        return None
    body = part.get_content().replace("\r\n", "\n")
    links = tuple(found.rstrip(".,;:!?)»") for found in _LINK.findall(body))
    return KeptMail(name, str(message["To"]), str(message["Subject"] or ""), str(message["Date"] or ""), body, links)
