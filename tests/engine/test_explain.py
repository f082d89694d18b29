"""Conditions in words, as an applicant and a lawyer read them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.build import Loaded
from engine.explain import Explainer

FIELDS = """
- {id: etat, type: choix, libelle: Situation familiale, options: {marie: Marié(e), pacse: Pacsé(e), seul: Célibataire}}
- {id: jour, type: date, libelle: Date de naissance}
- {id: coche, type: case, libelle: Je suis émancipé}
- {id: enfants, type: oui_non, libelle: "Avez-vous des enfants ?"}
- {id: pays, type: pays, libelle: Pays}
- {id: cible, type: texte, libelle: Cible, si: %s}
"""
FACTS = """
faits:
  age: {libelle: âge, annees_entre: [jour, date_depot]}
  mineur: {libelle: mineur, si: {age: {min: 16, moins_de: 18}}}
"""


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("{etat: [pacse, marie]}", "« Situation familiale » est « Marié(e) » ou « Pacsé(e) »"),
        ("{mineur: oui}", "mineur (âge : de 16 à 17)"),
        ("{mineur: non}", "non : mineur (âge : de 16 à 17)"),
        ("{coche: oui}", "« Je suis émancipé » est coché"),
        ("{coche: non}", "« Je suis émancipé » n'est pas coché"),
        ("{enfants: oui, pays: BR}", "« Avez-vous des enfants ? » : oui et « Pays » est « Brésil »"),
        ("{age: {min: 18}}", "âge : 18 ou plus"),
        ("{age: {moins_de: 18}}", "âge : moins de 18"),
        ("{age: 17}", "âge : 17"),
        ("{jour: {avant: 2000-01-31}}", "Date de naissance avant 31/01/2000"),
        ("{jour: {au_plus_tard: date_depot}}", "Date de naissance jusqu'à la date du dépôt"),
        ("{etat: {renseigne: non}}", "« Situation familiale » n'est pas renseigné"),
        (
            "{un_de: [{coche: oui}, {enfants: oui, etat: seul}]}",
            "« Je suis émancipé » est coché ou "
            "(« Avez-vous des enfants ? » : oui et « Situation familiale » est « Célibataire »)",
        ),
        (
            "{aucun_de: [{coche: oui}, {enfants: oui}]}",
            "aucun de : « Je suis émancipé » est coché ; « Avez-vous des enfants ? » : oui",
        ),
        ("{motif: seul}", "« motif » est « Le seul motif »"),
    ],
)
def test_a_condition_in_words(load: Callable[..., Loaded], condition: str, words: str) -> None:
    loaded = load(FIELDS % condition, before=FACTS)
    assert loaded.problems == ()
    procedure = loaded.catalogue.procedures["essai"]
    compiled = procedure.fields["cible"].condition
    assert compiled is not None
    assert Explainer(procedure).condition(compiled) == words


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("{etat: [pacse, marie]}", "Vous avez répondu « Marié(e) » ou « Pacsé(e) » à « Situation familiale »."),
        ("{mineur: oui}", "D'après vos réponses : mineur."),
        ("{mineur: non}", None),
        ("{coche: oui}", "Vous avez coché « Je suis émancipé »."),
        ("{coche: non}", "Vous n'avez pas coché « Je suis émancipé »."),
        ("{enfants: oui}", "Vous avez répondu « Oui » à « Avez-vous des enfants ? »."),
        (
            "{enfants: non, pays: BR}",
            "Vous avez répondu « Non » à « Avez-vous des enfants ? » et vous avez répondu « Brésil » à « Pays ».",
        ),
        ("{mineur: oui, coche: oui}", "Vous avez coché « Je suis émancipé » et d'après vos réponses : mineur."),
        (
            "{un_de: [{coche: oui}, {enfants: oui}]}",
            "Vous avez coché « Je suis émancipé » ou vous avez répondu « Oui » à « Avez-vous des enfants ? ».",
        ),
        ("{un_de: [{mineur: oui}, {coche: oui}]}", None),
        ("{mineur: oui, coche: oui, enfants: oui}", None),
        ("{pays: [BR, FR, IT, ES]}", None),
        ("{age: {min: 18}}", None),
        ("{jour: {avant: 2000-01-31}}", None),
        ("{etat: {renseigne: non}}", None),
        ("{aucun_de: [{coche: oui}, {enfants: oui}]}", None),
        ("{motif: seul}", None),
    ],
)
def test_a_reason_for_applicants(load: Callable[..., Loaded], condition: str, words: str | None) -> None:
    loaded = load(FIELDS % condition, before=FACTS)
    assert loaded.problems == ()
    procedure = loaded.catalogue.procedures["essai"]
    compiled = procedure.fields["cible"].condition
    assert compiled is not None
    assert Explainer(procedure).simple(compiled) == words


def test_in_english_too(load: Callable[..., Loaded]) -> None:
    procedure = load(FIELDS % "{etat: [pacse, marie], coche: non}", before=FACTS).catalogue.procedures["essai"]
    compiled = procedure.fields["cible"].condition
    assert compiled is not None
    said = Explainer(procedure, "en").condition(compiled)
    assert said == "“Situation familiale” is “Marié(e)” or “Pacsé(e)” and “Je suis émancipé” is not ticked"
