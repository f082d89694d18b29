"""What the examples of pages are made into."""

from __future__ import annotations

import pytest

from tests.engine.lint.examples import completed, examples_in, parse_page, problems_of, shown

PAGE = """\
# X001 – Un titre

Une explication.
Sur deux lignes.

## Mauvais

```yaml
champs:
  - {id: nom, type: texte, libelle: "## Nom"}
```

## Bon

```yaml a.yaml
textes: {}
```

```yaml blocs/b.yaml
bloc: {id: b}
```

```yaml brut
x
```
"""


SOURCE = 'source: "Règlement, article 3"'
FIELD = f"{{id: prenom, type: texte, libelle: Prénom, obligatoire: non, remplissage: given-name, {SOURCE}}}"
OTHER = f"{{id: surnom, type: texte, libelle: Surnom, remplissage: nickname, si: {{a_un_prenom: oui}}, {SOURCE}}}"
REQUESTS = f"[{{id: g, titre: Identité, demandes: [{{id: photo, libelle: Photographie, {SOURCE}}}]}}]"


@pytest.mark.parametrize(
    "part",
    [
        "",
        f"champs:\n  - {FIELD}\n",
        f"champs: [{FIELD}]\n",
        f"faits:\n  a_un_prenom: {{si: {{prenom: {{renseigne: oui}}}}}}\nchamps:\n  - {FIELD}\n  - {OTHER}\n",
        f"justificatifs: {REQUESTS}\n",
        f"motifs:\n  perte: {{libelle: J'ai perdu ma carte, justificatifs: {REQUESTS}}}\n",
        f"orientations:\n  mairie: {{titre: La mairie, texte: Voyez la mairie., {SOURCE}}}\n",
        "scenarios:\n  - {nom: Complète, le: 2026-03-10, avec: {nom: Roy}, attendu: {complet: oui}}\n",
        "entrees:\n  - {id: debut, libelle: Je commence, situation: oui}\n",
        "questions:\n  besoin:\n    libelle: Quel est votre besoin ?\n"
        "    choix: {carte: {libelle: Une carte, recap: Une carte, orienter_vers: ailleurs}}\n",
    ],
)
def test_what_a_part_is_completed_with_has_no_fault(part: str) -> None:
    name = "portail.yaml" if part.startswith(("or", "en", "qu")) else "demarche.yaml"
    # No part has scenarios for all that it does.
    assert [p for p in problems_of({name: completed(part).encode()}) if p.code != "V710"] == []


@pytest.mark.parametrize("whole", ["bloc: {id: a}\n", "services: {}\n"])
def test_what_is_taken_as_it_is(whole: str) -> None:
    assert completed(whole) == whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a⟨nbsp⟩b⟨tab⟩c⟨bom⟩", "a\u00a0b\tc\ufeff"),
        ("⟨U+200B⟩⟨U+1F600⟩", "\u200b\U0001f600"),
        ("⟨octet E9⟩", "\udce9"),
        ("⟨[ × 3⟩1⟨] × 3⟩", "[[[1]]]"),
        ("a:\n  a⟨n⟩: b⟨n+1⟩ ⟨… × 2⟩\nb: 1\n", "a:\n  a1: b2\n  a2: b3\nb: 1\n"),
        ("… × 2", "… × 2"),
    ],
)
def test_marks(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_a_page() -> None:
    page = parse_page(PAGE)
    assert (page.code, page.title, page.explanation) == ("X001", "Un titre", "Une explication.\nSur deux lignes.")
    assert [[*files] for files in page.bad] == [["demarche.yaml"]]
    assert [[*files] for files in page.good] == [["demarche.yaml"], ["a.yaml", "blocs/b.yaml"]]
    assert page.good[0]["demarche.yaml"] == b"x\n"


@pytest.mark.parametrize(
    ("old", "new"), [("# X001 –", "# X001 -"), ("## Bon", "## Mieux"), ("## Mauvais", "## Bon"), ("```yaml\n", "```\n")]
)
def test_a_page_made_otherwise_is_refused(old: str, new: str) -> None:
    with pytest.raises(ValueError, match="not"):
        parse_page(PAGE.replace(old, new, 1))


def test_a_lone_byte_is_kept() -> None:
    (files,) = examples_in("```yaml brut\na: ⟨octet E9⟩\n```\n")
    assert files == {"demarche.yaml": b"a: \xe9\n"}
