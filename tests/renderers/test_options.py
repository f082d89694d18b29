"""Settings: each variable read, refused by name, and documented."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

import pytest

from engine.accounts.passwords import PasswordRule
from engine.accounts.throttle import FREE_FAILURES, LONGEST_DELAY, Limits
from renderers.options import FranceConnect, Options, Smtp, read_options
from renderers.options_table import OPTIONS, Option
from renderers.web.settings import SettingsError

DOCUMENT = Path(__file__).parents[2] / "docs" / "exploitation" / "reglages.md"
TABLE = re.compile(r"(?<=by its test -->\n).*(?=<!-- /table -->)", re.S)
BOUNDS, VALUES = re.compile(r"(\d+) to (\d+)"), re.compile(r"`([^`]+)`")
BOUNDS_TOLD = re.compile(r"(?:entier|longueur) de (\d+) à (\d+)")
VALUES_TOLD = re.compile("n'est pas une valeur : (.*)")
IN_WORDS = ("(none)", "where ", "that of ", "ne-pas-repondre@ ")
"""How defaults begin that are told, and not written as they would be."""
FC = {
    "PARCOURS_FRANCECONNECT_DECOUVERTE": "https://fc.example",
    "PARCOURS_FRANCECONNECT_CLIENT": "nous",
    "PARCOURS_FRANCECONNECT_SECRET": "secret",
}


def table() -> str:
    lines = ["| variable | default | may be | what it protects |", "|---|---|---|---|"]
    for option in OPTIONS:
        lines.append(f"| `{option.name}` | {option.default} | {option.takes} | {option.why} |")
    return "\n".join(lines) + "\n"


def test_nothing_said_is_the_default() -> None:
    assert read_options({"HOME": "/root"}) == Options()


@pytest.mark.parametrize(
    ("name", "said", "field", "value"),
    [
        ("PROXYS", "10.0.0.1, ::1", "proxies", frozenset({"10.0.0.1", "::1"})),
        ("PREMIER_ACCES", "lien", "first_access", "link"),
        ("COURRIELS", "discrets", "mails", "discreet"),
        ("MOT_DE_PASSE", "12,chiffre", "rule", PasswordRule(12, upper=False, lower=False, digit=True, special=False)),
        ("SESSION_INACTIVITE", "15", "session_idle", dt.timedelta(minutes=15)),
        ("SESSION_DUREE", "4", "session_longest", dt.timedelta(hours=4)),
        ("BROUILLONS", "10", "draft_days", 10),
        ("SORTIE", "https://meteo.example/", "exit_site", "https://meteo.example/"),
        ("SMTP_HOTE", "courriel.example", "smtp", Smtp("courriel.example", None, "starttls", "", "")),
        ("EXPEDITEUR", "x@exemple.test", "sender", "x@exemple.test"),
    ],
)
def test_each_setting_is_read(name: str, said: str, field: str, value: object) -> None:
    assert getattr(read_options({f"PARCOURS_{name}": said}), field) == value


def test_a_provider_has_its_three_settings() -> None:
    found = read_options(FC).franceconnect
    assert isinstance(found, FranceConnect)
    assert (found.discovery, found.client, found.secret) == ("https://fc.example", "nous", "secret")
    for name in FC:
        with pytest.raises(SettingsError, match="FRANCECONNECT"):
            read_options({key: value for key, value in FC.items() if key != name})


def test_a_secret_may_be_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("s3cret\n", encoding="utf-8")
    said = {"PARCOURS_SMTP_HOTE": "courriel.example", "PARCOURS_SMTP_MOT_DE_PASSE_FICHIER": str(file)}
    smtp = read_options(said).smtp
    assert smtp is not None
    assert smtp.password == "s3cret"
    with pytest.raises(SettingsError, match="MOT_DE_PASSE_FICHIER"):
        read_options({**said, "PARCOURS_SMTP_MOT_DE_PASSE_FICHIER": str(tmp_path / "rien")})
    with pytest.raises(SettingsError, match="MOT_DE_PASSE : ce secret est aussi donné"):
        read_options({**said, "PARCOURS_SMTP_MOT_DE_PASSE": "s3cret"})
    file.write_text("\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="MOT_DE_PASSE_FICHIER : ce fichier est vide"):
        read_options(said)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("PROXYS", "tout le monde"),
        ("PREMIER_ACCES", "sms"),
        ("COURRIELS", "Discrets"),
        ("MOT_DE_PASSE", "7"),
        ("MOT_DE_PASSE", "8,majuscules"),
        ("SESSION_INACTIVITE", "0"),
        ("SESSION_INACTIVITE", "٣٠"),
        ("SESSION_DUREE", "25"),
        ("BROUILLONS", "-1"),
        ("SORTIE", "http://meteo.example/"),
        ("SORTIE", "javascript:alert(1)"),
        ("SMTP_PORT", "70000"),
        ("SMTP_SECURITE", "aucune"),
    ],
)
def test_t88_a_value_that_is_none_stops_the_start_by_its_name(name: str, said: str) -> None:
    for beside in ({}, {"PARCOURS_SMTP_HOTE": "courriel.example"}):
        with pytest.raises(SettingsError, match=f"PARCOURS_{name} : (?!ce réglage)"):
            read_options({**beside, f"PARCOURS_{name}": said})


@pytest.mark.parametrize(
    ("name", "said", "missing"),
    [
        ("SMTP_PORT", "587", "SMTP_HOTE"),
        ("SMTP_SECURITE", "tls", "SMTP_HOTE"),
        ("SMTP_IDENTIFIANT", "nous", "SMTP_HOTE"),
        ("SMTP_MOT_DE_PASSE", "s3cret", "SMTP_HOTE"),
        ("FRANCECONNECT_PORTEES", "openid", "FRANCECONNECT_DECOUVERTE"),
        ("FRANCECONNECT_NIVEAU", "aucun", "FRANCECONNECT_DECOUVERTE"),
        ("FRANCECONNECT_PKCE", "non", "FRANCECONNECT_DECOUVERTE"),
    ],
)
def test_t88_what_is_said_of_something_not_there_stops_the_start(name: str, said: str, missing: str) -> None:
    with pytest.raises(SettingsError, match=f"PARCOURS_{name} : .*sans PARCOURS_{missing}$"):
        read_options({f"PARCOURS_{name}": said})


def test_t88_a_misspelt_name_is_told_with_the_right_one() -> None:
    with pytest.raises(SettingsError, match="vouliez-vous PARCOURS_COURRIELS"):
        read_options({"PARCOURS_COURIELS": "discrets"})


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_the_bounds_of_the_table_are_those_that_hold(option: Option) -> None:
    """A number is told with its bounds when it is none: those must be printed, and hold."""
    printed = [int(number) for number in BOUNDS.findall(option.takes)[0]] if BOUNDS.search(option.takes) else []
    told = BOUNDS_TOLD.search(fault_of(option, "x"))
    assert ([int(number) for number in told.groups()] if told else []) == printed
    if printed:
        least, most = printed
        faults = [bool(BOUNDS_TOLD.search(fault_of(option, str(n)))) for n in (least - 1, least, most, most + 1)]
        assert faults == [True, False, False, True]


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_the_values_of_the_table_are_those_that_are_taken(option: Option) -> None:
    values = VALUES.findall(option.takes)
    told = VALUES_TOLD.search(fault_of(option, "x"))
    if told:
        assert sorted(values) == sorted(told[1].split(", "))
    assert [value for value in values if "est pas une valeur" in fault_of(option, value)] == []


def test_the_defaults_of_the_table_are_those_that_hold() -> None:
    for option in OPTIONS:
        if not option.default.startswith(IN_WORDS):
            beside = {"SMTP": {"PARCOURS_SMTP_HOTE": "courriel.example"}, "FRANCECONNECT": FC}
            given = beside.get(option.name.split("_")[1], {})
            assert read_options({**given, option.name: option.default}) == read_options(given)


def test_the_limits_of_the_documentation_are_those_that_hold() -> None:
    limits, hour, day = Limits(), dt.timedelta(hours=1), dt.timedelta(days=1)
    periods = [
        limits.mails_to_address,
        limits.creations_of_source,
        limits.failures_of_source,
        limits.uploads_of_account,
    ]
    assert [limit.period for limit in periods] == [day, hour, hour, day]
    mails, creations, failures, uploads = (limit.most for limit in periods)
    words = " ".join(DOCUMENT.read_text(encoding="utf-8").split())
    assert (
        f"{mails} mails a day to one address, {creations} requests for an account or a new password an hour from one "
        f"source, {uploads} files a day from one account."
    ) in words
    assert f"{creations} requests for an account or a new password and {failures} failed sign-ins an hour for" in words
    slow = limits.slow_sign_ins_of_source
    assert slow.period == dt.timedelta(minutes=1)
    assert f"A source with {failures} failed sign-ins in an hour" in words
    assert f"is slowed to {slow.most} tries a minute" in words
    longest = int(LONGEST_DELAY.total_seconds()) // 60
    assert FREE_FAILURES == 3
    waits = (
        f"After three failures the next try of one source on one account waits 1 s, then 2, 4 … at most {longest} min"
    )
    assert waits in words


def fault_of(option: Option, said: str) -> str:
    """What is said of a value; nothing when it is one."""
    try:
        read_options({option.name: said})
    except SettingsError as fault:
        return str(fault)
    return ""


def test_every_setting_is_in_the_documentation() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    if os.environ.get("PARCOURS_WRITE_OUT") == "1":
        written = TABLE.sub(lambda _: table(), written)
        DOCUMENT.write_text(written, encoding="utf-8")
    found = TABLE.search(written)
    assert found is not None
    assert found[0] == table()
