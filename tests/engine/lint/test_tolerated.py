"""`# tolérer CODE : motif`: what it suppresses, and what is wrong with it."""

from __future__ import annotations

import pytest

from engine.build import load_sources
from engine.lint.linting import lint

from .samples import CLEAN, FILE, TODAY, changed, linted, told

BLANK = "- {id: nom, type: texte, remplissage: family-name, libelle: Nom}"
SPACED = '- {id: nom, type: texte, remplissage: family-name, libelle: "Nom "}'


def spaced(above: str = "", beside: str = "") -> str:
    """A procedure with one finding, Y040 on its line 12; comments above it or beside it."""
    return changed(BLANK, f"{above}{SPACED}{beside}")


@pytest.mark.parametrize(
    "text",
    [
        spaced(beside=" # tolérer Y040 : la police le demande"),
        spaced(beside=" # tolerer y040: la police le demande"),
        spaced(beside=" # tole\u0301rer Y040 : la police le demande"),
        spaced(beside=" #tolérer Y041, Y040 : la police le demande").replace("Nom }", "Nom }"),
        spaced(above="# tolérer Y040 : la police le demande\n          "),
        spaced(above="# tolérer Y040 : la police le demande\n          # et c'est dit\n          "),
    ],
)
def test_suppressed(text: str) -> None:
    found = linted(text)
    assert [p.code for p in found.tolerated] == ["Y040"]
    assert {p.code for p in found.problems} <= {"T002"}  # the second code of the fourth


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Not just above; above another line; on the line of what opens a block only.
        (spaced(above="# tolérer Y040 : parce que\n\n          "), [("T002", 12, 21), ("Y040", 14, 75)]),
        (
            changed("      - id: nom", "      - id: nom # tolérer Y040 : parce que", spaced()),
            [("T002", 9, 27), ("Y040", 12, 75)],
        ),
        # No reason, another rule, no rule, no code, and what nothing suppresses.
        (spaced(beside=" # tolérer Y040"), [("Y040", 12, 75), ("T001", 12, 89)]),
        (spaced(beside=" # tolérer Y040 parce que c'est cité"), [("Y040", 12, 75), ("T001", 12, 89)]),
        (spaced(beside=" # tolérer R102, Y040 parce que"), [("Y040", 12, 75), ("T004", 12, 89), ("T001", 12, 95)]),
        (spaced(beside=" # tolérer les espaces"), [("Y040", 12, 75), ("T005", 12, 79)]),
        (spaced(beside=" # tolérer Y040 : -"), [("Y040", 12, 75), ("T001", 12, 89)]),
        (spaced(beside=" # tolérer Y041 : parce que"), [("Y040", 12, 75), ("T002", 12, 89)]),
        (spaced(beside=" # tolérer Y040 et Y940 : parce que"), [("T003", 12, 97)]),
        (spaced(beside=" # tolérer les espaces : parce que"), [("Y040", 12, 75), ("T005", 12, 79)]),
        (spaced(beside=" # tolérer : parce que"), [("Y040", 12, 75), ("T005", 12, 79)]),
        (spaced(beside=" # tolérer R102 : parce que"), [("Y040", 12, 75), ("T004", 12, 89)]),
        (spaced(beside=" # tolérer T002 : parce que"), [("Y040", 12, 75), ("T004", 12, 89)]),
        # No comment: within a text.
        (changed("libelle: Nom}", "libelle: 'Nom # tolérer Y040 : x'}"), []),
        (changed("libelle: Nom}", "libelle: Nom} # on peut tolérer Y040 : x"), []),
    ],
)
def test_not_suppressed(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert told(linted(text)) == expected


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("titre: Votre  nom # tolérer Y041 : ainsi dans l'arrêté", []),
        ("titre: Votre  nom # tolérer Y041", ["T001", "Y041"]),
        ("titre: Votre  nom # à revoir", ["Y016", "Y041"]),
        ("titre: Votre  nom # tolérer les fautes", ["T005", "Y016", "Y041"]),
        ("titre: Votre  nom #tolérer Y041 : ainsi dans l'arrêté", []),
    ],
)
def test_a_text_without_quotes_is_not_cut_by_what_suppresses(line: str, codes: list[str]) -> None:
    found = linted(changed("titre: Nom\n    source", f"{line}\n    source"))
    assert sorted(p.code for p in found.problems) == codes
    assert [p.code for p in found.tolerated] == ([] if codes else ["Y041"])


def test_an_unknown_code_has_its_nearest() -> None:
    assert linted(spaced(beside=" # tolérer Y0400 : parce que")).problems[1].suggestion == "Y040"


def test_of_a_text_of_several_lines_all_are_covered() -> None:
    label = "{}libelle: >-\n              Nom\n              de\u200b naissance"
    long = f"- id: nom # d'usage\n            type: texte\n            {label}"
    mark = "# tolérer Y044 : cela aide à couper la ligne\n            "
    assert [code for code, _, _ in told(linted(changed(BLANK, long.format(""))))] == ["Y044"]
    found = linted(changed(BLANK, long.format(mark)))
    assert found.problems == ()
    assert [p.code for p in found.tolerated] == ["Y044"]


def test_while_loading_finds_an_error_no_comment_is_said_to_be_of_no_use() -> None:
    text = changed("type: choix", "type: chois", changed(BLANK, f"{BLANK} # tolérer A601 : parce que"))
    assert "T002" not in {code for code, _, _ in told(linted(text))}


def test_a_comment_in_a_block_may_serve_another_procedure() -> None:
    field = "{id: prenom, type: texte, remplissage: given-name, source: Règlement de la carte, libelle: Prénom}"
    block = f"bloc: {{id: noms}}\ncontenu:\n  - {field} # tolérer Y040 : parce que\n"
    text = changed(BLANK, f"{BLANK}\n          - inclure: noms")
    loaded = load_sources({FILE: text.encode(), "blocs/noms.yaml": block.encode()})
    assert [p.code for p in lint(loaded, TODAY).problems] == ["T002"]
    assert lint(loaded, TODAY, whole=False).problems == ()
    spaced_block = block.replace("Prénom}", '"Prénom "}').encode()
    found = lint(load_sources({FILE: text.encode(), "blocs/noms.yaml": spaced_block}), TODAY)
    assert found.problems == ()
    assert [p.position.file for p in found.tolerated] == ["blocs/noms.yaml"]


def test_the_sample_is_clean() -> None:
    assert linted(CLEAN).problems == ()
