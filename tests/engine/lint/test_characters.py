"""Characters that are not what they look like."""

from __future__ import annotations

import pytest

from engine.lint.edits import applied

from .samples import CLEAN, FILE, changed, linted, told

CYRILLIC_A, CYRILLIC_O = "\u0430", "\u043e"
CASES = [
    ("Y040", 'libelle: "Nom "', 'libelle: "Nom"'),
    ("Y040", 'libelle: "\u00a0Nom"', 'libelle: "Nom"'),
    ("Y040", "libelle: Nom\u202f", "libelle: Nom"),
    ("Y041", "libelle: Nom  de famille", "libelle: Nom de famille"),
    ("Y042", f"libelle: N{CYRILLIC_O}m", "libelle: Nom"),
    ("Y042", f"libelle: Nom d{CYRILLIC_A}ns l'ordre", "libelle: Nom dans l'ordre"),
    ("Y043", "libelle: Pre\u0301nom", "libelle: Prénom"),
    ("Y044", "libelle: No\u200bm", "libelle: Nom"),
    ("Y044", "libelle: N\u00adom", "libelle: Nom"),
    ("Y044", "libelle: Nom \u202eoui\u202c", None),
    ("Y046", "libelle: “Nom”", None),
]


@pytest.mark.parametrize(("code", "written", "mended"), CASES)
def test_found_and_mended(code: str, written: str, mended: str | None) -> None:
    text = changed("libelle: Nom}", f"{written}}}")
    found = linted(text)
    assert {p.code for p in found.problems} == {code}
    assert {p.severity for p in found.problems} == {"warning"}
    assert {p.position.line for p in found.problems} == {12}
    if mended is not None:
        data, _ = applied(text.encode(), found.problems[0].edits)
        assert data.decode() == changed("libelle: Nom}", f"{mended}}}")


@pytest.mark.parametrize(
    "written",
    [
        "libelle: Русский",
        "libelle: Ελληνικά",
        "libelle: می\u200cخواهم",
        "libelle: « Nom » d’usage – où ?",
        "libelle: Nom de “famille”",
        "libelle: “Nom” et “prénom”",
        r'libelle: "Nom\u00a0"',
        "libelle: Œuvre n° 3 µ",
    ],
)
def test_left_alone(written: str) -> None:
    value = written.partition(": ")[2]
    quoted = value if value.startswith(('"', "“")) else f'"{value}"'
    assert linted(changed("libelle: Nom}", f"libelle: {quoted}}}")).problems == ()


def test_a_name_with_a_no_break_space_beside_it() -> None:
    found = linted(changed("type: texte, remp", "type: texte\u00a0, remp"))
    assert told(found, "Y045") == [("Y045", 12, 34)]


def test_a_letter_of_another_alphabet_explains_why_an_id_is_refused() -> None:
    found = linted(changed("statut: marie", f"statut: m{CYRILLIC_A}rie"))
    assert [code for code, _, _ in told(found)] == ["R102", "Y042"]
    letters = found.problems[1]
    assert letters.params["letters"] == f"{CYRILLIC_A} U+0430"
    assert applied(changed("statut: marie", f"statut: m{CYRILLIC_A}rie").encode(), letters.edits)[0].decode() == CLEAN


def test_texts_of_several_lines() -> None:
    text = changed(
        "libelle: Nom}",
        f"libelle: Nom}}\n          - id: avis\n            type: texte\n"
        f"            libelle: |\n              Un n{CYRILLIC_O}m\n              et  deux e\u0301t\u00adés",
    )
    assert told(linted(text)) == [("Y042", 16, 18), ("Y043", 17, 24), ("Y044", 17, 27)]


def test_places_are_those_of_the_file() -> None:
    assert linted(CLEAN).problems == ()
    assert linted(changed("libelle: Nom}", "libelle: 'Nom '}")).problems[0].position.file == FILE
