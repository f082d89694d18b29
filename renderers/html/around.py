"""What stands around every page: header, quick exit, what ends the session. Drawn once per site, filled per request.

Nothing of a person is part of what a piece is kept under: their address, tokens and times fill slots.
"""

from __future__ import annotations

from .context import PageContext
from .edition import Edition
from .fragments import all_escaped
from .richtext import TextWriter

NO_BREAK = "\u00a0"


def header_html(edition: Edition, page: PageContext, rich: TextWriter) -> bytes:
    """The header, drawn once per site and page that it marks, but for links to other languages and to the account."""
    notice = rich(page.notice) if page.notice is not None else None
    key = (page.home_url, page.site_title, page.site_subtitle, notice, page.header, page.nav, page.dev, page.mails_url)
    header = edition.piece("_header.html", key, lambda: {"page": page, "notice": notice})
    return header.fill(lambda slot: _of_this_page(slot, edition, page))


def footer_html(edition: Edition, page: PageContext) -> bytes:
    """The footer, drawn as the header is."""
    footer = edition.piece("_footer.html", page.footer, lambda: {"page": page})
    return footer.fill(lambda slot: _of_this_page(slot, edition, page))


def _of_this_page(slot: str, edition: Edition, page: PageContext) -> bytes:
    """What the header and the footer say of this very page, and of who reads it."""
    if slot == "compte":
        return account_html(edition, page)
    return edition.render("_languages.html", {"page": page}).encode() if len(page.languages) > 1 else b""


def account_html(edition: Edition, page: PageContext) -> bytes:
    """The links to the account, as items of the menu. Addresses are the site's, the same for everybody."""
    account = page.account
    if account is None:
        if not page.sign_in_url:
            return b""
        fixed = {"signed_in": False, "sign_in_url": page.sign_in_url}
        return edition.piece("_account.html", page.sign_in_url, lambda: fixed).constant
    fixed = {
        "signed_in": True,
        "named": account.label != "",
        "current": account.current,
        "space_url": account.space_url,
        "logout_url": account.logout_url,
    }
    bar = edition.piece("_account.html", tuple(fixed.values()), lambda: fixed)
    label, token = all_escaped([account.label, account.csrf])
    return bar.fill({"nom": label, "jeton": token}.__getitem__)


def exit_html(edition: Edition, page: PageContext) -> bytes:
    """The quick exit, the same on all pages of a site."""
    if not page.exit_url:
        return b""
    return edition.piece("_exit.html", page.exit_url, lambda: {"exit_url": page.exit_url}).constant


def session_html(edition: Edition, page: PageContext) -> bytes:
    """When the session ends, with what a script says before; nothing where nobody is signed in."""
    account = page.account
    if account is None or not page.session_ends:
        return b""
    fixed = {
        "exit_url": page.exit_url,
        "shared": not page.autocomplete,
        "sign_in_url": page.sign_in_url,
        "extend_url": page.extend_url,
        "logout_url": account.logout_url,
    }
    line = edition.piece("_session.html", tuple(fixed.values()), lambda: fixed)
    ends, token = all_escaped([page.session_ends.replace(" ", NO_BREAK), account.csrf])
    return line.fill({"fin": ends, "secondes": b"%d" % page.session_seconds, "jeton": token}.__getitem__)


def manner_of(page: PageContext) -> dict[str, bool]:
    """What of its surroundings changes a page itself: which scripts it loads, whether browsers may fill it in."""
    return {
        "has_exit": page.exit_url != "",
        "has_session": page.account is not None and page.session_ends != "",
        "autocomplete": page.autocomplete,
    }
