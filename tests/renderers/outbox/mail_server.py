"""A real mail server on this machine, which answers what it is told to at each command."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

CLOSE = "close"
"""In place of a reply: the connection is cut."""
HANG = "hang"
"""In place of a reply: nothing, for as long as the server runs."""


@dataclass(frozen=True, slots=True)
class Received:
    """One mail the server has accepted."""

    sender: str
    to: tuple[str, ...]
    options: tuple[str, ...]
    content: bytes
    encrypted: bool
    user: str

    @property
    def message_id(self) -> str:
        return str(message_from_bytes(self.content)["Message-ID"])


@dataclass(slots=True)
class MailServer:
    """`replies` by command (`MAIL`, `RCPT`, `DATA` for the command, `END` for the end of data); else it accepts.

    `RCPT-done` is what is said once an addressee was taken; `END-250` cuts or hangs once the mail was accepted, without
    saying so. `lines` are the commands received. Nobody is answered before `gather` clients gave different names.
    """

    replies: Mapping[str, str] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    gather: int = 1
    gathered: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_EHLO(
        self, _: SMTP, session: Session, __: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.names.append(hostname)
        if len(set(self.names)) >= self.gather:
            self.gathered.set()
        await self.gathered.wait()
        return responses

    async def handle_MAIL(self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]) -> str:
        envelope.rcpt_tos.append(address)
        return self.replies.get("RCPT-done", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        instead = self.replies.get("END", "250 OK")
        if instead[:3].isdigit() and not instead.startswith("2"):
            return instead
        if instead in (CLOSE, HANG):
            await self.silence(server, instead)
            return "250 OK"
        content = envelope.original_content
        assert isinstance(content, bytes)
        user: object = session.auth_data
        self.received.append(
            Received(
                envelope.mail_from or "",
                tuple(envelope.rcpt_tos),
                tuple(envelope.mail_options),
                content,
                session.ssl is not None,
                user.decode() if isinstance(user, bytes) else "",
            )
        )
        if "END-250" in self.replies:
            await self.silence(server, self.replies["END-250"])
        return instead

    def login(self, _: SMTP, __: Session, ___: Envelope, ____: str, data: object) -> AuthResult:
        """One account: "qui" and "secret-é"."""
        assert isinstance(data, LoginPassword)
        good = (data.login, data.password) == (b"qui", "secret-é".encode())
        return AuthResult(success=good, handled=False, auth_data=data.login)

    async def silence(self, server: SMTP, how: str) -> None:
        """Cuts the connection, or waits for ever (the server's end cancels it)."""
        if how == CLOSE:
            assert server.transport is not None
            server.transport.close()
        await asyncio.Event().wait()


class _Scripted(SMTP):
    """aiosmtpd's server; a command that has a reply of its own gets it, and does nothing."""

    def __init__(self, mails: MailServer, **options: Any) -> None:  # noqa: ANN401 - aiosmtpd's own
        self._mails = mails
        super().__init__(mails, hostname="mx.test", ident="essai", **options)
        for name, method in list(self._smtp_methods.items()):
            self._smtp_methods[name] = self._scripted(name, method)

    def _scripted(self, name: str, method: Callable[[str], Any]) -> Callable[[str], Any]:
        async def command(argument: str) -> None:
            self._mails.lines.append(f"{name} {argument or ''}".strip())
            reply = self._mails.replies.get(name)
            if reply is None:
                await method(argument)
            elif reply in (CLOSE, HANG):
                await self._mails.silence(self, reply)
            else:
                await self.push(reply)

        return command


@contextlib.asynccontextmanager
async def serving(
    mails: MailServer,
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[MailServer]:
    """The server, listening on a free port of this machine until the end of the block."""
    loop = asyncio.get_running_loop()
    protocols: list[_Scripted] = []

    def connected() -> _Scripted:
        mails.connections += 1
        protocols.append(_Scripted(mails, loop=loop, tls_context=starttls, authenticator=mails.login))
        return protocols[-1]

    listening = await loop.create_server(connected, "127.0.0.1", 0, ssl=tls)
    mails.port = listening.sockets[0].getsockname()[1]
    try:
        yield mails
    finally:
        listening.close()
        for protocol in protocols:
            if protocol.transport is not None:
                protocol.transport.close()
        handlers = [p._handler_coroutine for p in protocols if p._handler_coroutine is not None]
        for handler in handlers:
            handler.cancel()
        await asyncio.gather(*handlers, return_exceptions=True)
        await listening.wait_closed()
