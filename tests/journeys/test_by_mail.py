"""The command as an operator starts it, with a mail server of this machine: a whole journey by what really travels."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import httpx2
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from renderers.outbox.delivery import Outgoing
from tests.journeys.applicant import Applicant, answers_of
from tests.journeys.mailbox import Mail
from tests.journeys.running import HOST, PROCEDURES, ROOT
from tests.renderers.test_serve import free_port

PATIENCE = 60


@dataclass(slots=True)
class Inbox:
    """What a mail server has accepted: each mail with its envelope."""

    came: threading.Condition = field(default_factory=threading.Condition)
    envelopes: list[Envelope] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Accepts a mail."""
        with self.came:
            self.envelopes.append(envelope)
            self.came.notify_all()
        return "250 accepted"

    def messages(self, count: int) -> list[EmailMessage]:
        """The mails, once there are as many."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.envelopes) >= count, PATIENCE), "no mail came"
            kept = [envelope.original_content or b"" for envelope in self.envelopes]
        return [message_from_bytes(content, policy=policy.default) for content in kept]


@dataclass(slots=True)
class Started:
    """The command running, and its mail server, as an `Applicant` sees them. `expected` mails are to come."""

    base_url: str
    inbox: Inbox
    expected: int = 0
    browsers: list[httpx2.Client] = field(default_factory=list)

    def browser(self) -> httpx2.Client:
        """A browser without script that has never been here."""
        self.browsers.append(httpx2.Client(base_url=self.base_url, follow_redirects=True))
        return self.browsers[-1]

    def mails_to(self, address: str) -> list[Mail]:
        """What an address was sent, once the mails expected have come."""
        messages = self.inbox.messages(self.expected)
        return [Mail.of(Outgoing(address, message)) for message in messages if message["To"] == address]


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Started]:
    inbox = Inbox()
    controller = Controller(inbox, hostname=HOST, port=free_port())
    controller.start()
    port = free_port()
    environment = {
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        "PARCOURS_SMTP_HOTE": HOST,
        "PARCOURS_SMTP_PORT": str(controller.port),
        "PARCOURS_SMTP_SECURITE": "en_clair",
    }
    command = [sys.executable, "-m", "renderers.cli", "serve", "--dev", "--port", str(port)]
    where = ["--procedures", str(PROCEDURES), "--var", str(tmp_path / "var")]
    server = subprocess.Popen(
        [*command, *where], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    made = Started(f"http://{HOST}:{port}", inbox)
    try:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("Parcours sert ")
        yield made
    finally:
        for browser in made.browsers:
            browser.close()
        server.send_signal(signal.SIGTERM)
        _, log = server.communicate(timeout=30)
        controller.stop()
    assert "Traceback" not in log
    assert "exemple.example" not in log, "no address in the log"


def test_from_the_home_page_to_the_mail_of_the_deposit(started: Started) -> None:
    address, answers = "adaeze@exemple.example", answers_of("adulte")
    someone = Applicant(started)
    started.expected = 1
    someone.begins({**answers, "email": address})
    someone.fills(answers)
    someone.deposits(answers)
    number = someone.number
    started.expected = 2
    first, last = someone.mails
    assert "Mot de passe provisoire" in first.text
    assert "a bien été transmis" in last.text
    assert number not in last.subject
    assert [envelope.rcpt_tos for envelope in started.inbox.envelopes] == [[address], [address]]
    messages = started.inbox.messages(2)
    assert {message["Auto-Submitted"] for message in messages} == {"auto-generated"}
    assert len({message["Message-ID"] for message in messages}) == 2
    assert not [part for message in messages for part in message.iter_attachments()]
    someone.follows_mail(last, next(iter(last.links)))
    assert someone.page.status == 200
