"""How mails are opened, and who carries them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from engine.mails.codec import Addressed, UnreadableMail, encode, mail_context
from engine.store import Unsealable
from engine.store.people import StoredMail
from engine.store.sealer import KeySealer
from engine.texts import Paragraph, RichText, Span
from engine.view import Written
from renderers.mail import Sender, SenderRefused
from renderers.outbox.delivery import Refused
from renderers.outbox.folder import FolderCarrier
from renderers.outbox.parts import carrier_of, ready_by
from renderers.outbox.settings import OutboxSettings, outbox_settings
from renderers.outbox.smtp import SmtpCarrier

from .samples import NOW, stored

SEALER = KeySealer(b"\0" * 32)
WRITTEN = Written("Votre espace", RichText((Paragraph((Span("Bonjour à vous."),)),)))
READY = ready_by(SEALER, Sender("Espace personnel", "ne-pas-repondre@demarches.test"))


def sealed(to: str, identity: str = "m1") -> StoredMail:
    content = SEALER.seal(encode(Addressed(to, WRITTEN)), mail_context(identity))
    return replace(stored(identity), content=content)


def test_a_mail_is_opened_the_same_at_each_try() -> None:
    mail = sealed("anne@exemple.test")
    first, again = READY(mail), READY(replace(mail, tries=7, due="9999"))
    assert first is not None
    assert again is not None
    assert first.to == first.message["To"] == "anne@exemple.test"
    assert first.message["Message-ID"] == mail.message_id
    assert first.message["From"] == "Espace personnel <ne-pas-repondre@demarches.test>"
    assert dt.datetime.strptime(first.message["Date"], "%a, %d %b %Y %H:%M:%S %z") == NOW
    assert first.message.as_bytes() == again.message.as_bytes()


def test_one_to_nobody_is_not_to_be_sent() -> None:
    assert READY(sealed("")) is None


def test_one_sealed_for_another_place_is_not_opened() -> None:
    with pytest.raises(Unsealable):
        READY(replace(sealed("anne@exemple.test"), id="m2"))


def test_one_in_another_form_is_not_read() -> None:
    with pytest.raises(UnreadableMail):
        READY(replace(stored(), content=SEALER.seal(b"{}", mail_context("m1"))))


@pytest.mark.parametrize("to", ["anne@exemple.test\r\nBcc: autre@exemple.test", "a@exemple.test, b@exemple.test"])
def test_t31_one_to_more_than_one_address_is_not_opened(to: str) -> None:
    with pytest.raises(Refused, match=r"^unwritable$"):
        READY(sealed(to))


def test_one_whose_subject_no_header_holds_is_refused_for_good() -> None:
    content = SEALER.seal(
        encode(Addressed("anne@exemple.test", replace(WRITTEN, subject="x" * 999))), mail_context("m1")
    )
    with pytest.raises(Refused, match=r"^unwritable$"):
        READY(replace(stored(), content=content))


@pytest.mark.parametrize("sender", [Sender("Espace\r\n", "nous@demarches.test"), Sender("Espace", "nous")], ids=str)
def test_a_sender_that_is_refused_is_to_be_mended_and_no_mail_is(sender: Sender) -> None:
    with pytest.raises(SenderRefused):
        ready_by(SEALER, sender)(sealed("anne@exemple.test"))


def test_who_carries(tmp_path: Path) -> None:
    sender = "ne-pas-repondre@demarches.test"
    server = outbox_settings(host="courriel.exemple.test", sender=sender)
    assert isinstance(carrier_of(server, clock=lambda: NOW), SmtpCarrier)
    folder = outbox_settings(folder=tmp_path, dev=True, sender=sender)
    assert isinstance(carrier_of(folder, clock=lambda: NOW), FolderCarrier)
    with pytest.raises(ValueError, match="neither"):
        carrier_of(OutboxSettings(sender), clock=lambda: NOW)
