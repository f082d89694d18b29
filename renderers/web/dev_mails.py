"""The mails of a site in development, as they were written into a folder: for the eyes of who develops, here alone."""

from __future__ import annotations

from starlette.responses import Response

from engine.texts import LinkSpan, Paragraph, RichText, Span
from renderers.html.accounts import TextView
from renderers.outbox.folder import KeptMail, read_folder

from .errors import NOT_FOUND, error_response
from .pages import account_page, home_link, tab
from .visits import Visit


def mails_page(visit: Visit) -> Response:
    """All mails of the folder, the last first, their links to be followed."""
    site, words = visit.site, visit.site.words
    if site.beside.mails is None:
        return error_response(site, NOT_FOUND)
    kept = read_folder(site.beside.mails)
    blocks = [block for mail in kept for block in _blocks(mail)]
    if not kept:
        blocks = [
            _line(words.gettext("Aucun email n'a encore été écrit. Rechargez cette page dans quelques secondes."))
        ]
    title = words.gettext("Emails de développement")
    view = TextView(title, tab(site, title), RichText(tuple(blocks)), links=(home_link(site),))
    return account_page(site, visit.visitor, view)


def _blocks(mail: KeptMail) -> list[Paragraph]:
    """One mail: its subject as a heading, its addressee, its lines, its links."""
    lines = [line for line in mail.body.splitlines() if line.strip()]
    links = [Paragraph((LinkSpan(link, link, "external"),)) for link in mail.links]
    heading = Paragraph((Span(f"{mail.subject} – {mail.to} – {mail.date}", strong=True),))
    return [heading, *map(_line, lines), *links]


def _line(text: str) -> Paragraph:
    return Paragraph((Span(text),))
