"""What stands around every page: the way out, the links to the account, the end of the session."""

from __future__ import annotations

import pytest

from renderers.html import ACCOUNT, AccountBar, MenuItem, MessageView, NavLink, PageContext, Pages
from renderers.html.fragments import Fragment
from tests.renderers.html import samples
from tests.renderers.html.checking import Node, faults, parse
from tests.renderers.html.samples import FIELDS, step
from tests.renderers.html.samples_accounts import ADA, SHARED, SIGNED_IN, SIGNED_OUT, SPACE
from tests.renderers.html.test_pages import EVERY, PAGES

BEA = AccountBar("/espace", "/deconnexion", "jeton-bea", "bea@exemple.example")


def other(page: PageContext) -> PageContext:
    """The same page for another person, in another session."""
    return page._replace(account=BEA, csrf_token="jeton-bea", session_ends="15 h 01", session_seconds=99)


@pytest.mark.parametrize("around", [SIGNED_IN, SIGNED_OUT, SHARED], ids=["in", "out", "shared"])
@pytest.mark.parametrize("name", EVERY)
def test_every_page_keeps_the_rules(name: str, around: PageContext) -> None:
    assert faults(EVERY[name](around)) == []


# ── The way out ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("around", [SIGNED_IN, SIGNED_OUT], ids=["in", "out"])
@pytest.mark.parametrize("name", EVERY)
def test_every_page_can_be_left_by_its_first_button(name: str, around: PageContext) -> None:
    page = parse(EVERY[name](around))
    reached = [n for n in page.one("body").walk() if n.tag in ("a", "button") and n.inside("template") is None]
    assert (reached[0].text, reached[1].text) == ("Aller au contenu", "Quitter vite ce site")
    form = reached[1].inside("form")
    assert form is not None
    assert (form.attributes["method"], form.attributes["action"]) == ("post", "/quitter")
    assert not form.find("input")
    assert page.find("script", src="/static/sortie.js")


def test_without_an_address_there_is_no_way_out_and_no_script_for_it() -> None:
    page = parse(EVERY["full"](samples.PAGE))
    assert "Quitter vite" not in page.one("body").text
    assert not page.find("script", src="/static/sortie.js")
    assert not page.find("script", src="/static/session.js")


# ── The links to the account ──────────────────────────────────────────────────────────────────────────────────


def menu(page: Node) -> list[tuple[str, str]]:
    """The items of the menu: words and addresses."""
    items = page.one("nav", aria_label="Menu principal").find("li")
    return [
        (
            i.text,
            next((n.attributes.get("href") or n.attributes["action"] for n in i.walk() if n.tag in ("a", "form")), ""),
        )
        for i in items
    ]


def test_signed_out_one_may_sign_in() -> None:
    assert menu(parse(EVERY["home"](SIGNED_OUT)))[-1] == ("Se connecter", "/connexion")


def test_signed_in_the_space_is_a_link_and_leaving_a_post() -> None:
    page = parse(EVERY["home"](SIGNED_IN))
    assert menu(page)[-3:] == [
        ("ada@exemple.example", ""),
        ("Mon espace", "/espace"),
        ("Se déconnecter", "/deconnexion"),
    ]
    form = page.one("header").one("form")
    assert form.one("input", name="jeton").attributes["value"] == "jeton-ada"


def test_the_menu_is_there_for_the_account_alone() -> None:
    assert menu(parse(EVERY["home"](SIGNED_OUT._replace(nav=(ACCOUNT,))))) == [("Se connecter", "/connexion")]
    assert not parse(EVERY["home"](SIGNED_OUT._replace(nav=()))).find("nav", aria_label="Menu principal")


@pytest.mark.parametrize("place", ["header", "nav", "footer"])
@pytest.mark.parametrize(
    ("around", "expected"),
    [
        (SIGNED_OUT, ["Avant", "Se connecter", "Après"]),
        (SIGNED_IN, ["Avant", "ada@exemple.example", "Mon espace", "Se déconnecter", "Après"]),
    ],
    ids=["out", "in"],
)
def test_the_account_stands_where_the_site_puts_it(place: str, around: PageContext, expected: list[str]) -> None:
    links: tuple[MenuItem, ...] = (NavLink("Avant", "/avant"), ACCOUNT, NavLink("Après", "/apres"))
    header, nav, footer = (links if name == place else () for name in ("header", "nav", "footer"))
    page = EVERY["home"](around._replace(header=header, nav=nav, footer=footer))
    assert faults(page) == []
    listed = parse(page).one("body").one("a", href="/avant").inside("ul")
    assert listed is not None
    assert listed.inside("footer" if place == "footer" else "header") is not None
    assert (listed.inside("nav") is not None) == (place == "nav")
    assert [item.text for item in listed.find("li")] == expected


def test_the_space_being_read_is_marked() -> None:
    page = parse(PAGES.render_account(SPACE, SIGNED_IN._replace(account=ADA._replace(current=True))))
    assert page.one("nav", aria_label="Menu principal").one("a", href="/espace").attributes["aria-current"] == "page"


def test_an_account_without_a_name_shows_none() -> None:
    page = parse(EVERY["home"](SIGNED_IN._replace(account=ADA._replace(label=""))))
    assert menu(page)[-2:] == [("Mon espace", "/espace"), ("Se déconnecter", "/deconnexion")]


# ── The end of the session ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", EVERY)
def test_every_page_says_when_the_session_ends(name: str) -> None:
    page = parse(EVERY[name](SIGNED_IN))
    line = page.one("aside", aria_label="Votre session")
    assert (
        "Par sécurité, sans action de votre part votre session se terminera à 14 h 32. "
        "Enregistrer ou changer de page la prolonge."
    ) in line.text
    assert (line.attributes["data-session"], line.attributes["data-extend"]) == ("1800", "/prolonger")
    assert line.attributes["data-token"] == "jeton-ada"
    assert "data-shared" not in line.attributes
    assert page.find("script", src="/static/session.js")
    assert "14\u00a0h\u00a032" in EVERY[name](SIGNED_IN)


@pytest.mark.parametrize(
    "around", [SIGNED_OUT, SIGNED_OUT._replace(session_ends="14 h 32"), SIGNED_IN._replace(session_ends="")]
)
def test_no_session_no_line(around: PageContext) -> None:
    page = parse(EVERY["full"](around))
    assert not page.find("aside")
    assert not page.find("script", src="/static/session.js")


def test_dialogs_are_inert_and_hold_the_way_out() -> None:
    dialogs = parse(EVERY["full"](SIGNED_IN)).one("aside").one("template").find("dialog")
    assert [d.attributes["role"] for d in dialogs] == ["alertdialog", "alertdialog"]
    warning, over = ([b.text for b in d.walk() if b.tag in ("button", "a")] for d in dialogs)
    assert warning == ["Rester connecté(e)", "Me déconnecter", "Quitter vite ce site"]
    assert over == ["Revenir à ma page", "Se connecter", "Quitter vite ce site"]


def test_what_is_shared_does_not_go_back_to_the_page() -> None:
    page = parse(EVERY["full"](SHARED))
    assert "data-shared" in page.one("aside").attributes
    assert [b.text for b in page.one("dialog", data_over="").walk() if b.tag in ("button", "a")] == [
        "Se connecter",
        "Quitter vite ce site",
    ]


def test_a_warning_that_prolongs_nothing_can_be_closed() -> None:
    warning = parse(EVERY["full"](SIGNED_IN._replace(extend_url=""))).one("dialog", data_warning="")
    assert warning.find("button")[0].text == "Revenir à ma page"


# ── What is kept is the same for everybody ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["full", "reason", "home", "message"])
def test_two_people_share_every_piece(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Pages()
    monkeypatch.setattr("tests.renderers.html.test_pages.PAGES", pages)
    first = EVERY[name](SIGNED_IN)
    kept = dict(pages._edition("fr")._pieces)
    second = EVERY[name](other(SIGNED_IN))
    after = pages._edition("fr")._pieces
    assert {key: id(piece) for key, piece in after.items()} == {key: id(piece) for key, piece in kept.items()}
    assert "jeton-ada" in first
    assert "bea@exemple.example" in second
    assert [said for said in ("jeton-ada", "ada@", "14\u00a0h", "1800") if said in second] == []


def test_what_is_kept_holds_nothing_of_anybody() -> None:
    pages = Pages()
    for around in (SIGNED_IN, SHARED, other(SIGNED_IN)):
        pages.render_step(samples.FULL_STEP, around)
        pages.render_account(SPACE, around)
    kept = pages._edition("fr")._pieces
    assert kept
    said = repr(kept)
    assert [
        word
        for word in ("jeton-ada", "jeton-bea", "ada@", "bea@", "14 h 32", "14\\xc2\\xa0h", "15 h", "1800")
        if word in said
    ] == []
    assert all(isinstance(piece, Fragment) for piece in kept.values())


# ── What browsers may fill in ─────────────────────────────────────────────────────────────────────────────────

TYPED = ("text", "email", "tel", "password", "search", "number")


def tokens(page: Node) -> set[str]:
    """What the controls that are typed in let browsers fill in; empty: they say nothing."""
    typed = [n for n in page.one("main").walk() if n.tag in ("select", "textarea") or n.attributes.get("type") in TYPED]
    return {
        n.attributes.get("autocomplete", "") for n in typed if not n.attributes.get("name", "").startswith("piece.")
    }


@pytest.mark.parametrize("name", FIELDS)
def test_on_a_shared_device_no_control_is_filled_in(name: str) -> None:
    view = step(FIELDS[name])
    page = parse(PAGES.render_step(view, SHARED))
    assert tokens(page) <= {"off"}
    assert page.one("main").one("form").attributes["autocomplete"] == "off"
    assert not [
        n
        for n in page.find("input")
        if n.attributes.get("type") in ("checkbox", "radio") and "autocomplete" in n.attributes
    ]
    usual = parse(PAGES.render_step(view, SIGNED_IN))
    assert "autocomplete" not in usual.one("main").one("form").attributes


def test_elsewhere_tokens_say_what_is_asked() -> None:
    assert {"family-name", "bday-day"} <= tokens(parse(EVERY["full"](SIGNED_IN))) | tokens(
        parse(PAGES.render_step(step(samples.date()), SIGNED_IN))
    )


@pytest.mark.parametrize("name", ["reason", "short form"])
def test_other_forms_too(name: str) -> None:
    page = parse(EVERY[name](SHARED))
    assert tokens(page) <= {"off"}
    assert page.one("main").one("form").attributes["autocomplete"] == "off"


def test_a_message_has_no_form_to_say_it_of() -> None:
    assert not parse(PAGES.render_message(MessageView("T", "T"), SHARED)).one("main").find("form")
