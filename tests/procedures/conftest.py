"""The pages of the real application that the acceptance table is read on."""

from __future__ import annotations

import html
import io
import subprocess
from collections.abc import Mapping

import pytest
from PIL import Image

from tests.journeys.applicant import FIRST_PERMIT, PASSWORD, Applicant, answers_of
from tests.journeys.running import PROCEDURES, Running, catalogue_of

LIST = "Télécharger la liste des pièces justificatives"
CONFIRMATION = "J'ouvre ma confirmation de dépôt de demande (PDF)"
JUSTIFICATIFS = "Justificatifs"
SAVE = "Enregistrer et poursuivre"


@pytest.fixture(scope="session")
def rendered_pages(tmp_path_factory: pytest.TempPathFactory, pdftotext: str) -> Mapping[str, str]:
    """HTML by page, and the words of PDFs; the pages are described at the head of `acceptance.yaml`."""
    running = Running(catalogue_of(PROCEDURES), tmp_path_factory.mktemp("acceptance") / "var")
    try:
        return _Visit(running, pdftotext).pages()
    finally:
        running.stop()


class _Visit:
    """Several people go through the site; what they see is kept."""

    def __init__(self, running: Running, pdftotext: str) -> None:
        self.running, self.pdftotext = running, pdftotext
        self.found: dict[str, str] = {}

    def pages(self) -> Mapping[str, str]:
        """Every page of the table."""
        self._adult()
        self._minor("mineur_16", "justificatifs_mineur")
        self._minor("mineur_emancipe", "justificatifs_mineur_emancipe")
        self._married()
        return self.found

    def _adult(self) -> None:
        answers = answers_of("adulte")
        person = Applicant(self.running)
        self.found["accueil"] = person.opens_home().html
        self.found["contact"] = person.follows("Contact").html
        self.found["plan"] = person.follows("Plan du site").html
        self._account(person, str(answers["email"]))
        self.found["raison"] = person.follows("Commencer une démarche").html
        self.found["situation"] = person.presses("Je continue", person.types(answers)).html
        self.found["autre_situation"] = person.presses(SAVE, person.types(answers)).html
        self.found["informations_personnelles"] = person.presses(SAVE, person.types(answers)).html
        self.found["pdf_liste"] = self._words(person.downloads(LIST))
        self.found["motif_de_sejour"] = person.answers(answers).html
        self.found["justificatifs"] = person.answers(answers).html
        self.found["pdf_liste_adulte"] = self._words(person.downloads(LIST))
        person.presses("Confirmer le numéro ephoto", person.types(answers))
        proof = next(r for r in person.page.requests if r.label.startswith("Justificatif de nationalité"))
        self.found["justificatifs_remplis"] = person.attaches(proof, "justificatif.png", picture()).html
        person.fills(answers)
        self.found["depot"] = person.presses("Continuer vers le dépôt").html
        self.found["confirmation"] = person.presses("Déposer la demande").html
        self.found["pdf_confirmation"] = self._words(person.downloads(CONFIRMATION))
        self.found["courriel_depot"] = html.escape(person.mails[-1].text)

    def _account(self, person: Applicant, address: str) -> None:
        person.opens_home()
        self.found["creation"] = person.follows(FIRST_PERMIT).html
        self.found["creation_demandee"] = person.asks_for_account(address).html
        mail = person.mails[-1]
        self.found["courriel_compte"] = html.escape(mail.text)
        self.found["connexion"] = person.follows_mail(mail, "Se connecter").html
        self.found["mot_de_passe"] = person.signs_in(mail.provisional_password).html
        person.chooses_password(PASSWORD)
        self.found["espace"] = person.follows("Continuer sans code").html

    def _minor(self, answers: str, page: str) -> None:
        given = {**answers_of(answers), "email": f"{page}@exemple.example"}  # one account for each
        person = Applicant(self.running)
        person.begins(given)
        shown = person.presses(SAVE, person.types(given))
        self.found["informations_personnelles_mineur"] = shown.html
        self.found[page] = person.fills(given, until=JUSTIFICATIFS).html

    def _married(self) -> None:
        given = answers_of("mariee")
        person = Applicant(self.running)
        person.begins(given)
        person.answers(given)
        self.found["motif_de_sejour_union"] = person.presses(SAVE, person.types(given)).html

    def _words(self, content: bytes) -> str:
        done = subprocess.run([self.pdftotext, "-raw", "-", "-"], input=content, capture_output=True, check=True)
        return done.stdout.decode()


def picture() -> bytes:
    """A small real PNG."""
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "PNG")
    return made.getvalue()
