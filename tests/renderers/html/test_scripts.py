"""The way out, the end of the session and passwords in a real browser, on pages that no server sends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from renderers.html import STATIC_DIR, ExitView, PageContext, Pages
from tests.renderers.html import samples, samples_accounts
from tests.renderers.html.samples import field, step
from tests.renderers.html.samples_accounts import SHARED, SIGNED_IN

PAGES = Pages()
SITE, ELSEWHERE = "https://guichet.example", "https://meteo.example/"
MINUTE = 60_000
LONG = step(*(field("text", f"n{n}") for n in range(30)))
Answer = Callable[[Route], None]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """The system's browser."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


class Site:
    """A site of pages made here. It remembers what was asked of it, and answers posts as it is told to."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.pages: dict[str, str] = {}
        self.asked: list[str] = []
        self.bodies: list[str] = []
        self.wrong: list[str] = []
        self.extended: Answer = lambda route: route.fulfill(json={"fin": "14 h 47", "secondes": 1800})
        context.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if not route.request.url.startswith(SITE):
            route.fulfill(content_type="text/html", body="<title>Météo</title><p>Il fait beau.</p>")
        elif path.startswith("/static/"):
            route.fulfill(path=STATIC_DIR / path.rpartition("/")[2])
        elif path == "/quitter":
            self.asked.append(f"{route.request.method} {path}")
            route.fulfill(content_type="text/html", body=PAGES.render_exit(ExitView(ELSEWHERE), SIGNED_IN))
        elif path == "/prolonger":
            self.asked.append(f"{route.request.method} {path}")
            self.bodies.append(route.request.post_data or "")
            self.extended(route)
        else:
            self.asked.append(f"{route.request.method} {path}")
            route.fulfill(content_type="text/html", body=self.pages[path])

    def open(self, html: str, path: str = "/page") -> Page:
        """A tab with this page, its clock stopped."""
        self.pages[path] = html
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.clock.install()
        page.goto(SITE + path)
        return page


@pytest.fixture
def site(browser: Browser) -> Iterator[Site]:
    """A site of its own for each test, on a telephone; a fault of a script fails the test."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    found = Site(context)
    yield found
    context.close()
    assert found.wrong == []


def rendered(page: PageContext = SIGNED_IN) -> str:
    """A step with fields."""
    return PAGES.render_step(step(field("text", "nom"), field("text", "lieu")), page)


# ── The way out ───────────────────────────────────────────────────────────────────────────────────────────────


def test_pressing_the_button_leaves(site: Site) -> None:
    page = site.open(rendered())
    page.get_by_role("button", name="Quitter vite ce site").click()
    page.wait_for_url(ELSEWHERE)
    assert site.asked[-1] == "POST /quitter"


def test_without_script_too(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    site = Site(context)
    site.pages["/page"] = rendered()
    page = context.new_page()
    page.goto(f"{SITE}/page")
    page.get_by_role("button", name="Quitter vite ce site").click()
    page.wait_for_url(ELSEWHERE)
    context.close()
    assert site.asked[-1] == "POST /quitter"


def test_the_way_out_takes_the_place_of_its_own_page_in_the_history(site: Site) -> None:
    page = site.open(rendered())
    page.get_by_role("button", name="Quitter vite ce site").click()
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    assert page.url == f"{SITE}/page"


def test_the_page_is_blank_before_anything_is_sent(site: Site) -> None:
    page = site.open(rendered())
    page.evaluate(
        """() => document.addEventListener("submit", (event) => {
          event.preventDefault();
          window.seen = [document.title, document.body.checkVisibility()];
        })"""
    )
    page.get_by_role("button", name="Quitter vite ce site").click()
    assert page.evaluate("window.seen") == ["Page", False]


def test_three_presses_of_shift_leave(site: Site) -> None:
    page = site.open(rendered())
    status = page.locator("[data-exit-status]")
    page.keyboard.press("Shift")
    expect(status).to_have_text("Encore 2 fois.")
    page.keyboard.press("Shift")
    expect(status).to_have_text("Encore 1 fois.")
    page.keyboard.press("Shift")
    page.wait_for_url(ELSEWHERE)


@pytest.mark.parametrize(
    "between",
    [
        lambda page: page.keyboard.press("a"),
        lambda page: page.keyboard.press("Shift+A"),
        lambda page: page.keyboard.press("Alt+Shift"),
        lambda page: page.clock.fast_forward(5_001),
        lambda page: page.mouse.click(5, 700),
    ],
    ids=["letter", "capital", "keyboard's language", "time", "pointer"],
)
def test_other_presses_begin_again(site: Site, between: Callable[[Page], None]) -> None:
    page = site.open(rendered())
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    between(page)
    page.keyboard.press("Shift")
    expect(page.locator("[data-exit-status]")).to_have_text("Encore 2 fois.")
    assert site.asked == ["GET /page"]


def test_a_held_key_is_one_press(site: Site) -> None:
    page = site.open(rendered())
    for _ in range(5):
        page.keyboard.down("Shift")
    page.keyboard.up("Shift")
    expect(page.locator("[data-exit-status]")).to_have_text("Encore 2 fois.")


def test_being_too_slow_is_said(site: Site) -> None:
    page = site.open(rendered())
    page.keyboard.press("Shift")
    page.clock.fast_forward(5_001)
    expect(page.locator("[data-exit-status]")).to_have_text("Trop lent. Recommencez.")


def test_keys_are_said_to_who_hears_the_button(site: Site) -> None:
    page = site.open(rendered())
    button = page.get_by_role("button", name="Quitter vite ce site")
    expect(button).to_have_accessible_description(
        "Au clavier, appuyez trois fois de suite sur la touche Majuscule (Maj)."
    )


def test_other_tabs_leave_too(site: Site) -> None:
    page, other = site.open(rendered()), site.open(rendered(), "/autre")
    page.get_by_role("button", name="Quitter vite ce site").click()
    other.wait_for_url("about:blank")


def test_a_page_put_aside_is_asked_anew_by_its_address(site: Site) -> None:
    page = site.open(rendered())
    page.evaluate("location.hash = 'f-nom'")
    with page.expect_navigation():
        page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert site.asked == ["GET /page", "GET /page"]
    expect(page.get_by_role("button", name="Quitter vite ce site")).to_be_visible()


@pytest.mark.parametrize("back", [False, True], ids=["forwards", "backwards"])
def test_the_bar_hides_nothing_that_has_the_focus(site: Site, *, back: bool) -> None:
    page = site.open(PAGES.render_step(LONG, SIGNED_IN))
    hidden = []
    if back:
        page.locator("footer a").last.focus()
    for _ in range(45):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        hidden += page.evaluate(
            """() => {
              const node = document.activeElement;
              if (node.closest("[data-exit], body > a") || node === document.body) return [];
              const bar = document.querySelector("[data-exit]").getBoundingClientRect();
              const box = node.getBoundingClientRect();
              return box.top < bar.bottom || box.bottom > innerHeight ? [node.outerHTML.slice(0, 80)] : [];
            }"""
        )
    assert hidden == []


def test_the_bar_stays_in_sight_and_is_large_enough(site: Site) -> None:
    page = site.open(PAGES.render_step(LONG, SIGNED_IN))
    page.evaluate("window.scrollTo(0, 2000)")
    box = page.get_by_role("button", name="Quitter vite ce site").bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert 0 <= box["y"] < 60


# ── The end of the session ────────────────────────────────────────────────────────────────────────────────────


def test_five_minutes_before_the_end_a_dialog_asks(site: Site) -> None:
    page = site.open(rendered())
    page.clock.fast_forward(24 * MINUTE)
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    page.clock.fast_forward(1 * MINUTE)
    dialog = page.get_by_role("alertdialog", name="Voulez-vous rester connecté(e) ?")
    expect(dialog).to_be_visible()
    expect(dialog).to_have_accessible_description("Sans action de votre part, votre session se terminera à 14 h 32.")
    expect(dialog.get_by_role("button", name="Rester connecté(e)")).to_be_focused()


def test_staying_prolongs_the_session_and_keeps_what_was_typed(site: Site) -> None:
    page = site.open(rendered())
    page.locator("#f-nom").fill("Okonkwo")
    page.clock.fast_forward(25 * MINUTE)
    page.get_by_role("button", name="Rester connecté(e)").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    expect(page.locator("aside")).to_contain_text("votre session se terminera à 14 h 47.")
    assert (site.asked[-1], site.bodies) == ("POST /prolonger", ["jeton=jeton-ada"])
    expect(page.locator("#f-nom")).to_have_value("Okonkwo")
    page.clock.fast_forward(25 * MINUTE)
    expect(page.get_by_role("alertdialog")).to_contain_text("14 h 47")


def test_a_site_that_does_not_answer_is_said(site: Site) -> None:
    site.extended = lambda route: route.fulfill(status=503)
    page = site.open(rendered())
    page.clock.fast_forward(25 * MINUTE)
    page.get_by_role("button", name="Rester connecté(e)").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("Le site n'a pas répondu.")


@pytest.mark.parametrize("status", [401, 403])
def test_a_session_that_is_already_over_is_said(site: Site, status: int) -> None:
    site.extended = lambda route: route.fulfill(status=status)
    page = site.open(rendered())
    page.clock.fast_forward(25 * MINUTE)
    page.get_by_role("button", name="Rester connecté(e)").click()
    expect(page.get_by_role("alertdialog", name="Votre session est terminée")).to_be_visible()


def test_once_over_what_was_typed_stays_and_can_be_sent(site: Site) -> None:
    page = site.open(rendered())
    page.locator("#f-nom").fill("Okonkwo")
    page.clock.fast_forward(30 * MINUTE)
    dialog = page.get_by_role("alertdialog", name="Votre session est terminée")
    expect(dialog).to_contain_text("Ce que vous avez écrit sur cette page n'est pas perdu.")
    expect(dialog.get_by_role("link", name="Se connecter")).to_be_hidden()
    dialog.get_by_role("button", name="Revenir à ma page").click()
    expect(dialog).to_have_count(0)
    expect(page.locator("#f-nom")).to_have_value("Okonkwo")
    expect(page.locator("aside")).to_contain_text("Votre session est terminée.")
    expect(page.locator("aside")).not_to_contain_text("14 h 32", use_inner_text=True)


def test_where_nothing_is_typed_one_may_sign_in(site: Site) -> None:
    page = site.open(PAGES.render_message(samples.NOT_FOUND, SIGNED_IN))
    page.clock.fast_forward(30 * MINUTE)
    dialog = page.get_by_role("alertdialog", name="Votre session est terminée")
    expect(dialog.get_by_role("link", name="Se connecter")).to_have_attribute("href", "/connexion")
    expect(dialog.get_by_role("button", name="Revenir à ma page")).to_be_hidden()


def test_on_a_shared_device_nothing_is_left_on_the_screen(site: Site) -> None:
    page = site.open(rendered(SHARED))
    page.locator("#f-nom").fill("Okonkwo")
    page.clock.fast_forward(25 * MINUTE)
    page.keyboard.press("Escape")
    expect(page.get_by_role("alertdialog")).to_be_visible()
    page.clock.fast_forward(5 * MINUTE)
    expect(page.get_by_role("alertdialog")).to_contain_text("cette page a été effacée de l'écran")
    assert page.locator("main").inner_html() == ""
    page.keyboard.press("Escape")
    expect(page.get_by_role("alertdialog")).to_be_visible()


def test_what_is_done_in_another_tab_puts_the_warning_off(site: Site) -> None:
    page = site.open(rendered())
    page.clock.fast_forward(26 * MINUTE)
    expect(page.get_by_role("alertdialog")).to_be_visible()
    site.open(rendered(SIGNED_IN._replace(session_ends="14 h 58")), "/autre")
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    expect(page.locator("aside")).to_contain_text("14 h 58")


def test_signing_out_in_another_tab_is_said(site: Site) -> None:
    site.pages["/deconnexion"] = "<title>Fin</title>"
    page, other = site.open(rendered()), site.open(rendered(), "/autre")
    other.locator("nav summary").click()
    other.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("alertdialog", name="Votre session est terminée")).to_be_visible()


def test_a_short_session_warns_at_half_time(site: Site) -> None:
    page = site.open(rendered(SIGNED_IN._replace(session_seconds=240)))
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    page.clock.fast_forward(2 * MINUTE)
    expect(page.get_by_role("alertdialog")).to_be_visible()


def test_one_can_leave_from_the_dialog(site: Site) -> None:
    page = site.open(rendered())
    page.clock.fast_forward(25 * MINUTE)
    page.get_by_role("alertdialog").get_by_role("button", name="Quitter vite ce site").click()
    page.wait_for_url(ELSEWHERE)


# ── Passwords ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_password_can_be_read_and_is_hidden_again_when_sent(site: Site) -> None:
    page = site.open(PAGES.render_account(samples_accounts.SIGN_IN, samples_accounts.SIGNED_OUT))
    box, button = page.locator("#f-mot_de_passe"), page.get_by_role("button", name="Afficher – Mot de passe")
    box.fill("Secret-1")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(box).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")
    box.press("Enter")
    expect(box).to_have_attribute("type", "password")


def test_an_address_and_a_password_can_be_pasted(site: Site) -> None:
    page = site.open(PAGES.render_account(samples_accounts.NEW_PASSWORD, SIGNED_IN))
    for box in page.locator("input[type=password]").all():
        assert box.evaluate(
            "node => node.dispatchEvent(new ClipboardEvent('paste', { cancelable: true, bubbles: true }))"
        )
