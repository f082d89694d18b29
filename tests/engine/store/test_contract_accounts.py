"""What every store promises about accounts, and about the forms set aside for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.store import IdTaken, StaleVersion, Stores, UnknownAccount
from engine.store.people import OutboxState, StoredAccount, StoredPost
from tests.engine.store.at_once import at_once
from tests.engine.store.samples import AT, OWNER, account, dossier, frozen, letter, mail, session

LATER = "2026-01-03T10:00:00Z"
SAVED: dict[str, str] = {
    "password": "$argon2id$own",
    "secret": "hash",
    "secret_kind": "link",
    "secret_until": LATER,
    "recovery": "$argon2id$code",
    "closed_before": AT,
    "reset": LATER,
}


def test_a_new_account_is_read_back_as_it_was_given(stores: Stores) -> None:
    given = account(**SAVED)
    stores.accounts.create(given)
    assert stores.accounts.load(OWNER) == given
    assert stores.accounts.of_login("login-1") == given
    assert stores.accounts.of_secret("hash") == given
    assert stores.accounts.identities(OWNER) == ()


def test_a_new_account_is_at_version_one_whatever_is_given(stores: Stores) -> None:
    stores.accounts.create(replace(account(), version=7))
    assert stores.accounts.load(OWNER) == account()


def test_what_is_not_there_is_none(stores: Stores) -> None:
    stores.accounts.create(account(login=None))
    assert stores.accounts.load("nobody") is None
    assert stores.accounts.of_login("") is None
    assert stores.accounts.of_login("login-1") is None
    assert stores.accounts.of_identity("") is None
    assert stores.accounts.of_identity("fc") is None


def test_no_account_is_found_by_the_secret_it_does_not_have(stores: Stores) -> None:
    stores.accounts.create(account())
    assert stores.accounts.load(OWNER) == replace(account(), secret="")
    assert stores.accounts.of_secret("") is None


@pytest.mark.parametrize(
    ("second", "identity", "kind"),
    [
        (account(login="other"), "", "account id"),
        (account("a2"), "", "login"),
        (account("a2", "other"), "fc-1", "identity"),
    ],
)
def test_an_id_a_login_or_an_identity_is_taken_once(
    second: StoredAccount, identity: str, kind: str, stores: Stores
) -> None:
    stores.accounts.create(account(), identity="fc-1")
    with pytest.raises(IdTaken) as told:
        stores.accounts.create(second, letters=(mail(owner=second.id),), identity=identity)
    assert told.value.kind == kind
    assert stores.accounts.load(OWNER) == account()
    assert stores.accounts.load("a2") is None
    assert stores.outbox.state().waiting == 0


def test_any_number_of_accounts_have_no_login(stores: Stores) -> None:
    for number in range(3):
        stores.accounts.create(account(f"a{number}", None), identity=f"fc-{number}")
    assert [stores.accounts.of_identity(f"fc-{n}") for n in range(3)] == [account(f"a{n}", None) for n in range(3)]


def test_an_account_and_its_letters_are_kept_together_or_not_at_all(stores: Stores) -> None:
    stores.accounts.create(account(), letters=(letter("m1"),), identity="fc")
    assert stores.outbox.state() == OutboxState(1, AT, 0)
    assert [m.id for m in stores.messages.of_account(OWNER)] == ["m1"]
    for letters in ((mail("m2", "a2"), letter("m1", "a2")), (mail("m3", "a2"), mail("m3", "a2"))):
        with pytest.raises(IdTaken):
            stores.accounts.create(account("a2", "l2"), letters=letters, identity="fc-2")
    with pytest.raises(UnknownAccount):
        stores.accounts.create(account("a2", "l2"), letters=(mail("m2", "a2"), mail("m3", "nobody")))
    assert stores.accounts.load("a2") is None
    assert stores.accounts.of_identity("fc-2") is None
    assert stores.outbox.state().waiting == 1
    # Nothing of the failures stands in the way of what follows.
    stores.accounts.create(account("a2", "l2"), letters=(mail("m2", "a2"), mail("m3", "a2")), identity="fc-2")
    assert stores.outbox.state().waiting == 3


def test_of_ten_creations_with_one_login_at_once_one_wins(stores: Stores) -> None:
    raised = at_once(10, lambda n: stores.accounts.create(account(f"a{n}"), letters=(mail(f"m{n}", f"a{n}"),)))
    assert [type(fault) for fault in raised] == [IdTaken] * 9
    assert stores.outbox.state().waiting == 1
    found = stores.accounts.of_login("login-1")
    assert found is not None
    assert [stores.accounts.load(f"a{n}") is not None for n in range(10)].count(True) == 1


def test_a_save_replaces_all_but_what_an_account_is(stores: Stores) -> None:
    stores.accounts.create(account())
    given = replace(account(login="thief", created="never", **SAVED), address=b"thief", version=9)
    kept = stores.accounts.save(given, expected=1)
    assert kept == replace(account(**SAVED), version=2)
    assert stores.accounts.load(OWNER) == kept
    assert stores.accounts.of_login("thief") is None
    assert stores.accounts.of_secret("hash") == kept


def test_t25_a_secret_replaced_opens_nothing_any_more(stores: Stores) -> None:
    stores.accounts.create(account(secret="first", secret_kind="link"))
    stores.accounts.save(account(secret="second", secret_kind="link"), expected=1)
    assert stores.accounts.of_secret("first") is None
    stores.accounts.save(account(), expected=2)
    assert stores.accounts.of_secret("second") is None


def test_a_save_of_what_changed_in_between_is_told_and_changes_nothing(stores: Stores) -> None:
    stores.accounts.create(account())
    stores.sessions.create(session())
    first = stores.accounts.save(account(password="first"), expected=1)
    with pytest.raises(StaleVersion) as told:
        stores.accounts.save(account(password="second"), expected=1, letters=(mail(),), ends_sessions=True)
    assert (told.value.dossier, told.value.expected, told.value.found) == (OWNER, 1, 2)
    assert stores.accounts.load(OWNER) == first
    assert stores.outbox.state().waiting == 0
    assert stores.sessions.of_owner(OWNER) == (session(),)


def test_a_save_of_nobody_is_told(stores: Stores) -> None:
    with pytest.raises(UnknownAccount):
        stores.accounts.save(account(), expected=1)


def test_t25_of_ten_uses_of_a_secret_at_once_one_wins(stores: Stores) -> None:
    """Two saves that expect the same version: a secret is used once, however fast it is typed twice."""
    stores.accounts.create(account(secret="hash"))

    def use(index: int) -> None:
        stores.accounts.save(account(password=f"p{index}"), expected=1, letters=(mail(f"m{index}"),))

    assert [type(fault) for fault in at_once(10, use)] == [StaleVersion] * 9
    kept = stores.accounts.load(OWNER)
    assert kept is not None
    assert (kept.version, kept.secret) == (2, "")
    # The letter kept is that of the one who won.
    assert [m.id for m in stores.outbox.claim(now=AT, until=LATER, most=99)] == [kept.password.replace("p", "m")]


def test_a_save_whose_letters_are_refused_saves_nothing(stores: Stores) -> None:
    stores.accounts.create(account(), letters=(mail("m1"),))
    stores.sessions.create(session())
    for fault, letters in ((IdTaken, (mail("m2"), mail("m1"))), (UnknownAccount, (mail("m2"), mail("m3", "nobody")))):
        with pytest.raises(fault):
            stores.accounts.save(account(password="new"), expected=1, letters=letters, ends_sessions=True)
    assert stores.accounts.load(OWNER) == account()
    assert stores.outbox.state().waiting == 1
    assert stores.sessions.of_owner(OWNER) == (session(),)


def test_t16_a_save_ends_the_sessions_of_its_account_alone(stores: Stores) -> None:
    for number in (1, 2):
        stores.accounts.create(account(f"a{number}", f"l{number}"))
        stores.sessions.create(replace(session(f"t{number}"), owner=f"a{number}"))
    stores.accounts.save(account("a1", password="new"), expected=1)
    assert stores.sessions.find("t1") is not None
    stores.accounts.save(account("a1", password="newer"), expected=2, ends_sessions=True)
    assert stores.sessions.find("t1") is None
    assert stores.sessions.find("t2") is not None


def test_identities_open_one_account_each_and_are_taken_back(stores: Stores) -> None:
    stores.accounts.create(account("a1", "l1"), identity="fc-1")
    stores.accounts.create(account("a2", "l2"))
    stores.accounts.link("a1", "ac-1")
    stores.accounts.link("a1", "ac-1")
    assert stores.accounts.identities("a1") == ("ac-1", "fc-1")
    assert stores.accounts.of_identity("ac-1") == account("a1", "l1")
    with pytest.raises(IdTaken):
        stores.accounts.link("a2", "fc-1")
    with pytest.raises(UnknownAccount):
        stores.accounts.link("nobody", "fc-2")
    stores.accounts.unlink("a2", "fc-1")
    assert stores.accounts.of_identity("fc-1") == account("a1", "l1")
    stores.accounts.unlink("a1", "fc-1")
    stores.accounts.unlink("a1", "fc-1")
    assert stores.accounts.of_identity("fc-1") is None
    stores.accounts.link("a2", "fc-1")
    assert stores.accounts.of_identity("fc-1") == account("a2", "l2")


def test_one_identity_linked_by_ten_at_once_opens_one_account(stores: Stores) -> None:
    for number in range(10):
        stores.accounts.create(account(f"a{number}", f"l{number}"))
    raised = at_once(10, lambda n: stores.accounts.link(f"a{n}", "fc"))
    assert [type(fault) for fault in raised] == [IdTaken] * 9
    assert sum(stores.accounts.identities(f"a{n}") == ("fc",) for n in range(10)) == 1


def _filled(stores: Stores, identity: str) -> None:
    """An account with all that can be of one."""
    stores.accounts.create(account(identity, f"l-{identity}", secret=f"s-{identity}"), identity=f"fc-{identity}")
    stores.sessions.create(replace(session(f"t-{identity}"), owner=identity))
    stores.outbox.add(letter(f"m-{identity}", identity), mail(f"g-{identity}", identity))
    stores.outbox.gave_up(f"g-{identity}", AT)
    stores.posts.keep(StoredPost(identity, AT, b"form"))


def test_deleting_an_account_erases_all_that_is_its_own(stores: Stores) -> None:
    for identity in ("a1", "a2"):
        _filled(stores, identity)
    stores.accounts.delete("a1")
    stores.accounts.delete("a1")
    assert stores.accounts.load("a1") is None
    assert stores.accounts.of_login("l-a1") is None
    assert stores.accounts.of_secret("s-a1") is None
    assert stores.accounts.of_identity("fc-a1") is None
    assert stores.accounts.identities("a1") == ()
    assert stores.sessions.find("t-a1") is None
    assert stores.messages.of_account("a1") == ()
    assert stores.messages.load("m-a1") is None
    assert stores.posts.take("a1") is None
    # And nothing of anybody else.
    assert stores.outbox.state() == OutboxState(1, AT, 1)
    assert [m.id for m in stores.outbox.claim(now=LATER, until=LATER, most=9)] == ["m-a2"]
    assert stores.accounts.of_identity("fc-a2") == stores.accounts.load("a2")
    assert stores.sessions.find("t-a2") is not None
    assert [m.id for m in stores.messages.of_account("a2")] == ["m-a2"]
    assert stores.posts.take("a2") == StoredPost("a2", AT, b"form")
    # What it had may be another's.
    _filled(stores, "a1")


@pytest.mark.parametrize("deposited", [False, True])
def test_an_account_that_owns_a_dossier_is_not_deleted(deposited: bool, stores: Stores) -> None:
    _filled(stores, OWNER)
    stores.dossiers.create(dossier())
    if deposited:
        stores.dossiers.deposit(dossier(), expected=1, site="75", sources={}, freeze=frozen)
    with pytest.raises(IdTaken):
        stores.accounts.delete(OWNER)
    assert stores.accounts.of_identity(f"fc-{OWNER}") == stores.accounts.load(OWNER)
    assert stores.sessions.find(f"t-{OWNER}") is not None
    assert stores.outbox.state() == OutboxState(1, AT, 1)
    if not deposited:
        stores.dossiers.delete("d1")
        stores.accounts.delete(OWNER)
        assert stores.accounts.load(OWNER) is None


def test_dossiers_of_an_owner_who_is_nobody_do_not_make_it_somebody(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    stores.accounts.delete(OWNER)
    assert stores.dossiers.load("d1") == dossier()


def test_accounts_nobody_ever_opened_are_told_the_oldest_first(stores: Stores) -> None:
    for identity, created, password, vouched in (
        ("new", "2026-01-03", "", ""),
        ("b", "2026-01-01", "", ""),
        ("a", "2026-01-01", "", ""),
        ("old", "2025-12-31", "", ""),
        ("opened", "2025-12-31", "$argon2id$", ""),
        ("vouched", "2025-12-31", "", "fc"),
    ):
        stores.accounts.create(account(identity, None, created, password=password), identity=vouched)
    assert stores.accounts.never_opened("2026-01-02", now=LATER) == ("old", "a", "b")
    stores.accounts.unlink("vouched", "fc")
    assert stores.accounts.never_opened("2026-01-01", now=LATER) == ("old", "vouched")
    stores.accounts.save(account("old", password="$argon2id$"), expected=1)
    assert stores.accounts.never_opened("2026-01-01", now=LATER) == ("vouched",)


def test_an_account_that_something_still_opens_was_not_left(stores: Stores) -> None:
    secret = {"secret": "sent", "secret_kind": "provisional", "secret_until": "2026-01-09"}
    stores.accounts.create(account("renewed", None, "2026-01-01", **secret))
    stores.accounts.create(account("choosing", None, "2026-01-01"))
    stores.sessions.create(replace(session("s"), owner="choosing"))
    assert stores.accounts.never_opened("2026-01-02", now="2026-01-08") == ()
    stores.sessions.delete_of("choosing")
    assert stores.accounts.never_opened("2026-01-02", now="2026-01-10") == ("choosing", "renewed")


def test_the_last_form_set_aside_is_given_once(stores: Stores) -> None:
    stores.accounts.create(account())
    assert stores.posts.take(OWNER) is None
    stores.posts.keep(StoredPost(OWNER, AT, b"first"))
    stores.posts.keep(StoredPost(OWNER, LATER, b"second"))
    assert stores.posts.take(OWNER) == StoredPost(OWNER, LATER, b"second")
    assert stores.posts.take(OWNER) is None


def test_a_form_of_nobody_is_not_kept(stores: Stores) -> None:
    stores.posts.keep(StoredPost(OWNER, AT, b"form"))
    stores.accounts.create(account())
    assert stores.posts.take(OWNER) is None


def test_a_form_is_given_to_one_of_those_who_take_it_at_once(stores: Stores) -> None:
    owners = [f"a{number}" for number in range(40)]
    for owner in owners:
        stores.accounts.create(account(owner, None))
        stores.posts.keep(StoredPost(owner, AT, b"form"))
    taken: list[str] = []

    def take(_: int) -> None:
        found = [stores.posts.take(owner) for owner in owners]
        taken.extend(post.account for post in found if post is not None)

    assert at_once(6, take) == []
    assert sorted(taken) == sorted(owners)


def test_old_forms_are_forgotten(stores: Stores) -> None:
    for number, at in enumerate(("2026-01-01", "2026-01-02", "2026-01-03")):
        stores.accounts.create(account(f"a{number}", None))
        stores.posts.keep(StoredPost(f"a{number}", at, b"form"))
    stores.posts.forget("2026-01-02")
    assert [stores.posts.take(f"a{n}") is not None for n in range(3)] == [False, True, True]


def test_messages_of_errors_tell_no_id(stores: Stores) -> None:
    """Who has an account is nobody's business, a log's least of all."""
    stores.accounts.create(account("secret-id", "secret-login"), identity="secret-fc")
    told = []
    for fault in (
        lambda: stores.accounts.create(account("secret-id")),
        lambda: stores.accounts.create(account("x", "secret-login")),
        lambda: stores.accounts.create(account("x", "y"), identity="secret-fc"),
        lambda: stores.accounts.link("secret-nobody", "z"),
        lambda: stores.accounts.save(account("secret-nobody"), expected=1),
        lambda: stores.accounts.save(account("secret-id"), expected=7),
    ):
        with pytest.raises((IdTaken, UnknownAccount, StaleVersion)) as raised:
            fault()
        told.append(str(raised.value))
    assert not any("secret" in text for text in told)
