"""Signing in: what opens, what does not, and who is slowed down."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.accounts.entering import Entered, TooSoon, Wrong, enter_by_identity, use_link
from engine.accounts.keeping import choose_password
from tests.engine.accounts.keeping_accounts import ANA, AWAY, BETTER, BOB, GOOD, HOME, Desk
from tests.engine.store.at_once import at_once

MINUTE = dt.timedelta(minutes=1)


def sprays(desk: Desk, number: int) -> list[Entered | Wrong | TooSoon]:
    """One wrong password for each of that many identifiers that nobody has, from one source."""
    return [desk.signs_in("faux", f"personne-{desk.fresh()}@exemple.test", AWAY) for _ in range(number)]


def test_the_provisional_password_opens_once_and_only_for_a_new_one(desk: Desk) -> None:
    desk.asks_account()
    secret = desk.provisional()
    entered = desk.signs_in(secret)
    assert isinstance(entered, Entered)
    assert entered.stage == "first_access"
    assert isinstance(desk.signs_in(secret), Wrong)
    desk.chooses(entered)
    opened = desk.signs_in(GOOD)
    assert isinstance(opened, Entered)
    assert opened.stage == "open"


@pytest.mark.parametrize("typed", ["ANA@exemple.test", " ana@EXEMPLE.TEST "])
def test_an_identifier_is_known_however_it_is_typed(desk: Desk, typed: str) -> None:
    desk.account()
    assert isinstance(desk.signs_in(GOOD, typed), Entered)


@pytest.mark.parametrize("typed", [BOB, "", "pas une adresse", "ana@exemple.test\r\nBcc: x@y.test", "а" + ANA, "\x00"])
def test_what_is_no_identifier_is_just_wrong(desk: Desk, typed: str) -> None:
    desk.account()
    assert isinstance(desk.signs_in(GOOD, typed), Wrong)


@pytest.mark.parametrize("password", ["", GOOD.upper(), GOOD + " ", "x" * 100_000, "\x00"])
def test_what_is_no_password_is_just_wrong(desk: Desk, password: str) -> None:
    desk.account()
    assert isinstance(desk.signs_in(password), Wrong)


def test_t18_a_thousand_wrong_passwords_delay_their_source_alone(desk: Desk) -> None:
    desk.account()
    checked = 0
    for attempt in range(1000):
        checked += isinstance(desk.signs_in(f"faux-{attempt}", source=AWAY), Wrong)
        desk.forward(seconds=1)
    assert checked < 25  # a quarter of an hour went by, and the delays doubled
    assert isinstance(desk.signs_in(GOOD, source=AWAY), TooSoon)  # even with the right one
    assert isinstance(desk.signs_in(GOOD, source=HOME), Entered)


def test_t18_a_delay_ends_and_is_never_longer_than_a_quarter_of_an_hour(desk: Desk) -> None:
    desk.account()
    for _ in range(300):
        desk.signs_in("faux")
        desk.forward(minutes=4)
    desk.forward(minutes=15)
    assert isinstance(desk.signs_in(GOOD), Entered)


def test_t18_three_mistakes_cost_nothing_and_success_forgets_them(desk: Desk) -> None:
    desk.account()
    for _ in range(4):
        for _ in range(3):
            assert isinstance(desk.signs_in("faux"), Wrong)
        assert isinstance(desk.signs_in(GOOD), Entered)


def test_t18_of_sixteen_that_come_as_a_delay_ends_one_is_checked(desk: Desk) -> None:
    desk.account()
    for _ in range(4):
        desk.signs_in("faux")
    desk.forward(seconds=1)
    said: list[type] = []
    assert at_once(16, lambda n: said.append(type(desk.signs_in(f"faux-{n}")))) == []
    assert (said.count(Wrong), said.count(TooSoon)) == (1, 15)


def test_t18_one_source_that_tries_everybody_is_slowed_down(desk: Desk) -> None:
    tries = sprays(desk, 130)
    assert [type(t) for t in tries] == [Wrong] * 120 + [TooSoon] * 10
    assert tries[-1] == TooSoon(desk.now + MINUTE)
    assert isinstance(desk.signs_in("faux", source=HOME), Wrong)


def test_t18_who_tries_everybody_for_hours_has_a_hundred_tries_an_hour_and_twenty_a_minute(desk: Desk) -> None:
    checked = 0
    for _ in range(120):
        checked += sum(isinstance(tried, Wrong) for tried in sprays(desk, 25))
        desk.forward(minutes=1)
    assert 120 * 20 < checked <= 120 * 20 + 3 * 100


def test_t18_whoever_shares_a_source_that_tried_everybody_signs_in(desk: Desk) -> None:
    desk.account()
    sprays(desk, 150)
    tried = desk.signs_in(GOOD, source=AWAY)
    assert tried == TooSoon(desk.now + MINUTE)  # not in an hour
    desk.forward(minutes=1)
    for _ in range(5):
        assert isinstance(desk.signs_in(GOOD, source=AWAY), Entered)
    # Her own mistakes there cost what they cost anywhere: three are free, and then it is a second.
    assert [type(desk.signs_in("faux", source=AWAY)) for _ in range(5)] == [Wrong] * 4 + [TooSoon]
    desk.forward(seconds=1)
    assert isinstance(desk.signs_in(GOOD, source=AWAY), Entered)


def test_t18_right_passwords_use_nothing_of_their_source_up(desk: Desk) -> None:
    desk.account()
    for _ in range(150):
        assert isinstance(desk.signs_in(GOOD, source=AWAY), Entered)
    assert [type(tried) for tried in sprays(desk, 121)] == [Wrong] * 120 + [TooSoon]


def test_t18_a_try_that_waits_for_its_own_delay_uses_nothing_of_its_source_up(desk: Desk) -> None:
    for _ in range(500):
        desk.signs_in("faux", source=AWAY)
    assert [type(tried) for tried in sprays(desk, 117)] == [Wrong] * 116 + [TooSoon]


@pytest.mark.parametrize("before", [0, 100, 110, 119, 120])
def test_t19_over_the_limit_of_a_source_known_and_unknown_are_told_the_same(desk: Desk, before: int) -> None:
    desk.account()
    sprays(desk, before)
    unknown = desk.signs_in("faux", BOB, AWAY)
    desk.forward(hours=2)
    sprays(desk, before)
    known = desk.signs_in("faux", ANA, AWAY)
    assert type(known) is type(unknown) is (TooSoon if before == 120 else Wrong)


def test_t19_each_way_to_be_wrong_computes_one_hash(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.account()
    desk.asks_account(BOB)  # with a provisional password, never used
    verified: list[str] = []
    passwords = type(desk.registrar.passwords)
    kept = passwords.verify

    def verify(self: object, hashed: str, password: str) -> bool:
        verified.append(hashed)
        return kept(self, hashed, password)  # type: ignore[arg-type]

    monkeypatch.setattr(passwords, "verify", verify)
    for address in (ANA, BOB, "inconnue@exemple.test", "pas une adresse"):
        assert isinstance(desk.signs_in("faux", address), Wrong)
    assert len(verified) == 4


def test_an_identity_opens_an_account_of_its_own_never_that_of_an_address(desk: Desk) -> None:
    ana = desk.account()
    entered = enter_by_identity(desk.registrar, "https://fc.test", "sub-1", ANA, desk.moment)
    assert isinstance(entered, Entered)
    assert entered.account.id != ana.id
    again = enter_by_identity(desk.registrar, "https://fc.test", "sub-1", "autre@exemple.test", desk.moment)
    assert isinstance(again, Entered)
    assert again.account.id == entered.account.id
    assert desk.registrar.address_of(again.account) == ANA


def test_a_subject_is_only_that_of_its_issuer(desk: Desk) -> None:
    one = enter_by_identity(desk.registrar, "https://fc.test", "sub-1", ANA, desk.moment)
    other = enter_by_identity(desk.registrar, "https://autre.test", "sub-1", ANA, desk.moment)
    case = enter_by_identity(desk.registrar, "https://fc.test", "SUB-1", ANA, desk.moment)
    accounts = {entered.account.id for entered in (one, other, case) if isinstance(entered, Entered)}
    assert len(accounts) == 3


def test_an_identity_without_an_address_has_no_account(desk: Desk) -> None:
    assert isinstance(enter_by_identity(desk.registrar, "https://fc.test", "sub-1", "", desk.moment), Wrong)


def test_a_session_of_a_link_chooses_a_password(desk: Desk) -> None:
    desk.account()
    desk.asks_password()
    entered = use_link(desk.registrar, desk.token(), desk.moment)
    assert isinstance(entered, Entered)
    assert entered.stage == "first_access"
    choose_password(desk.registrar, entered.account, BETTER, desk.moment)
    assert isinstance(desk.signs_in(GOOD), Wrong)
    assert isinstance(desk.signs_in(BETTER), Entered)
