from __future__ import annotations

import pytest

from engine.reference.countries import (
    FRENCH_TERRITORIES,
    collation_key,
    countries,
    country_label,
    find_country,
    historic_countries,
    is_country,
    nearest_country,
    other_names,
)


def test_all_of_iso_3166_1_and_kosovo() -> None:
    codes = {country.code for country in countries()}
    assert len(codes) == len(countries()) == 250
    assert {"FR", "BR", "RE", "TW", "PS", "XK", "SS"} <= codes
    assert not codes & {"EU", "ZZ", "XA", "UN", "AC", "IC"}
    assert codes >= FRENCH_TERRITORIES


def test_they_come_in_the_order_of_a_french_dictionary() -> None:
    labels = [country.label for country in countries("fr")]
    assert labels[:3] == ["Afghanistan", "Afrique du Sud", "Albanie"]
    some = ["Égypte", "Émirats arabes unis", "Équateur", "Espagne", "Îles Caïmans", "Inde", "Ouganda", "Ouzbékistan"]
    assert [label for label in labels if label in some] == some
    assert labels[-1] == "Zimbabwe"
    assert [country.label for country in countries("en")][:2] == ["Afghanistan", "Åland Islands"]


def test_accents_count_only_between_what_is_otherwise_the_same() -> None:
    assert sorted(["pêche", "péché", "pech", "peche"], key=collation_key) == ["pech", "peche", "péché", "pêche"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FR", "FR"),
        ("br", "BR"),
        ("Brésil", "BR"),
        ("BRESIL", "BR"),
        ("Bre\u0301sil", "BR"),
        ("Brazil", "BR"),
        ("cote d'ivoire", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("viet nam", "VN"),
        ("Vietnam", "VN"),
        ("RDC", "CD"),
        ("Congo", "CG"),
        ("Angleterre", "GB"),
        ("Birmanie", "MM"),
        ("USA", "US"),
        ("Kosovo", "XK"),
        ("La Réunion", "RE"),
        ("Atlantide", None),
        ("EU", None),
        ("ZZ", None),
        ("", None),
        ("URSS", None),
    ],
)
def test_a_country_is_found_as_people_write_it(text: str, code: str | None) -> None:
    assert find_country(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("URSS", "SUHH"), ("suhh", "SUHH"), ("Tchecoslovaquie", "CSHH"), ("Birmanie", "MM"), ("RDA", "DDDE")],
)
def test_states_of_the_past_are_found_where_they_are_asked(text: str, code: str) -> None:
    assert find_country(text, historic=True) == code


def test_every_label_finds_its_own_country() -> None:
    for language in ("fr", "en"):
        for country in countries(language):
            assert find_country(country.label) == country.code
        for country in historic_countries(language):
            assert find_country(country.label, historic=True) == country.code


def test_other_names_are_those_that_the_label_does_not_say() -> None:
    french = other_names("fr")
    assert {"Angleterre", "United Kingdom"} <= set(french["GB"])
    assert "Germany" in french["DE"]
    assert "Allemagne" in other_names("en")["DE"]
    assert "RDA" in french["DDDE"]
    assert not {"FR", "NG"} & set(french)  # "France", "Nigéria": written the same way but for accents
    assert not [name for names in french.values() for name in names if set(":,|") & set(name)]
    assert all(find_country(name, historic=True) for names in french.values() for name in names)


def test_states_of_the_past_have_iso_3166_3_codes_and_are_no_country_of_today() -> None:
    codes = [country.code for country in historic_countries()]
    assert len(codes) == 21
    assert all(len(code) == 4 and not is_country(code) and is_country(code, historic=True) for code in codes)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Frnace", "FR"),
        ("Allemange", "DE"),
        ("Camerun", "CM"),
        ("FRA", "FR"),
        ("deu", "DE"),
        ("PRT", None),  # PR and PT are both codes
        ("XX", None),
        ("", None),
        ("Yougoslavi", None),
    ],
)
def test_the_country_probably_meant(text: str, code: str | None) -> None:
    assert nearest_country(text) == code


def test_a_state_of_the_past_is_meant_only_where_it_may_be_answered() -> None:
    assert nearest_country("Yougoslavi", historic=True) == "YUCS"


def test_labels_in_other_languages() -> None:
    assert country_label("BR") == "Brésil"
    assert country_label("BR", "en") == "Brazil"
    assert country_label("BR", "ar") == "البرازيل"
    assert country_label("BR", "xx-nowhere") == "Brésil"
    assert country_label("SUHH", "ar") == "Soviet Union (USSR, until 1991)"
    assert country_label("QQ") == "QQ"
