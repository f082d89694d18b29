"""The mails of a site in development, as they were written into a folder: for the eyes of who develops, here alone."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime
from itertools import groupby
from typing import Final

from starlette.responses import Response

from engine.texts import Block, BulletList, LinkSpan, Paragraph, RichText, Span
from renderers.clock import PARIS
from renderers.html.accounts import TextView
from renderers.outbox.folder import KeptMail, read_folder

from .errors import NOT_FOUND, error_response
from .pages import account_page, clock_words, home_link, tab
from .visits import Visit
from .words import Words

ITEM: Final = "- "
_NEVER: Final = dt.datetime.min.replace(tzinfo=dt.UTC)


def mails_page(visit: Visit) -> Response:
    """All mails of the folder, the last first, their links to be followed."""
    site, words = visit.site, visit.site.words
    if site.beside.mails is None:
        return error_response(site, NOT_FOUND)
    # A batch is carried in any order: what counts is when each mail was written; within a second, its place stays.
    kept = sorted(read_folder(site.beside.mails), key=lambda mail: (_written(mail) or _NEVER, mail.name), reverse=True)
    blocks = [block for mail in kept for block in _blocks(words, mail)]
    if not kept:
        blocks = [
            _line(words.gettext("Aucun email n'a encore été écrit. Rechargez cette page dans quelques secondes."))
        ]
    title = words.gettext("Emails de développement")
    view = TextView(title, tab(site, title), RichText(tuple(blocks)), links=(home_link(site),))
    return account_page(site, visit.visitor, view)


def _blocks(words: Words, mail: KeptMail) -> list[Block]:
    """One mail: its subject as a heading, its addressee, what it says, its links."""
    links = [Paragraph((LinkSpan(link, link, "external"),)) for link in mail.links]
    heading = Paragraph((Span(f"{mail.subject} – {mail.to} – {_date(words, mail)}", strong=True),))
    return [heading, *_said(mail.body), *links]


def _said(body: str) -> list[Block]:
    """The paragraphs and lists of a mail, which empty lines separate; a line that was wrapped is made whole again."""
    parts = [list(lines) for some, lines in groupby(body.splitlines(), key=lambda line: bool(line.strip())) if some]
    return [_list(lines) if lines[0].startswith(ITEM) else _line(_joined(lines)) for lines in parts]


def _list(lines: list[str]) -> BulletList:
    items: list[list[str]] = []
    for line in lines:
        if line.startswith(ITEM) or not items:
            items.append([])
        items[-1].append(line.removeprefix(ITEM))
    return BulletList(tuple((_line(_joined(item)),) for item in items))


def _joined(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines)


def _written(mail: KeptMail) -> dt.datetime | None:
    """When a mail was written; None when it does not say so as mails do."""
    try:
        return parsedate_to_datetime(mail.date).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def _date(words: Words, mail: KeptMail) -> str:
    at = _written(mail)
    if at is None:
        return mail.date
    date = at.astimezone(PARIS).strftime("%d/%m/%Y")
    return words.gettext("Le %(date)s à %(time)s", date=date, time=clock_words(at))


def _line(text: str) -> Paragraph:
    return Paragraph((Span(text),))
