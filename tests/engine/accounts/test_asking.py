"""Asking for an account or for a new password: what is written to whom, and that nobody can tell who has an account."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from engine.accounts.asking import ask_account, ask_password
from engine.accounts.entering import Entered, Wrong, link_is_good, use_link
from engine.accounts.passwords import PasswordRule, faults_of
from tests.engine.accounts.keeping_accounts import ANA, BOB, GOOD, Desk, read, words_of


def test_the_first_mail_holds_the_identifier_and_a_password_of_the_rule(desk: Desk) -> None:
    desk.asks_account()
    (mail,) = desk.mails
    assert mail.to == ANA
    assert ANA in words_of(mail)
    assert faults_of(desk.provisional(), PasswordRule(), login=ANA) == ()


def test_the_provisional_password_is_kept_as_a_hash_alone(desk: Desk) -> None:
    desk.asks_account()
    account = desk.stores.accounts.of_login(desk.registrar.login_of(read(ANA)))
    assert account is not None
    assert account.secret.startswith("$argon2id$")
    assert desk.provisional() not in repr(account)
    assert ANA not in repr(account)


def test_the_link_of_a_first_access_lives_three_days(link_desk: Desk) -> None:
    link_desk.asks_account()
    token = link_desk.token()
    link_desk.forward(hours=71, minutes=59)
    assert link_is_good(link_desk.registrar, token, link_desk.moment)
    link_desk.forward(minutes=2)
    assert not link_is_good(link_desk.registrar, token, link_desk.moment)


def test_by_link_no_password_is_written(link_desk: Desk) -> None:
    link_desk.asks_account()
    assert "provisoire" not in words_of(link_desk.mails[0])
    assert link_is_good(link_desk.registrar, link_desk.token(), link_desk.moment)


def test_an_address_that_has_an_account_gets_only_a_notice(desk: Desk) -> None:
    account = desk.account()
    desk.asks_account()
    assert desk.stores.accounts.load(account.id) == account
    assert not re.search(r"provisoire|acces/", repr(desk.mails[-1]))
    assert isinstance(desk.signs_in(GOOD), Entered)


def test_who_never_opened_their_account_gets_another_secret(desk: Desk) -> None:
    desk.asks_account()
    first = desk.provisional()
    desk.asks_account()
    second = desk.provisional()
    assert first != second
    assert isinstance(desk.signs_in(first), Wrong)
    assert isinstance(desk.signs_in(second), Entered)


def test_an_unknown_address_gets_no_mail_about_a_password(desk: Desk) -> None:
    desk.asks_password(BOB)
    assert desk.mails == []
    assert desk.stores.outbox.state().waiting == 1  # it costs what a mail costs


def test_t25_a_link_to_a_new_password_opens_once_and_for_two_hours(desk: Desk) -> None:
    desk.account()
    desk.asks_password()
    token = desk.token()
    desk.forward(hours=2, seconds=1)
    assert not link_is_good(desk.registrar, token, desk.moment)
    assert isinstance(use_link(desk.registrar, token, desk.moment), Wrong)
    desk.asks_password()
    token = desk.token()
    assert isinstance(use_link(desk.registrar, token, desk.moment), Entered)
    assert isinstance(use_link(desk.registrar, token, desk.moment), Wrong)


def test_t25_a_newer_link_replaces_the_one_before(desk: Desk) -> None:
    desk.account()
    desk.asks_password()
    old = desk.token()
    desk.asks_password()
    assert isinstance(use_link(desk.registrar, old, desk.moment), Wrong)


@pytest.mark.parametrize("token", ["", "x", "é", "\x00", "a" * 5000])
def test_t25_a_made_up_token_opens_nothing(desk: Desk, token: str) -> None:
    desk.account()
    assert isinstance(use_link(desk.registrar, token, desk.moment), Wrong)


def test_t22_reading_a_link_uses_nothing_up(link_desk: Desk) -> None:
    link_desk.asks_account()
    token = link_desk.token()
    for _ in range(3):
        assert link_is_good(link_desk.registrar, token, link_desk.moment)
    assert isinstance(use_link(link_desk.registrar, token, link_desk.moment), Entered)


def test_t26_a_hundred_requests_write_three_mails_a_day(desk: Desk) -> None:
    for _ in range(100):
        desk.asks_account()
        desk.forward(minutes=10)
    # Sixteen hours went by: one day's worth.
    assert len(desk.mails) == 3
    desk.forward(hours=24)
    desk.asks_account()
    assert len(desk.mails) == 4


def test_t26_requests_of_both_kinds_are_counted_together(desk: Desk) -> None:
    desk.account()
    for _ in range(5):
        desk.asks_password()
        desk.asks_account()
    assert len([mail for mail in desk.mails if mail.to == ANA]) == 3
    desk.asks_account(BOB)
    assert desk.mails[-1].to == BOB


@pytest.mark.parametrize("ask", [ask_account, ask_password])
def test_t19_known_and_unknown_addresses_cost_the_same(
    desk: Desk, ask: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.account()
    counted: dict[str, list[str]] = {}
    for address in (ANA, BOB):
        done: list[str] = []
        with monkeypatch.context() as patched:
            registrar = desk.registrar
            for owner, names in (
                (registrar.passwords, ("hash",)),
                (registrar.stores.outbox, ("add",)),
                (registrar.stores.accounts, ("create", "save", "of_login")),
                (registrar.stores.limits, ("take",)),
            ):
                for name in names:
                    _count(patched, owner, name, done)
            (ask_account if ask is ask_account else ask_password)(registrar, read(address), desk.moment)
        counted[address] = sorted("write" if name in ("add", "create", "save") else name for name in done)
    assert counted[ANA] == counted[BOB] == ["hash", "of_login", "take", "write"]


def _count(patched: pytest.MonkeyPatch, owner: object, name: str, done: list[str]) -> None:
    kept = getattr(type(owner), name)

    def counting(self: object, *args: object, **named: object) -> object:
        done.append(name)
        return kept(self, *args, **named)

    patched.setattr(type(owner), name, counting)


def test_a_secret_is_good_for_72_hours(desk: Desk) -> None:
    desk.asks_account()
    secret = desk.provisional()
    desk.now += dt.timedelta(hours=72, seconds=1)
    assert isinstance(desk.signs_in(secret), Wrong)
