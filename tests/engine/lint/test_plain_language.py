"""A6xx: each fault at its place, and nothing said of what is right."""

from __future__ import annotations

import pytest

from engine.lint.plain_language import FAMILY
from engine.lint.wording import sentences_of, words_in
from tests.engine.lint.linting import found, in_procedure, problems, procedure

LONG = "mot " * 26
SENTENCE = "mot " * 31
LINK = 'liens:\n  m: {libelle: Mairie, adresse: "https://m.example"}\n'
EIGHT = ", ".join(f"o{n}: Réponse {n}" for n in range(8))


def field(rest: str, kind: str = "texte") -> str:
    """One field, written on a line."""
    return f"champs:\n  - {{id: a, type: {kind}, {rest}}}\n"


def fields(*lines: str) -> str:
    """Some fields, each written on a line."""
    return "champs:\n" + "".join(f"  - {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (field(f"libelle: {LONG}"), [("A601", "mot")]),
        (field("libelle: " + "mot " * 25), []),
        (field(f"libelle: Ville, aide: {SENTENCE}"), [("A602", "mot")]),
        (field(f'libelle: Ville, aide: "{"Un mot. " * 20}"'), []),
        (field("libelle: LIEU DE NAISSANCE"), [("A603", "LIEU")]),
        (field("libelle: NATIONALITE"), [("A603", "NATIONALITE")]),
        (field("libelle: Numéro AGDREF"), []),
        (field("libelle: ANTS"), []),
        (field('libelle: "Ville *"'), [("A604", "*")]),
        (field("libelle: Ville (obligatoire)"), [("A604", "(obligatoire)")]),
        (field("libelle: Ville (facultatif), obligatoire: non"), []),
        (fields("{id: a, type: date, libelle: Date}", "{id: b, type: date, libelle: Daté}"), [("A605", "Daté")]),
        (
            fields(
                "{id: c, type: oui_non, libelle: C}",
                "{id: a, type: date, libelle: Date, si: {c: oui}}",
                "{id: b, type: date, libelle: Date, si: {c: non}}",
            ),
            [],
        ),
        (
            fields(
                "{id: c, type: oui_non, libelle: C}",
                "{id: a, type: date, libelle: Date, si: {c: oui}}",
                "{id: b, type: date, libelle: Date}",
            ),
            [("A605", "Date")],
        ),
        (
            fields(
                "{id: g, type: groupe, libelle: G, repetable: {max: 2, ajouter: Ajouter}, champs: ["
                "{id: a, type: texte, libelle: École}, {id: b, type: texte, libelle: Ecole}]}"
            ),
            [("A605", "Ecole")],
        ),
        (field("libelle: V, options: {x: Oui, y: oui}", "choix"), [("A606", "oui")]),
        ("listes:\n  l: {x: Un, y: Un}\n" + field("libelle: V, liste: l", "choix"), [("A606", "Un")]),
        (LINK + field('libelle: V, aide: "Voyez [ici](lien:m)."'), [("A607", "[ici")]),
        (field('libelle: V, aide: "Voyez [https://m.example](https://m.example)."'), [("A607", "[https")]),
        (LINK + field('libelle: V, aide: "Voyez [le site de la mairie](lien:m)."'), []),
        (field('libelle: V, format: "[0-9]+", format_exemple: "1"'), [("A608", "format")]),
        (field('libelle: V, format: "[0-9]+", format_message: Écrivez des chiffres.'), [("A609", "format")]),
        (field('libelle: V, format: "[0-9]+", format_message: Des chiffres., format_exemple: "1"'), []),
        (field('libelle: "Votre ville :", aide: Votre ville.'), [("A610", "Votre ville.")]),
        (field(f"libelle: V, presentation: boutons, options: {{{EIGHT}}}", "choix"), [("A611", "boutons")]),
        (field(f"libelle: V, options: {{{EIGHT}}}", "choix"), []),
        (fields(*(f"{{id: a{n}, type: texte, libelle: Point {n}}}" for n in range(21))), [("A613", "Saisie")]),
        (fields(*(f"{{id: a{n}, type: texte, libelle: Point {n}}}" for n in range(20))), []),
        (field('libelle: V, aide: "Le cas échéant, écrivez-le."'), [("A614", "Le cas échéant")]),
        (field("libelle: Au nom dudit enfant"), [("A614", "dudit")]),
        (field("libelle: L'audit et le crédit"), []),
        (field('libelle: "Avez-vous fini?"'), [("A615", "fini?")]),
        (field('libelle: "Avez-vous fini ?"'), []),
        (field('libelle: "Ouvert à 12:30, voyez https://m.example"'), []),
        (
            field('libelle: V, format: "[0-9]+", format_message: Format invalide., format_exemple: "1"'),
            [("A616", "Format")],
        ),
        (field("libelle: Prénom(s)"), [("A617", "Prénom(s)")]),
        (field("libelle: Email, repris_de: compte", kind="email"), []),
        (field("libelle: Prénom(s), remplissage: off"), []),
        (field("libelle: Nom de l'école"), []),
    ],
)
def test_what_is_found(part: str, expected: list[tuple[str, str]]) -> None:
    seen = in_procedure(FAMILY, part)
    assert [code for code, _ in seen] == [code for code, _ in expected]
    assert all(text.startswith(start) for (_, text), (_, start) in zip(seen, expected, strict=True))


def test_two_steps_of_one_title() -> None:
    text = procedure().replace("titre: Dépôt", "titre: Saisie")
    assert found(FAMILY, {"essai.yaml": text}) == [("A612", "Saisie")]


@pytest.mark.parametrize(
    ("label", "mended"),
    [("Ville *", "Ville"), ("Ville (Obligatoire)", "Ville"), ("Avez-vous fini?", "Avez-vous fini ?")],
)
def test_an_edit_mends_a_label_between_quotes(label: str, mended: str) -> None:
    text = procedure(field(f'libelle: "{label}"'))
    (only,) = problems(FAMILY, {"essai.yaml": text})
    (edit,) = only.edits
    lines = text.split("\n")
    line, at = lines[edit.position.line - 1], edit.position.column - 1
    lines[edit.position.line - 1] = line[:at] + edit.text + line[at + edit.length :]
    assert "\n".join(lines) == procedure(field(f'libelle: "{mended}"'))


def test_a_finding_in_a_text_of_several_lines_stands_at_its_start() -> None:
    """There a comment may suppress it; the words are the second place."""
    part = "champs:\n  - id: a\n    type: texte\n    libelle: V\n"
    part += "    aide: |\n      Une aide.\n\n      Nonobstant la suite.\n"
    (only,) = problems(FAMILY, {"essai.yaml": procedure(part)})
    assert only.code == "A614"
    assert only.related is not None
    assert only.related.line == only.position.line + 3


def test_a_block_used_for_others_is_not_for_the_browser_to_fill() -> None:
    files = {
        "essai.yaml": procedure("champs:\n  - inclure: personne\n  - {inclure: personne, comme: conjoint}\n"),
        "blocs/personne.yaml": "bloc: {id: personne}\ncontenu:\n  - inclure: naissance\n",
        "blocs/naissance.yaml": "bloc: {id: naissance}\ncontenu:\n  - {id: n, type: date, libelle: Courriel}\n",
    }
    assert {code for code, _ in found(FAMILY, files)} <= {"A605"}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Une phrase. Une autre ! Et « une » ?", 3),
        ("Voir l'art. 3 et M. Dupont.", 1),
        ("Liste :\n- un point\n- un autre point\n\nUn paragraphe.", 4),
        ("Voyez [le site](https://a.example/Un.Deux) demain.", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(list(sentences_of(text))) == count


def test_words() -> None:
    assert words_in("L'aide de Jean-Luc : 12 mots, « ou » moins") == 7
