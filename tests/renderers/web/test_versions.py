"""Two tabs, two clicks, two deposits: told, never overwritten; one deposit is one."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.build import load_catalogue
from engine.spec import Catalogue
from engine.store import Stores
from engine.store.memory import open_memory
from engine.store.sqlite import open_sqlite
from renderers.web.app import create_app
from tests.renderers.web.applicant import SPECS, Applicant, Clock, site_of, small_catalogue
from tests.renderers.web.test_bad_input import stored


@pytest.fixture(params=["memory", "sqlite"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stores]:
    opened = open_memory() if request.param == "memory" else open_sqlite(tmp_path / "var")
    yield opened
    opened.close()


@pytest.fixture
def ana(catalogue: Catalogue, stores: Stores) -> Applicant:
    return Applicant(site_of(catalogue, stores))


def second_tab(first: Applicant) -> Applicant:
    """The same browser, another tab."""
    other = Applicant(first.site)
    other.client.cookies.update(first.client.cookies)
    return other.opens(first.path)


def test_the_second_tab_is_told_and_overwrites_nothing(ana: Applicant) -> None:
    ana.begins()
    other = second_tab(ana)
    ana.says_who(nom="Premier")
    other.says_who(nom="Second", surnom="Nana")
    assert other.status == 409
    assert other.says("Votre demande a été modifiée ailleurs", "« Nom », « Surnom »")
    assert re.search(r'class="[^"]*warning" id="avis" role="status" data-focus', other.page.text), "read first"
    assert (other.form["nom"], other.form["surnom"]) == ("Second", "Nana"), "what was typed is shown"
    assert stored(ana)["nom"] == "Premier"
    other.press("enregistrer")
    assert other.slug == "foyer"
    assert stored(ana)["nom"] == "Second", "posted again knowingly, it is saved"


def test_the_same_answers_twice_are_one_save(ana: Applicant) -> None:
    ana.begins()
    other = second_tab(ana)
    ana.says_who()
    other.says_who()
    assert (other.status, other.slug) == (200, "foyer")


@pytest.mark.parametrize("action", ["quitter", "precedent", "ajouter:prenoms", "abandonner"])
def test_no_other_button_overwrites_either(ana: Applicant, action: str) -> None:
    ana.begins()
    other = second_tab(ana)
    ana.says_who(nom="Premier")
    other.press(action, nom="Second")
    assert other.status == 409
    assert other.form["nom"] == "Second"
    assert stored(ana)["nom"] == "Premier"


def test_a_situation_changed_in_another_tab(ana: Applicant) -> None:
    ana.begins()
    other = second_tab(ana)
    ana.opens(f"{ana.root}/situation").press("enregistrer", cas="perdu")
    other.says_who()
    assert other.slug == "orientation", "what the other tab shows is no longer asked"


def test_a_question_answered_in_two_tabs(ana: Applicant) -> None:
    ana.opens("/commencer").press("enregistrer", raison="demande")
    other = second_tab(ana)
    ana.press("enregistrer", cas="simple")
    other.press("enregistrer", cas="complet")
    assert other.status == 409
    assert other.form["cas"] == "complet"
    assert stored(ana)["cas"] == "simple"


def test_deposited_twice_is_deposited_once(ana: Applicant, jpeg: bytes) -> None:
    ana.reaches_deposit(jpeg)
    other = second_tab(ana)
    ana.press("deposer", observations="Merci")
    other.press("deposer", observations="Merci")
    assert other.slug == ana.slug == "confirmation"
    for applicant in (ana, other):
        assert applicant.says("5901202603100000001")


def test_fifty_clicks_are_one_deposit(ana: Applicant, jpeg: bytes) -> None:
    ana.reaches_deposit(jpeg)
    tabs = [second_tab(ana) for _ in range(8)]
    gate = threading.Barrier(len(tabs))

    def click(tab: Applicant) -> None:
        gate.wait()
        tab.press("deposer", observations="")

    threads = [threading.Thread(target=click, args=(tab,)) for tab in tabs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ana.opens(ana.root)
    assert ana.says("5901202603100000001")
    for tab in tabs:
        assert tab.status in (200, 409)
        tab.opens(ana.root)
        assert tab.says("5901202603100000001")


def test_nothing_of_a_deposited_dossier_changes(ana: Applicant, jpeg: bytes) -> None:
    ana.reaches_deposit(jpeg)
    old = {name: dict(Applicant.opens(ana, f"{ana.root}/{name}").form) for name in ("qui", "pieces", "depot")}
    root = ana.root
    ana.opens(f"{root}/depot").press("deposer")
    dossier = ana.site.office.stores.dossiers.load(root.removeprefix("/d/"))
    for name, form in old.items():
        for action in ("enregistrer", "quitter", "precedent", "joindre:papiers", "deposer", "abandonner"):
            ana.page = ana.client.post(f"{root}/{name}", data={**form, "nom": "Autre", "action": action})
            assert ana.slug == "confirmation"
    for path in ("situation/2", "verification", "abandonner"):
        ana.page = ana.client.post(f"{root}/{path}", data={**old["qui"], "cas": "complet", "action": "effacer"})
        assert ana.slug == "confirmation"
    assert ana.site.office.stores.dossiers.load(root.removeprefix("/d/")) == dossier


# ── The spec changes ──────────────────────────────────────────────────────────────────────────────────────────


def revised(folder: Path, *changes: tuple[str, str]) -> Catalogue:
    """The small procedure with some of its text replaced."""
    for source in SPECS.rglob("*.yaml"):
        target = folder / source.relative_to(SPECS)
        target.parent.mkdir(exist_ok=True)
        text = source.read_text(encoding="utf-8")
        for old, new in changes if source.name == "petite.yaml" else ():
            assert old in text
            text = text.replace(old, new)
        if "id: surnom" not in text:
            text = text.replace(", {surnom}", "")  # the mail cites it
        target.write_text(text, encoding="utf-8")
    loaded = load_catalogue(folder)
    assert loaded.usable, loaded.problems
    return loaded.catalogue


def restarted(applicant: Applicant, catalogue: Catalogue, clock: Clock | None = None) -> Applicant:
    """The same browser and the same stores, after the site was started with other specs."""
    again = Applicant(site_of(catalogue, applicant.site.office.stores, clock), applicant.address)
    again.client.cookies.clear()
    again.client.cookies.update(applicant.client.cookies)
    assert create_app(again.site) is not None
    return again


def test_a_draft_follows_the_spec_and_says_what_changed(ana: Applicant, tmp_path: Path) -> None:
    ana.begins().says_who(surnom="Nana").says_home(statut="autre")
    catalogue = revised(
        tmp_path / "specs",
        (
            "- {id: surnom, type: texte, libelle: Surnom, obligatoire: non}",
            "- {id: metier, type: texte, libelle: Métier}",
        ),
        ("couple: En couple, autre: Autre}", "couple: En couple}"),
        (
            "demandes:\n      - id: photo",
            "demandes:\n      - {id: garant, libelle: Papiers du garant}\n      - id: photo",
        ),
    )
    ana = restarted(ana, catalogue).opens(ana.root)
    assert ana.slug == "qui"
    assert ana.says(
        "Cette démarche a été mise à jour depuis votre dernière saisie du 10/03/2026",
        "Nouvelle question : « Métier »",
        "Question qui n'est plus posée : « Surnom ». Votre réponse ne sera pas transmise.",
        "Votre réponse à « Votre statut » n'est plus proposée",
        "Nouveau document demandé : « Papiers du garant »",
    )
    assert ana.form["nom"] == "Durand", "answers are kept"
    ana.press("enregistrer", metier="Maçon")
    assert ana.slug == "foyer"
    assert not ana.says("mise à jour"), "said once"
    assert ana.form["logement.voie"] == "rue Nationale"
    ana.press("enregistrer", statut="seul")
    assert ana.slug == "pieces"
    assert "garant" in ana.parsed.files


def test_a_deposit_reads_its_own_revision(ana: Applicant, jpeg: bytes, tmp_path: Path) -> None:
    ana.reaches_deposit(jpeg).press("deposer")
    before = {
        name: ana.client.get(f"{ana.root}/{name}").content for name in ("confirmation.pdf", "liste-documents.pdf")
    }
    catalogue = revised(
        tmp_path / "specs",
        ("titre: Petite demande", "titre: Autre demande"),
        ("libelle: Papiers d'identité", "libelle: Tout autre chose"),
        ("titre: Références", "titre: Rien"),
    )
    again = restarted(ana, catalogue, Clock()).opens(ana.root)
    assert again.says("Petite demande", "5901202603100000001")
    for name, content in before.items():
        assert again.client.get(f"{again.root}/{name}").content == content
    other = Applicant(again.site).begins()
    assert other.says("Autre demande")


def test_a_deposit_reads_its_own_day(ana: Applicant, jpeg: bytes) -> None:
    ana.begins().says_who(**{"naissance.annee": "2008", "naissance.mois": "3", "naissance.jour": "12"})
    ana.press("enregistrer", tuteur="Paul").says_home().gives_papers(jpeg).press("enregistrer").press("deposer")
    clock = Clock()
    clock.forward(days=400)
    later = restarted(ana, small_catalogue(), clock)
    later.client.cookies.clear()
    later = restarted(ana, small_catalogue(), Clock())
    assert later.opens(ana.root).says("5901202603100000001")


# ── A page made before the change ─────────────────────────────────────────────────────────────────────────────

NEW_WORDS = ("libelle: Surnom", "libelle: Sobriquet")
PLACE = "champs: [{id: observations, type: texte_long, libelle: Observations, obligatoire: non}]"
PROMISE = "champs: [{id: promesse, type: engagement, libelle: Je promets tout}]"


def still_open(before: Applicant, catalogue: Catalogue) -> Applicant:
    """The site started with other specs, in front of the page opened before."""
    again = restarted(before, catalogue)
    again.page = before.page
    return again


def test_a_save_from_an_older_page_says_on_the_next_what_changed(ana: Applicant, tmp_path: Path) -> None:
    ana = still_open(ana.begins().says_who(), revised(tmp_path / "specs", NEW_WORDS)).says_home()
    assert ana.slug == "pieces"
    assert ana.says("Cette démarche a été mise à jour", "Question reformulée : « Sobriquet »")
    assert ana.opens(ana.path).says("Sobriquet »"), "until it is saved from a page that said it"
    root = ana.root
    ana.press("quitter", numero_photo="123456").opens(root)
    assert not ana.says("mise à jour")


def test_a_refused_save_from_an_older_page_says_what_changed(ana: Applicant, tmp_path: Path) -> None:
    ana = still_open(ana.begins().says_who(), revised(tmp_path / "specs", NEW_WORDS)).says_home(statut=None)
    assert ana.status == 422
    assert ana.says("Question reformulée : « Sobriquet »")
    assert ana.says_home().slug == "pieces"
    assert not ana.says("mise à jour"), "said"


def test_the_situation_says_what_changed_too(ana: Applicant, tmp_path: Path) -> None:
    ana = restarted(ana.begins().says_who(), revised(tmp_path / "specs", NEW_WORDS)).opens(f"{ana.root}/situation")
    assert ana.says("Question reformulée : « Sobriquet »")


def test_nothing_is_deposited_from_a_page_that_did_not_say_what_changed(
    ana: Applicant, jpeg: bytes, tmp_path: Path
) -> None:
    ana = still_open(ana.reaches_deposit(jpeg), revised(tmp_path / "specs", NEW_WORDS)).press("deposer")
    assert ana.status == 409
    assert ana.says("Votre demande n'a pas été déposée : ce qui vous est demandé", "Question reformulée")
    ana.press("enregistrer")
    assert ana.slug == "depot"
    assert ana.press("deposer").slug == "confirmation"


def test_what_was_read_on_the_page_is_deposited_at_once(ana: Applicant, jpeg: bytes, tmp_path: Path) -> None:
    ana = restarted(ana.reaches_deposit(jpeg), revised(tmp_path / "specs", NEW_WORDS)).opens(f"{ana.root}/depot")
    assert ana.says("Question reformulée")
    assert ana.press("deposer").slug == "confirmation"


def test_a_birthday_between_the_page_and_the_deposit(ana: Applicant, jpeg: bytes, catalogue: Catalogue) -> None:
    clock = ana.site.clock
    assert isinstance(clock, Clock)
    clock.forward(hours=10, minutes=50)  # ten to midnight in Paris
    ana.comes_back()
    ana.begins().says_who(**{"naissance.annee": "2008", "naissance.mois": "3", "naissance.jour": "11"})
    ana.press("enregistrer", tuteur="Paul").says_home().gives_papers(jpeg).press("enregistrer")
    later = restarted(ana, catalogue, Clock(clock.now + dt.timedelta(minutes=15)))
    later.page = ana.page
    later.press("deposer")
    assert later.status == 409
    assert later.says("Avec la date du jour", "Question qui n'est plus posée : « Nom du tuteur »")
    assert later.press("enregistrer").press("deposer").slug == "confirmation"


def test_a_commitment_ticked_in_other_words_is_not_made(ana: Applicant, jpeg: bytes, tmp_path: Path) -> None:
    ana = restarted(ana, revised(tmp_path / "before", (PLACE, PROMISE))).reaches_deposit(jpeg)
    new = revised(tmp_path / "after", (PLACE, PROMISE.replace("tout", "autre chose")))
    ana = still_open(ana, new).press("deposer", promesse="oui")
    assert (ana.status, ana.slug) == (422, "depot")
    assert "promesse" not in ana.form
    assert ana.says("Question reformulée : « Je promets autre chose »")
    assert ana.press("deposer", promesse="oui").slug == "confirmation"


ASIDE = "Ce que vous avez écrit à l'étape « Famille » est gardé"


def test_what_is_typed_in_a_step_that_is_not_open_any_more_is_kept(ana: Applicant, tmp_path: Path) -> None:
    surname = "- {id: surnom, type: texte, libelle: Surnom, obligatoire: non}"
    catalogue = revised(tmp_path / "specs", (surname, "- {id: metier, type: texte, libelle: Métier}"))
    ana = still_open(ana.begins().says_who(), catalogue).says_home(statut="autre")
    assert ana.slug == "qui"
    assert ana.says(f"{ASIDE} ; terminez d'abord celle-ci.", "Nouvelle question : « Métier »")
    ana.press("enregistrer", metier="Maçonne")
    assert (ana.slug, ana.form["statut"], ana.form["logement.voie"]) == ("foyer", "autre", "rue Nationale")


def test_what_is_stored_already_is_not_said_to_be_kept(ana: Applicant, tmp_path: Path) -> None:
    surname = "- {id: surnom, type: texte, libelle: Surnom, obligatoire: non}"
    catalogue = revised(tmp_path / "specs", (surname, "- {id: metier, type: texte, libelle: Métier}"))
    ana.begins().says_who().says_home().opens(f"{ana.root}/foyer")
    ana = still_open(ana, catalogue).press("enregistrer")
    assert ana.slug == "qui"
    assert not ana.says(ASIDE)


def test_another_tab_shuts_a_step_and_what_was_typed_there_is_shown(ana: Applicant) -> None:
    other = second_tab(ana.begins().says_who())
    ana.opens(f"{ana.root}/qui").says_who(**{"naissance.annee": "2020"}).press("enregistrer", tuteur="Paul")
    assert ana.slug == "orientation"
    other.says_home(statut="autre")
    assert other.status == 409
    assert other.press("enregistrer").slug == "orientation"
    assert other.says(f"{ASIDE}.")
