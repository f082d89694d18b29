"""Mails carried by SMTP (RFC 5321): one connection, one sender, one addressee, one message.

Each command is given by itself, so that a refusal is known for what it refuses: the addressee and the content are the
mail's own, everything before is the deployment's or the server's, and may be mended.
"""

from __future__ import annotations

import contextlib
import email.policy
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import aiosmtplib
import anyio

from engine.accounts.addresses import Address, read_address

from .delivery import NotNow, Outgoing, Refused
from .settings import MailServer

Stage = Literal["connect", "hello", "tls", "login", "sender", "addressee", "content"]
"""How far a try had come."""

_FOR_GOOD: Final = range(550, 560)
"""The codes about a mailbox or a message; other ones of 5xx are about commands (RFC 5321, section 4.2.3)."""
_POLICY: Final = re.compile(r"5\.7\.\d")
"""Enhanced codes of security and policy (RFC 3463, section 3.8): relaying denied, not signed in …"""
_WIRE: Final = email.policy.SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Times:
    """How long to wait, in seconds: for a connection, for the reply to a command, to a message, to a goodbye.

    A message's is long: who gives up there sends twice (RFC 5321, section 4.5.3.2.6).
    """

    connect: float = 30
    command: float = 60
    content: float = 300
    goodbye: float = 2


class SmtpCarrier:
    """`Carrier` by one mail server. Its certificate is verified by `tls`, or by the authorities the system trusts."""

    def __init__(
        self, server: MailServer, sender: str, *, times: Times | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self._server, self._sender, self._times = server, sender, times or Times()
        self._tls = tls if tls is not None else ssl.create_default_context()

    async def carry(self, outgoing: Outgoing) -> None:
        """Returns once the server has accepted the mail: after its last 250. Raises `Refused`, `NotNow`."""
        to, content = envelope_address(outgoing), on_the_wire(outgoing)
        client = self._client()
        try:
            await self._greeted(client)
            with _told("sender"):
                await client.mail(self._sender)
            with _told("addressee"):
                await client.rcpt(to)
            with _told("content"):
                await client.data(content, timeout=self._times.content)
            await self._left(client)
        finally:
            client.close()

    def _client(self) -> aiosmtplib.SMTP:
        server = self._server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            local_hostname=server.ehlo,
            timeout=self._times.command,
            use_tls=server.security == "tls",
            start_tls=False,  # ours to begin, and to insist on
            tls_context=self._tls if server.security != "none" else None,
        )

    async def _greeted(self, client: aiosmtplib.SMTP) -> None:
        """Connected, encrypted and signed in as the settings say: nobody's mail has been spoken of yet."""
        server = self._server
        with _told("connect"):
            await client.connect(timeout=self._times.connect)
        with _told("hello"):
            await client.ehlo()
        if server.security == "starttls":
            if not client.supports_extension("starttls"):
                raise NotNow("tls missing")
            with _told("tls"):
                await client.starttls()
            with _told("hello"):
                await client.ehlo()
        if server.user:
            with _told("login"):
                await client.login(server.user, server.password)

    async def _left(self, client: aiosmtplib.SMTP) -> None:
        """Says goodbye, which the protocol asks for; the mail is accepted whatever comes of it."""
        with contextlib.suppress(Exception), anyio.move_on_after(self._times.goodbye):
            await client.quit()


def envelope_address(outgoing: Outgoing) -> str:
    """The one address a mail goes to, in ASCII, as a server is told it. Raises `Refused` for what is none."""
    read = read_address(outgoing.to)
    if not isinstance(read, Address):
        raise Refused("addressee no address")
    return read.sending


def on_the_wire(outgoing: Outgoing) -> bytes:
    """The message as it is sent: in 7 bits, so that no server needs to know more. Raises `Refused` for blind copies:
    nobody but the addressee is written to."""
    message = outgoing.message
    if message["Bcc"] is not None or message["Resent-Bcc"] is not None:
        raise Refused("content blind copies")
    return message.as_bytes(policy=_WIRE)


def is_for_good(stage: Stage, code: int, said: str) -> bool:
    """Whether a server's reply refuses this mail for good. What may be the deployment's own fault does not.

    552 of an addressee is a full mailbox, or too many addressees: to be tried again (RFC 5321, section 4.5.3.1.10).
    """
    if stage not in ("addressee", "content") or code not in _FOR_GOOD:
        return False
    return not (_POLICY.match(said) or (stage == "addressee" and code == 552))


@contextlib.contextmanager
def _told(stage: Stage) -> Iterator[None]:
    """Tells what a stage raises as what becomes of the mail. What a server said, addresses maybe, is not repeated."""
    try:
        yield
    except aiosmtplib.SMTPResponseException as fault:
        reason = f"{stage} {fault.code if fault.code > 0 else 'unreadable'}"
        raise (Refused(reason) if is_for_good(stage, fault.code, fault.message) else NotNow(reason)) from fault
    except Exception as fault:  # lost, late, unreadable, not trusted …
        raise NotNow(f"{stage} {type(fault).__name__}") from fault
