"""Mails by SMTP, to a real server that answers anything at any command, or nothing."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator, Mapping
from email import message_from_bytes, policy
from typing import Any

import anyio
import pytest

from renderers.outbox.delivery import NotCarried, Outgoing, Refused
from renderers.outbox.settings import Security, outbox_settings
from renderers.outbox.smtp import SmtpCarrier, Times

from .certificates import contexts
from .mail_server import CLOSE, HANG, MailServer, serving
from .samples import outgoing

HOST = "127.0.0.1"
SENDER = "ne-pas-repondre@demarches.test"
ACCEPTED = "accepted"
Contexts = tuple[ssl.SSLContext, ssl.SSLContext]
# Short where the server stays silent, long where it speaks: a busy machine must not look like a silent server.
PATIENT, HASTY = Times(30, 30, 30, 30), Times(0.2, 0.2, 0.2, 0.2)


async def carried(port: int, mail: Outgoing, *, times: Times = PATIENT, **options: Any) -> str:  # noqa: ANN401
    """What becomes of a mail: accepted, `refused: …` or `later: …`."""
    tls: ssl.SSLContext | None = options.pop("tls", None)
    security: Security = options.pop("security", "none")
    settings = outbox_settings(host=HOST, port=port, security=security, sender=SENDER, **options)
    assert settings.server is not None
    try:
        await SmtpCarrier(settings.server, settings.sender, times=times, tls=tls).carry(mail)
    except NotCarried as fault:
        return f"{'refused' if isinstance(fault, Refused) else 'later'}: {fault.reason}"
    return ACCEPTED


def carry(
    mails: MailServer,
    mail: Outgoing | None = None,
    *,
    starttls: ssl.SSLContext | None = None,
    server_tls: ssl.SSLContext | None = None,
    **options: Any,  # noqa: ANN401 - of `carried`
) -> str:
    """The same, with a server of its own."""

    async def tried() -> str:
        async with serving(mails, starttls=starttls, tls=server_tls):
            return await carried(mails.port, mail or outgoing(), **options)

    return anyio.run(tried)


def test_a_mail_is_accepted_as_it_is() -> None:
    mails = MailServer()
    assert carry(mails) == ACCEPTED
    (received,) = mails.received
    assert (received.sender, received.to, received.options) == (SENDER, ("m1@exemple.test",), ())
    assert received.message_id == "<m1@demarches.test>"
    assert mails.names == ["demarches.test"], "the name is the sender's domain, never the machine's"
    assert [line.split()[0] for line in mails.lines] == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]


def test_it_works_on_the_event_loop_of_the_server(trusted: Contexts) -> None:
    """uvicorn's, which is not asyncio's own."""
    mails = MailServer()

    async def tried() -> str:
        async with serving(mails, tls=trusted[0]):
            return await carried(mails.port, outgoing(), security="tls", tls=trusted[1])

    assert anyio.run(tried, backend_options={"use_uvloop": True}) == ACCEPTED
    assert len(mails.received) == 1


def test_the_name_it_gives_is_a_setting() -> None:
    mails = MailServer()
    assert carry(mails, ehlo="serveur-1.demarches.test") == ACCEPTED
    assert mails.names == ["serveur-1.demarches.test"]


@pytest.mark.parametrize(
    "body", ["é\n.\n..\n.a\nFrom moi\n", "x" * 5000 + "\n", "مرحبا\n", "\n\n.\n", "Voici :\n\n  https://x.test/a?b=c\n"]
)
def test_a_body_arrives_unchanged_in_seven_bits(body: str) -> None:
    mails = MailServer()
    assert carry(mails, outgoing(body=body)) == ACCEPTED
    content = mails.received[0].content
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert message_from_bytes(content, policy=policy.default).get_content().replace("\r\n", "\n") == body


# ── What a server answers ─────────────────────────────────────────────────────────────────────────────────────


STAGES = {"EHLO": "hello", "MAIL": "sender", "RCPT": "addressee", "DATA": "content", "END": "content"}
LATER = {("EHLO", code): f"later: hello {code}" for code in (421, 450, 451, 550, 552, 554)} | {
    # The sender is the deployment's: a refusal of it is mended by the operator, and loses no mail until then.
    ("MAIL", code): f"later: sender {code}"
    for code in (421, 450, 451, 550, 552, 554)
}
REPLIES: Mapping[tuple[str, int], str] = LATER | {
    ("RCPT", 421): "later: addressee 421",
    ("RCPT", 450): "later: addressee 450",
    ("RCPT", 451): "later: addressee 451",
    ("RCPT", 550): "refused: addressee 550",
    ("RCPT", 552): "later: addressee 552",
    ("RCPT", 554): "refused: addressee 554",
    ("DATA", 421): "later: content 421",
    ("DATA", 450): "later: content 450",
    ("DATA", 451): "later: content 451",
    ("DATA", 550): "refused: content 550",
    ("DATA", 552): "refused: content 552",
    ("DATA", 554): "refused: content 554",
    ("END", 421): "later: content 421",
    ("END", 450): "later: content 450",
    ("END", 451): "later: content 451",
    ("END", 550): "refused: content 550",
    ("END", 552): "refused: content 552",
    ("END", 554): "refused: content 554",
}


@pytest.mark.parametrize(("command", "code"), REPLIES)
def test_t56_what_a_refusal_means(command: str, code: int) -> None:
    mails = MailServer({command: f"{code} m1@exemple.test canari"})
    assert carry(mails) == REPLIES[command, code]
    assert mails.received == []


@pytest.mark.parametrize(
    ("command", "reply", "became"),
    [
        ("RCPT", "554 5.7.1 Relay access denied", "later: addressee 554"),
        ("RCPT", "550 5.7.26 not signed", "later: addressee 550"),
        ("END", "550 5.7.1 looks like spam", "later: content 550"),
        ("RCPT", "550 5.1.1 no such user", "refused: addressee 550"),
        ("RCPT", "530 5.7.0 sign in first", "later: addressee 530"),
        ("RCPT", "503 bad sequence", "later: addressee 503"),
        ("RCPT", "551 not here", "refused: addressee 551"),
        ("RCPT", "556 takes no mail", "refused: addressee 556"),
        ("RCPT", "252 may be", "later: addressee 252"),
        ("RCPT-done", "251 will forward", ACCEPTED),
        ("MAIL", "what?", "later: sender unreadable"),
        ("END", "200 fine", "later: content 200"),
        ("DATA", "250 already", "later: content 250"),
    ],
)
def test_t56_more_replies(command: str, reply: str, became: str) -> None:
    assert carry(MailServer({command: reply})) == became


@pytest.mark.parametrize("command", ["EHLO", "MAIL", "RCPT", "DATA", "END", "END-250"])
@pytest.mark.parametrize("silence", [CLOSE, HANG])
def test_t56_a_server_that_dies_or_hangs(command: str, silence: str) -> None:
    mails = MailServer({command: silence})
    times = HASTY if silence == HANG else PATIENT
    fault = "SMTPReadTimeoutError" if silence == HANG else "SMTPServerDisconnected"
    assert carry(mails, times=times) == f"later: {STAGES[command.partition('-')[0]]} {fault}"
    assert len(mails.received) == (command == "END-250"), "accepted, but never said so: sent again, the same mail"


@pytest.mark.parametrize("reply", [CLOSE, HANG, "500 what?", "421 bye", "what?"])
def test_t56_a_mail_is_accepted_whatever_becomes_of_the_goodbye(reply: str) -> None:
    mails = MailServer({"QUIT": reply})
    assert carry(mails, times=Times(30, 30, 30, 0.2)) == ACCEPTED
    assert len(mails.received) == 1


@contextlib.asynccontextmanager
async def greeting(said: bytes | None) -> AsyncIterator[int]:
    """The port of what is no mail server: it says this to who connects, and no more; None cuts at once."""
    ended = asyncio.Event()

    async def met(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if said is not None:
            writer.write(said)
            await ended.wait()
        writer.close()

    server = await asyncio.start_server(met, HOST, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        ended.set()
        server.close()
        await server.wait_closed()


@pytest.mark.parametrize(
    ("said", "became"),
    [
        (None, "later: connect SMTPConnectError"),
        (b"", "later: connect SMTPConnectTimeoutError"),
        (b"554 not here\r\n", "later: connect 554"),
        (b"421 not now\r\n", "later: connect 421"),
        (b"HTTP/1.1 400 Bad Request\r\n", "later: connect unreadable"),
        (b"220-" + b"x" * 100_000 + b"\r\n", "later: connect unreadable"),
    ],
)
def test_t56_what_is_no_mail_server(said: bytes | None, became: str) -> None:
    async def tried() -> str:
        async with greeting(said) as port:
            return await carried(port, outgoing(), times=HASTY if said == b"" else PATIENT)

    assert anyio.run(tried) == became


def test_t56_a_connection_refused() -> None:
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    assert anyio.run(lambda: carried(port, outgoing())) == "later: connect SMTPConnectError"


# ── Encryption ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Contexts:
    return contexts(tmp_path_factory.mktemp("trusted"), HOST)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Contexts:
    """Those of another address."""
    return contexts(tmp_path_factory.mktemp("elsewhere"), "127.0.0.2")


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_encrypted_connection_with_a_password(trusted: Contexts, security: str) -> None:
    mails, (server, client) = MailServer(), trusted
    account: dict[str, Any] = {"user": "qui", "password": "secret-é"} if security == "starttls" else {}
    serve: dict[str, Any] = {"starttls": server} if security == "starttls" else {"server_tls": server}
    assert carry(mails, security=security, tls=client, **serve, **account) == ACCEPTED
    (received,) = mails.received
    assert received.user == account.get("user", "")
    if security == "starttls":
        assert received.encrypted
        assert [line.split()[0] for line in mails.lines][:4] == ["EHLO", "STARTTLS", "EHLO", "AUTH"]


@pytest.mark.parametrize("account", [{}, {"user": "qui", "password": "secret-é"}])
def test_nothing_is_sent_where_starttls_is_missing(account: dict[str, Any]) -> None:
    mails = MailServer()
    assert carry(mails, security="starttls", **account) == "later: tls missing"
    assert mails.lines == ["EHLO demarches.test"]


@pytest.mark.parametrize("reply", ["454 not now", "501 what?", CLOSE])
def test_nothing_is_sent_where_starttls_fails(trusted: Contexts, reply: str) -> None:
    mails = MailServer({"STARTTLS": reply})
    became = carry(mails, security="starttls", starttls=trusted[0], tls=trusted[1])
    assert became == f"later: tls {'SMTPServerDisconnected' if reply == CLOSE else reply[:3]}"
    assert mails.lines == ["EHLO demarches.test", "STARTTLS"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("trust", ["system", "other name"])
def test_nothing_is_sent_to_who_is_not_trusted(
    trusted: Contexts, elsewhere: Contexts, security: str, trust: str
) -> None:
    mails = MailServer()
    server, client = (trusted[0], None) if trust == "system" else elsewhere
    serve: dict[str, Any] = {"starttls": server} if security == "starttls" else {"server_tls": server}
    fault = "tls SSLCertVerificationError" if security == "starttls" else "connect SMTPConnectError"
    assert carry(mails, security=security, tls=client, **serve) == f"later: {fault}"
    assert [line.split()[0] for line in mails.lines] == (["EHLO", "STARTTLS"] if security == "starttls" else [])


@pytest.mark.parametrize(
    ("password", "replies", "became"),
    [
        ("autre", {}, "later: login 535"),
        ("secret-é", {"AUTH": "454 4.7.0 later"}, "later: login 454"),
        ("secret-é", {"AUTH": CLOSE}, "later: login SMTPServerDisconnected"),
    ],
)
def test_a_password_refused_loses_no_mail(
    trusted: Contexts, password: str, replies: Mapping[str, str], became: str
) -> None:
    mails = MailServer(replies)
    account: dict[str, Any] = {"user": "qui", "password": password}
    assert carry(mails, security="starttls", starttls=trusted[0], tls=trusted[1], **account) == became
    assert not any(line.startswith("MAIL") for line in mails.lines)


# ── The envelope ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_domain_is_told_in_ascii() -> None:
    mails = MailServer()
    assert carry(mails, Outgoing("anne@préfecture.test", outgoing().message)) == ACCEPTED
    assert mails.received[0].to == ("anne@xn--prfecture-c4a.test",)


@pytest.mark.parametrize(
    "to",
    [
        "a@exemple.test\r\nRCPT TO:<autre@exemple.test>",
        "a@exemple.test>\r\nDATA",
        "a@exemple.test, autre@exemple.test",
        "a@exemple.test> SIZE=1",
        "Autre <autre@exemple.test>",
        '"a b"@exemple.test',
        "a@exemple.test\0",
        "a@[127.0.0.1]",
        "zoé@exemple.test",
        "<>",
        "",
    ],
)
def test_t31_what_is_not_one_address_is_never_sent(to: str) -> None:
    mails = MailServer()
    assert carry(mails, Outgoing(to, outgoing().message)) == "refused: addressee no address"
    assert mails.connections == 0


def test_t31_only_the_addressee_is_told_to_the_server() -> None:
    mails, mail = MailServer(), outgoing()
    mail.message["Cc"] = "autre@exemple.test"
    assert carry(mails, mail) == ACCEPTED
    assert mails.received[0].to == ("m1@exemple.test",)
    mail.message["Bcc"] = "cache@exemple.test"
    assert carry(mails, mail) == "refused: content blind copies"
    assert len(mails.received) == 1
