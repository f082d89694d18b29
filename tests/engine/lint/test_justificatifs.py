"""D4xx: each fault at its place, and nothing said of what is right."""

from __future__ import annotations

import pytest

from engine.lint.justificatifs import FAMILY
from tests.engine.lint.linting import in_procedure, problems, procedure


def asked(*requests: str, before: str = "") -> str:
    """A group with some requests, each written on a line."""
    return f"{before}justificatifs:\n  - id: g\n    titre: Groupe\n    demandes:\n" + "".join(
        f"      - {request}\n" for request in requests
    )


def with_pieces(provision: str, more: str = "") -> str:
    """A request with what is to be given."""
    return asked(f"{{id: d, libelle: Domicile{more}, fournir: {provision}}}")


A, B, C = "{id: a, libelle: Bail}", "{id: b, libelle: Facture}", "{id: c, libelle: ou bail}"
FIELDS = "champs:\n  - {id: mineur, type: oui_non, libelle: Mineur}\n"
TWO_MOTIFS = "motifs:\n  un: {libelle: Un}\n  deux: {libelle: Deux}\n"
OWN = "motifs:\n  un: {libelle: Un, justificatifs: [{id: vide, titre: Commun, demandes: [{id: p, libelle: Photo}]}]}\n"
EMPTY = "justificatifs:\n  - {id: vide, titre: Domicile}\n"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (EMPTY, [("D401", "Domicile")]),
        (TWO_MOTIFS + EMPTY, [("D401", "Domicile")]),
        (OWN + EMPTY, []),
        (
            "justificatifs:\n  - {id: a, titre: A, groupes: [{id: b, titre: Dedans}]}\n",
            [("D401", "A"), ("D401", "Dedans")],
        ),
        (asked("{id: a, libelle: Autorisation, si: {mineur: oui}}", before=FIELDS), [("D402", "si")]),
        (asked("{id: a, libelle: Autorisation, si: {mineur: oui}, entete: Si mineur}", before=FIELDS), []),
        (TWO_MOTIFS + asked("{id: a, libelle: Autorisation, si: {motif: un}}"), []),
        (asked("{id: a, libelle: Autorisation, entete: Si mineur}"), [("D403", "entete")]),
        (with_pieces(f"{{un_de: [{A}]}}"), [("D404", "un_de")]),
        (with_pieces(f"{{tous: [{A}]}}"), [("D404", "tous")]),
        (with_pieces(f"{{un_de: [{A}, {{titre: Si hôtel, tous: [{B}]}}]}}"), []),
        (with_pieces(f"{{un_de: [{A}, {B}]}}"), []),
        (asked("{id: a, libelle: Acte}", "{id: b, libelle: acté}"), [("D405", "acté")]),
        (asked("{id: a, libelle: Acte}", "{id: b, libelle: Acte, si: {mineur: oui}, entete: E}", before=FIELDS), []),
        (with_pieces(f"{{tous: [{A}, {B}]}}", ", max: 1"), [("D406", "1")]),
        (with_pieces(f"{{tous: [{A}, {B}]}}", ", max: 1, envoi: par_piece"), []),
        (with_pieces(f"{{un_de: [{A}, {B}]}}", ", max: 1"), []),
        (with_pieces(f"{{tous: [{A}, {{un_de: [{B}, {C}]}}]}}", ", max: 2"), []),
        (asked("{id: a, libelle: Acte, envoi: par_piece}"), [("D407", "par_piece")]),
        (with_pieces(f"{{tous: [{A}, {B}]}}", ", envoi: par_piece"), []),
        (asked("{id: a, libelle: Acte, code: X}", "{id: b, libelle: Bail, code: X}"), [("D408", "X")]),
        (asked("{id: a, libelle: Acte}", "{id: b, libelle: Bail, code: A}"), [("D408", "A")]),
        (with_pieces(f"{{un_de: [{A}, {C}]}}"), [("D409", "ou bail")]),
        (with_pieces(f"{{tous: [{A}, {B}]}}", ', consigne: "Joignez l’un des documents :"'), [("D410", '"Joignez')]),
        (with_pieces(f"{{un_de: [{A}, {B}]}}", ', consigne: "Joignez tous les documents :"'), [("D410", '"Joignez')]),
        (with_pieces(f"{{un_de: [{A}, {B}]}}", ', consigne: "Joignez un des documents :"'), []),
        (with_pieces(f"{{tous: [{A}, {B}]}}", ', consigne: "Joignez les documents suivants :"'), []),
        (asked("{id: a, libelle: Autres documents}"), [("D411", "Autres documents")]),
        (asked("{id: a, libelle: Autres documents, texte: Ce qui vous paraît utile.}"), []),
        (asked("{id: a, libelle: Documents de voyage}"), []),
    ],
)
def test_what_is_found(part: str, expected: list[tuple[str, str]]) -> None:
    seen = in_procedure(FAMILY, part)
    assert [code for code, _ in seen] == [code for code, _ in expected]
    assert all(text.startswith(start) for (_, text), (_, start) in zip(seen, expected, strict=True))


def test_a_request_of_a_block_is_said_once_however_many_motifs_have_it() -> None:
    block = (
        "bloc: {id: papiers}\n\ncontenu:\n  - {id: d, libelle: Domicile, fournir: {un_de: [{id: a, libelle: Bail}]}}\n"
    )
    own = "justificatifs: [{id: g, titre: G, demandes: [{inclure: papiers}]}]"
    part = f"motifs:\n  un: {{libelle: Un, {own}}}\n  deux: {{libelle: Deux, {own}}}\n"
    (only,) = problems(FAMILY, {"essai.yaml": procedure(part), "blocs/papiers.yaml": block})
    assert (only.code, only.position.file) == ("D404", "blocs/papiers.yaml")
