from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from engine.kinds import Form, Reading, display, read_form, read_plain, to_form, to_plain, unfold_address
from engine.reference.addresses import CommuneProvider
from engine.reference.communes import communes
from engine.spec import Field
from engine.values import Address

Make = Callable[..., Field]

LILLE = Address(number="20", street="Rue Nationale", postcode="59000", city="Lille", insee="59350")


def post(**parts: str) -> Form:
    return {f"x.{part}": (text,) for part, text in parts.items()}


def problems_of(reading: Reading) -> list[tuple[str, str]]:
    assert reading.value is None
    return [(problem.part, problem.code) for problem in reading.problems]


def test_a_suggestion_chosen_fills_the_parts(make: Make) -> None:
    (suggestion,) = CommuneProvider(communes()).suggest("20 Rue Nationale 59000 Lille", 5)
    assert read_form(make("address"), post(recherche="20 Rue", choix=suggestion.token)) == Reading(LILLE)


def test_a_choice_wins_over_parts_left_from_before_but_for_the_complement(make: Make) -> None:
    (suggestion,) = CommuneProvider(communes()).suggest("20 Rue Nationale 59000 Lille", 5)
    form = post(choix=suggestion.token, manuel="oui", voie="Rue de Paris", ville="Lyon", complement="Bât. B")
    reading = read_form(make("address"), form)
    assert reading.value == Address("20", "Rue Nationale", "Bât. B", "59000", "Lille", "FR", "59350")


@pytest.mark.parametrize(
    "token",
    ["[]", "{", "null", "{}", '{"voie": 3}', '{"autre": "x"}', '"59000"', "x" * 2000, "[" * 1400, '{"pays": "FR"}'],
)
def test_what_is_not_our_suggestion_is_refused(make: Make, token: str) -> None:
    assert problems_of(read_form(make("address"), post(choix=token))) == [("recherche", "A061")]


def test_a_forged_suggestion_is_checked_like_anything_typed(make: Make) -> None:
    forged = {"voie": "Rue\u202e", "code_postal": "59000", "ville": "Lille", "code_insee": "75056"}
    assert problems_of(read_form(make("address"), post(choix=json.dumps(forged)))) == [("voie", "A003")]
    forged["voie"] = "Rue"
    reading = read_form(make("address"), post(choix=json.dumps(forged)))
    assert isinstance(reading.value, Address)
    assert reading.value.insee == "59350"


def test_a_search_without_a_choice_is_not_an_address_yet(make: Make) -> None:
    assert problems_of(read_form(make("address"), post(recherche="20 rue Nationale"))) == [("recherche", "A060")]
    old = {"voie": "Rue de Paris", "code_postal": "69003", "ville": "Lyon"}
    assert problems_of(read_form(make("address"), post(recherche="20 rue", **old))) == [("recherche", "A060")]
    assert read_form(make("address"), post(recherche="20 rue", manuel="oui", **old)).problems == ()


@pytest.mark.parametrize(
    ("postcode", "city", "insee"),
    [
        ("59000", "Lille", "59350"),
        ("59 000", "LILLE", "59350"),
        ("٥٩٠٠٠", "lille", "59350"),
        ("59160", "Lomme", "59350"),
        ("20000", "Ajaccio", "2A004"),
        ("20200", "Bastia", "2B033"),
        ("97400", "St-Denis", "97411"),
        ("97600", "Mamoudzou", "97611"),
        ("98714", "Papeete", "98735"),
        ("75011", "Paris", "75111"),
        ("75116", "Paris 16e", "75116"),
        ("69003", "Lyon 3ème", "69383"),
        ("94240", "L'Hay les Roses", "94038"),
        ("59020", "Lille Cedex", ""),
        ("59000", "Vieux-Lille", ""),
        ("99999", "Nouvelleville", ""),
    ],
)
def test_the_insee_code_is_found_never_taken_from_the_form(make: Make, postcode: str, city: str, insee: str) -> None:
    form = post(manuel="oui", voie="Rue des Lilas", code_postal=postcode, ville=city, code_insee="33063")
    reading = read_form(make("address"), form)
    assert isinstance(reading.value, Address)
    assert reading.value.insee == insee
    assert reading.value.city == city


@pytest.mark.parametrize(
    ("parts", "problems"),
    [
        ({"ville": "Lille"}, [("voie", "A062"), ("code_postal", "A063")]),
        ({"complement": "Lieu-dit Le Bourg", "code_postal": "59000"}, [("ville", "A064")]),
        ({"voie": "Rue", "code_postal": "5900", "ville": "Lille"}, [("code_postal", "A065")]),
        ({"voie": "Rue", "code_postal": "2A000", "ville": "Ajaccio"}, [("code_postal", "A065")]),
        ({"voie": "Rue", "code_postal": "59000", "ville": "Marseille"}, [("code_postal", "A066")]),
        ({"voie": "Rue", "code_postal": "59000", "ville": "Lille", "pays": "Atlantide"}, [("pays", "A055")]),
        ({"voie": "R" * 201, "code_postal": "59000", "ville": "Lille"}, [("voie", "A002")]),
        ({"voie": "Rue\nBcc", "code_postal": "59000", "ville": "L\x00"}, [("voie", "A003"), ("ville", "A003")]),
        ({"numero": "20"}, [("voie", "A062"), ("code_postal", "A063"), ("ville", "A064")]),
    ],
)
def test_what_is_missing_or_wrong_is_said_by_part(
    make: Make, parts: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert problems_of(read_form(make("address"), post(manuel="oui", **parts))) == problems
    assert problems_of(read_plain(make("address"), parts)) == problems


def test_a_complement_may_stand_for_the_street(make: Make) -> None:
    reading = read_plain(make("address"), {"complement": "Lieu-dit Le Bourg", "code_postal": "59000", "ville": "Lille"})
    assert isinstance(reading.value, Address)
    assert reading.value.lines == ("Lieu-dit Le Bourg", "59000 Lille")


def test_abroad_the_postcode_is_free(make: Make) -> None:
    brazil = {"voie": "Rua Augusta", "numero": "12", "ville": "São Paulo", "pays": "Brésil", "code_insee": "59350"}
    reading = read_form(make("address"), post(**brazil))
    assert reading.value == Address("12", "Rua Augusta", "", "", "São Paulo", "BR", "")
    london = {"voie": "Downing St", "code_postal": "SW1A 2AA", "ville": "London", "pays": "GB"}
    assert read_plain(make("address"), london).problems == ()


def test_overseas_under_its_own_code_is_in_france(make: Make) -> None:
    reading = read_plain(make("address"), {"voie": "Rue", "code_postal": "97400", "ville": "Saint-Denis", "pays": "RE"})
    assert isinstance(reading.value, Address)
    assert (reading.value.country, reading.value.insee) == ("RE", "97411")


def test_left_empty(make: Make) -> None:
    for form in ({}, post(pays="FR", manuel="oui"), post(voie=" ", ville="")):
        assert problems_of(read_form(make("address"), form)) == [("", "A001")]
        assert read_form(make("address", required=False), form) == Reading(None)
    assert read_plain(make("address", required=False), {"pays": "FR"}) == Reading(None)
    assert read_plain(make("address", required=False), "") == Reading(None)


@pytest.mark.parametrize(
    ("raw", "problems"),
    [
        ("20 rue Nationale", [("", "A006")]),
        (3, [("", "A006")]),
        ({"rue": "x"}, [("", "A067")]),
        ({"voie": 3}, [("voie", "A006")]),
        ({"voie": ["x"], "rue": "x"}, [("voie", "A006"), ("", "A067")]),
    ],
)
def test_a_file_gives_a_mapping_of_parts(make: Make, raw: object, problems: list[tuple[str, str]]) -> None:
    assert problems_of(read_plain(make("address"), raw)) == problems


def test_a_stored_code_newer_or_older_than_our_communes_stays(make: Make) -> None:
    stored = to_plain(make("address"), Address("1", "Rue", "", "59999", "Villeneuve", "FR", "59999"))
    assert read_plain(make("address"), stored).value == Address("1", "Rue", "", "59999", "Villeneuve", "FR", "59999")
    for code, kept in (("2A999", "2A999"), ("2B999", "2B999"), ("75056", "")):
        corsican = {"voie": "Rue", "code_postal": "20999", "ville": "Villeneuve", "code_insee": code}
        assert read_plain(make("address"), corsican).value == Address("", "Rue", "", "20999", "Villeneuve", "FR", kept)
    elsewhere = {"voie": "Rue", "code_postal": "59999", "ville": "Villeneuve", "code_insee": "75056"}
    assert read_plain(make("address"), elsewhere).value == Address("", "Rue", "", "59999", "Villeneuve")


ADDRESSES = (
    LILLE,
    Address("12 bis", "Cours Napoléon", "Chez M. Rossi", "20000", "Ajaccio", "FR", "2A004"),
    Address("", "", "Foyer Les Lilas", "97400", "Saint-Denis", "RE", "97411"),
    Address("", "Rue des Lilas", "", "75011", "Paris", "FR", "75111"),
    Address("1", "Rue", "", "59020", "Lille Cedex"),
    Address("12", "Rua Augusta", "", "", "São Paulo", "BR"),
)


def test_a_new_search_is_not_passed_over_for_the_address_shown(make: Make) -> None:
    shown = to_form(make("address"), LILLE)
    assert problems_of(read_form(make("address"), {**shown, "x.recherche": ("1 rue de Paris",)})) == [
        ("recherche", "A060")
    ]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_comes_back_from_the_store_and_from_the_page(make: Make, address: Address) -> None:
    assert read_plain(make("address"), to_plain(make("address"), address)) == Reading(address)
    assert read_form(make("address"), to_form(make("address"), address)) == Reading(address)


def test_each_part_is_shown_once(make: Make) -> None:
    assert display(make("address"), LILLE) == ("20 Rue Nationale", "59000 Lille", "France")


def test_a_choice_is_written_out_in_its_parts_to_be_completed(make: Make) -> None:
    token = json.dumps({"code_postal": "59000", "ville": "Lille"})
    form = {**post(choix=token, recherche="lil", complement="Bât. B", voie="Ancienne"), "autre": ("y",)}
    unfolded = unfold_address(form, "x")
    assert unfolded == {
        "x.recherche": ("",),
        "x.choix": ("",),
        "x.manuel": ("",),
        "x.numero": ("",),
        "x.voie": ("",),
        "x.complement": ("Bât. B",),
        "x.code_postal": ("59000",),
        "x.ville": ("Lille",),
        "x.pays": ("FR",),
        "x.code_insee": ("",),
    }
    assert read_form(make("address"), {**unfolded, "x.voie": ("Rue Nationale",)}).problems == ()
    assert unfold_address(post(choix="?", voie="Rue"), "x") == post(choix="?", voie="Rue")
