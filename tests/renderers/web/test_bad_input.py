"""Whatever is posted by hand: ignored, refused or shown again; never stored, never a fault."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.dossiers.codec import decode
from engine.spec import Catalogue
from tests.renderers.web.applicant import HOME, WHO, Applicant, site_of
from tests.renderers.web.test_forms import URLENCODED


def stored(applicant: Applicant) -> dict[str, object]:
    """The answers kept."""
    office = applicant.site.office
    found = office.stores.dossiers.load(applicant.root.removeprefix("/d/"))
    return dict(decode(office.sealer.open(found.content, f"dossier:{found.id}")).answers)


def pending(applicant: Applicant, root: str) -> dict[str, object]:
    office = applicant.site.office
    found = office.stores.dossiers.load(root.removeprefix("/d/"))
    return dict(decode(office.sealer.open(found.content, f"dossier:{found.id}")).pending)


def test_unknown_hidden_and_other_steps_keys_are_never_stored(ana: Applicant) -> None:
    ana.begins()
    extra = {
        "inconnu": "x",
        "tuteur": "hidden here",
        "statut": "of another step",
        "observations": "of the deposit",
        "numero_photo": "123456",
        "raison": "promenade",
        "cas": "complet",
        "motif": "complet",
        "nom.autre": "x",
        "__proto__": "x",
        "age": "50",
    }
    ana.says_who(**extra)
    assert ana.slug == "foyer"
    assert stored(ana) == {
        "raison": "demande",
        "cas": "simple",
        "nom": "Durand",
        "surnom": None,
        "prenoms": ["Ana"],
        "naissance": "1990-02-01",
        "courrier": False,
    }


def test_what_is_kept_unvalidated_is_of_the_page_too(ana: Applicant) -> None:
    root = ana.begins().root
    ana.press("quitter", {"nom": "D", "statut": "couple", "inconnu": "x", "tuteur": "x"})
    assert set(pending(ana, root)) == {"identite"}
    kept = pending(ana, root)["identite"]
    assert isinstance(kept, dict)
    assert not {"statut", "inconnu", "jeton", "action", "version"} & set(kept)


def test_visible_optional_fields_left_empty_are_answered_so(ana: Applicant) -> None:
    ana.begins().says_who(courrier="oui", surnom="Nana")
    assert (stored(ana)["courrier"], stored(ana)["surnom"]) == (True, "Nana")
    ana.opens(f"{ana.root}/qui").says_who(courrier=None)
    assert (stored(ana)["courrier"], stored(ana)["surnom"]) == (False, None)


def test_the_same_key_twice_takes_one_value(ana: Applicant) -> None:
    ana.begins()
    data = [*ana.filled({**WHO}, "enregistrer").items(), ("nom", "Second")]
    body = "&".join(f"{name}={value}" for name, value in data)
    ana.page = ana.client.post(ana.path, content=body, headers={"content-type": URLENCODED})
    assert stored(ana)["nom"] == "Second"
    ana.opens(f"{ana.root}/qui")
    assert ana.form["nom"] == stored(ana)["nom"]


def test_a_body_too_large_is_refused_and_its_other_fields_shown_again(ana: Applicant) -> None:
    before = stored(ana.begins())
    ana.press("enregistrer", {"nom": "x" * 1_100_000, "surnom": "Nana", "prenoms.0": "Ana"})
    assert ana.status == 413
    assert "Votre envoi est trop volumineux. Rien n'a été enregistré." in ana.errors[0]
    assert (ana.form["nom"], ana.form["surnom"], ana.form["prenoms.0"]) == ("", "Nana", "Ana")
    assert stored(ana) == before
    ana.says_who()
    assert ana.slug == "foyer", "the page shown goes on"


def test_too_many_fields_are_refused_and_the_first_shown_again(ana: Applicant) -> None:
    ana.begins().press("enregistrer", {"nom": "Durand", **{f"x{n}": "1" for n in range(1_200)}})
    assert ana.status == 413
    assert ana.form["nom"] == "Durand"


def test_a_body_too_large_is_refused_in_words_where_nothing_can_be_shown(ana: Applicant) -> None:
    ana.begins().press("enregistrer", nom="x" * 20_000_000)
    assert ana.status == 413
    assert ana.says("Votre envoi est trop volumineux")
    answer = ana.client.post("/commencer", data={"raison": "x" * 1_100_000})
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"nom=%E9", b"jeton=%ff"])
def test_another_character_set_is_refused_in_words(ana: Applicant, body: bytes) -> None:
    ana.begins()
    answer = ana.client.post(ana.path, content=body, headers={"content-type": URLENCODED})
    assert answer.status_code == 400
    assert "Votre envoi" in answer.text


def test_markup_and_templates_are_shown_as_typed(ana: Applicant) -> None:
    canary = "<script>alert(1)</script>{{7*7}}${7*7}{nom}\"'>"
    ana.begins().says_who(nom=canary).says_home(statut="couple")
    ana.press("enregistrer", conjoint=canary)
    ana.opens(f"{ana.root}/qui")
    assert ana.form["nom"] == canary
    assert "<script>alert" not in ana.page.text
    assert "49" not in ana.form["nom"]


def test_a_nul_and_an_invisible_character(ana: Applicant) -> None:
    ana.begins().says_who(nom="Du\0rand")
    assert stored(ana)["nom"] == "Durand"
    ana.opens(f"{ana.root}/qui").says_who(nom="Du\u202erand")
    assert ana.status == 422
    assert "caractère invisible" in ana.errors[0]


ACTIONS = (
    "",
    "inconnue",
    "deposer",
    "ajouter:",
    "ajouter:statut",
    "ajouter:inconnu",
    "ajouter:prenoms.0",
    "retirer:prenoms:-1",
    "retirer:prenoms:99999999999999999999",
    "retirer:prenoms:²",
    "retirer:nom:0",
    "chercher:nom",
    "chercher:",
    "confirmer:nom",
    "confirmer:inconnu",
    "supprimer:inconnu",
    "supprimer:nom",
    "joindre:inconnu",
    "retirer_fichier:inconnu",
    "piece:inconnu",
    "confirmer_changement",
    "annuler_changement",
    ":::",
)


@pytest.mark.parametrize("action", ACTIONS)
def test_buttons_that_no_page_shows(ana: Applicant, action: str) -> None:
    ana.begins().press(action, {**WHO})
    assert ana.status in (200, 422)
    ana.opens(f"{ana.root}/qui")
    assert ana.status == 200


@pytest.mark.parametrize("version", ["", "x", "-1", "0", "99999999999999999999", "1.5", "²"])
def test_a_version_made_by_hand_overwrites_nothing(ana: Applicant, version: str) -> None:
    ana.begins().says_who(version=version)
    assert ana.status == 409
    assert "nom" not in stored(ana)
    assert ana.form["nom"] == "Durand"


KEYS = st.sampled_from(
    [*WHO, *HOME, "courrier", "tuteur", "prenoms.1", "prenoms.7", "inconnu", "naissance", "logement"]
)
VALUES = st.one_of(
    st.text(max_size=30), st.sampled_from(["oui", "non", "seul", "couple", "2020", "31", "x" * 5000, "-1"])
)
VERBS = st.sampled_from(
    ["enregistrer", "quitter", "precedent", "ajouter:prenoms", "retirer:prenoms:0", "chercher:logement"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(posts=st.lists(st.tuples(st.dictionaries(KEYS, VALUES, max_size=8), VERBS), min_size=1, max_size=5))
def test_any_posts_leave_a_page_that_answers(catalogue: Catalogue, posts: list[tuple[dict[str, str], str]]) -> None:
    ana = Applicant(site_of(catalogue)).begins()
    root = ana.root
    for typed, verb in posts:
        ana.press(verb, {name: value.encode("utf-8", "replace").decode() for name, value in typed.items()})
        assert ana.status in (200, 422), verb
        ana.opens(root)
        assert ana.status == 200
    allowed = {"raison", "cas", *ana.site.office.catalogue.procedures["petite"].fields}
    assert set(stored(ana)) <= allowed
