"""A sister procedure with two motifs runs to its PDFs, each with its own list, without a line of Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.applicant import Applicant, answers_of
from tests.journeys.comparing import assert_lists, assert_same, run_command, words
from tests.journeys.running import ROOT, TODAY, Running, catalogue_of

FOLDER = ROOT / "tests/specs/deux_motifs"
DOMICILE = "Justificatif de domicile datant de moins de 6 mois"
LISTS = {
    "protection": (
        "Ordonnance de protection",
        "Jugement portant condamnation définitive des auteurs des infractions dénoncées.",
    ),
    "protection_ase": ("Décision confiant le mineur à l'Aide Sociale à l'Enfance", "Avis de la structure d'accueil"),
}
TITLES = {
    "protection": "BÉNÉFICIAIRE D'UNE ORDONNANCE DE PROTECTION",
    "protection_ase": "CONFIÉE À L'AIDE SOCIALE À L'ENFANCE",
}
NUMBERS = {"protection": "3301202603100000001", "protection_ase": "4401202603100000001"}


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """The fixture's portal and procedure in place of the real ones."""
    made = Running(catalogue_of(FOLDER), tmp_path / "var")
    yield made
    made.stop()


@pytest.mark.parametrize("name", LISTS)
def test_each_motif_runs_to_its_pdfs(
    running: Running, name: str, pdf_text: Callable[[bytes], str], tmp_path: Path
) -> None:
    someone = Applicant(running)
    answers = answers_of(name)
    someone.begins(answers, "Je demande un premier titre")
    someone.fills(answers)
    someone.deposits()
    assert someone.number == NUMBERS[name]
    assert [r.label for r in someone.requests][-2:] == list(LISTS[name])
    assert DOMICILE in [r.label for r in someone.requests]

    proof = words(pdf_text(someone.downloads("Ouvrir ma confirmation")))
    assert someone.number in proof
    listed = pdf_text(someone.downloads("Télécharger « Liste des documents justificatifs à fournir » (PDF)"))
    others = tuple(label for other, labels in LISTS.items() if other != name for label in labels)
    assert_lists(listed, someone, others)
    assert TITLES[name] in words(listed)

    report = run_command(FOLDER / "protection.yaml", someone.given, TODAY, tmp_path)
    assert report["status"] == "complete"
    assert_same(someone, report)
