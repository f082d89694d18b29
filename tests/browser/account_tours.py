"""The pages of accounts, in every state, as `tests.browser.tours` has those of a dossier."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.browser.person import Person, new_address
from tests.browser.visiting import enters
from tests.journeys.applicant import FIRST_PERMIT, PASSWORD, Applicant
from tests.journeys.running import Running

LEAVES = re.compile(r"<script.*?</script>|<meta http-equiv.*?>")
"""What of the page of the quick exit leads away from it."""
SECURITY = "Sécurité : mot de passe, code de secours, appareils connectés"
OTHER_PASSWORD = "Encore-un-autre-8"


def new_account(page: Page, server: Running) -> Iterator[str]:
    """From the address to the first page of one's own, with everything that may be refused on the way."""
    person = Person(page, server)
    page.goto("/")
    person.clicks(FIRST_PERMIT)
    yield "compte"
    person.clicks("Valider")
    yield "compte-erreur"
    person.answers({"Adresse email": "ada@exemple.example", "Confirmation de l'adresse email": "ad@exemple.example"})
    person.clicks("Valider")
    yield "compte-confirmation-erreur"
    person.asks_for_account()
    yield "compte-demande"
    mail = person.mails[-1]
    page.goto(mail.links["Se connecter"])
    yield "connexion"
    person.signs_in("Faux-mot-de-passe-1")
    yield "connexion-erreur"
    with_too_many_tries(server, new_address(), page)
    yield "connexion-trop-d-essais"
    person.signs_in(mail.provisional_password)
    yield "mot-de-passe"
    person.chooses_password("court")
    yield "mot-de-passe-erreur"
    person.chooses_password(PASSWORD, "Autre-mot-de-passe-7")
    yield "mot-de-passe-confirmation-erreur"
    person.chooses_password()
    yield "code-propose"
    person.clicks("Prendre un code de secours")
    yield "code"
    person.clicks("Revenir à mon espace")
    person.arrives("Mon espace")
    yield "espace-vide"
    person.clicks_first("Votre compte d'accès")
    yield "message"


def own_space(page: Page, server: Running) -> Iterator[str]:
    """The space with a draft, with a deposit and its message; what protects the account."""
    person = Person(page, server)
    someone = enters(page, server, until="Informations personnelles")
    person.address = someone.address
    person.clicks_menu("Mon espace")
    yield "espace-brouillon"
    person.clicks("Commencer une autre démarche")
    yield "commencer-une-autre"
    person.clicks_menu("Mon espace")
    person.clicks(SECURITY)
    yield "securite"
    person.clicks("Changer mon mot de passe")
    yield "changer-mot-de-passe"
    person.clicks("Valider mon mot de passe")
    yield "changer-mot-de-passe-erreurs"
    person.clicks_menu("Se déconnecter")
    person.arrives("Vous êtes déconnecté(e)")
    yield "deconnexion"
    person.clicks("Comment effacer mes traces")
    person.arrives("Comment effacer mes traces")
    yield "traces"


def own_space_later(page: Page, server: Running) -> Iterator[str]:
    """The space once something was deposited, and on another device."""
    person = Person(page, server)
    someone = enters(page, server, until="Vérifiez vos réponses")
    someone.deposits()
    someone.other_browser().signs_in()
    person.clicks_menu("Mon espace")
    yield "espace-depose"
    person.clicks_first("Votre demande a bien été transmise")
    yield "message-depot"
    person.clicks("Revenir à mon espace")
    person.clicks(SECURITY)
    yield "securite-deux-appareils"
    person.clicks_first("Déconnecter")
    yield "securite-session-terminee"


def new_password_by_mail(page: Page, server: Running) -> Iterator[str]:
    """A password forgotten, its mail, its link; what is told at the next sign-in; what stays closed without a code."""
    person = Person(page, server)
    someone = enters(page, server, until="Informations personnelles")
    person.address = someone.address
    someone.takes_code()
    person.clicks_menu("Se déconnecter")
    person.clicks_menu("Se connecter")
    person.clicks("Mot de passe oublié ?")
    yield "oubli"
    person.clicks("Recevoir un lien")
    yield "oubli-erreur"
    person.answers({"Adresse email": person.address})
    person.clicks("Recevoir un lien")
    yield "oubli-demande"
    link = person.mails[-1].links["Choisir un nouveau mot de passe"]
    page.goto(link)
    yield "lien"
    person.clicks("Choisir mon mot de passe")
    yield "mot-de-passe-refait"
    person.chooses_password(OTHER_PASSWORD)
    expect(page.get_by_text("Fermée : elle s'ouvre avec votre code de secours.")).to_be_visible()
    yield "espace-ferme"
    page.goto(link)
    person.arrives("Ce lien ne fonctionne plus")
    yield "lien-mort"
    person.clicks_menu("Se déconnecter")
    person.signs_in(OTHER_PASSWORD)
    expect(
        page.get_by_text("Votre mot de passe a été changé par un lien envoyé à votre adresse email : le 10/03/2026")
    ).to_be_visible()
    yield "espace-mot-de-passe-change"
    person.clicks("Donner mon code de secours")
    yield "code-demande"
    person.clicks("Ouvrir mes démarches")
    yield "code-erreur"


def ending(page: Page, server: Running) -> Iterator[str]:
    """The dialogs at the end of a session, here and on a shared device; the page of the quick exit, held."""
    page.clock.install()
    for shared, minutes, end in ((False, 26, "-"), (True, 14, "-partage-")):
        enters(page, server, until="Informations personnelles", shared=shared)
        page.clock.fast_forward(minutes * 60_000)
        expect(page.get_by_role("alertdialog", name="Voulez-vous rester connecté(e) ?")).to_be_visible()
        yield f"session{end}avertissement"
        page.clock.fast_forward(5 * 60_000)
        expect(page.get_by_role("alertdialog", name="Votre session est terminée")).to_be_visible()
        yield f"session{end}terminee"
    page.goto("/")
    page.set_content(LEAVES.sub("", page.request.get("/quitter").text()))
    expect(page.get_by_role("link", name="Continuer")).to_be_visible()
    yield "sortie"


def with_too_many_tries(server: Running, address: str, page: Page) -> None:
    """Shows what is said to who typed a wrong password again and again: another browser of this machine did."""
    guesser, person = Applicant(server), Person(page, server)
    guesser.address = person.address = address
    while guesser.signs_in("Faux-mot-de-passe-1").status != 429:
        pass
    said = page.get_by_text("Trop d'essais depuis votre connexion.").first
    while not said.is_visible():  # a delay may be over before the page is shown; each one is twice the last
        person.signs_in("Faux-mot-de-passe-1")
        person.arrives("Vous avez déjà un compte")


ACCOUNT_TOURS = (new_account, own_space, own_space_later, new_password_by_mail, ending)
