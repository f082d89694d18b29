"""What is written to a person, as a mail: plain text, the same in simple HTML, and headers that tell nothing.

Nothing in it comes from elsewhere: no picture, no style, nothing that tells that it was read. Its headers hold words of
the site and random ids, never an answer.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage

from engine.view import Written

from .headers import MailRefused, SenderRefused, checked_address, checked_id, checked_words
from .html import html_of
from .text import text_of

__all__ = ["MailRefused", "Sender", "SenderRefused", "mail_message"]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a mail is from: a neutral name, and the address that answers to nobody."""

    name: str
    address: str


def mail_message(
    written: Written, *, to: str, sender: Sender, message_id: str, date: dt.datetime, language: str = "fr"
) -> EmailMessage:
    """The mail to one address, the same bytes each time it is made from the same.

    `message_id` is `<…@…>`; `date` knows its time zone; addresses are ASCII, their domain as the DNS has it. Nobody is
    to answer it: machines are told so (RFC 3834, `Auto-Submitted`). Raises `MailRefused` for anything in a header that
    could end it, hide in it, or name a second address; `SenderRefused` where that is the sender.
    """
    if date.tzinfo is None:
        raise MailRefused("a date without a time zone")
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = _from(sender)
    message["To"] = Address(addr_spec=checked_address(to))
    message["Subject"] = checked_words(written.subject)
    message["Date"] = date
    message["Message-ID"] = checked_id(message_id)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(text_of(written, language), cte="quoted-printable")
    message.add_alternative(html_of(written, language), subtype="html", cte="quoted-printable")
    message["Content-Language"] = checked_words(language)
    # Left to itself, the library draws one at random. No line of quoted-printable text holds "=_" (RFC 2045, 6.7).
    message.set_boundary(f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:32]}")
    return message


def _from(sender: Sender) -> Address:
    try:
        return Address(checked_words(sender.name), addr_spec=checked_address(sender.address))
    except MailRefused as fault:
        raise SenderRefused(str(fault)) from None
