"""The deposit: everything validated again, frozen, numbered once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.dossiers import steps
from engine.dossiers.cases import Moment, Office, UnknownRevision, dossier_context
from engine.dossiers.codec import decode, encode
from engine.dossiers.deposit import (
    Deposited,
    NotDeposited,
    built_in,
    departement,
    deposit,
    number_of,
    service_of,
    snapshot_of,
)
from engine.spec import Deposit, Service
from engine.values import Address
from tests.engine.dossiers.verbs import WHO, Life


@pytest.fixture
def life(office: Office, moment: Moment) -> Life:
    return Life(office, moment)


def deposited(life: Life) -> Deposited:
    done = deposit(life.case, version=life.version, moment=life.moment)
    assert isinstance(done, Deposited)
    return done


def test_number_service_and_snapshot(life: Life) -> None:
    case = deposited(life.reaches_deposit()).case
    assert case.deposited
    assert built_in(case) == {
        "numero": "5901202603100000001",
        "service": "Service du Nord",
        "date_depot": "10/03/2026",
    }
    frozen = snapshot_of(case)
    assert frozen["answers"] == {
        "raison": "demande",
        "cas": "simple",
        "nom": "Durand",
        "surnom": None,
        "prenoms": ["Ana"],
        "naissance": "1990-02-01",
        "courrier": False,
        "statut": "seul",
        "logement": {
            "numero": "",
            "voie": "rue Nationale",
            "complement": "",
            "code_postal": "59000",
            "ville": "Lille",
            "pays": "FR",
            "code_insee": "59350",
        },
        "numero_photo": "123456",
    }
    assert frozen["motif"] == "simple"
    assert frozen["requests"] == ["photo", "papiers"]
    files = frozen["files"]
    assert isinstance(files, list)
    assert [(f["request"], f["size"]) for f in files] == [("papiers", 1)]


def test_numbers_of_a_site_grow(office: Office, moment: Moment) -> None:
    numbers = []
    for n in range(3):
        life = Life(office, moment, f"dossier-{n}").reaches_deposit()
        numbers.append(built_in(deposited(life).case)["numero"])
    assert numbers == [f"590120260310000000{n}" for n in (1, 2, 3)]


def test_hidden_answers_and_unasked_files_are_not_deposited(life: Life) -> None:
    life.reaches_deposit("complet" and "simple")
    life.saves(
        "famille",
        {
            "statut": ("couple",),
            "logement.voie": ("x",),
            "logement.code_postal": ("59000",),
            "logement.ville": ("Lille",),
            "conjoint": ("Sam",),
        },
    )
    life.gives("union", b"y")
    life.saves(
        "famille",
        {
            "statut": ("seul",),
            "logement.voie": ("x",),
            "logement.code_postal": ("59000",),
            "logement.ville": ("Lille",),
        },
        confirmed=True,
    )
    assert life.case.draft.answers["conjoint"] == "Sam", "kept in the draft"
    case = deposited(life).case
    answers = snapshot_of(case)["answers"]
    assert isinstance(answers, dict)
    assert "conjoint" not in answers
    assert "conjoint" not in case.draft.answers
    assert [u.request for u in case.uploads] == ["papiers"]
    assert len(life.office.stores.files.names()) == 1


def test_twice_is_once(life: Life) -> None:
    life.reaches_deposit()
    case, version = life.case, life.version
    first = deposit(case, version=version, moment=life.moment)
    second = deposit(case, version=version, moment=life.moment)
    third = deposit(life.case, version=1, moment=life.moment)
    assert isinstance(first, Deposited)
    assert isinstance(second, Deposited)
    assert isinstance(third, Deposited)
    assert first.case.stored == second.case.stored == third.case.stored


@pytest.mark.parametrize(
    ("step", "form"),
    [("identite", {}), ("identite", WHO)],
)
def test_an_unfinished_dossier_is_refused(life: Life, step: str, form: dict[str, tuple[str, ...]]) -> None:
    life.begins().saves(step, form)
    refused = deposit(life.case, version=life.version, moment=life.moment)
    assert isinstance(refused, NotDeposited)
    assert refused.reason in ("incomplete", "pending")
    assert not life.case.deposited


def test_answers_put_in_the_store_by_hand_are_validated_again(life: Life) -> None:
    life.reaches_deposit()
    for key, value in (
        ("nom", None),
        ("naissance", "2030-01-01"),
        ("statut", "marie"),
        ("prenoms", []),
        ("numero_photo", "12"),
    ):
        case = life.case
        forged = replace(case.draft, answers={**case.draft.answers, key: value})
        sealed = life.office.sealer.seal(encode(forged), dossier_context(case.stored.id))
        life.office.stores.dossiers.save(replace(case.stored, content=sealed), expected=life.version)
        refused = deposit(life.case, version=life.version, moment=life.moment)
        assert isinstance(refused, NotDeposited), key
        back = life.office.sealer.seal(encode(case.draft), dossier_context(case.stored.id))
        life.office.stores.dossiers.save(replace(case.stored, content=back), expected=life.version)


def test_a_stale_page_deposits_nothing(life: Life) -> None:
    life.reaches_deposit()
    refused = deposit(life.case, version=life.version - 1, moment=life.moment)
    assert isinstance(refused, NotDeposited)
    assert refused.reason == "stale"


def test_what_was_typed_and_not_validated_waits(life: Life) -> None:
    life.reaches_deposit()
    case = life.case
    steps.quit_step(case, case.procedure.steps[1], {**WHO, "nom": ("Autre",)}, version=life.version, moment=life.moment)
    refused = deposit(life.case, version=life.version, moment=life.moment)
    assert isinstance(refused, NotDeposited)
    assert refused.reason == "pending"


def test_the_content_of_a_deposit_is_sealed(life: Life) -> None:
    case = deposited(life.reaches_deposit()).case
    assert case.stored.deposit is not None
    for sealed in (case.stored.content, case.stored.deposit.snapshot):
        assert b"Durand" not in sealed
    opened = decode(life.office.sealer.open(case.stored.content, dossier_context(case.stored.id)))
    assert opened.pending == {}


def test_a_draft_has_no_snapshot(life: Life) -> None:
    with pytest.raises(UnknownRevision):
        snapshot_of(life.begins().case)
    assert built_in(life.case) == {}


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (Address(postcode="59000", insee="59350"), "59"),
        (Address(postcode="59000"), "59"),
        (Address(postcode="01000", insee="01053"), "01"),
        (Address(postcode="20000"), "2A"),
        (Address(postcode="20190"), "2A"),
        (Address(postcode="20200"), "2B"),
        (Address(postcode="20290", insee="2B042"), "2B"),
        (Address(postcode="97400", insee="97411"), "974"),
        (Address(postcode="98800", insee="98818"), "988"),
        (Address(postcode="42620", insee="03157"), "03"),
        (Address(postcode="", insee=""), ""),
        (Address(postcode="1050", country="BE"), ""),
    ],
)
def test_departements(address: Address, code: str) -> None:
    assert departement(address) == code


NORTH, ALL = Service("Nord", "5901"), Service("Central", "9901")
RULES = Deposit((("site", 4), ("date", 8), ("counter", 7)), "logement", {"59": NORTH}, ALL)


@pytest.mark.parametrize(
    ("answers", "service"),
    [
        ({"logement": Address(postcode="59000")}, NORTH),
        ({"logement": Address(postcode="75001")}, ALL),
        ({"logement": None}, ALL),
        ({}, ALL),
        ({"logement": "59000"}, ALL),
    ],
)
def test_services(answers: dict[str, Address | str | None], service: Service) -> None:
    assert service_of(RULES, answers) == service
    assert service_of(replace(RULES, territory=None), answers) == ALL


def test_a_number_is_never_cut(moment: Moment) -> None:
    assert number_of(RULES, site="12", moment=moment, counter=9_999_999) == "0012202603109999999"
    with pytest.raises(ValueError, match="wider"):
        number_of(RULES, site="5901", moment=moment, counter=10_000_000)
    with pytest.raises(ValueError, match="wider"):
        number_of(RULES, site="59011", moment=moment, counter=1)
