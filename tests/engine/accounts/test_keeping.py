"""Passwords chosen and changed; the recovery code, and what stays closed without it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.accounts.entering import Entered, TooSoon, Wrong, use_link
from engine.accounts.keeping import (
    NotChosen,
    change_password,
    choose_password,
    end_everywhere,
    give_code,
    make_code,
    prove_password,
    resets,
    resets_to_tell,
)
from engine.accounts.registrar import Registrar
from engine.dossiers.cases import Moment
from engine.store import StaleVersion, StoredSession
from engine.store.people import StoredAccount
from tests.engine.accounts.keeping_accounts import AWAY, BETTER, GOOD, HOME, Desk
from tests.engine.store.at_once import at_once

Given = Callable[[Registrar, StoredAccount, str, str, Moment], StoredAccount | TooSoon | None]


def session_of(desk: Desk, account: str, name: str) -> None:
    desk.stores.sessions.create(StoredSession(name, account, "csrf", desk.moment.at, desk.moment.at))


def reset(desk: Desk, password: str = BETTER) -> StoredAccount:
    desk.asks_password()
    return desk.chooses(use_link(desk.registrar, desk.token(), desk.moment), password)


@pytest.mark.parametrize("weak", ["", "court-7", "sans-majuscule-7", "Sans-Chiffre", "SansSpecial77", "Password1!"])
def test_a_password_follows_the_rule_and_is_not_a_common_one(desk: Desk, weak: str) -> None:
    desk.asks_account()
    entered = desk.signs_in(desk.provisional())
    assert isinstance(entered, Entered)
    assert isinstance(choose_password(desk.registrar, entered.account, weak, desk.moment), NotChosen)


def test_the_first_password_is_no_reset(desk: Desk) -> None:
    account = desk.account()
    assert account.reset == account.closed_before == ""


def test_t16_a_reset_ends_every_session_and_is_told(desk: Desk) -> None:
    account = desk.account()
    session_of(desk, account.id, "old")
    changed = reset(desk)
    assert desk.stores.sessions.of_owner(account.id) == ()
    assert resets(changed) == resets_to_tell(changed, desk.moment) == (desk.moment.at,)


def test_t16_a_reset_by_the_holder_does_not_hide_the_one_before(desk: Desk) -> None:
    desk.account()
    others = resets(reset(desk))
    desk.forward(hours=30)
    own = reset(desk, GOOD)
    assert resets_to_tell(own, desk.moment) == (*others, desk.moment.at)
    desk.forward(hours=24 * 30 - 1)
    assert resets_to_tell(own, desk.moment) == resets(own)[1:]
    assert len(resets(own)) == 2


def test_only_the_last_resets_are_kept(desk: Desk) -> None:
    desk.account()
    for number in range(7):
        desk.forward(hours=24)
        account = reset(desk, (GOOD, BETTER)[(number + 1) % 2])
    assert len(resets(account)) == 5


def test_t16_changing_a_password_ends_every_session_and_is_no_reset(desk: Desk) -> None:
    account = desk.account()
    session_of(desk, account.id, "old")
    changed = change_password(desk.registrar, account, BETTER)
    assert isinstance(changed, StoredAccount)
    assert changed.reset == ""
    assert desk.stores.sessions.of_owner(account.id) == ()


@pytest.mark.parametrize("weak", ["court-7", "Password1!", GOOD])
def test_a_changed_password_follows_the_rule_too_and_is_another_one(desk: Desk, weak: str) -> None:
    assert isinstance(change_password(desk.registrar, desk.account(), weak), NotChosen)


def test_the_provisional_password_is_not_chosen(desk: Desk) -> None:
    desk.asks_account()
    sent = desk.provisional()
    entered = desk.signs_in(f" {sent}\n")
    assert isinstance(entered, Entered), "a telephone copies what is around it"
    chosen = choose_password(desk.registrar, entered.account, sent, desk.moment)
    assert isinstance(chosen, NotChosen)
    assert [fault.code for fault in chosen.faults] == ["A080"]
    assert isinstance(desk.signs_in(sent), Wrong), "it served"


def test_t16_a_link_asked_for_before_opens_nothing_after_a_change(desk: Desk) -> None:
    account = desk.account()
    desk.asks_password()
    token = desk.token()
    found = desk.stores.accounts.load(account.id)
    assert found is not None
    change_password(desk.registrar, found, BETTER)
    assert use_link(desk.registrar, token, desk.moment) == Wrong()


def test_t16_nor_after_every_session_was_ended(desk: Desk) -> None:
    account = desk.account()
    session_of(desk, account.id, "here")
    desk.asks_password()
    token = desk.token()
    end_everywhere(desk.registrar, account.id)
    assert use_link(desk.registrar, token, desk.moment) == Wrong()
    assert desk.stores.sessions.of_owner(account.id) == ()
    end_everywhere(desk.registrar, "nobody")


def test_without_a_recovery_code_a_reset_closes_nothing(desk: Desk) -> None:
    desk.account()
    assert reset(desk).closed_before == ""


def test_with_a_recovery_code_a_reset_closes_until_it_is_given(desk: Desk) -> None:
    account, code = make_code(desk.registrar, desk.account())
    assert code not in repr(account)
    closed = reset(desk)
    assert closed.closed_before == desk.moment.at
    assert give_code(desk.registrar, closed, "0" * 20, HOME, desk.moment) is None
    opened = give_code(desk.registrar, closed, code.lower(), HOME, desk.moment)
    assert isinstance(opened, StoredAccount)
    assert opened.closed_before == ""


def test_a_second_reset_does_not_open_what_the_first_closed(desk: Desk) -> None:
    make_code(desk.registrar, desk.account())
    first = reset(desk)
    desk.forward(hours=1)
    second = reset(desk, GOOD)
    assert second.closed_before > first.closed_before


def test_a_new_code_replaces_the_one_before(desk: Desk) -> None:
    account, old = make_code(desk.registrar, desk.account())
    account, new = make_code(desk.registrar, account)
    assert give_code(desk.registrar, account, old, HOME, desk.moment) is None
    assert isinstance(give_code(desk.registrar, account, new, HOME, desk.moment), StoredAccount)


def test_t18_wrong_codes_delay_their_source_alone(desk: Desk) -> None:
    account, code = make_code(desk.registrar, desk.account())
    for _ in range(50):
        give_code(desk.registrar, account, "faux", AWAY, desk.moment)
    assert isinstance(give_code(desk.registrar, account, code, AWAY, desk.moment), TooSoon)
    assert isinstance(give_code(desk.registrar, account, code, HOME, desk.moment), StoredAccount)


@pytest.mark.parametrize("gives", [prove_password, give_code])
def test_t18_of_sixteen_that_come_as_a_delay_ends_one_is_checked(desk: Desk, gives: Given) -> None:
    account, _ = make_code(desk.registrar, desk.account())
    for _ in range(4):
        assert gives(desk.registrar, account, "faux", AWAY, desk.moment) is None
    desk.forward(seconds=1)
    said: list[object] = []
    assert at_once(16, lambda _: said.append(gives(desk.registrar, account, "faux", AWAY, desk.moment))) == []
    assert (said.count(None), len(said)) == (1, 16)


def test_of_two_passwords_chosen_at_once_one_is_taken(desk: Desk) -> None:
    desk.asks_account()
    entered = desk.signs_in(desk.provisional())
    desk.chooses(entered)
    assert isinstance(entered, Entered)
    with pytest.raises(StaleVersion):
        choose_password(desk.registrar, entered.account, BETTER, desk.moment)
