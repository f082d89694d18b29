"""In which words a mail is written, and what stands in them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final, Literal, assert_never

from ..spec import Mail, MailRole, MailText, Portal
from ..texts import Block, BulletList, Inline, LinkSpan, Paragraph, RichText
from ..view import Written

MailMode = Literal["guide", "discreet"]
"""Whether mails say everything, as in the guide, or nothing that would tell others."""
OF_PROCEDURES: Final[frozenset[MailRole]] = frozenset({"deposit"})

_JOINERS = "\u200c\u200d"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"


class NoSuchMail(LookupError):
    """The portal has no mail for this: it does not lead to a procedure."""


def portal_mail(portal: Portal, role: MailRole) -> Mail:
    """A mail of the portal. Raises `NoSuchMail`."""
    found = portal.mails.get(role)
    if found is None:
        raise NoSuchMail(role)
    return found


def text_of(mail: Mail, portal: Portal, mode: MailMode) -> MailText:
    """The words of a mail in a mode.

    Without discreet words of its own a procedure's mail gives way to the portal's news, and a mail of the portal is the
    same in both modes. Raises `NoSuchMail` when the portal has no news.
    """
    match mode:
        case "guide":
            return mail.full
        case "discreet":
            if mail.discreet is None and mail.role in OF_PROCEDURES:
                mail = portal_mail(portal, "news")
            return mail.discreet or mail.full
        case _:
            assert_never(mode)


def compose(text: MailText, values: Mapping[str, str], inside: Mapping[str, str | None]) -> Written:
    """A mail with its names and links filled in; a paragraph or item whose link leads nowhere is left out.

    `values` gives the words of each name, empty for one that is not there; they are words, never marks. `inside` gives
    the paths of the links into the site.
    """
    links = {**text.links, **inside}
    return Written(text.subject, text.body.fill(lambda name: said(values.get(name, "")), links))


def said(value: str) -> str:
    """A value as a mail says it: without controls and format characters, and so that words written from right to left
    move nothing beside them (Unicode Standard Annex #9, isolates)."""
    shown = "".join(c for c in value if c == "\n" or c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    if any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in shown):
        return "\n".join(f"{_ISOLATE}{line}{_END_OF_ISOLATE}" if line else "" for line in shown.split("\n"))
    return shown


def with_whole_addresses(text: RichText, whole: Callable[[str], str]) -> RichText:
    """The text with each path made an address: a mail is read far from the site."""
    return RichText(tuple(_blocks(text.blocks, whole)))


def _blocks(blocks: tuple[Block, ...], whole: Callable[[str], str]) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Paragraph():
                yield _paragraph(block, whole)
            case BulletList():
                yield BulletList(tuple(tuple(_paragraph(part, whole) for part in item) for item in block.items))
            case _:
                assert_never(block)


def _paragraph(paragraph: Paragraph, whole: Callable[[str], str]) -> Paragraph:
    return Paragraph(tuple(_inline(inline, whole) for inline in paragraph.inlines))


def _inline(inline: Inline, whole: Callable[[str], str]) -> Inline:
    if isinstance(inline, LinkSpan) and inline.kind == "internal":
        return replace(inline, target=whole(inline.target), kind="external")
    return inline
