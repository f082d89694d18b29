"""What is written to people: in which words, with what in them, sealed until it is sent or read.

A site writes in one of two modes. In that of the guide a mail says everything; in the discreet one it says nothing that
would tell others, who read the same mailbox, what the site is for. The personal space shows everything, in either mode,
but for what gives an access once.
"""

from __future__ import annotations

from .codec import Addressed, UnreadableMail, opened_mail, opened_message
from .composing import MailMode, NoSuchMail, compose, text_of
from .letters import Correspondence

__all__ = [
    "Addressed",
    "Correspondence",
    "MailMode",
    "NoSuchMail",
    "UnreadableMail",
    "compose",
    "opened_mail",
    "opened_message",
    "text_of",
]
