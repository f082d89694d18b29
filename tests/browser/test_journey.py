"""The whole request in a real browser, without scripts and with them, by clicking what the pages say."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checking import PHONE
from tests.browser.conftest import NewPage
from tests.browser.person import ADULT, BY_HAND, FAMILY, SAVE, UNION, Person
from tests.browser.watching import DESKTOP
from tests.journeys.comparing import words
from tests.journeys.running import Running


@pytest.mark.parametrize(
    ("scripts", "size"), [(False, PHONE), (True, DESKTOP)], ids=["a telephone, no script", "a desk, scripts"]
)
def test_from_the_home_page_to_the_confirmation(
    new_page: NewPage,
    server: Running,
    scripts: bool,
    size: tuple[int, int],
    pdf_text: Callable[[bytes], str],
) -> None:
    page = new_page(scripts=scripts, size=size)
    person = Person(page, server)
    person.situation()

    person.arrives("Informations personnelles")
    expect(page.get_by_text(person.address)).to_be_visible()  # the account's: shown, and not asked
    expect(page.get_by_label("Email")).to_have_count(0)
    person.answers(ADULT)
    person.searches_address()
    person.clicks(SAVE)

    person.arrives("Motif de séjour")
    person.answers(FAMILY)
    person.clicks(SAVE)
    # Being married brings two questions: the same page comes back and says so, not as errors.
    expect(page.get_by_text("Votre réponse fait apparaître 2 questions")).to_be_visible()
    expect(page.get_by_text("Il y a un problème")).to_have_count(0)
    person.answers(UNION)
    person.clicks(SAVE)

    person.arrives("Justificatifs")
    person.answers({"Numéro ephoto (22 chiffres)": "0123 4567 8901 2345 6789 01"})
    person.clicks("Confirmer le numéro ephoto")
    expect(page.get_by_role("button", name="Supprimer le numéro ephoto")).to_be_visible()
    person.attaches_all()
    person.clicks(SAVE)

    person.arrives("Vérifiez vos réponses")
    for said in ("Okonkwo", "14/05/1997", "Nigeria", "20 rue Nationale", "Marié(e)", "12/10/2019", "piece-3.jpg"):
        expect(page.get_by_text(said).first).to_be_visible()
    person.clicks("Continuer vers le dépôt")

    person.arrives("Dépôt de la demande")
    person.answers({"Observations à destination de l'administration": "Merci."})
    person.clicks("Déposer la demande")

    person.arrives("Confirmation")
    number = page.get_by_text(re.compile(r"^5901\d{15}$")).inner_text()
    proof = words(pdf_text(_download(page, "J'ouvre ma confirmation de dépôt de demande (PDF)")))
    for said in (number, "OKONKWO", "ADAEZE", "BENIN CITY, NIGERIA", "20 RUE NATIONALE, 59000 LILLE, FRANCE"):
        assert proof.count(said) == 1

    mail = person.mails[-1]
    assert mail.subject == "Votre demande a bien été transmise"
    page.goto(mail.links["votre espace personnel"])
    person.arrives("Mon espace")
    expect(page.get_by_text(number)).to_be_visible()
    person.clicks_menu("Se déconnecter")
    person.arrives("Vous êtes déconnecté(e)")
    person.signs_in()
    person.arrives("Mon espace")


def test_quitting_and_coming_back(new_page: NewPage, server: Running) -> None:
    """What was typed is there again, also what is not yet right; and the browser kept the way back."""
    page = new_page(scripts=False)
    person = Person(page, server)
    person.situation()
    person.answers({"Nom de naissance": "Okonkwo", "Téléphone": "06 12"})
    person.clicks("Quitter et revenir plus tard")
    person.arrives("Votre saisie est gardée")
    page.goto("/")
    person.clicks("Reprendre ma démarche")
    expect(page.get_by_label("Téléphone")).to_have_value("06 12")
    expect(page.get_by_label("Nom de naissance")).to_have_value("Okonkwo")


def test_the_back_button_of_the_browser_shows_the_page_before(new_page: NewPage, server: Running) -> None:
    """A post that is saved redirects: no question about sending again, and the answers are those saved."""
    page = new_page()
    person = Person(page, server)
    person.situation()
    person.answers({**ADULT, **BY_HAND})
    person.clicks(SAVE)
    person.arrives("Motif de séjour")
    page.go_back()
    person.arrives("Informations personnelles")
    expect(page.get_by_label("Nom de naissance")).to_have_value("Okonkwo")


def _download(page: Page, label: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=label).click()
    assert waiting.value.suggested_filename == "confirmation.pdf"
    return waiting.value.path().read_bytes()
