"""What is written to a person, ready to be laid out: as a mail, or as a message of their personal space."""

from __future__ import annotations

from dataclasses import dataclass

from ..texts import RichText


@dataclass(frozen=True, slots=True)
class Written:
    """A subject, a body whose texts are filled, and the site's notice under it, where there is one."""

    subject: str
    body: RichText
    notice: RichText | None = None
