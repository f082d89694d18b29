from __future__ import annotations

import hashlib
import json

import pytest

from engine.reference.communes import (
    SOURCE,
    CommuneIndex,
    city_key,
    communes,
    contradicts,
    insee_code,
)


def test_the_file_is_as_it_was_published() -> None:
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()
    assert f"`{digest}`" in (SOURCE.parent.parent / "LICENCES.md").read_text(encoding="utf-8")


def test_every_commune_that_has_a_postcode_is_found_by_code_name_and_postcode() -> None:
    index = communes()
    rows = json.loads(SOURCE.read_bytes())
    today = [row for row in rows if row["type"] == "commune-actuelle" and row.get("codesPostaux")]
    assert len(today) == 34_964
    for row in today:
        commune = index.by_insee(row["code"])
        assert commune is not None
        assert (commune.name, list(commune.postcodes)) == (row["nom"], row["codesPostaux"])
        assert commune in index.named(row["nom"])


def test_most_addresses_have_one_code() -> None:
    index = communes()
    pairs = [(c, p) for c in map(index.by_insee, ("59350", "2A004", "97411", "33063")) if c for p in c.postcodes]
    assert pairs
    for commune, postcode in pairs:
        assert insee_code(index, postcode, commune.city) == commune.insee


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("LILLE", "lille"),
        ("St-Denis", "saint denis"),
        ("Ste Foy", "sainte foy"),
        ("Lille Cedex", "lille"),
        ("LYON CEDEX 03", "lyon"),
        ("Paris 11e", "paris"),
        ("Paris 1er Arrondissement", "paris"),
        ("Marseille 08", "marseille"),
        ("Villeneuve s/ Lot", "villeneuve sur lot"),
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("Parisot", "parisot"),
        ("", ""),
    ],
)
def test_spellings_of_a_city(typed: str, key: str) -> None:
    assert city_key(typed) == key


@pytest.mark.parametrize(
    ("postcode", "names"),
    [
        ("59000", ["Lille"]),
        ("75011", ["Paris 11e Arrondissement"]),
        ("75116", ["Paris 16e Arrondissement"]),
        ("97400", ["Saint-Denis"]),
        ("98714", ["Papeete"]),
        ("00000", []),
        ("", []),
    ],
)
def test_by_postcode(postcode: str, names: list[str]) -> None:
    assert [commune.name for commune in communes().by_postcode(postcode)] == names


def test_the_most_populated_comes_first() -> None:
    shared = communes().by_postcode("01500")
    assert len(shared) > 5
    assert [c.population for c in shared] == sorted((c.population for c in shared), reverse=True)


def test_a_commune_that_was_merged_gives_the_one_it_went_into() -> None:
    former = communes().by_insee("59355")
    assert former is None or former.insee == "59350"
    merged = CommuneIndex(
        [
            {"code": "1", "nom": "Neuve", "type": "commune-actuelle", "codesPostaux": ["00001"], "departement": "00"},
            {"code": "2", "nom": "Vieille", "type": "commune-deleguee", "chefLieu": "1", "departement": "00"},
            {"code": "3", "nom": "Perdue", "type": "commune-deleguee", "chefLieu": "9", "departement": "00"},
        ]
    )
    by_code, by_name = merged.by_insee("2"), merged.named("vieille")
    assert by_code is not None
    assert by_code.name == "Neuve"
    assert by_name == (by_code,)
    assert merged.by_insee("3") is None
    assert merged.named("perdue") == ()


def test_the_code_given_is_believed_only_among_those_possible() -> None:
    index = CommuneIndex(
        [
            {"code": code, "nom": "Jumelle", "type": "commune-actuelle", "codesPostaux": ["00001"], "departement": "00"}
            for code in ("1", "2")
        ]
    )
    assert insee_code(index, "00001", "Jumelle") == ""
    assert insee_code(index, "00001", "Jumelle", given="2") == "2"
    assert insee_code(index, "00001", "Jumelle", given="3") == ""
    assert insee_code(communes(), "59000", "Lille", given="75056") == "59350"


@pytest.mark.parametrize(
    ("postcode", "city", "contradiction"),
    [
        ("59000", "Marseille", True),
        ("75011", "Lyon", True),
        ("59000", "Lille", False),
        ("59160", "Lomme", False),
        ("59000", "Roubaix", False),
        ("59000", "Vieux-Lille", False),
        ("59020", "Marseille", False),
        ("59000", "", False),
    ],
)
def test_what_can_not_be_the_same_place(postcode: str, city: str, contradiction: bool) -> None:
    assert contradicts(communes(), postcode, city) is contradiction


def test_no_commune_contradicts_its_own_postcodes() -> None:
    index = communes()
    for code in ("59350", "75056", "75111", "13055", "2A004", "97411", "97801", "97701"):
        commune = index.by_insee(code)
        assert commune is not None
        assert not any(contradicts(index, postcode, commune.name) for postcode in commune.postcodes)
