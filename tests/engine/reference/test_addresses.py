from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest

from engine.reference.addresses import CommuneProvider, GeocoderProvider, Suggestion, read_token
from engine.reference.communes import communes
from engine.values import Address

LILLE = Address(number="20", street="Rue Nationale", postcode="59000", city="Lille", insee="59350")
PROVIDER = CommuneProvider(communes())
# Without a street these are no addresses: who chose one was refused.
ALONE = ("Lil", "Lille", "59000", "5900", "59000 Lille", " 59000, LILLE", "Villeneuve Saint Georges")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("20 Rue Nationale 59000 Lille", LILLE),
        ("  20,  Rue Nationale,  59000   LILLE ", LILLE),
        ("20 Rue Nationale 59000", LILLE),
        ("20 Rue Nationale 59000 Lile", LILLE),
        ("20 Rue Nationale, Lille", LILLE),
        ("12 bis cours Fesch 20000 ajaccio", Address("12 bis", "cours Fesch", "", "20000", "Ajaccio", "FR", "2A004")),
        (
            "3 B rue Labourdonnais 97400 St Denis",
            Address("3 B", "rue Labourdonnais", "", "97400", "Saint-Denis", "FR", "97411"),
        ),
        ("4-6 rue X 75011 Paris", Address("4-6", "rue X", "", "75011", "Paris", "FR", "75111")),
        ("rue du 8 mai 1945 59000 Lille", Address("", "rue du 8 mai 1945", "", "59000", "Lille", "FR", "59350")),
        ("impasse A, la roche sur yon", Address("", "impasse A", "", "85000", "La Roche-sur-Yon", "FR", "85191")),
    ],
)
def test_from_the_communes_alone(typed: str, expected: Address) -> None:
    first = PROVIDER.suggest(typed, 5)[0]
    assert first.address == expected
    assert first.label == ", ".join(expected.lines)


@pytest.mark.parametrize(
    "typed", ["", "   ", "20 rue Nationale", "rue 00000 Nulleville", "\x00", "%", "x" * 10_000, *ALONE]
)
def test_nothing_to_propose(typed: str) -> None:
    assert PROVIDER.suggest(typed, 5) == ()


def test_no_more_than_asked_and_none_twice() -> None:
    labels = [suggestion.label for suggestion in PROVIDER.suggest("rue A 01500", 50)]
    assert 5 < len(labels) <= 50
    assert len(set(labels)) == len(labels)
    assert len(PROVIDER.suggest("1 rue A, Paris", 3)) == 3


def test_a_suggestion_says_all_of_itself_in_its_token() -> None:
    assert read_token(Suggestion("x", LILLE).token) == {
        "numero": "20",
        "voie": "Rue Nationale",
        "code_postal": "59000",
        "ville": "Lille",
        "code_insee": "59350",
    }


# ── A geocoder ────────────────────────────────────────────────────────────────────────────────────────────────

ANSWER = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [3.05, 50.63]},
            "properties": {
                "label": "20 Rue Nationale 59000 Lille",
                "type": "housenumber",
                "housenumber": "20",
                "street": "Rue Nationale",
                "name": "20 Rue Nationale",
                "postcode": "59000",
                "citycode": "59350",
                "city": "Lille",
            },
        },
        {
            "properties": {
                "label": "Lille",
                "type": "municipality",
                "name": "Lille",
                "postcode": "59000",
                "citycode": "75056",
                "city": "Lille",
            },
        },
        {"properties": {"label": "Rue sans ville", "name": "Rue"}},
        {"properties": {"type": "locality", "name": "Le Bourg", "postcode": "59160", "city": "Lille"}},
    ],
}


def geocoder(fetch: Callable[[str, Mapping[str, str]], bytes]) -> GeocoderProvider:
    return GeocoderProvider("https://geocodeur.exemple/chercher", fetch, PROVIDER, communes())


def test_a_geocoders_answer_becomes_suggestions() -> None:
    asked: list[tuple[str, Mapping[str, str]]] = []

    def fetch(url: str, form: Mapping[str, str]) -> bytes:
        asked.append((url, form))
        return json.dumps(ANSWER).encode()

    found = geocoder(fetch).suggest(" 20  rue nat ", 5)
    assert asked == [("https://geocodeur.exemple/chercher", {"q": "20 rue nat", "limit": "5", "autocomplete": "1"})]
    assert [suggestion.label for suggestion in found] == [
        "20 Rue Nationale 59000 Lille",
        "Le Bourg, 59160 Lille",
    ]
    assert [suggestion.address for suggestion in found] == [
        LILLE,
        Address(street="Le Bourg", postcode="59160", city="Lille", insee="59350"),
    ]


def test_no_more_than_asked_are_read() -> None:
    assert len(geocoder(lambda _url, _form: json.dumps(ANSWER).encode()).suggest("20 rue", 1)) == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"features": 3}',
        b'{"features": [{}]}',
        b'{"features": []}',
        b'{"features": [{"properties": {"postcode": 59000, "city": ["Lille"]}}]}',
        b"\xff\xfe",
        b" " * 1_000_001,
        b"[" * 100_000,
    ],
)
def test_any_other_answer_falls_back_on_our_own(answer: bytes) -> None:
    assert geocoder(lambda _url, _form: answer).suggest("20 Rue Nationale 59000 Lille", 5)[0].address == LILLE


@pytest.mark.parametrize("error", [TimeoutError(), OSError("réseau"), ValueError("400"), KeyError("x")])
def test_so_does_any_failure(error: Exception) -> None:
    def fetch(_url: str, _form: Mapping[str, str]) -> bytes:
        raise error

    assert geocoder(fetch).suggest("20 Rue Nationale 59000 Lille", 5)[0].address == LILLE


def test_nothing_typed_asks_nobody() -> None:
    def fetch(*_: object) -> bytes:
        raise AssertionError("asked")

    assert geocoder(fetch).suggest("  ", 5) == ()
