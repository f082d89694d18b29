"""Invented mails."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage

from engine.store.people import Letter, StoredAccount, StoredMail
from renderers.outbox.delivery import Outgoing, stamp

NOW = dt.datetime(2026, 3, 10, 9, 30, tzinfo=dt.UTC)


def account() -> StoredAccount:
    return StoredAccount("a1", None, b"sealed", stamp(NOW))


def stored(identity: str = "m1", *, created: dt.datetime = NOW, due: dt.datetime | None = None) -> StoredMail:
    return StoredMail(
        id=identity,
        account="a1",
        message_id=f"<{identity}@demarches.test>",
        content=f"{identity}@exemple.test".encode(),
        created=stamp(created),
        due=stamp(due or created),
    )


def letter(identity: str = "m1", **times: dt.datetime) -> Letter:
    return Letter(stored(identity, **times))


def outgoing(identity: str = "m1", to: str | None = None, body: str = "Bonjour.\n") -> Outgoing:
    to = to or f"{identity}@exemple.test"
    message = EmailMessage()
    message["From"] = "ne-pas-repondre@demarches.test"
    message["To"] = to
    message["Subject"] = "Votre démarche"
    message["Date"] = NOW
    message["Message-ID"] = f"<{identity}@demarches.test>"
    message.set_content(body)
    return Outgoing(to, message)


def opened(mail: StoredMail) -> Outgoing:
    """`Ready` for `stored` mails."""
    return outgoing(mail.id, mail.content.decode())
