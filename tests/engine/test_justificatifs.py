"""What the files given leave uncovered."""

from __future__ import annotations

import pytest

from engine.justificatifs import uncovered
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


def test_nothing_to_give_wants_nothing() -> None:
    assert uncovered(None, frozenset()) == ()
    assert uncovered(one_of(), frozenset()) == ()
