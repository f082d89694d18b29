"""Dossiers opened: by their owner alone, with the right spec."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

from engine.dossiers.cases import (
    Archive,
    Moment,
    Office,
    UnknownRevision,
    open_case,
    save_case,
    typed_answers,
)
from engine.dossiers.codec import Draft, Plain
from engine.spec import Catalogue
from engine.store import StaleVersion, UnknownDossier, Unsealable
from engine.store.sealer import KeySealer
from tests.engine.dossiers.verbs import DOSSIER, OWNER, WHO, Life


@pytest.fixture
def life(office: Office, moment: Moment) -> Life:
    return Life(office, moment).begins()


@pytest.mark.parametrize(("dossier", "owner"), [(DOSSIER, "someone"), ("other", OWNER), ("other", "someone")])
def test_nobody_elses_dossier_is_told_from_none(life: Life, dossier: str, owner: str, today: dt.date) -> None:
    with pytest.raises(UnknownDossier) as caught:
        open_case(life.office, dossier, owner, today)
    assert str(caught.value) == "no such dossier"


def test_nothing_readable_is_stored(life: Life) -> None:
    life.saves("identite", WHO)
    stored = life.office.stores.dossiers.load(DOSSIER)
    assert b"Durand" not in stored.content
    other = Office(life.office.stores, KeySealer(b"x" * 32), life.office.catalogue)
    with pytest.raises(Unsealable):
        open_case(other, DOSSIER, OWNER, life.moment.day)


@pytest.mark.usefixtures("life")
def test_content_moved_to_another_dossier_is_refused(office: Office, moment: Moment) -> None:
    other = Life(office, moment, "other").begins()
    mine, theirs = office.stores.dossiers.load(DOSSIER), office.stores.dossiers.load("other")
    office.stores.dossiers.save(replace(theirs, content=mine.content), expected=theirs.version)
    with pytest.raises(Unsealable):
        _ = other.case


def test_a_save_in_between_is_refused(life: Life) -> None:
    case = life.case
    save_case(case, case.draft, life.moment)
    with pytest.raises(StaleVersion):
        save_case(case, case.draft, life.moment)


def test_answers_of_no_field_are_kept_and_mean_nothing(catalogue: Catalogue, today: dt.date) -> None:
    plain: dict[str, Plain] = {
        "raison": "demande",
        "cas": "simple",
        "nom": "D",
        "inconnu": [1],
        "statut": "x",
        "surnom": None,
    }
    answers, faults, _ = typed_answers(catalogue, Draft(answers=plain), today)
    assert answers == {"raison": "demande", "cas": "simple", "nom": "D", "surnom": None}
    assert set(faults) == {"statut"}


def test_past_revisions_are_built_once_and_a_few_are_kept(catalogue: Catalogue) -> None:
    sources = catalogue.procedures["petite"].sources
    asked: list[str] = []

    def kept(revision: str) -> Mapping[str, bytes] | None:
        asked.append(revision)
        return sources if revision.startswith("r") else None

    archive = Archive(kept, keep=2)
    first = archive.catalogue("r1")
    assert first.procedures["petite"] == archive.catalogue("r1").procedures["petite"]
    assert asked == ["r1"]
    archive.catalogue("r2")
    archive.catalogue("r3")
    archive.catalogue("r1")
    assert asked == ["r1", "r2", "r3", "r1"]
    with pytest.raises(UnknownRevision):
        archive.catalogue("lost")


def test_sources_that_no_longer_build(catalogue: Catalogue) -> None:
    sources = {**catalogue.procedures["petite"].sources, "petite.yaml": b"procedure: {}"}
    with pytest.raises(UnknownRevision):
        Archive(lambda _: sources).catalogue("r")
