"""What a deployment's settings make of the outbox: how mails are opened, and who carries them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from engine.mails import opened_mail
from engine.store import Sealer
from engine.store.people import StoredMail
from renderers.mail import MailRefused, Sender, SenderRefused, mail_message

from .delivery import Carrier, Outgoing, Ready, Refused
from .folder import FolderCarrier
from .settings import OutboxSettings
from .smtp import SmtpCarrier


def ready_by(sealer: Sealer, sender: Sender) -> Ready:
    """How mails are opened with this key: the same bytes at each try, dated when they were written.

    One that is addressed to nobody is not sent. Besides `Unsealable`, it raises `Refused` for one whose own headers
    can't be written, ever; and `UnreadableMail` for one of another release, `SenderRefused` for a sender to be mended.
    """

    def ready(mail: StoredMail) -> Outgoing | None:
        addressed = opened_mail(sealer, mail)
        if not addressed.to:
            return None
        try:
            message = mail_message(
                addressed.written,
                to=addressed.to,
                sender=sender,
                message_id=mail.message_id,
                date=dt.datetime.fromisoformat(mail.created),
            )
        except SenderRefused:
            raise  # put back: giving every mail up until somebody mends it would be worse
        except MailRefused:
            raise Refused("unwritable") from None
        return Outgoing(addressed.to, message)

    return ready


def carrier_of(settings: OutboxSettings, *, clock: Callable[[], dt.datetime]) -> Carrier:
    """Who carries the mails of a deployment."""
    if settings.folder is not None:
        return FolderCarrier(settings.folder, clock=clock)
    if settings.server is not None:
        return SmtpCarrier(settings.server, settings.sender)
    raise ValueError("settings with neither a server nor a folder")
