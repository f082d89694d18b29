"""What the site has sent to people, as their mail program shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage

from renderers.outbox.delivery import Outgoing
from tests.renderers.html.checking import parse


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. `text` has one kind of space and no line ends; `links` are the addresses by their words."""

    to: str
    subject: str
    text: str
    links: Mapping[str, str]

    @classmethod
    def of(cls, sent: Outgoing) -> Mail:
        """Reads a mail as it left."""
        found = parse(_body(sent.message, "html")).find("a")
        return cls(
            to=sent.to,
            subject=str(sent.message["Subject"]),
            text=" ".join(_body(sent.message, "plain").split()),
            links={node.text: node.attributes["href"] for node in found},
        )

    @property
    def provisional_password(self) -> str:
        """The password it brings. Fails when there is none."""
        found = re.search(r"Mot de passe provisoire : ([\w?+*=#@%&]+)", self.text)
        assert found, self.text
        return found[1]


class Postman:
    """Carries mails to a list, and accepts them all."""

    def __init__(self) -> None:
        self.carried: list[Outgoing] = []

    async def carry(self, outgoing: Outgoing) -> None:
        """Takes one."""
        self.carried.append(outgoing)


def _body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content
