"""What every store promises about records of files."""

from __future__ import annotations

import pytest

from engine.store import DuplicateFile, IdTaken, Stores, TooManyFiles, UnknownDossier
from tests.engine.store.at_once import at_once
from tests.engine.store.samples import dossier, upload


def test_files_are_listed_oldest_first_then_as_they_came(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    for identity, at in (("z", "2026-01-02"), ("b", "2026-01-01"), ("a", "2026-01-01")):
        stores.uploads.add(upload(identity, at=at), maximum=3)
    assert [u.id for u in stores.uploads.of_dossier("d1")] == ["b", "a", "z"]


def test_a_record_is_read_back_as_it_was_given(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    stores.uploads.add(upload(item="passeport"), maximum=1)
    assert stores.uploads.of_dossier("d1") == (upload(item="passeport"),)
    assert stores.uploads.of_dossier("d2") == ()
    assert stores.uploads.blobs() == {upload().blob}


def test_a_file_needs_its_dossier(stores: Stores) -> None:
    with pytest.raises(UnknownDossier):
        stores.uploads.add(upload(), maximum=3)
    assert stores.uploads.blobs() == frozenset()


def test_each_request_has_its_own_maximum(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    stores.uploads.add(upload("u1"), maximum=1)
    with pytest.raises(TooManyFiles) as told:
        stores.uploads.add(upload("u2"), maximum=1)
    assert (told.value.request, told.value.maximum) == ("photo", 1)
    stores.uploads.add(upload("u3", request="identite"), maximum=1)
    assert [u.id for u in stores.uploads.of_dossier("d1")] == ["u1", "u3"]


def test_the_same_bytes_are_refused_in_one_request_and_accepted_in_another(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    stores.dossiers.create(dossier("d2"))
    stores.uploads.add(upload("u1", digest="same"), maximum=1)
    # Even where the request is full, "already given" is the more useful answer.
    with pytest.raises(DuplicateFile):
        stores.uploads.add(upload("u2", digest="same"), maximum=1)
    stores.uploads.add(upload("u3", request="identite", digest="same"), maximum=1)
    stores.uploads.add(upload("u4", "d2", digest="same"), maximum=1)


def test_ids_and_blobs_are_never_shared(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    stores.uploads.add(upload("u1"), maximum=9)
    with pytest.raises(IdTaken):
        stores.uploads.add(upload("u1", digest="x", blob="b"), maximum=9)
    with pytest.raises(IdTaken):
        stores.uploads.add(upload("u2", blob=upload("u1").blob), maximum=9)
    assert stores.uploads.of_dossier("d1") == (upload("u1"),)


def test_of_ten_files_at_once_the_maximum_is_kept_exactly(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    raised = at_once(10, lambda n: stores.uploads.add(upload(f"u{n}"), maximum=3))
    assert [type(fault) for fault in raised] == [TooManyFiles] * 7
    assert len(stores.uploads.of_dossier("d1")) == 3


def test_of_ten_times_the_same_file_at_once_one_is_kept(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    raised = at_once(10, lambda n: stores.uploads.add(upload(f"u{n}", digest="same"), maximum=9))
    assert [type(fault) for fault in raised] == [DuplicateFile] * 9
    assert len(stores.uploads.of_dossier("d1")) == 1


def test_a_removed_file_frees_its_place(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    stores.uploads.add(upload("u1"), maximum=1)
    assert stores.uploads.remove("d1", "u1") == upload("u1")
    assert stores.uploads.remove("d1", "u1") is None
    assert stores.uploads.blobs() == frozenset()
    stores.uploads.add(upload("u1"), maximum=1)


def test_a_file_is_reached_through_its_own_dossier_only(stores: Stores) -> None:
    for identity in ("d1", "d2"):
        stores.dossiers.create(dossier(identity))
    stores.uploads.add(upload("u1"), maximum=1)
    assert stores.uploads.remove("d2", "u1") is None
    stores.uploads.set_item("d2", "u1", "stolen")
    assert stores.uploads.of_dossier("d1") == (upload("u1"),)


def test_the_document_a_file_is_can_be_said_later(stores: Stores) -> None:
    stores.dossiers.create(dossier())
    stores.uploads.add(upload("u1"), maximum=2)
    stores.uploads.set_item("d1", "u1", "passeport")
    stores.uploads.set_item("d1", "unknown", "passeport")
    assert stores.uploads.of_dossier("d1") == (upload("u1", item="passeport"),)
