"""Fields: one template per kind, every state, nothing kept of what was typed."""

from __future__ import annotations

import pytest

from engine.view import FieldView, RepeatView
from renderers.html import Pages
from renderers.html.fields import FieldTemplates, FieldWriter
from renderers.html.fragments import slot
from tests.renderers.html.checking import Node, parse
from tests.renderers.html.samples import FIELDS, PAGE, STATUSES, YES_NO, date, field, group, options, repeat, rich, step
from tests.renderers.views import changed, filled_hint

PAGES = Pages()


def draw(*shown: FieldView | RepeatView, pages: Pages = PAGES, language: str = "fr") -> Node:
    """The section that holds these fields, from a whole page."""
    html = pages.render_step(step(*shown), PAGE._replace(language=language))
    return parse(html).one("section", aria_labelledby="section-identite")


@pytest.mark.parametrize("name", FIELDS)
def test_the_second_time_gives_the_same_html(name: str) -> None:
    fresh = Pages()
    first = fresh.render_step(step(FIELDS[name]), PAGE)
    assert fresh.render_step(step(FIELDS[name]), PAGE) == first
    assert PAGES.render_step(step(FIELDS[name]), PAGE) == first


def test_text() -> None:
    node = draw(FIELDS["text"]).one("input", name="nom")
    assert node.attributes == {
        "class": "input",
        "type": "text",
        "id": "f-nom",
        "name": "nom",
        "value": "Okonkwo",
        "aria-describedby": "aide-nom",
        "required": "",
        "autocomplete": "family-name",
        "spellcheck": "false",
    }


@pytest.mark.parametrize(
    ("kind", "expected"), [("text", "text"), ("email", "email"), ("phone", "tel"), ("number", "text")]
)
def test_type_of_input(kind: str, expected: str) -> None:
    assert draw(field(kind, "x")).one("input", name="x").attributes["type"] == expected


@pytest.mark.parametrize(("example", "expected"), [("1234", "numeric"), ("AB12", None), (None, None)])
def test_keyboard_of_a_number(example: str | None, expected: str | None) -> None:
    for changes in ({}, {"confirm_label": "Confirmer"}):
        node = draw(field("number", "x", example=example, **changes)).one("input", name="x")
        assert node.attributes.get("inputmode") == expected


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (field("text", "x", label="Nom"), "Nom * (obligatoire)"),
        (field("text", "x", label="Nom", required=False), "Nom (facultatif)"),
        (field("text", "x", label="Nom (facultatif)", required=False), "Nom (facultatif)"),
        (field("text", "x", label="Nom", is_new=True), "Nom * (obligatoire) Nouvelle question"),
        (field("checkbox", "x", label="Case", required=False), "Case"),
        (field("commitment", "x", label="Promesse"), "Promesse * (obligatoire)"),
    ],
)
def test_label(shown: FieldView, expected: str) -> None:
    assert draw(shown).one("label", for_="f-x").text == expected


def test_error_is_tied_to_its_control() -> None:
    node = draw(FIELDS["text error"])
    control = node.one("input", name="lieu")
    assert control.attributes["aria-describedby"] == "aide-lieu erreur-lieu"
    assert control.attributes["aria-invalid"] == "true"
    assert node.one("p", id="erreur-lieu").text == "Erreur : Indiquez une réponse."
    assert node.one("div", id="aide-lieu").text == "La ville."
    assert node.one("summary").text == "Pourquoi cette question ? – Libellé de lieu"


def test_long_text_keeps_its_first_line_break() -> None:
    html = PAGES.render_step(step(FIELDS["long_text"]), PAGE)
    # A browser drops the first line break after the tag.
    assert ">\n\nDeux\nlignes</textarea>" in html
    assert draw(FIELDS["long_text"]).one("div", id="aide-observations").text == "4 000 caractères au plus."


def test_date() -> None:
    node = draw(FIELDS["date"])
    fieldset = node.one("fieldset")
    assert fieldset.one("legend").text == "Libellé de naissance * (obligatoire)"
    assert fieldset.attributes["aria-describedby"] == "aide-naissance"
    found = [
        (n.attributes["name"], n.attributes["value"], n.attributes["autocomplete"]) for n in fieldset.find("input")
    ]
    assert found == [
        ("naissance.jour", "14", "bday-day"),
        ("naissance.mois", "05", "bday-month"),
        ("naissance.annee", "1997", "bday-year"),
    ]
    assert {n.attributes["inputmode"] for n in fieldset.find("input")} == {"numeric"}
    assert {n.attributes["type"] for n in fieldset.find("input")} == {"text"}


def test_date_wholly_wrong_marks_every_part() -> None:
    inputs = draw(FIELDS["date error"]).find("input")
    assert [n.attributes.get("aria-invalid") for n in inputs] == ["true"] * 3
    assert {n.attributes["aria-describedby"].split()[0] for n in inputs} == {"erreur-entree"}


def test_date_with_a_wrong_part_marks_that_one() -> None:
    node = draw(FIELDS["date part error"])
    assert [n.attributes.get("aria-invalid") for n in node.find("input")] == [None, None, "true"]
    assert node.one("p", id="erreur-f-union-annee").text == "Erreur : L'année compte quatre chiffres."


def test_partial_date_asks_only_for_what_it_needs() -> None:
    node = draw(FIELDS["date month"])
    assert ["required" in n.attributes for n in node.find("input")] == [False, True, True]
    assert "Si vous ne connaissez pas le jour, laissez-le vide." in node.one("div", id="aide-arrivee").text


def test_radios() -> None:
    node = draw(FIELDS["choice radios"])
    fieldset = node.one("fieldset", role="radiogroup", aria_required="true")
    radios = [(n.attributes["id"], n.attributes["value"], "checked" in n.attributes) for n in fieldset.find("input")]
    assert radios == [
        ("f-famille", "seul", False),
        ("f-famille-marie", "marie", True),
        ("f-famille-pacse", "pacse", False),
    ]
    assert [n.text for n in fieldset.find("label")] == ["Célibataire", "Marié(e)", "Pacsé(e)"]


def test_no_radio_is_chosen_beforehand() -> None:
    node = draw(field("yes_no", "x", options=options("x", *YES_NO)))
    assert not any("checked" in n.attributes for n in node.find("input"))


def test_select() -> None:
    node = draw(FIELDS["choice list"]).one("select", name="liste")
    chosen = [n.attributes["value"] for n in node.find("option") if "selected" in n.attributes]
    assert chosen == ["pacse"]
    assert node.find("option")[0].attributes["value"] == ""
    assert "data-combobox" not in node.attributes
    assert [n.text for n in node.find("option")[1:]] == [label for _, label in STATUSES]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", ["country", "nationality"])
def test_countries(kind: str, language: str) -> None:
    node = draw(field(kind, "p", value="BR"), language=language).one("select", name="p")
    (chosen,) = [n for n in node.find("option") if "selected" in n.attributes]
    assert (chosen.attributes["value"], chosen.text) == ("BR", {"fr": "Brésil", "en": "Brazil"}[language])
    assert node.find("optgroup") == []
    assert {"data-combobox", "data-none", "data-count"} <= set(node.attributes)


def test_states_that_no_longer_exist_have_their_own_group() -> None:
    node = draw(FIELDS["country historic"]).one("select", name="pays_naissance")
    (chosen,) = [n for n in node.find("option") if "selected" in n.attributes]
    assert chosen.attributes["value"] == "SUHH"
    assert chosen.inside("optgroup") is not None
    assert node.one("optgroup").attributes["label"] == "États qui n'existent plus"


@pytest.mark.parametrize(("value", "expected"), [("oui", True), ("", False), ("non", False), ("<", False)])
def test_box(value: str, *, expected: bool) -> None:
    node = draw(field("checkbox", "c", value=value)).one("input", name="c", type="checkbox")
    assert ("checked" in node.attributes, node.attributes["value"]) == (expected, "oui")


def test_number_to_confirm() -> None:
    node = draw(FIELDS["number to confirm"])
    assert node.one("input", name="photo").attributes["type"] == "text"
    assert node.one("button", value="confirmer:photo", name="action").text == "Confirmer le numéro"


def test_number_confirmed_is_text_and_still_posted() -> None:
    node = draw(FIELDS["number confirmed"])
    assert node.one("input", name="photo2").attributes == {"type": "hidden", "name": "photo2", "value": "0123456789"}
    assert node.one("p", class_="value", id="f-photo2").text == "0123456789", "where the page comes back"
    button = node.one("button", value="supprimer:photo2")
    assert (button.text, button.attributes.get("id")) == ("Supprimer le numéro", None)


def test_number_in_error_is_typed_again() -> None:
    node = draw(field("number", "n", confirm_label="Confirmer", value="12", error="22 chiffres."))
    assert node.one("input", name="n").attributes["value"] == "12"


def test_address() -> None:
    node = draw(FIELDS["address suggestions"])
    assert node.one("input", name="domicile2.recherche", id="f-domicile2-recherche").attributes["value"] == "20 rue nat"
    assert node.one("button", value="chercher:domicile2").text == "Chercher l'adresse"
    radios = node.find("input", name="domicile2.choix", type="radio")
    assert [(n.attributes["id"], n.attributes["value"]) for n in radios] == [
        ("f-domicile2-choix", "a1"),
        ("f-domicile2-choix-1", "a2"),
    ]
    assert node.find("fieldset")[1].one("legend").text == "2 adresses proposées"
    assert "checked" not in node.one("input", name="domicile2.manuel", value="oui").attributes


def test_address_by_hand() -> None:
    node = draw(FIELDS["address error"])
    assert "checked" in node.one("input", name="domicile3.manuel").attributes
    assert "readonly" in node.one("input", name="domicile3.code_insee", value="59350").attributes
    (country,) = [n for n in node.one("select", name="domicile3.pays").find("option") if "selected" in n.attributes]
    assert country.text == "France"
    assert node.one("input", name="domicile3.voie").attributes["aria-invalid"] == "true"
    assert node.one("p", id="erreur-f-domicile3-voie").text == "Erreur : La voie."


def test_computed_is_never_posted() -> None:
    node = draw(FIELDS["computed"])
    assert "Je demande un titre." in node.text
    assert not [n for n in node.walk() if "name" in n.attributes]


TAKEN = field("email", "mail", required=False, taken_from="compte", value="ana@exemple.test")


def test_what_the_account_gives_is_said_and_never_posted() -> None:
    node = draw(TAKEN)
    assert [n.text for n in node.find("p")][-3:] == [
        "Libellé de mail",
        "ana@exemple.test",
        "C'est l'adresse de votre compte : elle ne se change pas ici.",
    ]
    assert node.one("p", id="f-mail").text == "Libellé de mail"
    assert not [n for n in node.walk() if "name" in n.attributes or n.tag in {"input", "label", "button"}]
    hinted = draw(changed(TAKEN, hint=rich("On vous y écrira.")))
    assert hinted.text.endswith("On vous y écrira.")


def test_t27_what_the_account_gives_is_escaped() -> None:
    node = draw(TAKEN._replace(value="<i>@exemple.test"))
    assert "<i>@exemple.test" in node.text
    assert node.find("i") == []


def test_repeatable() -> None:
    node = draw(FIELDS["repeat"])
    fieldset = node.one("fieldset")
    assert fieldset.one("legend").text == "Libellé de prenoms * (obligatoire)"
    assert [n.attributes["value"] for n in fieldset.find("input")] == ["v0", "v1"]
    labels = [n.text for n in fieldset.find("label")]
    assert labels == ["Libellé de prenoms 1 * (obligatoire)", "Libellé de prenoms 2 * (obligatoire)"]
    assert {n.attributes["class"] for n in fieldset.find("label")} == {"visually-hidden"}
    assert fieldset.one("button", value="retirer:prenoms:1").text == "Supprimer – Libellé de prenoms 2"
    assert fieldset.one("button", value="ajouter:prenoms").text == "+ Ajouter un élément"


@pytest.mark.parametrize(("can_add", "can_remove"), [(True, False), (False, True), (False, False)])
def test_buttons_of_a_repeatable(*, can_add: bool, can_remove: bool) -> None:
    values = [n.attributes["value"] for n in draw(repeat(can_add=can_add, can_remove=can_remove)).find("button")]
    assert any(v.startswith("ajouter:") for v in values) is can_add
    assert any(v.startswith("retirer:") for v in values) is can_remove


def test_hint_of_a_repeatable_is_said_once() -> None:
    hint = rich("Dans l'ordre.")
    shown = repeat(hint=hint)
    shown = shown._replace(elements=tuple(changed(e, hint=hint) for e in shown.elements))
    assert draw(shown).text.count("Dans l'ordre.") == 1


def test_groups_nest() -> None:
    node = draw(FIELDS["repeat group"])
    outer, first, *_ = node.find("fieldset")
    assert outer.one("button", value="retirer:proches:1").text == "Supprimer – Proche 2"
    assert first.find("legend")[0].text == "Proche 1 * (obligatoire)"
    assert first.one("input", name="proches.0.nom").attributes["id"] == "f-proches-0-nom"
    assert len(node.find("button", value="retirer:proches.1.prenoms:0")) == 1


def test_groups_called_the_same_are_numbered() -> None:
    members = [group(f"g.{n}", field("text", f"g.{n}.x"), label="Libellé de g") for n in range(2)]
    node = draw(repeat("g", elements=tuple(members)))
    assert [n.text for n in node.find("legend")][1:] == [f"Libellé de g {n} * (obligatoire)" for n in (1, 2)]


def test_nothing_typed_is_kept() -> None:
    fresh = Pages()
    secret = filled_hint(field("text", "nom", value="SECRET", error="SECRET"), rich("SECRET"))
    whole = [secret, date(values=("SECRET", "1", "2"), error="SECRET"), field("country", "p", value="SECRET")]
    assert fresh.render_step(step(*whole), PAGE).count("SECRET") >= 5
    assert "SECRET" not in repr(kept(fresh))


def kept(pages: Pages) -> list[object]:
    """All that the compiled fields of a renderer hold."""
    templates: list[FieldTemplates] = [edition.fields for edition in pages._editions.values()]
    return [
        item
        for one in templates
        for held in (one._drawings, one._repeats, one.usual, one.elements)
        for item in held.items()
    ]


def test_what_is_kept_is_bounded() -> None:
    edition = Pages()._edition("fr")
    templates = FieldTemplates(edition._env, "fr", "Anciens", limit=3)
    writer = FieldWriter(templates, edition.texts("", {}))
    for number in range(20):
        assert f'name="n{number}"' in writer(field("text", f"n{number}"))
        assert len(templates._drawings) <= 3


def test_marks_in_an_author_s_text_fill_nothing() -> None:
    mark = slot("value")
    shown = field("text", "x", label=f"Nom {mark}", value="TAPÉ")
    node = draw(shown)
    assert "TAPÉ" not in node.one("label", for_="f-x").text
    assert node.one("input", name="x").attributes["value"] == "TAPÉ"


def test_marks_in_what_is_typed_stay_text() -> None:
    html = PAGES.render_step(step(field("text", "x", value=slot("hint"))), PAGE)
    assert f'value="{slot("hint")}"' in html
