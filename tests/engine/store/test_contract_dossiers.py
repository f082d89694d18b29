"""What every store promises about dossiers, deposits and the sources they pin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.store import (
    AlreadyDeposited,
    Frozen,
    IdTaken,
    StaleVersion,
    StoredDossier,
    Stores,
    UnknownDossier,
)
from tests.engine.store.at_once import at_once
from tests.engine.store.samples import OWNER, deposited, dossier, frozen, upload


def deposit(
    stores: Stores,
    given: StoredDossier,
    *,
    expected: int = 1,
    site: str = "75",
    freeze: Callable[[int], Frozen] | None = None,
) -> StoredDossier:
    return stores.dossiers.deposit(
        given, expected=expected, site=site, sources={"a.yaml": b"a: 1"}, freeze=freeze or (lambda n: frozen(n, site))
    )


def test_a_new_dossier_is_read_back_as_it_was_given(stores: Stores) -> None:
    given = dossier(content=bytes(range(256)))
    stores.dossiers.create(given)
    assert stores.dossiers.load("d1") == given


def test_a_new_dossier_is_a_draft_at_version_one_whatever_is_given(stores: Stores) -> None:
    stores.dossiers.create(replace(dossier(), version=7, status="deposited", deposit=deposited(1)))
    assert stores.dossiers.load("d1") == dossier()


def test_an_id_is_never_overwritten(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    with pytest.raises(IdTaken):
        stores.dossiers.create(dossier(owner="someone else", content=b"other"))
    assert stores.dossiers.load("d1") == dossier()


def test_an_unknown_dossier_is_said_to_be_unknown(stores: Stores) -> None:
    with pytest.raises(UnknownDossier):
        stores.dossiers.load("nowhere")
    with pytest.raises(UnknownDossier):
        stores.dossiers.save(dossier("nowhere"), expected=1)
    with pytest.raises(UnknownDossier):
        deposit(stores, dossier("nowhere"))


def test_a_save_replaces_content_revision_and_time_alone(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    given = dossier(content=b"two", updated="2026-01-02T10:00:00Z", revision="r2", created="never")
    kept = stores.dossiers.save(replace(given, owner="thief", version=9), expected=1)
    assert kept == replace(
        dossier(content=b"two", updated="2026-01-02T10:00:00Z", revision="r2"), owner=OWNER, version=2
    )
    assert stores.dossiers.load("d1") == kept


def test_of_two_tabs_the_second_is_told_and_overwrites_nothing(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    first, second = stores.dossiers.load("d1"), stores.dossiers.load("d1")
    stores.dossiers.save(replace(first, content=b"first tab"), expected=first.version)
    with pytest.raises(StaleVersion) as told:
        stores.dossiers.save(replace(second, content=b"second tab"), expected=second.version)
    assert (told.value.dossier, told.value.expected, told.value.found) == ("d1", 1, 2)
    assert stores.dossiers.load("d1").content == b"first tab"


def test_of_ten_saves_at_once_one_wins(stores: Stores) -> None:
    stores.dossiers.create(dossier())

    def save(index: int) -> None:
        stores.dossiers.save(dossier(content=b"%d" % index), expected=1)

    raised = at_once(10, save)
    assert [type(fault) for fault in raised] == [StaleVersion] * 9
    assert stores.dossiers.load("d1").version == 2


def test_an_owner_sees_only_their_own_most_recent_first(stores: Stores) -> None:
    for identity, updated in (("a", "2026-01-02"), ("b", "2026-01-03"), ("c", "2026-01-02"), ("d", "2026-01-01")):
        stores.dossiers.create(dossier(identity, updated=updated))
    stores.dossiers.create(dossier("x", owner="another"))
    stores.dossiers.create(dossier("z", updated="2026-01-02", created="2026-01-01T11:00:00Z"))
    # Of two updated at the same time, the one begun last comes first.
    assert [d.id for d in stores.dossiers.of_owner(OWNER)] == ["b", "z", "a", "c", "d"]
    assert stores.dossiers.of_owner("nobody") == ()


def test_a_deposit_freezes_and_pins(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    kept = deposit(stores, replace(dossier(), content=b"last", updated="2026-01-02T08:00:00Z"))
    assert (kept.status, kept.version, kept.content, kept.deposit) == ("deposited", 2, b"last", deposited(1))
    assert stores.dossiers.load("d1") == kept
    assert stores.dossiers.of_owner(OWNER) == (kept,)
    assert stores.revisions.sources("r1") == {"a.yaml": b"a: 1"}


def test_the_same_deposit_twice_is_one_deposit(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    first = deposit(stores, dossier())
    again = deposit(stores, dossier(content=b"another"), expected=1)
    assert again == first == stores.dossiers.load("d1")
    stores.dossiers.create(dossier("d2"))
    assert deposit(stores, dossier("d2")).deposit == deposited(2)


def test_a_stale_deposit_is_told_and_takes_no_number(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    stores.dossiers.save(dossier(content=b"two"), expected=1)
    with pytest.raises(StaleVersion):
        deposit(stores, dossier(), expected=1)
    assert stores.dossiers.load("d1").status == "draft"
    assert deposit(stores, dossier(), expected=2).deposit == deposited(1)


def test_each_site_counts_for_itself(stores: Stores) -> None:
    numbers = []
    for identity, site in (("a", "75"), ("b", "13"), ("c", "75"), ("d", "13")):
        stores.dossiers.create(dossier(identity))
        kept = deposit(stores, dossier(identity), site=site).deposit
        assert kept is not None
        numbers.append((site, int(kept.number[10:])))
    assert numbers == [("75", 1), ("13", 1), ("75", 2), ("13", 2)]


def test_a_deposit_that_fails_leaves_the_draft(stores: Stores) -> None:
    stores.dossiers.create(dossier())

    def fails(_: int) -> Frozen:
        raise LookupError("no snapshot")

    with pytest.raises(LookupError):
        deposit(stores, dossier(content=b"changed"), freeze=fails)
    assert stores.dossiers.load("d1") == dossier()
    assert stores.revisions.sources("r1") is None
    # The store goes on working after it.
    assert deposit(stores, dossier()).status == "deposited"


def test_no_two_dossiers_share_a_number(stores: Stores) -> None:
    for identity in ("a", "b"):
        stores.dossiers.create(dossier(identity))
    deposit(stores, dossier("a"), freeze=lambda _: frozen(5))
    with pytest.raises(IdTaken):
        deposit(stores, dossier("b"), freeze=lambda _: frozen(5))
    assert stores.dossiers.load("b") == dossier("b")


def test_deposits_at_once_have_distinct_numbers(stores: Stores) -> None:
    for index in range(24):
        stores.dossiers.create(dossier(f"d{index}"))

    # Each dossier is deposited by two threads: two clicks on the button.
    assert at_once(48, lambda n: _deposit_silently(stores, f"d{n % 24}")) == []
    kept = [stores.dossiers.load(f"d{index}") for index in range(24)]
    assert {d.status for d in kept} == {"deposited"}
    assert {d.version for d in kept} == {2}
    assert max(Counter(d.deposit.number for d in kept if d.deposit).values()) == 1


def _deposit_silently(stores: Stores, identity: str) -> None:
    deposit(stores, dossier(identity))


def test_nothing_changes_a_deposited_dossier(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    stores.uploads.add(upload(), maximum=3)
    kept = deposit(stores, dossier())
    with pytest.raises(AlreadyDeposited):
        stores.dossiers.save(dossier(content=b"later"), expected=2)
    with pytest.raises(AlreadyDeposited):
        stores.dossiers.delete("d1")
    with pytest.raises(AlreadyDeposited):
        stores.uploads.add(upload("u2"), maximum=3)
    with pytest.raises(AlreadyDeposited):
        stores.uploads.remove("d1", "u1")
    with pytest.raises(AlreadyDeposited):
        stores.uploads.set_item("d1", "u1", "passeport")
    assert stores.dossiers.load("d1") == kept
    assert stores.uploads.of_dossier("d1") == (upload(),)


def test_deleting_a_draft_erases_its_records_and_names_its_blobs(stores: Stores) -> None:
    for identity in ("d1", "d2"):
        stores.dossiers.create(dossier(identity))
    stores.uploads.add(upload("u1"), maximum=3)
    stores.uploads.add(upload("u2"), maximum=3)
    stores.uploads.add(upload("u3", "d2"), maximum=3)
    assert stores.dossiers.delete("d1") == {upload("u1").blob, upload("u2").blob}
    with pytest.raises(UnknownDossier):
        stores.dossiers.load("d1")
    assert stores.uploads.of_dossier("d1") == ()
    assert stores.uploads.blobs() == {upload("u3").blob}
    assert stores.dossiers.delete("d1") == frozenset()


def test_a_revision_keeps_its_first_sources(stores: Stores) -> None:
    for identity in ("a", "b"):
        stores.dossiers.create(dossier(identity))
    first = {"p.yaml": "é".encode(), "blocs/b.yaml": b""}
    for identity, sources in (("a", first), ("b", {"p.yaml": b"tampered"})):
        stores.dossiers.deposit(dossier(identity), expected=1, site="75", sources=sources, freeze=frozen)
    assert stores.revisions.sources("r1") == first
    assert stores.revisions.sources("r2") is None


def test_a_revision_without_files_is_still_a_revision(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    stores.dossiers.deposit(dossier(), expected=1, site="75", sources={}, freeze=frozen)
    assert stores.revisions.sources("r1") == {}


def test_messages_tell_no_id(stores: Stores) -> None:
    """Ids open a dossier: they have no place in a log."""
    with pytest.raises(UnknownDossier) as told:
        stores.dossiers.load("secret-id")
    assert "secret-id" not in str(told.value)


def test_a_dossier_says_how_many_files_it_has(stores: Stores) -> None:
    stores.dossiers.create(replace(dossier(), files=7))
    stores.dossiers.create(dossier("d2"))
    assert stores.dossiers.load("d1").files == 0
    for number in range(2):
        stores.uploads.add(upload(f"u{number}"), maximum=3)
    assert [d.files for d in stores.dossiers.of_owner(OWNER)] == [2, 0]
    assert stores.dossiers.save(dossier(content=b"two"), expected=1).files == 2
    stores.uploads.remove("d1", "u0")
    assert stores.dossiers.load("d1").files == 1


def test_old_drafts_are_told_the_oldest_first(stores: Stores) -> None:
    for identity, updated in (("c", "2026-01-02"), ("b", "2026-01-01"), ("a", "2026-01-02"), ("new", "2026-01-03")):
        stores.dossiers.create(dossier(identity, owner="nobody any more", updated=updated))
    stores.dossiers.create(dossier("deposited", updated="2026-01-01"))
    deposit(stores, dossier("deposited", updated="2026-01-01"))
    assert stores.dossiers.drafts("2026-01-03") == ("b", "a", "c")
    assert stores.dossiers.drafts("2026-01-01") == ()
    stores.dossiers.save(dossier("b", updated="2026-01-04"), expected=1)
    assert stores.dossiers.drafts("2026-01-03") == ("a", "c")
