"""Walking the decision graph: order along each path, routes that depend on earlier answers, dates."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.build import load_sources
from engine.situation import SituationPath, walk
from engine.values import AnswerMap, PartialDate
from tests.engine.conftest import procedure_text
from tests.mails import MAILS

PORTAL = """\
portail: {id: portail, langage: 1, version: "1", titre: Portail, titre_neutre: Ma démarche}
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


BRANCHED = """\
portail: {id: portail, langage: 1, version: "1", titre: Portail, titre_neutre: Ma démarche}
faits: {parti_tot: {si: {depart: {avant: 2000-01-01}}}}
situation: qui
questions:
  qui: {libelle: Qui, choix: {moi: {libelle: Moi, question: depart}, autre: {libelle: Autre, question: suite}}}
  depart:
    libelle: Départ
    type: date
    recap: "{qui}, parti le {depart}"
    selon: [{si: {parti_tot: oui}, question: suite}, {sinon: oui, question: retour}]
  retour: {libelle: Retour, type: date, recap: "Parti le {depart}, revenu le {retour}, {suite}", question: suite}
  suite:
    libelle: Suite
    choix:
      a: {libelle: A, selon: [{si: {ROUTE}, orienter_vers: oui}, {sinon: oui, orienter_vers: non}]}
orientations: {oui: {titre: Oui, texte: Oui.}, non: {titre: Non, texte: Non.}}
"""
WAYS: list[AnswerMap] = [
    {"qui": "autre", "suite": "a"},
    {"qui": "moi", "depart": dt.date(1999, 1, 1), "suite": "a"},
    {"qui": "moi", "depart": dt.date(2001, 1, 1), "retour": dt.date(2002, 1, 1), "suite": "a"},
]


def branched(route: str, answers: AnswerMap) -> SituationPath:
    loaded = load_sources({"portail.yaml": BRANCHED.replace("ROUTE", route).encode()}, whole=False)
    assert loaded.problems == ()
    assert loaded.catalogue.portal is not None
    return walk(loaded.catalogue.portal, answers, dt.date(2026, 3, 10))


@pytest.mark.parametrize(
    ("route", "ends"),
    [
        ("parti_tot: oui", ["non", "oui", "non"]),
        ("parti_tot: non", ["oui", "non", "oui"]),
        ("depart: {renseigne: non}", ["oui", "non", "non"]),
        ("aucun_de: [{retour: {apres: depart}}]", ["oui", "oui", "non"]),
        ("retour: {apres: depart}", ["non", "non", "oui"]),
        ("retour: {apres: depart}, qui: autre", ["non", "non", "non"]),
    ],
)
def test_what_is_not_asked_on_the_way_is_absent(route: str, ends: list[str]) -> None:
    assert [branched(route, answers).orientation for answers in WAYS] == ends


def test_a_recap_says_each_answer_by_its_name() -> None:
    assert branched("qui: moi", WAYS[2]).recap == (
        "Moi, parti le 01/01/2001",
        "Parti le 01/01/2001, revenu le 01/01/2002, A",
    )


@pytest.mark.parametrize(
    ("route", "code"),
    [
        ("{si: {qui: moi}, question: suite}, {sinon: oui, question: retour}", None),
        ("{si: {depart: {renseigne: oui}}, question: suite}, {sinon: oui, question: retour}", None),
        ("{si: {retour: {renseigne: oui}}, question: suite}, {sinon: oui, question: retour}", "R104"),
        ("{si: {plus_tard: oui}, question: suite}, {sinon: oui, question: retour}", "R104"),
        ("{si: {parti_tot: oui}, question: suite}, {question: retour, si: {qui: moi}}", "S138"),
        ("{sinon: oui, question: retour}, {si: {parti_tot: oui}, question: suite}", "S142"),
        ("{sinon: oui, question: retour}, {sinon: oui, question: suite}", "S142"),
        (
            "{sinon: oui, question: retour}, {si: {parti_tot: oui}, question: suite}, {sinon: oui, question: suite}",
            "S142",
        ),
    ],
)
def test_a_route_reads_what_may_have_been_asked_and_ends_with_what_is_left(route: str, code: str | None) -> None:
    text = BRANCHED.replace("{si: {parti_tot: oui}, question: suite}, {sinon: oui, question: retour}", route)
    text = text.replace("ROUTE", "qui: moi").replace("faits: {", "faits: {plus_tard: {si: {suite: a}}, ")
    problems = load_sources({"portail.yaml": text.encode()}, whole=False).problems
    assert [p.code for p in problems] == ([] if code is None else [code])
    assert (
        code != "S142"
        or text.splitlines()[problems[0].position.line - 1][problems[0].position.column - 1 :][: problems[0].length]
        == "sinon"
    )


def test_a_question_nothing_leads_to_is_a_fault() -> None:
    lost = PORTAL.replace(
        "orientations:", "  perdue: {libelle: P, choix: {x: {libelle: X, orienter_vers: trop_tot}}}\norientations:"
    )
    assert [p.code for p in load_sources({"portail.yaml": lost.encode()}, whole=False).problems] == ["P204"]


def test_a_leaf_names_a_procedure_and_a_motif_that_exist() -> None:
    assert [p.code for p in load_sources({"portail.yaml": PORTAL.encode()}).problems] == ["R113", "R113"]


def test_a_procedure_without_motifs_is_one_problem_in_its_own_file() -> None:
    portal = PORTAL.replace("procedure: a, motif: m", "procedure: essai, motif: m").replace(
        "procedure: b", "procedure: essai"
    )
    procedure = procedure_text("- {id: nom, type: texte, libelle: Nom}", motifs="")
    found = load_sources({"portail.yaml": (portal + MAILS).encode(), "essai.yaml": procedure.encode()}).problems
    assert [(p.code, p.position.file) for p in found] == [("S102", "essai.yaml")]


def test_walks_of_the_same_options_are_one_and_hold_nothing_else() -> None:
    day = dt.date(2026, 3, 10)
    portal = LOADED.catalogue.portal
    assert portal is not None
    first = walk(portal, {"raison": "typed by hand"}, day)
    assert walk(portal, {"raison": "typed by another", "nom": "x"}, day) is first
    question = portal.questions[portal.start]
    chosen: AnswerMap = {question.id: question.choices[0].id}
    assert walk(portal, chosen, day) is walk(portal, {**chosen, "nom": "y"}, day)
