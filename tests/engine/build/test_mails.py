"""Mails as they are built. What is said of faults is in `tests/specs/err/*courriel*`."""

from __future__ import annotations

import pytest

from engine.build import load_sources
from engine.context import EMPTY_TEXT
from engine.keywords import PORTAL_MAILS
from engine.problems import Problem
from engine.spec import MailRole
from tests.mails import MAILS

HEAD = 'portail: {id: portail, langage: 1, version: "1", titre: Portail, titre_neutre: Ma démarche}\n'
REST = """\
situation: qui
questions:
  qui: {libelle: Qui, choix: {moi: {libelle: Moi, recap: Vous, WHERE}}}
orientations: {ailleurs: {titre: Ailleurs, texte: Là.}}
"""
HERE, ELSEWHERE = "poursuivre: {procedure: peche, motif: loisir}", "orienter_vers: ailleurs"
PROCEDURE = """\
procedure: {id: peche, langage: 1, version: "1", titre: Pêche, titre_neutre: Ma démarche}
motifs: {loisir: {libelle: Loisir}}
etapes:
  - {id: situation, titre: Situation, contenu: situation}
  - {id: nom, titre: Nom, sections: [{id: nom, titre: Nom, champs: [{id: nom, type: texte, libelle: Nom}]}]}
  - {id: depot, titre: Dépôt, contenu: depot}
  - {id: confirmation, titre: Confirmation, contenu: confirmation}
"""


def problems(mails: str, where: str = HERE, *, whole: bool = True, procedure: str = PROCEDURE) -> tuple[Problem, ...]:
    """What is wrong with a portal with these mails, beside a procedure."""
    portal = HEAD + mails + REST.replace("WHERE", where)
    return load_sources({"portail.yaml": portal.encode(), "peche.yaml": procedure.encode()}, whole=whole).problems


def test_a_portal_has_its_mails_by_what_they_are_for() -> None:
    loaded = load_sources({"portail.yaml": (HEAD + MAILS + REST.replace("WHERE", ELSEWHERE)).encode()})
    portal = loaded.catalogue.portal
    assert loaded.problems == ()
    assert portal is not None
    assert portal.sender == "Mon espace personnel"
    assert set(portal.mails) == set(PORTAL_MAILS.values())
    without: set[MailRole] = {role for role, mail in portal.mails.items() if mail.discreet is None}
    assert without == {"account_exists", "news"}
    created = portal.mails["account_created"]
    assert created.names == {"mot_de_passe"}
    assert created.full.subject == "Votre espace personnel"
    assert created.full.body.links == {"connexion"}


def test_a_portal_without_mails_is_from_what_its_tabs_say() -> None:
    portal = load_sources({"portail.yaml": (HEAD + REST.replace("WHERE", ELSEWHERE)).encode()}).catalogue.portal
    assert portal is not None
    assert (portal.sender, portal.mails) == ("Ma démarche", {})


def test_a_mail_knows_the_addresses_of_what_it_may_cite() -> None:
    links = "liens:\n  ici: {libelle: Ici, adresse: /plan}\n"
    own = """liens: {la: {libelle: Là, adresse: "https://la.example/"}}
courriels:
  depot: {objet: O, contenu: "[a](lien:ici) [b](lien:la) {nom} {numero} {motif}"}
"""
    portal = HEAD + links + MAILS + REST.replace("WHERE", HERE)
    loaded = load_sources({"portail.yaml": portal.encode(), "peche.yaml": (PROCEDURE + own).encode()})
    assert loaded.problems == ()
    mail = loaded.catalogue.procedures["peche"].mails["deposit"]
    assert mail.full.links == {"ici": "/plan", "la": "https://la.example/"}
    assert mail.names == {"nom", "numero", "motif"}
    assert mail.position.line == PROCEDURE.count("\n") + 3


@pytest.mark.parametrize("key", PORTAL_MAILS)
def test_a_portal_that_leads_to_a_procedure_has_them_all(key: str) -> None:
    before, _, after = MAILS.partition(f"  {key}:")
    rest = after.split("\n")
    kept = next(n for n in range(1, len(rest)) if not rest[n].startswith("    "))
    (problem,) = problems(before + "\n".join(rest[kept:]))
    assert (problem.code, problem.params["found"], problem.position.line) == ("S156", key, 2)


def test_a_portal_without_any_says_it_at_its_head() -> None:
    (problem,) = problems("")
    assert (problem.code, problem.position.line) == ("S156", 1)
    assert problem.params["found"] == ", ".join(PORTAL_MAILS)


@pytest.mark.parametrize(("where", "whole"), [(ELSEWHERE, True), (HERE, False)])
def test_mails_are_not_asked_of_who_serves_nothing_nor_of_what_was_deposited(where: str, whole: bool) -> None:
    """A revision that a deposit kept is read for its answers: what it lacked to write to people no longer counts."""
    assert problems("", where, whole=whole) == ()


def test_a_misspelt_mail_is_one_problem() -> None:
    (problem,) = problems(MAILS.replace("  nouvelle:", "  nouvele:"))
    assert (problem.code, problem.suggestion) == ("S101", "nouvelle")


def test_mails_cite_only_what_is_theirs_and_other_texts_nothing_of_it() -> None:
    own = "textes:\n  t: {contenu: '[Entrer](lien:connexion) {identifiant}'}\n"
    found = problems(own + MAILS)
    assert [(p.code, p.params["found"]) for p in found] == [("S160", "connexion"), ("S127", "identifiant")]


def test_building_goes_on_over_a_mail_without_a_text() -> None:
    own = "courriels:\n  depot: {objet: O}\n"
    portal = HEAD + MAILS + REST.replace("WHERE", HERE)
    loaded = load_sources({"portail.yaml": portal.encode(), "peche.yaml": (PROCEDURE + own).encode()})
    assert [p.code for p in loaded.problems] == ["S102"]
    assert loaded.catalogue.procedures["peche"].mails["deposit"].full.body is EMPTY_TEXT


@pytest.mark.parametrize(
    ("line", "accepted"),
    [
        ("x" * 78, True),
        ("x" * 79, False),
        ('"a\\nb"', False),
        ('"a\\u2028b"', False),
        ('"{nom}"', False),
        ("À bientôt", True),
    ],
)
def test_a_subject_is_one_line_the_same_for_everybody(line: str, accepted: bool) -> None:
    found = problems(MAILS.replace("objet: Du nouveau", f"objet: {line}"))
    assert ("S105" in [p.code for p in found]) is not accepted
