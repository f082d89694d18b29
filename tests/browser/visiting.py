"""Pages opened where somebody else, without script and faster, has led the way."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.person import new_address
from tests.journeys.applicant import Applicant, answers_of
from tests.journeys.running import Running


def enters(
    page: Page, server: Running, answers: str = "adulte", *, until: str, shared: bool = False, **others: str
) -> Applicant:
    """Opens a dossier already filled up to a step: another browser filled it, and lends its cookie. Gives who did.

    `others` are answers in place of those of the file; `shared` says at sign-in that the device is.
    """
    given = {**answers_of(answers), "email": new_address(), **others}
    applicant = Applicant(server)
    applicant.begins(given)
    applicant.fills(given, until)
    if shared:
        applicant.signs_out()
        applicant.signs_in(shared=True)
        applicant.resumes()
    lends(page, server, applicant)
    return applicant


def lends(page: Page, server: Running, applicant: Applicant) -> None:
    """Opens in this browser what another one shows, with its cookies."""
    jar = applicant.client.cookies.jar
    page.context.add_cookies([{"name": c.name, "value": c.value or "", "url": server.base_url} for c in jar])
    page.goto(applicant.page.address)
