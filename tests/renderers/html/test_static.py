"""Style and scripts, in files and in a real browser."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from engine.view import ErrorView, StepView
from renderers.html import STATIC_DIR, Pages
from tests.renderers.html import samples
from tests.renderers.html.samples import PAGE, address, date, field, repeat, step

STYLE = (STATIC_DIR / "parcours.css").read_text(encoding="utf-8")
PAGES = Pages()
OF_ACCOUNTS = (STATIC_DIR / "compte.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", STYLE))
Open = Callable[[str], Page]


# ── Files ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_style_is_small_and_asks_nobody_for_anything() -> None:
    assert len(STYLE.encode()) < 22_000
    assert len(OF_ACCOUNTS.encode()) < 3_000
    assert not re.findall(r"url\(|@import|@font-face|https?:", STYLE + OF_ACCOUNTS)


def test_scripts_are_short_and_ask_nobody_for_anything() -> None:
    for path in STATIC_DIR.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 200
        assert not re.findall(r"XMLHttpRequest|sendBeacon|https?:|innerHTML|localStorage|sessionStorage|cookie", text)
        # One request, to the address the page gives: a session to prolong.
        assert text.count("fetch(") == (path.name == "session.js")


def test_no_physical_side_is_named() -> None:
    """Pages in right-to-left languages are mirrored without a second style sheet."""
    assert not re.findall(
        r"(?:margin|padding|border|inset)-(?:left|right)|[\s;](?:left|right):|align: (?:left|right)",
        STYLE + OF_ACCOUNTS,
    )


def luminance(colour: str) -> float:
    """WCAG's relative luminance."""
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours, by their names in the style sheet."""
    dark, light = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])))
    return (light + 0.05) / (dark + 0.05)


GROUNDS = ("paper", "card", "main-pale", "sun-pale", "error-pale", "ok-pale")


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", ["ink", "soft", "main", "main-dark", "error"])
def test_text_is_readable(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("line", ["control", "focus", "main", "error"])
def test_controls_and_focus_are_seen(line: str, ground: str) -> None:
    assert contrast(line, ground) >= 3


@pytest.mark.parametrize("ground", ["main", "main-dark", "focus"])
def test_white_on_buttons_is_readable(ground: str) -> None:
    assert contrast("card", ground) >= 4.5


# ── In a browser ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """The system's browser."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page; a fault of a script fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    yield opened
    context.close()
    assert wrong == []


@pytest.fixture
def show(page: Page, tmp_path: Path) -> Open:
    """Opens some HTML beside the static files."""
    shutil.copytree(STATIC_DIR, tmp_path / "static")

    def open_(html: str) -> Page:
        (tmp_path / "page.html").write_text(html, encoding="utf-8")
        page.goto((tmp_path / "page.html").as_uri())
        return page

    return open_


def rendered(view: StepView, language: str = "fr") -> str:
    """A step whose static files are beside it."""
    return PAGES.render_step(view, PAGE._replace(static_url="static/", language=language))


def posted(page: Page, name: str) -> str:
    """What the form would post for a control."""
    return str(page.evaluate(f"new FormData(document.querySelector('form')).get('{name}')"))


COUNTRIES = step(field("country", "pays", label="Pays", value="BR"), field("nationality", "nation", label="Nation"))


@pytest.mark.parametrize(
    ("typed", "keys", "expected"),
    [
        ("cote d", ["ArrowDown", "Enter"], "CI"),
        ("CÔTE", ["ArrowDown", "Enter"], "CI"),
        ("viet", ["Tab"], "VN"),
        ("france", ["Tab"], "FR"),
        ("france", ["ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown", "ArrowDown", "Enter"], "FR"),
        ("emi", ["Escape", "Tab"], "AE"),
        ("zzz", ["Tab"], ""),
        ("", ["Tab"], ""),
        ("angleterre", ["Tab"], "GB"),
        ("rdc", ["ArrowDown", "Enter"], "CD"),
        ("germany", ["Tab"], "DE"),
        ("Tchétchénie", ["Tab"], "RU"),
        ("congo", ["Tab"], ""),
    ],
)
def test_countries_are_found_as_they_are_typed(show: Open, typed: str, keys: list[str], expected: str) -> None:
    page = show(rendered(COUNTRIES))
    box = page.get_by_role("combobox", name="Pays")
    assert box.input_value() == "Brésil"
    assert posted(page, "pays") == "BR"
    box.fill(typed)
    for key in keys:
        box.press(key)
    assert posted(page, "pays") == expected
    assert posted(page, "nation") == ""
    assert page.locator("[role=listbox]:visible").count() == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [("atlantide", "Aucun pays trouvé."), ("guin", "Plusieurs pays correspondent"), ("!", "Aucun pays trouvé.")],
)
def test_what_names_no_country_stays_in_sight_and_is_said(show: Open, typed: str, said: str) -> None:
    page = show(rendered(COUNTRIES))
    box = page.get_by_role("combobox", name="Pays")
    box.fill(typed)
    box.press("Tab")
    assert posted(page, "pays") == ""
    assert box.input_value() == typed
    assert page.get_by_role("status").filter(has_text=said).count() == 1
    assert box.get_attribute("aria-invalid") == "true"
    note = page.locator(f"#{(box.get_attribute('aria-describedby') or '').split()[-1]}")
    assert note.is_visible()
    assert said in note.inner_text()
    box.fill("brés")
    box.press("Tab")
    assert posted(page, "pays") == "BR"
    assert note.is_hidden()
    assert box.get_attribute("aria-invalid") == "false"
    assert not box.get_attribute("aria-describedby")


def test_nothing_found_is_said_while_typing(show: Open) -> None:
    page = show(rendered(COUNTRIES))
    page.get_by_role("combobox", name="Nation").fill("zzz")
    assert "Aucun pays trouvé." in page.locator("#f-nation-note").inner_text()
    assert page.locator("[role=listbox]:visible").count() == 0


def test_typing_replaces_the_country_that_was_chosen(show: Open) -> None:
    page = show(rendered(COUNTRIES))
    box = page.get_by_role("combobox", name="Pays")
    box.click()
    page.keyboard.type("mali")
    assert box.input_value() == "mali"
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("togo")
    page.keyboard.press("Tab")
    assert posted(page, "pays") == "TG"


def test_enter_on_what_names_no_country_does_not_post(show: Open) -> None:
    page = show(rendered(COUNTRIES))
    page.evaluate("document.querySelector('form').addEventListener('submit', () => { window.sent = true })")
    box = page.get_by_role("combobox", name="Pays")
    box.fill("zzz")
    box.press("Enter")
    assert page.evaluate("window.sent") is None
    assert box.input_value() == "zzz"


def test_the_list_says_what_it_holds(show: Open) -> None:
    page = show(rendered(COUNTRIES))
    box = page.get_by_role("combobox", name="Nation")
    assert box.get_attribute("aria-expanded") == "false"
    box.fill("guin")
    assert box.get_attribute("aria-expanded") == "true"
    options = page.locator("[role=listbox]:visible [role=option]")
    names = options.all_text_contents()
    assert names[0] == "Guinée"
    assert "Papouasie-Nouvelle-Guinée" in names
    assert page.get_by_role("status").filter(has_text=f"{len(names)} résultats").count() == 1
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    options.nth(1).click()
    assert posted(page, "nation") != ""
    assert box.input_value() == names[1]


def test_enter_in_an_open_list_does_not_post(show: Open) -> None:
    page = show(rendered(COUNTRIES))
    page.evaluate("document.querySelector('form').addEventListener('submit', () => { window.sent = true })")
    box = page.get_by_role("combobox", name="Nation")
    box.fill("tcha")
    box.press("ArrowDown")
    box.press("Enter")
    assert page.evaluate("window.sent") is None
    assert posted(page, "nation") == "TD"


def test_a_former_state_is_found(show: Open) -> None:
    page = show(rendered(step(field("country", "p", label="Pays", historic=True))))
    box = page.get_by_role("combobox", name="Pays")
    box.fill("urss")
    box.press("Tab")
    assert posted(page, "p") == "SUHH"


def test_without_script_the_list_is_used_as_it_is(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    (tmp_path / "page.html").write_text(rendered(COUNTRIES), encoding="utf-8")
    page.goto((tmp_path / "page.html").as_uri())
    page.get_by_label("Nation").select_option("CI")
    assert page.get_by_label("Nation").input_value() == "CI"
    context.close()


WRONG = step(
    field("text", "nom", error="Indiquez votre nom."),
    field("country", "pays", label="Pays", error="Indiquez un pays."),
    errors=(ErrorView("f-nom", "Indiquez votre nom.", "Nom"), ErrorView("f-pays", "Indiquez un pays.", "Pays")),
)


def test_the_summary_of_errors_takes_the_focus_and_leads_to_controls(show: Open) -> None:
    page = show(rendered(WRONG))
    assert page.evaluate("document.activeElement.id") == "erreurs"
    for message, name in (("Indiquez votre nom.", "f-nom"), ("Indiquez un pays.", "f-pays")):
        page.get_by_role("link", name=message).click()
        assert page.evaluate("document.activeElement.id") == name
        assert page.evaluate("document.activeElement.offsetHeight") > 0


def test_what_the_site_works_out_is_hidden_until_it_has(show: Open) -> None:
    filled = ("20", "Rue Nationale", "", "59000", "Lille", "FR", "59350")
    page = show(rendered(step(address("vide"), address("plein", values=filled))))
    assert page.locator("#f-vide-code_insee").is_hidden()
    assert page.locator("#f-vide-complement").is_visible()
    assert page.locator("#f-plein-code_insee").is_visible()
    assert page.locator("#f-plein-code_insee").get_attribute("tabindex") == "-1"


FAR = step(
    *(field("text", f"avant{n}") for n in range(12)),
    field("text", "nom", error="Indiquez votre nom."),
    field("number", "numero", confirm_label="Confirmer", error="Indiquez le numéro."),
    date(error="Indiquez une date."),
    address(error="Indiquez une adresse."),
    repeat(error="Indiquez un prénom."),
    *(field("text", f"apres{n}") for n in range(12)),
)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no script"])
def test_a_link_of_the_summary_leaves_label_and_message_in_sight(
    browser: Browser, tmp_path: Path, *, scripts: bool
) -> None:
    shutil.copytree(STATIC_DIR, tmp_path / "static")
    fields = [f for section in FAR.sections for f in section.fields if f.error]
    errors = tuple(ErrorView(f.anchor, f.error or "", f.label) for f in fields)
    (tmp_path / "page.html").write_text(rendered(FAR._replace(errors=errors)), encoding="utf-8")
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    for shown in fields:
        page.get_by_role("link", name=shown.error).click()
        control, message = page.locator(f"#{shown.anchor}"), page.locator(f"p:has-text('{shown.error}')")
        for place in (control, message):
            box = place.bounding_box()
            assert box is not None
            assert box["y"] >= 0, shown.error
            assert box["y"] + box["height"] <= 740, shown.error
    context.close()


VIEWS = {
    "full": samples.FULL_STEP,
    "justificatifs": samples.JUSTIFICATIFS,
    "situation": samples.SITUATION_ERROR,
    "check": samples.CHECK,
    "deposit": samples.DEPOSIT,
    "confirmation": samples.CONFIRMATION,
}


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("name", VIEWS)
def test_a_narrow_screen_never_scrolls_sideways(show: Open, page: Page, name: str, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    show(rendered(VIEWS[name], language))
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("forced", ["none", "active"])
def test_where_one_is_is_seen_without_our_colours(show: Open, page: Page, media: str, forced: str) -> None:
    show(rendered(samples.DEPOSIT._replace(progress=90)))
    page.emulate_media(media=media, forced_colors=forced)  # type: ignore[arg-type] # names of the parameters above
    seen = page.evaluate(
        """() => {
          const drawn = (selector) => getComputedStyle(document.querySelector(selector));
          return {
            current: drawn(".stepper__step--current .stepper__mark").backgroundColor,
            words: drawn(".stepper__step--current .stepper__mark").color,
            kept: drawn(".stepper__step--current .stepper__mark").printColorAdjust,
          };
        }"""
    )
    bar = Image.open(io.BytesIO(page.locator(".progress__bar").screenshot()))
    done, left = (bar.getpixel((bar.width * part // 100, bar.height // 2)) for part in (50, 96))
    assert done != left
    assert seen["current"] != seen["words"]
    assert seen["kept"] == ("exact" if media == "print" else "economy")
    marks = page.locator(".stepper__mark").all_inner_texts()
    assert marks == ["✓"] * 4 + ["5", "6"]


TARGETS = "button:not([tabindex='-1']), select, textarea, summary, .option, input:not([type=hidden], .option__input)"


@pytest.mark.parametrize("name", VIEWS)
def test_targets_are_large_enough(show: Open, page: Page, name: str) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    show(rendered(VIEWS[name]))
    heights = page.eval_on_selector_all(
        TARGETS, "nodes => nodes.filter(n => n.offsetParent).map(n => [n.outerHTML.slice(0, 80), n.offsetHeight])"
    )
    assert [(html, height) for html, height in heights if height < 44] == []
