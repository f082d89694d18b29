"""What is written to people: mails, each in full, and in words that tell nothing where others may read along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ..problems import Position
    from ..texts import Text

MailRole = Literal["account_created", "access_link", "account_exists", "password_forgotten", "news", "deposit"]
"""What a mail is for. The last is a procedure's, the others are the portal's."""


@dataclass(frozen=True, slots=True)
class MailText:
    """A subject, the same for everybody, and a body. `links` gives the address of each link the author named, None
    where it has none; `position` is where the body is written."""

    subject: str
    body: Text
    links: Mapping[str, str | None]
    position: Position


@dataclass(frozen=True, slots=True, eq=False)
class Mail:
    """One mail. `discreet` is what is sent in its place where the site writes discreetly; None: see `engine.mails`.

    Compared by identity.
    """

    role: MailRole
    full: MailText
    discreet: MailText | None
    position: Position

    @property
    def names(self) -> frozenset[str]:
        """The names that either of its texts cites."""
        texts = (self.full, self.discreet) if self.discreet is not None else (self.full,)
        return frozenset(name for text in texts for name in text.body.placeholders)
