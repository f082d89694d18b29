"""Every page and every state of the site, one after the other, as one person meets them in a browser with scripts.

A tour is an iterator of names: at each, the page is in the state the name says. Checks and screenshots follow them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playwright.sync_api import Page

from tests.browser.account_tours import ACCOUNT_TOURS
from tests.browser.person import ADULT, FAMILY, SAVE, UNION, Person, new_address
from tests.browser.visiting import enters
from tests.journeys.running import Running

Tour = Callable[[Page, Running], Iterator[str]]

MINOR = ("11", "03", "2008")
CHILD = ("11", "03", "2010")
# Longer than a phone is wide, and without a space to end a line at: as phones name pictures, as people name accounts.
LONG_EMAIL = "adaeze.chukwuemeka-okonkwo.victoria@association-exemple.example"
LONG_NAMES = ("Screenshot_20260310_123456_com.whatsapp.jpg", f"{'scan_' * 29}p.jpg")


def before_the_steps(page: Page, server: Running) -> Iterator[str]:
    """Home, the page of reasons, the situation, where others are sent; errors of address and of form."""
    person = Person(page, server)
    page.goto("/")
    yield "accueil"
    person.clicks("Je valide mon VLS-TS Se fait sur un autre site : Étrangers en France, site officiel")
    yield "orientation"
    for name in ("contact", "aide", "mentions-legales", "accessibilite"):
        page.goto(f"/pages/{name}")
        yield name
    page.goto("/plan")
    yield "plan"
    page.goto("/rien")
    yield "page-inconnue"
    person.creates_account()
    person.clicks("Commencer une démarche")
    yield "motif-acces"
    person.clicks("Je continue")
    yield "motif-acces-erreur"
    person.answers({"Car j'ai des attaches familiales en France": True})
    person.clicks("Je continue")
    yield "etape-1"
    person.clicks(SAVE)
    yield "etape-1-erreur"
    person.answers({"Je suis dans une autre situation": True})
    person.clicks(SAVE)
    yield "etape-1-suite"
    person.answers({"Je suis victime de la traite des êtres humains": True})
    person.clicks(SAVE)
    person.clicks("Quitter et revenir plus tard")
    yield "pause"
    page.goto("/")
    yield "accueil-reprise"
    person.clicks("Reprendre ma démarche")
    person.clicks("Abandonner la demande")
    yield "abandon"
    person.clicks("Effacer ma demande")
    yield "efface"


def second_step(page: Page, server: Running) -> Iterator[str]:
    """The step with most kinds of questions: empty, refused, with suggestions, with elements added, sent elsewhere."""
    person = Person(page, server)
    enters(page, server, until="Informations personnelles")
    yield "etape-2"
    person.clicks(SAVE)
    yield "etape-2-erreurs"
    person.answers({**ADULT, "Date de naissance": ("31", "02", "1997"), "Téléphone": "06 12"})
    page.get_by_role("button", name="Ajouter un prénom").click()
    page.get_by_role("button", name="Ajouter une nationalité").click()
    page.get_by_role("button", name="Chercher").click()
    yield "etape-2-suggestions"
    person.clicks(SAVE)
    yield "etape-2-erreurs-restantes"
    person.answers({"Téléphone": ADULT["Téléphone"]})
    page.get_by_role("button", name="Supprimer – Prénom(s) 2").click()
    page.get_by_role("button", name="Supprimer – Nationalité(s) 2").click()
    person.answers({"Rechercher une adresse": ADULT["Rechercher une adresse"]})
    person.searches_address()
    person.answers({"Date de naissance": MINOR})
    person.clicks(SAVE)
    yield "etape-2-nouvelle-question"
    person.answers({"Date de naissance": CHILD})
    person.clicks(SAVE)
    yield "orientation-age"


def third_step(page: Page, server: Running) -> Iterator[str]:
    """Questions that appear, and a change that takes answers away."""
    person = Person(page, server)
    enters(page, server, until="Motif de séjour")
    yield "etape-3"
    person.clicks(SAVE)
    yield "etape-3-erreurs"
    person.answers(FAMILY)
    person.clicks(SAVE)
    yield "etape-3-nouvelles-questions"
    person.answers(UNION)
    person.clicks(SAVE)
    person.arrives("Justificatifs")
    person.clicks("Revenir à l'étape précédente")
    person.answers({"Quelle est votre situation familiale actuelle ?": "Célibataire"})
    person.clicks(SAVE)
    yield "changement-annonce"
    person.clicks("Garder ma réponse précédente")
    yield "etape-3-remplie"


def last_steps(page: Page, server: Running) -> Iterator[str]:
    """Documents of a minor, files, the check page, the deposit, the confirmation."""
    person = Person(page, server)
    enters(page, server, "mineur_16", until="Justificatifs", email=new_address(LONG_EMAIL))
    yield "etape-4"
    person.clicks(SAVE)
    yield "etape-4-erreurs"
    refused = {"name": "passeport.pdf", "mimeType": "application/pdf", "buffer": b"ceci n'est pas un PDF"}
    page.get_by_label("Joindre un document").first.set_input_files(refused)  # type: ignore[arg-type]
    person.clicks_first("Joindre –")
    yield "etape-4-fichier-refuse"
    person.answers({"Numéro ephoto (22 chiffres)": "0123 4567 8901 2345 6789 01"})
    person.clicks("Confirmer le numéro ephoto")
    person.attaches_all(*LONG_NAMES)
    yield "etape-4-fichiers"
    person.clicks(SAVE)
    person.arrives("Vérifiez vos réponses")
    yield "verification"
    person.clicks("Continuer vers le dépôt")
    yield "etape-5"
    person.clicks("Déposer la demande")
    person.arrives("Confirmation")
    yield "etape-6"
    page.goto("/")
    yield "accueil-depose"


TOURS: tuple[Tour, ...] = (before_the_steps, second_step, third_step, last_steps, *ACCOUNT_TOURS)
