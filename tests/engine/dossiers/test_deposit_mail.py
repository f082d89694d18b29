"""The acknowledgement of a deposit: kept with it, once, or not at all."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.dossiers.cases import Moment, Office
from engine.dossiers.deposit import Deposited, NotDeposited, deposit
from engine.mails import Correspondence, MailMode, opened_mail, opened_message
from engine.spec import Catalogue
from engine.store import IdTaken, Stores, UnknownAccount
from engine.store.memory import open_memory
from engine.store.people import StoredAccount, StoredMail
from engine.store.sealer import KeySealer
from engine.store.sqlite import open_sqlite
from tests.engine.dossiers.verbs import OWNER, Life

TO = "ana@example.org"
LATER = "2030-01-01T00:00:00.000000+00:00"
SEALER = KeySealer(b"k" * 32)


@pytest.fixture(params=["memory", "sqlite"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stores]:
    opened = open_memory() if request.param == "memory" else open_sqlite(tmp_path / "var")
    yield opened
    opened.close()


def writing(stores: Stores, catalogue: Catalogue, mode: MailMode = "guide") -> Office:
    """An office that writes to people."""
    assert catalogue.portal is not None
    numbers = itertools.count(1)
    letters = Correspondence(
        catalogue.portal, SEALER, mode, "https://site.example", "post.example", lambda: f"{next(numbers):032x}"
    )
    return Office(stores, SEALER, catalogue, letters)


@pytest.fixture
def life(stores: Stores, catalogue: Catalogue, moment: Moment) -> Life:
    stores.accounts.create(StoredAccount(OWNER, None, b"", moment.at))
    return Life(writing(stores, catalogue), moment)


def waiting(life: Life) -> tuple[StoredMail, ...]:
    return life.office.stores.outbox.claim(now=LATER, until=LATER, most=99)


def deposits(life: Life, *, to: str = TO) -> Deposited | NotDeposited:
    return deposit(life.case, version=life.version, moment=life.moment, to=to)


def test_a_deposit_is_told_by_a_mail_and_a_message(life: Life) -> None:
    done = deposits(life.reaches_deposit())
    assert isinstance(done, Deposited)
    (mail,) = waiting(life)
    (message,) = life.office.stores.messages.of_account(OWNER)
    said = "Bonjour Durand, Ana, \n\nDossier 5901202603100000001 du 10/03/2026, pour Service du Nord. Ouvrir mon espace"
    sent = opened_mail(SEALER, mail)
    assert (sent.to, sent.written.subject, sent.written.body.plain) == (TO, "Votre demande est transmise", said)
    assert opened_message(SEALER, message).body.plain == said
    assert (mail.account, mail.created, mail.tries) == (OWNER, life.moment.at, 1)
    assert (message.dossier, message.at) == (done.case.stored.id, life.moment.at)


def test_t47_deposited_twice_is_told_once(life: Life) -> None:
    case, version = life.reaches_deposit().case, life.version
    first = deposit(case, version=version, moment=life.moment, to=TO)
    second = deposit(case, version=version, moment=life.moment, to=TO)
    third = deposits(life)
    assert isinstance(first, Deposited)
    assert isinstance(second, Deposited)
    assert isinstance(third, Deposited)
    assert len(waiting(life)) == 1
    assert len(life.office.stores.messages.of_account(OWNER)) == 1


@pytest.mark.parametrize("reached", [False, True])
def test_what_is_not_deposited_is_not_told(life: Life, reached: bool) -> None:
    version = life.reaches_deposit().version - 1 if reached else life.begins().version
    refused = deposit(life.case, version=version, moment=life.moment, to=TO)
    assert isinstance(refused, NotDeposited)
    assert waiting(life) == ()
    assert life.office.stores.messages.of_account(OWNER) == ()


def test_t56_a_letter_that_cannot_be_kept_undoes_the_deposit(life: Life) -> None:
    life.reaches_deposit()
    letters = life.office.correspondence
    assert letters is not None
    taken = replace(letters, new_id=lambda: "a" * 32)
    life.office.stores.outbox.add(taken.letter("news", {}, to=TO, account=OWNER, at=life.moment.at))
    office = replace(life.office, correspondence=taken)
    with pytest.raises(IdTaken):
        deposit(replace(life.case, office=office), version=life.version, moment=life.moment, to=TO)
    assert not life.case.deposited
    assert len(waiting(life)) == 1
    assert isinstance(deposits(life), Deposited)


def test_nobody_is_written_to_who_has_no_address_or_no_account(life: Life) -> None:
    assert isinstance(deposits(life.reaches_deposit(), to=""), Deposited)
    assert waiting(life) == ()
    other = Life(life.office, life.moment, "another").reaches_deposit()
    mine = replace(other.case, stored=replace(other.case.stored, owner="nobody"))
    with pytest.raises(UnknownAccount):
        deposit(mine, version=other.version, moment=life.moment, to=TO)
    assert not other.case.deposited


def test_a_site_that_writes_to_nobody_deposits_all_the_same(
    stores: Stores, catalogue: Catalogue, moment: Moment
) -> None:
    life = Life(Office(stores, SEALER, catalogue), moment).reaches_deposit()
    assert isinstance(deposits(life), Deposited)
    assert waiting(life) == ()


def test_a_procedure_that_has_no_mail_tells_by_none(stores: Stores, catalogue: Catalogue, moment: Moment) -> None:
    stores.accounts.create(StoredAccount(OWNER, None, b"", moment.at))
    silent = {name: replace(procedure, mails={}) for name, procedure in catalogue.procedures.items()}
    life = Life(writing(stores, replace(catalogue, procedures=silent)), moment)
    assert isinstance(deposits(life.reaches_deposit()), Deposited)
    assert waiting(life) == ()


def test_a_discreet_site_tells_that_there_is_news(stores: Stores, catalogue: Catalogue, moment: Moment) -> None:
    stores.accounts.create(StoredAccount(OWNER, None, b"", moment.at))
    life = Life(writing(stores, catalogue, "discreet"), moment)
    assert isinstance(deposits(life.reaches_deposit()), Deposited)
    (mail,) = waiting(life)
    (message,) = stores.messages.of_account(OWNER)
    assert opened_mail(SEALER, mail).written.subject == "Du nouveau"
    assert "Durand" in opened_message(SEALER, message).body.plain
