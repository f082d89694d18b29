"""The one address of an account: as typed, as written to, and as it is looked up.

A mail can be sent to every address read here without any extension of SMTP: RFC 5321 and IDNA 2008, ASCII throughout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..kinds.characters import clean, name_of
from ..problems import AnswerProblem

MOST = 254
"""Characters of an address (RFC 5321 §4.5.3.1.3, less the angle brackets)."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address that can be written to.

    `typed` is what the person wrote, trimmed. `sending` goes into an envelope: the local part as typed, since only its
    own server may say that case means nothing there, and the domain in lower case and in ASCII. `login` is what all
    spellings of one mailbox share; it is what is fingerprinted. Dots and `+tag` stay: they are other mailboxes at most
    providers, and whose they are is for the provider to say.
    """

    typed: str
    sending: str
    login: str

    @property
    def shown(self) -> str:
        """The address as people read it: a domain that is not plain ASCII shows as punycode, so that none looks like
        another (`pаypal.com` with a Cyrillic а is `xn--pypal-4ve.com`)."""
        return self.sending


@dataclass(frozen=True, slots=True)
class AddressFault:
    """Why an address was not read: a code of `engine.messages_answers`, with what its sentence needs."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    def about(self, name: str) -> AnswerProblem:
        """The problem of the input called `name`."""
        return AnswerProblem(name, self.code, self.params)


def read_address(text: str) -> Address | AddressFault:
    """The address of a form. Nobody is asked whether it exists: only a mail can tell.

    Spaces around it, and marks that show nothing, are dropped. Line ends and controls inside, direction overrides and
    more than one address are refused: they would reach a mail's header, or make an address look like another.
    """
    if len(text) > 4 * MOST:
        return AddressFault("A002", {"max": str(MOST)})
    typed = clean(text)
    fault = _faulty(typed)
    if fault is not None:
        return fault
    from email_validator import EmailNotValidError, validate_email  # slow to import, and only accounts need it

    try:
        # Addresses under .test reach nobody: they are how one tries the site without writing to anyone.
        read = validate_email(
            typed, check_deliverability=False, test_environment=True, allow_smtputf8=False, strict=True
        )
    except EmailNotValidError:
        return AddressFault("A040")
    sending = f"{read.local_part}@{read.ascii_domain.lower()}"
    if "=?" in sending:  # where an encoded word begins in a header (RFC 2047): no mail is written to it
        return AddressFault("A040")
    if len(sending) > MOST:  # an international domain is longer in ASCII
        return AddressFault("A002", {"max": str(MOST)})
    return Address(typed, sending, sending.lower())


def confirmation_fault(address: Address, again: str) -> AddressFault | None:
    """What is wrong with an address typed a second time (guide L49): None when it is the same mailbox."""
    if not clean(again):
        return AddressFault("A001", {"kind": "email"})
    second = read_address(again)
    same = isinstance(second, Address) and second.login == address.login
    return None if same else AddressFault("A045")


def _faulty(typed: str) -> AddressFault | None:
    """What can be said more precisely than "not an address"."""
    if not typed:
        return AddressFault("A001", {"kind": "email"})
    if len(typed) > MOST:
        return AddressFault("A002", {"max": str(MOST)})
    if "@" not in typed:
        return AddressFault("A041")
    if typed.count("@") > 1 or any(c in typed for c in ",;"):
        return AddressFault("A042")
    if any(c.isspace() for c in typed):
        return AddressFault("A043")
    refused = next((c for c in typed if not c.isprintable()), None)
    if refused is not None:
        return AddressFault("A003", {"character": name_of(refused)})
    foreign = next((c for c in typed.partition("@")[0] if not c.isascii()), None)
    return AddressFault("A044", {"character": foreign}) if foreign is not None else None
