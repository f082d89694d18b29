"""Leaving, coming back, two tabs, two deposits: nothing entered is lost, nothing is overwritten silently."""

from __future__ import annotations

import pytest

from tests.journeys.applicant import Applicant, answers_of
from tests.journeys.pages import Form
from tests.journeys.running import Running
from tests.journeys.test_guide import ALWAYS, CONFIRMATION

ADULT = answers_of("adulte")
UNREADABLE = {
    "nom_naissance": "Okonkwo",
    "date_naissance.jour": "31",
    "date_naissance.mois": "février",
    "telephone": "06 12",
}


def _half_typed(someone: Applicant) -> Form:
    """The first step with some answers right, some wrong, some missing."""
    form = someone.page.form
    for name, value in UNREADABLE.items():
        form.write(name, value)
    return form


def _shown(form: Form) -> dict[str, str]:
    return {name: form.named(name)[0].value for name in UNREADABLE}


def test_quitting_keeps_also_what_is_not_yet_right(someone: Applicant) -> None:
    someone.begins(ADULT)
    someone.quits(_half_typed(someone))
    assert someone.page.heading == "Votre saisie est gardée"
    assert "le bouton « Me déconnecter » est en bas de votre espace" in someone.page.text
    someone.resumes()
    assert someone.page.heading == "Informations personnelles"
    assert _shown(someone.page.form) == UNREADABLE
    assert someone.page.errors == ()  # nobody asked to save it yet


def test_errors_keep_what_was_typed_and_lead_to_each_control(someone: Applicant) -> None:
    someone.begins(ADULT)
    someone.presses("Enregistrer et poursuivre", _half_typed(someone))
    page = someone.page
    assert (page.status, page.title[:8]) == (422, "Erreur :")
    assert _shown(page.form) == UNREADABLE
    ids = {node.attributes.get("id") for node in page.tree.walk()}
    summary = next(node for node in page.tree.walk() if node.attributes.get("id") == "erreurs")
    links = [a.attributes["href"] for a in summary.find("a")]
    assert len(links) == len(page.errors) >= 8
    assert {link.removeprefix("#") for link in links} <= ids


def test_what_is_typed_below_stays_when_going_back(someone: Applicant) -> None:
    someone.begins(ADULT)
    someone.answers(ADULT)
    form = someone.page.form
    form.write("date_entree.annee", "20 22")
    someone.goes_back(form)
    assert someone.page.heading == "Informations personnelles"
    someone.answers(ADULT)
    assert someone.page.heading == "Motif de séjour"
    assert someone.page.form.named("date_entree.annee")[0].value == "20 22"


def test_enter_in_a_field_saves_the_step(someone: Applicant) -> None:
    """Whatever other buttons the page has, Enter does what the main one does."""
    someone.begins(ADULT)
    someone.hits_enter(someone.types(ADULT))
    assert someone.page.heading == "Motif de séjour"


def test_a_second_tab_is_told_and_overwrites_nothing(someone: Applicant) -> None:
    someone.begins(ADULT)
    other = someone.other_tab()
    someone.answers(ADULT)
    other.presses("Enregistrer et poursuivre", other.types({**ADULT, "lieu_naissance": "Lagos", "sexe": "masculin"}))
    assert other.page.status == 409
    said = " ".join(other.page.notices)
    assert "Votre demande a été modifiée ailleurs" in said
    assert "« Quel est votre sexe ? », « Lieu de naissance »" in said
    # The tab shows what was typed in it; the store still has what the first tab saved.
    assert other.page.form.named("lieu_naissance")[0].value == "Lagos"
    assert someone.goes_back().form.named("lieu_naissance")[0].value == "Benin City"
    # Saving again, now knowing, keeps it.
    assert other.presses("Enregistrer et poursuivre").status == 200
    other.goes_back()
    assert other.page.form.named("lieu_naissance")[0].value == "Lagos"


def test_the_same_answers_in_two_tabs_are_one_save(someone: Applicant) -> None:
    someone.begins(ADULT)
    other = someone.other_tab()
    someone.answers(ADULT)
    other.presses("Enregistrer et poursuivre", other.types(ADULT))
    assert (other.page.heading, other.page.status) == ("Motif de séjour", 200)


def test_depositing_twice_gives_the_same_confirmation(someone: Applicant) -> None:
    someone.begins(ADULT)
    someone.fills(ADULT)
    someone.presses("Continuer vers le dépôt")
    other = someone.other_tab()
    someone.presses("Déposer la demande")
    other.presses("Déposer la demande")
    assert someone.page.heading == other.page.heading == "Confirmation"
    assert someone.number == other.number
    assert someone.downloads(CONFIRMATION) == other.downloads(CONFIRMATION)
    # Nothing can be changed any more, from any tab left open.
    late = someone.other_tab()
    late.seen = [page for page in someone.seen if page.heading == "Informations personnelles"][:1]
    assert (
        late.presses("Enregistrer et poursuivre", late.types({**ADULT, "nom_naissance": "Autre"})).heading
        == "Confirmation"
    )


def test_observations_are_optional_and_a_deposit_needs_its_own_button(someone: Applicant) -> None:
    someone.begins(ADULT)
    someone.fills(ADULT)
    someone.presses("Continuer vers le dépôt")
    someone.hits_enter(someone.types({"observations": "Une ligne.\nUne autre."}))
    assert someone.page.heading == "Dépôt de la demande"
    assert someone.page.form.named("observations")[0].value == "Une ligne.\nUne autre."
    someone.presses("Déposer la demande")
    assert someone.page.heading == "Confirmation"


def test_abandoning_asks_then_erases(someone: Applicant, running: Running) -> None:
    someone.begins(ADULT)
    someone.answers(ADULT)
    someone.answers(ADULT)
    someone.attaches(someone.page.requests[1], "ma pièce.jpg")
    step = someone.page.address
    someone.presses("Abandonner la demande")
    assert "ma pièce.jpg" in someone.page.text
    assert someone.presses("Garder ma demande").heading == "Justificatifs"
    someone.abandons()
    assert someone.page.heading == "C'est effacé"
    assert someone.page.links["Mon espace"] == "/espace"
    assert "Reprendre ma démarche" not in someone.opens_home().links
    assert someone.client.get(step).status_code == 404
    assert running.stores.files.names() == frozenset()
    assert running.stores.uploads.blobs() == frozenset()


def test_nobody_else_reads_a_dossier(someone: Applicant, running: Running) -> None:
    someone.begins(ADULT)
    address = someone.page.address
    stranger = Applicant(running)
    places = (address, f"{address.rsplit('/', 1)[0]}/liste-documents.pdf")
    # Without an account one is asked to sign in, whether or not there is something; with one, there is nothing.
    for place in (*places, address.replace("/d/", "/d/x")):
        assert stranger.client.get(place).url.path == "/connexion"
    stranger.creates_account("autre@exemple.example")
    for place in places:
        assert stranger.client.get(place).status_code == 404


# ── Situation and files ───────────────────────────────────────────────────────────────────────────────────────


def test_changing_the_situation_midway(someone: Applicant) -> None:
    """The change is announced; confirmed, it leads elsewhere; taken back, everything is there again."""
    someone.begins(ADULT)
    someone.answers(ADULT)
    someone.goes_back()
    someone.follows("Modifier ma situation")
    assert someone.page.asked == ("situation",)
    someone.presses("Enregistrer et poursuivre", someone.types({"situation": "famille_francais"}))
    assert someone.page.heading == "Ce changement retire des éléments de votre demande"
    removed = [li.text for li in someone.page.tree.one("ul", class_="removed").find("li")]
    assert "Nom de naissance : Okonkwo" in [line.replace("\u00a0", " ") for line in removed]
    someone.confirms_change()
    assert someone.page.heading == "Membre de famille d'un citoyen français"
    someone.follows("Modifier ma réponse")
    someone.answers({"situation": "autre"})
    someone.answers({"autre_situation": "traite"})
    someone.fills(ADULT)
    assert "Okonkwo" in someone.page.text


def test_a_file_refused_loses_nothing_else(someone: Applicant) -> None:
    someone.begins(ADULT)
    someone.answers(ADULT)
    someone.answers(ADULT)
    request = someone.page.requests[1]
    typed = {"numero_ephoto": "0123 4567 8901 2345 6789 0"}
    someone.attaches(request, "texte.pdf", b"ceci n'est pas un PDF", also=typed)
    assert someone.page.status == 422
    assert "texte.pdf" in " ".join(someone.page.errors)
    assert someone.page.form.named("numero_ephoto")[0].value == typed["numero_ephoto"]
    someone.attaches(request, "passeport.jpg")
    assert someone.page.requests[1].files == ("passeport.jpg (1 Ko)",)
    assert someone.presses("Supprimer passeport.jpg").requests[1].files == ()


def test_missing_documents_are_said_one_by_one(someone: Applicant) -> None:
    someone.begins(ADULT)
    someone.answers(ADULT)
    someone.answers(ADULT)
    someone.presses("Enregistrer et poursuivre")
    assert someone.page.status == 422
    assert [line for line in someone.page.errors if line.startswith("Joignez un document")] == [
        f"Joignez un document pour « {label} »." for label in ALWAYS[1:]
    ]


def test_the_ephoto_number_is_confirmed_then_removed(someone: Applicant) -> None:
    someone.begins(ADULT)
    someone.answers(ADULT)
    someone.answers(ADULT)
    someone.presses("Confirmer le numéro ephoto", someone.types({"numero_ephoto": "123"}))
    assert someone.page.errors == ("Le numéro ephoto compte 22 chiffres.",)
    someone.presses("Confirmer le numéro ephoto", someone.types({"numero_ephoto": ADULT["numero_ephoto"]}))
    assert someone.page.form.named("numero_ephoto")[0].kind == "hidden"
    someone.presses("Supprimer le numéro ephoto")
    assert someone.page.form.named("numero_ephoto")[0].value == ""


def test_an_address_is_found_by_search(someone: Applicant) -> None:
    """The suggestion fills every line, the INSEE code too."""
    someone.begins(ADULT)
    form = someone.types({name: value for name, value in ADULT.items() if name != "adresse"})
    form.write("adresse.recherche", "20 rue Nationale 59000 Lille")
    someone.presses("Chercher", form)
    form = someone.page.form
    chosen = form.named("adresse.choix")[0]
    chosen.on = True
    someone.presses("Enregistrer et poursuivre", form)
    assert someone.page.heading == "Motif de séjour"
    someone.goes_back()
    shown = {part: someone.page.form.named(f"adresse.{part}")[0].value for part in ("numero", "voie", "code_insee")}
    assert shown == {"numero": "20", "voie": "rue Nationale", "code_insee": "59350"}


@pytest.mark.parametrize("label", ["Reprendre ma démarche", "Revoir ma démarche déposée"])
def test_the_home_page_offers_the_way_back_in_neutral_words(someone: Applicant, label: str) -> None:
    someone.begins(ADULT)
    if label.startswith("Revoir"):
        someone.fills(ADULT)
        someone.deposits()
    someone.opens_home()
    assert someone.follows(label).status == 200
