"""A site that writes the mails of the real procedures, with ids that are numbers."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from engine.build import load_catalogue
from engine.keywords import PORTAL_MAILS, PROCEDURE_MAILS
from engine.mails import Addressed, Correspondence, MailMode, opened_mail
from engine.spec import Catalogue, Mail
from engine.store.sealer import KeySealer
from renderers.mail import Sender, mail_message

PROCEDURES = Path(__file__).parents[3] / "procedures"
SITE, DOMAIN = "https://site.example", "site.example"
TO = "vteh@yopmail.com"
AT = "2026-03-10T11:00:00.000000+00:00"
SENT = dt.datetime(2026, 3, 10, 11, 0, 5, tzinfo=dt.UTC)
VALUES: Mapping[str, str] = {
    "mot_de_passe": "?5OIOAdJsR1Nq",
    "prenoms": "VTEH",
    "nom_naissance": "ETRANGER",
    "numero": "5901202603100000001",
}
SEALER = KeySealer(b"k" * 32)
MODES: tuple[MailMode, ...] = ("guide", "discreet")


@cache
def catalogue() -> Catalogue:
    """The real procedures."""
    loaded = load_catalogue(PROCEDURES)
    assert loaded.usable, loaded.problems
    return loaded.catalogue


@cache
def mails() -> Mapping[str, Mail]:
    """Every mail there is, by the key it is written under."""
    portal = catalogue().portal
    assert portal is not None
    own = {key: portal.mails[role] for key, role in PORTAL_MAILS.items()}
    (procedure,) = catalogue().procedures.values()
    return {**own, **{key: procedure.mails[role] for key, role in PROCEDURE_MAILS.items()}}


def correspondence(mode: MailMode) -> Correspondence:
    """How the site writes. Each has its own numbers, from 1."""
    portal = catalogue().portal
    assert portal is not None
    numbers = itertools.count(1)
    return Correspondence(portal, SEALER, mode, SITE, DOMAIN, lambda: f"{next(numbers):032x}")


def addressed(key: str, mode: MailMode, values: Mapping[str, str] = VALUES) -> Addressed:
    """What is sent of one mail."""
    letter = correspondence(mode).letter(mails()[key], values, to=TO, account="a", at=AT, access="/acces/jeton")
    return opened_mail(SEALER, letter.mail)


def message(key: str, mode: MailMode, values: Mapping[str, str] = VALUES) -> EmailMessage:
    """The same as it leaves the site."""
    found = addressed(key, mode, values)
    portal = catalogue().portal
    assert portal is not None
    sender = Sender(portal.sender, f"ne-pas-repondre@{DOMAIN}")
    return mail_message(found.written, to=found.to, sender=sender, message_id=f"<1@{DOMAIN}>", date=SENT)


def body_of(mail: EmailMessage, subtype: str) -> str:
    """One of its bodies, decoded."""
    part = mail.get_body((subtype,))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content
