"""An account through the life of a person: sessions that end, a mailbox that others read, a device that others use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from renderers.options import Options
from tests.journeys.applicant import CODE_OFFERED, PASSWORD, SPACE, Applicant, answers_of
from tests.journeys.pages import EXIT
from tests.journeys.running import PROCEDURES, Running, catalogue_of
from tests.journeys.test_guide import ALWAYS, M2

ADULT = answers_of("adulte")
OTHER = "autre@exemple.example"
ANOTHER_PASSWORD = "Encore-un-autre-8"
KEPT = (
    "Votre session est terminée. Ce que vous veniez d'écrire est gardé : connectez-vous avec le même compte pour le "
    "retrouver. S'il y avait des fichiers, joignez-les à nouveau."
)
TOLD = re.compile(
    r"[Cc]hangé par un lien envoyé à votre adresse email : le 10/03/2026 à 13 h \d\d\. (Si ce n'était pas vous, "
    r"quelqu'un lit votre boîte mail : changez-en le mot de passe, puis celui de ce compte\.)?"
)
WRONG = "L'identifiant ou le mot de passe n'est pas le bon."
TYPED = {
    "nom_naissance": "Okonkwo",
    "date_naissance.jour": "31",
    "date_naissance.mois": "février",
    "telephone": "06 12",
}


def _cookies(someone: Applicant) -> dict[str, str]:
    return {cookie.name: cookie.value or "" for cookie in someone.client.cookies.jar}


def _with_cookies(running: Running, cookies: dict[str, str]) -> Applicant:
    """A browser somebody put these cookies in."""
    stranger = Applicant(running)
    for name, value in cookies.items():
        stranger.client.cookies.set(name, value, domain="127.0.0.1")
    return stranger


def _lands_on(someone: Applicant, address: str) -> str:
    return str(someone.client.get(address).url.path)


def _dossier(someone: Applicant) -> str:
    found = re.search(r"/d/[^/]+", someone.page.address)
    assert found
    return found[0]


# ── A session that ends by itself ─────────────────────────────────────────────────────────────────────────────


def test_a_form_that_came_too_late_is_given_back_to_its_account_alone(someone: Applicant, running: Running) -> None:
    """In the same browser: whoever signs in meanwhile sees nothing of it, and takes nothing of it away."""
    Applicant(running).creates_account(OTHER)
    someone.begins(ADULT)
    step = someone.page.address
    form = someone.page.form
    for name, value in TYPED.items():
        form.write(name, value)
    running.clock.forward(minutes=31)
    someone.presses("Enregistrer et poursuivre", form)
    assert someone.page.heading == "Vous avez déjà un compte"
    assert KEPT in someone.page.text

    other = someone.other_tab()
    other.address = OTHER
    assert other.signs_in(PASSWORD).heading == SPACE
    assert "Okonkwo" not in other.page.text
    assert "Vous n'avez pas encore de démarche." in other.page.text
    assert other.client.get(step).status_code == 404
    other.signs_out()

    someone.reloads()
    someone.signs_in()
    assert someone.page.address == f"{step}?retour=garde"
    shown = {name: someone.page.form.named(name)[0].value for name in TYPED}
    assert shown == TYPED
    assert someone.page.errors == ()
    # Once: the next time one arrives where one always does.
    someone.signs_out()
    assert someone.signs_in().heading == SPACE


def test_what_was_typed_beside_files_is_given_back_without_them(someone: Applicant, running: Running) -> None:
    someone.begins(ADULT)
    someone.fills(ADULT, until="Justificatifs")
    request = someone.page.requests[1]
    assert request.label == ALWAYS[1]
    running.clock.forward(minutes=31)
    someone.attaches(request, also={"numero_ephoto": "0123"})
    assert KEPT in someone.page.text
    someone.signs_in()
    assert someone.page.heading == "Justificatifs"
    assert someone.page.form.named("numero_ephoto")[0].value == "0123"
    assert someone.page.requests[1].files == ()


def test_a_page_read_too_late_only_says_so(someone: Applicant, running: Running) -> None:
    someone.begins(ADULT)
    running.clock.forward(minutes=31)
    someone.reloads()
    assert "Votre session est terminée. Connectez-vous pour continuer." in someone.page.text
    assert KEPT not in someone.page.text
    assert someone.signs_in().heading == SPACE


def test_a_session_lasts_as_long_as_it_is_used_and_eight_hours_at_most(someone: Applicant, running: Running) -> None:
    someone.begins(ADULT)
    step = someone.page.address
    for _ in range(17):
        running.clock.forward(minutes=27)
        assert someone.reloads().address == step
    running.clock.forward(minutes=27)
    assert someone.reloads().heading == "Vous avez déjà un compte"


# ── A password made anew by mail ──────────────────────────────────────────────────────────────────────────────


def test_a_reset_by_mail_ends_every_session_and_is_told(someone: Applicant, running: Running) -> None:
    someone.begins(ADULT)
    step = someone.page.address
    thief = Applicant(running)
    assert thief.resets_password(someone.address, ANOTHER_PASSWORD).heading == SPACE
    thief.reloads()
    thief.signs_out()
    thief.signs_in(ANOTHER_PASSWORD)  # whoever made it sees it told as well, and can't have it untold

    assert someone.reloads().heading == "Vous avez déjà un compte"
    assert WRONG in " ".join(someone.signs_in().errors)
    someone.signs_in(ANOTHER_PASSWORD)
    assert TOLD.search(someone.page.text)
    assert someone.resumes().address == step
    running.clock.forward(days=31)
    someone.signs_in(ANOTHER_PASSWORD)
    assert "quelqu'un lit votre boîte mail" not in someone.page.text
    someone.follows("Sécurité : mot de passe, code de secours, appareils connectés")
    assert TOLD.search(someone.page.text)


def test_the_link_of_a_reset_serves_once_and_not_for_long(someone: Applicant, running: Running) -> None:
    someone.creates_account()
    thief = Applicant(running)
    thief.resets_password(someone.address, ANOTHER_PASSWORD)
    link = thief.mails[-1].links["Choisir un nouveau mot de passe"]
    assert someone.client.get(link).status_code == 404

    other = someone.other_browser()
    other.opens_home()
    other.follows("Se connecter")
    other.follows("Mot de passe oublié ?")
    other.presses("Recevoir un lien", other.types_in(email=other.address))
    running.clock.forward(hours=2, minutes=1)
    other.follows_mail(other.mails[-1], "Choisir un nouveau mot de passe")
    assert (other.page.heading, other.page.status) == ("Ce lien ne fonctionne plus", 404)


def test_reading_the_link_of_a_mail_does_nothing(someone: Applicant) -> None:
    """Programs that scan mails open their links."""
    someone.creates_account()
    other = someone.other_browser()
    other.opens_home()
    other.follows("Se connecter")
    other.follows("Mot de passe oublié ?")
    other.presses("Recevoir un lien", other.types_in(email=other.address))
    for _ in range(3):
        other.follows_mail(other.mails[-1], "Choisir un nouveau mot de passe")
    assert other.presses("Choisir mon mot de passe").heading == "Réinitialisation du mot de passe"
    assert someone.follows("Continuer sans code").heading == SPACE


def test_nobody_learns_whether_an_address_has_an_account(someone: Applicant, running: Running) -> None:
    someone.creates_account(OTHER)
    asked = []
    for address in (OTHER, "inconnue@exemple.example"):
        stranger = Applicant(running)
        stranger.address = address
        stranger.opens_home()
        stranger.follows("Se connecter")
        stranger.follows("Mot de passe oublié ?")
        asked.append(stranger.presses("Recevoir un lien", stranger.types_in(email=address)).text)
        asked.append(stranger.asks_for_account(address).text)
        stranger.opens_home()
        asked.append(" ".join(stranger.signs_in("Faux-mot-de-passe-1").errors))
    assert asked[:3] == asked[3:]


# ── A recovery code ───────────────────────────────────────────────────────────────────────────────────────────


def test_with_a_recovery_code_what_was_written_stays_closed_to_who_reads_the_mailbox(
    someone: Applicant, running: Running
) -> None:
    someone.begins(ADULT)
    someone.fills(ADULT)
    someone.deposits()
    deposited, number = _dossier(someone), someone.number
    code = someone.takes_code()

    thief = Applicant(running)
    thief.resets_password(someone.address, ANOTHER_PASSWORD)
    assert thief.page.heading == SPACE
    assert "Fermée : elle s'ouvre avec votre code de secours." in thief.page.text
    assert "Vos messages d'avant sont fermés" in thief.page.text
    assert number not in thief.page.text
    for place in ("", "/confirmation", "/confirmation.pdf", "/verification", "/informations"):
        assert _lands_on(thief, f"{deposited}{place}") == "/espace/code"
    # What was made before is not replaced by a code of theirs.
    thief.opens_space()
    thief.follows("Sécurité : mot de passe, code de secours, appareils connectés")
    assert thief.follows("Faire un autre code").heading == "Ouvrir mes démarches"
    refused = thief.presses("Ouvrir mes démarches", thief.types_in(code="00000-00000-00000-00000"))
    assert refused.errors == ("Ce n'est pas votre code de secours. Vérifiez chaque lettre et chaque chiffre.",)

    # Who has the password and not the code any more may begin again.
    thief.opens_space()
    thief.follows("Commencer une autre démarche")
    thief.answers_situation(ADULT)
    begun = _dossier(thief)
    assert thief.resumes().heading == "Informations personnelles"

    someone.signs_in(ANOTHER_PASSWORD)
    assert _lands_on(someone, deposited) == "/espace/code"
    assert someone.gives_code(code.lower().replace(" ", "-")).heading == SPACE
    assert "Fermée" not in someone.page.text
    assert M2[0] in someone.follows("Votre demande a bien été transmise").text
    assert someone.client.get(deposited).url.path == f"{deposited}/confirmation"
    assert someone.client.get(begun).status_code == 200


def test_without_a_code_a_new_password_opens_everything(someone: Applicant) -> None:
    someone.begins(ADULT)
    other = someone.other_browser()
    other.resets_password(someone.address, ANOTHER_PASSWORD)
    assert other.resumes().heading == "Informations personnelles"


def test_a_code_is_offered_with_the_first_password(someone: Applicant) -> None:
    assert someone.creates_account().heading == CODE_OFFERED
    shown = someone.presses("Prendre un code de secours")
    (code,) = shown.main.find("p", class_="code")
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5} ){3}[0-9A-HJKMNP-TV-Z]{5}", code.text)
    someone.follows("Revenir à mon espace")
    someone.follows("Sécurité : mot de passe, code de secours, appareils connectés")
    assert code.text not in someone.page.text


# ── Leaving ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_after_a_quick_exit_the_old_cookie_opens_nothing(someone: Applicant, running: Running) -> None:
    someone.begins(ADULT)
    step, before = someone.page.address, _cookies(someone)
    shown = someone.leaves_quickly()
    assert "<title>Page</title>" in shown
    assert 'content="0;url=https://www.wikipedia.org/"' in shown
    assert [name for name in _cookies(someone) if name == "session"] == []
    for browser in (someone, _with_cookies(running, before)):
        for place in (step, "/espace", "/espace/securite"):
            assert _lands_on(browser, place) == "/connexion"
        assert "Reprendre ma démarche" not in browser.opens_home().links
    # What was saved is there when they come back.
    someone.signs_in()
    assert someone.resumes().address == step


def test_every_page_of_the_journey_can_be_left_at_once(someone: Applicant) -> None:
    someone.begins(ADULT)
    someone.fills(ADULT)
    someone.deposits()
    someone.opens_space()
    someone.follows("Sécurité : mot de passe, code de secours, appareils connectés")
    assert len(someone.seen) > 20
    for page in someone.seen:
        assert page.around(EXIT).action == "/quitter", page.address


def test_signing_out_ends_the_session_and_says_so(someone: Applicant, running: Running) -> None:
    someone.begins(ADULT)
    step, before = someone.page.address, _cookies(someone)
    assert someone.signs_out().heading == "Vous êtes déconnecté(e)"
    assert "Comment effacer mes traces" in someone.page.links
    assert _lands_on(_with_cookies(running, before), step) == "/connexion"


def test_one_session_is_ended_from_another(someone: Applicant) -> None:
    someone.creates_account()
    other = someone.other_browser()
    other.signs_in()
    other.follows("Sécurité : mot de passe, code de secours, appareils connectés")
    assert len(other.page.main.one("ul", class_="own-lines").find("li")) == 2
    assert "Cet appareil est déconnecté." in other.presses("Déconnecter").notices
    assert someone.reloads().heading == "Vous avez déjà un compte"
    other.presses("Me déconnecter partout")
    assert other.page.heading == "Vous êtes déconnecté(e)"
    assert _lands_on(other, "/espace") == "/connexion"


def test_changing_the_password_ends_the_other_sessions(someone: Applicant) -> None:
    someone.creates_account()
    other = someone.other_browser()
    other.signs_in()
    other.follows("Sécurité : mot de passe, code de secours, appareils connectés")
    other.follows("Changer mon mot de passe")
    typed = other.types_in(
        mot_de_passe=PASSWORD, nouveau_mot_de_passe=ANOTHER_PASSWORD, mot_de_passe_confirmation=ANOTHER_PASSWORD
    )
    assert other.presses("Valider mon mot de passe", typed).heading == "Sécurité"
    assert someone.reloads().heading == "Vous avez déjà un compte"
    assert someone.signs_in(ANOTHER_PASSWORD).heading == SPACE
    assert TOLD.search(someone.page.text) is None


# ── A device that others use ──────────────────────────────────────────────────────────────────────────────────


def test_on_a_shared_device_leaving_for_later_signs_out(someone: Applicant, running: Running) -> None:
    someone.begins(ADULT)
    someone.signs_out()
    someone.signs_in(shared=True)
    someone.resumes()
    assert all(form.attributes["autocomplete"] == "off" for form in someone.page.main.find("form"))
    step, before = someone.page.address, _cookies(someone)
    form = someone.page.form
    form.write("nom_naissance", "Okonkwo")
    someone.quits(form)
    assert someone.page.heading == "Votre saisie est gardée"
    assert "Vous êtes déconnecté(e) de cet appareil." in someone.page.text
    assert _lands_on(_with_cookies(running, before), step) == "/connexion"
    someone.signs_in()
    someone.resumes()
    assert someone.page.form.named("nom_naissance")[0].value == "Okonkwo"
    assert not any("autocomplete" in form.attributes for form in someone.page.main.find("form"))
    # On a device of one's own one stays signed in.
    assert "Mon espace" in someone.quits().links


def test_on_a_shared_device_a_session_ends_sooner(someone: Applicant, running: Running) -> None:
    someone.creates_account()
    someone.signs_out()
    someone.signs_in(shared=True)
    running.clock.forward(minutes=14)
    assert someone.reloads().heading == SPACE
    running.clock.forward(minutes=16)
    assert someone.reloads().heading == "Vous avez déjà un compte"


# ── A mailbox that others read ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def discreet(tmp_path: Path) -> Iterator[Running]:
    """A deployment whose mails tell nothing, and whose first access is by a link."""
    options = Options(mails="discreet", first_access="link")
    made = Running(catalogue_of(PROCEDURES), tmp_path / "discreet", options=options)
    yield made
    made.stop()


def test_discreet_mails_lead_to_the_same_end_and_tell_nothing(discreet: Running) -> None:
    someone = Applicant(discreet)
    someone.asks_for_account(str(ADULT["email"]))
    someone.follows_mail(someone.mails[-1], "Choisir mon mot de passe")
    someone.presses("Choisir mon mot de passe")
    assert someone.chooses_password(PASSWORD).heading == CODE_OFFERED
    someone.follows("Continuer sans code")
    someone.begins(ADULT)
    someone.fills(ADULT)
    someone.deposits()
    first, last = someone.mails
    assert (first.subject, last.subject) == ("Votre espace personnel", "Du nouveau dans votre espace personnel")
    for mail in someone.mails:
        said = f"{mail.subject} {mail.text}".lower()
        told = ("okonkwo", "adaeze ", "titre", "séjour", "étranger", "etranger", "traite", "demande", someone.number)
        assert [word for word in told if word in said] == []
    # The personal space says it all.
    someone.follows_mail(last, "Ouvrir mon espace personnel")
    assert M2[0] in someone.follows("Votre demande a bien été transmise").text
