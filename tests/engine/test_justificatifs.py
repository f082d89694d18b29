"""What the files given leave uncovered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.justificatifs import is_needed, leaves, name_of, uncovered
from engine.problems import Position
from engine.spec import Alternatives, Item

HERE = Position("essai.yaml", 1, 1)


def item(name: str) -> Item:
    """A document."""
    return Item(name, name.capitalize(), HERE)


def one_of(*parts: Item | Alternatives) -> Alternatives:
    """One of these is enough."""
    return Alternatives("one_of", parts, HERE)


def all_of(*parts: Item | Alternatives) -> Alternatives:
    """Each of these."""
    return Alternatives("all_of", parts, HERE)


HOME = one_of(
    item("facture"),
    all_of(item("attestation_hotelier"), item("facture_hotel")),
    all_of(item("attestation"), item("identite"), one_of(item("domicile"), all_of(item("avis"), item("lettre")))),
)


@pytest.mark.parametrize(
    ("given", "wanting"),
    [
        ((), ("facture",)),
        (("facture",), ()),
        (("attestation_hotelier",), ("facture_hotel",)),
        (("attestation_hotelier", "facture_hotel"), ()),
        (("attestation",), ("identite", "domicile")),
        (("attestation", "lettre"), ("identite", "avis")),
        (("attestation", "facture_hotel"), ("attestation_hotelier",)),
        (("attestation", "facture"), ()),
    ],
)
def test_what_is_begun_is_to_be_completed(given: tuple[str, ...], wanting: tuple[str, ...]) -> None:
    assert tuple(i.id for i in uncovered(HOME, frozenset(given))) == wanting


@pytest.mark.parametrize(
    ("provision", "needed"),
    [
        (item("a"), {"a"}),
        (all_of(item("a"), item("b")), {"a", "b"}),
        (one_of(item("a"), item("b")), set()),
        (one_of(item("a")), {"a"}),
        (all_of(item("a"), one_of(item("b"), item("c"))), {"a"}),
        (one_of(all_of(item("a"), item("b")), all_of(item("a2"), item("c"))), set()),
    ],
)
def test_what_nothing_else_does_in_place_of_is_needed(provision: Item | Alternatives, needed: set[str]) -> None:
    assert {i.id for i in leaves(provision) if is_needed(i, provision)} == needed


@pytest.mark.parametrize(("label", "name"), [("ou quittance", "Quittance"), ("Bail", "Bail"), ("ouvrage", "Ouvrage")])
def test_the_name_of_a_document_is_tied_to_no_other(label: str, name: str) -> None:
    assert name_of(replace(item("x"), label=label)) == name


def test_nothing_to_give_wants_nothing() -> None:
    assert uncovered(None, frozenset()) == ()
    assert uncovered(one_of(), frozenset()) == ()
