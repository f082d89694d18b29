"""What is written, as bytes to be sealed, and back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, assert_never

from ..store import Sealer
from ..store.people import StoredMail, StoredMessage
from ..texts import Block, BulletList, Inline, LinkSpan, Paragraph, Placeholder, RichText, Span
from ..view import Written

FORMAT: Final = 1
STRONG, EMPHASIS = "s", "e"


class UnreadableMail(ValueError):
    """Bytes that are no mail as this release writes them."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """What is written, and to whom: `to` is empty for what is not to be sent."""

    to: str
    written: Written


def mail_context(mail: str) -> str:
    """What the content of a mail is bound to when it is sealed."""
    return f"mail:{mail}"


def message_context(message: str) -> str:
    """What the content of a message is bound to."""
    return f"message:{message}"


def opened_mail(sealer: Sealer, mail: StoredMail) -> Addressed:
    """What a mail holds. One whose `to` is empty is erased, not sent. Raises `Unsealable`, `UnreadableMail`."""
    return decode(sealer.open(mail.content, mail_context(mail.id)))


def opened_message(sealer: Sealer, message: StoredMessage) -> Written:
    """What a message says. Raises `Unsealable`, `UnreadableMail`."""
    return decode(sealer.open(message.content, message_context(message.id))).written


def encode(addressed: Addressed) -> bytes:
    """As JSON: what it is made of changes with releases, so it says in which form it is."""
    written = addressed.written
    plain = {
        "format": FORMAT,
        "to": addressed.to,
        "subject": written.subject,
        "body": [_plain_block(block) for block in written.body.blocks],
        "notice": [_plain_block(block) for block in written.notice.blocks] if written.notice is not None else None,
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def decode(data: bytes) -> Addressed:
    """The same back. Raises `UnreadableMail`."""
    try:
        plain = json.loads(data)
        if plain["format"] != FORMAT:
            raise UnreadableMail("another format")
        notice = plain["notice"]
        body = RichText(tuple(_block(block) for block in plain["body"]))
        below = RichText(tuple(_block(block) for block in notice)) if notice is not None else None
        return Addressed(_text(plain["to"]), Written(_text(plain["subject"]), body, below))
    except (KeyError, TypeError, IndexError, ValueError) as error:
        # Not `from error`: what it quotes is what was written to somebody.
        raise UnreadableMail(type(error).__name__) from None


def _plain_block(block: Block) -> dict[str, object]:
    match block:
        case Paragraph():
            return {"p": _plain_inlines(block)}
        case BulletList():
            return {"ul": [[_plain_inlines(paragraph) for paragraph in item] for item in block.items]}
        case _:
            assert_never(block)


def _plain_inlines(paragraph: Paragraph) -> list[list[str]]:
    return [_plain_inline(inline) for inline in paragraph.inlines]


def _plain_inline(inline: Inline) -> list[str]:
    """Its marks, its words, and of a link where it leads."""
    match inline:
        case Span():
            return [_marks(inline.strong, inline.emphasis), inline.text]
        case LinkSpan():
            return [_marks(inline.strong, inline.emphasis), inline.text, inline.target, inline.kind]
        case Placeholder():
            raise ValueError("a text is kept filled")
        case _:
            assert_never(inline)


def _marks(strong: bool, emphasis: bool) -> str:  # noqa: FBT001 - two marks, in their order
    return STRONG * strong + EMPHASIS * emphasis


def _block(plain: dict[str, Any]) -> Block:
    if "p" in plain:
        return _paragraph(plain["p"])
    return BulletList(tuple(tuple(_paragraph(part) for part in item) for item in plain["ul"]))


def _paragraph(plain: list[Any]) -> Paragraph:
    return Paragraph(tuple(_inline(part) for part in plain))


def _inline(plain: list[Any]) -> Span | LinkSpan:
    marks = _text(plain[0])
    strong, emphasis = STRONG in marks, EMPHASIS in marks
    if len(plain) == 2:
        return Span(_text(plain[1]), strong, emphasis)
    kind = plain[3]
    if kind not in ("external", "internal", "document"):
        raise UnreadableMail("a link of no kind")
    return LinkSpan(_text(plain[1]), _text(plain[2]), kind, strong, emphasis)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise UnreadableMail("a text is missing")
    return value
