"""What every store promises about mails on their way, and about the messages people read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.store import IdTaken, Stores, UnknownAccount
from engine.store.people import Letter, OutboxState, StoredMail, StoredMessage
from tests.engine.store.at_once import at_once
from tests.engine.store.samples import AT, OWNER, account, dossier, frozen, letter, mail

NOW, UNTIL, LATER = "2026-01-02T10:00:00Z", "2026-01-02T10:05:00Z", "2026-01-03T10:00:00Z"


@pytest.fixture(autouse=True)
def somebody(stores: Stores) -> None:
    stores.accounts.create(account())
    stores.accounts.create(account("other", "login-2"))


def claimed(stores: Stores, now: str = NOW, most: int = 99) -> list[str]:
    return [mail.id for mail in stores.outbox.claim(now=now, until=UNTIL, most=most)]


def test_a_letter_is_read_back_as_it_was_given(stores: Stores) -> None:
    content = bytes(range(256))
    given = letter("m1", content=content, message=content[::-1])
    stores.outbox.add(given)
    assert given.message is not None
    assert stores.messages.load("m1") == given.message == stores.messages.of_account(OWNER)[0]
    assert stores.outbox.claim(now=NOW, until=UNTIL, most=1) == (replace(given.mail, due=UNTIL, tries=1),)


def test_letters_are_kept_all_or_none(stores: Stores) -> None:
    stores.outbox.add(letter("m1"))
    for fault, last in (
        (IdTaken, letter("m1")),
        (IdTaken, mail("m2")),
        (IdTaken, replace(mail("m3"), message=letter("m1").message)),
        (IdTaken, replace(mail("m3"), message=letter("m2").message)),
        (UnknownAccount, mail("m3", "nobody")),
        (UnknownAccount, replace(mail("m3"), message=letter("m3", "nobody").message)),
        (UnknownAccount, replace(mail("m3"), message=letter("m3", "").message)),
    ):
        with pytest.raises(fault):
            stores.outbox.add(letter("m2"), last)
    assert claimed(stores) == ["m1"]
    assert [m.id for m in stores.messages.of_account(OWNER)] == ["m1"]
    stores.outbox.add()
    stores.outbox.add(letter("m2"), letter("m3"))
    assert claimed(stores) == ["m2", "m3"]


def test_t19_a_decoy_is_a_mail_like_any_other(stores: Stores) -> None:
    """Refused where a real one is kept, it would tell who has an account."""
    decoy = mail("m1", "")
    stores.outbox.add(decoy)
    stores.outbox.add(mail("m2"))
    assert stores.outbox.state() == OutboxState(2, AT, 0)
    stores.accounts.delete(OWNER)
    assert stores.outbox.claim(now=NOW, until=UNTIL, most=9) == (replace(decoy.mail, due=UNTIL, tries=1),)
    stores.accounts.create(account(), letters=(mail("m3", ""),))
    stores.outbox.sent("m1")
    assert claimed(stores) == ["m3"]


def test_mails_are_taken_when_due_the_oldest_first(stores: Stores) -> None:
    for identity, created, due in (
        ("second", "2026-01-01T09", "2026-01-01T09"),
        ("not yet", "2026-01-01T01", LATER),
        ("third", "2026-01-01T09", "2026-01-01T08"),
        ("first", "2026-01-01T08", NOW),
        ("fourth", "2026-01-01T10", "2026-01-01T10"),
    ):
        stores.outbox.add(mail(identity, created=created, due=due))
    assert claimed(stores, most=0) == []
    assert claimed(stores, most=-1) == []
    assert claimed(stores, most=3) == ["first", "second", "third"]
    assert claimed(stores, most=3) == ["fourth"]
    assert claimed(stores) == []
    assert claimed(stores, LATER) == ["not yet", "first", "second", "third", "fourth"]


def test_t56_a_mail_whose_worker_died_is_taken_again_with_the_same_message_id(stores: Stores) -> None:
    stores.outbox.add(mail())
    first = stores.outbox.claim(now=NOW, until=UNTIL, most=1)
    assert stores.outbox.claim(now=NOW, until=LATER, most=1) == ()
    again = stores.outbox.claim(now=UNTIL, until=LATER, most=1)
    assert again == (replace(first[0], due=LATER, tries=2),)
    assert again[0].message_id == mail().mail.message_id


def test_a_mail_put_back_waits_and_one_sent_is_gone(stores: Stores) -> None:
    stores.outbox.add(mail("m1"), mail("m2"))
    assert claimed(stores) == ["m1", "m2"]
    stores.outbox.later("m1", LATER)
    stores.outbox.sent("m2")
    assert stores.outbox.state() == OutboxState(1, AT, 0)
    assert claimed(stores, UNTIL) == []
    assert stores.outbox.claim(now=LATER, until=LATER, most=9) == (replace(mail("m1").mail, due=LATER, tries=2),)
    for _ in range(2):
        stores.outbox.sent("m1")
    stores.outbox.later("m1", AT)
    stores.outbox.gave_up("m1", AT)
    assert claimed(stores, LATER) == []
    assert stores.outbox.state() == OutboxState(0, "", 0)


def test_a_mail_given_up_is_counted_and_never_sent(stores: Stores) -> None:
    stores.outbox.add(mail("m1", created="2026-01-01T08"), mail("m2", created="2026-01-01T09"))
    stores.outbox.gave_up("m1", "2026-01-02")
    assert stores.outbox.state() == OutboxState(1, "2026-01-01T09", 1)
    stores.outbox.later("m1", AT)
    assert claimed(stores) == ["m2"]
    # Its id stays its own, and the first instant counts.
    with pytest.raises(IdTaken):
        stores.outbox.add(mail("m1"))
    stores.outbox.gave_up("m1", "2026-01-05")
    stores.outbox.forget_given_up("2026-01-02")
    assert stores.outbox.state().given_up == 1
    stores.outbox.forget_given_up("2026-01-03")
    assert stores.outbox.state() == OutboxState(1, "2026-01-01T09", 0)
    assert claimed(stores, UNTIL) == ["m2"]


def test_a_mail_given_up_by_one_and_sent_by_another_was_sent(stores: Stores) -> None:
    stores.outbox.add(mail())
    stores.outbox.gave_up("m1", NOW)
    stores.outbox.sent("m1")
    assert stores.outbox.state() == OutboxState(0, "", 0)


def test_workers_at_once_never_take_the_same_mail(stores: Stores) -> None:
    stores.outbox.add(*(mail(f"m{number}") for number in range(60)))
    taken: list[StoredMail] = []

    def work(_: int) -> None:
        while found := stores.outbox.claim(now=NOW, until=UNTIL, most=4):
            taken.extend(found)

    assert at_once(6, work) == []
    assert sorted(m.id for m in taken) == sorted(f"m{number}" for number in range(60))
    assert {m.tries for m in taken} == {1}


def test_messages_are_read_by_account_the_last_first(stores: Stores) -> None:
    for identity, at in (("b", "2026-01-02"), ("a", "2026-01-02"), ("c", "2026-01-01"), ("d", "2026-01-03")):
        stores.outbox.add(letter(identity, at=at))
    stores.outbox.add(letter("x", "other"))
    # Of two of the same instant, the one that came last is first.
    assert [m.id for m in stores.messages.of_account(OWNER)] == ["d", "a", "b", "c"]
    assert stores.messages.of_account("nobody") == ()
    assert stores.messages.load("nowhere") is None


def test_a_message_outlives_its_mail_and_may_be_of_another_account(stores: Stores) -> None:
    message = StoredMessage("g1", "other", "", AT, b"message")
    stores.outbox.add(Letter(mail().mail, message))
    stores.outbox.sent("m1")
    stores.accounts.delete(OWNER)
    assert stores.messages.of_account("other") == (message,)


def deposit(stores: Stores, identity: str, *letters: Letter) -> None:
    stores.dossiers.deposit(
        dossier(identity),
        expected=1,
        site="75",
        sources={},
        freeze=lambda counter: frozen(counter, letters=letters),
    )


def test_a_deposit_keeps_its_letters(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    deposit(stores, "d1", letter("m1"), mail("m2"))
    assert [m.id for m in stores.messages.of_account(OWNER)] == ["m1"]
    assert claimed(stores) == ["m1", "m2"]


def test_t47_the_same_deposit_twice_writes_once(stores: Stores) -> None:
    stores.dossiers.create(dossier())

    def click(number: int) -> None:
        deposit(stores, "d1", letter(f"m{number}"))

    assert at_once(8, click) == []
    assert len(claimed(stores)) == len(stores.messages.of_account(OWNER)) == 1


@pytest.mark.parametrize(
    ("fault", "letters"),
    [
        (IdTaken, (letter("m2"), letter("taken"))),
        (UnknownAccount, (letter("m2"), letter("m3", "nobody"))),
    ],
)
def test_a_deposit_whose_letters_are_refused_does_not_happen(
    fault: type[Exception], letters: tuple[Letter, ...], stores: Stores
) -> None:
    stores.outbox.add(letter("taken"))
    stores.dossiers.create(dossier())
    with pytest.raises(fault):
        deposit(stores, "d1", *letters)
    assert stores.dossiers.load("d1") == dossier()
    assert stores.revisions.sources("r1") is None
    assert claimed(stores) == ["taken"]
    deposit(stores, "d1", letter("m2"))
    kept = stores.dossiers.load("d1").deposit
    # The counter was not taken either.
    assert kept == frozen(1).deposit


def test_a_deposit_that_is_not_frozen_writes_nothing(stores: Stores) -> None:
    stores.dossiers.create(dossier())

    def fails(_: int) -> Letter:
        raise LookupError("no snapshot")

    with pytest.raises(LookupError):
        stores.dossiers.deposit(
            dossier(), expected=1, site="75", sources={}, freeze=lambda n: frozen(n, letters=(letter("m1"), fails(n)))
        )
    assert stores.outbox.state() == OutboxState(0, "", 0)
    assert stores.messages.of_account(OWNER) == ()
