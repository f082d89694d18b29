"""The step in a terminal, line by line."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from engine.texts import RichText, parse_text
from engine.view import (
    AlternativesView,
    AnsweredQuestionView,
    CheckLine,
    CheckSection,
    ErrorView,
    FilesNotice,
    FileView,
    InsertView,
    ItemView,
    OptionView,
    QuestionView,
    RequestGroupView,
    RequestView,
    SectionView,
    StepRef,
    StepView,
    SuggestionView,
)
from renderers.text import render_step
from renderers.text.requests import file_size
from renderers.text.words import WORDS
from tests.renderers.views import field_view, part_view, repeat_view

STEPS = (
    StepRef("debut", 1, "Début", "debut", "done"),
    StepRef("jardin", 2, "Votre jardin", "jardin", "current"),
    StepRef("fin", 3, "Fin", "fin", "todo"),
)


def rich(source: str) -> RichText:
    text, refused = parse_text(source)
    assert not refused
    return text.fill(lambda name: name, {})


def options(*labels: str, chosen: str = "") -> tuple[OptionView, ...]:
    return tuple(OptionView(label.lower(), label, f"f-{label.lower()}", label == chosen) for label in labels)


FORM = StepView(
    title="Votre jardin",
    neutral_title="Ma démarche",
    procedure_title="Demander une parcelle",
    content="form",
    step="jardin",
    slug="jardin",
    number=2,
    total=3,
    steps=STEPS,
    version=4,
    progress=20,
    remaining="15 minutes",
    recap=("Vous habitez la commune.",),
    recalls_situation=True,
    inserts=(InsertView("rappel", "Rappel :", rich("- **Un arrosoir**\n- [la carte](https://example.org/carte)")),),
    announcement=rich("Nous allons vous demander de décrire votre jardin, en quelques lignes courtes ou longues."),
    sections=(
        SectionView(
            "parcelle",
            "La parcelle",
            rich("Ce que l'on voit."),
            (
                field_view("nom", "text", "nom", "f-nom", "Nom", required=True, value="Lilas", display="Lilas"),
                field_view("usage", "text", "usage", "f-usage", "Autre nom", required=False, hint=rich("S'il y en a.")),
                field_view(
                    "plantee",
                    "date",
                    "plantee",
                    "f-plantee-jour",
                    "Plantée le",
                    required=True,
                    parts=(
                        part_view("jour", "plantee.jour", "f-plantee-jour", "Jour", "31"),
                        part_view("mois", "plantee.mois", "f-plantee-mois", "Mois", "", error="Écrivez un mois."),
                        part_view("annee", "plantee.annee", "f-plantee-annee", "Année", ""),
                    ),
                    error="Cette date n'existe pas.",
                ),
                field_view(
                    "sol",
                    "choice",
                    "sol",
                    "f-sol",
                    "Sol",
                    required=True,
                    options=options("Argile", "Sable", chosen="Sable"),
                ),
                field_view(
                    "pays",
                    "country",
                    "pays",
                    "f-pays",
                    "Pays",
                    required=True,
                    options=options("Brésil", "France", chosen="France"),
                    presentation="list",
                ),
                field_view("ombre", "checkbox", "ombre", "f-ombre", "À l'ombre", required=False, value="oui"),
                field_view(
                    "accord", "commitment", "accord", "f-accord", "Je m'engage", required=True, why="C'est la règle."
                ),
                field_view(
                    "ici",
                    "address",
                    "ici",
                    "f-ici",
                    "Adresse",
                    required=True,
                    parts=(part_view("voie", "ici.voie", "f-ici-voie", "Voie", "rue Haute"),),
                    suggestions=(SuggestionView("1 rue Haute 59000 Lille", "1"),),
                ),
                field_view(
                    "code",
                    "number",
                    "code",
                    "f-code",
                    "Code",
                    required=True,
                    display="12",
                    confirm_label="Confirmer",
                    remove_label="Retirer le code",
                ),
                field_view(
                    "mail",
                    "email",
                    "mail",
                    "f-mail",
                    "Email",
                    required=False,
                    value="lilas@exemple.test",
                    taken_from="compte",
                ),
                field_view("total", "computed", "total", "f-total", "Total", required=True, display="3 arbres"),
                repeat_view(
                    "arbres",
                    "Arbres",
                    (
                        field_view(
                            "arbres",
                            "group",
                            "arbres.0",
                            "f-arbres-0",
                            "Arbre 1",
                            required=True,
                            members=(
                                field_view(
                                    "espece", "text", "arbres.0.espece", "f-arbres-0-espece", "Espèce", required=True
                                ),
                            ),
                        ),
                    ),
                    add_label="Ajouter un arbre",
                    can_add=True,
                    can_remove=True,
                    is_new=True,
                ),
            ),
            sections=(SectionView("eau", "L'eau", None, ()),),
            has_required=True,
        ),
    ),
    errors=(ErrorView("f-plantee-jour", "Cette date n'existe pas.", "Plantée le"),),
    notices=("Une nouvelle question est apparue.",),
    previous="debut",
)

FORM_LINES = """\
Demander une parcelle

Étape 2 sur 3 : Votre jardin
============================

[x] 1. Début
[>] 2. Votre jardin
[ ] 3. Fin

Votre démarche en ligne est à 20 % terminée.
Plus que 15 minutes pour finir votre démarche.

D'après vos réponses :
    - Vous habitez la commune.
[ Modifier ma situation ]

! Une nouvelle question est apparue.

Il y a un problème
------------------

! Plantée le : Cette date n'existe pas.

Rappel :
--------

- Un arrosoir
- la carte (https://example.org/carte)

Nous allons vous demander de décrire votre jardin, en quelques lignes courtes ou
longues.

La parcelle
-----------

Ce que l'on voit.

Les champs marqués d'un * sont obligatoires.

Nom * : Lilas

Autre nom : ____________________
    S'il y en a.

Plantée le * :
    Jour : 31   Mois : ____   Année : ____
    ! Erreur : Écrivez un mois.
    ! Erreur : Cette date n'existe pas.

Sol * :
    ( ) Argile
    (x) Sable

Pays * : France
    (liste de 2 choix)

[x] À l'ombre

[ ] Je m'engage *
    Pourquoi : C'est la règle.

Adresse * :
    Voie : rue Haute
    ( ) 1 rue Haute 59000 Lille

Code * : 12
    [ Retirer le code ]

Email : lilas@exemple.test
    C'est l'adresse de votre compte : elle ne se change pas ici.

Total : 3 arbres

Arbres * (nouvelle question)
    Arbre 1 *
        Espèce * : ____________________
    [ Supprimer ]
    [ Ajouter un arbre ]

L'eau
.....

[ Enregistrer et poursuivre ]
[ Revenir à l'étape précédente ]
[ Quitter et revenir plus tard ]
[ Abandonner la demande ]
"""


def test_a_form() -> None:
    assert render_step(FORM) == FORM_LINES


BARE = StepView("Titre", "Ma démarche", "Demander", "form", "a", "a", 1, 1, (), 1, can_quit=False, can_abandon=False)


def body(view: StepView) -> str:
    """What follows the heading."""
    return render_step(view).split("=\n", 1)[1].strip("\n")


def test_a_question_of_the_tree() -> None:
    question = QuestionView(
        "sol",
        "Quel est votre sol ?",
        "f-sol",
        rich("Regardez bien."),
        rich("Touchez-le."),
        options("Argile", "Sable"),
        None,
        "Choisissez une réponse.",
        "Je continue",
        earlier=(AnsweredQuestionView("lieu", "Où ?", "Ici"),),
    )
    assert (
        body(BARE._replace(content="situation", question=question))
        == """\
- Où ? Ici

Regardez bien.

Quel est votre sol ?
    Touchez-le.

    ( ) Argile
    ( ) Sable
    ! Erreur : Choisissez une réponse.

[ Je continue ]"""
    )


def test_requested_documents() -> None:
    provision = AlternativesView(
        "all_of",
        None,
        None,
        (
            ItemView("plan", "Plan", "moins de 3 mois"),
            AlternativesView(
                "one_of",
                None,
                None,
                (
                    AlternativesView("one_of", "Si clôture :", rich("Joignez :"), (ItemView("bail", "Bail"),)),
                    AlternativesView("all_of", None, None, (ItemView("a", "Un"), ItemView("b", "Deux"))),
                ),
            ),
        ),
    )
    requests = (
        RequestView(
            "plan",
            "Plan du jardin",
            required=True,
            control="plan",
            anchor="f-plan",
            text=rich("Lisible."),
            instruction=rich("Veuillez joindre :"),
            provision=provision,
            note=rich("Traduit."),
            files=(FileView("u1", "plan.pdf", 1_500_000, "plan", "Plan"),),
            max_files=1,
            error="Ce fichier est vide.",
            warning="« Bail »",
            why="Pour situer.",
        ),
        RequestView(
            "code",
            "Code",
            required=False,
            control="code",
            anchor="f-code",
            field=field_view("n", "number", "n", "f-n", "Numéro", required=True, confirm_label="Confirmer"),
            heading="Si vous avez un code",
        ),
        RequestView(
            "rien",
            "Photos",
            required=True,
            control="rien",
            anchor="f-rien",
            provision=AlternativesView("one_of", None, None, (ItemView("x", "Profil"), ItemView("y", "Face"))),
            parts=(
                RequestView("rien", "Profil", required=False, control="rien.x", anchor="f-rien-x", can_add=False),
                RequestView(
                    "rien", "Face", required=True, control="rien.y", anchor="f-rien-y", can_add=False, error="Vide."
                ),
            ),
        ),
    )
    groups = (RequestGroupView("g", "Pièces", requests[:1], (RequestGroupView("h", "Autres", requests[1:]),)),)
    assert (
        body(BARE._replace(content="justificatifs", groups=groups, files=FilesNotice(10 * 1024 * 1024, ("jpg", "pdf"))))
        == """\
Pièces
------

Plan du jardin *
    Lisible.

    Veuillez joindre :

    - Plan (moins de 3 mois)
        Un des documents suivants :
            Si clôture :
            Joignez :

            - Bail
            Tous les documents suivants :
            - Un
            - Deux

    Traduit.

    + plan.pdf (1,4 Mo) – Plan   [ Supprimer ]
    [ Joindre un document ] 1 fichier au plus.
    Formats : .jpg, .pdf ; 10 Mo au plus par fichier.
    ! Erreur : Ce fichier est vide.
    ! Il peut manquer : « Bail »
    Pourquoi : Pour situer.

Autres
......

Si vous avez un code
Code (facultatif)
    Numéro * : ____________________
        [ Confirmer ]

Photos *
    Un des documents suivants :
    - Profil
    - Face

    Profil
    Face *
    ! Erreur : Vide.

[ Enregistrer et poursuivre ]"""
    )


def test_the_answers_to_check_before_the_deposit() -> None:
    lines = (
        CheckLine("Nom", ("Lilas",), "jardin", "f-nom"),
        CheckLine("Adresse", ("1 rue Haute", "59000 Lille"), "jardin", "f-ici"),
        CheckLine("Autre nom", (), "jardin", "f-usage", error="À compléter."),
    )
    assert (
        body(BARE._replace(content="deposit", check=(CheckSection("Votre jardin", lines),)))
        == """\
Votre jardin
------------

Nom : Lilas
Adresse : 1 rue Haute
    59000 Lille
Autre nom : Non renseigné
    ! Erreur : À compléter.

[ Déposer la demande ]"""
    )


def test_the_confirmation_has_nothing_more_to_send() -> None:
    view = BARE._replace(content="confirmation", number_given="5903", documents={"Confirmation": "/d/confirmation.pdf"})
    assert body(view) == "Numéro de votre demande : 5903\n[ Télécharger « Confirmation » (PDF) ]"


def test_several_errors_are_counted() -> None:
    shown = body(
        BARE._replace(errors=(ErrorView("", "Le service est fermé.", ""), ErrorView("f-a", "Trop court.", "Nom")))
    )
    assert shown.startswith("Il y a 2 problèmes\n------------------\n\n! Le service est fermé.\n! Nom : Trop court.\n")


def test_file_sizes() -> None:
    sizes = [0, 1023, 1024, 327_680, 1024 * 1024, 1_500_000, 10 * 1024 * 1024]
    assert [file_size(size) for size in sizes] == [
        "0 octets",
        "1023 octets",
        "1 Ko",
        "320 Ko",
        "1 Mo",
        "1,4 Mo",
        "10 Mo",
    ]


@given(st.text(max_size=300))
def test_no_line_passes_80_columns_and_nothing_drives_the_terminal(typed: str) -> None:
    field = field_view("a", "text", "a", "f-a", "Nom", required=True, value=typed, display=typed, error=typed)
    shown = render_step(BARE._replace(sections=(SectionView("s", "Section", rich("Un."), (field,)),), notices=(typed,)))
    assert all(len(line) <= 80 for line in shown.split("\n"))
    assert {unicodedata.category(c) for c in shown.replace("\n", "")} & {"Cc", "Cs"} == set()
    assert "\u202e" not in shown


def test_a_password_is_never_shown() -> None:
    field = field_view("a", "password", "a", "f-a", "Secret", required=True, value="Secret-1", display="Secret-1")
    shown = render_step(BARE._replace(sections=(SectionView("s", "Section", None, (field,)),)))
    assert "Secret-1" not in shown


def test_our_words_are_the_same_in_every_language() -> None:
    assert WORDS["fr"].keys() == WORDS["en"].keys()
    for key, french in WORDS["fr"].items():
        assert sorted(re.findall(r"\{\w+\}", french)) == sorted(re.findall(r"\{\w+\}", WORDS["en"][key])), key


def test_a_language_without_words_gets_the_french_ones() -> None:
    assert render_step(FORM, "ar") == render_step(FORM, "fr") == render_step(FORM)


def test_sizes_in_english() -> None:
    sizes = [file_size(size, "en") for size in (320, 2048, 1024 * 1024, 1_500_000)]
    assert sizes == ["320 bytes", "2 kB", "1 MB", "1.4 MB"]
