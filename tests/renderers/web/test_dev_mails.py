"""The mails of development: on a page of that deployment, and of no other."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import anyio
import pytest

from engine.spec import Catalogue
from renderers.mail import Sender
from renderers.outbox.delivery import deliver_due
from renderers.outbox.folder import FolderCarrier
from renderers.outbox.parts import ready_by
from renderers.web.site import Beside, Site
from tests.renderers.html.checking import parse
from tests.renderers.web.applicant import ANA, Applicant, site_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mails"


@pytest.fixture
def developing(catalogue: Catalogue, folder: Path) -> Site:
    return replace(site_of(catalogue, dev=True), beside=Beside(mails=folder))


def deliver(site: Site, folder: Path) -> None:
    """What the worker does."""
    ready = ready_by(site.office.sealer, Sender(site.portal.sender, "nous@exemple.test"))
    carrier = FolderCarrier(folder, clock=site.clock)
    anyio.run(partial(deliver_due, site.office.stores.outbox, ready, carrier, now=site.clock))


def test_mails_are_read_where_they_are_developed(developing: Site, folder: Path) -> None:
    someone = Applicant(developing, "").opens("/dev/mails")
    assert someone.says("Aucun email n'a encore été écrit.")
    someone.opens("/compte").press("valider", email=ANA, email_confirmation=ANA)
    deliver(developing, folder)
    someone.opens("/dev/mails")
    assert someone.says("Mot de passe provisoire", ANA)
    assert f"{developing.settings.base_url}/connexion" in someone.page.text


def mail(subject: str, date: str, *lines: str) -> bytes:
    head = (f"From: nous@exemple.test\r\nTo: {ANA}\r\nSubject: {subject}\r\nDate: {date}\r\n").encode()
    return head + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + "\r\n".join(lines).encode()


def test_a_mail_reads_as_it_was_written(developing: Site, folder: Path) -> None:
    """Its lines are wrapped for clients that show them as they are; its date is for machines."""
    folder.mkdir()
    lines = ("Votre demande", "est transmise.", "", "", "- un passeport", "  en cours", "- une photo", "", "Merci.")
    (folder / "1.eml").write_bytes(mail("Dépôt", "Tue, 10 Mar 2026 12:05:00 +0000", *lines))
    main = parse(Applicant(developing, "").opens("/dev/mails").page.text).one("main")
    assert main.one("h2").text == f"Dépôt – {ANA} – Le 10/03/2026 à 13 h 05"
    part = main.one("section")
    assert [node.text for node in part.find("p")][:2] == ["Votre demande est transmise.", "Merci."]
    assert [node.text for node in part.one("ul").find("li")] == ["un passeport en cours", "une photo"]


def test_mails_come_in_the_order_they_were_written_in(developing: Site, folder: Path) -> None:
    """Whatever order they were carried in; those of one second as they were carried, those without a date last."""
    folder.mkdir()
    for name, subject, date in (
        ("1", "Second", "Tue, 10 Mar 2026 12:05:01 +0000"),
        ("2", "Premier", "Tue, 10 Mar 2026 12:05:00 +0000"),
        ("3", "Aussi", "Tue, 10 Mar 2026 13:05:01 +0100"),
        ("4", "Sans date", "hier"),
    ):
        (folder / f"{name}.eml").write_bytes(mail(subject, date, "Bonjour,"))
    main = parse(Applicant(developing, "").opens("/dev/mails").page.text).one("main")
    assert [node.text.partition(" – ")[0] for node in main.find("h2")] == ["Aussi", "Second", "Premier", "Sans date"]


def test_every_page_leads_there_in_development_alone(developing: Site, site: Site) -> None:
    assert "/dev/mails" in Applicant(developing, "").opens("/").parsed.hrefs
    elsewhere = Applicant(site, "")
    assert "/dev/mails" not in elsewhere.opens("/").parsed.hrefs
    assert elsewhere.opens("/dev/mails").status == 404


def test_t88_a_folder_of_mails_is_not_shown_outside_development(catalogue: Catalogue, folder: Path) -> None:
    served = replace(site_of(catalogue), beside=Beside(mails=folder))
    assert Applicant(served).opens("/dev/mails").status == 404
