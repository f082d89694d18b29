"""Pages of the account: what each must show, in the guide's words where it has them."""

from __future__ import annotations

import pytest

from engine.texts import RichText, parse_text
from renderers.html import (
    AccountView,
    ExitView,
    FormView,
    PageContext,
    Pages,
    SpaceView,
    TextView,
    account_forms,
    available_languages,
)
from renderers.html.accounts import parts_of
from tests.renderers.html import samples_accounts as samples
from tests.renderers.html.checking import Node, faults, parse
from tests.renderers.html.samples_accounts import SHARED, SIGNED_IN, SIGNED_OUT, VIEWS
from tests.renderers.html.test_pages import BARE, CANARY, poisoned, texts

PAGES = Pages()


def tree(view: AccountView, page: PageContext = SIGNED_IN) -> Node:
    """A page, parsed."""
    return parse(PAGES.render_account(view, page))


def links(page: Node) -> dict[str, str]:
    """Where the links of a page lead, by their words."""
    return {n.text: n.attributes["href"] for n in page.one("main").find("a")}


def buttons(page: Node) -> list[tuple[str, str]]:
    """What the buttons of a page post, and their words; without those of the way out and of the session."""
    return [
        (b.attributes.get("value", ""), b.text)
        for b in page.one("main").find("button")
        if "tabindex" not in b.attributes
    ]


@pytest.mark.parametrize("language", [*available_languages(), "ar"])
@pytest.mark.parametrize("around", [SIGNED_IN, SIGNED_OUT, SHARED, BARE], ids=["in", "out", "shared", "bare"])
@pytest.mark.parametrize("name", VIEWS)
def test_every_page_keeps_the_rules(name: str, around: PageContext, language: str) -> None:
    assert faults(PAGES.render_account(VIEWS[name], around._replace(language=language))) == []


@pytest.mark.parametrize("name", VIEWS)
def test_everything_is_escaped_and_shown(name: str) -> None:
    html = PAGES.render_account(poisoned(VIEWS[name]), poisoned(SIGNED_IN))  # type: ignore[arg-type] # of the same type
    assert CANARY not in html
    assert "<i>" not in html
    assert faults(html) == []
    shown = " ".join(value for node in parse(html).walk() for value in (node.text, *node.attributes.values()))
    unseen = {text for text in texts(poisoned(VIEWS[name])) if " ".join(text.split()) not in " ".join(shown.split())}
    assert {text.removesuffix(CANARY) for text in unseen} <= UNSHOWN.get(name, set())


UNSHOWN = {
    # Said in one case only: the session one reads with is not ended by its own button, nor the account linked twice.
    "security": {"finir:1", "delier"},
    "new code": {"finir:1", "/connexion/fc", "code"},
    # A box is ticked or not.
    "refused": {"oui"},
}


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("sign in", "Connexion"),
        ("refused", "Erreur : Connexion"),
        ("recovery", "Erreur : Ouvrir"),
        ("space", "Mon espace"),
    ],
)
def test_titles(name: str, title: str) -> None:
    assert tree(VIEWS[name]).one("title").text == title


# ── Signing in and short forms ────────────────────────────────────────────────────────────────────────────────


def test_signing_in_in_the_words_and_the_order_of_the_guide() -> None:
    page = tree(samples.SIGN_IN, SIGNED_OUT)
    text = page.one("main").text
    words = (
        "Vous avez déjà un compte",
        "Identifiant :",
        "Mot de passe :",
        "Mot de passe oublié ?",
        "S'identifier",
        "OU",
        "FranceConnect est la solution proposée par l'État pour sécuriser et simplifier la connexion à vos services en "
        "ligne.",
        "S'identifier avec FranceConnect",
        "Qu'est-ce que FranceConnect ?",
        "Première visite ? Créer votre compte",
    )
    places = [text.index(said) for said in words]
    assert places == sorted(places)
    assert links(page) == {
        "Mot de passe oublié ?": "/connexion/oubli",
        "S'identifier avec FranceConnect": "/connexion/fc",
        "Qu'est-ce que FranceConnect ? (nouvelle fenêtre)": "https://franceconnect.example/a-propos",
        "Première visite ? Créer votre compte": "/compte",
    }
    assert buttons(page) == [("identifier", "S'identifier")]


def test_franceconnect_is_there_only_where_it_is_offered() -> None:
    assert "FranceConnect" not in tree(samples.REFUSED).one("main").text


def test_the_controls_of_signing_in() -> None:
    form = tree(samples.SIGN_IN, SIGNED_OUT).one("main").one("form")
    name, password, shared = (form.one("input", name=n) for n in ("identifiant", "mot_de_passe", "appareil_partage"))
    assert (name.attributes["type"], name.attributes["autocomplete"]) == ("email", "username")
    assert (password.attributes["type"], password.attributes["autocomplete"]) == ("password", "current-password")
    assert shared.attributes["type"] == "checkbox"
    assert "required" not in shared.attributes
    assert "Si le navigateur propose d'enregistrer le mot de passe, refusez." in form.text


def test_what_was_refused_is_shown_again_but_the_password() -> None:
    html = PAGES.render_account(samples.REFUSED, SIGNED_OUT)
    page = parse(html)
    assert "Secret-1" not in html
    assert "value" not in page.one("input", name="mot_de_passe").attributes
    assert page.one("input", name="identifiant").attributes["value"] == "ada@exemple.example"
    assert "checked" in page.one("input", name="appareil_partage").attributes
    assert page.one("input", name="retour").attributes["value"] == "/d/abc"
    assert [(n.attributes["href"], n.text) for n in page.one("div", id="erreurs").find("a")] == [
        ("#f-identifiant", "L'identifiant ou le mot de passe n'est pas le bon.")
    ]
    assert "Votre session s'est terminée." in page.one("main").text


def test_a_password_is_never_printed_even_given() -> None:
    asked = samples.SIGN_IN.fields[1]._replace(value="Secret-1", display="Secret-1")
    view = FormView("T", "T", samples.LINK.buttons, fields=(asked,))
    assert "Secret-1" not in PAGES.render_account(view, SIGNED_OUT)


def test_creating_an_account_in_the_words_of_the_guide() -> None:
    page = tree(samples.CREATION, SIGNED_OUT)
    assert page.one("h1").text == "Compléter les renseignements suivants pour accéder à vos services."
    assert page.one("nav", aria_label="Vous êtes ici\u00a0:").text == "AccueilCréation de compte"
    assert "Les champs marqués d'un * sont obligatoires." in page.one("main").text
    assert [n.text for n in page.one("main").find("label")] == [
        "Adresse email * (obligatoire)",
        "Confirmation de l'adresse email * (obligatoire)",
    ]
    assert [n.attributes["type"] for n in page.one("main").find("input")] == ["hidden", "hidden", "email", "email"]
    assert buttons(page) == [("valider", "Valider")]


def test_an_account_asked_for_in_the_words_of_the_guide() -> None:
    page = tree(samples.CREATED, SIGNED_OUT)
    assert page.one("h1").text == "Création de compte"
    assert [n.text for n in page.one("main").find("p")] == [
        "Demande de création de compte bien enregistrée.",
        "Un email vous a été envoyé afin de confirmer votre adresse email.",
        "Vous devez confirmer votre adresse email et créer votre mot de passe avant de pouvoir envoyer votre demande.",
        "Regardez aussi dans les messages indésirables.",
        "Si l'email n'arrive toujours pas, il y a peut-être une faute dans l'adresse que vous avez écrite. Recommencer "
        "avec la bonne adresse",
        "Retour à l'accueil",
    ]
    assert links(page) == {"Recommencer avec la bonne adresse": "/compte", "Retour à l'accueil": "/"}


def test_choosing_a_password_in_the_words_of_the_guide() -> None:
    page = tree(samples.NEW_PASSWORD)
    assert page.one("h1").text == "Réinitialisation du mot de passe"
    assert (
        "Votre mot de passe doit être réinitialisé. Merci de renseigner un nouveau mot de passe, qui doit faire au "
        "moins 8 caractères avec au moins une majuscule, une minuscule, un chiffre et un caractère spécial."
    ) in page.one("main").text
    assert [n.text for n in page.one("main").find("label")] == [
        "Nouveau mot de passe :",
        "Confirmation du mot de passe :",
    ]
    given = page.find("input", type="password")
    assert [n.attributes["autocomplete"] for n in given] == ["new-password", "new-password"]
    assert all("required" in n.attributes and "onpaste" not in n.attributes for n in given)
    assert buttons(page) == [("valider", "Valider mon mot de passe")]
    assert page.find("script", src="/static/montrer.js")


def test_who_wants_another_password_is_not_told_they_must() -> None:
    view = account_forms.new_password_form(samples.gettext, "T", samples.RULE, chosen=True)
    assert "doit être réinitialisé" not in tree(view).one("main").text


def test_the_script_of_passwords_is_loaded_where_there_is_one() -> None:
    assert not tree(samples.FORGOTTEN).find("script", src="/static/montrer.js")


@pytest.mark.parametrize("name", ["creation", "new password", "recovery"])
def test_enter_presses_the_main_button(name: str) -> None:
    first = tree(VIEWS[name]).one("main").one("form").find("button")[0]
    assert (first.attributes["type"], first.attributes["value"]) == ("submit", "valider")


def test_fields_of_a_form_are_the_same_objects_for_everybody() -> None:
    """What renderers keep under a frame is then kept once."""
    one, other = (account_forms.sign_in_fields(samples.gettext, {"identifiant": value}) for value in ("a", "b"))
    assert [f.frame for f in one] == [f.frame for f in other]


# ── The personal space ────────────────────────────────────────────────────────────────────────────────────────


def test_the_space_shows_dossiers_and_what_to_do_with_each() -> None:
    page = tree(samples.SPACE)
    items = page.one("section", aria_labelledby="demarches").find("li")
    assert [[(a.text, a.attributes["href"]) for a in item.find("a")] for item in items] == [
        [
            ("Reprendre – Ma demande, Modifiée hier.", "/d/a"),
            ("Abandonner – Ma demande, Modifiée hier.", "/d/a/abandonner"),
        ],
        [
            ("Ouvrir – Ma demande, Le 2 mars.", "/d/b"),
            ("Télécharger la confirmation (PDF) – Ma demande, Le 2 mars.", "/d/b/confirmation.pdf"),
        ],
        [],
    ]
    assert "Numéro de votre demande : 5901" in items[1].text
    assert "Fermée : elle s'ouvre avec votre code de secours." in items[2].text
    assert links(page)["Donner mon code de secours"] == "/espace/secours"
    assert links(page)["Commencer une autre démarche"] == "/commencer"


def test_the_code_is_asked_for_only_where_something_is_closed() -> None:
    opened = samples.SPACE.dossiers[:2]
    view = SpaceView("T", opened, (), "/commencer", "/s", recovery_url="/espace/secours")
    assert "Donner mon code de secours" not in links(tree(view))


def test_an_empty_space_says_what_to_do() -> None:
    page = tree(samples.NOTHING)
    assert "Vous n'avez pas encore de démarche." in page.one("main").text
    assert "Vous n'avez pas de message." in page.one("main").text
    assert links(page)["Commencer une démarche"] == "/commencer"


def test_the_account_is_named_and_left() -> None:
    section = tree(samples.SPACE).one("section", aria_labelledby="compte")
    assert "ada@exemple.example" in section.text
    form = section.one("form", action="/deconnexion")
    assert form.one("input", name="jeton").attributes["value"] == "jeton-ada"
    assert form.one("button").text == "Me déconnecter"


def test_messages_are_a_link_each_and_shown_in_full() -> None:
    assert links(tree(samples.SPACE))["Une nouvelle – 2 mars 2026"] == "/espace/messages/1"
    page = tree(samples.LETTER)
    assert page.one("h1").text == "Une nouvelle"
    assert "Message du 2 mars 2026" in page.one("main").text
    assert "Votre demande est reçue." in page.one("main").text
    assert links(page) == {"Revenir à mon espace": "/espace"}


def test_sessions_can_be_ended_but_the_one_in_use() -> None:
    page = tree(samples.SECURITY)
    assert buttons(page) == [
        ("code", "Faire mon code de secours"),
        ("finir:2", "Déconnecter – Firefox sur Windows, Depuis lundi."),
        ("finir_tout", "Me déconnecter partout"),
    ]
    assert [("cette session" in item.text) for item in page.one("section", aria_labelledby="sessions").find("li")] == [
        True,
        False,
    ]
    assert links(page)["Relier à FranceConnect"] == "/connexion/fc"
    assert links(page)["Changer mon mot de passe"] == "/mot-de-passe"


def test_a_new_code_is_read_first_with_how_to_keep_it() -> None:
    page = tree(samples.NEW_CODE)
    shown = page.one("section", aria_labelledby="nouveau-code")
    assert "K7QM 4XWD 9RTB" in shown.text
    assert "Recopiez-le maintenant sur un papier." in shown.text
    assert "ni photo, ni note, ni email" in shown.text
    assert "data-focus" in shown.attributes
    assert links(page)["Faire un autre code"] == "/espace/code-de-secours"
    assert "code" not in dict(buttons(page))
    assert ("delier", "Ne plus utiliser FranceConnect") in buttons(page)


# ── Texts and the way out ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a", [("", "a")]),
        ("**A**\n\na", [("A", "a")]),
        ("a\n\n**B**\n\nb\n\n- c\n\n**D**", [("", "a"), ("B", "b\n\n- c"), ("D", "")]),
        ("**a** b\n\n*c*", [("", "a b\n\nc")]),
    ],
)
def test_strong_paragraphs_head_what_follows(source: str, expected: list[tuple[str, str]]) -> None:
    text, _ = parse_text(source)
    assert [(title, body.plain) for title, body in parts_of(RichText(text.blocks))] == expected


def test_a_long_text_has_headings() -> None:
    text, _ = parse_text("D'abord.\n\n**Ensuite**\n\nEncore.")
    page = tree(TextView("Titre", "Aide", RichText(text.blocks)))
    assert [(n.tag, n.text) for n in page.one("main").walk() if n.tag in ("h1", "h2")] == [
        ("h1", "Titre"),
        ("h2", "Ensuite"),
    ]


def test_the_page_that_leaves_tells_nothing() -> None:
    html = PAGES.render_exit(ExitView("https://meteo.example/?a=1&b=2"), SIGNED_IN)
    page = parse(html)
    assert page.one("title").text == "Page"
    assert page.one("meta", http_equiv="refresh").attributes["content"] == "0;url=https://meteo.example/?a=1&b=2"
    assert page.one("script").attributes == {"src": "/static/partir.js", "data-url": "https://meteo.example/?a=1&b=2"}
    assert page.one("body").text == "Continuer"
    assert [word for word in ("Guichet", "demande", "ada@", "parcours", "/espace", "jeton") if word in html] == []
    assert not page.find("link")


@pytest.mark.parametrize(
    "target", ["http://a.example", "javascript:x", "//a.example", "https://", "/x", "https://a.example/'x"]
)
def test_the_way_out_leads_to_a_site(target: str) -> None:
    with pytest.raises(ValueError, match="https"):
        ExitView(target)
