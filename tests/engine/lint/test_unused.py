"""N0xx: what nothing uses, and only that."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.build import load_catalogue
from engine.lint.rules import Subject
from engine.lint.unused import FAMILY
from tests.engine.lint.linting import TODAY, found, in_procedure, procedure

YES = "champs:\n  - {id: oui_ou_non, type: oui_non, libelle: O}\n"
FACT = "faits:\n  f: {si: {oui_ou_non: oui}}\n"
LIST = "listes:\n  l: {a: A, b: B}\n"
LINK = 'liens:\n  m: {libelle: M, adresse: "https://m.example"}\n'
TEXT = "textes:\n  t: {contenu: Un texte.}\n"
DOCUMENT = "documents:\n  d: {nom_fichier: d.pdf, titre: D}\n"
BLOCK = "bloc: {id: b, attend: [f]}\nlistes:\n  l: {a: A, b: B}\ncontenu:\n"
READS = BLOCK + "  - {id: c, type: choix, libelle: C, liste: l, si: {f: oui}}\n"
PORTAL = """\
portail: {id: p, langage: 1, version: "1", titre: P, titre_neutre: Ma démarche}
liens:
  m: {libelle: M, adresse: "https://m.example"}
textes:
  page: {titre: Page, contenu: Une page.}
  encart: {contenu: Un encart.}
entrees:
  - {id: e, libelle: E, situation: oui}
situation: q
questions:
  q: {libelle: Q, choix: {a: {libelle: A, recap: A, orienter_vers: o}, b: {libelle: B, recap: B, orienter_vers: o}}}
orientations:
  o: {titre: O, texte: O.}
  perdue: {titre: Perdue, texte: Perdue.}
"""


def reads(rest: str) -> str:
    """A second field, which uses something."""
    return f"{YES}  - {{id: v, type: texte, libelle: V, {rest}}}\n"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (FACT + YES, [("N001", "f")]),
        (FACT + reads("si: {f: oui}"), []),
        (FACT + reads('aide: "Vous avez dit {f}."'), []),
        (FACT + "  g: {si: {f: non}}\n" + reads("si: {g: oui}"), []),
        (FACT + YES + "regles:\n  - {si: {f: oui}, message: Non}\n", []),
        (
            "faits:\n  a: {anniversaire: [n, 18]}\nchamps:\n  - {id: n, type: date, libelle: N}\n"
            "regles:\n  - {si: {n: {avant: a}}, message: Non}\n",
            [],
        ),
        (LIST, [("N002", "l")]),
        (LIST + "champs:\n  - {id: v, type: choix, libelle: V, liste: l}\n", []),
        (LINK, [("N003", "m")]),
        (LINK + reads('aide: "Voyez [la mairie](lien:m)."'), []),
        (TEXT, [("N004", "t")]),
        (DOCUMENT, [("N006", "d")]),
        (DOCUMENT + reads('aide: "Voyez [le document](document:d)."'), []),
        (DOCUMENT.replace("  d:", "  confirmation:"), []),
        (DOCUMENT.replace("  d:", "  liste_justificatifs:"), []),
    ],
)
def test_in_a_procedure(part: str, expected: list[tuple[str, str]]) -> None:
    head = 'procedure:\n  id: essai\n  langage: 1\n  version: "1"\n  titre: E\n  titre_neutre: Ma démarche\n'
    leap = "  anniversaire_29_fevrier: 1er_mars\n"
    assert in_procedure(FAMILY, head + leap + part) == expected


def test_a_text_in_an_insert_is_used() -> None:
    text = procedure(TEXT).replace("titre: Dépôt,", "titre: Dépôt, encarts: [t],")
    assert found(FAMILY, {"essai.yaml": text}) == []


@pytest.mark.parametrize(
    ("part", "address", "expected"),
    [
        ("", "https://m.example", []),
        ("pied:\n  - plan: oui\n", "https://m.example", [("N004", "page")]),
        ("pied:\n  - plan: oui\n", "/pages/page", []),
        ("pied:\n  - page: page\n", "https://m.example", []),
        ("entete:\n  - page: page\npied:\n  - plan: oui\n", "https://m.example", []),
        ("navigation:\n  - page: page\npied:\n  - plan: oui\n", "https://m.example", []),
    ],
)
def test_a_page_that_no_link_leads_to(part: str, address: str, expected: list[tuple[str, str]]) -> None:
    """A portal that does not say what its footer holds has all its pages there."""
    portal = PORTAL.replace("https://m.example", address) + part
    told = found(FAMILY, {"portail.yaml": portal})
    assert [it for it in told if it == ("N004", "page")] == expected


def test_what_links_around_pages_cite_is_used() -> None:
    part = "navigation:\n  - lien: m\n  - orienter_vers: perdue\n"
    assert found(FAMILY, {"portail.yaml": PORTAL + part}) == [("N004", "encart")]


def test_in_the_portal() -> None:
    """A text that has a title is a page; links and texts may serve any procedure of the folder."""
    alone = [("N003", "m"), ("N004", "encart"), ("N005", "perdue")]
    assert found(FAMILY, {"portail.yaml": PORTAL}) == alone
    part = reads('aide: "[La mairie](lien:m)"') + "regles:\n  - {si: {oui_ou_non: oui}, orienter_vers: perdue}\n"
    text = procedure(part).replace("titre: Dépôt,", "titre: Dépôt, encarts: [encart],")
    assert found(FAMILY, {"portail.yaml": PORTAL, "essai.yaml": text}) == []


@pytest.mark.parametrize(
    ("part", "block", "expected"),
    [
        (FACT + YES + "  - inclure: b\n", READS, []),
        (FACT + YES, READS, [("N007", "bloc"), ("N001", "f")]),
        (
            FACT + YES + "  - inclure: b\n",
            BLOCK + "  - {id: c, type: texte, libelle: C}\n",
            [("N010", "f"), ("N002", "l")],
        ),
        (FACT + YES + "  - {inclure: b, adapter: {c: {libelle: C}}}\n", READS, [("N009", "libelle")]),
        (FACT + YES + "  - {inclure: b, adapter: {c: {libelle: D}}}\n", READS, []),
        (FACT + YES + "  - {inclure: b, adapter: {c: {aide: D}}}\n", READS, []),
        (FACT + YES + "  - {inclure: b, adapter: {c: {si: {f: oui}}}}\n", READS, [("N009", "si")]),
    ],
)
def test_blocks(part: str, block: str, expected: list[tuple[str, str]]) -> None:
    assert found(FAMILY, {"essai.yaml": procedure(part), "blocs/b.yaml": block}) == expected


def test_a_table_of_services() -> None:
    table = "services:\n  defaut: {nom: S, site: '1'}\n"
    deposit = "depot: {numero: '{site:4}{date:8}{compteur:7}', services: t}\n"
    assert found(FAMILY, {"essai.yaml": procedure(), "blocs/t.yaml": table}) == [("N008", "services")]
    assert found(FAMILY, {"essai.yaml": procedure(deposit), "blocs/t.yaml": table}) == []


def test_of_one_file_nothing_is_said_that_others_could_use(tmp_path: Path) -> None:
    folder = tmp_path
    (folder / "blocs").mkdir()
    (folder / "portail.yaml").write_text(PORTAL, encoding="utf-8")
    (folder / "essai.yaml").write_text(procedure(), encoding="utf-8")
    (folder / "blocs" / "b.yaml").write_text(READS, encoding="utf-8")
    assert FAMILY.check is not None
    assert list(FAMILY.check(Subject(load_catalogue(folder / "essai.yaml"), TODAY))) == []
    assert list(FAMILY.check(Subject(load_catalogue(folder), TODAY))) != []
