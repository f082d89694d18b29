"""Every error in the applicant's words, with what is kept and what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.store import StoreBusy, StoredDossier, StoreFull
from engine.store.memory import MemoryDossiers, open_memory
from renderers.web.errors import CAUSES, PAGES, error_response
from renderers.web.site import Site
from tests.renderers.web.applicant import Applicant, site_of, small_catalogue

JARGON = (
    "HTTP",
    "403",
    "404",
    "413",
    "500",
    "POST",
    "CSRF",
    "token",
    "jeton",
    "session cookie",
    "Forbidden",
    "Not Found",
)


@pytest.mark.parametrize("status", sorted(PAGES))
def test_error_pages_speak_french_and_lead_home(site: Site, status: int) -> None:
    page = error_response(site, PAGES[status])
    text = bytes(page.body).decode()
    assert page.status_code == status
    assert '<html lang="fr">' in text
    assert 'href="/"' in text
    assert not [word for word in JARGON if word in text.split("<main", 1)[1]]


def test_every_cause_has_its_page() -> None:
    assert set(CAUSES.values()) <= set(PAGES)


class Refusing(MemoryDossiers):
    """Dossiers of a store that refuses to save."""

    fault: Exception | None = None

    def save(self, dossier: StoredDossier, *, expected: int) -> StoredDossier:
        if self.fault is not None:
            raise self.fault
        return super().save(dossier, expected=expected)


@pytest.mark.parametrize(("fault", "status"), [(StoreFull("full"), 507), (StoreBusy("busy"), 503)])
@pytest.mark.parametrize("action", ["enregistrer", "quitter", "precedent", "ajouter:prenoms"])
def test_what_was_typed_is_shown_again_when_nothing_can_be_saved(fault: Exception, status: int, action: str) -> None:
    opened = open_memory()
    dossiers = Refusing(opened.dossiers._shelf)  # type: ignore[attr-defined]
    stores = replace(opened, dossiers=dossiers)
    ana = Applicant(site_of(small_catalogue(), stores)).begins()
    dossiers.fault = fault
    ana.press(action, nom="Durand", surnom="Nana")
    assert ana.status == status
    assert ana.says("n'a pas pu être enregistrée", "Rien n'a été perdu")
    assert (ana.form["nom"], ana.form["surnom"]) == ("Durand", "Nana")
    dossiers.fault = None
    ana.says_who()
    assert ana.slug == "foyer", "once there is space again, the same page goes on"
