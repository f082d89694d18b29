"""Someone in front of a real browser: clicks what they read, types under the labels they see."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

from tests.journeys.applicant import FIRST_PERMIT, PASSWORD, picture_of
from tests.journeys.mailbox import Mail
from tests.journeys.running import Running

SAVE = "Enregistrer et poursuivre"

ADULT: Mapping[str, object] = {
    "Nom de naissance": "Okonkwo",
    "Prénom(s)": "Adaeze",
    "Féminin": True,
    "Date de naissance": ("14", "05", "1997"),
    "Pays de naissance": "Nigeria",
    "Lieu de naissance": "Benin City",
    "Nationalité(s)": "Nigeria",
    "Rechercher une adresse": "20 rue Nationale 59000 Lille",
    "Téléphone": "0612345678",
}
BY_HAND: Mapping[str, object] = {
    "Rechercher une adresse": "",
    "Je ne trouve pas mon adresse": True,
    "Numéro de voie": "20",
    "Voie": "Rue Nationale",
    "Code postal": "59000",
    "Ville": "Lille",
}
FAMILY: Mapping[str, object] = {
    "Date d'entrée en France": ("03", "09", "2022"),
    "Quelle est votre situation familiale actuelle ?": "Marié(e)",
    "Oui": True,
    "Ne pas vivre en France en état de polygamie": True,
    "Avoir connaissance des sanctions pénales": True,
}
UNION: Mapping[str, object] = {"Date de début de l'union": ("12", "10", "2019"), "Pays de l'union": "Viêt Nam"}


def words(text: str) -> str:
    """A pattern for words as a page shows them: a space there may be a no-break one."""
    return r"\s".join(map(re.escape, text.split(" ")))


_numbers = itertools.count(1)


def new_address(end: str = "personne@exemple.example") -> str:
    """An address that nobody else has: a server keeps the accounts of all tests."""
    return f"n{next(_numbers)}.{end}"


class Person:
    """One person, one tab and a mailbox. `address` is that of their account, once they have one."""

    def __init__(self, page: Page, server: Running) -> None:
        self.page, self.server, self.address = page, server, ""

    def clicks(self, label: str) -> None:
        """Presses a button or follows a link, by its words."""
        name = re.compile(rf"^{words(label)}$")
        self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first.click()

    def clicks_menu(self, label: str) -> None:
        """The same in the menu, which a telephone shows folded."""
        summary = self.page.get_by_role("navigation", name="Menu principal").locator("summary")
        if summary.is_visible() and summary.locator("xpath=..").get_attribute("open") is None:
            summary.click()
        self.clicks(label)

    def clicks_first(self, beginning: str) -> None:
        """Presses the first button, or follows the first link, whose words begin so."""
        name = re.compile(rf"^{words(beginning)}")
        self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first.click()

    def arrives(self, heading: str) -> None:
        """The page has this heading, after what is said of the step."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"{words(heading)}\s*$"))

    def answers(self, answers: Mapping[str, object]) -> None:
        """Answers under each label."""
        for label, value in answers.items():
            match value:
                case True:
                    self._labelled(label).check()
                case tuple():
                    parts = self.page.get_by_role("group", name=label)
                    for name, text in zip(("Jour", "Mois", "Année"), value, strict=True):
                        parts.get_by_label(name).fill(str(text))
                case _:
                    self._write(label, str(value))

    @property
    def mails(self) -> list[Mail]:
        """What is in their mailbox, the oldest first."""
        return self.server.mails_to(self.address)

    def asks_for_account(self, address: str = "") -> None:
        """Gives an address twice, where a dossier begins."""
        self.address = address or new_address()
        self.page.goto("/")
        self.clicks(FIRST_PERMIT)
        self.answers({"Adresse email": self.address, "Confirmation de l'adresse email": self.address})
        self.clicks("Valider")

    def signs_in(self, password: str = PASSWORD, *, shared: bool = False) -> None:
        """On the page of that, by way of the home page."""
        self.page.goto("/")
        self.clicks_menu("Se connecter")
        self.answers({"Identifiant": self.address, "Mot de passe": password})
        if shared:
            self.answers({"Appareil partagé": True})
        self.clicks("S'identifier")

    def chooses_password(self, password: str = PASSWORD, again: str = "") -> None:
        """Types a new password twice."""
        self.answers({"Nouveau mot de passe": password, "Confirmation du mot de passe": again or password})
        self.clicks("Valider mon mot de passe")

    def creates_account(self) -> None:
        """As the mail says, up to the personal space."""
        self.asks_for_account()
        mail = self.mails[-1]
        self.page.goto(mail.links["Se connecter"])
        self.signs_in(mail.provisional_password)
        self.chooses_password()
        self.clicks("Continuer sans code")

    def situation(self) -> None:
        """From the home page to the first step, by way of a new account."""
        self.creates_account()
        self.clicks("Commencer une démarche")
        self._labelled("Car j'ai des attaches familiales en France").check()
        self.clicks("Je continue")
        self._labelled("Je suis dans une autre situation").check()
        self.clicks(SAVE)
        self._labelled("Je suis victime de la traite des êtres humains").check()
        self.clicks(SAVE)

    def searches_address(self) -> None:
        """Asks for suggestions and takes the first."""
        self.page.get_by_role("button", name="Chercher").click()
        self.page.get_by_role("radio", name="20 rue Nationale").first.check()

    def attaches_all(self, *names: str) -> None:
        """Joins a picture to each request; the first ones under these names."""
        for index in range(self.page.get_by_label("Joindre un document").count()):
            control = self.page.get_by_label("Joindre un document").nth(index)
            name = names[index] if index < len(names) else f"piece-{index}.jpg"
            control.set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": picture_of(name)})
            self.page.get_by_role("button", name=re.compile("^Joindre –")).nth(index).click()
            expect(self.page.get_by_text(name).first).to_be_visible()

    def _labelled(self, label: str) -> Locator:
        """The control whose label begins so: a star or "(facultatif)" may follow."""
        return self.page.get_by_label(re.compile(rf"^{words(label)}")).first

    def _write(self, label: str, value: str) -> None:
        control = self._labelled(label)
        if control.evaluate("node => node.tagName") == "SELECT":
            control.select_option(label=value)
        elif control.get_attribute("role") == "combobox":
            control.press_sequentially(value[:4])
            self.page.get_by_role("option", name=value, exact=True).click()
            expect(control).to_have_value(value)
        else:
            control.fill(value)
