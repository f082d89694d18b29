"""Walking the decision graph: order along each path, routes that depend on earlier answers, dates."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.build import load_sources
from engine.situation import SituationPath, walk
from engine.values import AnswerMap, PartialDate

PORTAL = """\
portail: {id: portail, langage: 1, version: "1", titre: Portail}
entrees: [{id: debut, libelle: Commencer, situation: oui}]
situation: raison
questions:
  raison:
    libelle: Pourquoi ?
    hors_etapes: oui
    choix:
      famille: {libelle: Car …, recap: "Vous venez pour la famille", question: arrivee}
      travail: {libelle: Car …, question: metier}
  arrivee:
    libelle: Arrivée
    type: date
    recap: "Vous êtes arrivé(e) le {arrivee}"
    selon:
      - {si: {arrivee: {avant: 2018-01-01}}, question: metier}
      - {sinon: oui, orienter_vers: trop_tot}
  metier:
    libelle: Métier
    choix:
      medecin:
        libelle: Médecin
        recap: Vous êtes médecin
        selon:
          - {si: {raison: famille}, poursuivre: {procedure: a, motif: m}}
          - {sinon: oui, poursuivre: {procedure: b, motif: m}}
      autre: {libelle: Autre, orienter_vers: trop_tot}
orientations:
  trop_tot: {titre: Trop tôt, texte: Revenez.}
"""
LOADED = load_sources({"portail.yaml": PORTAL.encode()}, whole=False)
FAMILY: AnswerMap = {"raison": "famille", "arrivee": dt.date(2017, 5, 1), "metier": "medecin"}


def follow(answers: AnswerMap) -> SituationPath:
    assert LOADED.problems == ()
    assert LOADED.catalogue.portal is not None
    return walk(LOADED.catalogue.portal, answers, dt.date(2026, 3, 10))


@pytest.mark.parametrize(
    ("answers", "asked", "end"),
    [
        ({}, [], ("raison", None, None)),
        ({"raison": "inconnue"}, [], ("raison", None, None)),
        ({"raison": "famille"}, ["raison"], ("arrivee", None, None)),
        ({"raison": "famille", "arrivee": "2017"}, ["raison"], ("arrivee", None, None)),
        (FAMILY, ["raison", "arrivee", "metier"], (None, None, "a")),
        ({**FAMILY, "raison": "travail"}, ["raison", "metier"], (None, None, "b")),
        ({**FAMILY, "arrivee": dt.date(2020, 1, 1)}, ["raison", "arrivee"], (None, "trop_tot", None)),
        ({**FAMILY, "arrivee": PartialDate(2017)}, ["raison", "arrivee", "metier"], (None, None, "a")),
        ({**FAMILY, "metier": "autre"}, ["raison", "arrivee", "metier"], (None, "trop_tot", None)),
    ],
)
def test_the_walk(answers: AnswerMap, asked: list[str], end: tuple[str | None, str | None, str | None]) -> None:
    path = follow(answers)
    assert [taken.question.id for taken in path.taken] == asked
    assert (path.pending, path.orientation, path.procedure) == end


def test_the_recap_follows_the_path_taken() -> None:
    assert follow(FAMILY).recap == (
        "Vous venez pour la famille",
        "Vous êtes arrivé(e) le 01/05/2017",
        "Vous êtes médecin",
    )
    assert follow({**FAMILY, "raison": "travail"}).recap == ("Vous êtes médecin",)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("question: arrivee}", "question: arivee}"), "R112"),
        (("orienter_vers: trop_tot}\n  metier", "orienter_vers: tot}\n  metier"), "R111"),
        (("situation: raison", "situation: motif"), "R112"),
        (("autre: {libelle: Autre, orienter_vers: trop_tot}", "autre: {libelle: Autre, question: raison}"), "R105"),
        (("libelle: Médecin", "libelle: Docteur"), None),
    ],
)
def test_a_graph_that_does_not_hold_together_is_refused(change: tuple[str, str], code: str | None) -> None:
    assert change[0] in PORTAL
    problems = load_sources({"portail.yaml": PORTAL.replace(*change).encode()}, whole=False).problems
    assert [p.code for p in problems if p.code == code] == ([code] if code else [])
    assert code is not None or problems == ()


def test_a_route_may_depend_on_an_age() -> None:
    text = PORTAL.replace('version: "1", titre', 'version: "1", anniversaire_29_fevrier: 1er_mars, titre').replace(
        "situation: raison",
        "faits: {age: {annees_entre: [arrivee, date_depot]}}\nsituation: raison",
        1,
    )
    text = text.replace("{si: {arrivee: {avant: 2018-01-01}}", "{si: {age: {min: 18}}")
    loaded = load_sources({"portail.yaml": text.encode()}, whole=False)
    assert loaded.problems == ()
    portal = loaded.catalogue.portal
    assert portal is not None
    for born, pending in ((dt.date(2008, 3, 10), "metier"), (dt.date(2008, 3, 11), None)):
        path = walk(portal, {"raison": "famille", "arrivee": born}, dt.date(2026, 3, 10))
        assert path.pending == pending


def test_a_question_nothing_leads_to_is_a_fault() -> None:
    lost = PORTAL.replace(
        "orientations:", "  perdue: {libelle: P, choix: {x: {libelle: X, orienter_vers: trop_tot}}}\norientations:"
    )
    assert [p.code for p in load_sources({"portail.yaml": lost.encode()}, whole=False).problems] == ["P204"]


def test_a_leaf_names_a_procedure_and_a_motif_that_exist() -> None:
    assert [p.code for p in load_sources({"portail.yaml": PORTAL.encode()}).problems] == ["R113", "R113"]
