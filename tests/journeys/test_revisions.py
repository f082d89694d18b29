"""The YAML is edited and the server restarted: an old draft follows and says what changed, an old deposit does not."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.applicant import Applicant, answers_of
from tests.journeys.comparing import words
from tests.journeys.running import PROCEDURES, Running, catalogue_of, fresh_catalogue
from tests.journeys.test_guide import CONFIRMATION, FINAL_LIST

ADULT = answers_of("adulte")
NEW_QUESTION = """\
      - id: numero_etranger
        type: texte
        libelle: Numéro étranger, si vous en avez un ancien
        obligatoire: non
"""


class Edited:
    """The procedures, in a folder where tests edit them, and a site restarted after each edit."""

    def __init__(self, folder: Path, running: Running) -> None:
        self.folder, self.running = folder, running

    def person(self) -> Applicant:
        """Somebody with a browser."""
        return Applicant(self.running)

    def back(self, someone: Applicant) -> Applicant:
        """The same person and browser, in front of the restarted site."""
        returned = self.person()
        returned.client.cookies = someone.client.cookies
        returned.address, returned.password = someone.address, someone.password
        return returned

    def edit(self, file: str, old: str, new: str) -> None:
        """Changes a file in one place, and restarts."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
        self.running.restart(fresh_catalogue(self.folder))


@pytest.fixture
def edited(tmp_path: Path) -> Iterator[Edited]:
    folder = tmp_path / "procedures"
    shutil.copytree(PROCEDURES, folder)
    running = Running(catalogue_of(PROCEDURES), tmp_path / "var")
    yield Edited(folder, running)
    running.stop()


def test_an_old_draft_goes_on_and_says_what_changed(edited: Edited) -> None:
    someone = edited.person()
    someone.begins(ADULT)
    someone.answers(ADULT)
    someone.quits()

    edited.edit("blocs/etat_civil.yaml", "      - id: sexe\n", NEW_QUESTION + "      - id: sexe\n")
    edited.edit("blocs/contact.yaml", "      - id: telephone\n", "      - id: mobile\n")
    edited.edit("blocs/justificatifs_etat_civil.yaml", "  - id: justificatif_identite\n", "  - id: acte_de_naissance\n")

    someone = edited.back(someone)
    someone.resumes()
    said = someone.page.notices
    assert "Cette démarche a été mise à jour depuis votre dernière saisie du 10/03/2026 : vérifiez ce qui suit." in said
    assert "Nouvelle question : « Numéro étranger, si vous en avez un ancien »." in said
    assert "Question qui n'est plus posée : « Téléphone ». Votre réponse ne sera pas transmise." in said
    # What was answered is kept; what is new and mandatory brings the person back to its step.
    assert someone.page.heading == "Informations personnelles"
    assert someone.page.form.named("nom_naissance")[0].value == "Okonkwo"
    someone.fills({**ADULT, "mobile": ADULT["telephone"]})
    someone.deposits()
    assert someone.page.heading == "Confirmation"


def test_an_old_deposit_reads_its_own_revision(edited: Edited, pdf_text: Callable[[bytes], str]) -> None:
    someone = edited.person()
    someone.begins(ADULT)
    someone.fills(ADULT)
    someone.deposits()
    number = someone.number
    before = [words(pdf_text(someone.downloads(label))) for label in (CONFIRMATION, FINAL_LIST)]

    edited.edit(
        "vpf-vulnerabilites-lot3-teh.yaml",
        "Confirmation du dépôt d'une pré-demande",
        "Nouveau titre de la confirmation",
    )
    edited.edit(
        "blocs/justificatifs_etat_civil.yaml", "libelle: Passeport}", "libelle: Passeport en cours de validité}"
    )

    someone = edited.back(someone)
    someone.opens_home()
    someone.follows("Revoir ma démarche déposée")
    assert someone.number == number
    assert [words(pdf_text(someone.downloads(label))) for label in (CONFIRMATION, FINAL_LIST)] == before

    # A new dossier follows the new revision, and its number goes on from the old one.
    other = edited.person()
    theirs = {**ADULT, "email": "autre@exemple.example"}
    other.begins(theirs)
    other.fills(theirs)
    other.deposits()
    assert int(other.number) == int(number) + 1
    assert "Nouveau titre de la confirmation" in words(pdf_text(other.downloads(CONFIRMATION)))
    assert "Passeport en cours de validité" in words(pdf_text(other.downloads(FINAL_LIST)))


def test_a_motif_that_is_gone_asks_the_situation_again(edited: Edited) -> None:
    """The choice that led here leaves the tree: nothing breaks, the question is asked again."""
    someone = edited.person()
    someone.begins(ADULT)
    someone.answers(ADULT)
    edited.edit("portail.yaml", "      traite:\n", "      victime_traite:\n")
    someone = edited.back(someone)
    someone.resumes()
    assert someone.page.asked == ("autre_situation",)
    someone.answers({"autre_situation": "victime_traite"})
    someone.fills(ADULT)
    assert "Okonkwo" in someone.page.text
