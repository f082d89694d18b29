"""Leaving in a real browser: at once, by signing out, when the session ends; and what the back button then shows."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser.conftest import NewPage
from tests.browser.person import FAMILY, SAVE, Person, new_address
from tests.browser.visiting import enters
from tests.browser.watching import Watch
from tests.journeys.applicant import Applicant
from tests.journeys.running import Running

NEUTRAL, NEUTRAL_HOST = "https://www.wikipedia.org/", "www.wikipedia.org"
NEUTRAL_PAGE = "<!doctype html><html lang='fr'><head><title>Ailleurs</title></head><body><p>Ailleurs</p></body></html>"
SECRET = "Okonkwo"
EXIT, SIGN_OUT = "Quitter vite ce site", "Se déconnecter"
WITHIN, TRIES = 1.0, 3
"""Seconds in which a page must be gone; how often it is tried, since what else this machine does is no fault of it."""
SHOWN = """() => document.body.hidden ? "" : [
  document.body.innerText, ...[...document.querySelectorAll("input, textarea")].map((control) => control.value),
].join(" ")"""
STAY, WARNED, OVER = "Rester connecté(e)", "Voulez-vous rester connecté(e) ?", "Votre session est terminée"

SCRIPTS = pytest.mark.parametrize("scripts", [False, True], ids=["no script", "scripts"])


class Leaving:
    """Opens pages of people who have typed something, in a browser for which the neutral site is a stub."""

    def __init__(self, new_page: NewPage, server: Running, browser: Browser) -> None:
        self.new_page, self.server, self.browser = new_page, server, browser

    def page(self, *, scripts: bool = True) -> Page:
        """The third step, with something typed and not saved; the second one, filled, is before it in the history."""
        page = self.new_page(scripts=scripts, of=self.browser)
        page.context.route(f"{NEUTRAL}**", _answer_elsewhere)
        enters(page, self.server, until="Motif de séjour")
        person = Person(page, self.server)
        person.clicks("Revenir à l'étape précédente")
        expect(page.get_by_label("Nom de naissance")).to_have_value(SECRET)
        person.clicks(SAVE)
        person.arrives("Motif de séjour")
        person.answers({"Date d'entrée en France": FAMILY["Date d'entrée en France"]})
        return page


def _answer_elsewhere(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html; charset=utf-8", body=NEUTRAL_PAGE)


@pytest.fixture(params=[False, True], ids=["pages asked again", "pages kept in memory"])
def any_browser(request: pytest.FixtureRequest, browser: Browser, keeping_browser: Browser) -> Browser:
    """One that asks for a page again when one goes back to it, and one that keeps pages in memory."""
    return keeping_browser if request.param else browser


@pytest.fixture
def leaving(new_page: NewPage, server: Running, watch: Watch, any_browser: Browser) -> Leaving:
    """In each of these browsers."""
    watch.elsewhere.add(NEUTRAL_HOST)
    return Leaving(new_page, server, any_browser)


def assert_nothing_is_behind(page: Page) -> None:
    """Three times back, over all that was seen of the dossier: one is asked to sign in, and reads nothing else."""
    for _ in range(3):
        page.evaluate("document.title = 'quittée'")
        page.evaluate("history.back()")  # the driver's own waits for a load, which a page kept in memory does not have
        expect(page).to_have_title(re.compile("^Connexion"))
        assert SECRET not in page.evaluate(SHOWN)
        assert "Vous avez déjà un compte" in page.evaluate(SHOWN)


# ── At once ───────────────────────────────────────────────────────────────────────────────────────────────────


@SCRIPTS
def test_after_a_quick_exit_nothing_comes_back(leaving: Leaving, scripts: bool) -> None:
    page = leaving.page(scripts=scripts)
    page.get_by_role("button", name=EXIT).click()
    expect(page).to_have_title("Ailleurs")
    assert page.url == NEUTRAL
    assert_nothing_is_behind(page)


@SCRIPTS
def test_a_page_is_gone_within_a_second(leaving: Leaving, scripts: bool) -> None:
    taken = []
    for _ in range(TRIES):
        page = leaving.page(scripts=scripts)
        button = page.get_by_role("button", name=EXIT)
        button.scroll_into_view_if_needed()
        start = time.monotonic()
        button.click()
        expect(page).to_have_title("Ailleurs")
        taken.append(time.monotonic() - start)
        if taken[-1] < WITHIN:
            break
    assert min(taken) < WITHIN


def test_the_page_is_blank_before_the_network_has_answered(leaving: Leaving) -> None:
    page = leaving.page()
    page.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")  # nothing ever answers
    page.get_by_role("button", name=EXIT).click()
    expect(page).to_have_title("Page")
    assert page.evaluate(SHOWN) == ""
    expect(page.get_by_role("group", name="Date d'entrée en France")).to_be_hidden()


def test_three_presses_of_shift_leave(leaving: Leaving) -> None:
    """From wherever one types; a capital or a pause of another key begins again."""
    page = leaving.page()
    page.get_by_label("Jour").first.focus()
    for key in ("Shift", "Shift", "Shift+A", "Shift", "Shift"):
        page.keyboard.press(key)
    expect(page.locator("[data-exit-status]")).to_have_text("Encore 1 fois.")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Motif de séjour")
    page.keyboard.press("Shift")
    expect(page).to_have_title("Ailleurs")
    assert_nothing_is_behind(page)


def test_other_tabs_leave_too(leaving: Leaving) -> None:
    page = leaving.page()
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.get_by_role("heading", level=1)).to_contain_text("Motif de séjour")
    page.get_by_role("button", name=EXIT).click()
    other.wait_for_url("about:blank")
    expect(page).to_have_title("Ailleurs")


@SCRIPTS
def test_who_has_no_session_leaves_as_well(leaving: Leaving, scripts: bool) -> None:
    page = leaving.new_page(scripts=scripts, of=leaving.browser)
    page.context.route(f"{NEUTRAL}**", _answer_elsewhere)
    for address in ("/", "/connexion", "/rien"):
        page.goto(address)
        page.get_by_role("button", name=EXIT).click()
        expect(page).to_have_title("Ailleurs")


# ── By signing out ────────────────────────────────────────────────────────────────────────────────────────────


@SCRIPTS
def test_after_signing_out_nothing_comes_back(leaving: Leaving, scripts: bool) -> None:
    page = leaving.page(scripts=scripts)
    Person(page, leaving.server).clicks(SIGN_OUT)
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous êtes déconnecté(e)")
    assert_nothing_is_behind(page)


@SCRIPTS
@pytest.mark.parametrize("way", [EXIT, SIGN_OUT])
def test_the_address_typed_to_sign_in_does_not_come_back(leaving: Leaving, scripts: bool, way: str) -> None:
    """Browsers give forms back what was typed in them; on a shared device that names who was there."""
    someone = Applicant(leaving.server)
    someone.creates_account(new_address())
    page = leaving.new_page(scripts=scripts, of=leaving.browser)
    page.context.route(f"{NEUTRAL}**", _answer_elsewhere)
    person = Person(page, leaving.server)
    person.address = someone.address
    page.goto("/connexion")
    person.signs_in(shared=True)
    person.arrives("Mon espace")
    person.clicks(way)
    expect(page).to_have_title(re.compile("^(Ailleurs|Déconnexion)"))
    while "/connexion" not in page.url:
        page.go_back()
    expect(page.get_by_label("Identifiant")).to_have_value("")
    assert someone.address not in page.evaluate(SHOWN)


@SCRIPTS
def test_nor_what_was_typed_and_not_sent(leaving: Leaving, scripts: bool) -> None:
    for path, label in (("/compte", "Adresse email"), ("/connexion/oubli", "Adresse email")):
        page = leaving.new_page(scripts=scripts, of=leaving.browser)
        page.context.route(f"{NEUTRAL}**", _answer_elsewhere)
        page.goto(path)
        page.get_by_label(label).first.fill("ada@exemple.example")
        page.get_by_role("button", name=EXIT).click()
        expect(page).to_have_title("Ailleurs")
        while path not in page.url:
            page.go_back()
        expect(page.get_by_label(label).first).to_have_value("")


# ── When the session ends ─────────────────────────────────────────────────────────────────────────────────────


def test_the_end_of_a_session_is_announced_and_put_off(new_page: NewPage, server: Running) -> None:
    page = new_page()
    page.clock.install()
    enters(page, server, until="Motif de séjour")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if request.method == "POST" else None)
    first = page.locator("[data-session-line] [data-session-end]").inner_text()
    dialog = page.get_by_role("alertdialog")
    page.clock.fast_forward("24:30")
    expect(dialog).to_have_count(0)
    page.clock.fast_forward("00:45")
    expect(dialog.get_by_role("heading")).to_have_text(WARNED)
    expect(dialog).to_contain_text(first)

    server.clock.forward(minutes=5)
    dialog.get_by_role("button", name=STAY).click()
    expect(dialog).to_have_count(0)
    assert [request.url.removeprefix(server.base_url) for request in asked] == ["/prolonger"]
    expect(page.locator("[data-session-line] [data-session-end]")).not_to_have_text(first)
    # Nothing typed is at risk: it is the same page, and it counts down from the new end.
    page.clock.fast_forward("24:30")
    expect(dialog).to_have_count(0)
    page.clock.fast_forward("05:45")
    expect(dialog.get_by_role("heading")).to_have_text(OVER)


def test_a_page_whose_session_is_over_can_still_be_sent(new_page: NewPage, server: Running) -> None:
    page = new_page()
    page.clock.install()
    someone = enters(page, server, until="Informations personnelles")
    person = Person(page, server)
    person.address = someone.address
    person.answers({"Nom de naissance": SECRET})
    page.clock.fast_forward("30:15")
    server.clock.forward(minutes=31)
    page.get_by_role("alertdialog").get_by_role("button", name="Revenir à ma page").click()
    person.clicks(SAVE)
    expect(page.get_by_text("Ce que vous veniez d'écrire est gardé")).to_be_visible()
    person.answers({"Identifiant": person.address, "Mot de passe": someone.password})
    person.clicks("S'identifier")
    person.arrives("Informations personnelles")
    expect(page.get_by_label("Nom de naissance")).to_have_value(SECRET)


def test_on_a_shared_device_the_page_is_taken_off_the_screen(new_page: NewPage, server: Running) -> None:
    page = new_page()
    page.clock.install()
    enters(page, server, until="Motif de séjour", shared=True)
    page.clock.fast_forward("14:00")
    dialog = page.get_by_role("alertdialog")
    expect(dialog.get_by_role("heading")).to_have_text(WARNED)
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    page.clock.fast_forward("01:15")
    expect(dialog.get_by_role("heading")).to_have_text(OVER)
    assert page.locator("main").inner_text() == ""
