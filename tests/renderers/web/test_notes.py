"""What was just done is said once, to whom it concerns, and is in nothing that can be read."""

from __future__ import annotations

import pytest

from engine.dossiers.outcomes import DEEDS
from renderers.web.notes import SENTENCES
from renderers.web.site import Site
from renderers.web.words import words_of
from tests.renderers.web.applicant import Applicant


def at_papers(ana: Applicant) -> Applicant:
    return ana.begins().says_who().says_home()


@pytest.mark.parametrize("deed", sorted(SENTENCES))
def test_each_deed_has_its_sentence(deed: str) -> None:
    assert words_of("en").gettext(SENTENCES[deed], name="x") != SENTENCES[deed]  # type: ignore[index]


def test_every_deed_is_said() -> None:
    assert set(SENTENCES) == DEEDS


def test_a_note_waits_for_a_page_and_not_for_a_redirection(ana: Applicant, jpeg: bytes) -> None:
    at_papers(ana)
    data = ana.filled({}, "joindre:papiers")
    ana.client.post(ana.path, data=data, files=[("papiers", ("x.jpg", jpeg, "image/jpeg"))], follow_redirects=False)
    assert ana.opens(ana.root).page.history, "the dossier's own address leads to its page"
    assert ana.says("« x.jpg » est joint.")
    assert not ana.opens(ana.path).says("est joint.")


def test_a_note_says_nothing_to_who_reads_the_cookie_and_can_not_be_made_up(ana: Applicant, jpeg: bytes) -> None:
    at_papers(ana)
    page = ana.path
    data = ana.filled({}, "joindre:papiers")
    given = [("papiers", ("passeport-secret.jpg", jpeg, "image/jpeg"))]
    response = ana.client.post(page, data=data, files=given, follow_redirects=False)
    cookie = response.headers["set-cookie"]
    assert "note=" in cookie
    assert "HttpOnly" in cookie
    assert "secret" not in cookie
    ana.client.cookies.delete("note")
    ana.client.cookies.set("note", "WyJqb2luZWQiLCAiWW91IHdvbiIsICIiXQ==")
    ana.opens(page)
    assert ana.status == 200
    assert not ana.says("est joint.")
    assert 'note=""' in ana.page.headers["set-cookie"]


def test_a_note_is_for_its_session_alone(site: Site, ana: Applicant, jpeg: bytes) -> None:
    at_papers(ana)
    data = ana.filled({}, "joindre:papiers")
    ana.client.post(ana.path, data=data, files=[("papiers", ("x.jpg", jpeg, "image/jpeg"))], follow_redirects=False)
    other = at_papers(Applicant(site))
    other.client.cookies.set("note", ana.client.cookies["note"])
    assert not other.opens(other.path).says("est joint")
