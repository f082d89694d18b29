"""What the project's mails promise of the links in them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from engine.accounts.registrar import LINK_LIFE, PROVISIONAL_LIFE
from engine.build import load_catalogue
from engine.mails import compose
from engine.spec import MailRole, MailText
from renderers.mail.text import text_of

PORTAL = load_catalogue(Path(__file__).parents[2] / "procedures").catalogue.portal
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


def said(life: dt.timedelta) -> str:
    """As a mail says it: days when they are whole."""
    return f"{life // DAY} jours" if life % DAY == dt.timedelta() else f"{life // HOUR} heures"


def plain(text: MailText) -> str:
    """On one line."""
    return " ".join(text_of(compose(text, {}, {"acces": "/acces"}), "fr").split())


@pytest.mark.parametrize(("role", "life"), [("access_link", PROVISIONAL_LIFE), ("password_forgotten", LINK_LIFE)])
def test_a_mail_says_how_long_its_link_lasts(role: MailRole, life: dt.timedelta) -> None:
    assert PORTAL is not None
    mail = PORTAL.mails[role]
    assert mail.discreet is not None
    for text in (mail.full, mail.discreet):
        assert f"Il ne sert qu'une fois, pendant {said(life)}." in plain(text)
