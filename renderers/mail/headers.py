"""What may stand in a header: words without anything that ends a line or hides, one address, one id."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_ADDRESS: Final = 254
"""RFC 5321, 4.5.3.1.3, less the angle brackets."""
LONGEST_WORDS: Final = 200

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?!.*=\?)(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_ID = re.compile(r"<[A-Za-z0-9._-]{1,128}@[A-Za-z0-9.-]{1,253}>")
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class MailRefused(ValueError):
    """A mail that is not made: its headers would not say what they seem to. It does not quote what was refused."""


class SenderRefused(MailRefused):
    """What is refused is who writes: the mail itself may be good."""


def checked_words(words: str) -> str:
    """Words of a header. Raises `MailRefused` for a control, a line end, a character that hides or turns others."""
    if not words.strip() or len(words) > LONGEST_WORDS:
        raise MailRefused("no words, or too many of them")
    if any(unicodedata.category(c) in _HIDDEN for c in words):
        raise MailRefused("a character that ends a line, or hides")
    return words


def checked_address(address: str) -> str:
    """One address, as SMTP takes it without extension: ASCII, no quotes, no comment. Raises `MailRefused`."""
    if len(address) > LONGEST_ADDRESS or _ADDRESS.fullmatch(address) is None:
        raise MailRefused("not one plain address")
    return address


def checked_id(message_id: str) -> str:
    """A Message-ID. Raises `MailRefused`."""
    if _ID.fullmatch(message_id) is None:
        raise MailRefused("not an id of a message")
    return message_id
