"""Whole pages: their rules hold on every page and state; what each must show is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from html import escape

import pytest

from engine.view import StepView
from renderers.html import ACCOUNT, NEUTRAL, HomeView, MainButton, MessageView, PageContext, Pages, available_languages
from tests.renderers.html import samples
from tests.renderers.html.checking import Node, faults, parse
from tests.renderers.html.samples import FIELDS, PAGE, step

PAGES = Pages()
Render = Callable[[PageContext], str]


def _step(view: StepView) -> Render:
    return lambda page: PAGES.render_step(view, page)


def _question(view: StepView) -> Render:
    return lambda page: PAGES.render_question(view, page)


def _home(view: HomeView) -> Render:
    return lambda page: PAGES.render_home(view, page)


def _message(view: MessageView) -> Render:
    return lambda page: PAGES.render_message(view, page)


EVERY: dict[str, Render] = {
    "full": _step(samples.FULL_STEP),
    "justificatifs": _step(samples.JUSTIFICATIFS),
    "situation": _step(samples.SITUATION),
    "situation error": _step(samples.SITUATION_ERROR),
    "situation date": _step(samples.DATE_QUESTION),
    "situation without steps": _step(samples.REASON),
    "reason": _question(samples.REASON),
    "reason error": _question(samples.SITUATION_ERROR._replace(steps=(), total=0)),
    "reason date": _question(samples.DATE_QUESTION),
    "check": _step(samples.CHECK),
    "deposit": _step(samples.DEPOSIT),
    "confirmation": _step(samples.CONFIRMATION),
    "home": _home(samples.HOME),
    "site map": lambda page: PAGES.render_site_map(samples.SITE_MAP, page),
    "message": _message(samples.MESSAGE),
    "short form": _message(samples.SHORT_FORM),
    "not found": _message(samples.NOT_FOUND),
    **{f"field: {name}": _step(step(shown)) for name, shown in FIELDS.items()},
}
BARE = PageContext(
    language="fr", site_title="Site", home_url="/", action_url="/x", csrf_token="j", static_url="/s/", dev=True
)


@pytest.mark.parametrize("language", [*available_languages(), "ar"])
@pytest.mark.parametrize("name", EVERY)
def test_every_page_keeps_the_rules(name: str, language: str) -> None:
    assert faults(EVERY[name](PAGE._replace(language=language))) == []


@pytest.mark.parametrize("name", EVERY)
def test_every_page_keeps_the_rules_with_little_around_it(name: str) -> None:
    assert faults(EVERY[name](BARE)) == []


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<input id="a" name="a">', "control 'a' has 0 labels"),
        ('<p id="a"></p><p id="a"></p>', "id 'a' given 2 times"),
        ('<p aria-describedby="zz"></p>', "aria-describedby='zz' leads nowhere"),
        ('<a href="#zz">x</a>', "href='#zz' leads nowhere"),
        ("<h1>a</h1><h3>b</h3>", "h1 then h3"),
        ('<p style="x"></p>', "<p> has style"),
        ("<script>x</script>", "inline <script>"),
        ('<script src="https://a.example/x.js"></script>', "<script> asks https://a.example/x.js of somebody else"),
        ('<a href="javascript:x">x</a>', "<a> href='javascript:x'"),
        ('<form method="post" novalidate></form>', "form without its token"),
        ("<button>x</button>", None),
        ("<fieldset><p>x</p></fieldset>", "fieldset without its legend first: 'x'"),
    ],
)
def test_the_rules_see_what_is_wrong(html: str, fault: str | None) -> None:
    page = f'<html lang="fr"><head><title>x</title></head><body><header></header><main>{html}</main></body></html>'
    assert fault is None or fault in faults(page)


# ── Titles, errors, headings ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("full", "Erreur : Étape 2 sur 6 – Ma démarche"),
        ("deposit", "Étape 5 sur 6 – Ma démarche"),
        ("check", "Erreur : Étape 5 sur 6, vérification – Ma démarche"),
        ("situation error", "Erreur : Étape 1 sur 6 – Ma démarche"),
        ("situation without steps", "Ma démarche"),
        ("reason", "Question – Ma démarche"),
        ("reason error", "Erreur : Question – Ma démarche"),
        ("home", "Le Guichet"),
        ("site map", "Plan"),
        ("message", "Ma démarche"),
        ("short form", "Erreur : Ma démarche"),
    ],
)
def test_titles_say_nothing_of_the_person(name: str, expected: str) -> None:
    assert tree(name).one("title").text == expected


def tree(name: str, page: PageContext = PAGE) -> Node:
    """A page, parsed."""
    return parse(EVERY[name](page))


def test_the_summary_of_errors_comes_first() -> None:
    main = tree("full").one("main")
    summary = main.one("div", id="erreurs")
    first = next(n for n in main.walk() if n.tag not in ("main", "div"))
    assert first is summary.one("h2")
    assert first.text == "Il y a 2 problèmes"
    assert "role" not in summary.attributes
    assert first in summary.one("div", role="alert").walk()
    assert [(n.attributes["href"], n.text) for n in summary.find("a")] == [
        ("#f-lieu", "Indiquez une réponse."),
        ("#f-union-annee", "L'année compte quatre chiffres."),
    ]


def test_no_summary_without_errors() -> None:
    assert not tree("deposit").find("div", id="erreurs")
    assert not tree("deposit").find("div", role="alert")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("full", "Étape 2 sur 6 Vos informations"),
        ("reason", "Dites-nous quelle est votre situation ?"),
        ("reason date", "Depuis quand ?"),
        ("situation without steps", "Votre situation"),
        ("home", "Que souhaitez-vous faire ?"),
    ],
)
def test_h1(name: str, expected: str) -> None:
    assert tree(name).one("h1").text == expected


def test_alone_on_its_page_a_question_has_its_heading_in_the_legend() -> None:
    heading = tree("reason").one("h1")
    assert heading.inside("legend") is not None
    assert tree("situation").one("fieldset").one("h2").text == "Dites-nous quelle est votre situation ?"


# ── Steps ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_progress_is_text_and_a_list() -> None:
    page = tree("full")
    items = page.one("ol", aria_label="Étapes de la demande").find("li")
    assert [item.text for item in items][:3] == [
        "✓Terminée : Votre situation",
        "2Vos informations",
        "3Votre logement",
    ]
    assert [item.attributes.get("aria-current") for item in items] == [None, "step", None, None, None, None]
    assert "Votre démarche en ligne est à 20 % terminée" in page.one("main").text
    assert "Plus que 15 minutes pour finir votre démarche" in page.one("main").text
    assert page.one("progress", value="20", max="100").attributes["aria-hidden"] == "true"


def test_the_head_of_a_step_comes_in_order() -> None:
    text = tree("full").one("main").text
    places = [
        text.index(said)
        for said in (
            "Merci, nous avons bien pris en compte votre situation.",
            "Vous êtes dans une autre situation",
            "Modifier ma situation",
            "Votre démarche en ligne",
            "Votre saisie est sauvegardée",
            "Préparer les documents à fournir :",
            "Maintenant, nous allons vous demander",
            "Les champs marqués d'un * sont obligatoires.",
        )
    ]
    assert places == sorted(places)


def test_links_of_texts() -> None:
    page = tree("full")
    assert page.one("a", href="/d/abc/liste-documents.pdf").text == "Télécharger la liste"
    assert page.one("a", href="https://carte.example/?a=1&b=2").text == "consulter la carte (nouvelle fenêtre)"
    assert page.one("a", href="/d/abc/situation").text == "Modifier ma situation"


def test_new_questions_are_announced() -> None:
    notice = tree("full").find("div", role="status")[1]
    assert "Votre réponse change la suite." in notice.text
    assert "Votre réponse fait apparaître une question :" in notice.text
    assert [(n.attributes["href"], n.text) for n in notice.find("a")] == [("#f-nouveau", "Libellé de nouveau")]


def test_new_questions_inside_others_are_found() -> None:
    inner = samples.field("text", "g.0.n", is_new=True)
    whole = samples.repeat("g", elements=(samples.group("g.0", inner),))
    page = parse(PAGES.render_step(step(whole, reveals=True), PAGE))
    assert [n.attributes["href"] for n in page.find("div", role="status")[1].find("a")] == ["#f-g-0-n"]


def test_new_questions_say_what_to_do_and_take_the_focus() -> None:
    page = parse(PAGES.render_step(step(samples.field("checkbox", "rappel", is_new=True), reveals=True), PAGE))
    (notice,) = [n for n in page.find("div", role="status") if n.attributes.get("id") == "avis"]
    assert "data-focus" in notice.attributes
    assert "Répondez, puis enregistrez à nouveau." in notice.text
    assert "laissez la case vide si elle ne s'applique pas à vous" in notice.text
    plain = parse(PAGES.render_step(step(samples.field("text", "nom", is_new=True), reveals=True), PAGE))
    assert "laissez la case vide" not in plain.one("main").text


def test_a_warning_takes_the_focus_and_its_tone_unless_there_are_errors() -> None:
    view = step(samples.field(), notices=("Modifiée ailleurs.",))
    warned = parse(PAGES.render_step(view, PAGE._replace(warns=True))).one("div", id="avis")
    assert warned.attributes["class"] == NEUTRAL["notice-warning"]
    assert "data-focus" in warned.attributes
    told = parse(PAGES.render_step(view, PAGE)).one("div", id="avis")
    assert told.attributes["class"] == NEUTRAL["notice-info"]
    assert "data-focus" not in told.attributes
    both = parse(PAGES.render_step(samples.FULL_STEP, PAGE._replace(warns=True)))
    assert [n.attributes.get("id") for n in both.find("div") if "data-focus" in n.attributes] == ["erreurs"]


BUTTONS = {
    "situation": ["enregistrer", "abandonner"],
    "full": ["enregistrer", "precedent", "quitter", "abandonner"],
    "deposit": ["deposer", "precedent", "quitter", "abandonner"],
    "check": ["enregistrer", "precedent", "quitter", "abandonner"],
    "reason": ["enregistrer"],
}


@pytest.mark.parametrize("name", BUTTONS)
def test_buttons_that_end_a_step(name: str) -> None:
    actions = [n for n in tree(name).find("div") if n.attributes.get("class") == NEUTRAL["actions"]]
    assert [n.attributes["value"] for n in actions[0].find("button")] == BUTTONS[name]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "full",
            [
                "Enregistrer et poursuivre",
                "Revenir à l'étape précédente",
                "Quitter et revenir plus tard",
                "Abandonner la demande",
            ],
        ),
        ("deposit", ["Déposer la demande"]),
        ("reason", ["Je continue"]),
        ("justificatifs", ["Supprimer passeport.pdf", "Supprimer page 2 <b>.jpg"]),
    ],
)
def test_words_of_buttons(name: str, words: list[str]) -> None:
    assert set(words) <= {n.text for n in tree(name).find("button")}


@pytest.mark.parametrize("name", ["full", "justificatifs", "situation", "reason", "check", "deposit"])
def test_enter_saves_and_never_deposits(name: str) -> None:
    first = tree(name).one("form").find("button")[0]
    assert (first.attributes["name"], first.attributes["value"]) == ("action", "enregistrer")
    assert (first.attributes["type"], first.attributes["tabindex"]) == ("submit", "-1")


def test_the_main_button_may_be_said() -> None:
    page = parse(PAGES.render_step(samples.DEPOSIT, PAGE._replace(main_button=MainButton("Vérifier", "verifier"))))
    assert page.one("button", value="verifier").text == "Vérifier"
    assert not page.find("button", value="deposer")


def test_a_form_carries_its_token_and_version() -> None:
    form = tree("full").one("form", action="/d/abc/etape-2")
    assert form.one("input", name="jeton").attributes["value"] == "jeton-123"
    assert form.one("input", name="version").attributes["value"] == "7"
    assert "enctype" not in form.attributes


def test_confirmation_has_nothing_to_post_again() -> None:
    page = tree("confirmation")
    assert not page.find("form")
    assert "Numéro de votre demande : 5901202603100000001" in page.one("main").text
    success = page.one("section", aria_labelledby="encart-transmise")
    assert "notice--success" in success.attributes["class"]
    assert "5901202603100000001" in success.text
    links = [n.text for n in page.one("main").find("a", href="/d/abc/liste-documents.pdf")]
    assert links == ["J'ouvre ma liste", "Télécharger « Liste des documents » (PDF)"]
    assert "Sans adresse" not in page.text
    # A text that is nothing but a link is something to do.
    action = page.one("section", class_="action-link")
    assert [n.text for n in action.find("a")] == ["J'ouvre ma liste"]


# ── Documents to join, check page ─────────────────────────────────────────────────────────────────────────────


def test_uploads() -> None:
    page = tree("justificatifs")
    form = page.one("form", enctype="multipart/form-data")
    control = form.one("input", type="file", name="domicile")
    assert control.attributes["accept"] == ".jpg,.pdf"
    assert control.attributes["aria-describedby"] == "aide-fichiers aide-domicile erreur-domicile"
    assert page.one("p", id="aide-fichiers").text == "Formats : .jpg, .pdf. 10 Mo au plus par fichier."
    assert page.one("p", id="aide-domicile").text == "3 fichiers au plus."
    assert page.text.count("10 Mo au plus") == 1
    assert form.one("button", value="joindre:domicile").text == "Joindre – Justificatif de domicile"
    assert len(form.find("button", value="joindre:acte.copie")) == 1
    assert form.one("label", for_="f-domicile").text == "Joindre un document – Justificatif de domicile"
    assert len(form.find("button", value="confirmer:ephoto")) == 1


def test_files_received() -> None:
    page = tree("justificatifs")
    assert page.one("button", value="retirer_fichier:u2").text == "Supprimer page 2 <b>.jpg"
    select = page.one("select", name="piece.u1")
    assert [n.attributes["value"] for n in select.find("option") if "selected" in n.attributes] == ["facture"]
    assert page.one("label", for_="f-piece-u1").text == "Quel document est-ce ? – passeport.pdf"
    assert page.one("button", value="piece:u1").text == "Enregistrer ce choix – passeport.pdf"
    text = page.one("main").text
    assert "passeport.pdf (121 Ko)" in text
    assert "page 2 <b>.jpg (3,3 Mo)" in text
    assert "il peut manquer : Une attestation." in text
    # Full: the place to come back to stays, the control does not.
    assert len(page.find("p", id="f-plein")) == 1
    assert not page.find("input", name="plein")


def test_alternatives_nest_under_their_headings() -> None:
    section = tree("justificatifs").one("section", aria_labelledby="demande-domicile")
    assert "Une facture (de moins de 6 mois)" in section.text
    # What has a heading is not one line of "un des justificatifs suivants".
    lists = [[li.text for li in ul.find("li")] for ul in section.find("ul")]
    assert lists[0] == ["Une facture (de moins de 6 mois)"]
    assert lists[1] == ["Une attestation", "Une facture de l'hôtel"]
    assert lists[2][0].startswith("Tous les documents suivants :")
    assert lists[3] == ["Un titre", "Sa traduction"]


def test_check_page() -> None:
    page = tree("check")
    assert page.one("a", id="f-nom").attributes["href"] == "/d/abc/etape-2#f-nom"
    assert page.one("a", id="f-nom").text == "Modifier – Nom"
    assert [n.text for n in page.find("dd") if "Eze" in n.text] == ["AdaEze"]
    assert "Non renseigné" in page.one("main").text
    # A step that can't be gone back to has no link, its line takes the anchor.
    assert len(page.find("div", id="f-plein")) == 1


def test_situation_shows_what_was_answered() -> None:
    page = tree("situation")
    assert page.one("dl").one("dd").text == "Pour une carte"
    assert page.one("input", id="f-situation-b").attributes["value"] == "b"


# ── Around the page ───────────────────────────────────────────────────────────────────────────────────────────


def test_header_and_footer() -> None:
    page = tree("home")
    header, footer = page.one("header"), page.one("footer")
    assert "Ce site n'est pas un site officiel." in header.text
    assert "Service de démonstration" in header.text
    assert header.one("a", href="/d").attributes["aria-current"] == "page"
    assert header.one("a", href="/en").attributes["lang"] == "en"
    assert [n.text for n in footer.find("a")] == ["Contact", "Accessibilité"]
    assert page.one("a", href="#contenu").text == "Aller au contenu"


def test_development_says_so() -> None:
    assert "Mode développement" in tree("home", PAGE._replace(dev=True)).one("header").text
    assert "Mode développement" not in tree("home").one("header").text


def test_two_sites_do_not_share_their_header() -> None:
    other = PAGE._replace(site_title="Autre site", nav=(), footer=())
    assert "Autre site" in EVERY["home"](other)
    assert "Autre site" not in EVERY["home"](PAGE)


@pytest.mark.parametrize(
    ("language", "lang", "direction", "words"),
    [
        ("fr", "fr", None, "Enregistrer et poursuivre"),
        ("en", "en", None, "Save and continue"),
        ("en-GB", "en-GB", None, "Save and continue"),
        ("ar", "ar", "rtl", "Enregistrer et poursuivre"),
    ],
)
def test_languages(language: str, lang: str, direction: str | None, words: str) -> None:
    page = tree("full", PAGE._replace(language=language))
    root = page.one("html")
    assert (root.attributes["lang"], root.attributes.get("dir")) == (lang, direction)
    assert words in {n.text for n in page.find("button")}


def test_nothing_of_the_interface_stays_in_french() -> None:
    """Everything in the views replaced by one word, an English page holds no other French."""
    french = {"Étape", "Erreur", "Supprimer", "Joindre", "Chercher", "Accueil", "Modifier", "facultatif", "obligatoire"}
    for name, render in EVERY.items():
        words = set(parse(render(PAGE._replace(language="en"))).one("main").text.replace("(", " ").split())
        said = {w for w in words if w.rstrip(":,.)") in french}
        allowed = {"Supprimer", "Modifier"} if "confirmed" in name or name == "full" else set()
        assert said <= allowed | {"Accueil"}, name


def test_static_files_come_from_one_address() -> None:
    head = tree("full").one("head")
    assert [n.attributes["href"] for n in head.find("link")] == ["/static/icone.svg", "/static/parcours.css"]
    scripts = ["resume.js", "search.js", "combobox.js"]
    assert [n.attributes["src"] for n in head.find("script")] == [f"/static/{name}" for name in scripts]


def test_french_signs_stay_with_their_words_and_typed_ones_as_typed() -> None:
    asked = samples.field("text", "x", label="Quoi ?", hint=samples.rich("Par exemple : rien."), value="Qui ?")
    html = PAGES.render_step(step(asked, title="Une étape !"), PAGE)
    for words in ("Quoi\u00a0?", "Par exemple\u00a0: rien.", "Une étape\u00a0!", 'value="Qui ?"'):
        assert words in html
    english = PAGES.render_step(step(asked), PAGE._replace(language="en"))
    assert "Quoi ?" in english
    home = PAGES.render_home(replace(samples.HOME, title="Que faire ?"), PAGE)
    assert "Que faire\u00a0?" in home


# ── Messages ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_question_before_something_is_lost() -> None:
    page = tree("message")
    form = page.one("form")
    assert [n.text for n in form.find("button")] == ["Garder ma demande", "Abandonner", "Autre"]
    assert form.one("input", name="retour").attributes["value"] == "etape-2"
    assert [n.text for n in page.one("main").find("li")][:2] == ["3 réponses", "passeport.pdf"]
    assert not tree("not found").find("form")


def test_enter_presses_the_main_button_of_a_short_form() -> None:
    first = tree("short form").one("form").find("button")[0]
    assert (first.attributes["value"], first.attributes["tabindex"]) == ("valider", "-1")


# ── Escaping, theme ───────────────────────────────────────────────────────────────────────────────────────────


CANARY = "<i>\"'&{{ 81*97 }}</i>"
# What is an address, an id or a key is given by code; everything else is somebody's text.
IDENTIFIERS = {"id", "kind", "name", "anchor", "content", "step", "slug", "mark", "mode", "presentation", "precision"}
IDENTIFIERS |= {
    "autocomplete",
    "control",
    "item",
    "tone",
    "action",
    "role",
    "language",
    "code",
    "target",
    "extensions",
    "previous",
}


MENUS = ("header", "nav", "footer")


def poisoned(value: object, key: str = "") -> object:
    """A view with a canary in every text."""
    if value == ACCOUNT and key in MENUS:
        return value
    if isinstance(value, str):
        fixed = key in IDENTIFIERS or key.endswith(("url", "urls")) or value == ACCOUNT  # a place, not a text
        return value if fixed else value + CANARY
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        changes = {name: poisoned(part, name) for name, part in value._asdict().items()}
        return value._replace(**changes)  # type: ignore[attr-defined] # of a named tuple
    if isinstance(value, tuple) and key == "options" and value and isinstance(value[0], tuple):
        return tuple((id_, label + CANARY) for id_, label in value)
    if isinstance(value, tuple):
        return tuple(poisoned(item, key) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: poisoned(getattr(value, f.name), f.name) for f in fields(value)})
    return value


def texts(value: object) -> Iterator[str]:
    """Every text of a poisoned view."""
    if isinstance(value, str) and value.endswith(CANARY):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for f in fields(value):
            yield from texts(getattr(value, f.name))


@pytest.mark.parametrize(
    ("render", "view"),
    [
        (PAGES.render_step, samples.FULL_STEP),
        (PAGES.render_step, samples.JUSTIFICATIFS),
        (PAGES.render_step, samples.SITUATION),
        (PAGES.render_step, samples.CHECK),
        (PAGES.render_step, samples.CONFIRMATION),
        (PAGES.render_question, samples.SITUATION_ERROR),
        (PAGES.render_home, samples.HOME),
        (PAGES.render_message, samples.MESSAGE),
        (PAGES.render_message, samples.SHORT_FORM),
        (PAGES.render_site_map, samples.SITE_MAP),
    ],
)
def test_everything_is_escaped(render: Callable[[object, PageContext], str], view: object) -> None:
    hostile, page = poisoned(view), poisoned(PAGE)
    assert isinstance(page, PageContext)
    html = render(hostile, page)
    assert CANARY not in html
    assert "<i>" not in html
    # The canary is there, whole, as text: jinja did not compute it either.
    assert escape(CANARY).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in html
    assert "7857" not in html
    assert faults(html) == []


def test_every_text_of_a_step_is_shown() -> None:
    hostile = poisoned(samples.FULL_STEP)
    shown = " ".join(n for n in _everything(parse(PAGES.render_step(hostile, PAGE))))  # type: ignore[arg-type] # a step
    unseen = {t for t in texts(hostile) if " ".join(t.split()) not in shown}
    # Choices show their label, boxes a tick; a number has one of its two buttons, a summary only messages.
    assert {t.removesuffix(CANARY) for t in unseen} <= UNSHOWN


UNSHOWN = {"marie", "pacse", "oui", "BR", "SUHH", "FR", "Confirmer", "Confirmer le numéro", "Lieu", "Union", "compte"}


def _everything(root: Node) -> Iterator[str]:
    yield root.text
    for node in root.walk():
        for value in node.attributes.values():
            yield " ".join(value.split())


def test_the_theme_gives_the_classes() -> None:
    changed = {name: f"x-{name}" for name in NEUTRAL}
    pages = Pages(changed)
    html = pages.render_step(samples.FULL_STEP, PAGE) + pages.render_step(samples.JUSTIFICATIFS, PAGE)
    classes = {c for n in parse_all(html) for c in n.attributes.get("class", "").split()}
    assert classes
    assert all(c.startswith("x-") for c in classes)
    assert pages.render_home(samples.HOME, PAGE) != PAGES.render_home(samples.HOME, PAGE)


def parse_all(html: str) -> Iterator[Node]:
    """Every element of several pages in a row."""
    for page in html.split("<!doctype html>")[1:]:
        yield from parse(page).walk()


def test_an_unknown_component_is_refused() -> None:
    with pytest.raises(KeyError):
        Pages({"boutton": "x"})


def test_languages_of_the_interface() -> None:
    assert PAGES.languages == ("fr", "en")
