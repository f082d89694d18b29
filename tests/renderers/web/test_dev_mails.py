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


def test_every_page_leads_there_in_development_alone(developing: Site, site: Site) -> None:
    assert "/dev/mails" in Applicant(developing, "").opens("/").parsed.hrefs
    elsewhere = Applicant(site, "")
    assert "/dev/mails" not in elsewhere.opens("/").parsed.hrefs
    assert elsewhere.opens("/dev/mails").status == 404


def test_t88_a_folder_of_mails_is_not_shown_outside_development(catalogue: Catalogue, folder: Path) -> None:
    served = replace(site_of(catalogue), beside=Beside(mails=folder))
    assert Applicant(served).opens("/dev/mails").status == 404
