"""What the project's own files promise: sources cited, open questions marked, every département served."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.build import load_catalogue
from engine.kinds import read_form
from engine.spec import Ask, Proceed, Redirect

CATALOGUE = load_catalogue(Path(__file__).parents[2] / "procedures").catalogue
PROCEDURE = CATALOGUE.procedures["vpf_vulnerabilites_lot3_teh"]
GUIDE_LINE = re.compile(r"guide L[0-9]")
METROPOLE = {f"{number:02}" for number in range(1, 96)} - {"20"} | {"2A", "2B"}
OVERSEAS = {"971", "972", "973", "974", "975", "976", "977", "978", "986", "987", "988"}


def test_each_question_and_document_cites_the_guide() -> None:
    """A field or a request without a line of the guide would be an invention; the computed motif has one too."""
    asked = [(field.id, field.source) for field in PROCEDURE.fields.values()]
    requested = [(request.id, request.source) for request in PROCEDURE.justificatifs.values()]
    assert [name for name, source in (*asked, *requested) if not GUIDE_LINE.match(source or "")] == []


def test_what_the_guide_does_not_show_is_to_validate() -> None:
    """Every orientation is ours: its text and its destination await a decision."""
    portal = CATALOGUE.portal
    assert portal is not None
    assert [name for name, orientation in portal.orientations.items() if not orientation.to_validate] == []


def test_only_one_entry_starts_and_only_one_leaf_carries_on() -> None:
    """The other four entries and the other leaves send elsewhere."""
    portal = CATALOGUE.portal
    assert portal is not None
    assert [entry.id for entry in portal.entries if entry.starts] == ["premier_titre"]
    routes = [(choice.id, choice.route) for question in portal.questions.values() for choice in question.choices]
    assert [name for name, route in routes if isinstance(route, Proceed)] == ["traite"]
    assert all(isinstance(route, Proceed | Redirect | Ask) for _, route in routes)
    assert [
        choice.id for question in portal.questions.values() for choice in question.choices if not choice.recap
    ] == []


def test_each_departement_has_its_service() -> None:
    """Mainland, Corsica and overseas; four digits each, no site twice but where one prefect serves two territories."""
    services = PROCEDURE.deposit.services
    assert set(services) == METROPOLE | OVERSEAS
    assert all(re.fullmatch("[0-9]{4}", service.site) for service in services.values())
    assert len({service.site for service in services.values()}) == len(services)
    assert services["59"].site == "5901"
    assert PROCEDURE.deposit.default_service.name


def test_the_dossier_number_has_nineteen_digits() -> None:
    """Site, date, counter."""
    assert PROCEDURE.deposit.number == (("site", 4), ("date", 8), ("counter", 7))


@pytest.mark.parametrize("document", ["confirmation", "liste_justificatifs"])
def test_nothing_tells_what_it_is_about(document: str) -> None:
    """What stays in a browser's history or a phone's downloads names neither the ground nor the person."""
    neutral = (
        PROCEDURE.documents[document].file_name,
        PROCEDURE.neutral_title,
        *(step.slug for step in PROCEDURE.steps),
    )
    telling = re.compile("traite|victime|plainte|motif|sejour|teh", re.IGNORECASE)
    assert [words for words in neutral if telling.search(words)] == []


def test_the_examples_of_numbers_in_hints_are_accepted() -> None:
    hints = {f.id: (f, f.hint.source) for f in PROCEDURE.fields.values() if f.kind == "phone" and f.hint is not None}
    found = [(f, number) for f, hint in hints.values() for number in re.findall(r"(?<!\d)0\d(?: \d\d){4}", hint)]
    assert found
    for asked, number in found:
        assert read_form(asked, {asked.id: (number,)}).problems == ()
